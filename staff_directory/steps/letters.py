"""Letters of another body: one person records number, date and scan, a second confirms, and that approves the step."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.log_actions import log
from wagtail.models import Collection, Page, TaskState

from publication.errors import Refused
from publication.gates.base import Problem
from publication.guards.signed import signing
from publication.models import OutsideApproval
from publication.models.approvals import content_digest
from publication.scans import problem_of_scan

from .capacity import acts_for

COLLECTION = "外部函件"
_PERMISSION = "publication.add_outsideapproval"


def may_keep(user: Any) -> bool:
    """Tell whether the user records and confirms letters: by an own role, or as a deputy of who does."""
    return keeps_for(user) is not None


def keeps_for(user: Any) -> str | None:
    """Return "" for who keeps letters in the own right, in whose place a deputy does, None for others."""
    if user.has_perm(_PERMISSION):
        return ""
    return acts_for(user, _PERMISSION) or None


def _told(letter: OutsideApproval, user: Any) -> dict[str, Any]:
    """Return what the trail says of an act about a letter."""
    place = keeps_for(user)
    return {"letter": letter.pk, **({"acting_for": place} if place else {})}


def letters_of(page: Any, revision: Any) -> list[OutsideApproval]:
    """Return the letters about exactly what ``revision`` says, newest first."""
    digest = content_digest(revision.content)
    return list(
        OutsideApproval.objects.filter(page_id=page.pk, digest=digest).select_related("user", "confirmed_by", "scan").order_by("-pk")
    )  # fmt: skip


def confirmed_by(page: Any, user: Any) -> bool:
    """Tell whether ``user`` confirmed a letter about what stands at the page's open step."""
    state = getattr(page, "current_workflow_task_state", None)
    if state is None:
        return False
    return any(letter.is_confirmed and letter.confirmed_by_id == user.pk for letter in letters_of(page, state.revision))


def open_states() -> QuerySet[TaskState]:
    """Return the open states of every letter step, oldest first."""
    from ..models import LetterTask

    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=LetterTask.objects.all())
    return states.select_related("workflow_state", "revision", "task").order_by("started_at")


def collection() -> Collection:
    """Return the collection of the scans, on which only the keepers of letters have rights."""
    found = Collection.objects.filter(name=COLLECTION, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=COLLECTION)


class RecordLetter:
    """Record what another body answered about the revision at a page's open letter step."""

    def __init__(
        self, state: TaskState, *, user: Any, number: str, dated: datetime.date, file: Any, body: str = ""
    ) -> None:
        self.state, self.user, self.number, self.dated, self.file = state, user, number.strip(), dated, file
        self.body = body or state.task.specific.body

    def check(self) -> None:
        """Ask for the right, an open step, number, date and a scan that is one.

        Raises:
            Refused: naming the field.
        """
        problems = []
        if not may_keep(self.user):
            problems.append(Problem("role", "没有登记外部函件的权限。"))
        if self.state.status != TaskState.STATUS_IN_PROGRESS:
            problems.append(Problem("state", "这一步已经办结，不能再登记。"))
        if not self.number:
            problems.append(Problem("missing", "请填写来函文号。", "number"))
        if self.dated > timezone.localdate():
            problems.append(Problem("future", "来函日期在今天之后，请核对。", "dated"))
        name = getattr(self.file, "name", "")
        if not name.lower().endswith((".pdf", ".jpg", ".jpeg", ".png")):
            problems.append(Problem("file", "扫描件请用 PDF、JPG 或 PNG 文件。", "file"))
        else:
            wrong = problem_of_scan(self.file, name)
            if wrong:
                problems.append(Problem("file", f"扫描件{wrong}，请换成正确的文件。", "file"))
        if problems:
            raise Refused(problems)

    def execute(self) -> OutsideApproval:
        """Keep the letter and return it.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        revision = self.state.revision
        with signing("letter"):
            scan = get_document_model().objects.create(
                title=f"{self.body}函件 {self.number}"[:255],
                file=self.file,
                collection=collection(),
                uploaded_by_user=self.user,
            )
            letter = OutsideApproval.objects.create(
                page_id=int(revision.object_id),
                revision=revision,
                digest=content_digest(revision.content),
                user=self.user,
                body=self.body,
                number=self.number[:100],
                dated=self.dated,
                scan=scan,
            )
            page = Page.objects.get(pk=letter.page_id).specific
            log(page, "letter.record", user=self.user, revision=revision, data=_told(letter, self.user))
        return letter


class ConfirmLetter:
    """A second person has compared letter and content; that approves the step (one person records, another confirms)."""

    def __init__(self, state: TaskState, letter: OutsideApproval, *, user: Any) -> None:
        self.state, self.letter, self.user = state, letter, user

    def check(self) -> None:
        """Ask for the right, a second person, and a letter about exactly this content.

        Raises:
            Refused: saying what is in the way.
        """
        if not may_keep(self.user):
            raise Refused([Problem("role", "没有确认外部函件的权限。")])
        if self.letter.user_id == self.user.pk:
            raise Refused([Problem("own_record", "函件由您本人登记，须由另一人核对确认。")])
        if self.letter.confirmed_by_id is not None:
            raise Refused([Problem("state", "这份函件已经确认过。")])
        if self.state.status != TaskState.STATUS_IN_PROGRESS:
            raise Refused([Problem("state", "这一步已经办结。")])
        if self.letter.digest != content_digest(self.state.revision.content):
            raise Refused([Problem("changed", "登记函件以后内容又有修改，须就现在的内容重新征求意见。")])

    def execute(self) -> None:
        """Confirm, and approve the step.

        Raises:
            Refused: see :meth:`check`, or the content's last edit is the user's own.
        """
        self.check()
        with signing("letter"):
            rows = OutsideApproval.objects.filter(pk=self.letter.pk, confirmed_by=None)
            if not rows.update(confirmed_by=self.user, confirmed_at=timezone.now()):
                raise Refused([Problem("state", "另一人刚刚确认了这份函件。")])
            page = Page.objects.get(pk=self.letter.page_id).specific
            told = _told(self.letter, self.user)
            log(page, "letter.confirm", user=self.user, revision=self.letter.revision, data=told)
            comment = f"{self.letter.body}{self.letter.number}"
            self.state.specific.approve(user=self.user, comment=comment)
