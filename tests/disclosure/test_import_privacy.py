"""No identity number and no person's full name is kept by an import or a form, wherever in a file it stood."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosure.imports import steps
from disclosure.models import DecisionIndexPage, DecisionNoticePage, ImportedRow, ImportJob
from publication.gates import problems_of_many
from tests.disclosure.importing_files import outcome, table, xlsx
from tests.disclosure.importing_rows import PERSON_ID, check, codes

pytestmark = pytest.mark.django_db

SHORT_ID = "210502900101123"


@pytest.mark.parametrize("name", [f"张三{PERSON_ID}处罚", f"处罚{SHORT_ID}", "处罚13800138000"])
def test_numbers_in_the_names_of_file_and_sheet_are_stored_nowhere(tmp_path, client, unit, editor, name):
    path = xlsx(tmp_path / "x.xlsx", table(count=1), names=[name])
    client.force_login(editor)
    data = {"unit": unit.pk, "file": SimpleUploadedFile(f"{name}.xlsx", path.read_bytes())}
    client.post(reverse("decision_imports:upload"), data)
    job = ImportJob.objects.get()
    steps.run(job.pk)
    client.post(reverse("decision_imports:confirm", args=[job.pk]), {"secrecy_checked": "on"})
    steps.run(job.pk)
    job.refresh_from_db()
    kept = f"{job.file_name} {job.report} {ImportedRow.objects.get().sheet}"
    assert "处罚" in kept
    for number in (PERSON_ID, SHORT_ID, "13800138000"):
        assert number not in kept


@pytest.mark.parametrize("column", ["decided_on", "fine_fen", "facts", "remarks", "penalty_kinds", "party_kind"])
@pytest.mark.parametrize(
    "value", [int(PERSON_ID), float(PERSON_ID), int(SHORT_ID), float(SHORT_ID), "2.10502199001E+17"]
)
def test_an_identity_number_that_became_a_number_is_an_error_and_stored_nowhere(column, value):
    checked = check(**{column: value})
    assert {"id_number", "number_precision"} & set(codes(checked, "error"))
    for digits in ("2105021990", "2105029001", "2.105021990", "2.105029001", "2.10502199"):
        assert digits not in str(checked.problems)
        assert digits not in str(checked.values)


def test_a_number_of_the_first_generation_is_an_identity_number():
    checked = check(facts=f"经查，张某某（{SHORT_ID}）未参保。")
    assert codes(checked, "error") == ["id_number"]
    assert SHORT_ID not in str(checked)
    assert not codes(check(facts=f"经查，该单位（注册号：{SHORT_ID}）未参保。"))


def test_messages_hide_what_values_hide():
    checked = check(
        "penalty-person", decided_on="张三丰", penalty_kinds="张三丰", fine_fen="张三丰", remarks=f"张三丰 {SHORT_ID}"
    )
    assert len(checked.problems) >= 4
    assert "三丰" not in str(checked.problems)
    assert SHORT_ID not in str(checked)
    assert "三丰" not in str(check(party_name="张三丰").problems)


def test_nothing_that_a_database_cannot_hold_gets_into_the_report(tmp_path, unit):
    changed = {"decided_on": "2026_x0000_", "penalty_kinds": "罚_x0000_款"}
    status, report = outcome(xlsx(tmp_path / "x.xlsx", table("penalty-organisation", changed)), unit)
    assert status == 1
    assert "\x00" not in str(report).encode().decode("unicode_escape", "replace")


@pytest.mark.parametrize("name", ["仇小明", "阿依古丽", "欧阳一二三", "买买提·吐尔逊"])
@pytest.mark.parametrize("key", ["penalty-2015", "licence-2015"])
def test_the_party_of_a_2015_row_without_any_code_is_a_person(key, name):
    checked = check(key, party_name=name, organisation_code="", legal_representative="")
    assert checked.values["party_kind"] == "person"
    assert name[1:] not in str(checked)
    coded = check(key, party_name=name)
    assert coded.values["party_kind"] == "organisation"


def test_a_guessed_person_is_told():
    checked = check("penalty-2015", party_name="仇小明", organisation_code="", legal_representative="")
    assert "guessed_person" in codes(checked, "warning")
    told = check("penalty-2015", party_name="示例劳务有限公司", organisation_code="")
    assert (told.values["party_kind"], told.values["party_name"]) == ("organisation", "示例劳务有限公司")
    assert "guessed_person" not in codes(told)


def test_a_name_is_hidden_where_the_category_cannot_be_read():
    for kind in ("", "打手心"):
        checked = check(party_name="阿依古丽" + "丽" * 300, party_kind=kind, credit_code="")
        assert "依古丽" not in str(checked.problems)


# -- the form


def posted(client, index, **values):
    """Post the form of a new decision; return the answer."""
    from wagtail.test.utils.form_data import querydict_from_html

    url = reverse("wagtailadmin_pages:add", args=["disclosure", "decisionnoticepage", index.pk])
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form")
    for name, value in values.items():
        data[name] = value
    return client.post(url, data)


@pytest.fixture
def inspections(unit):
    """The unit's index of inspections."""
    return DecisionIndexPage.objects.get(unit=unit, kind="inspection")


def test_a_party_needs_a_category_in_the_form_and_nothing_is_lost(client, editor, inspections):
    client.force_login(editor)
    values = {"party_name": "张三丰", "subject": "检查", "conclusion": "未发现问题", "decided_on": "2026-11-20"}
    answer = posted(client, inspections, **values)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "须选择类别" in text
    assert "未发现问题" in text
    assert not DecisionNoticePage.objects.exists()
    assert posted(client, inspections, **values, party_kind="person").status_code == 302
    assert DecisionNoticePage.objects.get().party_name == "张某某"


def test_the_form_masks_the_party_in_every_text(client, editor, inspections):
    client.force_login(editor)
    values = {
        "party_name": "张三丰",
        "party_kind": "person",
        "subject": "对张三丰的检查",
        "conclusion": "张 三丰未参保",
        "basis": "张三丰的申报",
        "decided_on": "2026-11-20",
    }
    assert posted(client, inspections, **values).status_code == 302
    page = DecisionNoticePage.objects.get()
    kept = f"{page.__dict__} {[revision.content for revision in page.revisions.all()]}"
    assert "三丰" not in kept
    assert page.subject == "对张某某的检查"
    assert page.conclusion == "张某某未参保"


def build(index, **values):
    """An unsaved decision that names a person."""
    notice = DecisionNoticePage(
        kind=index.kind,
        decided_on=datetime.date(2026, 11, 20),
        subject="检查",
        conclusion="未发现问题",
        secrecy="clear",
        **values,
    )
    notice.adopt(index)
    notice.prepare()
    return notice


def test_a_name_without_a_category_is_masked_and_kept_back(unit, inspections):
    notice = build(inspections, party_name="张三丰")
    assert notice.party_name == "张某某"
    (problems,) = problems_of_many([(notice, None)])
    assert "party_kind" in {problem.field for problem in problems}
    assert build(inspections, party_name="示例劳务有限公司").party_name == "示例劳务有限公司"


def test_a_confirmation_of_somebody_without_a_category_does_not_pass_as_an_organisations(unit):
    notice = build(DecisionIndexPage.objects.get(unit=unit, kind="confirmation"), party_name="张三丰")
    (problems,) = problems_of_many([(notice, None)])
    assert "person_one_by_one" in {problem.code for problem in problems}
