"""What must hold before any page of the portal is public."""

from typing import Any

from wagtail.rich_text import get_text_for_indexing

from publication.gates import WARNING, Gate, Problem, register

from .models.base import PortalPage
from .models.pages import StandardPage
from .secrecy import Secrecy

#: What is published is complete and right (准确): no reader is led to an empty page.
_ACCURATE = "政府信息公开条例第六条"


class SecrecyGate(Gate):
    """The review of 条例 14–16 is a recorded choice: cleared, or handled and said how."""

    code = "secrecy"
    page_types = (PortalPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at the recorded choice."""
        law = "政府信息公开条例第十四条至第十七条"
        if page.secrecy == Secrecy.CLEAR:
            return []
        if page.secrecy == Secrecy.HANDLED:
            if page.secrecy_note.strip():
                return []
            return [
                Problem(
                    "secrecy_note_missing", "保密审查选择了“已作区分处理”，须写明处理了什么。", "secrecy_note", law=law
                )
            ]
        if page.secrecy == Secrecy.WITHHOLD:
            message = "保密审查结论是“不公开”，不能发布。结论有误的，请重新审查后再选择。"
            return [Problem("secrecy_withheld", message, "secrecy", law=law)]
        return [
            Problem("secrecy_missing", "还没有保密审查结论，请对照条例第十四至十六条检查后选择。", "secrecy", law=law)
        ]


class FrontTextGate(Gate):
    """Home page, sections and public lists say in a sentence what is found there: other pages and the search show it."""

    code = "front_text"
    page_types = (PortalPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name each of the type's sentences that is not written."""
        return [
            Problem(
                "missing",
                f"“{page._meta.get_field(name).verbose_name}”还没有填写。上级页面和检索结果用它告诉读者这里有什么，请写一句话。",
                name,
                law=_ACCURATE,
            )
            for name in page.must_say
            if not get_text_for_indexing(getattr(page, name) or "").strip()
        ]


class PlainPageGate(Gate):
    """A plain page says something, and nothing in its body is begun and left empty."""

    code = "plain_page"
    page_types = (StandardPage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at the introduction and at every block of the body."""
        blocks = list(page.body)
        if not blocks and not page.introduction.strip():
            message = "页面还没有内容。请填写“导语”，或者在“正文”中添加小标题、正文、表格或附件。"
            return [Problem("no_content", message, "body", law=_ACCURATE)]
        found = []
        for number, block in enumerate(blocks, start=1):
            place = f"正文第{number}块（{block.block.label}）"
            if block.block_type == "table":
                found += self._table(block.value["rows"], place)
            elif block.block_type == "document":
                if block.value is None:
                    message = f"{place}没有附件，或者附件已被删除。请重新选择，或者删去这一块。"
                    found.append(Problem("no_file", message, "body", law=_ACCURATE))
            elif not get_text_for_indexing(getattr(block.value, "source", None) or str(block.value)).strip():
                message = f"{place}是空的。请填写，或者删去这一块。"
                found.append(Problem("empty_block", message, "body", law=_ACCURATE))
        return found

    def _table(self, text: str, place: str) -> list[Problem]:
        """A table has rows below its head, and each has as many cells as the head."""
        rows = [line.split("|") for line in text.splitlines() if line.strip()]
        if len(rows) < 2:
            message = f"{place}只有表头，没有内容。请在表头下面逐行填写，或者删去这一块。"
            return [Problem("empty_table", message, "body", law=_ACCURATE)]
        uneven = [number for number, row in enumerate(rows[1:], start=2) if len(row) != len(rows[0])]
        if not uneven:
            return []
        message = f"{place}第{uneven[0]}行有{len(rows[uneven[0] - 1])}格，表头有{len(rows[0])}格，读者会看错列。请用竖线 | 分隔，使各行格数相同。"
        return [Problem("uneven_table", message, "body", severity=WARNING, law=_ACCURATE)]


register(SecrecyGate())
register(FrontTextGate())
register(PlainPageGate())
