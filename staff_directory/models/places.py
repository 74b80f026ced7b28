"""Where a visitor goes: halls (办事大厅) and their windows (窗口), registered once and chosen by the guides."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from publication.privacy.detect import find
from publication.shown import refuse_personal

from ..places.forms import HallForm, WindowForm
from .units import Unit

#: What live pages show of a hall and of a window: they change by the verb only (docs/adr/0054, 0093).
HALL_SHOWN = ("name", "hours", "address", "phone", "note", "is_open")
WINDOW_SHOWN = ("hall", "number", "purpose", "hours", "phone", "is_open")


def _office_phone(item: Any, errors: dict[str, str]) -> None:
    """Note a person's own number: an office's phone is a land line (个人信息保护法第二十五条)."""
    if any(each.kind in ("phone", "id", "im", "email") for each in find(item.phone, label="电话")):
        errors["phone"] = "这一栏会在公开页面上显示，只填办公电话（带区号的固定电话），不填手机号码和其他号码。"


class Place(models.Model):
    """What a hall and a window share: whose it is, hours, phone, and whether it is open at all. Abstract."""

    unit = models.ForeignKey(Unit, verbose_name="管理单位", on_delete=models.PROTECT, related_name="%(class)ss")
    phone = models.CharField("电话", max_length=60, blank=True, help_text="办公电话，带区号；不填个人手机。")
    is_open = models.BooleanField(
        "启用",
        default=True,
        help_text="停用以后不能再选，已经选了它的指南会标明“已停用”，不能再公开，须改选别处。",
    )
    order = models.PositiveIntegerField("排序", default=100)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse numbers of persons.

        Raises:
            ValidationError: by field.
        """
        errors: dict[str, str] = {}
        _office_phone(self, errors)
        if errors:
            raise ValidationError(errors)
        refuse_personal(self, leave=("phone",))


class Hall(Place):
    """A hall: name, hours, address, phone and how to get there."""

    name = models.CharField("名称", max_length=60, unique=True, help_text="例如 市政务服务中心。")
    hours = models.TextField("办公时间", max_length=300, help_text="写明上午、下午；节假日办不办。")
    address = models.CharField("地址", max_length=160, help_text="写到楼层。公众页面按地址给出地图链接。")
    note = models.CharField("怎么去", max_length=200, blank=True, help_text="选填：公交、停车、无障碍通道。")

    base_form_class = HallForm

    class Meta:
        verbose_name = "办事大厅"
        verbose_name_plural = "办事大厅"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Window(Place):
    """A window of a hall: its number, the unit that works it, and what it does; hours and phone where they are its own."""

    hall = models.ForeignKey(Hall, verbose_name="办事大厅", on_delete=models.PROTECT, related_name="windows")
    number = models.CharField("窗口", max_length=40, help_text="例如 3号窗口，A区1—4号窗口。")
    purpose = models.CharField("办什么", max_length=120, blank=True, help_text="例如 社会保险登记和缴费。")
    hours = models.TextField("办公时间", max_length=300, blank=True, help_text="与大厅相同的不填。")

    base_form_class = WindowForm

    class Meta:
        verbose_name = "窗口"
        verbose_name_plural = "窗口"
        ordering = ["hall__order", "hall__name", "order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "number"],
                name="window_once_in_hall",
                violation_error_message="这个大厅已经登记了同一号的窗口，请核对。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.hall.name}{self.number}"

    def clean(self) -> None:
        """Ask for a phone somewhere, besides the rules of all places.

        Raises:
            ValidationError: by field.
        """
        super().clean()
        if self.hall_id and not self.phone.strip() and not self.hall.phone.strip():
            raise ValidationError({"phone": "窗口和所在的大厅都没有电话，请填写一个。"})

    @property
    def is_in_use(self) -> bool:
        """Tell whether people can go there: window and hall are open."""
        return self.is_open and self.hall.is_open

    def shown(self) -> dict[str, str]:
        """Return what a visitor reads: ``name``, ``purpose``, ``hours``, ``address``, ``phone``, ``note``; no query with the hall loaded."""
        hall = self.hall
        return {
            "name": str(self),
            "purpose": self.purpose,
            "hours": self.hours.strip() or hall.hours,
            "address": f"{hall.address}{self.number}",
            "phone": self.phone.strip() or hall.phone,
            "note": hall.note,
        }
