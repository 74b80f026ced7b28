"""The addresses of every kind of public view, for pages that have decisions to show."""

from typing import Any

from disclosure.kinds import Kind


def public_addresses() -> dict[str, str]:
    """Return name → address: home, lists (plain, filtered, by keyword, deep), unit pages, details, search, sitemap."""
    from disclosure.models import DecisionIndexPage, DecisionListPage, DecisionNoticePage
    from home.models import SectionPage
    from staff_directory.models import UnitIndexPage, UnitPage

    def url(page: Any) -> str:
        return str(page.get_url())

    everything = DecisionListPage.objects.get(kind="")
    penalties = DecisionListPage.objects.get(kind=Kind.PENALTY)
    live = DecisionNoticePage.objects.live().order_by("-decided_on", "-pk")
    penalty = live.filter(kind=Kind.PENALTY).first()
    index = DecisionIndexPage.objects.get(unit_id=penalty.unit_id, kind=Kind.PENALTY)
    middle = live.filter(kind=Kind.PENALTY)[live.filter(kind=Kind.PENALTY).count() // 2]
    code, year = penalty.unit.code, middle.decided_on.year
    found = {
        "home": "/",
        "list of all": url(everything),
        "list of a kind": url(penalties),
        "list, half way down": f"{url(penalties)}?at=o{middle.decided_on}_{middle.pk}",
        "list by unit and year": f"{url(everything)}?unit={code}&year={year}",
        "list by category": f"{url(penalties)}?category=罚款&year={year}",
        "list by a category that none has": f"{url(penalties)}?category=行政拘留",
        "list by a frequent keyword": f"{url(everything)}?q=有限公司",
        "list by a rare keyword": f"{url(everything)}?q={penalty.document_number}",
        "unit's list": url(index),
        "unit's list by keyword": f"{url(index)}?q=罚款",
        "unit": url(UnitPage.objects.get(unit_id=penalty.unit_id)),
        "units": url(UnitIndexPage.objects.get()),
        "section": url(SectionPage.objects.get(slug="after")),
        "search": "/search/?q=劳动",
        "sitemap": "/sitemap.xml",
        "sitemap, first part": "/sitemap-pages.xml",
    }
    for kind in Kind:
        notice = live.filter(kind=kind).first()
        if notice is not None:
            found[f"detail: {kind.value}"] = url(notice)
    return found
