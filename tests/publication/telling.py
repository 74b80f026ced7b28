"""What the tests of notices share: taking a step, choosing, and looking at what somebody was told."""

from django.urls import reverse

from publication.models import Notice


def act(client, user, page, action, **data):
    """Take a step of the page's workflow as the admin's dialog does."""
    client.force_login(user)
    state = page.current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": "", **data}, follow=True)


def notices(user, **values):
    return list(Notice.objects.filter(user=user, **values))


def choose(client, user, **choices):
    client.force_login(user)
    url = reverse("notices:choices")
    kinds = ("waiting", "returned", "published", "step", "escalation", "comment", "ending")
    answer = client.post(url, {kind: choices.get(kind, "digest") for kind in kinds})
    assert answer.status_code == 302
