"""What the common gates keep back of each type of paper; live papers are held by the database; withdrawn ones are gone."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Page, WorkflowPage

from disclosure.models import RegulationAttachment, RegulationChange
from disclosure.papers.bodies import as_stream
from disclosure.papers.outline import Row
from publication.actions.approve import record_setup
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.approvals import STEPS
from publication.errors import is_guard_refusal
from publication.models import Receipt, SurfaceTask
from publication.permits import permitted
from publication.surfaces import registered
from publication.surfaces.work import work
from staff_directory.steps import shipped
from tests.disclosure.papers.conftest import MAKERS, PARTY, make_notice, make_regulation, make_template, public, stored
from tests.publication import paths

pytestmark = pytest.mark.django_db

#: What the common gates keep back of each type: changes to a complete page.
VIOLATIONS = {
    ("template", "privacy"): {"usage": "身份证号210502199001010017"},
    ("regulation", "privacy"): {"preamble": "联系人手机13842412345"},
    ("service", "privacy"): {"party_name": f"{PARTY} 210502199001010017"},
    **{(kind, gate): {} for kind in MAKERS for gate in ("approval", "sealed", "outside")},
}


#: The common gates on two paths here: tests/publication/ tries these on all, and each type's own gate too.
FEW = (paths.bulk_publish, paths.timer)
CASES = [(kind, gate, path) for kind, gate in VIOLATIONS for path in FEW]


def kept_back(kind, gate, unit, editor):
    page = MAKERS[kind](unit)
    for name, value in VIOLATIONS[kind, gate].items():
        setattr(page, name, value)
    page.save()
    revision = page.save_revision(user=editor)
    if gate == "outside":
        with permitted("test", [STEPS]):
            WorkflowPage.objects.update_or_create(
                page=page.get_parent(), defaults={"workflow": shipped.ensure(shipped.LISTS)}
            )
    elif gate != "approval":
        record_setup(page, revision, "测试")
    if gate == "sealed":
        revision.publish()
        asked = RequestEnding(page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。")
        End(asked.execute()).execute()
    return type(page).objects.get(pk=page.pk), revision


@pytest.mark.parametrize(("kind", "gate", "path"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_nothing_that_a_gate_keeps_back_becomes_public(kind, gate, path, unit, editor, admin, client):
    page, revision = kept_back(kind, gate, unit, editor)
    privileged = editor if gate == "approval" and path is not paths.last_approval else admin
    path(client, page, revision, {"editor": editor, "privileged": privileged, "gate": gate})
    assert not Page.objects.get(pk=page.pk).live


# -- what a live page shows is held by the database, its child rows too


def refused(statement, *parameters):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    assert is_guard_refusal(caught.value)


@pytest.fixture
def live(unit):
    earlier = public(make_regulation(unit, document_number="旧号"))
    regulation = make_regulation(
        unit,
        changes=[RegulationChange(effect="repeals", earlier=earlier, sort_order=0)],
        attachments=[RegulationAttachment(document=stored(unit), title="表", sort_order=0)],
    )
    return {
        "template": public(make_template(unit)),
        "regulation": public(regulation),
        "service": public(make_notice(unit)),
    }


ROWS = {
    "template": ("disclosure_documenttemplatepage", "page_ptr_id", "version = 'x'"),
    "regulation": ("disclosure_regulationpage", "page_ptr_id", "body = '[]'"),
    "service": ("disclosure_servicenoticepage", "page_ptr_id", "party_name = 'x'"),
}
CHILDREN = {
    ("template", "disclosure_templatefield"): "name = 'x'",
    ("regulation", "disclosure_regulationchange"): "effect = 'amends'",
    ("regulation", "disclosure_regulationattachment"): "title = 'x'",
}


@pytest.mark.parametrize("kind", ROWS)
def test_raw_sql_changes_no_live_paper(live, kind):
    table, key, change = ROWS[kind]
    refused(f"UPDATE {table} SET {change} WHERE {key} = %s", live[kind].pk)
    refused(f"DELETE FROM {table} WHERE {key} = %s", live[kind].pk)


@pytest.mark.parametrize(("kind", "table"), CHILDREN)
def test_raw_sql_changes_no_child_row_of_a_live_paper(live, kind, table):
    page = live[kind].pk
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE page_id = %s", [page])
        assert cursor.fetchone()[0] > 0
    refused(f"UPDATE {table} SET {CHILDREN[kind, table]} WHERE page_id = %s", page)
    refused(f"DELETE FROM {table} WHERE page_id = %s", page)
    if table == "disclosure_templatefield":
        refused(f"INSERT INTO {table} (page_id, name, note, sort_order) VALUES (%s, 'x', '', 9)", page)


# -- withdrawn means gone everywhere


@pytest.mark.parametrize("kind", MAKERS)
def test_before_a_withdrawal_the_page_and_its_lists_are_seen(kind, live, visitor):
    from publication.models import Ending
    from publication.surfaces.subjects import subjects_of

    page = live[kind]
    ending = Ending(
        page=page, verb="withdraw", kind="mistake", url_path=page.url_path, live_revision=page.live_revision
    )
    subjects = list(subjects_of([ending]).values())
    seen = {surface.code for surface in registered() if surface.probe(subjects, visitor)[page.pk].visible}
    assert {"page", "lists"} <= seen
    assert ({"search", "sitemap"} <= seen) == (kind != "service")


@pytest.mark.parametrize("kind", MAKERS)
def test_after_a_withdrawal_every_surface_says_gone_and_the_receipt_names_nobody(kind, live, visitor, client):
    page = live[kind]
    asked = RequestEnding(
        page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。"
    ).execute()
    ending = End(asked).execute()
    while work(visitor):
        visitor.forget()
    waiting = SurfaceTask.objects.filter(ending=ending, state="waiting")
    assert not waiting.exists(), list(waiting.values_list("surface", "problem"))
    document = Receipt.objects.get(ending=ending).document
    assert PARTY not in document
    assert '"gone":true' in document.replace(" ", "")
    answer = client.get(page.get_url())
    assert answer.status_code == 410
    assert PARTY not in answer.content.decode()
    if kind == "template":
        assert client.get(page.file.url).status_code == 404


# -- lists cost the same however long they are


def numbered(kind, unit, number):
    values = {
        "template": {"code": f"示例-{number}", "title": f"文书{number}"},
        "regulation": {"document_number": f"{number}号", "title": f"办法{number}"},
        "service": {"document_number": f"{number}号"},
    }[kind]
    return public(MAKERS[kind](unit, **values))


@pytest.mark.parametrize("kind", MAKERS)
def test_lists_and_pages_ask_the_same_number_of_questions(kind, unit, client):
    from django.test.utils import CaptureQueriesContext

    from disclosure.models import PaperListPage

    first = numbered(kind, unit, 1)
    addresses = [PaperListPage.objects.get(kind=kind).get_url(), first.get_parent().get_url(), first.get_url()]

    def counts():
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    one = counts()
    for number in range(2, 14):
        numbered(kind, unit, number)
    many = counts()
    assert many == one
    assert max(many) <= 12, many


def test_a_long_list_is_capped_and_says_so(unit, client, monkeypatch):
    from disclosure.models import PaperListPage

    monkeypatch.setattr("disclosure.papers.lists.CAP", 2)
    for number in range(1, 4):
        numbered("template", unit, number)
    text = client.get(PaperListPage.objects.get(kind="template").get_url()).content.decode()
    assert "只显示前 2 件" in text
    assert text.count("result__title") == 2


def test_a_regulation_of_two_hundred_articles_costs_what_a_short_one_costs(unit, client):
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number, length in ((1, 2), (2, 200)):
        rows = [Row("article", place, text="内容") for place in range(1, length + 1)]
        page = public(
            make_regulation(
                unit, document_number=f"{number}号", body=as_stream(rows), effective_on=datetime.date(2026, 2, 1)
            )
        )
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url())
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
