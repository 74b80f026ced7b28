"""What a unit's page must say before it is public (行政处罚法第二十条、第三十九条；国办发〔2018〕118号 事前公开)."""

import datetime

import pytest

from publication.errors import Refused
from staff_directory.gates import UnitPageGate
from staff_directory.models import Unit, UnitPage
from staff_directory.transfer.texts import inherited_texts
from tests.conftest import UNIT_TEXTS

pytestmark = pytest.mark.django_db


def wrong(page):
    """What keeps the page back, by field."""
    return {problem.field: problem for problem in UnitPageGate().check(page, None) if problem.blocks}


@pytest.mark.parametrize(
    ("standing", "fields"),
    [
        ("none", {"duties"}),
        ("authorised", {"duties", "powers", "remedies", "unit"}),
        ("agency", {"duties", "powers", "remedies", "unit"}),
        (
            "delegated",
            {"duties", "powers", "remedies", "unit", "delegating_body", "delegation_number", "delegation_from",
             "delegation_until", "delegation_letter"},
        ),
    ],
)  # fmt: skip
def test_each_standing_asks_for_its_own(standing, fields):
    page = UnitPage(
        title="示例", unit=Unit(pk=10**6, code="x", name="示例", kind="affiliate", standing=standing), duties="<p> </p>"
    )
    found = wrong(page)
    assert set(found) == fields
    assert all(problem.law for problem in found.values())


def test_punishments_20_a_delegation_that_is_over_is_not_shown_as_one_that_stands(unit):
    unit.standing = "delegated"
    page = UnitPage(title="示例", unit=unit, **UNIT_TEXTS, delegation_until=datetime.date(2020, 1, 1))
    assert "已经届满" in wrong(page)["delegation_until"].message


def test_a_telephone_that_is_missing_is_told_and_does_not_keep_back(unit):
    page = UnitPage(title="示例", unit=unit, **UNIT_TEXTS)
    found = UnitPageGate().check(page, None)
    assert [(problem.code, problem.blocks) for problem in found] == [("no_phone", False)]


def test_a_unit_gets_no_page_that_says_nothing(unit, other_unit):
    """The command that makes a unit's pages asks too; a transfer gives the successor what the predecessor's page said."""
    from disclosure.starter import give_unit_its_pages
    from staff_directory.models import UnitTransfer

    new = Unit.objects.create(code="new", name="承继单位（示例）", kind="division")
    with pytest.raises(Refused, match="主要职责"):
        give_unit_its_pages(new, ())
    page = give_unit_its_pages(new, (), **inherited_texts(UnitTransfer(source=unit, successor=new)))
    assert (page.live, page.duties) == (True, UNIT_TEXTS["duties"])
    bare = Unit.objects.create(code="bare", name="没有主页的单位（示例）", kind="division")
    assert "承继没有主页的单位（示例）的职责" in inherited_texts(UnitTransfer(source=bare, successor=new))["duties"]
