"""What was decided: decision notices, their lists, and their import."""

from django.apps import AppConfig

_MODELS = (
    "publication.{}_calendarday",
    "publication.{}_recipient",
    "disclosure.{}_publicityrule",
    "disclosure.{}_law",
    "disclosure.{}_legalbasis",
    "search.{}_synonym",
    "wagtailsearchpromotions.{}_searchpromotion",
)
#: What 政策法规科 keeps for the whole bureau: calendar, publicity rules, words of search, and exceptions from gates.
_OFFICERS_RIGHTS = (
    *(model.format(act) for model in _MODELS for act in ("add", "change", "delete")),
    "search.view_searchcount",
    "publication.add_gateoverride",
)


class DisclosureConfig(AppConfig):
    """Registers its gates and its part of the front page."""

    name = "disclosure"
    verbose_name = "行政执法公示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register gates, front-page providers, rules, and what search is to know."""
        from django.core import checks
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.contrib.search_promotions.models import SearchPromotion

        from publication.models import CalendarDay
        from publication.notices.reminders import register_drafts, register_reminders
        from publication.shown import register_shown
        from publication.trail import listen
        from staff_directory.access.own import or_reads
        from staff_directory.access.rules import any_perm, register
        from staff_directory.access.sight import works_on_pages
        from staff_directory.kinds import Role
        from staff_directory.officers.links import register_work
        from staff_directory.roles import allow

        from . import deadlines, destroying, front, gates, life, life_choosing, life_lists, records, search, transfers  # noqa: F401
        from .board_views import may_see_board
        from .flowcharts import gates as flowchart_gates  # noqa: F401
        from .flowcharts import surfaces as flowchart_surfaces
        from .flowcharts import telling as flowchart_telling
        from .grades import gate  # noqa: F401
        from .grades import wiring as grades
        from .guides import checks as guide_checks
        from .guides import gates as guide_gates  # noqa: F401
        from .guides import telling as guide_telling
        from .imports import access, told
        from .laws import wiring as laws
        from .lists import gates as list_gates  # noqa: F401
        from .lists import registration
        from .matters import gates as matter_gates  # noqa: F401
        from .matters import life as matter_life
        from .matters import search as matter_search
        from .models import DisclosureSettings, PublicityRule
        from .officers import life as officer_life
        from .officers.links import matters_of_category
        from .papers import gates as paper_gates  # noqa: F401
        from .papers import life as paper_life
        from .papers import notice_gates  # noqa: F401
        from .papers import search as paper_search

        for watched in (PublicityRule, CalendarDay, Redirect, SearchPromotion):
            listen.watch(watched)
        register("wagtailsearchpromotions:chooser*", any_perm("wagtailsearchpromotions.add_searchpromotion"))
        register("wagtailsnippetchoosers_search_synonym:*", any_perm("search.change_synonym"))
        register("deadlines", may_see_board)
        register("lapsed:*", may_see_board)
        register("legal_basis_chooser:*", works_on_pages)
        register("grades:many", grades.may_confirm)
        register("grades:*", or_reads(grades.may_confirm))
        register("decision_imports:publish", access.may_see_imports, access.sees_to_publish)
        register("decision_imports:return", access.may_see_imports, access.sees_to_publish)
        register("matter_sheets:*", works_on_pages)
        register("guide_sheets:*", works_on_pages)
        register("officer_sheets:*", works_on_pages)
        register("decision_imports:upload", works_on_pages)
        register("decision_imports:template", works_on_pages)
        register("decision_imports:*", access.may_see_imports)
        shown = tuple(field.name for field in DisclosureSettings._meta.concrete_fields if not field.primary_key)
        register_shown(DisclosureSettings, shown)
        registration.register()
        matter_search.register()
        matter_life.register()
        transfers.register()
        deadlines.register()
        grades.register()
        life.register()
        life_lists.register()
        life_choosing.register()
        destroying.install()
        register_drafts(told.unsubmitted)
        register_reminders(told.waiting_imports)
        checks.register(guide_checks.codes_lead_here)
        flowchart_telling.register()
        guide_telling.register()
        flowchart_surfaces.register_surfaces()
        for label in _OFFICERS_RIGHTS:
            allow(Role.DISCLOSURE_OFFICER, label)
        laws.register()
        records.install()
        search.register()
        paper_life.register()
        officer_life.register()
        register_work("这一类别的执法事项", matters_of_category)
        paper_search.register()
