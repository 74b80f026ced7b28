"""A page with a unique string in every place: after its destruction no table, file, index or log holds one; before, each does."""

import datetime
import json
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.log_actions import log
from wagtail.models import Comment, CommentReply, Page, Revision, TaskState, UploadedFile
from wagtail.search.index import insert_or_update_object

from disclosure.imports import files as uploads
from disclosure.models import DecisionIndexPage, DecisionNoticePage, ImportedRow, ImportJob
from disclosure.starter import start_portal
from home.models import StandardPage
from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from publication.actions.end_request import DecideEnding
from publication.destruction.backups import backups_of
from publication.destruction.base import register, unregister
from publication.destruction.checks import holders_answer_for_every_table, unclaimed
from publication.guards.signed import signing
from publication.models import (
    Approval,
    Backup,
    Destruction,
    Ending,
    EndingBatch,
    EndingBatchItem,
    GateOverride,
    Notice,
    PrivacyDecision,
    Receipt,
    Relapse,
    Restoration,
    StoredDocument,
    StoredImage,
    TrailEntry,
)
from publication.models.approvals import content_digest
from publication.permits import permitted
from publication.receipts.make import problems_of
from publication.surfaces import work as outbox
from publication.surfaces.audit import audit
from publication.trail.record import record
from publication.trail.seal import broken_seals
from search import counting
from search.entries import enter
from search.models import SearchCount
from staff_directory.kinds import Role
from staff_directory.models import Finding, UnitPage
from tests.conftest import build_penalty, make_person, make_unit

from .canaries import HAN, MARK, PLACES, canary, docx, in_database, in_files, raw_database
from .clone import cloned
from .conftest import InProcess, ask


@pytest.fixture
def copy(django_db_setup, django_db_blocker, settings, tmp_path):
    """A database, a media folder and an upload folder of this test's own."""
    settings.MEDIA_ROOT, settings.UPLOAD_ROOT = tmp_path / "media", tmp_path / "uploads"
    settings.RECEIPT_KEY_FILE = str(tmp_path / "key.pem")
    with django_db_blocker.unblock(), cloned() as name:
        yield name


