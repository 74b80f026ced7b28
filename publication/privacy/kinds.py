"""What a finding is: its kind, how sure it is, and where it stands in the text as written."""

from dataclasses import dataclass, field

CERTAIN = "certain"
SUSPECTED = "suspected"

#: Kinds of personal information with their Chinese names, in the order in which they are shown.
KINDS: dict[str, str] = {
    "id": "身份证号码",
    "phone": "手机号码",
    "landline": "固定电话",
    "bank": "银行账号",
    "passport": "护照号码",
    "permit": "通行证号码",
    "residence": "居留证件号码",
    "plate": "车牌号码",
    "email": "电子邮箱",
    "im": "QQ或微信号",
    "address": "个人住址",
    "health": "健康信息",
    "minor": "未成年人信息",
    "name": "自然人姓名",
}
SEVERITIES = {CERTAIN: "确定", SUSPECTED: "疑似"}
#: Kinds that keep a text back also when only suspected: a mistyped number is still somebody's. What is suspected of words
#: (a name, an address) is shown to editor and reviewer, and the reviewer's approval is the person's confirmation.
NUMBERS = frozenset({"id", "bank", "phone", "passport", "permit", "residence"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal information in a text: ``start`` and ``end`` count characters of the text as it was given.

    ``value`` is the normalised content; it must never be stored, logged or shown, and is not part of ``repr``.
    """

    start: int
    end: int
    kind: str
    severity: str
    value: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """The kind's Chinese name."""
        return KINDS[self.kind]
