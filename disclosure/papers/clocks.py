"""The end of service by publication: on the day after its last day the notice goes down by itself, through the verb."""

import datetime

from django.utils import timezone

from publication.life.kinds import EndingKind

from ..clocks import expire_each
from ..models import ServiceNoticePage

STATEMENT = "公告期已满，视为送达，公告不再公开。"


def end_service_notices(today: datetime.date | None = None) -> tuple[int, int]:
    """End what is over and return (ended, refused). Run twice, at once, or after an outage, it does each once."""
    due = ServiceNoticePage.objects.filter(live=True, served_on__lt=today or timezone.localdate())
    return expire_each(due, EndingKind.SERVED, STATEMENT, "served_on")
