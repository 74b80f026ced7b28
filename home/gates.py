"""What must hold before any page of the portal is public."""

from typing import Any

from publication.gates import Gate, Problem, register

from .models.base import PortalPage
from .secrecy import Secrecy


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


register(SecrecyGate())
