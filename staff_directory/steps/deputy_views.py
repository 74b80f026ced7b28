"""The screens of deputies: who acts for whom, naming one, ending one."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access

from publication.errors import Refused

from ..kinds import Duty
from ..models import Deputy, RoleGroup
from ..roles.membership import reads_records
from .deputies import EndDeputy, NameDeputy, groups_to_name_for, may_name_deputies

_DATE = {"type": "date"}


class _RoleField(forms.ModelChoiceField):
    def label_from_instance(self, obj: RoleGroup) -> str:
        return obj.title


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        name = obj.get_full_name()
        return f"{name}（{obj.get_username()}）" if name else str(obj.get_username())


class DeputyForm(forms.Form):
    """Whose place, who, from when to when."""

    role_group = _RoleField(label="角色", queryset=RoleGroup.objects.none(), empty_label=None)
    person = _PersonField(label="B角", queryset=get_user_model()._default_manager.none(), empty_label="请选择")
    starts_on = forms.DateField(label="自", widget=forms.DateInput(attrs=_DATE))
    ends_on = forms.DateField(label="至（含当日）", widget=forms.DateInput(attrs=_DATE))
    reason = forms.CharField(label="事由", max_length=100, required=False, help_text="例如出差、休假。")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = get_user_model()._default_manager.filter(is_active=True, groups__role_group__duty=Duty.BUSINESS)
        self.fields["role_group"].queryset = groups_to_name_for(user)  # type: ignore[attr-defined]
        self.fields["person"].queryset = people.exclude(pk=user.pk).distinct().order_by("username")  # type: ignore[attr-defined]


def deputies_for(user: Any) -> QuerySet[Deputy]:
    """Return the deputyships that concern the user: those they may name or end, and their own; all, for who reads records."""
    rows = Deputy.objects.select_related("role_group__unit", "person", "made_by")
    if reads_records(user):
        return rows.order_by("-ends_on", "-pk")
    mine = groups_to_name_for(user).values("pk")
    return rows.filter(Q(role_group__in=mine) | Q(person=user)).order_by("-ends_on", "-pk")


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List deputyships, the present and coming ones first."""
    if not (may_name_deputies(request.user) or reads_records(request.user)):
        return permission_denied(request)
    rows = Paginator(deputies_for(request.user), 30).get_page(request.GET.get("p"))
    nameable = set(groups_to_name_for(request.user).values_list("pk", flat=True))
    for deputy in rows:
        deputy.may_end = deputy.ends_on >= timezone.localdate() and (
            deputy.person_id == request.user.pk or deputy.role_group_id in nameable
        )
    return render(request, "staff_directory/admin/deputy_index.html", {"deputies": rows, "may_name": bool(nameable)})


@require_admin_access
def new(request: HttpRequest) -> HttpResponseBase:
    """Name a deputy."""
    if not may_name_deputies(request.user):
        return permission_denied(request)
    today = timezone.localdate()
    start = {"starts_on": today, "ends_on": today + datetime.timedelta(days=14)}
    form = DeputyForm(request.POST or None, initial=start, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            NameDeputy(
                values["role_group"],
                values["person"],
                values["starts_on"],
                values["ends_on"],
                user=request.user,
                reason=values["reason"],
            ).execute()
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field or None, problem.message)
        else:
            messages.success(request, "已指定B角。")
            return redirect("deputies:index")
    return render(request, "staff_directory/admin/deputy_new.html", {"form": form})


@require_admin_access
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a deputyship."""
    deputy = get_object_or_404(deputies_for(request.user), pk=pk)
    try:
        EndDeputy(deputy, user=request.user).execute()
    except Refused as refusal:
        raise PermissionDenied from refusal
    messages.success(request, "已终止。此前由B角办理的事项仍然有效。")
    return redirect("deputies:index")
