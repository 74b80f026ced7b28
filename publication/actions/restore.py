"""Bring a page back because its withdrawal was itself wrong: a request with a reason, and another person's approval."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from ..errors import Refused
from ..gates.base import Problem
from ..life.kinds import EndingState
from ..life.rights import approving_for, may_approve, may_ask
from ..models import Relapse, Restoration, Seal
from ..permits import permitted
from .end import hold
from .end_request import SHORTEST_REASON, personal
from .publish import PublishPage
from .restore_masked import Masking, make_masked, masking_problems, may_sign_masked, sign, take_out_masked


class RequestRestoration:
    """Ask that a sealed page be public again, for ``reason``; ``execute()`` returns the :class:`Restoration`.

    With ``masking`` a page that vanished for privacy comes back as a masked version, which is made with the request.
    """

    def __init__(self, page: Page, *, user: Any, reason: str, masking: Masking | None = None) -> None:
        self.page, self.user, self.reason, self.masking = page, user, reason.strip(), masking

    def check(self) -> Seal:
        """Ask who may, and whether the page is sealed.

        Raises:
            Refused: with what is wrong.
        """
        found = []
        seal = Seal.objects.select_related("ending").filter(page_id=self.page.pk).first()
        if seal is None:
            raise Refused([Problem("not_sealed", "这个页面没有被撤下，不需要恢复。")], page=self.page)
        if seal.ending.destroyed_at:
            found.append(Problem("destroyed", "这个页面的内容已按规定销毁，不能恢复。"))
        if not may_ask(self.user, self.page):
            found.append(Problem("permission", "您没有申请恢复这个页面的权限。"))
        if len(self.reason) < SHORTEST_REASON:
            found.append(Problem("reason", f"请写明为什么撤下有误，至少{SHORTEST_REASON}个字。", "reason"))
        found += personal(self.reason, "恢复公开的理由", "reason")
        if self.masking is not None and not found:
            found += masking_problems(self.page, seal.ending, self.masking)
        if found:
            raise Refused(found, page=self.page)
        return seal

    def execute(self) -> Restoration:
        """Record the request; one that waits already is returned.

        Raises:
            Refused: see :meth:`check`.
        """
        waiting = Restoration.objects.filter(page_id=self.page.pk, state=EndingState.REQUESTED).first()
        if waiting is not None:
            return waiting
        seal = self.check()
        try:
            with transaction.atomic():
                made = Restoration(page_id=self.page.pk, ending=seal.ending, reason=self.reason, requested_by=self.user)
                if self.masking is not None:
                    made.passages = self.masking.passages
                    made.revision, made.left_out = make_masked(self.page, seal.ending, self.masking, self.user)
                made.save()
                log(self.page, "restoration.request", user=self.user, data={"reason": self.reason})
        except IntegrityError:
            return Restoration.objects.get(page_id=self.page.pk, state=EndingState.REQUESTED)
        return made


class DecideRestoration:
    """Approve or refuse a restoration: never the person who asked. An approval makes the page public at once.

    Of a masked version the steps of the page's own approval are signed first, each by its people; while one is missing the request
    stays open.
    """

    verb = "restore"

    def __init__(self, restoration: Restoration, *, user: Any, approve: bool, note: str = "") -> None:
        self.restoration, self.user, self.approve, self.note = restoration, user, approve, note.strip()

    def check(self) -> None:
        """Ask who may decide.

        Raises:
            Refused: decided already, one's own, no right, or a refusal without a reason.
        """
        asked, found = self.restoration, []
        if not asked.is_open:
            raise Refused([Problem("decided", f"这项申请已处理（{asked.get_state_display()}）。")], page=asked.page)
        if asked.ending.destroyed_at:
            raise Refused([Problem("destroyed", "这个页面的内容已按规定销毁，不能恢复。")], page=asked.page)
        if asked.requested_by_id == self.user.pk:
            found.append(Problem("own_request", "申请人不能批准自己的申请，须由另一位有权的人批准。"))
        if not may_approve(self.user, asked.ending.rule, asked.page) and not (
            self.approve and may_sign_masked(self.user, asked)
        ):
            found.append(Problem("permission", "您没有批准恢复的权限。"))
        if not self.approve and not self.note:
            found.append(Problem("note", "不予批准须写明理由。", "note"))
        found += personal(self.note, "批准意见", "note")
        if found:
            raise Refused(found, page=asked.page)

    def execute(self) -> Restoration:
        """Decide; with an approval the version that was public is public again, after every gate.

        Raises:
            Refused: see :meth:`check`, or a gate has a problem with the version.
        """
        with transaction.atomic():
            hold(self.restoration.page_id)
            asked = (
                Restoration.objects.select_for_update(of=("self",)).select_related("ending").get(pk=self.restoration.pk)
            )
            self.restoration = asked
            if asked.is_executed and self.approve:
                return asked
            self.check()
            if self.approve and asked.revision_id and not self._signed(asked):
                return asked
            asked.decided_by, asked.decided_at, asked.decision_note = self.user, timezone.now(), self.note
            place = approving_for(self.user, asked.ending.rule, asked.page)
            if place:
                data = {"acting_for": place, "restoration": asked.pk}
                log(asked.page, "restoration.stand_in", user=self.user, data=data)
            if self.approve:
                self._open(asked)
                asked.state, asked.executed_at = EndingState.EXECUTED, timezone.now()
            else:
                asked.state = EndingState.REFUSED
            asked.passages = ""
            asked.save()
            act = "restoration.execute" if self.approve else "restoration.refuse"
            log(asked.page, act, user=self.user, data={"reason": asked.reason if self.approve else self.note})
        return asked

    def _signed(self, asked: Restoration) -> bool:
        """Sign the user's steps of the masked version; tell whether the page can be opened now, and by this user."""
        signed = sign(asked, self.user)
        log(asked.page, "restoration.sign", user=self.user, data={"restoration": asked.pk})
        return signed and may_approve(self.user, asked.ending.rule, asked.page)

    def _open(self, asked: Restoration) -> None:
        """Break the seal and publish the version that was public, or the masked one, with its aliases; that it is seen is no alarm
        any more."""
        page = asked.page.specific
        revision = asked.revision or asked.ending.live_revision or page.get_latest_revision()
        if revision is None:
            raise Refused([Problem("no_version", "找不到撤下时公开的版本，不能恢复。")], page=page)
        sealed = list(Seal.objects.filter(ending=asked.ending).select_related("page"))
        with permitted(self.verb, [seal.page.path for seal in sealed]):
            Seal.objects.filter(ending=asked.ending).delete()
            Page.objects.filter(pk__in=[seal.page_id for seal in sealed if seal.page_id != page.pk]).update(live=True)
            PublishPage(revision, user=self.user).execute(skip_permission_checks=True)
        if asked.revision_id:
            take_out_masked(asked, self.user)
            asked.refresh_from_db(fields=["reason"])
        Relapse.objects.filter(page_id__in=[seal.page_id for seal in sealed], gone_at=None).update(
            gone_at=timezone.now()
        )
