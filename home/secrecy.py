"""The review before publication: its recorded outcome, and the panel in which every page type's editor chooses it."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class Secrecy(models.TextChoices):
    """The recorded outcome of the review before publication (政府信息公开条例 14–17)."""

    CLEAR = "clear", "不涉及第十四至十六条所列情形"
    HANDLED = "handled", "涉及商业秘密、个人隐私等，已作区分处理"
    WITHHOLD = "withhold", "涉及不予公开的情形，不公开"


def secrecy_panel() -> MultiFieldPanel:
    """Return the panel of the review, for the end of a page type's content."""
    return MultiFieldPanel([FieldPanel("secrecy"), FieldPanel("secrecy_note")], heading="保密审查")
