"""The database refuses a change of what is public without a permit, whatever path it comes by."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from disclosure.models import DecisionNoticePage
from publication.errors import is_guard_refusal
from publication.guards import install
from publication.models import GuardSuspension, Permit, TrailEntry
from publication.permits import permitted, suspended_guards

pytestmark = pytest.mark.django_db


def refused(change):
    """Run ``change`` and assert that the database refused it."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    assert is_guard_refusal(caught.value)


def _save(page):
    page.facts = "改动"
    page.save()


def _raw(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


CHANGES = {
    "save": _save,
    "update of the page type": lambda page: DecisionNoticePage.objects.filter(pk=page.pk).update(facts="改动"),
    "update of the page": lambda page: Page.objects.filter(pk=page.pk).update(title="改动"),
    "unpublish by update": lambda page: Page.objects.filter(pk=page.pk).update(live=False),
    "change of address": lambda page: Page.objects.filter(pk=page.pk).update(slug="moved", url_path="/moved/"),
    "backdating": lambda page: Page.objects.filter(pk=page.pk).update(first_published_at="2020-01-01T00:00:00+08:00"),
    "raw update": lambda page: _raw(
        "UPDATE disclosure_decisionnoticepage SET facts = 'x' WHERE page_ptr_id = %s", page.pk
    ),
    "raw delete": lambda page: _raw("DELETE FROM disclosure_decisionnoticepage WHERE page_ptr_id = %s", page.pk),
    "joint unit": lambda page: DecisionNoticePage.joint_units.through.objects.create(
        decisionnoticepage_id=page.pk, unit_id=page.unit_id
    ),
    "delete by queryset": lambda page: DecisionNoticePage.objects.filter(pk=page.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_live_page_cannot_be_changed_without_a_permit(change, live_penalty):
    refused(lambda: change(DecisionNoticePage.objects.get(pk=live_penalty.pk)))


def test_draft_cannot_be_made_live_without_a_permit(draft_penalty):
    refused(lambda: Page.objects.filter(pk=draft_penalty.pk).update(live=True))
    refused(lambda: _raw("UPDATE wagtailcore_page SET live = %s WHERE id = %s", True, draft_penalty.pk))


def test_live_page_cannot_be_inserted_without_a_permit(penalties):
    from tests.conftest import build_penalty

    page = build_penalty(penalties, 9)
    page.live = True
    refused(lambda: penalties.add_child(instance=page))


def test_drafts_locks_and_tree_positions_stay_free(live_penalty, draft_penalty, editor):
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    page.facts = "新的草稿"
    page.save_revision(user=editor)
    Page.objects.filter(pk=page.pk).update(locked=True)
    Page.objects.get(pk=draft_penalty.pk).move(Page.objects.get(pk=live_penalty.pk), pos="left")
    draft = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    draft.facts = "改动"
    draft.save()
    draft.delete()
    page.refresh_from_db()
    assert page.has_unpublished_changes


def test_permit_opens_one_page_in_its_transaction_only(live_penalty, penalties):
    from publication.actions.create_many import CreateMany
    from tests.conftest import build_penalty

    other = CreateMany(penalties, [build_penalty(penalties, 3)], publish=True).execute()[0]
    with permitted("test", [live_penalty.path]):
        Page.objects.filter(pk=live_penalty.pk).update(seo_title="可以")
        refused(lambda: Page.objects.filter(pk=other.pk).update(seo_title="不可以"))
    assert not Permit.objects.exists()
    refused(lambda: Page.objects.filter(pk=live_penalty.pk).update(seo_title="不可以"))


def test_suspension_is_on_the_record(live_penalty):
    with suspended_guards("恢复备份"):
        Page.objects.filter(pk=live_penalty.pk).update(seo_title="恢复")
    assert GuardSuspension.objects.get().reason == "恢复备份"


def test_check_finds_a_missing_guard(db):
    call_command("check", databases=["default"])
    name, table = next(iter(install.standing().items()))
    with connection.cursor() as cursor:
        for statement in install.dialect(connection.vendor).drop(name, table):
            cursor.execute(statement)
    from publication.guards.checks import guards_are_installed

    assert [found.id for found in guards_are_installed(databases=["default"])] == ["publication.E002"]


def test_an_older_database_without_a_guard_can_be_migrated(db):
    name, table = next(iter(install.standing().items()))
    with connection.cursor() as cursor:
        for statement in install.dialect(connection.vendor).drop(name, table):
            cursor.execute(statement)
    call_command("migrate", verbosity=0, skip_checks=False)
    assert name in install.standing()


def test_every_page_type_of_ours_is_guarded():
    from django.apps import apps
    from wagtail.models import get_page_models

    from publication.guards.tables import guarded_tables

    names = {table.name for table in guarded_tables()}
    ours = {m._meta.db_table for m in get_page_models() if not m.__module__.startswith("wagtail")}
    assert ours <= names
    assert apps.get_model("disclosure", "decisionnoticepage").joint_units.through._meta.db_table in names


def _row(table, key, value):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM {table} WHERE "{key}" = %s', [value])
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def _replace(table, row):
    names = ", ".join(f'"{name}"' for name in row)
    _raw(f"REPLACE INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())


only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has REPLACE")
only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")


@only_sqlite
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_does_not_end_a_live_page_nor_rewrite_the_trail(live_penalty, draft_penalty, recursive):
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    try:
        page = _row("wagtailcore_page", "id", live_penalty.pk)
        refused(lambda: _replace("wagtailcore_page", {**page, "live": 0}))
        refused(lambda: _replace("wagtailcore_page", {**page, "live": 0, "id": None}))  # the path stands in the way
        draft = draft_penalty.pk
        refused(
            lambda: _raw("UPDATE OR REPLACE wagtailcore_page SET path = %s WHERE id = %s", live_penalty.path, draft)
        )
        entry = TrailEntry.objects.earliest("pk")
        row = _row("publication_trailentry", "id", entry.pk)
        refused(lambda: _replace("publication_trailentry", {**row, "actor_name": "别人", "act": "伪造"}))
        refused(lambda: _replace("disclosure_decisionnoticepage", {
            **_row("disclosure_decisionnoticepage", "page_ptr_id", live_penalty.pk), "facts": "改动",
        }))  # fmt: skip
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
    stored = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    assert (stored.live, stored.facts) == (True, live_penalty.facts)


@only_postgresql
@pytest.mark.parametrize(
    "table",
    [
        "publication_trailentry",
        "publication_trailseal",
        "disclosure_decisionnoticepage",
        "wagtailcore_page",
        "publication_receipt",
    ],
)
def test_no_table_is_emptied_at_a_stroke(live_penalty, table):
    _raw(
        "SET CONSTRAINTS ALL IMMEDIATE"
    )  # or the server refuses by itself, for the keys that the test's own rows have to check
    refused(lambda: _raw(f"TRUNCATE {table} CASCADE"))
    assert Page.objects.get(pk=live_penalty.pk).live


def test_what_is_public_is_not_hidden_nor_shown_by_a_view_restriction(live_penalty, penalties):
    refused(lambda: PageViewRestriction.objects.create(page=live_penalty, restriction_type="login"))
    refused(lambda: PageViewRestriction.objects.create(page=penalties, restriction_type="login"))
    with suspended_guards("测试"):
        old = PageViewRestriction.objects.create(page=penalties, restriction_type="login")
    refused(old.delete)
    refused(lambda: PageViewRestriction.objects.filter(pk=old.pk).update(restriction_type="none"))
    refused(lambda: CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="login"
    ))  # fmt: skip


def test_a_site_keeps_its_address(live_penalty, unit):
    site = Site.objects.get()
    for values in ({"root_page": unit.page}, {"hostname": "other.example"}, {"port": 8080}, {"is_default_site": False}):
        refused(lambda values=values: Site.objects.filter(pk=site.pk).update(**values))
    refused(site.delete)
    refused(lambda: Site.objects.create(hostname="second.example", root_page_id=site.root_page_id))
    Site.objects.filter(pk=site.pk).update(site_name="示例平台")
