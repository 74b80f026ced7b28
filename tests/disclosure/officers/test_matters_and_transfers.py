"""Officers and the matters of their category, each from the other; and where officers go when their unit does."""

import pytest
from django.utils import timezone

from staff_directory.models import Officer
from staff_directory.roles import Role
from staff_directory.transfer.verbs import ExecuteTransfer, PrepareTransfer, preview
from tests.conftest import make_person
from tests.disclosure.matters.world import live_matter
from tests.staff_directory.officers.samples import make_officer

pytestmark = pytest.mark.django_db


def test_a_matter_shows_the_qualified_officers_of_its_unit_for_its_category(client, unit, other_unit):
    matter = live_matter(unit, enforcement_on=True, enforcement_field="劳动保障监察")
    make_officer(unit)
    make_officer(unit, "李示例", "SL-00-90002", categories="社会保险稽核")
    make_officer(unit, "张示例", "SL-00-90003", state="suspended")
    make_officer(other_unit, "刘示例", "SL-00-90004")
    for number in range(25):
        make_officer(unit, f"{chr(0x4E00 + number)}名", f"SL-00-5{number:04d}", categories="社会保险稽核、劳动保障监察")
    text = client.get(matter.url).content.decode()
    assert "“劳动保障监察”类有执法资格的人员共 26 名" in text
    assert text.count('<li><a href="/z/') == 20
    assert not [name for name in ("李示例", "张示例", "刘示例") if name in text]
    directory = client.get("/before/units/ldjc/officers/?category=劳动保障监察").content.decode()
    assert "/before/units/ldjc/officers/?category=%E5%8A%B3" in text
    assert "共 26 名" in directory
    assert f'<a href="{matter.url}">{matter.title}</a>' in directory
    assert matter.title in client.get("/before/officers/?category=劳动保障监察&unit=ldjc").content.decode()
    assert matter.title not in client.get("/before/officers/?category=社会保险稽核").content.decode()
    assert matter.title not in client.get("/before/officers/?category=劳动保障监察&unit=sbzx").content.decode()


def test_officers_pass_with_the_duties_of_their_unit(client, unit, other_unit):
    matter = live_matter(unit, enforcement_on=True, enforcement_field="劳动保障监察")
    make_officer(unit)
    first, second = make_person("sys", Role.SYSTEM_ADMIN), make_person("sec", Role.SECURITY_ADMIN)
    given = {"effective_on": timezone.localdate(), "reason": "示例编发〔2026〕1号", "successor": other_unit}
    transfer = PrepareTransfer("merge", unit, user=first, **given).execute()
    assert preview(transfer)["执法人员"] == 1
    done = ExecuteTransfer(transfer, user=second).execute()
    assert done.result["执法人员"] == 1
    assert Officer.objects.get().unit == other_unit
    assert "王示例" in client.get("/before/units/sbzx/officers/").content.decode()
    assert "王示例" not in client.get("/before/units/ldjc/officers/").content.decode()
    assert other_unit.name in client.get("/z/SL-00-90001/").content.decode()
    assert (
        "王示例" in client.get(matter.url).content.decode()
    )  # the matter stays at its address; its officers follow the duties
    assert "sbzx" in client.get("/search/?q=wsl").content.decode()
