"""Choosing public decisions by what they say, for a withdrawal of many: kind, unit, days; never by a party's name."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.models import Page

from publication.life.lookup import Chooser, register_chooser
from staff_directory.models import Unit

from .kinds import CreditGrade, Kind
from .models import DecisionNoticePage


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DecisionChoosingForm(forms.Form):
    """Conditions that a decision must all meet; at least one beside the unit."""

    kind = forms.ChoiceField(label="决定种类", required=False, choices=[("", "不限"), *Kind.choices])
    unit = forms.ModelChoiceField(
        label="单位", required=False, queryset=Unit.objects.order_by("order", "code"), empty_label="我能办理的全部单位"
    )
    credit_grade = forms.ChoiceField(
        label="失信等级（处罚）", required=False, choices=[("", "不限"), *CreditGrade.choices]
    )
    decided_from, decided_to = _day("决定日期从"), _day("决定日期到")
    published_from, published_to = _day("公开日期从"), _day("公开日期到")

    def clean(self) -> dict[str, Any]:
        """Refuse what would choose everything, and days that are the wrong way round."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(value for name, value in found.items() if name != "unit"):
            raise forms.ValidationError("请至少选一个条件（种类、等级或者日期），不能一次选中全部决定。")
        for name in ("decided", "published"):
            first, last = found.get(f"{name}_from"), found.get(f"{name}_to")
            if first and last and last < first:
                self.add_error(f"{name}_to", "止日早于起日，请核对。")
        return found


def choose(asked: dict[str, Any], pages: QuerySet[Page], most: int) -> Iterator[tuple[str, int]]:
    """Yield (文号, page key) of the public decisions among ``pages`` that meet the conditions, oldest first; at most ``most``; one query."""
    wanted = {
        "kind": asked["kind"], "unit": asked["unit"], "credit_grade": asked["credit_grade"],
        "decided_on__gte": asked["decided_from"], "decided_on__lte": asked["decided_to"],
        "first_published_at__date__gte": asked["published_from"], "first_published_at__date__lte": asked["published_to"],
    }  # fmt: skip
    found = DecisionNoticePage.objects.filter(pk__in=pages.values("pk"), live=True, alias_of=None)
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    yield from found.order_by("decided_on", "pk").values_list("document_number", "pk")[:most]


def register() -> None:
    """Offer it to the screens of a withdrawal of many."""
    register_chooser(Chooser("decisions", "按条件选择决定", DecisionChoosingForm, choose))
