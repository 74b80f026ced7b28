"""Each path × each gate of guides; the rows of a public guide in the database; withdrawn means gone everywhere."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from wagtail.models import Page

from disclosure.models import ServiceGuidePage
from publication.actions.approve import record_setup
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.errors import is_guard_refusal
from publication.models import Receipt, SurfaceTask
from publication.surfaces import registered
from publication.surfaces.work import work
from tests.disclosure.guides.samples import MATERIAL, make_guide, public
from tests.disclosure.papers.conftest import stored
from tests.publication import paths
from tests.publication.life.conftest import InProcess

pytestmark = pytest.mark.django_db

#: What each gate keeps back: changes to a complete guide.
VIOLATIONS = {
    "guide_elements": {"remedy": ""},
    "guide_materials": {"materials": [{**MATERIAL, "is_certificate": True}]},
    "guide_time": {"promised_days": 30},
    "guide_basis": {"bases": []},  # filled below with one that has lapsed
    "privacy": {"benefits": "联系人手机13842412345", "no_benefits": False},
}
PATHS = [
    paths.editor_button, paths.bulk_publish, paths.bulk_publish_from_above, paths.last_approval, paths.timer, paths.admin_api_publish,
    paths.revision_publish, paths.publish_many, *paths.DATABASE,
]  # fmt: skip
FEW = (paths.bulk_publish, paths.timer)
CASES = [(gate, path) for gate in VIOLATIONS for path in (PATHS if gate == "guide_elements" else FEW)]


def draft(unit, gate, editor):
    values = dict(VIOLATIONS.get(gate, {}))
    if gate == "guide_basis":
        import datetime

        from tests.disclosure.guides.samples import make_basis

        values["bases"] = [{"basis": make_basis(effective_to=datetime.date(2020, 1, 1))}]
    page = make_guide(unit, **values)
    revision = page.get_latest_revision_as_object().save_revision(user=editor)
    return ServiceGuidePage.objects.get(pk=page.pk), revision


@pytest.mark.parametrize(("gate", "path"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_nothing_that_a_gate_keeps_back_becomes_public(gate, path, unit, editor, admin, client):
    page, revision = draft(unit, gate, editor)
    record_setup(page, revision, "测试")
    path(client, page, revision, {"editor": editor, "privileged": admin, "gate": gate})
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize(
    "path", [paths.editor_button, paths.bulk_publish, paths.last_approval, paths.timer], ids=lambda path: path.__name__
)
def test_a_good_guide_becomes_public(path, unit, editor, admin, client):
    page, revision = draft(unit, "", editor)
    if path is paths.timer:
        record_setup(page, revision, "测试")
    path(client, page, revision, {"editor": editor, "privileged": admin, "gate": ""})
    assert Page.objects.get(pk=page.pk).live


# -- what a public guide shows is held by the database, its rows too


def refused(statement, *parameters):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    assert is_guard_refusal(caught.value)


CHANGES = {
    "disclosure_serviceguidepage": ("page_ptr_id", "remedy = 'x'"),
    "disclosure_guidebasis": ("page_id", "sort_order = 7"),
    "disclosure_guidematerial": ("page_id", "basis_text = 'x'"),
    "disclosure_guidestep": ("page_id", "name = 'x'"),
    "disclosure_guidechannel": ("page_id", "url = 'https://example.com/'"),
    "disclosure_guideplace": ("page_id", "phone = 'x'"),
    "disclosure_guidequestion": ("page_id", "answer = 'x'"),
}


def test_raw_sql_changes_no_public_guide_and_none_of_its_rows(unit):
    page = public(make_guide(unit))
    for table, (key, change) in CHANGES.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {key} = %s", [page.pk])
            assert cursor.fetchone()[0] == 1, table
        refused(f"UPDATE {table} SET {change} WHERE {key} = %s", page.pk)
        refused(f"DELETE FROM {table} WHERE {key} = %s", page.pk)
    refused(
        "INSERT INTO disclosure_guidestep (page_id, name, actor, \"limit\", text, sort_order) VALUES (%s, 'x', '', '', '', 9)",
        page.pk,
    )


# -- withdrawn means gone everywhere


def test_a_withdrawn_guide_is_gone_on_every_surface_and_its_files_too(unit, client):
    from publication.models import Ending
    from publication.surfaces.subjects import subjects_of

    page = public(make_guide(unit, materials=[{**MATERIAL, "blank": stored(unit)}]))
    file = page.materials.all()[0].blank
    anonymous = InProcess()
    assert client.get(file.url).status_code == 200
    ending = Ending(
        page=page, verb="withdraw", kind="mistake", url_path=page.url_path, live_revision=page.live_revision
    )
    subjects = list(subjects_of([ending]).values())
    seen = {surface.code for surface in registered() if surface.probe(subjects, anonymous)[page.pk].visible}
    assert {"page", "lists", "search", "sitemap"} <= seen
    asked = RequestEnding(page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。")
    ending = End(asked.execute()).execute()
    anonymous.forget()
    while work(anonymous):
        anonymous.forget()
    waiting = SurfaceTask.objects.filter(ending=ending, state="waiting")
    assert not waiting.exists(), list(waiting.values_list("surface", "problem"))
    assert '"gone":true' in Receipt.objects.get(ending=ending).document.replace(" ", "")
    answer = client.get(page.get_url())
    assert answer.status_code == 410
    for left in ("ld+json", "qr__code", "示例申请表"):
        assert left not in answer.content.decode()
    assert client.get(file.url).status_code == 404


def test_the_copy_of_a_guide_is_a_draft_with_all_rows_and_a_code_of_its_own(client, unit, other_unit, admin):
    page = public(make_guide(unit, code="ZN-1"))
    target = page.get_parent()
    client.force_login(admin)
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "另一份", "new_slug": "copy", "new_parent_page": target.pk, "publish_copies": False}
    client.post(url, data, follow=True)
    copied = ServiceGuidePage.objects.exclude(pk=page.pk).get()
    assert (copied.live, copied.code, copied.materials.count()) == (False, "ZN-copy", 1)
