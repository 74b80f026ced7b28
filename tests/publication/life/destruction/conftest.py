"""A vanished secret, the people who may destroy it, and the order."""

import datetime

import pytest
from wagtail.models import PageLogEntry, Revision

from publication.actions.destroy import (
    CONFIRMATION,
    DecideDestruction,
    RequestDestruction,
)
from publication.actions.end_request import DecideEnding
from publication.destruction import Holder, later
from publication.guards.signed import signing
from publication.models import (
    Correction,
    Ending,
    PrivacyDecision,
    Receipt,
    SurfaceTask,
    TrailEntry,
)
from publication.receipts.make import make_receipt
from staff_directory.kinds import Role
from tests.conftest import make_person

from ..conftest import ask

DAY = datetime.date(2026, 5, 6)


ORDER = {
    "order_body": "示例市国家保密局",
    "order_number": "示例保〔2026〕1号",
    "order_date": DAY,
    "backups_by": datetime.date(2099, 1, 1),
}


@pytest.fixture
def first(portal):
    """保密审查员."""
    return make_person("first", Role.SECRECY_REVIEWER)


@pytest.fixture
def second(portal):
    """Another one."""
    return make_person("second", Role.SECRECY_REVIEWER)


@pytest.fixture
def operator(portal):
    """The system administrator."""
    return make_person("operator", Role.SYSTEM_ADMIN)


def gone(page, asker, approver, kind="secret"):
    """A vanished page with its receipt, as the outbox leaves it (which ``test_destruction_everywhere`` runs)."""
    ending = DecideEnding(ask(page, asker, kind=kind, verb="vanish"), user=approver, approve=True).execute()
    asked = [{"url": f"/search/?q={page.document_number}", "status": 200, "digest": "0" * 64}]
    SurfaceTask.objects.filter(ending=ending).update(
        state="done", answer={"visible": False, "detail": "", "asked": asked}
    )
    make_receipt(ending)
    return Ending.objects.get(pk=ending.pk)


@pytest.fixture
def ending(notice, editor, first, second):
    """A vanished secret."""
    return gone(notice, editor, second)


def request(ending, user):
    return RequestDestruction(ending, user=user, **ORDER).execute()


def approve(asked, user, confirmation=CONFIRMATION):
    return DecideDestruction(asked, user=user, approve=True, confirmation=confirmation).execute()


def codes(refusal):
    return {problem.code for problem in refusal.value.problems}


def _facts(ending, notice):
    """Rows that are append-only, one statement for each."""
    page, revision = notice.pk, Revision.objects.filter(object_id=str(notice.pk)).first()
    Correction.objects.create(page_id=page, note="更正", after=revision)
    with signing("test"):
        PrivacyDecision.objects.create(page_pk=page, where="正文", choice="not_personal")
    return [
        ("publication_ending", "destroyed_at = CURRENT_TIMESTAMP", ending.pk),
        ("publication_ending", "statement = 'x'", ending.pk),
        ("publication_receipt", "document = '{}'", Receipt.objects.get(ending=ending).pk),
        ("publication_correction", "note = 'x'", Correction.objects.get(page_id=page).pk),
        ("publication_privacydecision", "\"where\" = 'x'", PrivacyDecision.objects.get(page_pk=page).pk),
        ("publication_trailentry", "label = 'x'", TrailEntry.objects.filter(page_id=page).first().pk),
        ("wagtailcore_pagelogentry", "label = 'x'", PageLogEntry.objects.filter(page_id=page).first().pk),
    ]


class Stubborn(Holder):
    """A place that keeps what it has."""

    code, label, tables = "stubborn", "顽固的一处", ()

    def destroy(self, scope):
        return 0

    def remains(self, scope):
        return 3


class Broken(Stubborn):
    """A place that fails half-way."""

    def destroy(self, scope):
        raise OSError("disk")


def finished(asked):
    """Within a test's transaction the file cannot be rewritten: say that it was."""
    asked.parts.filter(holder="compact").update(state="done")
    later.finish(asked.pk)
    asked.refresh_from_db()
    assert asked.completed_at is not None
