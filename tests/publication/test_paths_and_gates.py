"""Every path by which a page could become public, against every gate: none lets a page through that a gate keeps back."""

import datetime
import json
import pkgutil
from importlib import import_module

import pytest
import wagtail.actions
import wagtail.admin.api.actions
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Locale, Page, WorkflowPage

from disclosure.models import DecisionNoticePage
from home.models import SectionPage, StandardPage
from publication import gates
from publication.actions.approve import record_setup
from publication.actions.create_many import CreateMany
from publication.actions.publish_many import PublishMany, latest_pairs
from publication.approvals import steps_of
from publication.errors import Refused, is_guard_refusal
from publication.gates import Gate, Problem
from publication.models import Approval, StoredDocument
from publication.models.approvals import content_digest
from publication.permits import permitted
from staff_directory.steps import shipped
from tests.conftest import build_penalty, make_user
from tests.publication.test_publish import form_data

pytestmark = pytest.mark.django_db


class Stop(Gate):
    """A gate of a later app."""

    code = "later_app"

    def check(self, page, revision):
        return [Problem("stop", "测试关口不放行。")] if getattr(page, "facts", "") == "STOP" else []


@pytest.fixture
def later_app():
    """Register another gate for one test."""
    gate = gates.register(Stop())
    yield gate
    gates.unregister(gate)


#: What each gate keeps back: changes to a complete penalty. "approval" is kept back by leaving the approval out.
VIOLATIONS = {
    "approval": {},
    "publicity": {"publicity": "withheld"},
    "secrecy": {"secrecy": ""},
    "completeness": {"violation_type": ""},
    "dates": {"decided_on": datetime.date(2099, 1, 1)},
    "person": {
        "kind": "confirmation",
        "party_kind": "person",
        "party_name": "张某某",
        "subject": "工伤认定",
        "conclusion": "予以认定",
    },
    "later_app": {"facts": "STOP"},
    "outside": {},  # kept back by a workflow that asks for a letter, and no letter
}
#: Gates about files are tried on a page that can hold one (below), not on a penalty.
ELSEWHERE = {"attachments", "privacy"}


def kept_back(penalties, gate, editor, admin):
    """A draft that exactly this gate keeps back, approved unless the approval is what is missing."""
    page = build_penalty(penalties, 7)
    for name, value in VIOLATIONS[gate].items():
        setattr(page, name, value)
    if gate == "person":
        page.penalty_kinds, page.document_number = [], ""
    page.prepare()
    page.live = False
    penalties.add_child(instance=page)
    revision = page.save_revision(user=editor)
    if gate == "outside":
        WorkflowPage.objects.filter(page=penalties).update(workflow=shipped.ensure(shipped.LISTS))
        third = make_user("third")
        for step in steps_of(page):
            Approval.objects.create(
                page_id=page.pk,
                revision=revision,
                digest=content_digest(revision.content),
                user=third,
                task=step,
                basis="workflow",
            )
    elif gate != "approval":
        record_setup(page, revision, "测试")
    return DecisionNoticePage.objects.get(pk=page.pk), revision


