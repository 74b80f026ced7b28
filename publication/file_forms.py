"""The forms of attachments and images: a file that a live page shows is not replaced (the database would refuse it too).

Wagtail deletes the old file before it saves the row: the form must refuse first, or the public file would be lost.
"""

from typing import Any

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .media_views import is_public_file

_MESSAGE = "这个文件正被已公开的页面使用，不能替换。请作为新文件上传，在页面中换上，经审核后发布。"


def _refuse_replacing(form: Any, names: tuple[str, ...]) -> None:
    changed = [name for name in names if name in form.changed_data]
    if changed and form.instance.pk and is_public_file(form.instance):
        for name in changed:
            form.add_error(name, forms.ValidationError(_MESSAGE))


class StoredDocumentForm(BaseDocumentForm):
    """File and title of an attachment stay while a live page shows them."""

    def clean(self) -> Any:
        """Refuse a new file or title for an attachment that is public."""
        cleaned = super().clean()
        _refuse_replacing(self, ("file", "title"))
        return cleaned


class StoredImageForm(BaseImageForm):
    """The file of an image stays while a live page shows it."""

    def clean(self) -> Any:
        """Refuse a new file for an image that is public."""
        cleaned = super().clean()
        _refuse_replacing(self, ("file",))
        return cleaned
