"""Carrying out a verb after publication for a list of 文号: each item on its own, each with its result."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from publication.actions.end_request import DecideEnding, RequestEnding
from publication.actions.publish import PublishPage
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.actions.restore_masked import Masking, still_to_sign
from publication.errors import Refused
from publication.life.lookup import pages_by_number
from publication.models import Seal
from publication.surfaces.work import settle

from .models import DecisionNoticePage

VERBS = ("publish", "withdraw", "replace", "vanish", "expire", "restore")


class Done:
    """How an item ended."""

    EXECUTED, WAITING, ALREADY, FAILED = "executed", "waiting", "already", "failed"


@dataclass(slots=True)
class Asked:
    """Who asks for what, for every item alike; ``instrument`` holds the fields of an ending's instrument, ``masking`` what a version
    that comes back masked does without."""

    verb: str
    unit: str
    user: Any
    approver: Any = None
    emergency: bool = False
    kind: str = ""
    reason: str = ""
    successor: str = ""
    instrument: dict[str, Any] = field(default_factory=dict)
    masking: Masking | None = None


@dataclass(slots=True)
class Result:
    """What became of one 文号; ``ending`` and ``receipt`` are keys, where there are such."""

    number: str
    state: str
    message: str
    page: int | None = None
    ending: int | None = None
    receipt: int | None = None

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong with it."""
        return self.state != Done.FAILED

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def carry_out(numbers: Sequence[str], asked: Asked) -> list[Result]:
    """Do the verb for every number and return a result for each, in order."""
    found = _notices(numbers, asked.unit)
    successor = None
    if asked.successor:
        others = [page for page in _notices([asked.successor], "")[asked.successor] if page.live]
        successor = others[0] if len(others) == 1 else None
    results = [_one(number, found[number], asked, successor) for number in numbers]
    receipts = settle([result.ending for result in results if result.ending and result.state == Done.EXECUTED])
    for result in results:
        result.receipt = receipts.get(result.ending) if result.ending else None
    return results


def _notices(numbers: Sequence[str], unit_code: str) -> dict[str, list[Any]]:
    """Return 文号 → the decisions of a unit (``""``: of all) that carry it."""
    keys = pages_by_number(numbers)
    wanted = {key for members in keys.values() for key in members}
    notices = DecisionNoticePage.objects.filter(pk__in=wanted).select_related("unit")
    if unit_code:
        notices = notices.filter(unit__code=unit_code)
    found = {notice.pk: notice for notice in notices}
    return {number: [found[key] for key in members if key in found] for number, members in keys.items()}


def _one(number: str, pages: list[Any], asked: Asked, successor: Any) -> Result:
    if not pages:
        return Result(number, Done.FAILED, f"单位 {asked.unit} 没有这个文号的决定。")
    if len(pages) > 1:
        kinds = "、".join(str(page.get_kind_display()) for page in pages)
        return Result(number, Done.FAILED, f"这个文号有 {len(pages)} 件决定（{kinds}），请在后台逐件办理。")
    page = pages[0]
    try:
        if asked.verb == "publish":
            return _publish(number, page, asked)
        if asked.verb == "restore":
            return _restore(number, page, asked)
        return _end(number, page, asked, successor)
    except Refused as refusal:
        return Result(number, Done.FAILED, str(refusal), page.pk)


def _publish(number: str, page: Any, asked: Asked) -> Result:
    """Publish by whoever approves; without such a person the page is handed in and waits for its steps."""
    revision = page.get_latest_revision()
    if page.live and not page.has_unpublished_changes:
        return Result(number, Done.ALREADY, "已公开，没有新的修改。", page.pk)
    if revision is None:
        return Result(number, Done.FAILED, "没有可发布的版本。", page.pk)
    if not page.permissions_for_user(asked.user).can_edit():
        return Result(number, Done.FAILED, f"账号 {asked.user} 没有修改这个页面的权限。", page.pk)
    publisher = asked.approver or asked.user
    if page.permissions_for_user(publisher).can_publish():
        PublishPage(revision, user=publisher).execute()
        return Result(number, Done.EXECUTED, "已公开。", page.pk)
    if asked.approver is not None:
        return Result(number, Done.FAILED, f"账号 {publisher} 没有发布这个页面的权限。", page.pk)
    return _hand_in(number, page, asked)


def _hand_in(number: str, page: Any, asked: Asked) -> Result:
    """Begin the page's workflow, as the editor's button does."""
    if page.workflow_in_progress:
        return Result(number, Done.WAITING, "已提交审核，等待审核人。", page.pk)
    workflow = page.get_workflow()
    if workflow is None or not page.permissions_for_user(asked.user).can_submit_for_moderation():
        return Result(number, Done.FAILED, f"账号 {asked.user} 不能提交审核，请在页面上办理。", page.pk)
    state = page.current_workflow_state
    if state is not None:
        state.resume(asked.user)
    else:
        workflow.start(page, asked.user)
    return Result(number, Done.WAITING, "已提交审核，等待审核人。", page.pk)


def _restore(number: str, page: Any, asked: Asked) -> Result:
    if not Seal.objects.filter(page_id=page.pk).exists() and page.live:
        return Result(number, Done.ALREADY, "已公开，不需要恢复。", page.pk)
    request = RequestRestoration(page, user=asked.user, reason=asked.reason, masking=asked.masking).execute()
    if asked.approver is None:
        return Result(number, Done.WAITING, "已登记恢复申请，等待另一人批准。", page.pk, request.ending_id)
    done = DecideRestoration(request, user=asked.approver, approve=True).execute()
    if done.is_open:
        missing = still_to_sign(done) or "有权批准的人"
        return Result(number, Done.WAITING, f"已审核，还须由“{missing}”审核、批准。", page.pk, request.ending_id)
    return Result(number, Done.EXECUTED, "已恢复公开。", page.pk)


def _end(number: str, page: Any, asked: Asked, successor: Any) -> Result:
    seal = Seal.objects.select_related("ending").filter(page_id=page.pk).first()
    if seal is not None:
        return Result(number, Done.ALREADY, f"已于{seal.ending.executed_on:%Y-%m-%d}撤下。", page.pk, seal.ending_id)
    ending = RequestEnding(
        page, verb=asked.verb, kind=asked.kind, user=asked.user, emergency=asked.emergency, statement=asked.reason,
        successor=successor, **asked.instrument,
    ).execute()  # fmt: skip
    if asked.approver is not None and not ending.is_executed:
        ending = DecideEnding(ending, user=asked.approver, approve=True).execute()
    if ending.is_executed:
        return Result(number, Done.EXECUTED, f"已{ending.get_verb_display()}。", page.pk, ending.pk)
    return Result(number, Done.WAITING, "已登记申请，等待另一人批准。", page.pk, ending.pk)
