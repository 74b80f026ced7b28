"""Every path to publication asks the gate of flowcharts: a chart with a fault stays back on each, a whole one goes through."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from disclosure.demo.flowchart_steps import Line
from disclosure.models import FlowchartPage
from publication.actions.approve import record_setup
from tests.disclosure.flowcharts.samples import GOOD, form_of, make_chart
from tests.publication.paths import DATABASE, OTHERS, bulk_publish_from_above, revision_publish, timer

pytestmark = pytest.mark.django_db

FAULTY = (*GOOD[:4], Line("more", "action", "走到这里就断了"))


def editor_button(client, page, revision, people):
    client.force_login(people["privileged"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    lines = FAULTY if people["gate"] else GOOD
    values = {"title": page.title, "category": page.category, "purpose": page.purpose}
    return client.post(edit, {**form_of(lines, **values), "action-publish": "1"}, follow=True)


def draft(unit, lines, editor):
    page = make_chart(unit, lines, live=False)
    revision = FlowchartPage.objects.get(pk=page.pk).save_revision(user=editor)
    return FlowchartPage.objects.get(pk=page.pk), revision


@pytest.mark.parametrize("path", [editor_button, *OTHERS, *DATABASE], ids=lambda path: path.__name__)
def test_a_chart_with_a_dead_end_stays_back(path, client, unit, editor, admin):
    page, revision = draft(unit, FAULTY, editor)
    record_setup(page, revision, "测试")
    path(client, page, revision, {"editor": editor, "privileged": admin, "gate": "flowchart"})
    stored = Page.objects.get(pk=page.pk)
    assert not stored.live
    assert stored.first_published_at is None


@pytest.mark.parametrize(
    "path", [path for path in OTHERS if path is not revision_publish], ids=lambda path: path.__name__
)
def test_a_whole_chart_goes_through(path, client, unit, editor, admin):
    page, revision = draft(unit, GOOD, editor)
    if path in (timer, bulk_publish_from_above) or path.__name__ == "publish_many":
        record_setup(page, revision, "测试")
    if path.__name__ == "publish_many":
        from publication.actions.publish_many import PublishMany

        PublishMany([(page, revision)], user=admin).execute()
    else:
        path(client, page, revision, {"editor": editor, "privileged": admin, "gate": ""})
    assert Page.objects.get(pk=page.pk).live
