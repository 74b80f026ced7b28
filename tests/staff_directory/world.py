"""Two units with the same things in each, and one account of every role; ``addresses.py`` has the addresses of the admin."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site, TaskState

from disclosure.imports import files
from disclosure.models import (
    DecisionIndexPage,
    FlowchartIndexPage,
    FlowchartPage,
    GuideWorkbook,
    ImportJob,
    LapsedBasisTask,
    Law,
    LegalBasis,
    MatterWorkbook,
    OfficerWorkbook,
    PublicityRule,
    RegulationIndexPage,
    RegulationPage,
)
from home.models import PortalIdentity, StandardPage
from publication.actions.create_many import CreateMany
from publication.actions.end import End
from publication.actions.end_many import add_items
from publication.guards.signed import signing
from publication.models import (
    Backup,
    CalendarDay,
    Destruction,
    Ending,
    EndingBatch,
    OutsideApproval,
    Recipient,
    RecipientTask,
    Restoration,
    TrailEntry,
)
from publication.models.approvals import content_digest
from publication.notices.notify import notify
from publication.receipts.make import make_receipt
from search.models import Synonym
from staff_directory.models import Deputy, Finding, Hall, LetterTask, RoleGroup, Unit, UnitTransfer, Window
from staff_directory.roles import Role
from staff_directory.steps import shipped
from tests.conftest import build_penalty, make_user
from tests.staff_directory.officers.samples import make_officer


@dataclass
class Side:
    """What one unit has."""

    unit: Any
    index: Any
    page: Any
    document: Any
    image: Any
    job: Any
    finding: Any
    submitted: Any = None
    live: Any = None
    sealed: Any = None
    deputy: Any = None
    ending: Any = None
    batch: Any = None
    workbook: Any = None
    guide_workbook: Any = None
    officer: Any = None
    officer_workbook: Any = None
    regulation: Any = None
    window: Any = None


@dataclass
class World:
    """Both units, the accounts by role, and what belongs to nobody's unit."""

    own: Side
    other: Side
    users: dict[str, Any] = field(default_factory=dict)
    plain_user: Any = None
    entry: Any = None
    transfer: Any = None
    redirect: Any = None
    spare_unit: Any = None
    day: Any = None
    rule: Any = None
    basis: Any = None
    query: Any = None
    synonym: Any = None
    letter_state: Any = None
    letter: Any = None
    notice: Any = None
    recipient: Any = None
    backup: Any = None


def make_side(unit: Any, number: int, author: Any) -> Side:
    """One of each thing in a unit."""
    index = DecisionIndexPage.objects.get(unit=unit, kind="penalty")
    drafts = CreateMany(index, [build_penalty(index, number + step) for step in (0, 10, 20)]).execute()
    page, submitted, sealed = (type(draft).objects.get(pk=draft.pk) for draft in drafts)
    live = CreateMany(index, [build_penalty(index, number + 30)], publish=True).execute()[0]
    document = get_document_model().objects.create(
        title=f"附件{unit.code}", file=ContentFile(b"text", name=f"{unit.code}.txt"), collection=unit.collection
    )
    image = get_image_model().objects.create(
        title=f"图片{unit.code}", file=get_test_image_file(filename=f"{unit.code}.png"), collection=unit.collection
    )
    sheet = Path(settings.UPLOAD_ROOT).parent / f"{unit.code}.csv"
    sheet.write_text("列\n值\n")
    job = ImportJob.objects.create(
        unit=unit, file_name=sheet.name, stored_name=files.keep(sheet), status="submitted", user=author
    )
    finding = Finding.objects.create(
        unit=unit, subject=f"事由{unit.code}", text="意见", due_on=timezone.localdate() + timedelta(9)
    )
    submitted.get_workflow().start(submitted, author)
    held = RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=unit)
    today = timezone.localdate()
    person = make_user(f"standin{number}")
    deputy = Deputy.objects.create(role_group=held, person=person, starts_on=today, ends_on=today + timedelta(9))
    side = Side(unit, index, page, document, image, job, finding, submitted, live, sealed, deputy)
    side.workbook = MatterWorkbook.objects.create(unit=unit, user=author, file_name="事项.xlsx")
    side.guide_workbook = GuideWorkbook.objects.create(unit=unit, user=author, file_name="指南.xlsx")
    hall = Hall.objects.create(
        name=f"大厅{unit.code}", unit=unit, hours="示例", address="示例路1号", phone="000-0000001"
    )
    side.window = Window.objects.create(hall=hall, number="1号窗口", unit=unit)
    side.officer_workbook = OfficerWorkbook.objects.create(unit=unit, user=author, file_name="人员.xlsx")
    side.officer = make_officer(unit, number=f"SL-00-8000{number}")
    side.ending, side.batch = _ended(index, number, author if number == 1 else person)
    side.regulation = RegulationPage(secrecy="clear", title="示例办法", slug="rule", unit=unit, live=False)
    RegulationIndexPage.objects.get(unit=unit).add_child(instance=side.regulation)
    return side


