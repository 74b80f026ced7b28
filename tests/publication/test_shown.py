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
