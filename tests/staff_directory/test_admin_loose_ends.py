"""Small things of the admin's lists and menus: folders open their contents, settings are not logged by looking, who is offered."""

import pytest
from django.urls import reverse
from wagtail.models import Site, Workflow

from disclosure.models import DisclosureSettings
from publication.models import TrailEntry
from staff_directory.models import RoleGroup
from staff_directory.permissions import group_names
from staff_directory.roles import Role
from tests.conftest import build_penalty, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sysadmin(portal):
    user = make_user("sysadmin")
    user.groups.add(RoleGroup.objects.get(role=Role.SYSTEM_ADMIN).group)
    return user


def test_the_name_of_a_folder_opens_its_contents_also_an_empty_one(client, editor, unit, penalties, draft_penalty):
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_explore", args=[penalties.get_parent().pk])).content.decode()
    title = html.split(f'id="page_{penalties.pk}_title"')[0].rsplit("<a ", 1)[1]
    assert reverse("wagtailadmin_explore", args=[penalties.pk]) in title
    empty = next(page for page in penalties.get_siblings(inclusive=False) if page.is_leaf())
    title = html.split(f'id="page_{empty.pk}_title"')[0].rsplit("<a ", 1)[1]
    assert reverse("wagtailadmin_explore", args=[empty.pk]) in title
    assert reverse("wagtailadmin_pages:edit", args=[penalties.pk]) in html, "editing stays in the menu"
    html = client.get(reverse("wagtailadmin_explore", args=[penalties.pk])).content.decode()
    title = html.split(f'id="page_{draft_penalty.pk}_title"')[0].rsplit("<a ", 1)[1]
    assert reverse("wagtailadmin_pages:edit", args=[draft_penalty.pk]) in title


def test_looking_at_a_setting_is_no_act_and_changing_it_is(client, sysadmin):
    client.force_login(sysadmin)
    before = TrailEntry.objects.count()
    answer = client.get(reverse("wagtailsettings:edit", args=["disclosure", "disclosuresettings"]), follow=True)
    assert answer.status_code == 200
    assert DisclosureSettings.objects.count() == 1
    assert TrailEntry.objects.count() == before
    settings = DisclosureSettings.objects.get()
    form = {f"remedy_{kind}": getattr(settings, f"remedy_{kind}") for kind in
            ("licence", "penalty", "compulsion", "confirmation", "inspection", "payment", "other")}  # fmt: skip
    client.post(answer.redirect_chain[-1][0], {**form, "persons_one_by_one": "on", "expire_by_clock": "on"})
    entry = TrailEntry.objects.filter(act="record.change").get()
    assert (entry.before, entry.after) == ({"persons_one_by_one": False}, {"persons_one_by_one": True})


def test_a_setting_made_with_other_values_is_an_act(db):
    DisclosureSettings.objects.create(persons_one_by_one=True)
    assert TrailEntry.objects.filter(act="record.create").exists()


def test_the_system_administrator_sees_where_an_approval_is_used_without_titles_of_drafts(
    client, sysadmin, penalties, draft_penalty
):
    client.force_login(sysadmin)
    workflow = Workflow.objects.get(name="执法决定审批")
    assert (
        reverse("wagtailadmin_workflows:usage", args=[workflow.pk])
        in client.get(reverse("wagtailadmin_workflows:index")).content.decode()
    )
    answer = client.get(reverse("wagtailadmin_workflows:usage", args=[workflow.pk]))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert penalties.title in text
    assert penalties.unit.name in text
    assert draft_penalty.title not in text


def test_nobody_is_offered_as_their_own_deputy(client, unit):
    head = make_user("head", group_names(unit)[1])
    other = make_user("other-head", group_names(unit)[1])
    client.force_login(head)
    offered = client.get(reverse("deputies:new")).context["form"].fields["person"].queryset
    assert other in offered
    assert head not in offered


def test_the_footer_links_to_no_machine_file(client, portal):
    assert Site.objects.exists()
    assert "sitemap.xml" not in client.get("/").content.decode()


def test_the_operators_appendix_of_the_guide_is_shown_to_administrators_only(client, sysadmin, editor, reviewer, admin):
    for user, whole in ((editor, False), (reviewer, False), (sysadmin, True), (admin, True)):
        client.force_login(user)
        text = client.get(reverse("editor_guide")).content.decode()
        assert "登录后最上面是几个数字" in text
        assert ("manage.py import_decisions" in text) is whole


def test_what_is_not_found_in_the_back_office_leads_back_there_and_tells_visitors_nothing(client, editor, other_unit):
    address = reverse("wagtailadmin_pages:edit", args=[999_999])
    theirs = reverse("wagtailadmin_pages:edit", args=[other_unit.page.pk])
    client.force_login(editor)
    answers = [client.get(address), client.get(theirs)]
    for answer in answers:
        html = answer.content.decode()
        assert answer.status_code == 404
        assert "返回工作台" in html
        assert other_unit.name not in html
    client.logout()
    assert "返回工作台" not in client.get("/nothing/").content.decode()
    assert client.get(address).status_code == 302


def test_the_reading_room_tells_inspections_without_a_number_apart(client, portal, unit, editor, live_penalty):
    first, second = (
        build_penalty(live_penalty.get_parent().specific, number, document_number="", party_name=name)
        for number, name in ((31, "示例甲公司"), (32, "示例乙公司"))
    )
    for page in (first, second):
        page.live = False
        live_penalty.get_parent().add_child(instance=page)
        page.save_revision(user=editor)
    client.force_login(editor)
    html = client.get(reverse("reading:index")).content.decode()
    assert "示例甲公司" in html
    assert "示例乙公司" in html


def test_the_list_of_accounts_has_no_link_to_what_the_security_administrator_may_not_open(client, portal, admin):
    user = make_user("secadmin")
    user.groups.add(RoleGroup.objects.get(role=Role.SECURITY_ADMIN).group)
    client.force_login(user)
    html = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert reverse("wagtailusers_users:edit", args=[user.pk]) in html
    assert reverse("wagtailusers_users:edit", args=[admin.pk]) not in html
    assert reverse("wagtailusers_users:copy", args=[admin.pk]) not in html
    client.force_login(admin)
    assert (
        reverse("wagtailusers_users:edit", args=[admin.pk])
        in client.get(reverse("wagtailusers_users:index")).content.decode()
    )


def test_the_desk_speaks_of_drafts_and_imports_to_those_who_make_them(client, sysadmin, editor, unit):
    client.force_login(sysadmin)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "我的草稿" not in html
    assert "最近的导入" not in html
    assert reverse("editor_guide") in html
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "我的草稿" in html
    assert reverse("decision_imports:upload") in html
