"""docs/permissions.md against the code: every admin address, as every role, with objects of the own and of another unit."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.db import transaction

from staff_directory.reading.sealed import register_sealed, unregister_sealed
from staff_directory.roles import Role

from .addresses import address, admin_names
from .world import make_world

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
COLUMNS = {
    "单位编辑": Role.UNIT_EDITOR,
    "单位负责人": Role.UNIT_HEAD,
    "单位法制审核员": Role.UNIT_LEGAL_REVIEWER,
    "法制审核员": Role.LEGAL_REVIEWER,
    "公示专员": Role.DISCLOSURE_OFFICER,
    "保密审查员": Role.SECRECY_REVIEWER,
    "分管领导": Role.DEPUTY_DIRECTOR,
    "司法局审核员": Role.OUTSIDE_REVIEWER,
    "纪检监督员": Role.DISCIPLINE_AUDITOR,
    "系统管理员": Role.SYSTEM_ADMIN,
    "安全管理员": Role.SECURITY_ADMIN,
    "审计管理员": Role.AUDIT_ADMIN,
}
#: Going there ends the walk's own session, or answers those who are signed in with a way back.
NOT_WALKED = {"wagtailadmin_login", "wagtailadmin_logout"}


def rows():
    """Return the table's rows as (act, name patterns, cells by role)."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    titles = [cell.strip() for cell in lines[0].strip("|").split("|")][2:]
    assert titles == list(COLUMNS)
    found = []
    for line in lines[1:]:
        act, names, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        assert len(cells) == len(COLUMNS), act
        assert set(cells) <= {"是", "本", "否"}, act
        by_role = dict(zip((COLUMNS[title].value for title in titles), cells, strict=True))
        found.append((act, re.findall(r"`([^`]+)`", names), by_role))
    return found


def rows_of(name, table):
    """Return the rows that a view's name stands in."""
    return [row for row in table if any(fnmatchcase(name, pattern) for pattern in row[1])]


def test_every_admin_address_is_in_exactly_one_row():
    table = rows()
    names = admin_names()
    assert len(names) > 150
    missing = [name for name in names if not rows_of(name, table)]
    assert not missing, f"Not in docs/permissions.md: {missing}"
    twice = {name: [row[0] for row in rows_of(name, table)] for name in names if len(rows_of(name, table)) > 1}
    assert not twice
    unused = [p for _, patterns, _ in table for p in patterns if not any(fnmatchcase(name, p) for name in names)]
    assert not unused, f"No such address: {unused}"


def reached(client, url, method="get"):
    """Tell whether the address answers the role; an address for forms only is sent an empty form."""
    try:
        with transaction.atomic():
            response = getattr(client, method)(url)
            if response.status_code == 405:
                if method == "post":  # takes no form: the other walk has looked at it
                    return False
                response = client.post(url)
            transaction.set_rollback(True)
    except Exception:  # what the view makes of an empty form is its own affair: it was reached
        return True
    if response.status_code in (403, 404):
        return False
    if response.status_code in (301, 302):
        return response["Location"] != "/admin/" and not response["Location"].startswith("/admin/login")
    return True


@pytest.fixture
def world(unit, other_unit):
    """Both units, with one sealed page each."""
    found = make_world(unit, other_unit)
    sealed = {found.own.sealed.pk, found.other.sealed.pk}

    def is_sealed(page):
        return page.pk in sealed

    register_sealed(is_sealed)
    yield found
    unregister_sealed(is_sealed)


@pytest.mark.parametrize("role", COLUMNS.values(), ids=lambda role: role.value)
def test_the_code_answers_as_the_table_says(role, world, client):
    table = rows()
    client.force_login(world.users[role.value])
    wrong = []
    for name, bare in admin_names().items():
        if name in NOT_WALKED:
            continue
        expected = rows_of(name, table)[0][2][role.value]
        own = address(name, bare, world, world.own)
        assert own is not None, f"Say in world.ARGUMENTS how {name} is reached."
        answers = [reached(client, own[0])]
        if own[1]:
            answers.append(reached(client, address(name, bare, world, world.other)[0]))
        found = "是" if all(answers) else "本" if answers == [True, False] else "否" if not any(answers) else "?"
        if found != expected:
            wrong.append(f"{name}: table {expected}, code {found}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", COLUMNS.values(), ids=lambda role: role.value)
def test_no_form_is_taken_that_the_table_does_not_open(role, world, client):
    """A view may show itself to fewer than it takes a form from: every address is sent one, empty, with what the table closes."""
    table = rows()
    client.force_login(world.users[role.value])
    wrong = []
    for name, bare in admin_names().items():
        expected = rows_of(name, table)[0][2][role.value]
        if name in NOT_WALKED or expected == "是":
            continue
        url, _of_unit = address(name, bare, world, world.own if expected == "否" else world.other)
        if reached(client, url, "post"):
            wrong.append(f"{name}: table {expected}, and {url} takes a form")
    assert not wrong, "\n".join(wrong)
