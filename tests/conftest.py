"""Fixtures shared by the whole suite."""

import datetime
import os
import shutil
import tempfile
import uuid
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from hypothesis import HealthCheck, Phase, settings

from disclosure.kinds import Kind
from disclosure.models import DecisionIndexPage, DecisionNoticePage
from disclosure.starter import give_unit_its_pages, start_portal
from home.models import HomePage
from publication.actions.create_many import CreateMany
from staff_directory.models import Unit
from staff_directory.permissions import group_names
from tests.migrated import FOLDER, OwnDatabase, copy_migrated, named

# Machines are shared and noisy: a slow draw is no failure. CI prints how to see a failure again and leaves its shrinking, which
# may take minutes, to the one who mends it.
_PHASES = [phase for phase in Phase if phase is not Phase.shrink or os.environ.get("CI") != "true"]
settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=_PHASES, print_blob=True
)
settings.load_profile("suite")

PASSWORD = "a long example password"
UNITS = {"ldjc": "劳动保障监察支队（示例）", "sbzx": "社会保险中心（示例）"}
#: What a unit's page must say before it is public.
UNIT_TEXTS = {
    "duties": "<p>检查用人单位遵守劳动保障法律、法规的情况。</p>",
    "powers": "<p>在法定范围内实施检查和处罚。</p>",
    "remedies": "<p>可以依法申请行政复议或者提起行政诉讼。</p>",
}

#: A suite of its own, with settings of its own: ``make test-search-conformance``.
collect_ignore = ["conformance"]


def pytest_configure(config):
    """Name the folder of the patterns (``tests/migrated.py``, ``tests/served.py``) for all processes of this run."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = f"{tempfile.gettempdir()}/gongshi-served-{uuid.uuid4().hex[:12]}"
        config.add_cleanup(_remove_patterns)


#: Modules that take a minute or more and would come late: begun first, no process is left alone with one at the end.
LONG = (
    "tests/site/test_chinese_admin.py",
    "tests/staff_directory/test_permissions_table.py",
    "tests/operations/test_crash.py",
)


def pytest_collection_modifyitems(config, items):
    """Begin with the longest modules; leave out of the suite on PostgreSQL what would be the same run a second time."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    left_out = [item for item in items if item.get_closest_marker("on_sqlite")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _remove_patterns():
    for kind in ("pattern", "migrated"):
        OwnDatabase(named(kind)).drop()
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_caches(request):
    """No cached site roots or content types from another test's database; no entered holidays where there is none."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from publication.models.calendar_days import CACHE_KEY
    from search.terms import forget_known

    cache.clear()
    forget_known()
    ContentType.objects.clear_cache()
    with_database = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not with_database and request.node.get_closest_marker("django_db") is None:
        cache.set(CACHE_KEY, {}, None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Begin with a copy of this run's migrated database, under the name that the suite's has in this process."""
    from django.db import connection

    name = connection.creation._get_test_db_name()
    database = OwnDatabase(name)
    database.drop()
    copy_migrated(Path(name), database)
    # Nothing is left to migrate, and asking takes seconds.
    connection.settings_dict["TEST"]["MIGRATE"] = False
    yield
    connection.close()
    database.drop()
    if not database.server:
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            path.unlink()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database is there already; what made it removes it."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test begins with a new portal and the suite's two units: making them takes longer than most tests.

    A test that empties the database leaves none for those after it: the fixtures below then make them anew.
    """
    with django_db_blocker.unblock():
        start_portal()
        for code, name in UNITS.items():
            make_unit(code, name)


@pytest.fixture
def portal(db):
    """The tree of a new portal."""
    return HomePage.objects.first() or start_portal()


def make_unit(code: str, name: str) -> Unit:
    """A unit with its pages."""
    if found := Unit.objects.filter(code=code).first():
        return found
    unit = Unit.objects.create(
        code=code,
        name=name,
        kind="affiliate",
        standing="authorised",
        credit_code="12210500TE5T00024Q",
        legal_basis="《劳动保障监察条例》第十三条",
    )
    give_unit_its_pages(unit, **UNIT_TEXTS)
    return unit


@pytest.fixture
def unit(portal):
    """The unit under test."""
    return make_unit("ldjc", UNITS["ldjc"])


@pytest.fixture
def other_unit(portal):
    """Somebody else's unit."""
    return make_unit("sbzx", UNITS["sbzx"])


def make_user(name: str, group: str | None = None, **values):
    """A user, in one group."""
    user = get_user_model().objects.create_user(name, f"{name}@example.invalid", PASSWORD, **values)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_person(name: str, role: str, unit: Unit | None = None):
    """A user with one role (of a unit)."""
    user = make_user(name)
    user.groups.add(Group.objects.get(role_group__role=role, role_group__unit=unit))
    return user


@pytest.fixture
def editor(unit):
    """An editor of the unit."""
    return make_user("editor", group_names(unit)[0])


@pytest.fixture
def reviewer(unit):
    """The head of the unit, who also does the secrecy review: signs every step of a decision's approval."""
    user = make_user("reviewer", group_names(unit)[1])
    user.groups.add(Group.objects.get(role_group__role="secrecy_reviewer"))
    return user


@pytest.fixture
def admin(db):
    """A superuser."""
    return make_user("admin", is_superuser=True, is_staff=True)


def build_penalty(index, number: int = 1, **values) -> DecisionNoticePage:
    """An unsaved, complete penalty below ``index``."""
    fields = {
        "kind": Kind.PENALTY,
        "party_name": f"示例市第{number}建筑有限公司",
        "party_kind": "organisation",
        "credit_code": "91210500MA0DEM0132",
        "legal_representative": "王示例",
        "document_number": f"示例监罚决字〔2026〕第{number:05d}号",
        "document_name": "行政处罚决定书",
        "decided_on": datetime.date(2026, 3, 5) + datetime.timedelta(days=number % 200),
        "violation_type": "拖欠劳动报酬",
        "facts": "经查，该单位拖欠劳动者工资，逾期未支付。",
        "basis": "《保障农民工工资支付条例》第五十五条",
        "penalty_kinds": ["警告", "罚款"],
        "penalty_content": "给予警告；罚款人民币2万元。",
        "fine_fen": 2_000_000,
        "penalty_valid_until": datetime.date(2099, 12, 31),
        "secrecy": "clear",
        **values,
    }
    notice = DecisionNoticePage(**fields)
    notice.adopt(index)
    notice.prepare()
    return notice


@pytest.fixture
def penalties(unit):
    """The unit's index of penalties."""
    return DecisionIndexPage.objects.get(unit=unit, kind="penalty")


@pytest.fixture
def live_penalty(penalties):
    """One public penalty."""
    return CreateMany(penalties, [build_penalty(penalties)], publish=True).execute()[0]


@pytest.fixture
def draft_penalty(penalties):
    """One draft penalty."""
    return CreateMany(penalties, [build_penalty(penalties, 2)]).execute()[0]
