"""Lists are public only with the justice bureau's letter: recorded by one person, confirmed by another (国办发〔2018〕118号)."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from home.models import StandardPage
from publication.models import OutsideApproval, TrailEntry
from staff_directory.models import Deputy, RoleGroup
from staff_directory.roles import Role
from staff_directory.steps import shipped
from tests.conftest import make_person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def officer(portal):
    """公示专员."""
    return make_person("officer", Role.DISCLOSURE_OFFICER)


@pytest.fixture
def legal(portal):
    """法制审核员, the second person."""
    return make_person("legal", Role.LEGAL_REVIEWER)


@pytest.fixture
def listing(portal, settings, tmp_path, officer):
    """A page in the place of a list, written by one officer and waiting for the letter."""
    settings.MEDIA_ROOT = tmp_path
    author = make_person("author", Role.DISCLOSURE_OFFICER)
    page = StandardPage(secrecy="clear", title="示例清单", slug="list", live=False, introduction="示例说明。")
    portal.add_child(instance=page)
    shipped.attach(page, shipped.LISTS)
    page.save_revision(user=author)
    page.refresh_from_db()
    page.get_workflow().start(page, author)
    page.current_workflow_task_state.approve(user=officer)
    page.refresh_from_db()
    return page


def state_of(page):
    """The page's open step."""
    page.refresh_from_db()
    return page.current_workflow_task_state


def record(client, user, page, **values):
    """Record a letter by the screen."""
    client.force_login(user)
    values = {
        "number": "示例司函〔2026〕3号",
        "dated": datetime.date.today().isoformat(),
        "file": SimpleUploadedFile("函.pdf", PDF),
        **values,
    }
    return client.post(reverse("letters:record", args=[state_of(page).pk]), values)


def test_a_deputy_keeps_letters_in_the_officers_place(client, listing, officer, legal, unit):
    deputy = make_person("dep", Role.UNIT_HEAD, unit)
    address = reverse("letters:show", args=[state_of(listing).pk])
    client.force_login(deputy)
    assert client.get(address).status_code == 302
    today = datetime.date.today()
    held = RoleGroup.objects.get(role=Role.DISCLOSURE_OFFICER)
    Deputy.objects.create(role_group=held, person=deputy, starts_on=today, ends_on=today)
    deputy = type(deputy).objects.get(pk=deputy.pk)
    assert record(client, deputy, listing).status_code == 302
    assert "公示专员（B角代行）" in TrailEntry.objects.get(act="letter.record").data["acting_for"]
    state, letter = state_of(listing), OutsideApproval.objects.get()
    client.post(reverse("letters:confirm", args=[state.pk, letter.pk]))
    listing.refresh_from_db()
    assert not listing.live, "one person records, another confirms"
    client.force_login(legal)
    client.post(reverse("letters:confirm", args=[state.pk, letter.pk]))
    listing.refresh_from_db()
    assert listing.live


def test_a_list_is_public_when_a_second_person_has_confirmed_the_letter(client, listing, officer, legal):
    assert state_of(listing).task.name == "司法局审核"
    client.force_login(officer)
    assert "示例清单" in client.get(reverse("letters:index")).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("letters:show", args=[state_of(listing).pk]) in home, "the home leads to where the step is taken"
    assert record(client, officer, listing).status_code == 302
    letter = OutsideApproval.objects.get()
    assert (letter.number, letter.user, letter.is_confirmed) == ("示例司函〔2026〕3号", officer, False)
    state = state_of(listing)
    own = client.post(reverse("letters:confirm", args=[state.pk, letter.pk]), follow=True)
    assert "须由另一人核对确认" in own.content.decode()
    listing.refresh_from_db()
    assert not listing.live
    client.force_login(legal)
    assert "核对无误，确认" in client.get(reverse("letters:show", args=[state.pk])).content.decode()
    client.post(reverse("letters:confirm", args=[state.pk, letter.pk]))
    listing.refresh_from_db()
    letter.refresh_from_db()
    assert listing.live
    assert letter.confirmed_by == legal
    assert list(TrailEntry.objects.filter(act__startswith="letter.").order_by("pk").values_list("act", flat=True)) == [
        "letter.record",
        "letter.confirm",
    ]


def test_without_the_letter_nobody_approves_and_nobody_publishes(client, listing, legal, admin):
    for user in (legal, admin):
        client.force_login(user)
        state = state_of(listing)
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[listing.pk, "approve", state.pk]))
        client.post(
            reverse("wagtailadmin_pages:edit", args=[listing.pk]),
            {"title": "示例清单", "slug": "list", "body-count": "0", "action-publish": "1"},
        )
        listing.refresh_from_db()
        assert not listing.live


def test_what_was_edited_after_the_letter_needs_another(client, listing, officer, legal):
    record(client, officer, listing)
    letter = OutsideApproval.objects.get()
    listing.title = "示例清单（改）"
    revision = listing.save_revision(user=officer)
    state = state_of(listing)
    type(state).objects.filter(pk=state.pk).update(revision=revision)
    client.force_login(legal)
    answer = client.post(reverse("letters:confirm", args=[state.pk, letter.pk]), follow=True)
    assert "重新征求意见" in answer.content.decode()
    assert not OutsideApproval.objects.filter(confirmed_by__isnull=False).exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"number": " "}, "error-message"),
        ({"dated": (datetime.date.today() + datetime.timedelta(days=1)).isoformat()}, "在今天之后"),
        ({"file": SimpleUploadedFile("函.pdf", b"MZ program")}, "内容不是 PDF 文件"),
        ({"file": SimpleUploadedFile("函.png", b"%PDF-1.4")}, "内容不是图片"),
        ({"file": SimpleUploadedFile("函.exe", b"MZ")}, "PDF、JPG 或 PNG"),
    ],
)
def test_a_letter_has_a_number_a_date_and_a_scan(client, listing, officer, values, said):
    answer = record(client, officer, listing, **values)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not OutsideApproval.objects.exists()


def test_letters_are_no_matter_of_an_editor(client, editor, listing):
    client.force_login(editor)
    assert client.get(reverse("letters:index")).status_code in (302, 403)
    assert client.get(reverse("letters:show", args=[state_of(listing).pk])).status_code in (302, 403, 404)


def test_the_scan_is_for_the_keepers_of_letters_only(client, listing, officer, editor):
    record(client, officer, listing)
    scan = OutsideApproval.objects.get().scan
    client.force_login(officer)
    assert client.get(scan.url).status_code == 200
    client.force_login(editor)
    assert client.get(scan.url).status_code in (302, 403, 404)
    client.logout()
    assert client.get(scan.url).status_code in (302, 403, 404)


def test_a_recorded_scan_cannot_be_deleted_and_the_answer_says_why(client, listing, officer):
    record(client, officer, listing)
    scan = OutsideApproval.objects.get().scan
    client.force_login(officer)
    answer = client.post(reverse("wagtaildocs:delete", args=[scan.pk]), follow=True)
    assert "仍被外部批准引用，不能删除" in answer.content.decode()
    assert type(scan).objects.filter(pk=scan.pk).exists()
