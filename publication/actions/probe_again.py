"""Look again at every surface of an ending, now and not when the back-off says."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..errors import Refused
from ..gates.base import Problem
from ..models import Ending, Seal, SurfaceEvent, SurfaceState, SurfaceTask


class ProbeAgain:
    """Make what waits due now; where nothing waits, every surface is purged and probed again."""

    def __init__(self, ending: Ending, *, user: Any) -> None:
        self.ending, self.user = ending, user

    def check(self) -> None:
        """Ask whether there is something to look for.

        Raises:
            Refused: not executed, or the page is public again.
        """
        found = []
        if not self.ending.is_executed:
            found.append(Problem("not_executed", "这项撤下还没有执行，没有可探查的。"))
        elif not Seal.objects.filter(page_id=self.ending.page_id, ending=self.ending).exists():
            found.append(Problem("not_sealed", "这个页面已恢复公开，不再探查。"))
        if found:
            raise Refused(found, page=self.ending.page)

    def execute(self) -> int:
        """Return how many surfaces will be looked at.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        now = timezone.now()
        with transaction.atomic():
            tasks = SurfaceTask.objects.filter(ending=self.ending, event=SurfaceEvent.ENDED)
            count = tasks.filter(state=SurfaceState.WAITING).update(next_at=now)
            if not count:
                count = tasks.update(state=SurfaceState.WAITING, next_at=now, lease_until=None)
            log(self.ending.page, "ending.probe", user=self.user, data={"ending": self.ending.pk, "surfaces": count})
        return count
