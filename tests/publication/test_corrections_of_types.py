"""政府信息公开条例第四十一条: whatever its type, a page that is public is not rewritten in silence."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from disclosure.lists.kinds import ListKind
from disclosure.models import ListPage
from home.models import StandardPage
from home.models.base import PortalPage, StructurePage
from publication.actions import publish_page
from publication.actions.approve import record_setup
from publication.errors import Refused
from publication.gates import findings_of
from publication.life.correcting import NOTE, needs_note
from publication.models import Correction
from staff_directory.models import UnitPage
from tests.disclosure.flowcharts.samples import make_chart
from tests.disclosure.guides.samples import make_guide
from tests.disclosure.guides.samples import public as public_guide
from tests.disclosure.matters.world import live_matter, publish_list
from tests.disclosure.papers.conftest import make_notice, make_regulation, make_template, public

pytestmark = pytest.mark.django_db

OLD, NEW, SAID = "原来的说法甲", "改正后的说法乙", "更正了一处笔误"


def _plain(unit):
    above = UnitPage.objects.get(unit=unit).get_ancestors().get(depth=2)
    page = above.add_child(
        instance=StandardPage(title="示例须知", slug="notes-plain", introduction=OLD, secrecy="clear", live=False)
    )
    return publish_page(page, setup="测试")


def _list(unit):
    live_matter(unit, enforcement_on=True)
    publish_list(ListKind.ENFORCEMENT)
    return ListPage.objects.get(kind=ListKind.ENFORCEMENT, unit=None)


#: page type → (a public page of it, a text that its public page shows).
PUBLIC = {
    "matterpage": (lambda unit: live_matter(unit, remarks=OLD), "remarks"),
    "flowchartpage": (lambda unit: make_chart(unit, purpose=OLD), "purpose"),
    "documenttemplatepage": (lambda unit: public(make_template(unit, usage=OLD)), "usage"),
    "regulationpage": (lambda unit: public(make_regulation(unit, preamble=OLD)), "preamble"),
    "servicenoticepage": (lambda unit: public(make_notice(unit, reason=OLD)), "reason"),
    "serviceguidepage": (lambda unit: public_guide(make_guide(unit, applicant=OLD)), "applicant"),
    "standardpage": (_plain, "introduction"),
    "unitpage": (lambda unit: UnitPage.objects.get(unit=unit), "duties"),
    "listpage": (_list, "introduction"),
}


def test_every_type_keeps_corrections_or_says_that_it_only_leads_on():
    """A type that is added later keeps corrections without a word; decisions are tried on all paths beside this file."""
    types = [model for model in apps.get_models() if issubclass(model, PortalPage)]
    assert {model._meta.model_name for model in types if needs_note(model)} == {*PUBLIC, "decisionnoticepage"}
    for model in types:
        assert needs_note(model) != issubclass(model, StructurePage), model
        assert (NOTE in {field.name for field in model._meta.fields}) == needs_note(model)


def _draft(model, page, editor, name, note, text=NEW):
    draft = model.objects.get(pk=page.pk)
    setattr(draft, name, text)
    draft.correction_note = note
    revision = draft.save_revision(user=editor)
    record_setup(draft, revision, "测试")
    return revision


def _problems(revision):
    return {problem.code for problem in findings_of(revision.as_object(), revision) if problem.blocks}


@pytest.mark.parametrize("kind", PUBLIC)
def test_a_correction_of_any_type_says_what_was_corrected_and_shows_no_old_text(kind, unit, editor, admin, client):
    make, name = PUBLIC[kind]
    page = make(unit).specific
    model = type(page)
    assert page.live
    if kind in ("unitpage", "listpage"):  # as the first publication left it
        publish_page_with(page, name)
    before = model.objects.get(pk=page.pk)
    silent = _draft(model, page, editor, name, "")
    assert _problems(silent) == {"correction_note"}
    with pytest.raises(Refused), transaction.atomic():
        silent.publish(user=admin)
    assert "privacy_phone" in _problems(_draft(model, page, editor, name, "联系电话由13800138000改为办公电话"))
    assert getattr(model.objects.get(pk=page.pk), name) == OLD

    _draft(model, page, editor, name, SAID).publish(user=admin)
    stored = model.objects.get(pk=page.pk)
    said = Correction.objects.filter(page_id=page.pk).first()
    assert (said.note, said.before_id, said.after_id) == (SAID, before.live_revision_id, stored.live_revision_id)
    shown = Client().get(stored.url).content.decode()
    assert "更正说明" in shown
    assert SAID in shown
    assert NEW in shown
    assert OLD not in shown
    assert SAID not in str(stored.search_summary())
    again = _draft(model, page, editor, name, SAID, text="又一种说法")
    assert _problems(again) == {"correction_note"}

    client.force_login(admin)
    assert f'name="{NOTE}"' in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    history = client.get(reverse("life:page", args=[page.pk])).content.decode()
    assert SAID in history
    compared = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, said.before_id, said.after_id])
    assert compared in history
    text = client.get(compared).content.decode()
    assert "更正说明" in text


def publish_page_with(page, name):
    """Let the public page say the old text, by a correction of its own."""
    setattr(page, name, OLD)
    page.correction_note = "补充说明"
    publish_page(page, setup="测试")


def test_a_new_edition_of_a_list_is_its_own_record(unit):
    """清单: the editions say what changed, row by row; a note is asked for what the editions do not hold."""
    for code in ("BXRS-CF-001", "BXRS-CF-002"):
        live_matter(unit, code=code)
        page = publish_list(ListKind.POWERS)
    assert page.editions.count() == 2
    assert not Correction.objects.filter(page_id=page.pk).exists()


def test_the_review_before_publication_is_no_correction(unit, editor):
    page = live_matter(unit)
    draft = type(page).objects.get(pk=page.pk)
    draft.secrecy, draft.secrecy_note = "handled", "核对时隐去了内部分工"
    revision = draft.save_revision(user=editor)
    record_setup(draft, revision, "测试")
    assert not _problems(revision)
