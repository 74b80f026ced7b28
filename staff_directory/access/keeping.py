"""For which units somebody keeps what hangs on the unit and not on a page: officers, imports, workbooks. The border of the pages is theirs."""

from typing import Any

from ..models import Unit, UnitPage


def _page(unit: Unit) -> UnitPage | None:
    return UnitPage.objects.filter(unit=unit).first()


def may_add(user: Any, unit: Unit) -> bool:
    """Tell whether ``user`` may add pages below the unit's page."""
    page = _page(unit)
    return page is not None and page.permissions_for_user(user).can_add_subpage()


def may_publish(user: Any, unit: Unit) -> bool:
    """Tell whether ``user`` may publish below the unit's page."""
    page = _page(unit)
    return page is not None and page.permissions_for_user(user).can_publish_subpage()


def units_for(user: Any) -> list[Unit]:
    """Return the units below whose page ``user`` may add, in order."""
    pages = UnitPage.objects.select_related("unit").order_by("unit__order", "unit__code")
    return [page.unit for page in pages if page.permissions_for_user(user).can_add_subpage()]
