"""Every public view asks the database the same number of questions however much there is (issue of speed: at most 12)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.measure.addresses import public_addresses
from disclosure.demo.content import make_accounts, make_decisions, make_units
from disclosure.models import DecisionListPage, DecisionNoticePage
from disclosure.starter import start_portal
from publication.actions.create_many import CreateMany
from tests.conftest import build_penalty
from tests.disclosure.matters.world import live_matter
from tests.search.counting import reads

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db, settings, tmp_path):
    """The demo units without decisions; returns the accounts."""
    settings.VAR = tmp_path
    start_portal()
    return make_accounts(make_units())


def counts(client, addresses):
    """The number of queries per address, asked warm."""
    found = {}
    for name, address in addresses.items():
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        found[name] = len(reads(captured))
        assert found[name], name
    return found


def test_every_public_view_is_constant_from_a_few_to_thousands(client, demo):
    make_decisions(60, 1, prefix="示例一")
    few = counts(client, public_addresses())
    make_decisions(2_500, 2, prefix="示例二")
    many = counts(client, public_addresses())
    # Search looks a second time where few pages carry the words; it is bounded like the rest.
    assert {name: count for name, count in many.items() if name != "search"} == {
        name: count for name, count in few.items() if name != "search"
    }
    assert len(many) >= 20
    assert max(many.values()) <= 12, max(many.items(), key=lambda item: item[1])


def test_lists_and_details_are_constant_from_one_decision_on(client, penalties, unit):
    CreateMany(penalties, [build_penalty(penalties, 1, matter=live_matter(unit))], publish=True).execute()
    notice = DecisionNoticePage.objects.get()
    addresses = {
        "list": DecisionListPage.objects.get(kind="penalty").get_url(),
        "all": DecisionListPage.objects.get(kind="").get_url(),
        "unit's list": penalties.get_url(),
        "detail": notice.get_url(),
        "home": "/",
    }
    one = counts(client, addresses)
    CreateMany(penalties, [build_penalty(penalties, n) for n in range(2, 400)], publish=True).execute()
    many = counts(client, addresses)
    assert many == one
    assert max(many.values()) <= 12
