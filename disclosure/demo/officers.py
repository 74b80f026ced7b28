"""Plainly fictitious officers of the demo units: most qualified, one whose certificate has expired, one whose is suspended."""

import datetime
from typing import Any

from django.utils import timezone

from staff_directory.models import Officer, OfficerCertificate
from staff_directory.officers.kinds import CertificateKind, CertificateState
from staff_directory.officers.verbs import KeepOfficers

GENERAL = "人力资源和社会保障"
#: unit → (surnames of its officers, category beside the general one, post)
PEOPLE = (
    ("ldjc", "王李张刘陈杨赵黄周吴徐孙", "劳动保障监察", "监察员（示例）"),
    ("sbzx", "胡朱高林何郭", "社会保险稽核", "稽核员（示例）"),
    ("ldgx", "马罗梁", "劳动关系", "科员（示例）"),
    ("gsbx", "宋郑谢", "工伤认定", "科员（示例）"),
)
AREA = "示例市"


def make_officers(units: dict[str, Any]) -> int:
    """Register them where the register is empty; return how many."""
    if Officer.objects.exists():
        return 0
    today = timezone.localdate()
    made: list[Officer] = []
    for code, surnames, special, post in PEOPLE:
        if code not in units:
            continue
        for place, surname in enumerate(surnames, start=1):
            number = len(made) + 1
            officer = Officer(
                unit=units[code], code=f"{code}-{place:02d}".upper(), name=f"{surname}示例", post=post, order=place * 10
            )
            certificate = OfficerCertificate(
                number=f"SL-00-{number:05d}",
                kind=CertificateKind.ENFORCEMENT if place % 3 else CertificateKind.LABOUR,
                issuer="示例省人民政府",
                categories=f"{GENERAL}、{special}",
                area=AREA,
                exam_passed_on=datetime.date(today.year - 2, 5, 20),
                valid_from=datetime.date(today.year - 2, 7, 1),
                valid_until=datetime.date(today.year + 3, 6, 30),
            )
            if number == 11:
                certificate.valid_until = datetime.date(today.year - 1, 12, 31)
                certificate.state = CertificateState.EXPIRED
            if number == 12:
                certificate.state = CertificateState.SUSPENDED
            officer.certificates = [certificate]
            made.append(officer)
    KeepOfficers(made).execute()
    return len(made)
