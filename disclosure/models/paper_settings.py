"""What the bureau decides about papers: the largest file of a template, the period of service by publication."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="doc-full", order=115)
class PaperSettings(BaseGenericSetting):
    """Two numbers. No period is shipped: the law of service is cited by the bureau, which enters the period that it prescribes."""

    template_megabytes = models.PositiveSmallIntegerField(
        "文书样本文件最大（MB）", default=20, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    service_days = models.PositiveSmallIntegerField(
        "公告送达期限（日）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="自公告之日的次日起算，期满即视为送达。平台不预设天数：由政策法规科按所依据的法律填写。不填的，须在每件公告中填写。",
    )

    panels = [FieldPanel("template_megabytes"), FieldPanel("service_days")]

    class Meta:
        verbose_name = "文书和公告设置"

    @classmethod
    def present(cls) -> "PaperSettings":
        """Return the settings without writing them: a check changes nothing."""
        return cls.objects.first() or cls()
