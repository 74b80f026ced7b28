"""Turns a refused change into a calm answer that says what is wrong and how to mend it."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from .errors import Refused, is_guard_refusal

_FILE_MESSAGE = (
    "没有执行：这个附件（图片）正被已公开的页面使用，不能替换或删除。请上传新文件，在页面中换上，经审核后发布。"
)
_STEPS_MESSAGE = "没有执行：正在使用的审批流程不能由一人停用、减少环节或改换审批人。请新建一个流程，由安全管理员在“审批流程启用”中核对启用。"
_GUARD_MESSAGE = (
    "没有执行：这一操作会直接改变已公开的内容，而没有经过公开程序。请在页面的编辑界面修改后，提交审核再发布；"
    "已填写的草稿没有丢失。"
)


class RefusalMiddleware:
    """Answers :class:`Refused` and the database guards' refusal in the admin with a message and a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal: JSON 409 to a script, a message and a redirect to a person."""
        if isinstance(exception, Refused):
            lines = [problem.message for problem in exception.problems]
            page = exception.page
        elif is_guard_refusal(exception):
            lines, page = [_explained(str(exception))], None
        elif isinstance(exception, ProtectedError) and request.path.startswith(reverse("wagtailadmin_home")):
            kinds = sorted({str(item._meta.verbose_name) for item in exception.protected_objects})
            lines, page = [f"没有执行：仍被{'、'.join(kinds)}引用，不能删除。"], None
        else:
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest" or "application/json" in request.headers.get(
            "accept", ""
        ):
            return JsonResponse({"success": False, "problems": lines}, status=409)
        for line in lines[:20]:
            messages.error(request, line)
        if page is not None and page.pk:
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        return HttpResponseRedirect(reverse("wagtailadmin_home"))


def _explained(refusal: str) -> str:
    if "file of a live page" in refusal:
        return _FILE_MESSAGE
    return _STEPS_MESSAGE if "steps of approval" in refusal else _GUARD_MESSAGE
