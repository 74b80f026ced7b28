"""The demo content, loaded once for all of these tests: it takes longer than they do."""

import tempfile
from pathlib import Path
from xml.etree import ElementTree

from django.core.management import call_command
from django.db import transaction
from django.test import TestCase, override_settings

from benchmarks.search_judged import judged
from disclosure.demo.content import load_demo, make_decisions
from disclosure.models import DecisionNoticePage, MatterPage
from tests.benchmarks.test_search_judged import corpus, queries


def stored():
    """What decisions say, without what is new each time by nature (keys, moments)."""
    names = [
        field.name
        for field in DecisionNoticePage._meta.concrete_fields
        if not field.is_relation
        and field.name not in ("id", "translation_key", "path")
        and not field.name.endswith("_at")
    ]
    return sorted(map(str, DecisionNoticePage.objects.values_list(*names)))


class TestDemo(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(override_settings(VAR=cls.folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.made = load_demo()

    def test_it_loads_twice_and_covers_every_kind(self):
        assert self.made["decisions"] == 60
        assert load_demo()["decisions"] == 0
        assert DecisionNoticePage.objects.live().values("kind").distinct().count() == 7
        assert (self.folder / "demo-accounts.json").stat().st_mode & 0o777 == 0o600
        make_decisions(30, 7, prefix="甲")
        assert DecisionNoticePage.objects.live().count() == 90

    def test_matters_lead_to_the_chart_that_explains_them_and_one_tier_gives_way_to_the_province(self):
        charts = dict(MatterPage.objects.live().values_list("code", "flowchart__slug"))
        assert (charts["SLRS-QR-001"], charts["SLRS-QT-002"], charts["SLRS-CF-002"]) == ("gsrd", "ldjc-aj", "cf-pt")
        matter = MatterPage.objects.get(code="SLRS-CF-002")
        assert [row.tier for row in matter.tiers.all() if row.differs_from_province] == ["ordinary"]
        for address in (matter.get_url(), "/before/discretion-benchmarks/"):
            assert "与省基准不一致，以省基准为准" in self.client.get(address).content.decode()

    def test_every_public_address_answers(self):
        found = ElementTree.fromstring(self.client.get("/sitemap-pages.xml").content)
        addresses = [node.text for node in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        assert len(addresses) > 80
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            assert self.client.get(path).status_code == 200, path

    def test_make_decisions_makes_the_same_ones_for_the_same_seed(self):
        made = []
        for seed in (1, 1, 2):
            with transaction.atomic():
                call_command("make_decisions", "150", "--seed", str(seed), verbosity=0)
                made.append(stored())
                transaction.set_rollback(True)
        assert len(made[0]) == 150 + 60
        assert made[0] == made[1]
        assert made[0] != made[2]

    def test_every_judged_query_has_something_useful_in_its_corpus(self):
        pages = corpus(2000)
        assert sum(isinstance(page, DecisionNoticePage) for page in pages) == 2060
        without = [query.query for query in queries() if not any(judged.grade(query, page) >= 2 for page in pages)]
        assert not without
