"""What the layers below are told of grades."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from publication.followers import register_follower
from publication.life_admin.door import close_to_sealed
from publication.life_admin.timeline import show_acts
from publication.models import NoticeKind
from publication.notices.endings import holders_and_deputies
from publication.notices.notify import Message
from publication.notices.reminders import register_reminders
from staff_directory.kinds import Role
from staff_directory.roles import allow

from . import guard
from .standing import carry_over
from .verbs import ACT, ACT_EXTEND, CONFIRM, confirms_for


def reminders(today: date) -> Iterator[Message]:
    """Yield a message a day to each who confirms grades, while penalties wait for that or are over their period."""
    from ..clocks import to_review
    from .lists import capped, pending

    waiting, over = capped(pending()), capped(to_review(today))
    if waiting == over == "0":
        return
    parts = [f"失信等级待核定 {waiting} 件"] if waiting != "0" else []
    parts += [f"公示期满待研究 {over} 件"] if over != "0" else []
    url = reverse("grades:index") if waiting != "0" else reverse("grades:over")
    for person in holders_and_deputies(CONFIRM):
        yield Message(person, NoticeKind.ENDING, "，".join(parts), url, key=f"grades-{today:%Y%m%d}")


def may_confirm(user: Any) -> bool:
    """Tell whether the user confirms grades, in the own right or as a deputy."""
    return confirms_for(user) is not None


def register() -> None:
    """Tell them."""
    guard.install()
    close_to_sealed("grades:show", "pk")
    register_follower(carry_over)
    register_reminders(reminders)
    show_acts({ACT: "核定失信等级", ACT_EXTEND: "延长公示"})
    for role in (Role.DISCLOSURE_OFFICER, Role.LEGAL_REVIEWER):
        allow(role, CONFIRM)
