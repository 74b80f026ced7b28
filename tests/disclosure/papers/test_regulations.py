"""制度文件: complete, numbered so that each link leads to one place, amended and repealed in one link that both pages show."""

import datetime
import re

import pytest
from django.urls import reverse

from disclosure.models import PaperListPage, RegulationAttachment, RegulationChange, RegulationPage
from disclosure.papers.bodies import as_stream
from disclosure.papers.outline import Row, rows_of_body
from publication.actions.end_request import RequestEnding
from publication.gates import problems_of
from tests.disclosure.papers.conftest import make_regulation, public, stored

pytestmark = pytest.mark.django_db


def problems(page):
    return {(found.code, found.field) for found in problems_of(page, None) if found.blocks}


def findings(page):
    from publication.gates import findings_of

    return {(found.code, found.severity) for found in findings_of(page, None)}


def test_a_complete_regulation_may_be_public(unit):
    assert problems(make_regulation(unit)) == set()


def test_each_missing_element_is_named_at_its_field(unit):
    page = make_regulation(unit)
    for field in ("document_number", "issuing_body", "adopted_on", "effective_on"):
        kept = getattr(page, field)
        setattr(page, field, None if field.endswith("_on") else "")
        assert problems(page) == {("missing", field)}
        setattr(page, field, kept)


def test_articles_are_required_and_duplicates_keep_it_back_while_gaps_only_warn(unit):
    page = make_regulation(unit, body=[])
    assert ("no_articles", "body") in problems(page)
    page.body = as_stream([Row("article", 1, text="甲"), Row("article", 1, text="乙")])
    assert ("numbering_duplicate", "body") in problems(page)
    page.body = as_stream([Row("article", 1, text="甲"), Row("article", 3, text="乙")])
    assert problems(page) == set()
    assert ("numbering_gap", "warning") in findings(page)
    page.body = as_stream([Row("article", 1, text="")])
    assert ("numbering_empty", "body") in problems(page)


def test_many_problems_are_summed_up(unit):
    page = make_regulation(unit, body=as_stream([Row("article", 1, text="甲") for _ in range(30)]))
    found = [problem for problem in problems_of(page, None) if problem.code.startswith("numbering")]
    assert len(found) == 13
    assert "还有 17 处" in found[-1].message


def test_numbers_that_are_not_given_are_produced_on_saving(unit):
    rows = [
        Row("chapter", text="总则"),
        Row("article", text="甲"),
        Row("article", text="乙"),
        Row("chapter", text="附则"),
        Row("article", text="丙"),
    ]
    page = make_regulation(unit, body=as_stream(rows))
    assert [row.name for row in rows_of_body(page.body)] == ["第一章", "第一条", "第二条", "第二章", "第三条"]


def test_dates_in_the_future_and_in_the_wrong_order_are_named(unit):
    page = make_regulation(unit, adopted_on=datetime.date(2099, 1, 1))
    assert ("future", "adopted_on") in problems(page)
    page = make_regulation(unit, document_number="二号", effective_on=datetime.date(2026, 1, 1))
    assert ("period_order", "warning") in findings(page)


def test_a_standing_other_than_in_force_says_why(unit):
    page = make_regulation(unit, standing="repealed")
    assert ("standing_note", "standing_note") in problems(page)


def test_the_same_number_is_not_public_twice(unit, other_unit):
    public(make_regulation(unit))
    assert ("number_twice", "document_number") in problems(
        make_regulation(other_unit, document_number="示例发[2026]１号")
    )


def repealing(earlier, effect="repeals"):
    return [RegulationChange(effect=effect, earlier=earlier, sort_order=0)]


def test_links_make_sense(unit):
    first = public(make_regulation(unit))
    second = public(make_regulation(unit, document_number="二号", title="第二", changes=repealing(first)))
    first = RegulationPage.objects.get(pk=first.pk)
    first.changes = repealing(second)
    assert ("loop", "changes") in problems(first)
    first.changes = repealing(first)
    assert ("loop", "changes") in problems(first)
    draft = make_regulation(unit, document_number="三号")
    second.changes = repealing(draft)
    assert ("never_public", "changes") in problems(second)
    second.changes = [*repealing(first), RegulationChange(effect="amends", earlier=first, sort_order=1)]
    assert ("change_twice", "changes") in problems(second)
    second.changes, second.effective_on = repealing(first), datetime.date(2020, 1, 1)
    assert ("period_order", "effective_on") in problems(second)


