"""The screen 粘贴全文: a regulation's whole text, split into headings and articles, looked at, and written into a new draft."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from publication.models import Seal

from ..models import RegulationPage
from .bodies import as_stream
from .outline import flaws, with_anchors
from .splitting import MOST_CHARACTERS, Split, TooLong, essence, split


class PasteForm(forms.Form):
    """The text, and the newest version of the page when the screen was opened."""

    text = forms.CharField(
        label="制度全文",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        max_length=MOST_CHARACTERS,
        error_messages={
            "required": "请把制度全文粘贴到这里。",
            "max_length": "文字超过 20 万字，请确认粘贴的是一件制度文件。",
        },
        help_text="从 Word、PDF 或网页复制全文粘贴，包括“第一章”“第一条”等编号；不用先删空行。",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Take it apart; the result is kept as ``split``."""
        text: str = self.cleaned_data["text"].replace("\x00", "")
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        try:
            self.split = split(text)
        except TooLong as error:
            raise forms.ValidationError(str(error)) from None
        if essence(self.split.rebuilt()) != essence(text):
            raise forms.ValidationError("拆分的结果和原文不一致，没有写入。请把原文发给系统管理员。")
        return text


@require_admin_access
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, the preview of what was pasted, or write it as a new draft; 404 for a page the user may not edit."""
    page = get_object_or_404(RegulationPage, pk=pk)
    rights = page.permissions_for_user(request.user)
    if not rights.can_edit() or Seal.objects.filter(page_id=pk).exists():
        raise Http404
    if rights.page_locked():
        messages.error(request, "页面已被锁定，请先解锁再粘贴全文。")
        return redirect("wagtailadmin_pages:edit", pk)
    if request.method != "POST":
        return _form(request, page, PasteForm(initial={"seen": page.latest_revision_id}))
    form = PasteForm(request.POST)
    if not form.is_valid():
        return _form(request, page, form)
    found = form.split
    if request.POST.get("act") == "write":
        if form.cleaned_data.get("seen") != page.latest_revision_id:
            form.add_error(None, "打开这个页面以后，有人保存了新的版本。请核对后再预览、写入一次；粘贴的文字还在下面。")
            form.data = form.data.copy()
            form.data["seen"] = page.latest_revision_id
            return _form(request, page, form)
        write(page, found, request.user)
        messages.success(request, f"已写入草稿：{_counted(found)}。请核对后送审。")
        return redirect("wagtailadmin_pages:edit", pk)
    if request.POST.get("act") == "change":
        return _form(request, page, form)
    rows = [(row, row.label) for row in with_anchors(found.rows)]
    context = {
        "page": page,
        "form": form,
        "split": found,
        "rows": rows,
        "counted": _counted(found),
        "flaws": list(flaws(found.rows))[:50],
        "replaces": len(page.get_latest_revision_as_object().body),
    }
    return render(request, "disclosure/admin/regulation_preview.html", context)


def _form(request: HttpRequest, page: Any, form: PasteForm) -> HttpResponse:
    return render(request, "disclosure/admin/regulation_paste.html", {"page": page, "form": form})


def _counted(found: Split) -> str:
    counts = {kind: sum(row.kind == kind for row in found.rows) for kind in ("part", "chapter", "section", "article")}
    words = {"part": "编", "chapter": "章", "section": "节", "article": "条"}
    return "、".join(f"{count} {words[kind]}" for kind, count in counts.items() if count) or "没有章、节、条"


def write(page: RegulationPage, found: Split, user: Any) -> Any:
    """Write a split text into a new draft of ``page`` and return the revision; what was there stays among the versions."""
    draft = page.get_latest_revision_as_object()
    draft.body = as_stream(found.rows)
    if found.preamble:
        draft.preamble = found.preamble
    return draft.save_revision(user=user, log_action=True)
