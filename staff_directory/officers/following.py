"""What follows from a change of who is qualified: the directories' entries in search, and caches before the portal."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from publication.models import DailyRun
from publication.surfaces.epoch import advance
from search.entries import enter

from ..models import OfficerCertificate, OfficerDirectoryPage

RUN = "officers"


def follow_units(units: Collection[int]) -> None:
    """Write the entries of the units' directories anew, and let no cache answer as before; in the transaction of the change."""
    advance()
    enter(list(OfficerDirectoryPage.objects.live().filter(unit__in=units)))


def follow_officer(officer: Any) -> None:
    """Follow a change of an officer."""
    follow_units({officer.unit_id})


def follow_certificate(certificate: Any) -> None:
    """Follow a change of a certificate."""
    follow_units({certificate.officer.unit_id})


def turn_of_day(today: datetime.date | None = None) -> int:
    """Follow what the calendar did since the last run: certificates that began or ended, people who came or left. Returns how many units.

    What is shown needs no clock, for it is computed when asked for; search and caches keep what they were told.
    """
    today = today or timezone.localdate()
    last = DailyRun.objects.filter(name=RUN, day__lt=today, done_at__isnull=False).order_by("-day").first()
    since = last.day if last is not None else datetime.date(2000, 1, 1)
    begun, ended = (since + datetime.timedelta(days=1), today), (since, today - datetime.timedelta(days=1))
    turned = Q()
    for name in ("valid_from", "exam_passed_on", "officer__serves_from"):
        turned |= Q(**{f"{name}__range": begun})
    for name in ("valid_until", "officer__serves_until"):
        turned |= Q(**{f"{name}__range": ended})
    units = set(OfficerCertificate.objects.filter(turned).values_list("officer__unit_id", flat=True))
    if units:
        with transaction.atomic():
            follow_units(units)
    return len(units)
