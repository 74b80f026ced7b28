"""The child rows of guides, read where they are shown."""

from collections.abc import Iterable
from typing import Any

RELATIONS = ("bases", "materials", "steps", "channels", "places", "questions")


def with_rows(guides: Iterable[Any]) -> list[Any]:
    """Return guides with their rows and the provisions that these name: eight queries, however many. For reading only.

    Rows that a guide holds already (a draft's) are kept.
    """
    from ..models import ServiceGuidePage
    from ..models.laws import LegalBasis

    found = list(guides)
    keys = [guide.pk for guide in found]
    for name in RELATIONS:
        model: Any = ServiceGuidePage._meta.get_field(name).related_model
        rows: dict[Any, list[Any]] = {}
        for row in model.objects.filter(page_id__in=keys).order_by("page_id", "sort_order", "pk"):
            rows.setdefault(row.page_id, []).append(row)
        for guide in found:
            guide.__dict__.setdefault("_cluster_related_objects", {}).setdefault(name, rows.get(guide.pk, []))
    cited = [row for guide in found for name in ("bases", "materials") for row in getattr(guide, name).all()]
    bases = LegalBasis.objects.select_related("law").in_bulk({row.basis_id for row in cited if row.basis_id})
    for row in cited:
        if row.basis_id in bases:
            row.basis = bases[row.basis_id]
    with_windows(row for guide in found for row in guide.places.all())
    return found


def with_windows(rows: Iterable[Any]) -> None:
    """Give rows of places the windows that they name, with their halls; one query, none where no window is named."""
    from staff_directory.models import Window

    named = [row for row in rows if row.window_id]
    windows = Window.objects.select_related("hall").in_bulk({row.window_id for row in named}) if named else {}
    for row in named:
        row.window = windows[row.window_id]


def with_related(page: Any) -> dict[str, list[Any]]:
    """Return the rows of each relation, with the provisions and files that they name: nine queries at most, however many rows."""
    from publication.models import StoredDocument

    from ..models.laws import LegalBasis

    found = {name: list(getattr(page, name).all()) for name in RELATIONS}
    bases = LegalBasis.objects.select_related("law").in_bulk(
        {row.basis_id for name in ("bases", "materials") for row in found[name] if row.basis_id}
    )
    files = StoredDocument.objects.in_bulk(
        {key for row in found["materials"] for key in (row.sample_id, row.blank_id) if key}
    )
    for row in (*found["bases"], *found["materials"]):
        row.provision = bases.get(row.basis_id)
    with_windows(found["places"])
    for row in found["materials"]:
        row.sample_file, row.blank_file = files.get(row.sample_id), files.get(row.blank_id)
    return found
