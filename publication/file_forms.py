"""The forms of attachments and images: an attachment is what its name says; what is public or under approval is not replaced, and nobody
changes another's draft by it.

Wagtail deletes the old file before it saves the row: the form must refuse first, or the file would be lost.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page, ReferenceIndex, Revision

from .approvals import last_editor, same_content
from .gates.attachments import problem_of_file
from .media_views import is_public_file
from .models.approvals import Approval
from .page_files import keys_of_files, may_refer_to_files

_PUBLIC = "这个文件正被已公开的页面使用，不能替换。请作为新文件上传，在页面中换上，经审核后发布。"
_APPROVED = "这个文件正被正在审核或已经审核的页面使用，不能替换：审核的就是这个文件。请作为新文件上传，在页面中换上，重新提交审核。"
_OTHERS = "这个文件正被由别人起草的页面使用，不能替换。请作为新文件上传，在页面中换上；这样页面的修改记录里才有您。"


def _drafts_using(item: Any) -> Iterator[tuple[Page, Revision]]:
    """Yield the pages whose newest draft, or a version waiting for its hour, refers to the file."""
    model = type(item)
    base = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(item).filter(base_content_type=base)
    named = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    kinds = [
        kind.pk
        for kind in ContentType.objects.filter(pk__in=Page.objects.order_by().values("content_type").distinct())
        if kind.model_class() is not None and may_refer_to_files(kind.model_class())
    ]
    ahead = Page.objects.filter(content_type__in=kinds).filter(
        Q(live=True, has_unpublished_changes=True) | Q(pk__in=named)
    )
    for page in ahead.iterator():
        wanted = Q(pk=page.latest_revision_id) | Q(object_id=str(page.pk), approved_go_live_at__isnull=False)
        for revision in Revision.page_revisions.filter(wanted):
            if item.pk in keys_of_files(revision.as_object())[model]:
                yield page, revision


def _why_held(item: Any, user: Any) -> str:
    """Return why the file stays as it is, or ""."""
    if is_public_file(item):
        return _PUBLIC
    held = ""
    for page, revision in _drafts_using(item):
        run = same_content(revision)
        approved = Approval.objects.filter(revision__in=run).exists()
        if approved or revision.approved_go_live_at is not None or page.workflow_in_progress:
            return _APPROVED
        if user is not None and last_editor(run) not in (None, user.pk):
            held = _OTHERS
    return held


def _refuse_replacing(form: Any, names: tuple[str, ...]) -> None:
    changed = [name for name in names if name in form.changed_data]
    why = _why_held(form.instance, form.user) if changed and form.instance.pk else ""
    for name in changed if why else ():
        form.add_error(name, forms.ValidationError(why))


class _Signing:
    """Keeps the person at the form: what they may replace depends on who drafted the pages that use it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)


class StoredDocumentForm(_Signing, BaseDocumentForm):
    """A new file is what its name says; file and title stay while a page shows them, or is to show them as approved.

    Every way by which a person uploads an attachment ends here: the list's and the chooser's upload, several at once, replacing.
    """

    def clean_file(self) -> Any:
        """Look into a new file, not at its name: the gate would keep it back from the public, here it is told at once."""
        file = self.cleaned_data.get("file")
        wrong = problem_of_file(file, file.name) if file and "file" in self.changed_data else ""
        if wrong:
            raise forms.ValidationError(f"这个文件{wrong}，没有保存。请换成正确的文件再上传。")
        if file and "file" in self.changed_data:
            file.seek(0)
        return file

    def clean(self) -> Any:
        """Refuse a new file or title for an attachment that is held."""
        cleaned = super().clean()
        _refuse_replacing(self, ("file", "title"))
        return cleaned


class StoredImageForm(_Signing, BaseImageForm):
    """The file of an image stays while a page shows it, or is to show it as approved."""

    def clean(self) -> Any:
        """Refuse a new file for an image that is held."""
        cleaned = super().clean()
        _refuse_replacing(self, ("file",))
        return cleaned
