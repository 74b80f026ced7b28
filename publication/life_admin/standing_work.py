"""What the outbox has not done although its time has come: of endings and of publications alike, by surface."""

import datetime
from typing import Any

from django.db.models import Count, Max, Min
from django.utils import timezone

from ..models import SurfaceEvent, SurfaceState, SurfaceTask
from ..surfaces.base import label_of

#: What waits no longer than this is on its way.
PATIENCE = datetime.timedelta(minutes=1)


def standing_work() -> list[dict[str, Any]]:
    """Return each surface with work that stands, as ``{"label", "event", "count", "since", "tried"}``; one query.

    No page and no answer is named: these are numbers for everybody who sees the board, whosever the pages are.
    """
    rows = (
        SurfaceTask.objects.filter(state=SurfaceState.WAITING, created_at__lt=timezone.now() - PATIENCE)
        .order_by()
        .values("surface", "event")
        .annotate(count=Count("pk"), since=Min("created_at"), tried=Max("attempts"))
    )
    events = dict(SurfaceEvent.choices)
    return [
        {**row, "label": label_of(row["surface"]), "event": events.get(row["event"], row["event"])}
        for row in sorted(rows, key=lambda row: row["since"])
    ]