class World:
    """A portal with two secrecy reviewers, an editor, a page of canaries and another page."""

    def __init__(self):
        start_portal()
        self.unit = make_unit("ldjc", "劳动保障监察支队（示例）")
        self.editor = make_person("editor", Role.UNIT_EDITOR, self.unit)
        self.first = make_person("first", Role.SECRECY_REVIEWER)
        self.second = make_person("second", Role.SECRECY_REVIEWER)
        self.operator = make_person("operator", Role.SYSTEM_ADMIN)
        index = DecisionIndexPage.objects.get(unit=self.unit, kind="penalty")
        self.other = CreateMany(index, [build_penalty(index, 3)], publish=True).execute()[0]
        values = {
            "party_name": f"{HAN}有限公司",
            "document_number": f"示例监罚决字〔2026〕第{MARK}号",
            "facts": f"经查，{HAN}拖欠工资。",
        }
        self.notice = CreateMany(index, [build_penalty(index, 9, **values)], publish=True).execute()[0]
        self.page = self._page()
        self._plant()

    def _page(self):
        collection = self.unit.collection
        pixels = BytesIO()
        Image.new("RGB", (40, 30), "red").save(pixels, "PNG", pnginfo=None)
        picture = pixels.getvalue() + canary("picture").encode()
        self.pdf = StoredDocument.objects.create(
            title=canary("pdf"),
            collection=collection,
            file=ContentFile(f"%PDF-1.4 {canary('pdf')}".encode(), name=f"{canary('filename')}.pdf"),
        )
        self.docx = docx(canary("docx"))
        self.word = StoredDocument.objects.create(
            title="说明", collection=collection, file=ContentFile(self.docx, name="shuoming.docx")
        )
        self.shared = StoredDocument.objects.create(
            title="公用表格", collection=collection, file=ContentFile(b"shared", name="shared.txt")
        )
        self.image = StoredImage.objects.create(
            title=canary("alt"),
            description=canary("alt"),
            collection=collection,
            file=ContentFile(picture, name=f"{canary('picture')}.png"),
        )
        self.pdf.tags.add(canary("tag"))
        self.image.get_rendition("width-20")
        parent = UnitPage.objects.get(unit=self.unit)
        embed = f'<p>{canary("body")}</p><embed embedtype="image" id="{self.image.pk}" format="fullwidth" alt="x"/>'
        page = parent.add_child(
            instance=StandardPage(secrecy="clear",
                title=f"{canary('title')} {HAN}", slug=canary("slug"), seo_title=canary("seo"), introduction=canary("heading"),
                search_description=canary("summary"), live=False,
                body=json.dumps([
                    {"type": "text", "value": embed}, {"type": "document", "value": self.pdf.pk},
                    {"type": "document", "value": self.word.pk}, {"type": "document", "value": self.shared.pk},
                ]),
            )
        )  # fmt: skip
        page.introduction = canary("former")
        page.save_revision(user=self.editor, log_action=True)
        page.introduction = canary("heading")
        page.save_revision(user=self.editor, log_action=True)
        self.neighbour = parent.add_child(
            instance=StandardPage(
                secrecy="clear",
                title="另一个页面",
                slug="neighbour",
                live=False,
                body=json.dumps([{"type": "document", "value": self.shared.pk}]),
            )
        )
        for each in (page, self.neighbour):
            self._publish(each)
        return StandardPage.objects.get(pk=page.pk)

    def _publish(self, page):
        revision = page.get_latest_revision() or page.save_revision()
        with permitted("publish", [page.path]):
            Page.objects.filter(pk=page.pk).update(live=True, live_revision=revision, first_published_at=timezone.now())
        fresh = type(page).objects.get(pk=page.pk)
        insert_or_update_object(fresh)
        enter([fresh])

    def _plant(self):
        page, revision, user = self.page, self.page.get_latest_revision(), self.editor
        comment = Comment.objects.create(page=page, user=user, text=canary("comment"), contentpath="title")
        CommentReply.objects.create(comment=comment, user=user, text=canary("reply"))
        digest = content_digest(revision.content)
        with signing("test"):
            Approval.objects.create(
                page=page, revision=revision, digest=digest, user=user, basis="direct", comment=canary("approval")
            )
        with signing("test"):
            GateOverride.objects.create(
                page=page, revision=revision, digest=digest, code="x", message=canary("override"), reason="x"
            )
        workflow = self.notice.get_workflow()
        state = workflow.start(page, user)
        TaskState.objects.filter(workflow_state=state).update(comment=canary("remark"))
        state.cancel(user=user)
        TaskState.objects.filter(workflow_state=state).update(comment=canary("remark"))
        log(page, "wagtail.edit", user=user, data={"comment": canary("log")})
        record("record.change", page, user=user, before={"title": canary("trail")}, reason=canary("trail"))
        record("export", user=user, data={"filter": {"q": page.title}})
        Notice.objects.create(user=user, kind="comment", subject=canary("notice"), page=page)
        Notice.objects.create(user=user, kind="comment", subject=f"导入“{page.title}”")
        Finding.objects.create(
            unit=self.unit, page=page, subject="事由", text=canary("finding"), due_on=timezone.localdate()
        )
        Redirect.objects.create(old_path=f"/{canary('redirect')}", redirect_page=page)
        query = Query.get(page.title)
        ChangeShown(SearchPromotion(query=query, page=page, description=canary("promoted"))).execute()
        SearchCount.objects.create(day=timezone.localdate(), word=page.slug)
        FormState.objects.create(
            user=user, content_type=page.content_type, object_id=str(page.pk), parent_object_id="", data=f"title={canary('form')}",
            last_updated_at=timezone.now(),
        )  # fmt: skip
        visitor = Client()
        visitor.force_login(user)
        session = visitor.session
        session[f"wagtail-preview-{page.pk}"] = [canary("session"), 1]
        session.save()
        self.session = session.session_key
        with signing("test"):
            PrivacyDecision.objects.create(
                page_pk=page.pk, where=canary("privacy"), choice="not_personal", digest="a" * 64
            )
        batch = EndingBatch.objects.create(requested_by=user, state="prepared")
        EndingBatchItem.objects.create(batch=batch, number=1, typed=f"示例监罚决字[2026] 第 {MARK} 号", found="missing")
        EndingBatchItem.objects.create(batch=batch, number=2, typed=canary("typed"), found="ready", page=page)
        UploadedFile.objects.create(
            for_content_type=None, file=ContentFile(self.docx, name="again.docx"), uploaded_by_user=user
        )
        sheet = Path(settings.UPLOAD_ROOT).parent / "sheet.csv"
        sheet.write_text(f"文号\n{self.notice.document_number}\n{canary('upload')}\n")
        job = ImportJob.objects.create(
            unit=self.unit, user=user, file_name="sheet.csv", stored_name=uploads.keep(sheet), status="submitted",
            report={"problems": [{"sheet": "一", "row": 2, "value": canary("report"), "message": canary("report")},
                                 {"sheet": "一", "row": 3, "value": "留下", "message": "留下"}]},
        )  # fmt: skip
        sheet.unlink()
        ImportedRow.objects.create(job=job, page=self.notice, sheet="一", row=2, refusal=canary("sheet"))
        self.job = job

    def vanish(self, page):
        """By two people, looked at everywhere, with a receipt."""
        ending = ask(page, self.editor, kind="secret", verb="vanish", statement=canary("statement"))
        DecideEnding(ending, user=self.second, approve=True, note=canary("statement")).execute()
        while outbox.work(InProcess()):
            pass
        ending.refresh_from_db()
        assert ending.receipts.exists()
        Restoration.objects.create(page=page, ending=ending, reason=canary("restore"), requested_by=self.editor)
        Relapse.objects.create(page=page, surface="page", detail=canary("relapse"))
        return ending

    def destroy(self, client, ending):
        """Through the screens: one asks, another types the words."""
        client.force_login(self.first)
        order = {
            "order_body": "示例市国家保密局",
            "order_number": "示例保〔2026〕1号",
            "order_date": "2026-05-06",
            "backups_by": "2026-12-31",
        }
        answer = client.post(reverse("life:destroy", args=[ending.pk]), order, follow=True)
        assert "等另一位保密审查员批准" in answer.content.decode(), answer.content.decode()
        asked = Destruction.objects.get(ending=ending)
        client.force_login(self.second)
        answer = client.post(
            reverse("life:destruction", args=[asked.pk]), {"act": "approve", "confirmation": "销毁内容"}, follow=True
        )
        assert "已批准，内容已销毁" in answer.content.decode(), answer.content.decode()
        asked.refresh_from_db()
        return asked


