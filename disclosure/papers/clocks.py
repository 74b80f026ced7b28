"""The end of service by publication: on the day after its last day the notice goes down by itself, through the verb."""

import datetime
import logging

from django.utils import timezone

from publication.actions.end import Expire
from publication.errors import Refused
from publication.life.kinds import EndingKind

from ..models import ServiceNoticePage

logger = logging.getLogger(__name__)

STATEMENT = "公告期已满，视为送达，公告不再公开。"


def over(today: datetime.date) -> list[int]:
    """Return the keys of the public notices whose last day is before ``today``."""
    return list(
        ServiceNoticePage.objects.filter(live=True, served_on__lt=today).order_by("pk").values_list("pk", flat=True)
    )


def end_service_notices(today: datetime.date | None = None) -> tuple[int, int]:
    """End what is over and return (ended, refused). Run twice, at once, or after an outage, it does each once."""
    ended = refused = 0
    for pk in over(today or timezone.localdate()):
        page = ServiceNoticePage.objects.get(pk=pk)
        try:
            done = Expire(page, kind=EndingKind.SERVED, statement=STATEMENT, arose=page.served_on).execute()
        except Refused as refusal:
            logger.warning("Page %s did not expire: %s", pk, refusal)
            refused += 1
            continue
        ended += done is not None
    return ended, refused
