"""The discipline auditor reads accounts, registers and settings as they stand, and finds nothing there to press."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import MatterWorkbook
from staff_directory.models import Unit
from staff_directory.records import registers
from tests.conftest import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(unit):
    return make_person("discipline", "discipline_auditor")


def main_of(answer):
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def test_every_register_and_setting_is_read_and_nothing_is_sent(client, auditor, unit, editor):
    MatterWorkbook.objects.create(unit=unit, user=editor, file_name="事项.xlsx", result={"new": 3, "codes": ["A-1"]})
    client.force_login(auditor)
    index = main_of(client.get(reverse("records:index"))).text
    for one in registers.registers():
        assert one.label in index
        address = reverse("records:rows", args=[one.key])
        listed = client.get(address)
        assert listed.status_code == 200, one.key
        first = one.model_class._base_manager.first()
        answers = (
            [listed]
            if one.single or first is None
            else [listed, client.get(reverse("records:show", args=[one.key, first.pk]))]
        )
        for answer in answers:
            assert answer.status_code == 200
            assert not main_of(answer).select("form[method=post], [data-controller*=delete], a[href*=edit]")
        assert client.post(address).status_code in (403, 405)
    shown = client.get(reverse("records:show", args=["disclosure-matterworkbook", MatterWorkbook.objects.get().pk]))
    assert "A-1" in main_of(shown).text
    assert client.get(reverse("records:rows", args=["auth-group"])).status_code == 404


def test_an_account_is_shown_with_its_roles_and_without_its_password(client, auditor, editor):
    client.force_login(auditor)
    text = main_of(client.get(reverse("records:show", args=["auth-user", editor.pk]))).text
    assert "单位编辑" in text
    assert editor.password not in text
    assert "pbkdf2" not in text
    assert "argon2" not in text


def test_lists_take_the_same_queries_however_long_and_find_words(client, auditor, unit):
    client.force_login(auditor)
    address = reverse("records:rows", args=["staff_directory-unit"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(60):
        Unit.objects.create(code=f"r{number}", name=f"登记示例科{number}", kind="division", parent=unit)
        make_user(f"account{number}") if number < 5 else None
    with CaptureQueriesContext(connection) as many:
        assert "下一页" in main_of(client.get(address)).text
    assert len(many) == len(few)
    found = main_of(client.get(address, {"q": "示例科59"})).text
    assert "登记示例科59" in found
    assert "登记示例科58" not in found
    assert "没有包含" in main_of(client.get(address, {"q": "没有这样的词"})).text


def test_nobody_else_enters(client, unit, editor):
    for who in (
        editor,
        make_person("sec", "security_admin"),
        make_person("aud", "audit_admin"),
        make_person("sys", "system_admin"),
    ):
        client.force_login(who)
        assert client.get(reverse("records:index")).status_code in (302, 403)
