"""The forms of 政策法规科: one penalty's grade, many at once, and what did not go down by itself."""

from typing import Any

from django import forms

from publication.errors import Refused

from ..kinds import CreditGrade

WITHHELD, PUBLIC = "withheld", "public"
_WAYS = ((WITHHELD, "不公开（原则）"), (PUBLIC, "确有必要，公开"))


def add_refusal(form: forms.Form, refusal: Refused) -> None:
    """Show every problem at its field, what has none above."""
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.message)


class _Minor(forms.Form):
    """What becomes of a minor one: the person chooses, nothing is chosen for them."""

    way = forms.ChoiceField(label="轻微的，公众", choices=_WAYS, required=False, widget=forms.RadioSelect)
    minor_months = forms.IntegerField(
        label="轻微的，公开几个月", required=False, min_value=1, max_value=60, help_text="从决定之日起算。"
    )

    def minor(self) -> tuple[bool, int | None]:
        """Return (withheld, months) for minor ones."""
        found = self.cleaned_data
        return found.get("way") == WITHHELD, found.get("minor_months")

    def ask_way(self) -> None:
        """Say at the field that a choice is missing."""
        if not self.cleaned_data.get("way"):
            self.add_error("way", "请选择轻微的是否公开。")
        elif self.cleaned_data["way"] == PUBLIC and not self.cleaned_data.get("minor_months"):
            self.add_error("minor_months", "请填公开几个月。")


class GradeForm(_Minor):
    """One penalty."""

    field_order = ("grade", "way", "minor_months", "months", "reason")
    grade = forms.ChoiceField(
        label="核定等级",
        choices=CreditGrade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择失信等级。"},
    )
    months = forms.IntegerField(
        label="一般、严重的，公示几个月",
        required=False,
        min_value=1,
        max_value=120,
        help_text="不填为规则的最长期限；短于最长期限须写明理由。",
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="与建议不同或更改已核定的，须写明。只供内部查考。",
    )

    def clean(self) -> Any:
        """A minor one needs its choice."""
        cleaned = super().clean()
        if self.cleaned_data.get("grade") == CreditGrade.MINOR:
            self.ask_way()
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        found = self.cleaned_data
        if found["grade"] == CreditGrade.MINOR:
            withheld, months = self.minor()
        else:
            withheld, months = False, found.get("months")
        return {"grade": found["grade"], "withheld": withheld, "months": months, "reason": found["reason"]}


class ManyForm(_Minor):
    """Many, as proposed."""

    def __init__(self, *args: Any, any_minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.any_minor = any_minor
        if not any_minor:
            del self.fields["way"], self.fields["minor_months"]

    def clean(self) -> Any:
        """Minor ones among them need their choice."""
        cleaned = super().clean()
        if self.any_minor:
            self.ask_way()
        return cleaned


class OverForm(forms.Form):
    """What is to become of a penalty whose period is over."""

    until = forms.DateField(
        label="延长到",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="延长公示的须填，一年之内；到期再研究。",
        error_messages={"invalid": "请填日期，如 2027-03-31。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明改正、履行的情况和研究的结论。只供内部查考。",
        error_messages={"required": "请写明理由。"},
    )
