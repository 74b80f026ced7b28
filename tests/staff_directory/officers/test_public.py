"""Who the public sees of the officers: those who are qualified today, of units whose directory is public, and nobody else anywhere."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from publication.errors import Refused, is_guard_refusal
from publication.models import DailyRun, Permit, TrailEntry
from search.models import Entry
from staff_directory.models import Officer, OfficerCertificate, OfficerDirectoryPage
from staff_directory.officers import following
from staff_directory.officers.following import turn_of_day
from staff_directory.officers.qualified import public_certificates, qualified
from staff_directory.officers.verbs import KeepOfficer
from tests.publication.life.conftest import end

from .samples import day, make_officer

pytestmark = pytest.mark.django_db

PLACES = ("/before/officers/", "/before/units/ldjc/officers/", "/z/SL-00-90001/", "/search/?q=王示例", "/search/?q=wsl")


def seen(client, name="王示例", number="SL-00-90001"):
    """The places that show the officer: his name, or in the search for the name, which repeats it, his number."""
    found = []
    for place in PLACES:
        text = client.get(place).content.decode()
        if number in text.split("<h1>")[-1] if "王" in place else name in text:
            found.append(place)
    return found


def certificate_of(officer, **values):
    certificate = officer.certificates.get()
    for name, value in values.items():
        setattr(certificate, name, value)
    officer.certificates = [certificate]
    return KeepOfficer(officer).execute()


def leaves(officer):
    officer.serves_until = day(-1)
    KeepOfficer(officer).execute()


OUT = {
    "left": leaves,
    "suspended": lambda officer: certificate_of(officer, state="suspended"),
    "cancelled": lambda officer: certificate_of(officer, state="cancelled"),
    "expired": lambda officer: certificate_of(officer, valid_until=day(-1)),
    "no examination": lambda officer: certificate_of(officer, exam_passed_on=None),
}


@pytest.mark.parametrize("how", OUT)
def test_an_officer_who_is_not_qualified_is_gone_from_everywhere(how, client, unit):
    """国办发〔2018〕118号: 未经执法资格考试合格，不得授予执法资格; 行政处罚法第四十二条."""
    officer = make_officer(unit)
    make_officer(unit, "李示例", "SL-00-90002")
    assert seen(client) == list(PLACES)
    OUT[how](officer)
    assert seen(client) == []
    answer = client.get("/z/SL-00-90001/")
    assert answer.status_code == 200
    assert "证件目前无效" in answer.content.decode()
    assert "王示例" not in answer.content.decode()
    assert "李示例" in client.get("/before/officers/").content.decode()
    assert Officer.objects.filter(pk=officer.pk).exists()  # the register keeps who was in it


def test_the_calendar_takes_out_what_has_ended_without_anybody(client, unit, monkeypatch):
    """Computed when it is asked for; search and caches are told at midnight, once."""
    make_officer(unit, valid_until=day(), number="SL-00-90001")
    make_officer(unit, "李示例", "SL-00-90002", valid_from=day(1), exam_passed_on=day())
    assert seen(client) == list(PLACES)
    DailyRun.objects.create(name=following.RUN, day=day(), done_at=timezone.now())
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    told = []
    monkeypatch.setattr(following, "advance", lambda: told.append(1))
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert not public_certificates().filter(number="SL-00-90001").exists()
    assert "SL-00-90001" not in client.get("/before/units/ldjc/officers/").content.decode()
    assert "目前无效" in client.get("/z/SL-00-90001/").content.decode()
    assert turn_of_day() == 1
    assert told == [1]
    text = Entry.objects.get(page=OfficerDirectoryPage.objects.get(unit=unit)).text
    assert "王示例" not in text
    assert "李示例" in text
    DailyRun.objects.create(name=following.RUN, day=timezone.localdate(), done_at=tomorrow)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow + datetime.timedelta(days=1))
    assert turn_of_day() == 0


def test_one_rule_says_who_is_qualified(unit):
    """The list, the look-up and the rule agree on each day at the edges."""
    make_officer(
        unit,
        valid_from=day(-10),
        exam_passed_on=day(-20),
        valid_until=day(10),
        serves_from=day(-5),
        serves_until=day(5),
    )
    found = [
        shift
        for shift in (-11, -10, -6, -5, 0, 5, 6, 10, 11)
        if OfficerCertificate.objects.filter(qualified(day(shift)))
    ]
    assert found == [-5, 0, 5]


def test_without_its_directory_no_officer_of_the_unit_is_known(client, unit, other_unit, editor, reviewer):
    make_officer(unit)
    make_officer(other_unit, "李示例", "SL-00-90002")
    page = OfficerDirectoryPage.objects.get(unit=unit)
    end(page, editor, reviewer, kind="mistake")
    assert seen(client) == []
    assert client.get("/z/SL-00-90001/").status_code == 404
    assert client.get(page.url).status_code == 410
    assert "李示例" in client.get("/before/officers/").content.decode()


def test_looking_up_answers_calmly_whatever_is_typed(client, unit, settings):
    settings.PUBLIC_ORIGIN = (
        "https://gongshi.example"  # an address of this machine alone has no code: a phone cannot follow it
    )
    make_officer(unit)
    assert client.get("/z/?number=sl-00－90001").headers["Location"] == "/z/SL-00-90001/"
    assert "请输入证件编号" in client.get("/z/?number=").content.decode()
    answer = client.get("/z/SL-00-90001/")
    assert "证件有效" in answer.content.decode()
    assert "<svg" in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"
    settings.PUBLIC_ORIGIN = "http://127.0.0.1:8000"
    assert "二维码" not in client.get("/z/SL-00-90001/").content.decode()  # no heading over nothing
    for odd in ("SL-00-99999", "%00", "<b>", "x" * 5000, "' OR 1=1", "🙂", "210502199001010017"):
        assert client.get(f"/z/{odd}/").status_code == 404, odd
        assert client.get("/z/", {"number": odd}).status_code in (200, 302), odd


def test_the_lists_filter_by_name_pinyin_unit_and_category_in_a_constant_number_of_queries(
    client, unit, other_unit, django_assert_num_queries
):
    make_officer(unit)
    make_officer(other_unit, "李示例", "SL-00-90002", categories="社会保险稽核、劳动保障监察")

    def shown(query, place="/before/officers/"):
        text = client.get(f"{place}?{query}").content.decode()
        return [name for name in ("王示例", "李示例") if f"<strong>{name}" in text]

    assert shown("") == ["王示例", "李示例"]
    assert shown("q=wsl") == ["王示例"]
    assert shown("q=李") == shown("q=sl-00-90002") == shown("unit=sbzx") == shown("category=社会保险稽核") == ["李示例"]
    assert shown("category=劳动保障监察") == ["王示例", "李示例"]
    assert shown("unit=nobody&category=nothing&page=x") == ["王示例", "李示例"]
    assert shown("page=9999") == []
    assert shown("", "/before/units/ldjc/officers/") == ["王示例"]
    client.get("/before/officers/")
    with connection.execute_wrapper(counted := _Counter()):
        client.get("/before/officers/")
    first = counted.number
    for number in range(60):
        make_officer(unit, f"{chr(0x4E00 + number)}示例", f"SL-00-8{number:04d}")
    client.get("/before/officers/")
    with django_assert_num_queries(first):
        text = client.get("/before/officers/").content.decode()
    assert "共 62 名执法人员" in text
    assert "下一页" in text
    assert '"number":' not in text


class _Counter:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)


WAYS = {
    "update": lambda officer: Officer.objects.filter(pk=officer.pk).update(name="改动"),
    "save": lambda officer: (setattr(officer, "name", "改动"), officer.save()),
    "state": lambda officer: OfficerCertificate.objects.filter(officer=officer).update(state="cancelled"),
    "raw": lambda officer: _raw("UPDATE staff_directory_officercertificate SET valid_until = '2100-01-01'"),
    "new": lambda officer: Officer.objects.create(unit=officer.unit, name="多出来的"),
    "bulk": lambda officer: OfficerCertificate.objects.bulk_create(
        [OfficerCertificate(officer=officer, number="SL-9", valid_from=day(), valid_until=day())]
    ),
    "delete": lambda officer: officer.delete(),
    "delete certificate": lambda officer: OfficerCertificate.objects.all().delete(),
}


def _raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("way", WAYS)
def test_the_database_refuses_a_change_that_no_verb_makes(way, unit):
    officer = make_officer(unit)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        WAYS[way](officer)
    assert is_guard_refusal(caught.value)
    assert public_certificates().get().officer.name == "王示例"


def test_the_verb_keeps_the_trail_and_refuses_what_is_personal(unit):
    """个人信息保护法第二十五条"""
    officer = make_officer(unit)
    certificate_of(officer, area="示例县")
    entry = TrailEntry.objects.filter(act="record.change").latest("pk")
    assert (entry.after, entry.unit_id) == ({"area": "示例县"}, unit.pk)
    assert not Permit.objects.exists()
    for name, value in (("number", "210502199001010017"), ("area", "手机 13800138000"), ("valid_until", day(-9999))):
        with pytest.raises(Refused):
            certificate_of(Officer.objects.get(pk=officer.pk), **{name: value})
    for name, value in (("post", "科员 身份证210502199001010017"), ("code", "13800138000")):
        wrong = Officer.objects.get(pk=officer.pk)
        setattr(wrong, name, value)
        with pytest.raises(Refused):
            KeepOfficer(wrong).execute()
    assert OfficerCertificate.objects.get().number == "SL-00-90001"
