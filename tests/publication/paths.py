"""The paths by which a page could become public, and what each gate keeps back: what the tests of paths share."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import resolve, reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page, WorkflowPage

from disclosure.models import DecisionNoticePage
from publication.actions.approve import record_setup
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.actions.publish_many import PublishMany
from publication.approvals import STEPS, steps_of
from publication.errors import Refused, is_guard_refusal
from publication.gates import Gate, Problem
from publication.guards.signed import signing
from publication.models import Approval
from publication.models.approvals import content_digest
from publication.permits import permitted
from staff_directory.steps import shipped
from tests.conftest import build_penalty, make_user
from tests.publication.test_publish import form_data as data_of_form


class Stop(Gate):
    """A gate of a later app."""

    code = "later_app"

    def check(self, page, revision):
        return [Problem("stop", "测试关口不放行。")] if getattr(page, "facts", "") == "STOP" else []


#: What each gate keeps back: changes to a complete penalty. "approval" is kept back by leaving the approval out.
VIOLATIONS = {
    "approval": {},
    "publicity": {"publicity": "withheld", "publicity_reason": "涉及个人隐私"},
    "secrecy": {"secrecy": ""},
    "completeness": {"violation_type": ""},
    "dates": {"decided_on": datetime.date(2099, 1, 1)},
    "person": {
        "kind": "confirmation",
        "party_kind": "person",
        "party_name": "张某某",
        "category": "工伤保险",
        "subject": "工伤认定",
        "conclusion": "予以认定",
    },
    "later_app": {"facts": "STOP"},
    "outside": {},  # kept back by a workflow that asks for a letter, and no letter
    "sealed": {},  # was public, and was withdrawn
}


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
        with permitted("test", [STEPS]):
            WorkflowPage.objects.filter(page=penalties).update(workflow=shipped.ensure(shipped.LISTS))
        third = make_user("third")
        for step in steps_of(page):
            with signing("test"):
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
    if gate == "sealed":
        revision.publish()
        asked = RequestEnding(page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。")
        End(asked.execute()).execute()
    return DecisionNoticePage.objects.get(pk=page.pk), revision


def form_data(client, edit):
    """What the editor's form would send; of a sealed page, whose editor does not open, nothing."""
    if b"data-edit-form" not in client.get(edit).content:
        return {}
    page = Page.objects.get(pk=resolve(edit).kwargs["page_id"]).get_latest_revision_as_object()
    return {**stream_data(getattr(page, "body", ())), **data_of_form(client, edit)}


def stream_data(body):
    """What the script of a stream's form would send of attachments; nothing of a stream of other blocks."""
    if not all(block.block_type == "document" for block in body):
        return {}
    sent = {"body-count": str(len(body))}
    for place, block in enumerate(body):
        value = block.value.pk if block.value is not None else ""
        given = {"deleted": "", "order": place, "type": block.block_type, "id": block.id or "", "value": value}
        sent |= {f"body-{place}-{name}": each for name, each in given.items()}
    return sent


def editor_button(client, page, revision, people):
    client.force_login(people["privileged"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(edit, {**form_data(client, edit), "action-publish": "1"}, follow=True)


def save_and_publish(client, page, revision, people):
    client.force_login(people["privileged"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**form_data(client, edit), people.get("touched", "remarks"): "顺手改了一处", "action-publish": "1"}
    return client.post(edit, data, follow=True)


def revert_and_publish(client, page, revision, people):
    client.force_login(people["privileged"])
    setattr(page, people.get("touched", "remarks"), "较新的草稿")
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


def bulk_create(page):
    row = Page.objects.get(pk=page.pk)
    above = Page.objects.get(pk=page.get_parent().pk)
    copied = Page(
        title=row.title, slug="copied", live=True, depth=row.depth, content_type=row.content_type, locale=row.locale
    )
    copied.path, copied.url_path = above.get_last_child()._inc_path(), f"{above.url_path}copied/"
    Page.objects.bulk_create([copied])


def replaced(page):
    """SQLite's REPLACE deletes the row without asking; elsewhere the insertion with a handler for conflicts does the nearest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wagtailcore_page WHERE id = %s", [page.pk])
        names = [column[0] for column in cursor.description]
        row = {**dict(zip(names, cursor.fetchone(), strict=True)), "live": True}
        columns, places = ", ".join(f'"{name}"' for name in names), ", ".join(["%s"] * len(names))
        verb, end = (
            ("REPLACE", "")
            if connection.vendor == "sqlite"
            else ("INSERT", " ON CONFLICT (id) DO UPDATE SET live = true")
        )
        cursor.execute(f"{verb} INTO wagtailcore_page ({columns}) VALUES ({places}){end}", list(row.values()))


#: Paths through the page editor.
EDITOR = [editor_button, save_and_publish, revert_and_publish, go_live_at]
#: Paths by bulk, workflow, timer, API and verb.
OTHERS = [
    bulk_publish,
    bulk_publish_from_above,
    last_approval,
    timer,
    admin_api_publish,
    revision_publish,
    publish_many,
]
#: Paths that only the database holds.
DATABASE = [
    database(change) for change in (save_live, update_live, raw_sql, loaddata, bulk_update, bulk_create, replaced)
]


def stays_back(path, gate, client, penalties, editor, admin):
    """Take a path with a page that a gate keeps back, and see that nothing became public."""
    page, revision = kept_back(penalties, gate, editor, admin)
    privileged = editor if gate == "approval" and path is not last_approval else admin
    people = {"editor": editor, "privileged": privileged, "gate": gate}
    answer = path(client, page, revision, people)
    assert answer != "scheduled"
    stored = Page.objects.get(pk=page.pk)
    assert not stored.live
    assert stored.first_published_at == page.first_published_at
    assert (stored.first_published_at is not None) == (gate == "sealed")


def lets_through(path, client, penalties, editor, admin):
    """The counterpart: take a path with a good page, so that one that stays back was kept back by its gate."""
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
