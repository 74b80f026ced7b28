"""What the bureau settles about privacy, the record of each decision, and kept results of scanned files."""

from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ..privacy.kinds import KINDS, SEVERITIES
from ..privacy.white_lists import parse_lines

LEAST_YEARS = 3
_HELP = "每行一个；“#”之后为备注。"


@register_setting(icon="lock", order=120)
class PrivacySettings(BaseGenericSetting):
    """Numbers that are the bureau's own and therefore no findings (STANDARDS 7.1a rules 4 and 5), and how long records stay."""

    office_phones = models.TextField(
        "办公电话和热线",
        blank=True,
        default="12333\n12345\n",
        help_text=f"单位对外公布的电话。{_HELP}单位名录中的电话已自动列入。",
    )
    own_accounts = models.TextField("本局账号", blank=True, help_text=f"缴款、保证金等对外公布的账号。{_HELP}")
    mail_domains = models.TextField("办公邮箱或域名", blank=True, default="gov.cn\n", help_text=_HELP)
    certificates = models.TextField("执法证件编号", blank=True, help_text=_HELP)
    words = models.TextField(
        "不算个人信息的文字", blank=True, help_text=f"与此完全相同的内容不再提示，例如总被误认为姓名的词。{_HELP}"
    )
    retention_years = models.PositiveSmallIntegerField(
        "处理记录保存年限", default=LEAST_YEARS, help_text="个人信息保护法第五十六条：至少三年，少于三年按三年计。"
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("office_phones", "own_accounts", "mail_domains", "certificates", "words")],
            heading="白名单",
        ),
        FieldPanel("retention_years"),
    ]

    class Meta:
        verbose_name = "隐私检查设置"

    def entries(self) -> dict[str, frozenset[str]]:
        """Return the white lists as they were typed, by name."""
        return {
            "phones": parse_lines(self.office_phones),
            "accounts": parse_lines(self.own_accounts),
            "mail": parse_lines(self.mail_domains),
            "certificates": parse_lines(self.certificates),
            "words": parse_lines(self.words),
        }


class Choice(models.TextChoices):
    """What was decided about a finding or an unreadable file."""

    MASKED = "masked", "已隐去"
    NOT_PERSONAL = "not_personal", "确认不是个人信息"
    READ = "read", "已由人工查看"


class PrivacyDecision(models.Model):
    """One line of the impact-assessment record (个人信息保护法 art. 55, 56): what was found where, who decided what, when.

    Holds no personal number: ``digest`` is a keyed hash of the content. Written once; the database refuses changes, and
    deletion before three years. Names are kept as they were, without foreign keys, so that nothing pulls a record with it.
    """

    page_pk = models.BigIntegerField("页面编号", null=True, blank=True)
    revision_pk = models.BigIntegerField("版本编号", null=True, blank=True)
    file_digest = models.CharField("文件摘要", max_length=64, blank=True)
    where = models.CharField("位置", max_length=255, blank=True)
    kind = models.CharField("类别", max_length=16, blank=True, choices=list(KINDS.items()))
    severity = models.CharField("程度", max_length=16, blank=True, choices=list(SEVERITIES.items()))
    digest = models.CharField("内容摘要", max_length=64, blank=True)
    choice = models.CharField("处理", max_length=16, choices=Choice.choices)
    reason = models.CharField("理由", max_length=500, blank=True)
    cleaned = models.PositiveIntegerField("清理的旧版本和日志数", default=0)
    person_pk = models.BigIntegerField("处理人编号", null=True, blank=True)
    person_name = models.CharField("处理人", max_length=150, blank=True)
    decided_at = models.DateTimeField("时间", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "隐私处理记录"
        verbose_name_plural = "隐私处理记录"
        indexes = [
            models.Index(fields=["page_pk", "digest"], name="privacy_page_digest"),
            models.Index(fields=["file_digest", "choice"], name="privacy_file"),
        ]

    def __str__(self) -> str:
        return f"{self.decided_at:%Y-%m-%d %H:%M} {self.get_kind_display()} {self.get_choice_display()}"


class FileScan(models.Model):
    """The kept result of scanning one file's content: no text of the file but masked excerpts."""

    digest = models.CharField("文件摘要", max_length=64)
    version = models.CharField("规则版本", max_length=80)
    findings = models.JSONField("发现", default=list)
    unreadable = models.JSONField("不能读取的内容", default=list)
    scanned_at = models.DateTimeField("时间", auto_now=True)

    class Meta:
        verbose_name = "文件检查结果"
        verbose_name_plural = "文件检查结果"
        constraints = [models.UniqueConstraint(fields=["digest", "version"], name="privacy_scan_once")]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.version}"


def user_label(user: Any) -> tuple[int | None, str]:
    """Return (primary key, name) of a user for a record."""
    if user is None or user.pk is None:
        return None, ""
    return user.pk, str(user.get_full_name() or user.get_username())
