"""Enforcement officers and their certificates: who may enforce, and by which paper (seed 二(一)2(5), 3(2))."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from publication.privacy.detect import find
from publication.privacy.kinds import CERTAIN
from publication.shown import refuse_personal

from ..officers.kinds import CertificateKind, CertificateState
from ..officers.texts import LONGEST_NUMBER, problem_of_number, tidy_categories, tidy_number
from .units import Unit

#: What live pages show of an officer and of a certificate: both change by the verb only (docs/adr/0092).
OFFICER_SHOWN = ("unit", "name", "post", "serves_from", "serves_until", "order")
CERTIFICATE_SHOWN = (
    "officer", "number", "kind", "issuer", "categories", "area", "exam_passed_on", "valid_from", "valid_until", "state",
)  # fmt: skip


def _is_personal(text: str, *kinds: str) -> bool:
    """Tell whether a number of a person (of ``kinds``, if any are named) stands in the text."""
    return any(each.severity == CERTAIN and (not kinds or each.kind in kinds) for each in find(text))


def new_code() -> str:
    """Return a code for an officer whose bureau has none."""
    return f"RY-{uuid.uuid4().hex[:8].upper()}"


class Officer(ClusterableModel):
    """One person of a unit who enforces. Nothing personal but name and post is kept: no identity number, no phone, no picture."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="officers")
    name = models.CharField("姓名", max_length=60)
    code = models.CharField(
        "人员编号",
        max_length=40,
        unique=True,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*$", "只能用字母、数字和连字符，并以字母或数字开头。")],
        help_text="本单位自己的编号，不公开；不填则自动编号。用表格修改时认这一编号。不要用身份证号或手机号。",
    )
    post = models.CharField("职务", max_length=100, blank=True, help_text="例如 科员、监察员。")
    serves_from = models.DateField("从事执法自", null=True, blank=True, help_text="不填表示登记时已经在岗。")
    serves_until = models.DateField(
        "离岗日期", null=True, blank=True, help_text="在岗的最后一天。次日起自动从公示中去掉，登记仍保留。"
    )
    order = models.PositiveIntegerField("排序", default=100)

    class Meta:
        verbose_name = "执法人员"
        verbose_name_plural = "执法人员"
        ordering = ["unit__order", "order", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Tidy the texts, number the officer where nobody did, and check the dates.

        Raises:
            ValidationError: by field; a number of a person stands in what is shown (个人信息保护法第二十五条).
        """
        self.name, self.post = " ".join(self.name.split()), " ".join(self.post.split())
        self.code = tidy_number(self.code) or new_code()
        if _is_personal(self.code):
            raise ValidationError({"code": "人员编号像是身份证号或手机号，请换成本单位自己的编号。"})
        if self.serves_from and self.serves_until and self.serves_until < self.serves_from:
            raise ValidationError({"serves_until": "离岗日期早于从事执法的日期，请核对。"})
        refuse_personal(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Never without a code."""
        self.code = self.code or new_code()
        super().save(*args, **kwargs)


class OfficerCertificate(models.Model):
    """One certificate of an officer: its number is what anybody can look up."""

    officer = ParentalKey(Officer, verbose_name="执法人员", on_delete=models.CASCADE, related_name="certificates")
    number = models.CharField(
        "证件编号",
        max_length=LONGEST_NUMBER,
        unique=True,
        error_messages={"unique": "这一证件编号已经登记在另一证件上，请对照证件核对。"},
    )
    kind = models.CharField("证件种类", max_length=16, choices=CertificateKind, default=CertificateKind.ENFORCEMENT)
    issuer = models.CharField("发证机关", max_length=100)
    categories = models.CharField(
        "执法类别", max_length=200, help_text="与事项的“执法领域”写法一致，几个类别用顿号分开。例如 劳动保障监察。"
    )
    area = models.CharField("执法区域", max_length=100, blank=True, help_text="例如 示例市。")
    exam_passed_on = models.DateField(
        "考试合格日期", null=True, blank=True, help_text="没有通过执法资格考试的不填，也不会公示。"
    )
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至", help_text="证件有效的最后一天。次日起自动从公示中去掉。")
    state = models.CharField("状态", max_length=12, choices=CertificateState, default=CertificateState.VALID)

    class Meta:
        verbose_name = "执法证件"
        verbose_name_plural = "执法证件"
        ordering = ["valid_from", "number"]

    def __str__(self) -> str:
        return self.number

    @property
    def unit_id(self) -> int | None:
        """Return the key of the officer's unit: what happens to a certificate is that unit's affair in the trail."""
        return self.officer.unit_id if self.officer_id else None

    def clean(self) -> None:
        """Tidy number and categories, and check the dates.

        Raises:
            ValidationError: by field; a number of a person stands in what is shown (个人信息保护法第二十五条).
        """
        self.number, self.categories = tidy_number(self.number or ""), tidy_categories(self.categories or "")
        errors = {}
        if self.number and (wrong := problem_of_number(self.number)):
            errors["number"] = wrong
        elif self.number and _is_personal(self.number, "id"):
            errors["number"] = "证件编号像是身份证号：这里填行政执法证件的编号，它会公开。"
        if not self.categories:
            errors["categories"] = "请写明执法类别，例如 劳动保障监察。"
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            errors["valid_until"] = "有效期的截止日早于起始日，请核对。"
        if self.exam_passed_on and self.valid_from and self.exam_passed_on > self.valid_from:
            errors["exam_passed_on"] = "考试合格日期晚于证件有效期的起始日：先考试合格，才能发证，请核对。"
        if errors:
            raise ValidationError(errors)
        refuse_personal(self, leave=("number",))  # an office's own number, however it looks
