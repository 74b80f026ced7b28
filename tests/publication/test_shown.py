"""What live pages show without being pages (units, the site's identity, remedy texts) changes by a verb, on the record."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from disclosure.models import DisclosureSettings
from home.models import PortalIdentity
from publication.actions.change_shown import ChangeShown
from publication.errors import Refused, is_guard_refusal
from publication.models import Permit, TrailEntry
from staff_directory.models import Unit
from staff_directory.roles.sync import sync_roles
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


def form_data(client, address):
    """What the screen's form would send, unchanged."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    data = {}
    for field in page.select("#main form[method=post i] [name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            data[field["name"]] = field.text.removeprefix("\n")
        elif field.get("type") not in ("checkbox", "radio", "submit") or field.has_attr("checked"):
            data[field["name"]] = field.get("value", "")
    return data


def raw(item, column):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {item._meta.db_table} SET {column} = %s WHERE id = %s", ["改动", item.pk])


def saved(item, column):
    setattr(item, column, "改动")
    item.save()


def updated(item, column):
    type(item).objects.filter(pk=item.pk).update(**{column: "改动"})


def bulk(item, column):
    setattr(item, column, "改动")
    type(item).objects.bulk_update([item], [column])


@pytest.mark.parametrize("path", [raw, saved, updated, bulk], ids=lambda path: path.__name__)
@pytest.mark.parametrize(
    ("get", "column"),
    [
        (lambda unit: Unit.objects.get(pk=unit.pk), "phone"),
        (lambda unit: PortalIdentity.load(), "sponsor"),
        (lambda unit: DisclosureSettings.load(), "remedy_penalty"),
    ],
    ids=["unit", "identity", "settings"],
)
def test_the_database_refuses_a_change_that_no_verb_makes(unit, get, column, path):
    item = get(unit)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        path(item, column)
    assert is_guard_refusal(caught.value)
    assert getattr(get(unit), column) != "改动"


def test_the_verb_changes_it_and_the_trail_keeps_before_and_after(unit):
    unit.phone = "示例电话 000-2"
    ChangeShown(unit).execute()
    assert Unit.objects.get(pk=unit.pk).phone == "示例电话 000-2"
    entry = TrailEntry.objects.filter(act="record.change").latest("pk")
    assert entry.after == {"phone": "示例电话 000-2"}
    assert not Permit.objects.exists()


def test_what_the_public_does_not_see_stays_free(unit):
    Unit.objects.filter(pk=unit.pk).update(order=7)
    assert Unit.objects.get(pk=unit.pk).order == 7


def test_the_screens_of_units_and_settings_use_the_verb(client, admin, unit):
    client.force_login(admin)
    edit = reverse("staff_directory_unit_modeladmin_edit", args=[unit.pk])
    client.post(edit, {**form_data(client, edit), "phone": "示例电话 000-3"})
    assert Unit.objects.get(pk=unit.pk).phone == "示例电话 000-3"
    for model, column in ((PortalIdentity, "sponsor"), (DisclosureSettings, "remedy_penalty")):
        item = model.load()
        edit = reverse("wagtailsettings:edit", args=[model._meta.app_label, model._meta.model_name, item.pk])
        client.post(edit, {**form_data(client, edit), column: "示例内容"})
        assert getattr(model.load(), column) == "示例内容"


@pytest.mark.parametrize("text", ["联系人张三，身份证 11010519491231002X", "手机 13800138000"])
def test_a_persons_number_is_refused_at_the_field_and_by_the_verb(client, admin, unit, text):
    """个人信息保护法第二十五条"""
    client.force_login(admin)
    edit = reverse("staff_directory_unit_modeladmin_edit", args=[unit.pk])
    answer = client.post(edit, {**form_data(client, edit), "contact": text})
    assert answer.status_code == 200
    assert "会在公开页面上显示" in answer.content.decode()
    assert text in answer.content.decode()  # nothing typed is lost
    unit.contact = text
    with pytest.raises(Refused, match="会在公开页面上显示"):
        ChangeShown(unit).execute()
    assert Unit.objects.get(pk=unit.pk).contact == ""


@pytest.mark.parametrize(
    "values", [{"successor": True}, {"valid_until": "2026-01-01"}, {"changes": [{"kind": "rename"}]}]
)
def test_what_became_of_a_unit_is_shown_too(unit, other_unit, values):
    values = {name: other_unit if value is True else value for name, value in values.items()}
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(**values)
    assert is_guard_refusal(caught.value)


def test_one_administrator_alone_gives_a_unit_no_successor(client, unit, other_unit):
    """GB/T 22239-2019: separated administrators. A transfer takes two of them."""
    client.force_login(make_person("sys", "system_admin"))
    edit = reverse("staff_directory_unit_modeladmin_edit", args=[unit.pk])
    data = {
        **form_data(client, edit),
        "successor": other_unit.pk,
        "valid_until": "2026-01-01",
        "phone": "示例电话 000-9",
    }
    client.post(edit, data)
    unit.refresh_from_db()
    assert (unit.phone, unit.successor, unit.valid_until) == ("示例电话 000-9", None, None)


def test_recommended_results_are_checked_and_saved_by_the_verb(client, portal):
    """个人信息保护法第二十五条"""
    from wagtail.contrib.search_promotions.models import Query, SearchPromotion

    sync_roles()
    client.force_login(make_person("officer", "disclosure_officer"))
    add = reverse("wagtailsearchpromotions:add")
    names = {
        "external_link_url": "https://example.com/",
        "external_link_text": "示例链接",
        "description": "说明",
        "ORDER": "1",
    }

    def send(**values):
        sent = {f"editors_picks-0-{name}": value for name, value in {**names, **values}.items()}
        counts = {
            f"editors_picks-{name}_FORMS": n
            for name, n in (("TOTAL", 1), ("INITIAL", 0), ("MIN_NUM", 0), ("MAX_NUM", 9))
        }
        return client.post(add, {"query_string": "投诉", **counts, **sent}, follow=True)

    for values in ({"external_link_text": "张三 身份证210502199001010017"}, {"description": "手机 13812345678"}):
        assert "会在公开页面上显示" in send(**values).content.decode()
    assert not SearchPromotion.objects.exists()
    assert "External link text" not in client.get(add).content.decode()
    send()
    assert "示例链接" in client.get("/search/?q=投诉").content.decode()
    assert not Permit.objects.exists()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        SearchPromotion.objects.update(description="改动")
    assert is_guard_refusal(caught.value)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        SearchPromotion.objects.create(
            query=Query.get("另一个"), external_link_text="x", external_link_url="https://example.com/"
        )
    assert is_guard_refusal(caught.value)
