"""Take masked content out of the trail's entries about a page, on the record and without breaking the seals."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from ..models import TrailEntry
from ..permits import permitted
from ..privacy.cleaning import Cleaner
from ..trail.guard import SCRUB
from ..trail.record import record
from ..trail.seal import ACT, alone, amended, seals_over

#: What an entry says in words. Who, when, from where, which act and about what stay as they are: the database sees to it.
TEXTS = ("label", "before", "after", "data", "reason")


class ScrubTrail:
    """Mask what ``cleaner`` knows in every entry about ``page``; part of masking, which asks for permission.

    The content may have been written before it was known to be personal: names and addresses pass the trail's own scrubber.
    Affected seals get an amended digest, kept in an entry of the act ``trail.scrub``; a seal that was broken before is not
    amended, so that nothing is laundered by masking.
    """

    verb = "scrub_trail"

    def __init__(self, page: Page, cleaner: Cleaner, user: Any = None) -> None:
        self.page, self.cleaner, self.user = page, cleaner, user

    @transaction.atomic
    def execute(self) -> int:
        """Clean, record, and return how many entries changed; a second run changes none."""
        alone()
        changes = self._changes()
        if not changes:
            return 0
        seals = seals_over(changes)
        whole = [seal for seal in seals if amended(seal).is_whole]
        with permitted(self.verb, [SCRUB]):
            for key, values in changes.items():
                TrailEntry.objects.filter(pk=key).update(**values)
        record(
            ACT,
            self.page,
            user=self.user,
            reason="页面隐去个人信息，操作日志中的同一内容一并隐去",
            data={
                "entries": sorted(changes),
                "fields": sorted({name for values in changes.values() for name in values}),
                "seals": {str(seal.last_id): amended(seal).now for seal in whole},
                "broken_before": [seal.last_id for seal in seals if seal not in whole],
            },
        )
        return len(changes)

    def _changes(self) -> dict[int, dict[str, Any]]:
        found = {}
        for entry in TrailEntry.objects.filter(page_id=self.page.pk).exclude(act=ACT).order_by("pk").iterator(200):
            values = {name: self.cleaner.json(getattr(entry, name)) for name in TEXTS}
            values["label"] = values["label"][:255]
            changed = {name: value for name, value in values.items() if value != getattr(entry, name)}
            if changed:
                found[entry.pk] = changed
        return found
