"""Laws and provisions in the admin, kept by 政策法规科; what live pages show changes by the verb."""

from typing import Any

from django.db.models import Count, QuerySet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from publication.actions.change_shown import ChangeShown

from ..models.laws import Law, LegalBasis

_LAPSED = Column("lapsed", label="状态", accessor=lambda basis: "已失效" if basis.has_lapsed else "有效")
_MATTERS = Column("used", label="依据它的事项", accessor="matters_count")
_GUIDES = Column("guides", label="依据它的指南", accessor="guides_count")
_CERTIFICATES = Column("certificates", label="依据它的证明", accessor="certificates_count")


class SavedByVerb(EditView):
    """Saves by the verb: live pages show the row."""

    def save_instance(self) -> Any:
        """Change what is shown, on the record."""
        return ChangeShown(self.form.instance, super().save_instance).execute()


class BasesIndex(IndexView):
    """Counts what rests on each provision, in the list's own query."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Add the counts."""
        found: QuerySet[Any] = super().get_base_queryset()
        counted = ("matters", "guides", "certificates")
        counts = {f"{name}_count": Count(f"{name}__page_id", distinct=True) for name in counted}
        return found.select_related("law").annotate(**counts)


class LawViewSet(ModelViewSet):
    """``/admin/laws/``."""

    model = Law
    name = "laws"
    url_prefix = "laws"
    icon = "doc-full"
    menu_label = "法律法规"
    edit_view_class = SavedByVerb
    list_display = ["title", "rank", "number", "effective_from", "effective_to"]
    list_filter = ["rank"]
    search_fields = ["title", "number"]
    search_backend_name = None
    ordering = ["rank", "title"]
    list_per_page = 50
    copy_view_enabled = False
    panels: list[Any] = [
        HelpPanel(
            content="事项、指南和文书引用的法律法规只在这里登记一次。废止或者被替代时填写失效日期，依据它的事项自动标注“暂停”，并列出须清理的页面。"
        ),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("rank")]),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
        FieldPanel("note"),
    ]


class LegalBasisViewSet(ModelViewSet):
    """``/admin/legal-bases/``."""

    model = LegalBasis
    name = "legal_bases"
    url_prefix = "legal-bases"
    icon = "list-ol"
    menu_label = "法律依据"
    edit_view_class = SavedByVerb
    index_view_class = BasesIndex
    list_display = ["citation", _LAPSED, _MATTERS, _GUIDES, _CERTIFICATES]
    list_filter = ["law"]
    search_fields = ["law__title", "article", "text"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    panels: list[Any] = [
        FieldPanel("law"),
        FieldRowPanel([FieldPanel("article"), FieldPanel("paragraph")]),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
    ]


class LawsGroup(ModelViewSetGroup):
    """Both under one heading of the menu."""

    menu_label = "依据库"
    menu_icon = "doc-full"
    menu_order = 530
    items = (LawViewSet, LegalBasisViewSet)


class LegalBasisChooser(ChooserViewSet):
    """Chooses a provision in the editor of a matter."""

    model = LegalBasis
    name = "legal_basis_chooser"
    url_prefix = "choose-legal-basis"
    icon = "list-ol"
    choose_one_text = "选择依据"
    choose_another_text = "换一条依据"
    page_title = "选择依据"
    per_page = 20
    register_widget = True


def viewsets() -> list[Any]:
    """Return what the admin registers."""
    return [LawsGroup(), LegalBasisChooser()]
