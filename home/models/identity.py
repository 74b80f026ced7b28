"""Who runs this site: shown in footer and meta tags only when filled, never invented."""

from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from publication.shown import refuse_personal


@register_setting(icon="site", order=100)
class PortalIdentity(BaseGenericSetting):
    """The site's identity as government web norms ask for it (国办发〔2017〕47号附件)."""

    site_name = models.CharField(
        "网站名称", max_length=60, blank=True, help_text="显示在页眉；不填则显示“行政执法公示平台”。"
    )
    domain = models.CharField("网站域名", max_length=100, blank=True)
    site_code = models.CharField(
        "网站标识码", max_length=10, blank=True, validators=[RegexValidator(r"^\d{10}$", "网站标识码应为10位数字。")]
    )
    sponsor = models.CharField("主办单位", max_length=100, blank=True)
    undertaker = models.CharField("承办单位", max_length=100, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    icp = models.CharField("ICP备案号", max_length=60, blank=True)
    police_record = models.CharField("公安备案号", max_length=60, blank=True)
    correction_url = models.URLField("“政府网站找错”链接", blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("domain"), FieldPanel("site_code")], heading="网站"),
        MultiFieldPanel(
            [FieldPanel("sponsor"), FieldPanel("undertaker"), FieldPanel("phone"), FieldPanel("address")],
            heading="单位",
        ),
        MultiFieldPanel([FieldPanel("icp"), FieldPanel("police_record"), FieldPanel("correction_url")], heading="备案"),
    ]

    class Meta:
        verbose_name = "网站标识"

    def clean(self) -> None:
        """Refuse a person's number where the public would read it."""
        super().clean()
        refuse_personal(self, leave=("phone", "site_code"))

    @property
    def display_name(self) -> str:
        """Return the name shown to visitors."""
        return self.site_name or "行政执法公示平台"
