"""Officers as a unit registers them."""

import datetime

from django.utils import timezone

from staff_directory.models import Officer, OfficerCertificate
from staff_directory.officers.verbs import KeepOfficers

LATER = datetime.date(2099, 12, 31)


def day(days=0):
    return timezone.localdate() + datetime.timedelta(days)


def make_officer(
    unit, name="王示例", number="SL-00-90001", *, post="监察员", serves_until=None, serves_from=None, **values
):
    fields = {
        "number": number,
        "issuer": "示例省人民政府",
        "categories": "劳动保障监察",
        "area": "示例市",
        "exam_passed_on": datetime.date(2020, 5, 1),
        "valid_from": datetime.date(2020, 7, 1),
        "valid_until": LATER,
        **values,
    }
    officer = Officer(unit=unit, name=name, post=post, serves_from=serves_from, serves_until=serves_until)
    officer.certificates = [OfficerCertificate(**fields)]
    KeepOfficers([officer]).execute()
    return Officer.objects.get(pk=officer.pk)
