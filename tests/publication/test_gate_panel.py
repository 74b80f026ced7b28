"""The editor sees while writing what keeps a page back; a second person may set aside what its gate allows."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Page

from disclosure.models import DecisionNoticePage, ServiceGuidePage
from publication.gate_admin.findings import _label
from publication.gates import problems_of
from publication.models import GateOverride
from tests.conftest import build_penalty, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(penalties, editor):
    """A draft whose publicity period is over."""
    page = build_penalty(penalties, 9, publicity_until=datetime.date(2026, 10, 1))
    page.live = False
    penalties.add_child(instance=page)
    page.save_revision(user=editor)
    return DecisionNoticePage.objects.get(pk=page.pk)


def grant(user, codename="add_gateoverride"):
    user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label="publication"))
    return type(user).objects.get(pk=user.pk)


def test_panel_names_each_problem_with_its_field(client, editor, draft_penalty):
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.violation_type, page.secrecy = "", ""
    page.save_revision(user=editor)
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'href="#id_violation_type"' in html
    assert 'href="#id_secrecy"' in html
    assert "须由最后编辑人以外的有权审核的人" in html
    part = client.get(reverse("gates:fragment", args=[page.pk])).content.decode()
    assert "#id_violation_type" in part
    assert "<html" not in part


def test_fragment_costs_the_same_however_much_there_is(client, editor, draft_penalty, django_assert_max_num_queries):
    client.force_login(editor)
    address = reverse("gates:fragment", args=[draft_penalty.pk])
    client.get(address)  # settings, rules and holidays are remembered from then on
    with django_assert_max_num_queries(30):
        client.get(address)


def test_another_units_editor_learns_nothing(client, other_unit, draft_penalty):
    client.force_login(make_user("stranger", f"{other_unit.code} 编辑"))
    assert client.get(reverse("gates:fragment", args=[draft_penalty.pk])).status_code == 404


def test_a_second_person_with_the_right_sets_a_problem_aside_with_a_reason(client, editor, reviewer, over):
    url = reverse("gates:override", args=[over.pk, "period_over"])
    revision = over.get_latest_revision()
    client.force_login(grant(reviewer))
    assert "至少" in client.post(url, {"reason": "短"}).content.decode()
    client.post(url, {"reason": "公示期由政策法规科重新核定，仍在期内。"})
    assert GateOverride.objects.get().user == reviewer
    codes = [found.code for found in problems_of(revision.as_object(), revision)]
    assert "period_over" not in codes
    revision.publish(user=reviewer)
    assert Page.objects.get(pk=over.pk).live
    over.facts = "改动"
    later = over.save_revision(user=editor)
    assert "period_over" in [found.code for found in problems_of(later.as_object(), later)]
    history = client.get(reverse("wagtailadmin_pages:history", args=[over.pk])).content.decode()
    assert "例外放行" in history


def test_nobody_sets_aside_for_their_own_edit_or_without_the_right(client, editor, reviewer, over):
    url = reverse("gates:override", args=[over.pk, "period_over"])
    for user, said in ((grant(editor), "另一位"), (reviewer, "没有例外放行的权限")):
        client.force_login(user)
        assert said in client.post(url, {"reason": "理由写得足够长，但没有权限。"}).content.decode()
    assert not GateOverride.objects.exists()


def test_what_may_not_be_set_aside_has_no_such_page(client, reviewer, editor, draft_penalty):
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.publicity, page.publicity_reason = "withheld", "涉及个人隐私"
    page.save_revision(user=editor)
    client.force_login(grant(reviewer))
    assert client.get(reverse("gates:override", args=[page.pk, "withheld"])).status_code == 404


def panel_head(html):
    """The panel's heading and the icon beside it."""
    place = html.index("data-panel-heading-text>能否公开")
    icon = re.findall(r'#icon-([a-z-]+)"', html[:place].rsplit("data-panel-toggle", 1)[1])[0]
    return re.match(r"[^>]*>([^<]*)", html[place:])[1], icon


def test_the_panels_head_says_the_true_state(client, editor, reviewer, draft_penalty):
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.violation_type = ""
    page.save_revision(user=editor)
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert panel_head(client.get(url).content.decode()) == ("能否公开：还不能，1 处要改正", "warning")
    part = client.get(reverse("gates:fragment", args=[page.pk])).content.decode()
    assert 'data-gate-heading="能否公开：还不能，1 处要改正" data-gate-icon="warning"' in part
    page.violation_type = "拖欠劳动报酬"
    revision = page.save_revision(user=editor)
    assert panel_head(client.get(url).content.decode()) == ("能否公开：内容检查通过，等待审核", "time")
    revision.publish(user=reviewer)
    assert panel_head(client.get(url).content.decode()) == ("能否公开：可以公开", "check")


def test_a_jump_says_where_it_leads_and_privacy_findings_lead_to_their_screen(client, editor, unit, draft_penalty):
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.facts = "联系电话13812345678"
    page.save_revision(user=editor)
    client.force_login(editor)
    part = client.get(reverse("gates:fragment", args=[page.pk])).content.decode()
    assert f'href="{reverse("privacy_page", args=[page.pk])}">打开隐私检查' in part


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("title", "标题"),
        ("bases", "依据"),
        ("id_places-1-hours", "办理地点第2项的“办公时间”"),
        ("id_steps-ADD", "办理环节"),
        ("wagtail_admin_comments", "批注"),
        ("", ""),
        ("nothing-3", ""),
    ],
)
def test_the_place_of_a_problem_in_words(field, label):
    assert _label(ServiceGuidePage(), field) == label
