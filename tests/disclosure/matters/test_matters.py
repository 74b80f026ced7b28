"""The matter's page, what keeps it back, and the library of laws."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.matters.codes import problem_of
from disclosure.matters.search import describe_matter
from disclosure.models import DiscretionTier, Law, LegalBasis, MatterPage, RecordingStage, ReviewCase
from publication.actions.change_shown import ChangeShown
from publication.actions.publish import publish_page
from publication.errors import Refused
from publication.gates import findings_of, problems_of

from .world import draft_matter, live_matter, make_basis

pytestmark = pytest.mark.django_db


def codes_of(page):
    return {problem.code for problem in findings_of(page, page.latest_revision)}


def test_a_matter_shows_all_its_facets(client, unit):
    matter = draft_matter(
        unit,
        inspection_on=True,
        inspection_object="全市用人单位",
        inspection_content="劳动合同订立情况",
        inspection_ratio="不低于5%",
        inspection_method="现场检查",
        inspection_frequency="每年1次",
    )
    DiscretionTier.objects.create(
        page=matter, behaviour="规章制度违法", tier="minor", circumstances="及时改正", range="警告"
    )
    RecordingStage.objects.create(page=matter, stage="调查取证", method="全程录像", place="用人单位现场")
    ReviewCase.objects.create(page=matter, situation="较大数额罚款", materials="案卷、拟决定书")
    page = publish_page(MatterPage.objects.get(pk=matter.pk), setup="测试")
    text = client.get(page.get_url()).content.decode()
    for shown in ("职权编码", "BXRS-CF-001", "《中华人民共和国劳动合同法》第八十条", "随机抽查", "每年1次", "裁量权基准", "规章制度违法",
                  "音像记录", "全程录像", "法制审核", "较大数额罚款", "立案责任"):  # fmt: skip
        assert shown in text, shown


def test_a_power_without_a_provision_is_not_published(unit):
    """职权法定: what no provision gives is no power."""
    matter = draft_matter(unit, bases=[])
    with pytest.raises(Refused, match="实施依据"):
        publish_page(matter, setup="测试")


def test_a_power_whose_every_provision_has_lapsed_is_not_in_use(client, unit):
    basis = make_basis()
    matter = live_matter(unit, bases=[basis])
    basis.effective_to = datetime.date(2026, 1, 1)
    ChangeShown(basis).execute()
    assert "暂停" in client.get(matter.get_url()).content.decode()
    assert "basis_lapsed" in codes_of(MatterPage.objects.get(pk=matter.pk))


def test_what_an_inspection_list_needs_is_asked_for(unit):
    matter = draft_matter(unit, inspection_on=True)
    messages = [problem.message for problem in findings_of(matter, matter.latest_revision) if problem.code == "missing"]
    for label in ("抽查对象", "抽查内容", "抽查比例", "抽查方式", "抽查频次"):
        assert any(label in message for message in messages), label


def test_a_promise_longer_than_the_law_allows_is_refused(unit):
    matter = draft_matter(
        unit, service_on=True, legal_days=20, legal_day_type="working", promised_days=25, promised_day_type="working"
    )
    assert "promise_too_long" in codes_of(matter)


def test_a_local_benchmark_that_differs_from_the_province_is_flagged(unit):
    matter = draft_matter(unit)
    DiscretionTier.objects.create(
        page=matter, behaviour="规章制度违法", tier="heavy", circumstances="拒不改正", range="罚款2000元", benchmark="local",
        provincial_range="警告",
    )  # fmt: skip
    assert "tier_differs" in codes_of(MatterPage.objects.get(pk=matter.pk))


@pytest.mark.parametrize(
    ("benchmark", "province", "code"),
    [("local", "", "tier_unchecked"), ("local", "省基准没有规定。", ""), ("local", "警告。", ""), ("province", "", "")],
)
def test_a_local_benchmark_beside_which_the_provinces_is_not_written_is_flagged(unit, benchmark, province, code):
    matter = draft_matter(unit)
    matter.tiers = [
        DiscretionTier(behaviour="示例行为", tier="minor", circumstances="示例情形", range="警告", benchmark=benchmark, provincial_range=province)
    ]  # fmt: skip
    found = [
        (each.code, each.field, each.blocks) for each in findings_of(matter, None) if each.code.startswith("tier_")
    ]
    assert found == ([(code, "id_tiers-0-provincial_range", False)] if code else [])


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("11370828MB286029024000114108003", True),
        ("11370828MB28602902400011410800301", True),
        ("11370828MB286029034000114108003", False),
        ("11370828MB286029029000114108003", False),
        ("BXRS-CF-001", True),
        ("本人社1", False),
        ("A" * 41, False),
        ("-A", False),
    ],
)
def test_codes_follow_the_31_digit_scheme_or_are_local(code, good):
    assert (problem_of(code) == "") is good


def test_a_code_is_used_once(client, unit, other_unit, editor):
    live_matter(unit)
    second = draft_matter(other_unit, "OTHER-1")
    second.code = "bxrs-cf-001"
    with pytest.raises(Exception, match="全局唯一"):
        second.full_clean()


def test_the_database_keeps_a_live_matters_rows(unit):
    matter = live_matter(unit)
    for statement in (
        "UPDATE disclosure_matterpage SET content = 'x'",
        "UPDATE disclosure_matterbasis SET use = 'duty'",
        "DELETE FROM disclosure_matterbasis",
        "UPDATE disclosure_legalbasis SET text = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert MatterPage.objects.get(pk=matter.pk).content == "责令改正，给予警告。"


def test_a_law_in_use_is_not_deleted(unit):
    live_matter(unit)
    with pytest.raises(Exception, match=r"protected|PROTECT|foreign key"):
        Law.objects.all().delete()
    assert LegalBasis.objects.exists()


@pytest.mark.parametrize("many", [1, 30])
def test_index_and_matter_take_a_constant_number_of_queries(client, unit, many):
    matters = [live_matter(unit, f"BXRS-CF-{number:03d}") for number in range(many)]
    for url, most in ((matters[0].get_url(), 15), (matters[0].get_parent().get_url(), 12)):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        assert len(captured) <= most, (url, len(captured))


def test_the_index_filters_and_says_when_there_is_nothing(client, unit, other_unit):
    matter = live_matter(unit)
    index = matter.get_parent()
    assert matter.title in client.get(index.get_url(), {"q": "劳动规章", "category": "penalty"}).content.decode()
    assert "没有符合条件" in client.get(index.get_url(), {"q": "没有这个"}).content.decode()
    empty = other_unit.matter_index.get_url()
    assert "还没有公布执法事项" in client.get(empty).content.decode()


def test_a_decision_leads_to_its_matter_and_back(client, unit, penalties):
    from publication.actions.create_many import CreateMany
    from tests.conftest import build_penalty

    matter = live_matter(unit)
    basis = make_basis("第五十五条", "保障农民工工资支付条例", text="示例条文内容。")
    notice = CreateMany(penalties, [build_penalty(penalties, matter=matter)], publish=True).execute()[0]
    page = client.get(matter.get_url()).content.decode()
    assert notice.get_url() in page
    decision = client.get(notice.get_url()).content.decode()
    assert matter.get_url() in decision
    assert basis.text in decision


def test_the_library_says_what_rests_on_a_provision_and_whether_it_has_lapsed(client, unit, admin):
    basis = make_basis()
    live_matter(unit, "A-1", bases=[basis])
    live_matter(unit, "A-2", bases=[basis])
    make_basis("第八十四条", effective_to=datetime.date(2026, 1, 1))
    client.force_login(admin)
    page = client.get("/admin/legal-bases/")
    text = page.content.decode()
    assert "Citation" not in text
    assert "已失效" in text
    assert {row.article: row.matters_count for row in page.context["object_list"]} == {"第八十条": 2, "第八十四条": 0}


@pytest.mark.parametrize(
    ("local", "province", "how"),
    [
        ("处二千元以上八千元以下罚款", "处1000元以上5000元以下罚款", "偏严"),
        ("处一万四千元以下罚款", "处2万元以下罚款", "偏宽"),
        ("并处一倍以上三倍以下罚款", "并处二倍以上三倍以下罚款", "偏宽"),
        ("处五百元以上九千元以下罚款", "处一千元以上五千元以下罚款", ""),
        ("给予警告", "处一千元以下罚款", ""),
        ("处10%以上罚款", "处百分之十以上罚款", ""),
    ],
)
def test_the_provinces_benchmark_of_2023_prevails_and_a_local_one_that_differs_is_flagged(unit, local, province, how):
    matter = draft_matter(unit)
    tier = {"behaviour": "示例行为", "tier": "minor", "circumstances": "示例情形", "benchmark": "local"}
    matter.tiers = [
        DiscretionTier(**tier, range=province),
        DiscretionTier(**tier, range=local, provincial_range=province),
    ]
    found = [each for each in findings_of(matter, None) if each.code == "tier_differs"]
    assert [each.field for each in found] == ["id_tiers-1-range"]
    assert ("偏严" in found[0].message, "偏宽" in found[0].message) == (how == "偏严", how == "偏宽")
    assert [row.public_remark for row in matter.tiers.all()] == ["", f"与省基准不一致，以省基准为准：{province}"]


def test_a_blank_row_of_bases_is_kept_in_the_draft_and_named(unit, editor, client):
    from tests.publication.test_publish import form_data

    matter = draft_matter(unit)
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[matter.pk])
    row = {
        f"bases-1-{name}": value
        for name, value in (("basis", ""), ("use", "duty"), ("ORDER", 2), ("id", ""), ("DELETE", ""))
    }
    answer = client.post(edit, {**form_data(client, edit), **row, "bases-TOTAL_FORMS": 2})
    assert answer.status_code == 302, answer.context["form"].formsets["bases"].errors
    draft = MatterPage.objects.get(pk=matter.pk).get_latest_revision_as_object()
    assert [row.use for row in draft.bases.all() if row.basis_id is None] == ["duty"]
    blocking = {(found.code, found.field) for found in problems_of(draft, None) if found.blocks}
    assert blocking == {("basis_blank", "id_bases-1-basis")}
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[matter.pk])).status_code == 200
    assert describe_matter(draft)
