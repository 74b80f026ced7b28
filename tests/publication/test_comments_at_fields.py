"""Reviewers say at the field what is to be mended: every kind of page takes comments, which change nothing of what is approved."""

import pytest
from django.urls import reverse
from wagtail.admin.panels import CommentPanel
from wagtail.models import Comment, Page, PageLogEntry, get_page_models

from disclosure.models import DecisionNoticePage
from publication.gates import problems_of
from publication.models import Approval, content_digest

from .paths import form_data
from .telling import act

pytestmark = pytest.mark.django_db

OURS = [model for model in get_page_models() if model is not Page and not model._meta.app_label.startswith("wagtail")]
PHONE = "13812345678"


def panels_of(panel):
    yield panel
    for child in getattr(panel, "children", ()):
        yield from panels_of(child)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_kind_of_page_takes_comments(model):
    found = [panel for panel in panels_of(model.get_edit_handler()) if isinstance(panel, CommentPanel)]
    assert len(found) == 1


@pytest.fixture
def commented(client, draft_penalty, editor, reviewer):
    """A submitted draft on which the reviewer has said at a field what to mend."""
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    client.force_login(reviewer)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client, edit)
    data.update(
        {
            "comments-TOTAL_FORMS": "1",
            "comments-INITIAL_FORMS": "0",
            "comments-0-id": "",
            "comments-0-text": f"请写明依据，电话{PHONE}",
            "comments-0-contentpath": "penalty_content",
            "comments-0-position": "",
            "comments-0-resolved": "",
            "comments-0-replies-TOTAL_FORMS": "0",
            "comments-0-replies-INITIAL_FORMS": "0",
        }
    )
    client.post(edit, data)
    return DecisionNoticePage.objects.get(pk=page.pk)


def test_a_comment_stands_at_its_field_and_the_trail_has_no_number(commented, reviewer):
    comment = Comment.objects.get(page_id=commented.pk)
    assert (comment.contentpath, comment.user) == ("penalty_content", reviewer)
    logged = PageLogEntry.objects.get(page=commented.pk, action="wagtail.comments.create")
    assert "请写明依据" in str(logged.data)
    assert PHONE not in str(logged.data)


def test_a_comment_is_named_in_words_by_the_privacy_check(commented):
    revision = commented.get_latest_revision()
    told = [found.message for found in problems_of(revision.as_object(), revision) if found.code == "privacy_phone"]
    assert len(told) == 1
    assert told[0].startswith("“批注第1项 › 批注内容”")


def test_whoever_comments_has_not_edited_and_may_approve(client, commented, reviewer):
    first = commented.revisions.order_by("pk").first()
    assert content_digest(commented.get_latest_revision().content) == content_digest(first.content)
    act(client, reviewer, commented, "approve", comment="")
    assert list(Approval.objects.filter(page=commented.pk).values_list("step", flat=True)) == ["单位负责人审核"]
