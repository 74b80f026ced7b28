"""The rows that hang on a matter: bases, tiers of discretion, recording stages, cases for legal review."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..matters.choices import BasisUse, Benchmark, RecordClass, Tier
from .laws import LegalBasis

#: What stands where the province's benchmark says nothing of a behaviour or a tier.
NOT_RULED = ("省基准没有规定", "没有规定", "无")


class MatterBasis(Orderable):
    """A provision that the matter rests on."""

    page = ParentalKey("disclosure.MatterPage", on_delete=models.CASCADE, related_name="bases")
    basis = models.ForeignKey(
        LegalBasis, verbose_name="法律依据", null=True, on_delete=models.PROTECT, related_name="matters"
    )
    use = models.CharField("用途", max_length=16, choices=BasisUse, default=BasisUse.POWER)

    panels = [FieldPanel("basis"), FieldPanel("use")]

    class Meta(Orderable.Meta):
        verbose_name = "依据"


class DiscretionTier(Orderable):
    """One tier of a discretion benchmark (裁量权基准)."""

    page = ParentalKey("disclosure.MatterPage", on_delete=models.CASCADE, related_name="tiers")
    behaviour = models.CharField("违法行为", max_length=200, help_text="同一事项有几种违法行为的分别写。")
    tier = models.CharField("裁量阶次", max_length=12, choices=Tier)
    circumstances = models.TextField("适用情形")
    range = models.TextField("处罚标准", help_text="种类和幅度。")
    benchmark = models.CharField("依据的基准", max_length=12, choices=Benchmark, default=Benchmark.PROVINCE)
    provincial_range = models.TextField(
        "省基准的处罚标准",
        blank=True,
        help_text="依据本市基准的，照录省基准同一阶次的标准，两者不一致的以省基准为准；省基准没有规定的，写“省基准没有规定”。",
    )
    remark = models.CharField("备注", max_length=200, blank=True)

    panels = [
        FieldPanel("behaviour"),
        FieldRowPanel([FieldPanel("tier"), FieldPanel("benchmark")]),
        FieldPanel("circumstances"),
        FieldPanel("range"),
        FieldPanel("provincial_range"),
        FieldPanel("remark"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "裁量阶次"

    @property
    def differs_from_province(self) -> bool:
        """Tell whether a local range is not the provincial one, which then prevails."""
        said = "".join(self.provincial_range.split()).rstrip("。")
        rules = bool(said) and said not in NOT_RULED
        return self.benchmark == Benchmark.LOCAL and rules and said != "".join(self.range.split()).rstrip("。")

    @property
    def public_remark(self) -> str:
        """Return the remark, with the provincial range where that prevails over this one."""
        prevails = f"与省基准不一致，以省基准为准：{self.provincial_range}" if self.differs_from_province else ""
        return "；".join(filter(None, (self.remark, prevails)))


class RecordingStage(Orderable):
    """One occasion that is recorded in sound and picture (音像记录事项清单)."""

    page = ParentalKey("disclosure.MatterPage", on_delete=models.CASCADE, related_name="recordings")
    stage = models.CharField("执法环节", max_length=60)
    item = models.CharField("记录事项", max_length=120, blank=True)
    method = models.CharField("记录方式", max_length=60, help_text="例如：全程录像、拍照、录音。")
    place = models.CharField("记录场合", max_length=120)
    content = models.CharField("记录内容", max_length=300, blank=True)
    recorder = models.CharField("记录人", max_length=60, blank=True, help_text="写岗位，不写姓名。")
    begins = models.CharField("开始记录时间", max_length=60, blank=True)
    ends = models.CharField("结束记录时间", max_length=60, blank=True)
    record_class = models.CharField("执法记录类别", max_length=16, choices=RecordClass, blank=True)
    storage = models.CharField("存储期限", max_length=60, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("stage"), FieldPanel("record_class")]),
        FieldPanel("item"),
        FieldRowPanel([FieldPanel("method"), FieldPanel("place")]),
        FieldPanel("content"),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
        FieldRowPanel([FieldPanel("recorder"), FieldPanel("storage")]),
        FieldPanel("remark"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "音像记录环节"


class ReviewCase(Orderable):
    """One kind of decision that must pass legal review (法制审核目录清单)."""

    page = ParentalKey("disclosure.MatterPage", on_delete=models.CASCADE, related_name="reviews")
    situation = models.CharField("应审核的执法决定", max_length=300)
    materials = models.TextField("应提交的审核材料")
    focus = models.TextField("审核重点", blank=True)
    time_limit = models.CharField("审核时限", max_length=60, blank=True)
    reviewer = models.CharField("审核机构", max_length=60, blank=True)

    panels = [
        FieldPanel("situation"),
        FieldPanel("materials"),
        FieldPanel("focus"),
        FieldRowPanel([FieldPanel("time_limit"), FieldPanel("reviewer")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "法制审核情形"
