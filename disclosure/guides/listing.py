"""The list of guides: filtered by unit, kind, audience and word."""

from typing import Any

from staff_directory.models import Unit

from ..title_lists import TitleList
from .kinds import SHOWN_TO, Audience, GuideKind
from .limits import in_words

_AUDIENCES = [(Audience.PERSON.value, "个人办事"), (Audience.ORGANISATION.value, "单位办事")]


def guide_list_context(request: Any, page: Any, unit: Unit | None) -> dict[str, Any]:
    """Return what :meth:`TitleList.context` does, of guides."""
    from ..models import ServiceGuidePage

    listed = TitleList(request, page, unit)
    audience = listed.choose("for", "谁来办", "个人和单位", _AUDIENCES)
    kind = listed.choose("kind", "服务类别", "全部类别", GuideKind.choices)
    guides = ServiceGuidePage.objects.all()
    if kind:
        guides = guides.filter(kind=kind)
    if audience:
        guides = guides.filter(audience__in=SHOWN_TO[Audience(audience)])
    return listed.context(guides, "份", _item)


def _item(row: Any) -> dict[str, Any]:
    return {
        "applicant": row.applicant,
        "kind": row.get_kind_display(),
        "promised": in_words(row.promised_days, row.promised_unit),
        "fee": row.get_fee_kind_display(),
    }
