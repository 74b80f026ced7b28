"""Penalties of each grade, and people of 政策法规科."""

import datetime

import pytest

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from staff_directory.kinds import Role
from tests.conftest import build_penalty, make_person

#: Of the rule in force since 2026-04-01.
DAY = datetime.date(2026, 11, 2)
MINOR = {"penalty_kinds": ["警告"], "fine_fen": None}


@pytest.fixture
def officer(portal):
    """The disclosure officer of 政策法规科."""
    return make_person("officer", Role.DISCLOSURE_OFFICER)


@pytest.fixture
def lawyer(portal):
    """The legal reviewer of 政策法规科."""
    return make_person("lawyer", Role.LEGAL_REVIEWER)


def penalty(index, number=1, *, publish=False, user=None, approver=None, **values):
    """A stored penalty below ``index``, fresh from the database."""
    built = build_penalty(index, number, **{"decided_on": DAY, **values})
    made = CreateMany(index, [built], publish=publish, user=user, approver=approver).execute()[0]
    return fresh(made)


def fresh(page):
    return DecisionNoticePage.objects.get(pk=page.pk)


def expired(index, number=1, **values):
    """A public penalty whose period ended long ago."""
    made = penalty(index, number, publish=True)
    from publication.permits import permitted

    with permitted("test", [made.path]):
        DecisionNoticePage.objects.filter(pk=made.pk).update(
            publicity_until=datetime.date(2026, 11, 20), publicity_computed=False, **values
        )
    return fresh(made)
