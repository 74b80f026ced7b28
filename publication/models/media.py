"""Images and documents whose bytes are only ever served through a checked view."""

from typing import Any

from django.db import models
from django.urls import reverse
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class StoredImage(AbstractImage):
    """An image of the portal; public only while a live page uses it."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"
        permissions = [("choose_image", "可选用图片")]

    def __getstate__(self) -> dict[str, Any]:
        """Leave out who uploaded it: Wagtail caches a scaled copy with its image, and an account, with all that is remembered of its
        rights while a request runs, has no place in a cache."""
        state: dict[str, Any] = super().__getstate__()
        state["_state"].fields_cache.pop("uploaded_by_user", None)
        return state


class StoredRendition(AbstractRendition):
    """A scaled copy of an image; its address names the row, never the file's path."""

    image = models.ForeignKey(StoredImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = "图片缩放件"
        verbose_name_plural = "图片缩放件"

    @property
    def url(self) -> str:
        """Return the checked view's address for this rendition."""
        return reverse("stored_rendition", args=[self.pk])


class StoredDocument(AbstractDocument):
    """An attachment; public only while a live page uses it."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"
        permissions = [("choose_document", "可选用附件")]
