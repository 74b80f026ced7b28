"""公告送达: service by publication. It names a person in full, for that is its purpose, and it ends by itself."""

import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import CommentPanel, FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from home.corrections import editor_head
from home.secrecy import secrecy_panel

from ..kinds import PartyKind
from ..papers.forms import ServiceNoticeForm
from ..papers.kinds import Paper
from ..papers.shown import service_context
from .paper_settings import PaperSettings
from .papers import UnitPaper


class ServiceNoticePage(UnitPaper):
    """One notice: who is served which document, by whom, since when, and when it counts as served.

    ``party_name`` stands in full (``full_name_fields``: the privacy check passes a name here and nothing else); no other text,
    title, address, search index, suggestion or log holds it. Pages of this type are unlisted (:mod:`publication.unlisted`).
    """

    paper = Paper.SERVICE
    full_name_fields = ("party_name",)

    party_name = models.CharField(
        "受送达人",
        max_length=100,
        blank=True,
        help_text="全名。只写在这一栏；不写证件号码、住址、电话。公告期满，整个页面自动下线。",
    )
    party_kind = models.CharField("受送达人类别", max_length=16, choices=PartyKind, default=PartyKind.PERSON)
    document_name = models.CharField(
        "送达的文书", max_length=100, blank=True, help_text="例如 行政处罚决定书。不写受送达人姓名。"
    )
    document_number = models.CharField("文书文号", max_length=100, blank=True)
    organ_name = models.CharField("送达机关", max_length=100, blank=True)
    reason = models.TextField(
        "为什么公告送达",
        blank=True,
        max_length=300,
        help_text="例如 受送达人下落不明，其他方式无法送达。不写受送达人姓名、住址和案情。",
    )
    basis = models.TextField("公告送达的依据", blank=True, max_length=300, help_text="法律名称和条，每行一条。")
    collect_at = models.TextField(
        "领取文书的时间和地点",
        blank=True,
        max_length=300,
        help_text="写办公地点和办公时间；电话用单位登记的公开电话，不用另填。",
    )
    remedy = models.TextField("不服的救济途径", blank=True, max_length=500, help_text="文书有救济途径的填写。")
    notified_on = models.DateField("公告日期", null=True, blank=True, help_text="公告发出之日，一般就是公开之日。")
    period_days = models.PositiveSmallIntegerField(
        "公告期（日）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="不填则按“文书和公告设置”中的期限。",
    )
    served_on = models.DateField(
        "公告期届满日",
        null=True,
        blank=True,
        help_text="不填则自动计算：公告日期加公告期，公告当日不计入。须顺延的，在这里填写顺延后的日期。",
    )
    served_computed = models.BooleanField(default=True, editable=False)

    base_form_class = ServiceNoticeForm
    content_panels = [
        *editor_head(),
        HelpPanel(
            content="标题由文书名称和文号自动生成，不含受送达人。公告期满的次日自动下线，检索和网站地图从不收录。"
        ),
        MultiFieldPanel([FieldPanel("party_kind"), FieldPanel("party_name")], heading="送给谁"),
        MultiFieldPanel(
            [FieldPanel("document_name"), FieldPanel("document_number"), FieldPanel("organ_name")], heading="送什么"
        ),
        MultiFieldPanel(
            [
                FieldPanel("reason"),
                FieldPanel("basis"),
                FieldRowPanel([FieldPanel("notified_on"), FieldPanel("period_days")]),
                FieldPanel("served_on"),
            ],
            heading="公告",
        ),
        MultiFieldPanel([FieldPanel("collect_at"), FieldPanel("remedy")], heading="告知"),
        secrecy_panel(),
    ]
    settings_panels: list[Any] = [CommentPanel()]
    parent_page_types = ["disclosure.ServiceNoticeIndexPage"]
    template = "disclosure/papers/service_page.html"
    exclude_fields_in_copy = ["document_number", "party_name", "notified_on", "served_on"]
    search_fields = [*Page.search_fields, index.SearchField("document_number")]

    class Meta:
        verbose_name = "公告送达"
        verbose_name_plural = "公告送达"
        indexes = [models.Index(fields=["served_on"], name="service_end")]

    def prepare(self) -> None:
        """Fill period, last day and title; the title never holds the party."""
        super().prepare()
        if self.period_days is None:
            self.period_days = PaperSettings.present().service_days
        if self.served_computed or self.served_on is None:
            self.served_on = self.last_day()
            self.served_computed = True
        document = self.document_name.strip() or "文书"
        title = f"公告送达：{document} {self.document_number.strip()}".strip()
        party = self.party_name.strip()
        # A draft's title goes into logs and mails before any gate is asked.
        self.title = (title.replace(party, "受送达人") if len(party) > 1 else title)[:255]

    def last_day(self) -> datetime.date | None:
        """Return the notice's last day: the period counts from the day after (民法典第二百零一条); None while something is missing."""
        if self.notified_on is None or self.period_days is None:
            return None
        return self.notified_on + datetime.timedelta(days=self.period_days)

    def adopt(self, parent: Any) -> None:
        """Take the unit, and the organ in whose name it acts."""
        super().adopt(parent)
        if not self.organ_name:
            lawful = self.unit.lawful
            self.organ_name = lawful.name

    def public_context(self, request: Any) -> dict[str, Any]:
        """Return the notice as it is shown."""
        return service_context(self, request)

    def search_summary(self) -> dict[str, Any]:
        """Say nothing: search never shows it."""
        return {"title": self.title, "date": self.notified_on, "text": ""}
