"""``manage.py run_clocks``: expiry of publicity; the timers run it, and so may an operator."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosure.clocks import run_clocks
from disclosure.laws.tasks import sweep
from disclosure.papers.clocks import end_service_notices


class Command(BaseCommand):
    """Safe to run twice, at once with another, and after an outage."""

    help = "公示期满的决定、公告期满的公告送达下线；登记为“尚未改正”的决定转人工研究；依据失效的清单、指南、文书等开出清理任务。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once and say what was done."""
        run = run_clocks()
        self.stdout.write(f"期满下线 {run.expired} 件；待人工研究 {run.waiting} 件；未能下线 {run.refused} 件。")
        ended, refused = end_service_notices()
        self.stdout.write(f"公告送达期满下线 {ended} 件；未能下线 {refused} 件。")
        outcome = sweep()
        self.stdout.write(f"依据失效清理：新开 {outcome.opened} 项，自动办结 {outcome.closed} 项。")
