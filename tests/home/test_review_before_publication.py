"""No page of any type is public without the recorded outcome of the review before publication."""

import pytest
from django.apps import apps

from home.gates import PlainPageGate
from home.models import StandardPage
from home.models.base import PortalPage
from publication.actions import publish_page
from publication.errors import Refused
from publication.gates import findings_of, registered
from publication.models import TrailEntry

pytestmark = pytest.mark.django_db

TYPES = sorted(
    (model for model in apps.get_models() if issubclass(model, PortalPage)), key=lambda model: model.__name__
)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_regulation_17_every_type_of_page_needs_its_recorded_review(model):
    """政府信息公开条例第十七条: what is to be public is reviewed first, whatever it is."""

    def codes(**values):
        page = model(title="示例", **values)
        return {problem.code for problem in findings_of(page, None) if problem.field in ("secrecy", "secrecy_note")}

    assert codes() == {"secrecy_missing"}
    assert codes(secrecy="withhold") == {"secrecy_withheld"}
    assert codes(secrecy="handled", secrecy_note=" ") == {"secrecy_note_missing"}
    assert codes(secrecy="handled", secrecy_note="隐去了联系人") == set()
    assert codes(secrecy="clear") == set()


def test_a_plain_page_without_the_choice_stays_a_draft_and_with_it_the_note_stays_inside(portal, client):
    page = StandardPage(title="示例说明", slug="example-page", live=False, introduction="示例说明。")
    portal.add_child(instance=page)
    page = StandardPage.objects.get(slug="example-page")
    with pytest.raises(Refused, match="还没有保密审查结论"):
        publish_page(page, setup="测试")
    page.refresh_from_db()
    assert not page.live
    page.secrecy, page.secrecy_note = "handled", "隐去了内部分工"
    page = publish_page(page, setup="测试")
    assert page.live
    answer = client.get(page.url).content.decode()
    assert "示例说明" in answer
    assert "隐去了内部分工" not in answer
    assert not [entry for entry in TrailEntry.objects.all() if "隐去了内部分工" in str(entry.data)]


def test_the_choice_is_made_in_the_editor_of_a_page(portal, admin, client):
    client.force_login(admin)
    text = client.get(f"/admin/pages/{portal.pk}/edit/").content.decode()
    assert 'name="secrecy"' in text
    assert 'name="secrecy_note"' in text


def test_the_portals_own_structure_is_recorded_when_it_is_made(portal, unit):
    structure = [model.objects.filter(live=True, secrecy="").count() for model in TYPES]
    assert not any(structure)


BLOCKS = {
    "empty heading": ([("heading", " ")], "empty_block", "正文第1块（小标题）是空的"),
    "empty text": ([("heading", "办法"), ("text", "<p> </p><hr/>")], "empty_block", "正文第2块（正文）是空的"),
    "table with a head only": ([("table", {"caption": "", "rows": "甲|乙\n"})], "empty_table", "只有表头"),
    "missing file": ([("document", None)], "no_file", "没有附件"),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_a_plain_page_leaves_nothing_begun_and_empty(case):
    """政府信息公开条例第六条: what is published is accurate; no reader is led to an empty page."""
    blocks, code, said = BLOCKS[case]
    found = [
        problem for problem in PlainPageGate().check(StandardPage(title="示例", body=blocks), None) if problem.blocks
    ]
    assert [(problem.code, problem.field) for problem in found] == [(code, "body")]
    assert said in found[0].message
    assert "请" in found[0].message


def test_a_table_with_uneven_rows_is_told_and_not_kept_back():
    page = StandardPage(title="示例", body=[("table", {"caption": "", "rows": "甲|乙\n1|2\n3"})])
    (found,) = PlainPageGate().check(page, None)
    assert (found.blocks, "第3行有1格" in found.message) == (False, True)
    page.body = [("text", "<p>说明</p>"), ("table", {"caption": "", "rows": "甲|乙\n1|2"})]
    assert PlainPageGate().check(page, None) == []


#: Folders for a unit's pages of one kind, and what has a gate of its own by another name: they say nothing in their own words.
FOLDERS = {
    "DecisionIndexPage", "MatterIndexPage", "FlowchartIndexPage", "ServiceGuideIndexPage", "DocumentTemplateIndexPage",
    "RegulationIndexPage", "ServiceNoticeIndexPage", "OfficerDirectoryPage",
}  # fmt: skip


def test_every_type_of_page_has_a_gate_of_completeness():
    """A new type either says what it must say before it is public, or is named here as a folder."""
    own = {model for gate in registered() for model in gate.page_types if model is not PortalPage}
    without = {model.__name__ for model in TYPES if model not in own and not model.must_say}
    assert without == FOLDERS
