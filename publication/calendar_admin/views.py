"""The working calendar's screens beside the plain list: the years' state, and entry by pasting."""

import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.log_actions import log

from ..calendar import YearNotMaintained, is_working_day
from ..models import CalendarDay, forget_entered_days
from .entry import EnteredDay, UnreadableLine, read_lines

EXAMPLE = "2027-01-01至2027-01-03 休 元旦\n2027-02-20 班 春节调休"


def year_states(today: datetime.date) -> list[dict[str, Any]]:
    """Return, for last year to the year after next, ``{"year", "state", "count"}``: 已录入 and 待维护 need looking after."""
    years = range(today.year - 1, today.year + 3)
    counts = dict.fromkeys(years, 0)
    for day in CalendarDay.objects.filter(day__year__in=list(years)).values_list("day", flat=True):
        counts[day.year] += 1
    found = []
    for year in years:
        try:
            is_working_day(datetime.date(year, 10, 1))
            state = f"已录入 {counts[year]} 天" if counts[year] else "日历库已收录"
        except YearNotMaintained:
            state = "待维护"
        found.append({"year": year, "state": state, "missing": state == "待维护"})
    return found


class PasteForm(forms.Form):
    """The notice's days, one a line."""

    lines = forms.CharField(
        label="放假和调休安排",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="每行一天或一段：日期（或“起始日至截止日”）、休或班、节日名称。已有的日期会改为新的安排。",
        max_length=20_000,
    )

    def clean_lines(self) -> list[EnteredDay]:
        """Read the lines; say which one is wrong."""
        try:
            return read_lines(self.cleaned_data["lines"])
        except UnreadableLine as error:
            raise forms.ValidationError(str(error)) from None


@permission_required("publication.add_calendarday")
def paste(request: HttpRequest) -> HttpResponse:
    """Enter a whole year's arrangement at once, all lines or none."""
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days: list[EnteredDay] = form.cleaned_data["lines"]
        with transaction.atomic():
            for entry in days:
                day, created = CalendarDay.objects.update_or_create(
                    day=entry.day, defaults={"works": entry.works, "name": entry.name}
                )
                log(day, "wagtail.create" if created else "wagtail.edit", user=request.user)
        forget_entered_days()
        messages.success(request, f"已录入 {len(days)} 天（{days[0].day:%Y-%m-%d} 至 {days[-1].day:%Y-%m-%d}）。")
        return redirect("calendar_days:index")
    context = {"form": form, "example": EXAMPLE, "years": year_states(timezone.localdate())}
    return render(request, "publication/admin/calendar_paste.html", context)