@pytest.mark.parametrize(("effect", "label"), [("repeals", "已废止"), ("amends", "已修改")])
def test_one_link_is_shown_on_both_pages_and_in_the_list(unit, client, effect, label):
    first = public(make_regulation(unit, title="旧办法"))
    listing = PaperListPage.objects.get(kind="regulation").get_url()
    later = make_regulation(unit, title="新办法", document_number="二号", changes=repealing(first, effect))
    assert label not in client.get(first.get_url()).content.decode()
    assert "新办法" not in client.get(first.get_url()).content.decode()
    later = public(later)
    old, new, every = (client.get(url).content.decode() for url in (first.get_url(), later.get_url(), listing))
    assert label in old
    assert later.get_url() in old
    assert first.get_url() in new
    assert f'tag--warn">{label}' in every
    assert f'tag--warn">{label}' in client.get("/search/?q=旧办法").content.decode()
    standing = "repealed" if effect == "repeals" else "amended"
    assert "旧办法" in client.get(f"{listing}?standing={standing}").content.decode()
    in_force = client.get(f"{listing}?standing=in_force").content.decode()
    assert "旧办法" not in in_force
    assert "新办法" in in_force
    RequestEnding(later, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。").execute()
    from publication.actions.end import End
    from publication.models import Ending

    End(Ending.objects.get(page=later)).execute()
    assert label not in client.get(first.get_url()).content.decode()


def test_a_repeal_counts_from_the_day_it_is_in_force(unit, client):
    first = public(make_regulation(unit, title="旧办法"))
    public(
        make_regulation(
            unit,
            title="新办法",
            document_number="二号",
            effective_on=datetime.date(2099, 1, 1),
            changes=repealing(first),
        )
    )
    assert "已废止" not in client.get(first.get_url()).content.decode()


def test_a_blank_row_of_changes_is_kept_in_the_draft_and_named(unit):
    page = make_regulation(unit, changes=[RegulationChange(effect="amends", name=" ")])
    page.full_clean()
    page.changes.all()[0].full_clean(exclude=["page"])
    assert problems(page) == {("change_blank", "id_changes-0-name")}


def test_a_document_outside_the_portal_is_named(unit, client):
    page = public(
        make_regulation(
            unit, changes=[RegulationChange(effect="repeals", name="《示例旧办法》（示例发〔2019〕1号）", sort_order=0)]
        )
    )
    assert "《示例旧办法》" in client.get(page.get_url()).content.decode()


def test_every_article_has_a_stable_address_and_the_contents_lead_to_chapters(unit, client):
    rows = [
        Row("chapter", 1, text="总则"),
        Row("article", 1, text="甲"),
        Row("article", 12, 1, text="乙"),
        Row("section", 1, text="一般"),
        Row("article", 13, text="<script>丙</script>"),
    ]
    page = public(make_regulation(unit, body=as_stream(rows)))
    text = client.get(page.get_url()).content.decode()
    for anchor in ("zhang-1", "tiao-1", "tiao-12-1", "zhang-1-jie-1", "tiao-13"):
        assert text.count(f'id="{anchor}"') == 1
        assert f'href="#{anchor}"' in text
    assert "第十二条之一" in text
    assert "<script>丙" not in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_attachments_are_public_only_with_their_page(unit, client):
    document = stored(unit, title="附表")
    page = make_regulation(unit, attachments=[RegulationAttachment(document=document, title="申请表", sort_order=0)])
    assert client.get(document.url).status_code == 404
    page = public(page)
    assert client.get(document.url).status_code == 200
    assert "申请表（DOCX" in client.get(page.get_url()).content.decode()


def test_an_attachment_of_thirty_megabytes_is_named_at_its_field(unit):
    document = stored(unit, name="a.pdf", content=b"%PDF-1.4\n" + bytes(30 << 20) + b"%%EOF", title="附表")
    page = make_regulation(unit, attachments=[RegulationAttachment(document=document, sort_order=0)])
    (found,) = [problem for problem in problems_of(page, None) if problem.code == "attachment_large"]
    assert found.field == "id_attachments-0-document"
    assert "附件“附表”有 30.0 MB，超过 20 MB" in found.message


def test_search_finds_articles(unit, client):
    page = public(make_regulation(unit, body=as_stream([Row("article", 1, text="执法人员应当佩戴统一标识。")])))
    assert page.get_url() in client.get("/search/?q=佩戴统一标识").content.decode()
    assert page.get_url() in client.get("/search/?q=示例发〔2026〕1号").content.decode()


def form_of(client, page):
    from tests.publication.test_publish import form_data

    return form_data(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def body_of(articles):
    """What the editor's form sends for articles, number → text."""
    return {
        "body-count": len(articles),
        **{f"body-{place}-{name}": value for place, (number, text) in enumerate(articles.items()) for name, value in
           (("deleted", ""), ("order", place), ("type", "article"), ("id", ""), ("value-number", number), ("value-sub", ""), ("value-text", text))},
    }  # fmt: skip


def test_the_editor_numbers_anew_by_a_tick(unit, editor, client):
    page = make_regulation(unit, body=as_stream([Row("article", 4, text="甲"), Row("article", 9, text="乙")]))
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_of(client, page)
    answer = client.post(edit, {**data, **body_of({4: "甲", 9: "乙"}), "renumber": "on"})
    assert answer.status_code == 302, answer.context["form"].errors
    draft = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [(row.name, row.text) for row in rows_of_body(draft.body)] == [("第一条", "甲"), ("第二条", "乙")]


def test_a_row_of_attachments_without_a_file_is_kept_in_the_draft_and_named(unit, editor, client):
    page = make_regulation(unit)
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    row = {"attachments-TOTAL_FORMS": "1", "attachments-0-document": "", "attachments-0-title": "附表一", "attachments-0-ORDER": "1",
           "attachments-0-id": "", "attachments-0-DELETE": ""}  # fmt: skip
    answer = client.post(edit, {**form_of(client, page), **body_of({1: "甲"}), **row})
    assert answer.status_code == 302, answer.context["form"].formsets["attachments"].errors
    draft = RegulationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [(row.document_id, row.title) for row in draft.attachments.all()] == [(None, "附表一")]
    assert problems(draft) == {("attachment_blank", "id_attachments-0-document")}
    html = client.get(edit).content.decode()
    assert 'href="#id_attachments-0-document"' in html
    assert 'id="id_attachments-0-document"' in html
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
