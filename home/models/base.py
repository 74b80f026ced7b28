"""What every page of the portal shares."""

from typing import Any, ClassVar

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from publication.gate_admin.panel import GatePanel
from search.indexing import plain_text

from ..corrections import NOTE_HELP, editor_head, shown_corrections
from ..forms import PortalPageForm
from ..line_ends import with_short_ends
from ..secrecy import Secrecy, secrecy_panel


class PortalPage(Page):
    """A page with breadcrumbs, the recorded review before publication, and in its editor what still keeps it back; abstract.

    Once public, a change of it carries a dated public note of what was corrected (政府信息公开条例第四十一条), unless its type says
    why not (``keeps_corrections``). ``not_corrected`` are the fields whose change is none of what the page says: the review's
    record stays inside.
    """

    secrecy = models.CharField(
        "保密审查",
        max_length=12,
        choices=Secrecy,
        blank=True,
        help_text="对照《政府信息公开条例》第十四至十六条逐项检查后选择：国家秘密；危及国家安全、公共安全、经济安全、社会稳定；"
        "商业秘密、个人隐私；内部事务和过程性信息。未选择的不能公开。",
    )
    secrecy_note = models.CharField(
        "保密审查说明", max_length=300, blank=True, help_text="已作区分处理的，写明处理了什么。"
    )

    #: Fields that a page of this type says first what is to be found here; none may be empty when it is public.
    must_say: ClassVar[tuple[str, ...]] = ()

    correction_note = models.CharField("更正说明", max_length=300, blank=True, help_text=NOTE_HELP)

    keeps_corrections = True
    not_corrected: tuple[str, ...] = ("secrecy", "secrecy_note")
    default_exclude_fields_in_copy = [*Page.default_exclude_fields_in_copy, "correction_note"]
    base_form_class = PortalPageForm
    content_panels = [*editor_head(), *Page.content_panels, secrecy_panel()]

    class Meta:
        abstract = True

    def serializable_data(self) -> Any:
        """Return the content of a version, with one kind of line end: whoever approves in the browser, which sends the other kind,
        changes nothing by it."""
        streams = frozenset(field.name for field in self._meta.get_fields() if isinstance(field, StreamField))
        return with_short_ends(super().serializable_data(), streams=streams)

    def breadcrumbs(self, request: Any) -> list[dict[str, str]]:
        """Return the pages above this one, home first, as ``{"title", "url"}``."""
        line = getattr(self, "route_ancestors", None)
        if line is None:
            line = self.get_ancestors().filter(depth__gt=1).only("title", "url_path", "path", "depth")
        return [{"title": page.title, "url": page.get_url(request) or ""} for page in line]

    def search_summary(self) -> dict[str, Any]:
        """Return what a result shows of this page: title, date, and the text that an excerpt is taken from."""
        texts = [plain_text(found.get_value(self)) for found in self.get_searchable_search_fields()[1:]]
        text = " ".join([self.search_description, *texts]).strip()
        return {"title": self.title, "date": self.last_published_at, "text": text}

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the breadcrumbs, and the notes of corrections."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        context["corrections"] = shown_corrections(self)
        return context


class StructurePage(PortalPage):
    """A page that leads to others and states no fact or decision of its own (home, sections, folders, public lists); abstract.

    It keeps no corrections: what it lists says itself what was corrected, and a note on a changed introduction would tell a
    visitor nothing. Its versions, their approvals and their comparison are kept like any other's.
    """

    correction_note = None
    keeps_corrections = False
    content_panels = [GatePanel(), *Page.content_panels, secrecy_panel()]

    class Meta:
        abstract = True
