"""A thousand withdrawals in two minutes: what each further page of a batch costs in queries (issue: 1,000 in bulk in under 2 minutes)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publication.actions import end_many_run
from publication.actions.create_many import CreateMany
from publication.actions.end_many import DecideEndMany, RequestEndMany
from publication.life_admin.preparing import prepare, rows_of_pages
from publication.models import Receipt, SurfaceTask, TrailEntry
from publication.receipts.make import problems_of
from publication.surfaces.work import work
from tests.conftest import build_penalty

from .conftest import STATEMENT, InProcess

pytestmark = pytest.mark.django_db


class Counting(InProcess):
    """Counts what answering the probes costs: that is the portal's part, not the outbox's."""

    answering = 0

    def _fetch(self, address, method, headers):
        with CaptureQueriesContext(connection) as asked:
            reply = super()._fetch(address, method, headers)
        self.answering += len(asked)
        return reply


def approved(index, first, count, editor, reviewer):
    built = [build_penalty(index, number) for number in range(first, first + count)]
    pages = CreateMany(index, built, user=editor, approver=reviewer, publish=True).execute()
    batch = prepare(editor, rows_of_pages(editor, pages))
    RequestEndMany(batch, verb="withdraw", kind="mistake", user=editor, statement=STATEMENT).execute()
    return DecideEndMany(batch, user=reviewer, approve=True).execute()


def cost(index, first, count, editor, reviewer):
    """Return (queries of ending, queries of the outbox without what the portal answers)."""
    batch = approved(index, first, count, editor, reviewer)
    with CaptureQueriesContext(connection) as ended:
        assert end_many_run.run_batch(batch.pk)
    visitor = Counting()
    with CaptureQueriesContext(connection) as worked:
        work(visitor)
    visitor.close()
    return len(ended), len(worked) - visitor.answering


def test_a_further_page_of_a_batch_costs_one_query_to_end_and_one_in_the_outbox(penalties, editor, reviewer):
    cost(penalties, 100, 2, editor, reviewer)
    few, many = cost(penalties, 200, 4, editor, reviewer), cost(penalties, 300, 24, editor, reviewer)
    assert (many[0] - few[0]) / 20 <= 1.5
    assert (many[1] - few[1]) / 20 <= 1.5
    assert many[0] < 100
    assert Receipt.objects.count() == 30
    assert not SurfaceTask.objects.exclude(state="done").exists()
    assert all(problems_of(receipt) == [] for receipt in Receipt.objects.all())
    for act in ("ending.request", "ending.withdraw"):
        assert TrailEntry.objects.filter(act=act).count() == 30
    entry = TrailEntry.objects.filter(act="ending.withdraw").first()
    assert (entry.actor_id, entry.unit_name) == (reviewer.pk, penalties.unit.name)
    assert TrailEntry.objects.filter(act="ending.request").first().actor_id == editor.pk
