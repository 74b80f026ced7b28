"""The screen 隐私检查 of one page: its findings by field, and one click to mask each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from .actions.mask_page import MaskPage
from .actions.privacy_decisions import ConfirmNotPersonal, ConfirmRead
from .errors import Refused
from .models import PrivacyDecision
from .privacy.check import PageFinding, check_page
from .privacy.containers import eyes

_RECORDS = 30


@require_admin_access
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest draft's findings; POST masks, or keeps a person's decision. 404 for a page the user may not edit."""
    found = get_object_or_404(Page, pk=pk).specific
    if not found.permissions_for_user(request.user).can_edit():
        raise Http404
    if request.method == "POST":
        _act(request, found)
        return redirect("privacy_page", pk=pk)
    report = check_page(found.get_latest_revision_as_object())
    records = PrivacyDecision.objects.filter(page_pk=pk).order_by("-pk")
    context = {
        "page": found,
        "report": report,
        "groups": _by_field(report.findings),
        "reads_pictures": eyes.installed(),
        "maskable": sum(item.maskable and not item.settled for item in report.findings),
        "records": Paginator(records, _RECORDS).get_page(request.GET.get("p")),
    }
    return render(request, "publication/admin/privacy_page.html", context)


def _by_field(findings: list[PageFinding]) -> list[dict[str, Any]]:
    """Group findings by where they stand; the same content in one place is shown once, with its count."""
    groups: dict[str, dict[str, dict[str, Any]]] = {}
    for item in findings:
        row = groups.setdefault(item.where, {}).setdefault(item.digest, {"finding": item, "count": 0})
        row["count"] += 1
    return [{"where": where, "rows": list(rows.values())} for where, rows in groups.items()]


def _act(request: HttpRequest, found: Any) -> None:
    act, digest = request.POST.get("act", ""), request.POST.get("digest", "")
    reason = request.POST.get("reason", "")
    try:
        if act in ("mask", "mask_all"):
            revision = MaskPage(found, request.user, [digest] if act == "mask" else None).execute()
            if revision is None:
                messages.warning(request, "最新草稿中已没有这一处内容，没有改动。")
            else:
                messages.success(request, "已隐去，并清理了旧版本、自动保存的草稿和日志。请按流程送审、发布新版本。")
        elif act == "confirm":
            ConfirmNotPersonal(found, request.user, digest, reason).execute()
            messages.success(request, "已记录：确认不是个人信息。")
        elif act == "read":
            ConfirmRead(found, request.user, digest, reason).execute()
            messages.success(request, "已记录：文件已由人工查看。")
        else:
            messages.error(request, "没有选择要做的处理。")
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