@pytest.mark.django_db
def test_every_table_with_text_has_a_holder_or_says_why_not():
    """Also what makes the suite build the database that the others copy: their transactions are real."""
    assert unclaimed() == []
    holder = unregister("privacy")
    try:
        assert unclaimed() == ["publication.PrivacyDecision"]
        assert [problem.id for problem in holders_answer_for_every_table()] == ["publication.E007"]
    finally:
        register(holder)


#: Tables in which the canaries must have been found before: otherwise the search proves nothing.
BEFORE = {
    "wagtailcore_page", "home_standardpage", "wagtailcore_revision", "wagtailcore_comment", "wagtailcore_commentreply",
    "wagtailcore_taskstate", "publication_approval", "publication_gateoverride", "wagtailcore_pagelogentry",
    "publication_trailentry", "publication_storeddocument", "publication_storedimage", "publication_storedrendition",
    "taggit_tag", "publication_notice", "staff_directory_finding", "wagtailredirects_redirect", "wagtailsearchpromotions_query",
    "wagtailsearchpromotions_searchpromotion", "search_searchcount", "wagtailadmin_formstate", "qsessions_session",
    "publication_privacydecision", "publication_endingbatchitem", "publication_ending", "publication_restoration",
    "publication_relapse", "publication_surfacetask", "publication_receipt", "disclosure_importjob", "disclosure_importedrow",
    "disclosure_decisionnoticepage", "search_term", "wagtailsearch_indexentry",
}  # fmt: skip


