"""No page of any type is public without the recorded outcome of the review before publication."""

import pytest
from django.apps import apps

from home.models import StandardPage
from home.models.base import PortalPage
from publication.actions import publish_page
from publication.errors import Refused
from publication.gates import findings_of
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
    portal.add_child(instance=StandardPage(title="示例说明", slug="example-page", live=False))
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
