"""The list of units in the admin: a constant number of queries, and exports that a person reads."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staff_directory.models import Unit

pytestmark = pytest.mark.django_db

URL = "/admin/staff_directory/unit/"


def content(answer):
    """The body of an answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_list_takes_as_many_queries_for_40_units_as_for_a_few(client, admin, unit):
    client.force_login(admin)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        assert client.get(URL).status_code == 200
    for number in range(37):
        Unit.objects.create(code=f"z{number}", name=f"示例科{number}", kind="division", parent=unit)
    with CaptureQueriesContext(connection) as many:
        text = client.get(URL).content.decode()
    assert "示例科36" in text
    assert len(many) == len(few)


def test_only_a_unit_that_nothing_points_to_can_be_deleted(client, admin, unit):
    empty = Unit.objects.create(code="empty", name="示例空科", kind="division")
    client.force_login(admin)
    text = client.get(URL).content.decode()
    assert f"{URL}delete/{empty.pk}/" in text
    assert f"{URL}delete/{unit.pk}/" not in text


def test_exports_say_words_and_hold_no_formula(client, admin, unit):
    Unit.objects.create(code="evil", name="=HYPERLINK(1)", kind="division", phone="+1", address="@x")
    client.force_login(admin)
    sheet = openpyxl.load_workbook(io.BytesIO(content(client.get(URL, {"export": "xlsx"})))).active
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert {"机关科室", "局属单位", "授权组织"} <= {value for row in rows for value in row}
    assert not {"division", "authorised", "none"} & {value for row in rows for value in row}
    text = content(client.get(URL, {"export": "csv"})).decode("utf-8-sig")
    assert "机关科室" in text
    for begin in (",=HYPERLINK", ",+1", ",@x"):
        assert begin not in text
    assert "'=HYPERLINK" in text
