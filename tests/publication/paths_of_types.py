"""The table of gates and paths for matters, lists, flowcharts, papers, plain pages, sections and unit pages: what each gate keeps back, and the paths to take.

A page is made once for a row and a group of paths; each path is taken in a savepoint that is rolled back, so that all of them
find the page as it was.
"""

import datetime
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page, WorkflowPage

from disclosure.demo.flowchart_steps import Line
from disclosure.lists.assembling import assemble
from disclosure.lists.kinds import ListKind
from disclosure.models import Edition, ListPage, MatterPage
from home.models import SectionPage, StandardPage
from publication import gates
from publication.actions import publish_page
from publication.actions.approve import record_setup
from publication.actions.change_shown import ChangeShown
from publication.approvals import STEPS, steps_of
from publication.errors import Refused
from publication.guards.signed import signing
from publication.models import Approval
from publication.models.approvals import content_digest
from publication.permits import permitted
from staff_directory.models import Unit, UnitIndexPage, UnitPage
from staff_directory.steps import shipped
from tests.conftest import UNIT_TEXTS, make_user
from tests.disclosure.flowcharts.samples import GOOD, make_chart
from tests.disclosure.matters.world import draft_matter, live_matter, make_basis, publish_list
from tests.disclosure.papers.conftest import make_notice, make_regulation, make_template
from tests.publication import paths

DEAD_END = (*GOOD[:4], Line("more", "action", "走到这里就断了"))
SERVICE = {
    "service_on": True, "service_object": "企业", "project_type": "promised", "service_condition": "依法设立",
    "service_result": "决定书", "service_fee": "不收费", "legal_days": 5, "legal_day_type": "working",
    "promised_days": 9, "promised_day_type": "working",
}  # fmt: skip


def list_draft(unit, kind, *, carried=True):
    """The bureau's list of a kind, drawn up from one public matter or from none."""
    if carried:
        live_matter(unit, enforcement_on=True)
    page = ListPage.objects.get(kind=kind, unit=None)
    page.rows, page.secrecy = assemble(page).rows, "clear"
    page.save()
    return page


def lapsed_matter(unit):
    basis = make_basis()
    matter = draft_matter(unit, bases=[basis])
    basis.law.effective_to = timezone.localdate() - datetime.timedelta(days=1)
    ChangeShown(basis.law).execute()
    return matter


def fixed_matter(unit):
    """A public matter that an approved list fixes, with a draft that says something else."""
    matter = live_matter(unit, enforcement_on=True)
    publish_list(ListKind.ENFORCEMENT)
    page = MatterPage.objects.get(pk=matter.pk)
    page.content, page.correction_note = "清单没有同意的内容", "调整行使内容"
    return page


def without_letter(unit):
    """An external list whose workflow asks for no letter: the gate asks all the same."""
    page = list_draft(unit, ListKind.ENFORCEMENT)
    with permitted("test", [STEPS]):
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": shipped.ensure(shipped.OWN_LISTS)})
    return page


def unreviewed_chart(unit):
    page = make_chart(unit, live=False)
    page.secrecy = ""
    return page


def below_unit(unit, page):
    """Add a draft below the unit's page, where its content is reviewed."""
    UnitPage.objects.get(unit=unit).add_child(instance=page)
    return page


def plain_page(unit, **values):
    return below_unit(unit, StandardPage(title="公告", slug="notice", secrecy="clear", live=False, **values))


def section(unit, **values):
    text = '<p data-block-key="intro">介绍。</p>'  # as the editor writes it
    return below_unit(
        unit, SectionPage(title="专栏", slug="column", secrecy="clear", introduction=text, live=False, **values)
    )


def unit_page(unit, **values):
    """The page of a unit that has none yet; its texts are as the editor writes them."""
    new = Unit.objects.create(
        code="new", name="新设单位（示例）", kind="affiliate", standing="authorised", legal_basis="《示例条例》第一条"
    )
    texts = {name: text.replace("<p>", f'<p data-block-key="{name[:5]}">') for name, text in UNIT_TEXTS.items()}
    page = UnitPage(title=new.name, slug="new", unit=new, secrecy="clear", live=False, **texts | values)
    UnitIndexPage.objects.get().add_child(instance=page)
    shipped.attach(page, shipped.CONTENT)
    return page


