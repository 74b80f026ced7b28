"""The rows that hang on a service guide: bases, materials, steps, channels, places, questions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..guides.kinds import ChannelKind, MaterialForm, MaterialSource, Pledge
from .laws import LegalBasis

_PAGE = "disclosure.ServiceGuidePage"


class GuideBasis(Orderable):
    """A provision of the library that the service rests on."""

    page = ParentalKey(_PAGE, on_delete=models.CASCADE, related_name="bases")
    basis = models.ForeignKey(
        LegalBasis,
        verbose_name="法律依据",
        null=True,
        on_delete=models.PROTECT,
        related_name="guides",
        help_text="从依据库选择。",
    )

    panels = [FieldPanel("basis")]

    class Meta(Orderable.Meta):
        verbose_name = "依据"
        verbose_name_plural = "依据"


class GuideMaterial(Orderable):
    """One thing to bring. A certificate (证明) names what law asks for it (plan 四(二): 清理证明事项)."""

    page = ParentalKey(_PAGE, on_delete=models.CASCADE, related_name="materials")
    name = models.CharField("材料名称", max_length=120, blank=True, help_text="例如 工伤认定申请表。")
    form = models.CharField("形式", max_length=12, choices=MaterialForm, blank=True)
    copies = models.PositiveSmallIntegerField(
        "份数", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    source = models.CharField("来源", max_length=12, choices=MaterialSource, blank=True)
    source_note = models.CharField("来源说明", max_length=120, blank=True, help_text="由哪个机关、机构出具或核发。")
    is_optional = models.BooleanField("特定情形才需要", default=False)
    note = models.TextField(
        "要求", blank=True, max_length=500, help_text="填写、盖章的要求；特定情形才需要的，写明什么情形。"
    )
    is_certificate = models.BooleanField(
        "是证明",
        default=False,
        help_text="要申请人到别处开具、用来证明某件事的材料（证明事项）。是证明的，必须写明依据和是否可以承诺代替。",
    )
    basis = models.ForeignKey(
        LegalBasis,
        verbose_name="证明的依据",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
        help_text="从依据库选择；库里没有的写在下一栏。没有法律、法规或者国务院决定作依据的证明，不能要。",
    )
    basis_text = models.CharField("证明的依据（库外）", max_length=200, blank=True, help_text="写法：《名称》第X条。")
    pledge = models.CharField("告知承诺", max_length=4, choices=Pledge, blank=True, help_text="是证明的必选。")
    sample = models.ForeignKey(
        "publication.StoredDocument",
        verbose_name="样本（填好的示例）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="DOCX、PDF 或 XLSX，不含真实的个人信息。",
    )
    blank = models.ForeignKey(
        "publication.StoredDocument",
        verbose_name="空白表格",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="DOCX、PDF 或 XLSX，供下载填写。",
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("form"), FieldPanel("copies")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_note")]),
        FieldPanel("is_optional"),
        FieldPanel("note"),
        FieldPanel("is_certificate"),
        FieldRowPanel([FieldPanel("basis"), FieldPanel("basis_text")]),
        FieldPanel("pledge"),
        FieldRowPanel([FieldPanel("sample"), FieldPanel("blank")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "申请材料"
        verbose_name_plural = "申请材料"

    def __str__(self) -> str:
        return self.name


class GuideStep(Orderable):
    """One step of the way: what happens, who does it, how long it takes."""

    page = ParentalKey(_PAGE, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField("环节", max_length=40, blank=True, help_text="例如 受理、审查、决定、送达。")
    actor = models.CharField("由谁办理", max_length=60, blank=True)
    limit = models.CharField("时间", max_length=60, blank=True, help_text="例如 5个工作日内。")
    text = models.TextField("做什么", blank=True, max_length=500)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("actor"), FieldPanel("limit")]),
        FieldPanel("text"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "办理环节"
        verbose_name_plural = "办理环节"

    def __str__(self) -> str:
        return self.name


class GuideChannel(Orderable):
    """One way to apply."""

    page = ParentalKey(_PAGE, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField("方式", max_length=12, choices=ChannelKind, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    url = models.URLField("网址", blank=True, help_text="网上办理的填写，以 https:// 开头。")

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("url")]), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = "办理方式"
        verbose_name_plural = "办理方式"


class GuidePlace(Orderable):
    """One place where the service is given: the plan's 办公时间, 地址 and 电话 are its columns."""

    #: An office's own numbers: the privacy check passes a land line here, and nothing else.
    office_phone_fields = ("phone",)

    page = ParentalKey(_PAGE, on_delete=models.CASCADE, related_name="places")
    window = models.ForeignKey(
        "staff_directory.Window",
        verbose_name="窗口（从登记中选）",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="从“大厅和窗口”中选择，时间、地址、电话随登记显示，下面四栏不用填。登记里没有的地点，不选，填下面四栏。",
    )
    name = models.CharField("地点（窗口）", max_length=80, blank=True, help_text="例如 市政务服务中心人社综合窗口。")
    hours = models.TextField("办公时间", blank=True, max_length=300, help_text="写明上午、下午；节假日办不办。")
    address = models.CharField(
        "地址", max_length=200, blank=True, help_text="写到楼层和窗口号。公众页面按地址给出地图链接。"
    )
    phone = models.CharField("电话", max_length=60, blank=True, help_text="办公电话，带区号；不填个人手机。")
    note = models.CharField("怎么去", max_length=200, blank=True, help_text="选填：公交、停车、无障碍通道。")

    panels = [
        FieldPanel("window"),
        FieldPanel("name"),
        FieldPanel("hours"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("note")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "办理地点"
        verbose_name_plural = "办理地点"

    def __str__(self) -> str:
        return self.name

    def shown(self) -> dict[str, str]:
        """Return what a visitor reads of the place: the register's words where a window is chosen, else the row's own."""
        own = {name: getattr(self, name) for name in ("name", "hours", "address", "phone", "note")}
        if self.window_id is None:
            return {**own, "purpose": ""}
        found: dict[str, str] = self.window.shown()
        return {**found, "note": self.note.strip() or found["note"]}

    @property
    def is_closed(self) -> bool:
        """Tell whether the chosen window is switched off."""
        return self.window_id is not None and not self.window.is_in_use


class GuideQuestion(Orderable):
    """A question that people ask, and its answer."""

    page = ParentalKey(_PAGE, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField("问", max_length=120, blank=True)
    answer = models.TextField("答", blank=True, max_length=800)

    panels = [FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        verbose_name = "常见问题"
        verbose_name_plural = "常见问题"

    def __str__(self) -> str:
        return self.question
