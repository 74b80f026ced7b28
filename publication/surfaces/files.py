"""Attachments, image originals and renditions: public only while a live page uses them."""

from collections.abc import Sequence

from .base import Answer, Subject, Surface, register
from .pages import look
from .visitor import Visitor


class FileSurface(Surface):
    """The bytes of every file that the page used and that no other public page uses."""

    code = "files"
    label = "附件和图片"
    routes = ("stored_rendition", "wagtaildocs_serve", "wagtaildocs_authenticate_with_password", "wagtailimages_serve")

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """Each file's address answers 404."""
        found = {}
        for subject in subjects:
            answer = Answer()
            for address in subject.files:
                reply = visitor.ask(address)
                look(answer, reply, (), "附件")
                if reply.status not in (404, 410) and not answer.visible:
                    answer.visible, answer.detail = True, f"附件仍能取得（{address}，{reply.status}）"
            found[subject.page_id] = answer
        return found


def register_all() -> None:
    """Register this surface."""
    register(FileSurface())