def _ended(index: Any, number: int, author: Any) -> tuple[Any, Any]:
    """An executed ending with a receipt, an outside recipient's part and a restoration that waits; a batch that waits."""
    gone, batched = CreateMany(
        index, [build_penalty(index, number + step) for step in (40, 50)], publish=True
    ).execute()
    day = timezone.localdate()
    asked = Ending.objects.create(
        page=gone, verb="withdraw", kind="mistake", statement="示例", requested_by=author, duty_arose_on=day, due_on=day
    )
    ending = End(asked).execute()
    make_receipt(ending)
    recipient, _ = Recipient.objects.get_or_create(name="信用平台（示例）")
    RecipientTask.objects.get_or_create(ending=ending, recipient=recipient)
    Restoration.objects.create(
        page=gone, ending=ending, reason="示例", requested_by=author, revision=ending.live_revision
    )
    Destruction.objects.create(
        ending=ending, order_body="示例", order_number="示例", order_date=day, backups_by=day, requested_by=author
    )
    batch = EndingBatch.objects.create(
        requested_by=author, state="requested", verb="withdraw", kind="mistake", statement="示例", duty_arose_on=day
    )
    add_items(batch, [("", "ready", batched.pk)])
    return ending, batch


def _letter(unit: Any) -> tuple[Any, Any]:
    """A page at its letter step, and a recorded letter."""
    page = Site.objects.first().root_page.add_child(
        instance=StandardPage(secrecy="clear", title="示例清单", slug="list", live=False, introduction="示例说明。")
    )
    shipped.attach(page, shipped.LISTS)
    revision = page.save_revision()
    page.get_workflow().start(page, None)
    task = LetterTask.objects.get(name="司法局审核")
    page.refresh_from_db()
    state = page.current_workflow_task_state
    scan = get_document_model().objects.create(
        title="函件", file=ContentFile(b"text", name="letter.txt"), collection=unit.collection
    )
    TaskState.objects.filter(pk=state.pk).update(task=task)
    with signing("test"):
        letter = OutsideApproval.objects.create(
            page=page,
            revision=revision,
            digest=content_digest(revision.content),
            body="司法局",
            number="示例司函〔2026〕1号",
            dated=timezone.localdate(),
            scan=scan,
        )
    return state, letter


def make_world(unit: Any, other_unit: Any) -> World:
    """Build it."""
    users = {}
    for role in Role:
        users[role.value] = make_user(role.value)
        held = RoleGroup.objects.filter(role=role, unit=unit).first() or RoleGroup.objects.get(role=role, unit=None)
        users[role.value].groups.add(held.group)
    author = users["unit_editor"]
    for owner in (unit, other_unit):
        folder = FlowchartIndexPage.objects.get(unit=owner)
        folder.add_child(
            instance=FlowchartPage(secrecy="clear", title="示例流程图", slug="chart", unit=owner, live=False)
        )
    world = World(make_side(unit, 1, author), make_side(other_unit, 2, author), users)
    PortalIdentity.load().save()
    world.recipient = Recipient.objects.get()
    world.backup = Backup.objects.create(name="示例", place="示例", made_at=timezone.now())
    world.redirect = Redirect.objects.create(old_path="/old", redirect_link="/search/")
    world.spare_unit = Unit.objects.create(code="spare", name="未使用的单位", kind="division")
    world.plain_user = make_user("somebody")
    notify([world.plain_user], "comment", "别人的通知", "/admin/")
    world.notice = world.plain_user.notices.get()
    world.day = CalendarDay.objects.create(day=date(2031, 1, 1))
    world.rule = PublicityRule.objects.first()
    law = Law.objects.create(title="示例法", rank="law")
    day = timezone.localdate()
    for side in (world.own, world.other):
        LapsedBasisTask.objects.create(
            page=side.live, kind="matter", law=law, lapsed_on=day, unit=side.unit, opened_on=day, due_on=day
        )
    world.basis = LegalBasis.objects.create(law=law, article="第一条")
    world.query = Query.get("示例")
    world.synonym = Synonym.objects.first()
    world.entry = TrailEntry.objects.order_by("-pk").first()
    world.letter_state, world.letter = _letter(unit)
    world.transfer = UnitTransfer.objects.create(
        kind="rename", source=unit, new_name="示例新名称", effective_on=timezone.localdate(), reason="示例"
    )
    return world
