"""What the pages of the demo units say of enforcement: powers, remedies, and a delegated one's letter of delegation."""

import datetime
from typing import Any

from django.core.files.base import ContentFile

from publication.models import StoredDocument
from staff_directory.models import Unit, UnitPage
from staff_directory.roles.sync import ensure_collection

from .docx import make_docx

_POWERS = {
    "agency": "在法定职责范围内实施行政许可、行政处罚、行政确认、行政给付和行政检查。",
    "authorised": "依照法律、法规的授权，以自己的名义实施行政确认、行政给付和行政检查。",
    "delegated": "在委托书载明的事项、权限和期限内，以委托机关的名义实施行政检查和行政处罚，不得再委托其他组织或者个人。",
}
_REMEDIES = (
    "<p>对执法决定不服的，可以自收到决定书之日起六十日内向本级人民政府申请行政复议，"
    "或者自收到决定书之日起六个月内依法向人民法院提起行政诉讼。</p>"
)


def texts_of_enforcement(unit: Unit) -> dict[str, Any]:
    """Return the fields of the unit's page, by name; of a unit that does not enforce, and of one that has its page, none."""
    if unit.standing not in _POWERS or UnitPage.objects.filter(unit=unit).exists():
        return {}
    found: dict[str, Any] = {"powers": f"<p>{_POWERS[unit.standing]}</p>", "remedies": _REMEDIES}
    if unit.standing == "delegated":
        body = unit.parent.name if unit.parent is not None else ""
        lines = [
            f"委托机关：{body}",
            f"受委托组织：{unit.name}",
            "委托事项、权限和期限：见公示页面。",
            "（演示样本，非真实文书）",
        ]
        content = ContentFile(make_docx("行政执法委托书", lines), name="sample-delegation.docx")
        found |= {
            "delegating_body": body,
            "delegation_number": "示例人社委字〔2026〕1号",
            "delegation_from": datetime.date(2026, 1, 1),
            "delegation_until": datetime.date(2098, 12, 31),
            "delegation_letter": StoredDocument.objects.create(
                title="行政执法委托书（演示样本）", file=content, collection=ensure_collection(unit)
            ),
        }
    return found
