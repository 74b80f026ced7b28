"""What must be filled before a decision is public (STANDARDS 3.2, 3.3), by kind."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from disclosure.models import DecisionIndexPage, DecisionListPage, DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.gates import problems_of_many
from tests.conftest import build_penalty

pytestmark = pytest.mark.django_db


def missing(notice):
    """Fields that the gates name as missing."""
    (problems,) = problems_of_many([(notice, None)])
    return {problem.field for problem in problems if problem.code == "missing"}


def other(index, **values):
    """A complete decision of another kind."""
    fields = {
        "kind": index.kind,
        "decided_on": datetime.date(2026, 11, 20),
        "party_name": "示例劳务有限公司",
        "party_kind": "organisation",
        "category": "劳动关系",
        "subject": "审查",
        "conclusion": "无异议",
        "secrecy": "clear",
        **values,
    }
    notice = DecisionNoticePage(**fields)
    notice.adopt(index)
    notice.prepare()
    return notice


@pytest.mark.parametrize("name", ["penalty_valid_until", "organ_code", "source_name", "source_code"])
def test_a_penalty_needs_every_required_column(penalties, name):
    assert not missing(build_penalty(penalties))
    notice = build_penalty(penalties)
    setattr(notice, name, None if name.endswith("until") else "")
    assert missing(notice) == {name}


@pytest.mark.parametrize("kind", ["inspection", "compulsion", "other", "confirmation", "payment"])
@pytest.mark.parametrize("name", ["party_name", "party_kind", "category", "subject", "conclusion"])
def test_the_other_kinds_need_party_category_subject_and_conclusion(unit, kind, name):
    index = DecisionIndexPage.objects.get(unit=unit, kind=kind)
    assert not missing(other(index))
    assert name in missing(other(index, **{name: ""}))
    count = other(
        index, count_month=datetime.date(2026, 10, 1), count_total=3, party_name="", party_kind="", category=""
    )
    assert not missing(count)


@pytest.mark.parametrize("kind", ["compulsion", "other", "confirmation", "payment"])
def test_the_list_of_a_kind_without_closed_list_is_filtered_by_its_categories(client, unit, kind):
    index = DecisionIndexPage.objects.get(unit=unit, kind=kind)
    made = [other(index, category=name, subject=name) for name in ("劳动关系", "劳动关系", "社会保险征缴")]
    CreateMany(index, made, publish=True).execute()
    url = DecisionListPage.objects.get(kind=kind).get_url()
    answer = client.get(url, {"category": "劳动关系"})
    assert len(answer.context["items"]) == 2
    (field,) = [field for field in answer.context["filter"] if field["name"] == "category"]
    assert [option["value"] for option in field["options"]] == ["", "劳动关系", "社会保险征缴"]
    assert len(client.get(url, {"category": "没有的"}).context["items"]) == 3


def test_withheld_needs_its_reason_also_in_a_draft(penalties):
    notice = build_penalty(penalties, publicity="withheld")
    notice.slug, notice.path, notice.depth = "x", "x", 5
    with pytest.raises(ValidationError) as caught:
        notice.clean()
    assert "publicity_reason" in caught.value.message_dict
    notice.publicity_reason = "涉及个人隐私"
    notice.clean()
