"""What the bureau decides about disclosure: remedy texts per kind, monthly counts."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ..kinds import Kind

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

    panels = [
        MultiFieldPanel([FieldPanel(f"remedy_{kind.value}") for kind in Kind], heading="救济告知"),
        FieldPanel("persons_one_by_one"),
    ]

    class Meta:
        verbose_name = "公示设置"

    def remedy(self, kind: str) -> str:
        """Return the remedy text of a kind; empty when none is to be shown."""
        return str(getattr(self, f"remedy_{kind}", ""))
