"""Choices of service guides."""

from django.db import models


class GuideKind(models.TextChoices):
    """What kind of service a guide is about: the kinds of power that a person applies for, and what is no power."""

    LICENCE = "licence", "行政许可"
    CONFIRMATION = "confirmation", "行政确认"
    PAYMENT = "payment", "行政给付"
    REWARD = "reward", "行政奖励"
    ADJUDICATION = "adjudication", "行政裁决"
    COMPLAINT = "complaint", "投诉举报"
    PUBLIC = "public", "公共服务"
    OTHER = "other", "其他"


class Audience(models.TextChoices):
    """Who a guide is for."""

    PERSON = "person", "个人"
    ORGANISATION = "organisation", "企业和其他单位"
    BOTH = "both", "个人和单位"


#: What a visitor who chose one kind of people is shown.
SHOWN_TO = {
    Audience.PERSON: (Audience.PERSON, Audience.BOTH),
    Audience.ORGANISATION: (Audience.ORGANISATION, Audience.BOTH),
}


class LimitUnit(models.TextChoices):
    """How a time limit is counted (行政许可法第八十二条: 期限以工作日计算)."""

    WORKING = "working", "工作日"
    CALENDAR = "calendar", "自然日"
    MONTH = "month", "个月"


class FeeKind(models.TextChoices):
    """Whether the service costs something (行政许可法第五十八条: 不得收费, 法律、行政法规另有规定的除外)."""

    FREE = "free", "不收费"
    CHARGED = "charged", "收费"


class MaterialForm(models.TextChoices):
    """In which form a material is handed in."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复印件"
    BOTH = "both", "原件（核对后退还）和复印件"
    ELECTRONIC = "electronic", "电子材料"


class MaterialSource(models.TextChoices):
    """Where a material comes from."""

    APPLICANT = "applicant", "申请人自备"
    GOVERNMENT = "government", "行政机关核发"
    INSTITUTION = "institution", "医疗、鉴定等机构出具"
    OTHER = "other", "其他"


class Pledge(models.TextChoices):
    """Whether a pledge takes a certificate's place (证明事项告知承诺制)."""

    YES = "yes", "可以用告知承诺代替"
    NO = "no", "不实行告知承诺"


class ChannelKind(models.TextChoices):
    """Ways to apply."""

    WINDOW = "window", "窗口办理"
    ONLINE = "online", "网上办理"
    MOBILE = "mobile", "手机办理"
    POST = "post", "邮寄办理"
    MACHINE = "machine", "自助终端办理"
    PHONE = "phone", "电话办理"