#: (page type, gate) → a draft that exactly this gate keeps back.
VIOLATIONS = {
    ("matter", "matter_completeness"): lambda unit: draft_matter(unit, bases=[]),
    ("matter", "matter_basis"): lapsed_matter,
    ("matter", "matter_service_time"): lambda unit: draft_matter(unit, **SERVICE),
    ("matter", "fixed_by_list"): fixed_matter,
    ("list", "list_rows"): lambda unit: list_draft(unit, ListKind.POWERS, carried=False),
    ("list", "list_letter"): without_letter,
    ("flowchart", "flowchart"): lambda unit: make_chart(unit, DEAD_END, live=False),
    ("flowchart", "secrecy"): unreviewed_chart,
    ("template", "template"): lambda unit: make_template(unit, code=""),
    ("regulation", "regulation"): lambda unit: make_regulation(unit, issuing_body=""),
    ("service", "service_notice"): lambda unit: make_notice(unit, basis=""),
    ("plain", "plain_page"): plain_page,
    ("section", "front_text"): section,
    ("unit_page", "unit_page"): lambda unit: unit_page(unit, remedies=""),
}
#: page type → a draft that nothing but the missing approval keeps back.
GOOD_ONES = {
    "matter": draft_matter,
    "list": lambda unit: list_draft(unit, ListKind.POWERS),
    "flowchart": lambda unit: make_chart(unit, live=False),
    "template": make_template,
    "regulation": make_regulation,
    "service": make_notice,
    "plain": lambda unit: plain_page(unit, introduction="本单位今年的公告。"),
    "section": lambda unit: section(unit, summary="本单位的专题"),
    "unit_page": unit_page,
}
#: Beside each type's own gates the one that all share; the other common ones are tried on all paths with decisions.
VIOLATIONS |= {(kind, "approval"): make for kind, make in GOOD_ONES.items() if kind not in ("section", "unit_page")}
#: A text of each type that an editor may touch.
TOUCHED = {
    "matter": "remarks", "list": "summary", "flowchart": "purpose", "template": "usage", "regulation": "preamble", "service": "reason",
    "plain": "search_description", "section": "search_description", "unit_page": "search_description",
}  # fmt: skip


def in_silence(kind):
    """A public page of a type with a draft that says something else and not what was corrected."""

    def make(unit):
        page = publish_page(GOOD_ONES[kind](unit), setup="测试")
        page = type(page).objects.get(pk=page.pk)
        setattr(page, TOUCHED[kind], "悄悄改了一处")
        return page

    return make


#: A section leads on and keeps no corrections.
VIOLATIONS |= {(kind, "correction"): in_silence(kind) for kind in GOOD_ONES if kind != "section"}


def kept_back(kind, gate, unit, editor):
    """Return (page, revision): a draft that exactly this gate keeps back, approved unless the approval is what is missing."""
    page = VIOLATIONS[kind, gate](unit)
    revision = page.save_revision(user=editor)
    if gate == "list_letter":
        third = make_user("third")
        for step in steps_of(page):
            with signing("test"):
                Approval.objects.create(
                    page_id=page.pk, revision=revision, digest=content_digest(revision.content), user=third, task=step, basis="workflow"
                )  # fmt: skip
    elif gate != "approval":
        record_setup(page, revision, "测试")
    found = {
        asked.code
        for asked in gates.registered()
        if asked.applies_to(page) and any(p.blocks for p in asked.check(revision.as_object(), revision))
    }
    assert found == {gate}
    return type(page).objects.get(pk=page.pk), revision


def form_data(client, page, revision, people):
    """What the editor's form would send, asked for once; the blocks that a script builds in the browser are added."""
    client.force_login(people["privileged"])
    if "form" not in people:
        data = paths.form_data(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        said = revision.as_object()
        if people["kind"] == "flowchart":
            data |= blocks_of("steps", said.steps.get_prep_value())
        if people["kind"] == "regulation":
            data |= blocks_of("body", said.body.get_prep_value())
        data = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in data.items()}
        people["form"] = {name: "" if value is None else value for name, value in data.items()}
    return people["form"]


def blocks_of(name, blocks):
    """What the browser sends of a stream: ids, kinds, values, and lists in them."""
    data = {f"{name}-count": len(blocks)}

    def add(start, place, item):
        data.update(
            {f"{start}-deleted": "", f"{start}-order": place, f"{start}-type": item["type"], f"{start}-id": item["id"]}
        )
        for key, value in item["value"].items():
            if isinstance(value, list):
                data[f"{start}-value-{key}-count"] = len(value)
                for number, row in enumerate(value):
                    add(f"{start}-value-{key}-{number}", number, row)
            else:
                data[f"{start}-value-{key}"] = value

    for place, item in enumerate(blocks):
        add(f"{name}-{place}", place, item)
    return data


def editor_button(client, page, revision, people):
    data = form_data(client, page, revision, people)
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, "action-publish": "1"})


def save_and_publish(client, page, revision, people):
    data = form_data(client, page, revision, people) | {TOUCHED[people["kind"]]: "顺手改了一处", "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def revert_and_publish(client, page, revision, people):
    data = form_data(client, page, revision, people) | {"revision": revision.pk, "action-publish": "1"}
    setattr(page, TOUCHED[people["kind"]], "较新的草稿")
    page.save_revision(user=people["editor"])
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def go_live_at(client, page, revision, people):
    client.force_login(people["privileged"])
    draft = revision.as_object()
    draft.go_live_at = timezone.now() + datetime.timedelta(days=1)
    later = draft.save_revision(user=people["editor"])
    try:
        later.publish(user=people["privileged"])
    except (Refused, PublishPagePermissionError):
        return None
    return "scheduled"


EDITOR = [editor_button, save_and_publish, revert_and_publish, go_live_at]
GROUPS = {"editor": EDITOR, "others": paths.OTHERS, "database": paths.DATABASE}
#: (page type, gate, group): the database asks no gate, so that it is tried once for each type, with what lacks the approval.
ROWS = [(*row, group) for row in VIOLATIONS for group in GROUPS if group != "database" or row[1] == "approval"]


@contextmanager
def undone():
    """Take back everything that happens within, the page's own tree and all."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def public_state(page):
    """What the public sees of the page and of editions."""
    row = Page.objects.values("live", "live_revision_id", "first_published_at", "title").get(pk=page.pk)
    return row, Edition.objects.filter(page_id=page.pk).count()
