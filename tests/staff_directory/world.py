"""Two units with the same things in each, one account of every role, and every address of the admin."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site, Task, TaskState, Workflow

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


#: (view names, arguments from world and side, whether the objects are a unit's); the first match counts.
ARGUMENTS: list[tuple[str, Any, bool]] = [
    ("wagtailadmin_api:pages:detail", lambda w, s: {"pk": s.page.pk}, True),
    ("wagtailadmin_api:pages:action", lambda w, s: {"pk": s.page.pk, "action_name": "copy"}, True),
    ("wagtailadmin_api:documents:detail", lambda w, s: {"pk": s.document.pk}, True),
    ("wagtailadmin_api:images:detail", lambda w, s: {"pk": s.image.pk}, True),
    ("wagtailadmin_explore*", lambda w, s: {"parent_page_id": s.index.pk}, True),
    (
        "wagtail_bulk_action",
        lambda w, s: {"app_label": "wagtailcore", "model_name": "page", "action": "delete", "?": f"id={s.page.pk}"},
        True,
    ),
    (
        "wagtailadmin_pages:add",
        lambda w, s: {
            "content_type_app_name": "disclosure",
            "content_type_model_name": "decisionnoticepage",
            "parent_page_id": s.index.pk,
        },
        True,
    ),
    (
        "wagtailadmin_pages:preview_on_add",
        lambda w, s: {
            "content_type_app_name": "disclosure",
            "content_type_model_name": "decisionnoticepage",
            "parent_page_id": s.index.pk,
        },
        True,
    ),
    (
        "wagtailadmin_pages:type_use*",
        lambda w, s: {"content_type_app_name": "disclosure", "content_type_model_name": "decisionnoticepage"},
        False,
    ),
    (
        "wagtailadmin_pages:choose_parent",
        lambda w, s: {"app_label": "disclosure", "model_name": "decisionnoticepage"},
        False,
    ),
    ("wagtailadmin_pages:add_subpage", lambda w, s: {"parent_page_id": s.index.pk}, True),
    ("wagtailadmin_pages:move", lambda w, s: {"page_to_move_id": s.page.pk}, True),
    ("wagtailadmin_pages:set_page_position", lambda w, s: {"page_to_move_id": s.page.pk}, True),
    (
        "wagtailadmin_pages:move_confirm",
        lambda w, s: {"page_to_move_id": s.page.pk, "destination_id": s.index.pk},
        True,
    ),
    (
        "wagtailadmin_pages:*workflow_action*",
        lambda w, s: {
            "page_id": s.submitted.pk,
            "action_name": "approve",
            "task_state_id": s.submitted.current_workflow_state.current_task_state_id,
        },
        True,
    ),
    (
        "wagtailadmin_pages:workflow_preview",
        lambda w, s: {"page_id": s.submitted.pk, "task_id": s.submitted.current_workflow_task.pk},
        True,
    ),
    (
        "wagtailadmin_pages:workflow_history_detail",
        lambda w, s: {"page_id": s.submitted.pk, "workflow_state_id": s.submitted.current_workflow_state.pk},
        True,
    ),
    ("wagtailadmin_pages:revisions_compare", lambda w, s: [s.page.pk, "earliest", "latest"], True),
    (
        "wagtailadmin_pages:revisions_[vru]*",
        lambda w, s: {"page_id": s.page.pk, "revision_id": s.page.latest_revision_id},
        True,
    ),
    ("wagtailadmin_pages:search*", None, False),
    ("wagtailadmin_pages:unpublish", lambda w, s: {"page_id": s.live.pk}, True),
    ("wagtailadmin_pages:confirm_workflow_cancellation", lambda w, s: {"page_id": s.submitted.pk}, True),
    ("wagtailadmin_pages:*", lambda w, s: {"page_id": s.page.pk}, True),
    ("wagtailadmin_choose_page_child", lambda w, s: {"parent_page_id": s.index.pk}, True),
    ("wagtailadmin_choose_page_chosen_multiple", lambda w, s: {"?": f"id={s.page.pk}"}, True),
    ("wagtailadmin_collections:set_privacy", lambda w, s: {"collection_id": s.unit.collection_id}, True),
    ("wagtailadmin_collections:[!ia]*", lambda w, s: {"pk": s.unit.collection_id}, True),
    ("deputies:end", lambda w, s: {"pk": s.deputy.pk}, True),
    ("letters:confirm", lambda w, s: {"pk": w.letter_state.pk, "letter": w.letter.pk}, False),
    ("letters:[sr]*", lambda w, s: {"pk": w.letter_state.pk}, False),
    ("wagtailadmin_workflows:remove", lambda w, s: {"page_pk": s.page.pk}, False),
    (
        "wagtailadmin_workflows:add_task",
        lambda w, s: {"app_label": "staff_directory", "model_name": "roletask"},
        False,
    ),
    ("wagtailadmin_workflows:task_chosen", lambda w, s: {"task_id": Task.objects.first().pk}, False),
    ("wagtailadmin_workflows:*able_task", lambda w, s: {"pk": Task.objects.first().pk}, False),
    ("wagtailadmin_workflows:edit_task", lambda w, s: {"pk": Task.objects.first().pk}, False),
    ("wagtailadmin_workflows:*able", lambda w, s: {"pk": Workflow.objects.first().pk}, False),
    ("wagtailadmin_workflows:edit", lambda w, s: {"pk": Workflow.objects.first().pk}, False),
    ("wagtailadmin_workflows:usage*", lambda w, s: {"pk": Workflow.objects.first().pk}, False),
    (
        "wagtailadmin_editing_sessions:ping",
        lambda w, s: {"app_label": "wagtailcore", "model_name": "page", "object_id": s.page.pk, "session_id": 1},
        True,
    ),
    ("wagtailadmin_editing_sessions:release", lambda w, s: {"session_id": 1}, False),
    ("staff_directory_unit_modeladmin_[edh]*", lambda w, s: {"instance_pk": w.spare_unit.pk}, False),
    ("decision_imports:template", lambda w, s: {"key": "licence-organisation"}, False),
    ("decision_imports:*", lambda w, s: {"pk": s.job.pk}, True),
    ("gates:override", lambda w, s: {"pk": s.page.pk, "code": "period_over"}, True),
    ("flowcharts:draw", lambda w, s: {"pk": s.page.pk}, True),
    ("flowcharts:[su]*", lambda w, s: {"pk": FlowchartPage.objects.get(unit=s.unit).pk}, True),
    ("gates:*", lambda w, s: {"pk": s.page.pk}, True),
    ("privacy_page", lambda w, s: {"pk": s.page.pk}, True),
    ("regulation_paste", lambda w, s: {"pk": s.regulation.pk}, True),
    ("notices:open", lambda w, s: {"pk": w.notice.pk}, False),
    ("editor_guide_sample", lambda w, s: {"name": "penalties-sample.xlsx"}, False),
    ("calendar_days:[edhuc]*", lambda w, s: {"pk": w.day.pk}, False),
    ("publicity_rules:[edhuc]*", lambda w, s: {"pk": w.rule.pk}, False),
    ("matter_sheets:export", lambda w, s: {"code": s.unit.code}, True),
    ("matter_sheets:[as]*", lambda w, s: {"pk": s.workbook.pk}, True),
    ("staff_directory_officer_modeladmin_[edh]*", lambda w, s: {"instance_pk": s.officer.pk}, True),
    ("officer_sheets:export", lambda w, s: {"code": s.unit.code}, True),
    ("officer_sheets:[as]*", lambda w, s: {"pk": s.officer_workbook.pk}, True),
    ("guide_sheets:export", lambda w, s: {"code": s.unit.code}, True),
    ("guide_sheets:[as]*", lambda w, s: {"pk": s.guide_workbook.pk}, True),
    ("laws:[edhuc]*", lambda w, s: {"pk": w.basis.law_id}, False),
    ("legal_bases:[edhuc]*", lambda w, s: {"pk": w.basis.pk}, False),
    ("legal_basis_chooser:chosen", lambda w, s: {"pk": w.basis.pk}, False),
    ("legal_basis_chooser:chosen_multiple", lambda w, s: {"?": f"id={w.basis.pk}"}, False),
    ("halls:[edhu]*", lambda w, s: {"pk": s.window.hall_id}, True),
    ("windows:[edhu]*", lambda w, s: {"pk": s.window.pk}, True),
    ("window_chooser:chosen", lambda w, s: {"pk": s.window.pk}, False),
    ("window_chooser:chosen_multiple", lambda w, s: {"?": f"id={s.window.pk}"}, False),
    ("wagtailsearchpromotions:[ed]*", lambda w, s: {"query_id": w.query.pk}, False),
    ("wagtailsnippets_search_synonym:[edhuc]*", lambda w, s: {"pk": w.synonym.pk}, False),
    ("wagtailsnippetchoosers_search_synonym:chosen", lambda w, s: {"pk": w.synonym.pk}, False),
    (
        "wagtailsettings:*",
        lambda w, s: {"app_name": "home", "model_name": "portalidentity", "pk": PortalIdentity.load().pk},
        False,
    ),
    ("wagtailforms:*submissions*", lambda w, s: {"page_id": s.page.pk}, False),
    ("wagtailredirects:[ed][de]*", lambda w, s: {"redirect_id": w.redirect.pk}, False),
    ("wagtaildocs:edit", lambda w, s: {"document_id": s.document.pk}, True),
    ("wagtaildocs:delete", lambda w, s: {"document_id": s.document.pk}, True),
    ("wagtaildocs:document_usage", lambda w, s: {"document_id": s.document.pk}, True),
    ("wagtaildocs:*_uploaded_*", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtaildocs:delete_upload_multiple", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtaildocs:[ed]*_multiple", lambda w, s: {"doc_id": s.document.pk}, True),
    ("wagtailimages:preview", lambda w, s: {"image_id": s.image.pk, "filter_spec": "original"}, True),
    ("wagtailimages:*_uploaded_*", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtailimages:delete_upload_multiple", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtailimages:[!ia]*", lambda w, s: {"image_id": s.image.pk}, True),
    ("wagtailimages:image_usage", lambda w, s: {"image_id": s.image.pk}, True),
    ("wagtailsites:[!ia]*", lambda w, s: {"pk": Site.objects.first().pk}, False),
    ("wagtailusers_users:[!ia]*", lambda w, s: {"pk": w.plain_user.pk}, False),
    ("wagtailusers_groups:[!ia]*", lambda w, s: {"pk": Group.objects.first().pk}, False),
    ("wagtaildocs_chooser:chosen", lambda w, s: {"pk": s.document.pk}, True),
    ("wagtaildocs_chooser:chosen_multiple", lambda w, s: {"?": f"id={s.document.pk}"}, True),
    ("wagtailimages_chooser:chosen", lambda w, s: {"pk": s.image.pk}, True),
    ("wagtailimages_chooser:chosen_multiple", lambda w, s: {"?": f"id={s.image.pk}"}, True),
    ("wagtailimages_chooser:select_format", lambda w, s: {"image_id": s.image.pk}, True),
    ("wagtailadmin_password_reset_confirm", lambda w, s: {"uidb64": "MQ", "token": "set-password"}, False),
    ("wagtailadmin_tag_model_autocomplete", lambda w, s: {"app_name": "taggit", "model_name": "tag"}, False),
    ("reading:revision", lambda w, s: {"page_id": s.page.pk, "revision_id": s.page.latest_revision_id}, True),
    ("reading:purpose", lambda w, s: {"page_id": s.sealed.pk}, True),
    ("reading:p*", lambda w, s: {"page_id": s.page.pk}, True),
    ("life:page", lambda w, s: {"pk": s.ending.page_id}, True),
    ("life:ask", lambda w, s: {"pk": s.live.pk}, True),
    ("life:restore", lambda w, s: {"pk": s.ending.page_id}, True),
    ("life:receipt*", lambda w, s: {"pk": s.ending.receipts.get().pk}, True),
    ("life:restoration*", lambda w, s: {"pk": s.ending.restorations.get().pk}, True),
    ("life:*_recipient", lambda w, s: {"pk": s.ending.recipient_tasks.get(recipient=w.recipient).pk}, True),
    ("life:destroy", lambda w, s: {"pk": s.ending.pk}, True),
    ("life:destruction", lambda w, s: {"pk": s.ending.destructions.get().pk}, True),
    ("backups:destroy", lambda w, s: {"pk": w.backup.pk}, False),
    ("backups:*", None, False),
    ("life:batch_new", None, False),
    ("life:batch*", lambda w, s: {"pk": s.batch.pk}, True),
    ("life:board", None, False),
    ("life:*", lambda w, s: {"pk": s.ending.pk}, True),
    ("lapsed:show", lambda w, s: {"pk": LapsedBasisTask.objects.get(unit=s.unit).pk}, True),
    ("grades:over_one", lambda w, s: {"pk": s.live.pk}, True),
    ("grades:show", lambda w, s: {"pk": s.page.pk}, True),
    ("recipients:[edhuc]*", lambda w, s: {"pk": w.recipient.pk}, False),
    (
        "reading:compare",
        lambda w, s: {
            "page_id": s.page.pk,
            "before_id": s.page.latest_revision_id,
            "after_id": s.page.latest_revision_id,
        },
        True,
    ),
    ("records:rows", lambda w, s: {"key": "staff_directory-unit"}, False),
    ("records:show", lambda w, s: {"key": "staff_directory-unit", "pk": s.unit.pk}, False),
    ("findings:new", None, False),
    ("findings:*", lambda w, s: {"pk": s.finding.pk}, True),
    ("trail:show", lambda w, s: {"pk": w.entry.pk}, False),
    ("trail:export", lambda w, s: {"kind": "jsonl"}, False),
    ("transfers:new", None, False),
    ("transfers:*", lambda w, s: {"pk": w.transfer.pk}, False),
    ("sign_in:reset", lambda w, s: {"pk": w.plain_user.pk}, False),
]


def admin_names() -> dict[str, bool]:
    """Return every named view of the admin, with whether one of its addresses takes no argument."""

    def walk(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Any:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(
                    pattern.url_patterns, route, (*spaces, *([pattern.namespace] if pattern.namespace else []))
                )
            else:
                bare = "<" not in route and "(" not in route.removesuffix("$")
                yield ":".join((*spaces, pattern.name or "")), route, bare

    found: dict[str, bool] = {}
    for name, route, bare in walk(get_resolver().url_patterns, "", ()):
        if route.startswith("admin/") and name and not name.endswith(":"):
            found[name] = found.get(name, False) or bare
    return found


def address(name: str, bare: bool, world: World, side: Side) -> tuple[str, bool] | None:
    """Return the address of a view for a side, and whether its objects are a unit's; None when nothing says how."""
    for pattern, arguments, of_unit in ARGUMENTS:
        if not fnmatchcase(name, pattern):
            continue
        given = arguments(world, side) if arguments else {}
        if isinstance(given, list):
            return reverse(name, args=given), of_unit
        query = given.pop("?", "")
        if bare and not query:
            try:
                return reverse(name), False
            except Exception:  # a name with several addresses: take the one with arguments
                pass
        return reverse(name, kwargs=given) + (f"?{query}" if query else ""), of_unit
    return (reverse(name), False) if bare else None
