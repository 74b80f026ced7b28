"""Decisions without a 文号 are told apart in the admin's lists; what the public and mails see stays as it was."""

import datetime

import pytest
from django.urls import reverse

from disclosure.models import DecisionIndexPage, DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.actions.publish import publish_page
from publication.notices.notify import title_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspections(unit, editor):
    """Three inspections of the same name, one of a person."""
    index = DecisionIndexPage.objects.get(unit=unit, kind="inspection")
    made = []
    for day, (kind, party) in enumerate(
        (("organisation", "示例市甲公司"), ("organisation", "示例市乙公司"), ("person", "王示例")), start=2
    ):
        notice = DecisionNoticePage(
            kind="inspection", party_kind=kind, party_name=party, decided_on=datetime.date(2026, 3, day), subject="用工检查", category="劳动保障监察",
            conclusion="未发现问题。", secrecy="clear",
        )  # fmt: skip
        notice.adopt(index)
        notice.prepare()
        made.append(notice)
    CreateMany(index, made, user=editor).execute()
    return DecisionNoticePage.objects.child_of(index).order_by("pk")


def test_lists_tell_them_apart(client, editor, inspections):
    client.force_login(editor)
    told = [
        "行政检查决定 · 2026年3月2日 · 示例市甲公司",
        "行政检查决定 · 2026年3月3日 · 示例市乙公司",
        "行政检查决定 · 2026年3月4日 · 王某某",
    ]
    folder = reverse("wagtailadmin_explore", args=[inspections[0].get_parent().pk])
    for address in (folder, reverse("wagtailadmin_home"), f"{reverse('deadlines')}?state=late"):
        text = client.get(address).content.decode()
        assert [title in text for title in told] == [True] * 3, address
        assert "王示例" not in text
    lines = b"".join(client.get(f"{reverse('deadlines')}?export=csv")).decode()
    assert told[0] in lines


def test_a_step_that_waits_is_told_apart(client, editor, reviewer, inspections):
    for page in inspections:
        page.get_workflow().start(page, editor)
    client.force_login(reviewer)
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "行政检查决定 · 2026年3月2日 · 示例市甲公司" in text
    assert "行政检查决定 · 2026年3月4日 · 王某某" in text


def test_the_public_title_and_notices_stay(client, inspections, draft_penalty):
    page = publish_page(inspections[2])
    assert title_of(page) == page.title
    text = client.get(page.url).content.decode()
    assert "<title>行政检查决定 - " in text
    assert draft_penalty.get_admin_display_title() == draft_penalty.title, "a 文号 is enough"
