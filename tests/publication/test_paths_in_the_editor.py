"""Every path to publication through the page editor, against every gate."""

import pytest
from django.urls import reverse

from home.models import SectionPage
from tests.publication.test_publish import form_data

from .paths import EDITOR, VIOLATIONS, lets_through, stays_back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gate", sorted(VIOLATIONS))
@pytest.mark.parametrize("path", EDITOR, ids=lambda path: path.__name__)
def test_no_path_goes_around_a_gate(path, gate, client, penalties, editor, admin, later_app):
    stays_back(path, gate, client, penalties, editor, admin)


@pytest.mark.parametrize("path", EDITOR, ids=lambda path: path.__name__)
def test_every_path_lets_a_good_page_through(path, client, penalties, editor, admin):
    lets_through(path, client, penalties, editor, admin)


def test_create_view_keeps_the_draft_and_publishes_nothing(client, admin, portal):
    client.force_login(admin)
    add = reverse("wagtailadmin_pages:add", args=["home", "sectionpage", portal.pk])
    data = {**form_data(client, add), "title": "新页面", "slug": "new", "action-publish": "1"}
    answer = client.post(add, data, follow=True)
    page = SectionPage.objects.get(slug="new")
    assert not page.live
    assert "须由另一位审核人" in answer.content.decode()
