"""End a page's publicity: the one place where a public page stops being public, whatever the verb."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signals import page_unpublished

from ..aliases import aliases_of
from ..errors import Refused
from ..gates.base import Problem
from ..life.describe import describe
from ..life.kinds import EndingState, Verb
from ..life.outbox import after_endings
from ..models import Ending, Seal
from ..permits import permitted


def ending_problems(page: Page, verb: str, successor: Any = None) -> list[Problem]:
    """Return what keeps the publicity of ``page`` from ending by ``verb``, whoever asks."""
    found = []
    stored = Page.objects.filter(pk=page.pk).first()
    if stored is None or not stored.live:
        found.append(Problem("not_public", "这个页面现在没有公开，不需要撤下。"))
    elif stored.alias_of_id:
        found.append(Problem("alias", "这是另一个页面的镜像，请撤下原页面，镜像会一起撤下。"))
    elif (
        stored.numchild and Page.objects.filter(path__startswith=stored.path, live=True).exclude(pk=stored.pk).exists()
    ):
        found.append(Problem("children", "它下面还有公开的页面，请先逐个撤下下级页面。"))
    if verb == Verb.REPLACE and successor is None:
        found.append(Problem("successor", "请选择替代它的新页面（新页面须已公开）。", "successor"))
    if successor is not None:
        other = Page.objects.filter(pk=successor.pk).first()
        if other is None or not other.live or other.pk == page.pk:
            found.append(Problem("successor", "替代页面须是另一个已公开的页面，请先发布新页面。", "successor"))
    return found


def hold(page_id: int) -> None:
    """Let nobody else begin or end the page's publicity until this transaction is over: first the page, then its records."""
    list(Page.objects.select_for_update().filter(pk=page_id).values_list("pk"))


def overtake(page: Page, *, user: Any, reason: str) -> None:
    """Close a request that still waits about a page which ends in another way now; its people are told why, on the record."""
    for waiting in Ending.objects.filter(page_id=page.pk, state=EndingState.REQUESTED):
        Ending.objects.filter(pk=waiting.pk).update(state=EndingState.CANCELLED)
        log(page, "ending.cancel", user=user, data={"ending": waiting.pk, "reason": reason})


class End:
    """Execute an approved (or emergency, or due) :class:`Ending`: the page, and aliases of it, are public no more and sealed.

    In one transaction: the page stops being live, the seal stands, scheduled versions and workflows end, the index loses its
    entry (a trigger), and what every surface must do is written down. Asked twice it does it once.
    """

    def __init__(self, ending: Ending, *, user: Any = None) -> None:
        self.ending, self.user = ending, user

    def check(self) -> None:
        """Ask whether the page can still end so.

        Raises:
            Refused: it is not public any more, or something stands against it.
        """
        found = ending_problems(self.ending.page, self.ending.verb, self.ending.successor)
        if found:
            raise Refused(found, page=self.ending.page)

    def execute(self) -> Ending:
        """Execute and return the ending.

        Raises:
            Refused: see :meth:`check`.
        """
        from ..notices.vanished import forget_titles

        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=self.ending.page_id)
            ending = Ending.objects.select_for_update().get(pk=self.ending.pk)
            if ending.is_executed:
                return ending
            self.ending = ending
            self.check()
            specific = page.specific
            line = [page, *(alias for alias in aliases_of(page) if alias.live)]
            with permitted(ending.verb, [found.path for found in line]):
                record(ending, specific, describe(specific))
                ending.save()
                Seal.objects.bulk_create([Seal(page=found, ending=ending) for found in line])
                stop(line, user=self.user, expired=ending.verb == Verb.EXPIRE)
            if ending.status == 404:
                forget_titles(line)
            after_endings([ending])
            log(specific, f"ending.{ending.verb}", user=self.user, data=executed(ending))
            for found in line:
                found.live = False
                page_unpublished.send(sender=found.specific_class, instance=found.specific_deferred)
        return ending


def executed(ending: Ending) -> dict[str, Any]:
    """Return what the trail keeps of an executed ending besides who, when and the page: what it was, and what stood before it."""
    return {
        "kind": ending.kind, "emergency": ending.emergency, "ending": ending.pk,
        "before": {"live": True, "revision": ending.live_revision_id}, "after": {"live": False},
    }  # fmt: skip


def record(ending: Ending, page: Any, described: Any) -> None:
    """Keep what the tombstone says, so that it never has to read the page; not saved yet."""
    ending.state, ending.executed_at = EndingState.EXECUTED, timezone.now()
    ending.live_revision_id, ending.url_path = page.live_revision_id, page.url_path
    ending.what, ending.unit_name = described.what[:100], described.unit_name[:200]
    ending.number = described.number if ending.rule.shows_number else ""
    ending.number_key = described.number_key if ending.number else ""
    ending.published_on = timezone.localtime(page.first_published_at).date() if page.first_published_at else None


def stop(line: list[Page], *, user: Any, expired: bool) -> None:
    """Take pages out of the public's sight, and end what could bring them back; within their permits."""
    keys = [page.pk for page in line]
    Page.objects.filter(pk__in=keys).update(
        live=False, has_unpublished_changes=True, live_revision=None, go_live_at=None, expire_at=None, expired=expired
    )
    texts = [str(key) for key in keys]
    Revision.page_revisions.filter(object_id__in=texts).exclude(approved_go_live_at=None).update(
        approved_go_live_at=None
    )
    for state in WorkflowState.objects.filter(
        object_id__in=texts, base_content_type__model="page", base_content_type__app_label="wagtailcore",
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    ):  # fmt: skip
        state.cancel(user=user)


class Expire:
    """End the publicity of a page whose period is over (信用修复管理办法): by the clock, without a second person.

    What the clock leaves to people is ended by ``user``, who says why in ``note``.
    """

    verb = Verb.EXPIRE

    def __init__(self, page: Page, *, kind: str, statement: str, arose: Any, user: Any = None, note: str = "") -> None:
        self.page, self.kind, self.statement, self.arose = page, kind, statement, arose
        self.user, self.note = user, note

    def execute(self) -> Ending | None:
        """Expire the page; None when it is not public any more (another clock was quicker).

        Raises:
            Refused: something stands against it.
        """
        with transaction.atomic():
            page = Page.objects.select_for_update().filter(pk=self.page.pk, live=True).first()
            if page is None:
                return None
            overtake(page, user=self.user, reason="公示期满已下线，申请不再需要批准。")
            ending = Ending.objects.create(
                page=page, verb=self.verb, kind=self.kind, statement=self.statement, duty_arose_on=self.arose,
                due_on=self.arose, status=410, decided_by=self.user, decision_note=self.note[:300],
                decided_at=timezone.now() if self.user is not None else None,
            )  # fmt: skip
            return End(ending, user=self.user).execute()
