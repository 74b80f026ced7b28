"""The numbers of findings on the admin's home: what waits for the head's answer, what the auditor is to look at again."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from ..kinds import FindingState, Role
from ..models import Finding
from ..roles.membership import roles_of
from ..steps.capacity import deputised, units_under


def home_numbers(user: Any) -> list[dict[str, Any]]:
    """Return what waits for the user as ``{"label", "value", "url", "tone"}``; nothing where nothing does. Three queries at most."""
    found = []
    headed = [held for held in (*roles_of(user), *deputised(user)) if held.role == Role.UNIT_HEAD]
    if headed:
        due = Finding.objects.filter(unit_id__in=units_under(headed), state=FindingState.OPEN)
        dates = list(due.order_by("due_on").values_list("due_on", flat=True))
        late = bool(dates) and dates[0] < timezone.localdate()
        found.append(("监督意见待答复", len(dates), "bad" if late else "warn"))
    if user.has_perm("staff_directory.file_finding"):
        answered = Finding.objects.filter(state=FindingState.ANSWERED).count()
        found.append(("监督意见已答复、待核查", answered, "warn"))
    url = reverse("findings:index")
    return [{"label": label, "value": value, "url": url, "tone": tone} for label, value, tone in found if value]
