"""The unit (局属单位、机关科室、受委托组织): who does what in the bureau."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from stdnum.cn import uscc
from wagtail.models import Collection

from publication.shown import refuse_personal


class UnitKind(models.TextChoices):
    """What sort of organisation a unit is."""

    DIVISION = "division", "机关科室"
    AFFILIATE = "affiliate", "局属单位"
    DELEGATED = "delegated", "受委托组织"


class Standing(models.TextChoices):
    """A unit's standing in enforcement (行政处罚法 17–21: 行政机关、授权组织、受委托组织)."""

    AGENCY = "agency", "行政机关"
    AUTHORISED = "authorised", "授权组织"
    DELEGATED = "delegated", "受委托组织"
    NONE = "none", "无"


#: What live pages show of a unit: it changes by the verb only (docs/adr/0054).
#: The last three make the notes of what became of it, and who inherits its rights.
SHOWN = (
    "code", "name", "standing", "credit_code", "contact", "phone", "supervision_phone", "address", "legal_basis",
    "valid_until", "successor", "changes",
)  # fmt: skip


class Unit(models.Model):
    """One unit of the bureau; ``code`` is short, stable and used on the command line and in addresses."""

    code = models.CharField(
        "单位代码",
        max_length=32,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", "只能用小写字母、数字和连字符，并以字母或数字开头。")],
        help_text="用于网址和命令行，公开后不要更改，例如 ldjc。",
    )
    name = models.CharField("名称", max_length=100, unique=True)
    kind = models.CharField("类型", max_length=16, choices=UnitKind)
    standing = models.CharField("执法身份", max_length=16, choices=Standing, default=Standing.NONE)
    parent = models.ForeignKey(
        "self", verbose_name="上级单位", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, help_text="机关科室没有独立代码，可不填。"
    )
    contact = models.CharField("联系人或联系处室", max_length=100, blank=True, help_text="填处室名称，不填个人手机。")
    phone = models.CharField("联系电话", max_length=60, blank=True)
    supervision_phone = models.CharField("监督电话", max_length=60, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    legal_basis = models.TextField("职权依据", blank=True, help_text="法律、法规、规章的名称和条款，每行一条。")
    valid_from = models.DateField("成立（启用）日期", null=True, blank=True)
    valid_until = models.DateField("撤销（停用）日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="职责承继单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    changes = models.JSONField("沿革", default=list, blank=True, editable=False)
    order = models.PositiveIntegerField("排序", default=100)
    collection = models.OneToOneField(
        Collection,
        verbose_name="附件集合",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Check the credit code, the period and the tree.

        Raises:
            ValidationError: naming the field and how to mend it.
        """
        errors: dict[str, str] = {}
        self.credit_code = self.credit_code.strip().upper()
        if self.credit_code and (set(self.credit_code) == {"0"} or not uscc.is_valid(self.credit_code)):
            errors["credit_code"] = "统一社会信用代码校验不通过，请对照证书逐位核对（18位，不含字母 I、O、S、V、Z）。"
        if self.kind in (UnitKind.AFFILIATE, UnitKind.DELEGATED) and not self.credit_code:
            errors["credit_code"] = "局属单位和受委托组织须填写统一社会信用代码；机关科室可不填。"
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            errors["valid_until"] = "停用日期早于启用日期，请核对。"
        if self.successor_id and self.successor_id == self.pk:
            errors["successor"] = "承继单位不能是本单位。"
        if self.standing != Standing.NONE and not self.legal_basis.strip():
            errors["legal_basis"] = "有执法身份的单位须写明职权依据（法律、法规、规章名称和条款）。"
        ancestor, seen = self.parent, {self.pk}
        while ancestor is not None:
            if ancestor.pk in seen:
                errors["parent"] = "上级单位成环：上级不能是本单位或本单位的下级。"
                break
            seen.add(ancestor.pk)
            ancestor = ancestor.parent
        if errors:
            raise ValidationError(errors)
        # An office's own numbers are checked against nothing; a person's have no place beside them.
        refuse_personal(self, leave=("credit_code", "phone", "supervision_phone"))

    @property
    def is_current(self) -> bool:
        """Tell whether the unit exists today."""
        today = timezone.localdate()
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_until is None or self.valid_until >= today
        )

    def lineage(self) -> list["Unit"]:
        """Return this unit and the units above it, lowest first."""
        found, unit = [], self
        while unit is not None and unit not in found:
            found.append(unit)
            unit = unit.parent  # type: ignore[assignment]
        return found

    @property
    def lawful(self) -> "Unit":
        """Return the lowest unit of the line that has a social credit code: in law it acts; itself where none has."""
        return next((unit for unit in self.lineage() if unit.credit_code), self)

    @classmethod
    def current(cls) -> models.QuerySet["Unit"]:
        """Return the units that exist today, in order."""
        today = timezone.localdate()
        return cls.objects.filter(
            Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_until=None) | Q(valid_until__gte=today)
        )
