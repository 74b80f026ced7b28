"""What the bureau decides about disclosure: remedy texts per kind, monthly counts, and how files are imported."""

import unicodedata
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.signals import post_save
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from publication.shown import refuse_personal

from ..kinds import Kind

_GRADES_FIRST = "disclosure.grades_first"
_REMEDY = (
    "如不服本决定，可以自知道本决定之日起六十日内向本级人民政府申请行政复议（行政复议法第二十条），"
    "也可以自知道之日起六个月内依法向有管辖权的人民法院提起行政诉讼（行政诉讼法第四十六条）。"
)


@register_setting(icon="doc-full", order=110)
class DisclosureSettings(BaseGenericSetting):
    """Texts and choices that the bureau may change."""

    remedy_licence = models.TextField("行政许可", default=_REMEDY, blank=True)
    remedy_penalty = models.TextField("行政处罚", default=_REMEDY, blank=True)
    remedy_compulsion = models.TextField("行政强制", default=_REMEDY, blank=True)
    remedy_confirmation = models.TextField("行政确认", default=_REMEDY, blank=True)
    remedy_inspection = models.TextField("行政检查", default="", blank=True)
    remedy_payment = models.TextField("行政给付", default=_REMEDY, blank=True)
    remedy_other = models.TextField("其他执法决定", default=_REMEDY, blank=True)
    persons_one_by_one = models.BooleanField(
        "对个人的确认、给付逐件公开", default=False, help_text="默认不逐件公开，只按月公布件数。"
    )

    expire_by_clock = models.BooleanField(
        "公示期满自动下线",
        default=True,
        help_text="不选的，公示期满只在期限看板上提示，由人工办理下线（信用修复管理办法）。",
    )

    grades_first = models.BooleanField(
        "处罚须先核定失信等级才能公开",
        default=False,
        help_text="默认不选：没有核定的只提醒，按建议的等级计算公示截止期，不影响在7个工作日内公开。选中后，没有核定的不能公开。",
    )

    lapsed_months = models.PositiveSmallIntegerField(
        "依据失效后的清理期限（月）",
        default=1,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text="法律法规失效后，依据它的清单、指南、文书样本等须在几个月内清理完；从失效之日或者登记之日起算。改了只用于以后的任务。",
    )

    panels = [
        MultiFieldPanel([FieldPanel(f"remedy_{kind.value}") for kind in Kind], heading="救济告知"),
        FieldPanel("persons_one_by_one"),
        FieldPanel("expire_by_clock"),
        FieldPanel("grades_first"),
        FieldPanel("lapsed_months"),
    ]

    class Meta:
        verbose_name = "公示设置"

    def clean(self) -> None:
        """Refuse a person's number where the public would read it, and an empty period."""
        super().clean()
        if self.lapsed_months is None:
            raise ValidationError({"lapsed_months": "请填写几个月，例如 1。"})
        refuse_personal(self)

    @classmethod
    def asks_grades_first(cls) -> bool:
        """Tell whether a penalty's grade must be confirmed before it is public; remembered for half a minute."""
        found: bool | None = cache.get(_GRADES_FIRST)
        if found is None:
            found = bool(cls.load().grades_first)
            cache.set(_GRADES_FIRST, found, 30)
        return found

    def remedy(self, kind: str) -> str:
        """Return the remedy text of a kind; empty when none is to be shown."""
        return str(getattr(self, f"remedy_{kind}", ""))


def _forget(**kwargs: Any) -> None:
    cache.delete(_GRADES_FIRST)


post_save.connect(_forget, sender=DisclosureSettings)


def _read_limit(line: str) -> tuple[str, int] | None:
    """Read “许可内容 4000”: (column's official name or code, characters); None when it is not written so."""
    parts = unicodedata.normalize("NFKC", line).replace("=", " ").replace(":", " ").rsplit(maxsplit=1)
    if len(parts) != 2 or not parts[1].isdecimal() or not 1 <= int(parts[1]) <= 100_000:
        return None
    return parts[0].strip(), int(parts[1])


@register_setting(icon="upload", order=120)
class ImportSettings(BaseGenericSetting):
    """What the bureau may change about imports: how long files are kept, whose decisions are asked back, lengths."""

    keep_days = models.PositiveSmallIntegerField(
        "上传的表格最多保留（天）",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text="导入完成即删除；没有完成的最多保留这些天，不超过 7 天。",
    )
    warn_other_organ = models.BooleanField("机关不是本单位或其上级时提醒", default=True)
    lengths = models.TextField(
        "各列最多字数",
        blank=True,
        help_text="默认按“双公示”数据标准。要改的每行写一列，如“备注 2000”；列名用标准名称或代码（BZ）。",
    )

    panels = [FieldPanel("keep_days"), FieldPanel("warn_other_organ"), FieldPanel("lengths")]

    class Meta:
        verbose_name = "导入设置"

    def clean(self) -> None:
        """Name the line of the lengths that cannot be read."""
        super().clean()
        self.limits()

    @classmethod
    def present(cls) -> "ImportSettings":
        """Return the settings without writing them: a check of a file changes nothing."""
        return cls.objects.first() or cls()

    def limits(self) -> dict[str, int]:
        """Return field → characters.

        Raises:
            ValidationError: a line is not “列名 字数”, or names no column.
        """
        from ..importing.limits import field_of

        found: dict[str, int] = {}
        for number, line in enumerate(self.lengths.splitlines(), start=1):
            if not line.strip():
                continue
            read = _read_limit(line)
            if read is None:
                raise ValidationError(
                    {"lengths": f"第 {number} 行“{line.strip()[:30]}”应写成“列名 字数”，如“备注 2000”。"}
                )
            field, most = field_of(read[0])
            if not field:
                raise ValidationError({"lengths": f"第 {number} 行：没有名为“{read[0][:30]}”的列，请用模板中的列名。"})
            if most is not None and read[1] > most:
                raise ValidationError({"lengths": f"第 {number} 行：“{read[0][:30]}”最多只能存 {most} 个字。"})
            found[field] = read[1]
        return found
