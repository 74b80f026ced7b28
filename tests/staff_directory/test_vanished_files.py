"""Of a page that vanished nothing is said, its files included (政府信息公开条例第十四、十五条)."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from home.models import StandardPage
from publication.actions.approve import record_setup
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.errors import Refused
from publication.models import StoredDocument, TrailEntry
from staff_directory.models import UnitPage
from staff_directory.roles.sync import sync_roles
from staff_directory.trail_room.export import json_lines
from tests.conftest import make_person

pytestmark = pytest.mark.django_db

TITLE, FILE = "不应公开的页面", "不应公开的附件"


def publish(unit, document, slug="sec", title=TITLE):
    page = StandardPage(secrecy="clear", title=title, slug=slug, live=False, body=[("document", document)])
    UnitPage.objects.get(unit=unit).add_child(instance=page)
    revision = page.save_revision(user=make_person(f"by-{slug}", "unit_editor", unit))
    record_setup(page, revision, "测试")
    revision.publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def gone(unit):
    """A page that vanished, and its attachment."""
    sync_roles()
    file = ContentFile(b"secret text", name="s.txt")
    document = StoredDocument.objects.create(title=FILE, file=file, collection=unit.collection)
    page = publish(unit, document)
    End(RequestEnding(page, verb="vanish", kind="privacy", user=None, statement="").execute()).execute()
    return page, document


@pytest.mark.parametrize(
    "role", ["unit_editor", "unit_head", "legal_reviewer", "deputy_director", "disclosure_officer"]
)
def test_no_member_of_staff_has_its_file(client, unit, gone, role):
    _page, document = gone
    client.force_login(make_person("someone", role, unit if role.startswith("unit") else None))
    assert client.get(document.url).status_code == 404
    for name in ("edit", "document_usage", "delete"):
        assert client.get(reverse(f"wagtaildocs:{name}", args=[document.pk])).status_code in (302, 404)
    for name in (
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose",
        "wagtailadmin_api:documents:listing",
        "reading:index",
    ):
        body = client.get(reverse(name)).content.decode()
        assert FILE not in body
        assert TITLE not in body


def test_the_discipline_auditor_has_it_with_a_purpose(client, gone):
    page, document = gone
    client.force_login(make_person("auditor", "discipline_auditor"))
    assert client.get(document.url).status_code == 404
    listed = client.get(reverse("reading:index")).content.decode()
    assert TITLE not in listed
    assert "（已消除的页面）" in listed
    assert f"/{page.pk}/" not in client.get(reverse("reading:index"), {"q": TITLE[:3]}).content.decode()
    assert "（已消除的页面）" in client.get(reverse("trail:index")).content.decode()
    assert TITLE not in client.get(reverse("trail:index")).content.decode()
    client.post(reverse("reading:purpose", args=[page.pk]), {"purpose": "核查示例线索"})
    assert client.get(document.url).status_code == 200


def test_the_trail_does_not_name_it(client, gone):
    page, _document = gone
    client.force_login(make_person("audit", "audit_admin"))
    entry = TrailEntry.objects.filter(page_id=page.pk).first()
    assert entry.label == TITLE
    for address in (reverse("trail:index"), reverse("trail:show", args=[entry.pk])):
        body = client.get(address).content.decode()
        assert TITLE not in body
        assert FILE not in body
    assert not any(TITLE in line or FILE in line for line in json_lines(TrailEntry.objects.all()))


def test_its_file_is_not_public_again_by_another_page(unit, gone):
    _page, document = gone
    other = StandardPage(secrecy="clear", title="新页面", slug="new", live=False, body=[("document", document)])
    UnitPage.objects.get(unit=unit).add_child(instance=other)
    revision = other.save_revision()
    record_setup(other, revision, "测试")
    with pytest.raises(Refused, match="已消除的页面"):
        revision.publish()
    assert Client().get(document.url).status_code == 404


def test_a_file_that_another_page_shows_stays(client, unit, gone):
    _page, _ = gone
    shared = StoredDocument.objects.create(
        title="通用表格", file=ContentFile(b"form", name="f.txt"), collection=unit.collection
    )
    publish(unit, shared, "first", "第一页")
    second = publish(unit, shared, "second", TITLE + "二")
    End(RequestEnding(second, verb="vanish", kind="privacy", user=None, statement="").execute()).execute()
    assert Client().get(shared.url).status_code == 200
    client.force_login(make_person("someone", "unit_editor", unit))
    usage = client.get(reverse("wagtaildocs:document_usage", args=[shared.pk]))
    assert usage.status_code == 200
    assert "第一页" in usage.content.decode()
    assert TITLE not in usage.content.decode()
