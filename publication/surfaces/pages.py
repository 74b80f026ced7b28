"""The page's own addresses, its previews, and the lists and front pages that showed it."""

from collections.abc import Iterable, Sequence

from .base import Answer, Asked, Subject, Surface, register, stands_in
from .visitor import Reply, Visitor

_GONE = frozenset({404, 410})
_LOGIN = "/admin/login/"


def look(answer: Answer, reply: Reply, marks: Iterable[str], what: str) -> None:
    """Add a reply to an answer: it is visible when a mark stands in it."""
    answer.asked.append(Asked(reply.url, reply.status, reply.digest))
    if not answer.visible and stands_in(reply.text, marks):
        answer.visible, answer.detail = True, f"{what}仍能看到内容（{reply.url}，{reply.status}）"


class PageSurface(Surface):
    """Every address the page ever had, asked in every way: with and without the slash, with a query, HEAD, conditional, a range."""

    code = "page"
    label = "页面本身"
    routes = ("wagtail_serve", "wagtailcore_authenticate_with_password", "wagtailcore_login")

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """Each address answers 404 or 410 and shows no mark."""
        return {subject.page_id: self._probe(subject, visitor) for subject in subjects}

    def _probe(self, subject: Subject, visitor: Visitor) -> Answer:
        answer = Answer()
        marks = (*subject.marks, *subject.own_marks)
        ways: list[tuple[str, str, dict[str, str]]] = []
        for address in subject.addresses:
            ways += [
                (address, "GET", {}),
                (f"{address}?display=1&print=1", "GET", {}),
                (address, "HEAD", {}),
                (address, "GET", {"If-None-Match": '"*"', "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"}),
                (address, "GET", {"Range": "bytes=0-"}),
                (address.rstrip("/"), "GET", {}),
            ]
        for address, method, headers in ways:
            reply = visitor.ask(address, method, headers)
            look(answer, reply, marks, "页面")
            leads_on = 300 <= reply.status < 400 and reply.location.split("?")[0] in (f"{address}/", address)
            moved = not address.endswith("/") and leads_on
            if reply.status not in _GONE and not moved and not answer.visible:
                answer.visible, answer.detail = True, f"网址答复 {reply.status}，应为 404 或 410（{address}）"
        return answer


class PreviewSurface(Surface):
    """Drafts and previews in the admin, asked without an account: they lead to the sign-in, and to nothing else."""

    code = "preview"
    label = "预览和草稿"
    routes = ("wagtailadmin_*",)

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """No preview answers with the page."""
        found = {}
        for subject in subjects:
            answer = Answer()
            for tail in ("view_draft/", "edit/preview/", "edit/", "revisions/"):
                reply = visitor.ask(f"/admin/pages/{subject.page_id}/{tail}")
                look(answer, reply, (*subject.marks, *subject.own_marks), "预览")
                if reply.status == 200 and not answer.visible:
                    answer.visible, answer.detail = True, f"不登录就能打开 {reply.url}"
            found[subject.page_id] = answer
        return found


class ListSurface(Surface):
    """The lists at the place where the page stood, the pages above it, the front page; each is asked once for a whole batch."""

    code = "lists"
    label = "列表和首页"

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """No list links to the page or shows a mark of it."""
        found = {}
        for subject in subjects:
            answer = Answer()
            for address in dict.fromkeys((*subject.lists, *parents_of(subject), "/")):
                reply = visitor.ask(address)
                look(answer, reply, (*links_to(subject), *subject.marks), "列表")
            found[subject.page_id] = answer
        return found


def links_to(subject: Subject) -> tuple[str, ...]:
    """Return how a list links to the page."""
    return tuple(f'"{address}"' for address in subject.addresses if address != "/")


def parents_of(subject: Subject) -> tuple[str, ...]:
    """Return the addresses above the page's own."""
    parts = [part for part in (subject.addresses or ("",))[0].split("/") if part]
    return tuple("/" + "".join(f"{part}/" for part in parts[:count]) for count in range(1, len(parts)))


def register_all() -> None:
    """Register these surfaces."""
    for surface in (PageSurface(), PreviewSurface(), ListSurface()):
        register(surface)
