"""A sealed page in the admin: its life and nothing else; what vanished is nobody's to see; a secret has deciders of its own."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from publication.models import (
    Notice,
)
from staff_directory.kinds import Role
from tests.conftest import make_person

from .conftest import ask, end
from .screens import url

pytestmark = pytest.mark.django_db


def test_the_auditor_reads_sealed_versions_with_a_purpose_and_compares(client, notice, editor, reviewer, auditor):
    page = Page.objects.get(pk=notice.pk).specific
    page.facts, page.correction_note = "经查，该单位拖欠劳动者工资，已责令改正。", "补充“已责令改正”。"
    page.save_revision(user=editor).publish(user=reviewer)
    first, second = page.revisions.order_by("pk").first(), page.revisions.order_by("pk").last()
    end(page, editor, reviewer)
    address = reverse("reading:compare", args=[page.pk, first.pk, second.pk])
    client.force_login(editor)
    assert client.get(address).status_code == 404
    client.force_login(auditor)
    assert "已责令改正" not in client.get(address).content.decode()
    client.post(reverse("reading:purpose", args=[page.pk]), {"purpose": "核查示例线索"})
    text = client.get(address).content.decode()
    assert "已责令改正" in text
    assert "违法事实" in text
    assert client.get(reverse("reading:revision", args=[page.pk, first.pk])).status_code == 200


SEALED = (
    "edit",
    "copy",
    "move",
    "delete",
    "unpublish",
    "convert_alias",
    "view_draft",
    "history",
    "revisions_index",
    "lock",
)


@pytest.mark.parametrize("name", SEALED)
@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_a_sealed_page_opens_its_life_and_nothing_else(client, notice, editor, reviewer, name, who, request):
    end(notice, editor, reviewer)
    client.force_login(request.getfixturevalue(who))
    address = reverse(f"wagtailadmin_pages:{name}", args=[notice.pk])
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"] == url(notice, "page")
    assert "申请恢复" in client.get(url(notice, "page")).content.decode()


def test_a_sealed_page_is_not_reverted_copied_moved_or_mirrored(
    client, notice, editor, reviewer, admin, licences_index
):
    revision = notice.get_latest_revision()
    end(notice, editor, reviewer)
    client.force_login(admin)
    for name, args in (("revisions_revert", [notice.pk, revision.pk]), ("revisions_view", [notice.pk, revision.pk])):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=args))["Location"] == url(notice, "page")
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[notice.pk, "earliest", "latest"])
    assert client.get(compare)["Location"] == url(notice, "page")
    for action in ("copy", "create_alias", "move", "revert_to_page_revision"):
        answer = client.post(reverse("wagtailadmin_api:pages:action", args=[notice.pk, action]), {})
        assert answer.status_code == 409
        assert "申请恢复" in answer.json()["detail"]
    from publication.errors import Refused

    page = Page.objects.get(pk=notice.pk)
    for act in (
        lambda: page.copy(to=page.get_parent(), update_attrs={"slug": "copied"}),
        lambda: page.create_alias(parent=page.get_parent(), update_slug="mirror"),
        lambda: page.move(licences_index, pos="last-child"),
        lambda: page.get_parent().specific.copy(recursive=True, update_attrs={"slug": "copied"}),
    ):
        with pytest.raises(Refused, match="已撤下并封存"):
            act()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{bulk}?id={notice.pk}", {"chooser": licences_index.pk})
    page.refresh_from_db()
    assert page.get_parent().pk == notice.get_parent().pk


@pytest.fixture
def licences_index(unit):
    """Another index of the unit."""
    from disclosure.models import DecisionIndexPage

    return DecisionIndexPage.objects.get(unit=unit, kind="licence")


def test_what_vanished_is_nobodys_to_see_but_the_auditors(client, notice, editor, reviewer, officer, auditor, admin):
    """政府信息公开条例第十五条."""
    ending = end(notice, editor, reviewer, kind="privacy", verb="vanish")
    title = notice.title
    explorer = reverse("wagtailadmin_explore", args=[notice.get_parent().pk])
    for user in (editor, reviewer, officer):
        client.force_login(user)
        for address in (
            explorer,
            reverse("wagtailadmin_pages:search") + f"?q={notice.document_number}",
            reverse("wagtailadmin_choose_page_child", args=[notice.get_parent().pk]),
            reverse("wagtailadmin_choose_page_search") + f"?q={notice.document_number}",
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_reports:aging_pages"),
            reverse("wagtailadmin_api:pages:listing") + f"?child_of={notice.get_parent().pk}",
            reverse("reading:index"),
            reverse("wagtailadmin_home"),
            reverse("life:board"),
            url(ending, "ending"),
        ):
            answer = client.get(address)
            assert answer.status_code in (200, 302), address
            assert title not in answer.content.decode(), address
        for address in (
            url(notice, "page"),
            reverse("wagtailadmin_pages:edit", args=[notice.pk]),
            reverse("reading:page", args=[notice.pk]),
            reverse("wagtailadmin_api:pages:detail", args=[notice.pk]),
        ):
            assert client.get(address).status_code == 404, address
        board = client.get(reverse("life:board")).content.decode()
        assert f"已消除的页面 #{notice.pk}" in board
    client.force_login(auditor)
    assert client.get(url(notice, "page")).status_code == 200
    assert client.get(reverse("reading:page", args=[notice.pk])).status_code == 200
    assert title not in client.get(url(notice, "page")).content.decode()


def test_a_secret_goes_to_the_secrecy_reviewer(client, notice, editor, officer):
    """保守国家秘密: the secrecy office decides, not the head."""
    secrecy = make_person("secrecy", Role.SECRECY_REVIEWER)
    ending = ask(notice, editor, kind="secret", verb="vanish")
    told = Notice.objects.filter(subject__contains="等您批准")
    assert {found.user.username for found in told} == {"secrecy", "reviewer"}  # both are of the secrecy office
    assert notice.title not in told[0].subject
    client.force_login(officer)
    assert "批准并消除" not in client.get(url(ending, "ending")).content.decode()
    client.force_login(secrecy)
    assert str(ending.pk) in client.get(reverse("life:board"), {"state": "mine"}).content.decode()
    client.post(url(ending, "decide"), {"act": "approve"})
    ending.refresh_from_db()
    assert ending.is_executed


def test_a_folders_new_address_leaves_the_old_tombstones(client, notice, penalties, editor, reviewer, admin):
    """Every address it ever had says what became of it, also when the folder above is renamed."""
    old = notice.get_url()
    end(notice, editor, reviewer)
    folder = Page.objects.get(pk=penalties.pk).specific
    folder.slug = "renamed"
    folder.save_revision(user=editor).publish(user=admin, skip_permission_checks=True)
    notice.refresh_from_db()
    assert notice.url_path.endswith(f"renamed/{notice.slug}/")
    for address in (old, old.replace(penalties.slug, "renamed")):
        assert client.get(address).status_code == 410
