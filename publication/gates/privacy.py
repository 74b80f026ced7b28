"""No personal information becomes public (个人信息保护法 art. 4, 10, 28; 政府信息公开条例 art. 15)."""

from collections.abc import Sequence
from typing import Any

from ..privacy.check import PageFinding, PageUnreadable, check_page
from ..privacy.kinds import NUMBERS
from ..privacy.sources import white_lists
from ..privacy.white_lists import WhiteLists
from .base import ERROR, WARNING, Gate, Problem, register

_MOST = 20
_LAW = "个人信息保护法第二十五条、第二十八条"


class PrivacyGate(Gate):
    """Every text of the page, and every file that it uses, is free of personal information or a person has decided about it.

    Certain findings are masked; suspected numbers masked or confirmed to be none, other suspicions shown as warnings; what
    no program can read is read by a person.
    """

    code = "privacy"

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Return the problems of many pages; the white lists are read once for all of them."""
        lists = white_lists()
        return {id(page): self._problems(page, lists) for page, _ in pairs}

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Return one problem for each open finding and each file that nobody has read, twenty at most."""
        return self._problems(page, white_lists())

    def _problems(self, page: Any, lists: WhiteLists) -> list[Problem]:
        report = check_page(page, lists)
        open_findings = [item for item in report.findings if not item.settled]
        unread = [item for item in report.unreadable if not item.settled]
        problems = [_problem(item) for item in open_findings] + [_unread(item) for item in unread]
        unique = {(problem.code, problem.message, problem.field): problem for problem in problems}
        shown = sorted(unique.values(), key=lambda problem: not problem.blocks)
        if len(shown) > _MOST:
            hidden = shown[_MOST:]
            message = f"另有 {len(hidden)} 处个人信息问题，请打开“隐私检查”逐项处理。"
            shown = [*shown[:_MOST], Problem("privacy_more", message, severity=hidden[0].severity)]
        return shown


def _problem(item: PageFinding) -> Problem:
    sure = "含有" if item.is_certain else "疑似含有"
    mend = "请在“隐私检查”中一键隐去" if item.maskable else "请更换为已隐去个人信息的文件或名称"
    if not item.is_certain:
        mend += "，或确认它不是个人信息"
    return Problem(
        f"privacy_{item.kind}",
        f"“{item.where}”{sure}{item.label}（{item.excerpt}）。{mend}。",
        item.field,
        severity=ERROR if item.is_certain or item.kind in NUMBERS else WARNING,
        law=_LAW,
    )


def _unread(item: PageUnreadable) -> Problem:
    if item.is_gone:
        return Problem("privacy_unreadable", f"“{item.where}”的{item.explanation}；上传以后才能检查个人信息。")
    return Problem("privacy_unreadable", f"“{item.where}”{item.explanation}，须由人工查看后在“隐私检查”中确认。")


register(PrivacyGate())