def editor_button(client, page, revision, people):
    client.force_login(people["privileged"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(edit, {**form_data(client, edit), "action-publish": "1"}, follow=True)


def save_and_publish(client, page, revision, people):
    client.force_login(people["privileged"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**form_data(client, edit), "remarks": "顺手改了一处", "action-publish": "1"}
    return client.post(edit, data, follow=True)


def revert_and_publish(client, page, revision, people):
    client.force_login(people["privileged"])
    page.remarks = "较新的草稿"
    page.save_revision(user=people["editor"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client, reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]))
    return client.post(edit, {**data, "revision": revision.pk, "action-publish": "1"}, follow=True)


def go_live_at(client, page, revision, people):
    client.force_login(people["privileged"])
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    later = page.save_revision(user=people["editor"])
    try:
        later.publish(user=people["privileged"])
    except (Refused, PublishPagePermissionError):
        return None
    return "scheduled"


def bulk_publish(client, page, revision, people):
    client.force_login(people["privileged"])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{url}?id={page.pk}&next=/admin/", follow=True)


def bulk_publish_from_above(client, page, revision, people):
    client.force_login(people["privileged"])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    parent = page.get_parent().pk
    return client.post(f"{url}?id={parent}&next=/admin/", {"include_descendants": "on"}, follow=True)


def last_approval(client, page, revision, people):
    page.get_workflow().start(page, people["editor"])
    client.force_login(people["editor" if people["gate"] == "approval" else "privileged"])
    answer = None
    for _ in steps_of(page):
        page = type(page).objects.get(pk=page.pk)
        state = page.current_workflow_state.current_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        answer = client.post(url, {"comment": ""}, follow=True)
        if not type(state).objects.filter(pk=state.pk, status="approved").exists():
            break
    return answer


def timer(client, page, revision, people):
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    return call_command("publish_scheduled")


def admin_api_publish(client, page, revision, people):
    client.force_login(people["privileged"])
    return client.post(reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"]))


def revision_publish(client, page, revision, people):
    with pytest.raises((Refused, PublishPagePermissionError)):
        revision.publish(user=people["privileged"])


def publish_many(client, page, revision, people):
    assert page.pk in PublishMany([(page, revision)], user=people["privileged"]).execute()["refused"]


def database(change):
    """A path that only the database holds."""

    def attempt(client, page, revision, people):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            change(page)
        assert is_guard_refusal(caught.value)

    attempt.__name__ = change.__name__
    return attempt


def save_live(page):
    page.live = True
    page.save()


def update_live(page):
    Page.objects.filter(pk=page.pk).update(live=True)


def raw_sql(page):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET live = %s WHERE id = %s", [True, page.pk])


def loaddata(page, tmp="fixture.json"):
    from django.core import serializers

    page.live = True
    for item in serializers.deserialize("json", serializers.serialize("json", [Page.objects.get(pk=page.pk)])):
        item.object.live = True
        item.save()


def bulk_update(page):
    row = Page.objects.get(pk=page.pk)
    row.live = True
    Page.objects.bulk_update([row], ["live"])


#: Paths that ask the gates, and paths that only the database holds.
PATHS = [
    editor_button,
    save_and_publish,
    revert_and_publish,
    go_live_at,
    bulk_publish,
    bulk_publish_from_above,
    last_approval,
    timer,
    admin_api_publish,
    revision_publish,
    publish_many,
    *(database(change) for change in (save_live, update_live, raw_sql, loaddata, bulk_update)),
]


@pytest.mark.parametrize("gate", sorted(VIOLATIONS))
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_no_path_goes_around_a_gate(path, gate, client, penalties, editor, admin, later_app):
    page, revision = kept_back(penalties, gate, editor, admin)
    privileged = editor if gate == "approval" and path is not last_approval else admin
    people = {"editor": editor, "privileged": privileged, "gate": gate}
    answer = path(client, page, revision, people)
    assert answer != "scheduled"
    stored = Page.objects.get(pk=page.pk)
    assert not stored.live
    assert stored.first_published_at is None


@pytest.mark.parametrize("path", PATHS[:11], ids=lambda path: path.__name__)
def test_every_path_lets_a_good_page_through(path, client, penalties, editor, admin):
    """The counterpart: the paths above are real, so that a page that stays back was kept back by its gate."""
    page = build_penalty(penalties, 7)
    page.live = False
    penalties.add_child(instance=page)
    revision = page.save_revision(user=editor)
    if path is timer:
        record_setup(page, revision, "测试")
    people = {"editor": editor, "privileged": admin, "gate": ""}
    page = DecisionNoticePage.objects.get(pk=page.pk)
    if path is revision_publish:
        revision.publish(user=admin)
    elif path is publish_many:
        PublishMany([(page, revision)], user=admin).execute()
    elif path is go_live_at:
        assert path(client, page, revision, people) == "scheduled"
        return
    elif path in (save_and_publish, revert_and_publish):
        assert "须由另一位审核人" in path(client, page, revision, people).content.decode()
        return
    else:
        path(client, page, revision, people)
    assert Page.objects.get(pk=page.pk).live


def test_every_gate_is_in_the_table(later_app):
    assert {gate.code for gate in gates.registered()} - ELSEWHERE == set(VIOLATIONS)


def test_an_import_makes_drafts_of_what_a_gate_keeps_back(penalties, editor, reviewer):
    with pytest.raises(Refused):
        CreateMany(
            penalties, [build_penalty(penalties, 3, secrecy="")], user=editor, approver=reviewer, publish=True
        ).execute()
    with pytest.raises(Refused, match="须由录入人以外"):
        CreateMany(penalties, [build_penalty(penalties, 3)], user=editor, approver=editor, publish=True).execute()
    other = type(editor).objects.create_user("nobody")
    with pytest.raises(Refused, match="审核权限"):
        CreateMany(penalties, [build_penalty(penalties, 3)], user=editor, approver=other, publish=True).execute()
    assert not DecisionNoticePage.objects.exists()


def test_create_view_keeps_the_draft_and_publishes_nothing(client, admin, portal):
    client.force_login(admin)
    add = reverse("wagtailadmin_pages:add", args=["home", "sectionpage", portal.pk])
    data = {**form_data(client, add), "title": "新页面", "slug": "new", "action-publish": "1"}
    answer = client.post(add, data, follow=True)
    page = SectionPage.objects.get(slug="new")
    assert not page.live
    assert "须由另一位审核人" in answer.content.decode()


# What makes copies or moves


def test_copying_a_live_page_publishes_nothing(client, admin, live_penalty):
    client.force_login(admin)
    parent = live_penalty.get_parent()
    url = reverse("wagtailadmin_pages:copy", args=[live_penalty.pk])
    data = {"new_title": "副本", "new_slug": "copied", "new_parent_page": parent.pk, "publish_copies": "on"}
    client.post(url, data, follow=True)
    assert Page.objects.live().filter(path__startswith=parent.path, depth=parent.depth + 1).count() == 1


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("copy", {"keep_live": True, "recursive": False}),
        ("create_alias", {}),
        ("unpublish", {}),
        ("delete", {}),
        ("move", {}),
        ("copy_for_translation", {}),
    ],
)
def test_admin_api_makes_nothing_public_and_ends_nothing(client, admin, live_penalty, portal, action, data):
    client.force_login(admin)
    if action == "move":
        other = portal.add_child(instance=SectionPage(title="另一处", slug="elsewhere", live=False))
        data = {"destination_page_id": other.pk, "position": "first-child"}
    if action == "create_alias":
        data = {"destination_page_id": live_penalty.get_parent().pk, "update_slug": "alias"}
    if action == "copy_for_translation":
        Locale.objects.get_or_create(language_code="en")
        data = {"locale": "en", "copy_parents": True, "alias": True}
    before = set(Page.objects.live().values_list("pk", "url_path"))
    client.post(
        reverse("wagtailadmin_api:pages:action", args=[live_penalty.pk, action]),
        json.dumps(data),
        content_type="application/json",
    )
    assert set(Page.objects.live().values_list("pk", "url_path")) == before


def test_deleting_or_moving_a_parent_is_refused_with_what_to_do(client, admin, live_penalty):
    client.force_login(admin)
    parent = live_penalty.get_parent()
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]), follow=True)
    assert "已公开" in answer.content.decode()
    for action in ("delete", "unpublish", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{url}?id={live_penalty.pk}&next=/admin/", {"chooser": parent.get_parent().pk}, follow=True)
    assert Page.objects.get(pk=live_penalty.pk).live
    assert Page.objects.get(pk=live_penalty.pk).url_path == live_penalty.url_path


@pytest.mark.parametrize("who", ["editor", "reviewer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_delete_screen_of_a_live_page_says_what_to_do_instead(request, client, live_penalty, who, method):
    client.force_login(request.getfixturevalue(who))
    answer = getattr(client, method)(reverse("wagtailadmin_pages:delete", args=[live_penalty.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[live_penalty.pk])
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 1
    assert "已公开" in said[0]
    assert "重新发布" in said[0]
    assert Page.objects.get(pk=live_penalty.pk).live


def test_delete_screen_says_why_an_editor_may_not_delete_a_folder_of_drafts(client, editor, draft_penalty):
    client.force_login(editor)
    folder = draft_penalty.get_parent()
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[folder.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert "不能删除" in answer.content.decode()


@pytest.mark.parametrize("depth", [1, 2])
def test_delete_screen_of_what_stands_above_the_unit_answers_with_a_message(client, editor, live_penalty, depth):
    client.force_login(editor)
    above = Page.objects.get(depth=depth)
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[above.pk]), follow=True)
    assert answer.status_code == 200
    assert "不能删除" in str([str(message) for message in answer.context["messages"]])


def test_a_draft_is_deleted_from_its_screen(client, editor, draft_penalty):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:delete", args=[draft_penalty.pk])
    assert "Yes" not in client.get(address).content.decode()
    assert client.get(address).status_code == 200
    client.post(address)
    assert not Page.objects.filter(pk=draft_penalty.pk).exists()


# Files and what stands around pages


@pytest.fixture
def live_document(portal, admin):
    """A document that a live page shows."""
    document = StoredDocument.objects.create(title="附件", file=ContentFile("第一版".encode(), name="a.txt"))
    page = StandardPage(title="带附件", slug="with-file", live=False, body=[("document", document)])
    portal.add_child(instance=page)
    revision = page.save_revision()
    record_setup(page, revision, "测试")
    revision.publish()
    return document


def test_a_file_that_a_live_page_shows_is_not_replaced(client, admin, live_document):
    client.force_login(admin)
    url = reverse("wagtaildocs:edit", args=[live_document.pk])
    new = ContentFile("第二版".encode(), name="b.txt")
    data = {"title": "附件", "collection": live_document.collection_id, "file": new, "tags": ""}
    answer = client.post(url, data, follow=True)
    assert "正被已公开的页面使用" in answer.content.decode()
    answer = client.post(reverse("wagtaildocs:delete", args=[live_document.pk]), follow=True)
    assert "正被已公开的页面使用" in answer.content.decode()
    live_document.refresh_from_db()
    assert live_document.file.open().read().decode() == "第一版"
    for change in (
        lambda: StoredDocument.objects.filter(pk=live_document.pk).update(file="documents/other.txt"),
        lambda: live_document.delete(),
    ):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            change()
        assert is_guard_refusal(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 a program"),
        ("a.txt", b"MZ\x90\x00 a program"),
        ("a.xlsx", b"not a zip at all"),
        ("a.pdf", b"%PDF-1.7 /JavaScript (app.alert)"),
    ],
)
def test_an_unsafe_attachment_keeps_the_page_back(portal, name, content):
    document = StoredDocument.objects.create(title="附件", file=ContentFile(content, name=name))
    page = StandardPage(title="带附件", slug="with-file", live=False, body=[("document", document)])
    portal.add_child(instance=page)
    revision = page.save_revision()
    record_setup(page, revision, "测试")
    with pytest.raises(Refused, match="附件"):
        revision.publish()


def test_what_changes_nothing_public_stays_free(client, editor, live_penalty):
    client.force_login(editor)
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    page.remarks = "新的草稿"
    page.save_revision(user=editor)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=editor)
    for command in ("fixtree", "purge_revisions"):
        call_command(command, interactive=False) if command == "fixtree" else call_command(command)
    stored = DecisionNoticePage.objects.get(pk=page.pk)
    assert stored.live
    assert stored.remarks == ""


def test_purging_revisions_leaves_what_was_approved(live_penalty):
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    approved = page.live_revision_id
    page.remarks = "草稿"
    page.save_revision()
    call_command("purge_revisions", pages=True)
    assert page.revisions.filter(pk=approved).exists()


# Nothing new in the framework goes unnoticed

KNOWN_ACTIONS = {
    "wagtail.actions": {
        "convert_alias", "copy_for_translation", "copy_page", "create_alias", "delete_page", "move_page",
        "publish_page_revision", "publish_revision", "revert_to_page_revision", "unpublish", "unpublish_page",
    },
    "wagtail.admin.api.actions": {
        "base", "convert_alias", "copy", "copy_for_translation", "create_alias", "delete", "move", "publish",
        "revert_to_page_revision", "unpublish",
    },
}  # fmt: skip


@pytest.mark.parametrize("package", [wagtail.actions, wagtail.admin.api.actions])
def test_the_framework_has_no_action_that_is_not_in_the_table(package):
    found = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert found == KNOWN_ACTIONS[package.__name__]


def test_no_other_module_of_the_framework_imports_an_action_that_ends_or_publishes():
    from publication.routes import _targets

    bound = {module for module, _ in _targets()}
    for name in ("PublishPageRevisionAction", "UnpublishPageAction", "DeletePageAction", "MovePageAction"):
        for module in ("edit", "unpublish", "delete", "move"):
            target = import_module(f"wagtail.admin.views.pages.{module}")
            if hasattr(target, name):
                assert target.__name__ in bound


def test_a_permit_never_outlives_its_verb(live_penalty):
    with pytest.raises(ZeroDivisionError), permitted("test", [live_penalty.path]):
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=live_penalty.pk).update(live=False)


def test_latest_pairs_are_pinned(penalties, editor):
    pages = CreateMany(penalties, [build_penalty(penalties, 1)], user=editor).execute()
    assert latest_pairs(pages)[0][1].pk == pages[0].latest_revision_id
