"""What was withdrawn stays withdrawn: only ``restore`` brings it back (行政处罚法第四十八条)."""

from collections.abc import Sequence
from typing import Any

from ..life.vanished import vanished_files
from ..models import Seal
from ..page_files import keys_of_files
from .base import Gate, Problem, register


class SealedGate(Gate):
    """A sealed page, or a copy of one's address in an alias, is not published by any other way than its restoration."""

    code = "sealed"

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Return the problem of a sealed page."""
        return self.check_many([(page, revision)]).get(id(page), [])

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """One query for all pages that are stored and not public, and a look at the files of those that can use some."""
        found = self._files_of_vanished(pairs)
        asked = {page.pk: page for page, _ in pairs if page.pk and not page.live}
        originals = {page.alias_of_id: page for page in asked.values() if page.alias_of_id}
        if not asked:
            return found
        for seal in Seal.objects.filter(page_id__in=[*asked, *originals]).select_related("ending"):
            page = asked.get(seal.page_id) or originals[seal.page_id]
            found[id(page)] = [sealed_problem(seal.ending)]
        return found

    def _gone(self, known: dict[Any, set[int]], model: Any) -> set[int]:
        if model not in known:
            known[model] = vanished_files(model)
        return known[model]

    def _files_of_vanished(self, pairs: Sequence[tuple[Any, Any]]) -> dict[int, list[Problem]]:
        """What vanished does not come back as an attachment of another page."""
        found: dict[int, list[Problem]] = {}
        gone: dict[Any, set[int]] = {}
        for page, _ in pairs:
            for model, keys in keys_of_files(page).items():
                if keys and keys & self._gone(gone, model):
                    message = "使用了已消除的页面的附件或图片，不能公开。请从页面中去掉它。"
                    found[id(page)] = [Problem("vanished_file", message, law="政府信息公开条例第十四、十五条")]
        return found


def sealed_problem(ending: Any) -> Problem:
    """Return what is said of a page that an ending has sealed."""
    return Problem(
        "sealed",
        f"这个页面已于{ending.executed_on:%Y年%m月%d日}撤下并封存（{ending.get_kind_display()}），不能再次发布。"
        "撤下有误的，请在“决定的一生”页申请恢复，由另一人批准。",
        law=ending.rule.law,
    )


def number_is_sealed(label: str, number: str) -> str:
    """Return what is said when a new page is to have the number of one that was withdrawn; nothing of that page is told."""
    return (
        f"{label}“{number}”属于一个已撤下并封存的页面，不能另建一个。撤下有误的，请在“撤下与恢复”里找到它，申请恢复公开，由另一人批准；"
        "不是同一个的，请核对。"
    )


register(SealedGate())
