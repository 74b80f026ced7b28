"""Papers as the public reads them."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from staff_directory.transfer.names import name_at, notes_on

from ..laws.lapsing import notes_on as lapsed_notes
from ..matters.links import matters_of_template
from .kinds import STANDING_BY_EFFECT, Standing
from .outline import contents, rows_of_body, with_anchors

SUPERSEDED = "已被新版替代"
_WEIGHT = list(Standing.values)


def _facts(*rows: tuple[str, Any, str]) -> list[dict[str, Any]]:
    return [{"label": label, "value": value, "kind": kind} for label, value, kind in rows if value not in (None, "")]


def _link(page: Any, request: Any, text: str = "") -> dict[str, Any]:
    return {"title": text or page.title, "url": page.get_url(request) or ""}


def _dates(page: Any) -> dict[str, Any]:
    return {"published": page.first_published_at, "updated": page.last_published_at}


def versions_of(page: Any) -> tuple[list[Any], list[Any]]:
    """Return the public templates (newer, older) in the line of ``page``, nearest first, of whatever unit; two queries."""
    from ..models import DocumentTemplatePage

    live = DocumentTemplatePage.objects.live()
    earlier = dict(live.exclude(supersedes=None).values_list("pk", "supersedes_id"))
    later = {old: new for new, old in earlier.items()}
    newer = _line(page.pk, later)
    older = _line(page.pk, {**earlier, page.pk: page.supersedes_id})
    pages = live.in_bulk([*newer, *older])
    return [pages[key] for key in newer if key in pages], [pages[key] for key in older if key in pages]


def _line(key: Any, steps: dict[Any, Any]) -> list[Any]:
    """Follow ``steps`` from ``key``, never twice to the same."""
    found: list[Any] = []
    following = steps.get(key)
    while following is not None and following != key and following not in found:
        found.append(following)
        following = steps.get(following)
    return found


def template_context(page: Any, request: Any) -> dict[str, Any]:
    """Return the template context of one document template."""
    newer, older = versions_of(page)
    file = page.file
    return {
        "facts": _facts(
            ("环节", page.get_stage_display(), "text"),
            ("文书编号", page.code, "code"),
            ("版本", page.version, "text"),
            ("启用日期", page.effective_on, "date"),
            ("用途", page.usage, "multiline"),
            ("依据", page.basis, "multiline"),
        ),
        "tags": [SUPERSEDED] if newer else [],
        "current": _link(newer[-1], request, f"{newer[-1].title}（{newer[-1].version}）") if newer else None,
        "versions": [
            {**_link(row, request, f"{row.title}（{row.version}）"), "date": row.effective_on}
            for row in [*newer[::-1], *older]
        ],
        "fields": list(page.required_fields.all()),
        "download": {"url": file.url, "kind": file.file_extension.upper(), "size": file.get_file_size()}
        if file
        else None,
        "dates": _dates(page),
        "unit_notes": notes_on(page.unit, page),
        "lapsed_notes": lapsed_notes(page.basis) if not newer else [],
        "uses": matters_of_template(page, request),
    }


def template_summary(page: Any) -> dict[str, Any]:
    """Return what lists and search show of a template."""
    superseded = getattr(page, "superseded", False)
    return {
        "title": page.title,
        "number": page.code,
        "date": page.effective_on,
        "kind_label": f"文书样本 · {page.get_stage_display()}",
        "tags": [SUPERSEDED] if superseded else [],
        "text": " ".join(filter(None, [page.usage, page.basis])),
    }


def heavier(own: str, effects: Any) -> Standing:
    """Return how a regulation stands: its own entry, or what later ones did to it, whichever weighs more."""
    found = [own, *(STANDING_BY_EFFECT[effect] for effect in effects)]
    return Standing(max(found, key=_WEIGHT.index))


def later_changes() -> Q:
    """Return the condition on rows of changes: the later regulation is public and in force."""
    return Q(page__live=True, page__effective_on__lte=timezone.localdate())


def regulation_context(page: Any, request: Any) -> dict[str, Any]:
    """Return the template context of one regulation."""
    from ..models import RegulationChange

    later = list(
        RegulationChange.objects.filter(later_changes(), earlier_id=page.pk)
        .select_related("page")
        .order_by("page__effective_on", "pk")[:50]
    )
    standing = heavier(page.standing, [change.effect for change in later])
    rows = with_anchors(rows_of_body(page.body))
    earlier = [
        {
            "effect": row.get_effect_display(),
            **(_link(row.earlier, request) if row.earlier_id else {"title": row.name, "url": ""}),
        }
        for row in page.changes.select_related("earlier")
        if row.earlier_id is None or row.earlier.live
    ]
    attachments = [
        {"title": row.title or row.document.title, "url": row.document.url, "kind": row.document.file_extension.upper(), "size": row.document.get_file_size()}
        for row in page.attachments.select_related("document")
        if row.document_id
    ]  # fmt: skip
    return {
        "standing": {"label": standing.label, "good": standing == Standing.IN_FORCE},
        "facts": _facts(
            ("文号", page.document_number, "code"),
            ("发文机关", page.issuing_body, "text"),
            ("通过（印发）日期", page.adopted_on, "date"),
            ("施行日期", page.effective_on, "date"),
            ("效力", standing.label, "text"),
            ("说明", page.standing_note, "text"),
        ),
        "rows": rows,
        "contents": contents(rows),
        "later": [{"effect": row.get_effect_display(), **_link(row.page, request)} for row in later],
        "earlier": earlier,
        "attachments": attachments,
        "preamble": [line.strip() for line in page.preamble.splitlines() if line.strip()],
        "dates": _dates(page),
        "unit_notes": notes_on(page.unit, page),
        "lapsed_notes": lapsed_notes(page.preamble, *(row.text for row in rows))
        if standing != Standing.REPEALED
        else [],
    }


def regulation_heading(page: Any) -> dict[str, Any]:
    """Return what a list shows of a regulation, without its text; ``effects`` are what later ones did to it, where a list has asked."""
    standing = heavier(page.standing, getattr(page, "effects", ()))
    return {
        "title": page.title,
        "number": page.document_number,
        "organ": page.issuing_body,
        "date": page.effective_on,
        "tags": [] if standing == Standing.IN_FORCE else [standing.label],
    }


def regulation_summary(page: Any) -> dict[str, Any]:
    """Return what search shows of a regulation."""
    text = " ".join([page.preamble, *(row.text for row in rows_of_body(page.body))])
    return {**regulation_heading(page), "kind_label": "制度文件", "text": text}


def service_context(page: Any, request: Any) -> dict[str, Any]:
    """Return the template context of one notice of service."""
    return {
        "facts": _facts(
            ("送达的文书", page.document_name, "text"),
            ("文书文号", page.document_number, "code"),
            ("送达机关", page.organ_name, "text"),
            ("公告日期", page.notified_on, "date"),
            ("公告期", f"{page.period_days}日（公告当日不计入）" if page.period_days else "", "text"),
            ("公告期届满日", page.served_on, "date"),
            ("公告送达的依据", page.basis, "multiline"),
        ),
        "unit_name": name_at(page.unit, page.first_published_at),
        "phone": page.unit.phone,
        "dates": _dates(page),
        "unit_notes": notes_on(page.unit, page),
    }
