"""The demo's papers: complete, loaded once, and each DOCX a document that opens."""

import zipfile

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from disclosure.demo.content import make_units
from disclosure.demo.papers import make_papers
from disclosure.demo.papers_regulations import REGULATIONS
from disclosure.models import DocumentTemplatePage, RegulationPage, ServiceNoticePage
from disclosure.papers.kinds import Stage
from disclosure.papers.outline import flaws, rows_of_body
from disclosure.papers.splitting import essence, split
from disclosure.starter import start_portal
from publication.gates import findings_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(db):
    start_portal()
    make_units()
    make_papers()


def test_sixteen_templates_six_regulations_two_notices_and_no_more_the_second_time(papers, client):
    make_papers()
    assert DocumentTemplatePage.objects.live().count() == 16
    assert RegulationPage.objects.live().count() == 6
    assert ServiceNoticePage.objects.live().count() == 2
    assert set(DocumentTemplatePage.objects.values_list("stage", flat=True)) == set(Stage.values)
    types = ContentType.objects.get_for_models(DocumentTemplatePage, RegulationPage, ServiceNoticePage).values()
    for page in Page.objects.filter(content_type__in=types).specific():
        assert not [found for found in findings_of(page, page.get_latest_revision()) if found.code != "not_approved"], (
            page
        )
        assert client.get(page.get_url()).status_code == 200
    for page in RegulationPage.objects.all():
        assert not list(flaws(rows_of_body(page.body))), page
    for page in DocumentTemplatePage.objects.select_related("file"):
        with page.file.file.open("rb") as file, zipfile.ZipFile(file) as archive:
            assert archive.testzip() is None


def test_nothing_of_a_regulations_text_is_lost_on_the_way():
    for *_, text in REGULATIONS:
        assert essence(split(text).rebuilt()) == essence(text)


def test_an_ended_notice_is_not_made_again(papers):
    from disclosure.papers.clocks import end_service_notices

    last = max(ServiceNoticePage.objects.values_list("served_on", flat=True))
    assert end_service_notices(last.replace(year=last.year + 1)) == (2, 0)
    make_papers()
    assert ServiceNoticePage.objects.count() == 2
    assert not ServiceNoticePage.objects.live().exists()


def test_units_of_an_older_portal_get_their_folders_once(portal):
    from disclosure.models import DocumentTemplateIndexPage, RegulationIndexPage, ServiceNoticeIndexPage
    from disclosure.starter import child
    from staff_directory.models import Unit, UnitIndexPage, UnitPage

    unit = Unit.objects.create(code="old", name="示例科", kind="division")
    page = UnitPage(secrecy="clear", title=unit.name, slug=unit.code, unit=unit, duties="<p>示例职责。</p>")
    child(UnitIndexPage.objects.get(), page)
    for _ in range(2):
        start_portal()
        for model in (DocumentTemplateIndexPage, RegulationIndexPage, ServiceNoticeIndexPage):
            assert model.objects.live().filter(unit=unit).count() == 1
