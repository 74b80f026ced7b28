"""A public penalty, and people who may end it."""

import datetime
import hashlib
import html

import pytest
from django.test import Client
from django.utils import timezone

from publication.actions.create_many import CreateMany
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.surfaces.visitor import Reply, Visitor
from staff_directory.kinds import Role
from tests.conftest import build_penalty, make_person

INSTRUMENT = {
    "instrument_name": "行政复议决定书",
    "instrument_number": "示例复决〔2026〕1号",
    "instrument_body": "示例市人民政府",
    "instrument_date": datetime.date(2026, 5, 6),
}
STATEMENT = "经行政复议，该处罚决定被依法撤销。"


@pytest.fixture
def notice(penalties, editor, reviewer):
    """A public penalty of the unit."""
    return CreateMany(penalties, [build_penalty(penalties, 7)], user=editor, approver=reviewer, publish=True).execute()[
        0
    ]


@pytest.fixture
def officer(portal):
    """The disclosure officer of 政策法规科."""
    return make_person("officer", Role.DISCLOSURE_OFFICER)


@pytest.fixture
def auditor(portal):
    """纪检监督员."""
    return make_person("auditor", Role.DISCIPLINE_AUDITOR)


def ask(page, user, kind="revoked", verb="withdraw", **values):
    """A complete request."""
    given = {"statement": STATEMENT, **(INSTRUMENT if kind not in ("mistake", "privacy", "secret") else {}), **values}
    return RequestEnding(page, verb=verb, kind=kind, user=user, **given).execute()


def end(page, user, approver, **values):
    """Ask and approve; return the executed ending."""
    return DecideEnding(ask(page, user, **values), user=approver, approve=True).execute()


def today():
    """Today in Shanghai."""
    return timezone.localdate()


class InProcess(Visitor):
    """A visitor who asks the portal of this test, within its transaction."""

    def _fetch(self, address, method, headers):
        given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        answer = Client().generic(method, address, HTTP_USER_AGENT=self.headers["User-Agent"], **given)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        digest = hashlib.sha256(body).hexdigest()
        return Reply(
            address,
            answer.status_code,
            html.unescape(body.decode("utf-8", "replace")),
            digest,
            answer.headers.get("Location", ""),
        )

    def ask_ahead(self, questions):
        """One at a time: the transaction is this thread's."""


@pytest.fixture
def visitor():
    """A visitor without an account."""
    return InProcess()