def test_after_a_destruction_nothing_is_found_anywhere_and_before_it_everything_was(copy, client, tmp_path):
    world = World()
    made_before = timezone.now()
    old = Backup.objects.create(name="old", place="柜1", made_at=made_before - datetime.timedelta(days=900))
    backup = Backup.objects.create(name="during", place="柜1", made_at=timezone.now())
    endings = [world.vanish(world.page), world.vanish(world.notice)]
    before = in_database([MARK, HAN, *(canary(place) for place in PLACES)])
    assert {table for table, _ in before} >= BEFORE, BEFORE - {table for table, _ in before}
    missing = [place for place in PLACES if canary(place) not in {word for _, word in before}]
    # A vanished page's name is out of notices before anything is destroyed.
    assert set(missing) <= {"docx", "picture", "upload", "counted", "notice"}, missing
    on_disk = in_files(tmp_path)
    assert len([path for path in on_disk if "/media/" in path]) >= 4, on_disk
    assert [path for path in on_disk if "/uploads/" in path]
    if connection.vendor == "sqlite":
        assert raw_database() == {MARK, HAN}
    other = DecisionNoticePage.objects.filter(pk=world.other.pk).values().get()
    versions = list(
        Revision.objects.exclude(object_id__in=[str(e.page_id) for e in endings]).order_by("pk").values("pk", "content")
    )

    done = [world.destroy(client, ending) for ending in endings]
    counting.write()
    compact()

    assert in_database() == set()
    assert in_files(tmp_path) - {path for path in in_files(tmp_path) if "sqlite3" in path} == set()
    assert raw_database() == set()
    assert other == DecisionNoticePage.objects.filter(pk=world.other.pk).values().get()
    assert versions == list(
        Revision.objects.exclude(object_id__in=[str(e.page_id) for e in endings]).order_by("pk").values("pk", "content")
    )
    assert StoredDocument.objects.get(pk=world.shared.pk).file.read() == b"shared"
    assert any(f"附件 #{world.shared.pk}" in line for line in done[0].parts.get(holder="files").kept)
    assert not StoredDocument.objects.filter(pk__in=[world.pdf.pk, world.word.pk]).exists()
    assert {row["value"] for row in ImportJob.objects.get(pk=world.job.pk).report["problems"]} == {"", "留下"}
    assert not broken_seals()
    assert audit(visitor=InProcess()) == []
    assert not [part for one in done for part in one.parts.filter(holder="elsewhere")]
    for receipt in Receipt.objects.all():
        assert problems_of(receipt) == []
    for one in done:
        one.refresh_from_db()
        assert one.completed_at is not None
        assert list(backups_of(one)) == [backup]
    assert old not in backups_of(done[0])
    client.force_login(world.second)
    for one in done:
        text = client.get(reverse("life:destruction", args=[one.pk])).content.decode()
        assert "during" in text
        assert MARK not in text.lower()
    assert Client().get(f"/{world.unit.code}/").status_code in (200, 404)
    with pytest.raises(CommandError):
        call_command("destructions", "list")


def compact():
    """What the outbox does on SQLite, and an operator's command on PostgreSQL."""
    with pytest.raises(CommandError, match="还有地方"):
        call_command("destructions", "finish" if connection.vendor == "sqlite" else "compact")


def test_ending_records_stay_without_content(copy, client):
    world = World()
    ending = world.vanish(world.page)
    asked = world.destroy(client, ending)
    ending = Ending.objects.get(pk=ending.pk)
    assert ending.destroyed_at is not None
    assert (asked.requested_by, asked.decided_by, asked.order_number) == (
        world.first,
        world.second,
        "示例保〔2026〕1号",
    )
    acts = TrailEntry.objects.filter(page_id=world.page.pk).values_list("act", flat=True)
    assert {"ending.vanish", "destruction.request", "ending.destroy"} <= set(acts)
    assert (
        asked.parts.get(holder="revisions").destroyed == Revision.objects.filter(object_id=str(world.page.pk)).count()
    )
    for who in (world.first, world.editor):
        client.force_login(who)
        for address in (reverse("life:ending", args=[ending.pk]), reverse("life:board")):
            assert client.get(address).status_code == 200
