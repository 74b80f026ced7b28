"""The kinds of list."""

from django.db import models


class ListKind(models.TextChoices):
    """The eight lists of the plan, and two of later law (国办发〔2024〕54号 for checks on enterprises)."""

    POWERS = "powers", "权责清单"
    SERVICES = "services", "政务服务事项清单"
    ENFORCEMENT = "enforcement", "行政执法事项清单"
    SUPERVISION = "supervision", "监管事项目录清单"
    RANDOM = "random", "随机抽查事项清单"
    DISCRETION = "discretion", "行政裁量权基准"
    RECORDING = "recording", "音像记录事项清单"
    REVIEW = "review", "重大执法决定法制审核目录清单"
    ENTERPRISE = "enterprise", "涉企行政检查事项清单"
    PLAN = "plan", "年度行政检查计划"


#: Lists that become public only with the justice bureau's letter; what they fix changes with their next edition only.
EXTERNAL = frozenset({ListKind.ENFORCEMENT, ListKind.SUPERVISION})

SLUGS = {
    ListKind.POWERS: "powers-list",
    ListKind.SERVICES: "services-list",
    ListKind.ENFORCEMENT: "enforcement-list",
    ListKind.SUPERVISION: "supervision-list",
    ListKind.RANDOM: "random-inspection-list",
    ListKind.DISCRETION: "discretion-benchmarks",
    ListKind.RECORDING: "recording-list",
    ListKind.REVIEW: "legal-review-list",
    ListKind.ENTERPRISE: "enterprise-inspection-list",
    ListKind.PLAN: "inspection-plan",
}

SUMMARIES = {
    ListKind.POWERS: "本局行使的行政职权和对应的责任",
    ListKind.SERVICES: "可以到本局办理的事项",
    ListKind.ENFORCEMENT: "本局执法的事项、主体和依据",
    ListKind.SUPERVISION: "本局监管的对象、措施和方式",
    ListKind.RANDOM: "随机抽查查什么、查谁、多久查一次",
    ListKind.DISCRETION: "同样的行为同样的处理：各阶次的情形和幅度",
    ListKind.RECORDING: "哪些执法环节录音录像",
    ListKind.REVIEW: "哪些决定作出之前必须经过法制审核",
    ListKind.ENTERPRISE: "对企业检查的标准和每年的次数上限",
    ListKind.PLAN: "本年度计划检查的对象、内容和时间",
}
