"""The register in the admin: kept by the unit, within its border, by the verb; nobody is deleted."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from publication.models import TrailEntry
from staff_directory.models import Officer, OfficerCertificate
from tests.conftest import make_person

from .samples import day, make_officer

pytestmark = pytest.mark.django_db
INDEX = "/admin/staff_directory/officer/"


def sent(unit, *certificates, initial=0, **values):
    """What the form sends."""
    data = {
        "unit": unit.pk, "name": "王示例", "post": "监察员", "serves_from": "", "serves_until": "", "code": "", "order": "10",
        "certificates-TOTAL_FORMS": len(certificates), "certificates-INITIAL_FORMS": initial,
        "certificates-MIN_NUM_FORMS": 0, "certificates-MAX_NUM_FORMS": 1000, **values,
    }  # fmt: skip
    for place, given in enumerate(certificates):
        fields = {
            "id": "", "ORDER": place + 1, "DELETE": "", "number": f"SL-00-7000{place}", "kind": "enforcement", "issuer": "示例省人民政府",
            "categories": "劳动保障监察， 社会保险稽核", "area": "示例市", "valid_from": "2020-07-01", "valid_until": "2099-12-31",
            "exam_passed_on": "2020-05-01", "state": "valid", **given,
        }  # fmt: skip
        data |= {f"certificates-{place}-{name}": value for name, value in fields.items()}
    return data


def test_a_unit_registers_its_officer_who_is_public_at_once_and_on_the_record(client, unit, editor):
    client.force_login(editor)
    page = client.get(reverse("staff_directory_officer_modeladmin_create")).content.decode()
    assert "不登记身份证号、电话和照片" in page
    answer = client.post(reverse("staff_directory_officer_modeladmin_create"), sent(unit, {"number": "sl－00－70000"}))
    assert answer.status_code == 302, answer.content.decode()
    officer = Officer.objects.get()
    certificate = officer.certificates.get()
    assert (certificate.number, certificate.categories) == ("SL-00-70000", "劳动保障监察、社会保险稽核")
    assert "王示例" in client.get("/before/units/ldjc/officers/").content.decode()
    assert TrailEntry.objects.filter(act="record.create", actor_id=editor.pk).exists()
    text = client.get(INDEX).content.decode()
    assert "正在公示" in text
    edit = reverse("staff_directory_officer_modeladmin_edit", args=[officer.pk])
    held = {"id": certificate.pk, "number": certificate.number}
    answer = client.post(edit, sent(unit, {**held, "DELETE": "on"}, initial=1, code=officer.code))
    assert "不能从登记中删除" in answer.content.decode()
    assert OfficerCertificate.objects.count() == 1
    client.post(edit, sent(unit, {**held, "state": "cancelled"}, initial=1, code=officer.code))
    assert "王示例" not in client.get("/before/units/ldjc/officers/").content.decode()


@pytest.mark.parametrize(
    ("certificate", "values", "message"),
    [
        ({"number": "SL-00-70009"}, {}, "已经登记在另一证件上"),
        ({"number": "210502199001010017"}, {}, "证件编号像是身份证号"),
        ({"valid_until": "2001-01-01"}, {}, "截止日早于起始日"),
        ({"exam_passed_on": "2021-01-01"}, {}, "先考试合格，才能发证"),
        ({}, {"serves_from": "2026-01-02", "serves_until": "2026-01-01"}, "离岗日期早于"),
        ({}, {"post": "手机 13800138000"}, "会在公开页面上显示"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, unit, editor, certificate, values, message):
    make_officer(unit, "李示例", "SL-00-70009")
    client.force_login(editor)
    answer = client.post(reverse("staff_directory_officer_modeladmin_create"), sent(unit, certificate, **values))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert message in text
    assert "王示例" in text
    assert Officer.objects.count() == 1


def test_an_editor_keeps_the_own_units_officers_only(client, unit, other_unit, editor):
    mine, other = make_officer(unit), make_officer(other_unit, "李示例", "SL-00-90002")
    client.force_login(editor)
    text = client.get(INDEX).content.decode()
    assert "王示例" in text
    assert "李示例" not in text
    for query in ("q=李", "of=sbzx", "all=&q=SL-00-90002"):
        assert "李示例" not in client.get(f"{INDEX}?{query}").content.decode()
    edit = reverse("staff_directory_officer_modeladmin_edit", args=[other.pk])
    assert client.get(edit).status_code == client.post(edit, sent(other_unit)).status_code == 404
    certificate = mine.certificates.get()
    data = sent(other_unit, {"id": certificate.pk, "number": certificate.number}, initial=1, code=mine.code)
    assert client.post(reverse("staff_directory_officer_modeladmin_edit", args=[mine.pk]), data).status_code == 200
    assert client.post(reverse("staff_directory_officer_modeladmin_create"), sent(other_unit, {})).status_code == 200
    mine.refresh_from_db()
    assert mine.unit == unit
    assert Officer.objects.filter(unit=other_unit).count() == 1
    client.force_login(make_person("reader", "legal_reviewer"))
    assert client.get(INDEX).status_code == 302


def test_the_list_filters_orders_and_exports_in_a_constant_number_of_queries(
    client, unit, editor, django_assert_max_num_queries
):
    for number in range(30):
        make_officer(unit, f"{chr(0x4E00 + number)}示例", f"SL-00-6{number:04d}", post="=监察员")
    make_officer(unit, "李示例", "SL-00-90002", state="suspended")
    client.force_login(editor)
    client.get(INDEX)
    with django_assert_max_num_queries(32):
        client.get(INDEX)
    for query, wanted in (("shown=no", True), ("shown=yes", False), ("certificates__state__exact=suspended", True)):
        assert ("李示例" in client.get(f"{INDEX}?{query}").content.decode()) is wanted, query
    body = b"".join(client.get(f"{INDEX}?export=xlsx").streaming_content)
    rows = list(load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    assert len(rows) == 32
    assert "证件编号" in [str(cell) for cell in rows[0]]
    text = b"".join(client.get(f"{INDEX}?export=csv").streaming_content).decode()
    assert "'=监察员" in text
    assert day().isoformat() not in rows[1]
