"""Take back one's own request to end a page's publicity, or to restore it, while nobody has decided."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from ..errors import Refused
from ..gates.base import Problem
from ..life.kinds import EndingState
from ..models import Ending


class CancelRequest:
    """Cancel a request that waits: the :class:`Ending` or the :class:`Restoration` of whoever asked for it."""

    def __init__(self, request: Any, *, user: Any) -> None:
        self.request, self.user = request, user

    def check(self) -> None:
        """Ask whose it is and whether it waits.

        Raises:
            Refused: it is decided already, or another person asked.
        """
        found = []
        if not self.request.is_open:
            found.append(Problem("decided", f"这项申请已处理（{self.request.get_state_display()}），不能再撤回。"))
        if self.request.requested_by_id != self.user.pk:
            found.append(Problem("not_own_request", "只有申请人可以撤回申请；不同意的，由批准人选“不予批准”。"))
        if found:
            raise Refused(found, page=self.request.page)

    def execute(self) -> Any:
        """Cancel it and return it; asked twice it is done once.

        Raises:
            Refused: see :meth:`check`.
        """
        model = type(self.request)
        with transaction.atomic():
            self.request = model.objects.select_for_update().get(pk=self.request.pk)
            if self.request.state == EndingState.CANCELLED and self.request.requested_by_id == self.user.pk:
                return self.request
            self.check()
            words = {} if model is Ending else {"passages": ""}
            model.objects.filter(pk=self.request.pk).update(state=EndingState.CANCELLED, **words)
            act = "ending.cancel" if model is Ending else "restoration.cancel"
            name = "ending" if model is Ending else "restoration"
            log(self.request.page, act, user=self.user, data={name: self.request.pk})
        self.request.refresh_from_db()
        return self.request
