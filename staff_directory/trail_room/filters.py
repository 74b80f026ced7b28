"""Finding entries of the trail: by person, unit, page, act, address, object and day."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from publication.models import TrailEntry
from publication.trail.acts import choices

from ..models import Unit


class TrailFilter(forms.Form):
    """What to look for; everything may stay empty."""

    person = forms.CharField(label="操作人账号", required=False, max_length=150)
    unit = forms.ModelChoiceField(label="单位", required=False, queryset=Unit.objects.all(), empty_label="全部单位")
    page = forms.IntegerField(label="页面编号", required=False, min_value=1)
    act = forms.ChoiceField(label="操作", required=False)
    ip = forms.GenericIPAddressField(label="来源地址", required=False)
    since = forms.DateField(label="自", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="至", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [("", "全部操作"), *choices()]  # type: ignore[attr-defined]

    def entries(self) -> QuerySet[TrailEntry]:
        """Return the entries that match; a name that no account has matches entries by the name kept in them."""
        found = TrailEntry.objects.all()
        if not self.is_valid():
            return found.none()
        asked = self.cleaned_data
        if asked["person"]:
            user = get_user_model()._default_manager.filter(username=asked["person"]).first()
            found = found.filter(actor_id=user.pk) if user else found.filter(actor_name=asked["person"])
        if asked["unit"]:
            found = found.filter(unit_id=asked["unit"].pk)
        if asked["page"]:
            found = found.filter(page_id=asked["page"])
        if asked["act"]:
            found = found.filter(act=asked["act"])
        if asked["ip"]:
            found = found.filter(ip=asked["ip"])
        if asked["since"]:
            found = found.filter(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            found = found.filter(at__lt=_midnight(asked["until"] + datetime.timedelta(days=1)))
        return found


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
