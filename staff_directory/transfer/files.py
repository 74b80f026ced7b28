"""Files in a split: those that only the column uses go with it, those that others use too stay and are counted in the preview."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search import index

from publication.page_files import file_models, keys_of_files, may_refer_to_files

from ..kinds import TransferKind
from .parts import Part, register_part


def _used(pages: Any) -> dict[Any, set[int]]:
    """Return the keys of the files that ``pages`` use, by model: as stored, and in their newest drafts."""
    base = ContentType.objects.get_for_model(Page)
    found: dict[Any, set[int]] = {}
    keys = [str(key) for key in pages.values_list("pk", flat=True)]
    for model in file_models():
        kind = ContentType.objects.get_for_model(model)
        rows = ReferenceIndex.objects.filter(base_content_type=base, to_content_type=kind, object_id__in=keys)
        found[model] = {int(key) for key in rows.values_list("to_object_id", flat=True)}
    ahead = pages.filter(live=True, has_unpublished_changes=True).select_related("content_type")
    drafts = [page.latest_revision_id for page in ahead if may_refer_to_files(page.specific_class)]
    for revision in Revision.objects.filter(pk__in=drafts):
        for model, more in keys_of_files(revision.as_object()).items():
            found[model] |= more
    return found


def _sorted(transfer: Any) -> dict[Any, tuple[set[int], set[int]]]:
    """Return, by model, the unit's files that only the columns use, and those that are used elsewhere too."""
    below = Q(pk__in=[])
    for path in Page.objects.filter(pk__in=transfer.pages).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    inside, outside = _used(Page.objects.filter(below)), _used(Page.objects.exclude(below))
    found = {}
    for model, keys in inside.items():
        own = model._default_manager.filter(pk__in=keys, collection_id=transfer.source.collection_id)
        mine = set(own.values_list("pk", flat=True))
        found[model] = (mine - outside[model], mine & outside[model])
    return found


class _OfSplit(Part):
    """Concerns splits between units that both keep files."""

    def concerns(self, transfer: Any) -> bool:
        """Ask for the kind, and for both collections."""
        source, successor = transfer.source, transfer.successor
        kept = source.collection_id and successor is not None and successor.collection_id
        return transfer.kind == TransferKind.SPLIT and bool(kept)


class ColumnFiles(_OfSplit):
    """Moves the columns' own files into the successor's collection."""

    label = "附件和图片"

    def count(self, transfer: Any) -> int:
        """Return how many would move."""
        return sum(len(own) for own, _ in _sorted(transfer).values())

    def execute(self, transfer: Any, user: Any) -> int:
        """Move them and return how many."""
        moved = 0
        for model, (own, _) in _sorted(transfer).items():
            rows = model._default_manager.filter(pk__in=own)
            moved += rows.update(collection_id=transfer.successor.collection_id)
            for item in model._default_manager.filter(pk__in=own):
                index.insert_or_update_object(item)
        return moved


class SharedFiles(_OfSplit):
    """Says how many files stay because other pages of the unit use them too: the successor uploads its own."""

    label = "留在原单位的共用附件和图片"

    def count(self, transfer: Any) -> int:
        """Return how many stay."""
        return sum(len(shared) for _, shared in _sorted(transfer).values())

    def execute(self, transfer: Any, user: Any) -> int:
        """Leave them."""
        return self.count(transfer)


def register() -> None:
    """Register both parts."""
    register_part(ColumnFiles())
    register_part(SharedFiles())
