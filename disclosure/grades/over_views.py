"""What did not go down at the end of its period: the list, and the screen on which a person decides about one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from publication.errors import Refused
from publication.life.rights import acting_with

from ..clocks import over, to_review
from ..models import DecisionNoticePage, DisclosureSettings, PenaltyGrade
from .forms import OverForm, add_refusal
from .lists import lines_of
from .over import EXPIRE, ExpireNow, ExtendPublicity
from .verbs import confirms_for
from .views import SHOWN, page_url


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List them, the one that is over longest first."""
    found = to_review().select_related("unit").order_by("publicity_until", "pk")
    page = Paginator(found, SHOWN).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "lines": lines_of(list(page.object_list)),
        "by_clock": DisclosureSettings.load().expire_by_clock,
    }
    return render(request, "disclosure/admin/grades_over.html", context)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one; POST extends its publicity or lets it go down now (``act``)."""
    notice = get_object_or_404(DecisionNoticePage.objects.select_related("unit"), pk=pk, live=True)
    if not over().filter(pk=pk).exists():
        messages.info(request, "这一件的公示期没有满，不需要办理。")
        return redirect("grades:over")
    form = OverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _act(request, notice, form.cleaned_data))
            return redirect("grades:over")
        except Refused as refusal:
            add_refusal(form, refusal)
    context = {
        "notice": notice,
        "line": lines_of([notice])[0],
        "form": form,
        "url": page_url(request.user, notice),
        "may_confirm": confirms_for(request.user) is not None,
        "may_expire": acting_with(request.user, EXPIRE) is not None,
        "history": PenaltyGrade.objects.filter(page=notice).select_related("user")[:50],
    }
    return render(request, "disclosure/admin/grade_over.html", context, status=400 if form.errors else 200)


def _act(request: HttpRequest, notice: Any, said: dict[str, Any]) -> str:
    """Do what was chosen and return what to say.

    Raises:
        Refused: with every problem; also when nothing was chosen.
    """
    from publication.gates import Problem

    act = request.POST.get("act", "")
    if act == "extend":
        made = ExtendPublicity(notice, user=request.user, until=said["until"], reason=said["reason"]).execute()
        return f"已记录：{made.outcome}。"
    if act == "expire":
        ExpireNow(notice, user=request.user, reason=said["reason"]).execute()
        return "已下线，正在核对各处是否消失。"
    raise Refused([Problem("act", "没有选择延长还是下线。")], page=notice)
