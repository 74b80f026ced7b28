"""A guide as the public reads it: the answer first, then what to bring, then the rest."""

from typing import Any
from urllib.parse import quote

from django.conf import settings

from home.qr import address_in_full, code_of, leads_here
from staff_directory.transfer.names import notes_on

from ..matters.links import flowchart_of
from ..wayfinding import link_to
from .elements import NONE
from .kinds import FeeKind, GuideKind
from .limits import in_words
from .linked_data import as_script, service_of
from .rows import with_related


def lines_of(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def map_link(address: str) -> str:
    """Return a link that looks an address up in the map service of the settings; "" where there is none."""
    pattern = settings.MAP_LINK
    return pattern.replace("{address}", quote(address, safe="")) if pattern and address.strip() else ""


def promised_of(page: Any) -> str:
    """Return how long it takes, in words."""
    return in_words(page.promised_days, page.promised_unit)


def summary_of(page: Any) -> dict[str, Any]:
    """Return what search shows of a guide: who may apply comes first."""
    kind = page.get_kind_display()
    return {
        "title": page.title,
        "kind_label": f"服务指南 · {kind}" if kind else "服务指南",
        "number": page.code,
        "number_label": "编号",
        "date": page.last_published_at,
        "text": " ".join(filter(None, [page.applicant, page.conditions, page.benefits, page.result])),
    }


def guide_context(page: Any, request: Any) -> dict[str, Any]:
    """Return the template context of one guide; a constant number of queries."""
    rows = with_related(page)
    public = bool(page.live) and not getattr(request, "is_preview", False)
    address = address_in_full(page.get_url(request) or "") if public else ""
    matter = page.matter if page.matter_id else None
    matter = matter if matter is not None and matter.live else None
    materials = [_material(row) for row in rows["materials"]]
    bases = [row.provision for row in rows["bases"] if row.provision is not None]
    lapsed = [basis.citation for basis in bases if basis.has_lapsed]
    return {
        "materials": materials,
        "needed": [item for item in materials if not item["optional"]],
        "steps": rows["steps"],
        "channels": rows["channels"],
        "places": [_place(row) for row in rows["places"]],
        "questions": [row for row in rows["questions"] if row.question.strip()],
        "promised": promised_of(page),
        "legal": in_words(page.legal_days, page.legal_unit) or ("法律没有规定" if page.no_legal_limit else ""),
        "conditions": lines_of(page.conditions),
        "conditions_name": "许可条件" if page.kind == GuideKind.LICENCE else "办理条件",
        "benefits": lines_of(page.benefits),
        "bases": [{"citation": basis.citation, "text": basis.text, "lapsed": basis.has_lapsed} for basis in bases],
        "other_bases": lines_of(page.basis_text),
        "lapsed": lapsed,
        "suspended": bool(lapsed) and len(lapsed) == len(bases) and not page.basis_text.strip(),
        "organs": _organs(page),
        "fee": _fee(page),
        "supervision": lines_of(page.supervision),
        "matter": link_to(matter, request),
        "flowchart": flowchart_of(matter, request) if matter is not None else {},
        "unit_notes": notes_on(page.unit, page),
        "dates": {"published": page.first_published_at, "updated": page.last_published_at},
        "address": address,
        "qr": code_of(address) if address and leads_here() else "",
        "linked_data": as_script(service_of(page, rows, address)) if address else "",
        "unfolded": request.GET.get("all") == "1" if request is not None else False,
    }


def _organs(page: Any) -> list[dict[str, str]]:
    approver = NONE if page.no_approver and not page.approver else page.approver
    rows = (
        ("受理机构", page.acceptor),
        ("审批机构", approver),
        ("办件类型", page.get_project_type_display()),
        ("办理结果", page.result),
    )
    return [{"label": label, "value": value, "kind": "text"} for label, value in rows if value]


def _fee(page: Any) -> dict[str, str]:
    charged = page.fee_kind == FeeKind.CHARGED
    return {
        "label": page.get_fee_kind_display(),
        "standard": page.fee_standard if charged else "",
        "basis": page.fee_basis if charged else "",
    }


def _place(row: Any) -> dict[str, Any]:
    found = row.shown()
    where = row.window.hall.address if row.window_id else found["address"]  # no map knows the number of a window
    return {**found, "map": map_link(where), "closed": row.is_closed}


def _file(document: Any) -> dict[str, Any] | None:
    if document is None:
        return None
    return {"url": document.url, "kind": document.file_extension.upper(), "size": document.get_file_size()}


def _material(row: Any) -> dict[str, Any]:
    """Return one row of the check-list."""
    many = f"{row.copies}份" if row.copies else ""
    source = row.get_source_display()
    if row.source_note:
        source = f"{source}（{row.source_note}）" if source else row.source_note
    basis = row.provision.citation if row.provision is not None else row.basis_text
    return {
        "name": row.name,
        "form": " ".join(filter(None, (row.get_form_display(), many))),
        "source": source,
        "optional": row.is_optional,
        "note": row.note,
        "certificate": row.is_certificate,
        "basis": basis if row.is_certificate else "",
        "basis_lapsed": row.is_certificate and row.provision is not None and row.provision.has_lapsed,
        "pledge": row.get_pledge_display() if row.is_certificate else "",
        "sample": _file(row.sample_file),
        "blank": _file(row.blank_file),
    }
