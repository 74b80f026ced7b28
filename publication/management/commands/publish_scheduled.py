"""``manage.py publish_scheduled``: the timer that publishes approved revisions whose time has come."""

import logging
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import Revision

from publication.errors import Refused

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Like Wagtail's, through the verb; one refused page does not keep back the others.

    Expiry by date is not performed here: ending publicity is a verb of its own.
    """

    help = "发布到点的已批准版本。"

    def add_arguments(self, parser: Any) -> None:
        """Accept Wagtail's ``--dryrun``."""
        parser.add_argument("--dryrun", action="store_true", help="只列出，不发布。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish each due revision, in order of its time."""
        due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at", "pk")
        for revision in due:
            if options["dryrun"]:
                self.stdout.write(f"{revision.approved_go_live_at:%Y-%m-%d %H:%M} #{revision.object_id}")
                continue
            try:
                revision.publish(log_action="wagtail.publish.scheduled")
            except Refused as refusal:
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
                logger.warning("Scheduled page %s was not published: %s", revision.object_id, refusal)
                self.stderr.write(f"#{revision.object_id} 未发布：{refusal}")
