"""The page's own addresses, its previews, and the lists and front pages that showed it."""

from collections.abc import Iterable, Sequence

from .base import Answer, Asked, Subject, Surface, register, stands_in
from .visitor import Ask, Reply, Visitor

_GONE = frozenset({404, 410})
#: How many places of a long batch are looked at in each list.
_SOME = 20


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

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """Six ways to ask for each address."""
        return [ask for subject in subjects for address in subject.addresses for ask in _ways(address)]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """Each address answers 404 or 410 and shows no mark."""
        return {subject.page_id: self._probe(subject, visitor) for subject in subjects}

    def _probe(self, subject: Subject, visitor: Visitor) -> Answer:
        answer = Answer()
        marks = (*subject.marks, *subject.own_marks)
        for ask in self.asks([subject]):
            reply = visitor.ask(ask.address, ask.method, ask.headers)
            look(answer, reply, marks, "页面")
            to_slash = reply.status in (301, 302, 308) and reply.location.split("?")[0] == f"{ask.address}/"
            if reply.status not in _GONE and not to_slash and not answer.visible:
                answer.visible, answer.detail = True, f"网址答复 {reply.status}，应为 404 或 410（{ask.address}）"
        return answer


def _ways(address: str) -> tuple[Ask, ...]:
    return (
        Ask(address),
        Ask(f"{address}?print=1"),
        Ask(address, "HEAD"),
        Ask(address, headers=(("If-None-Match", '"*"'), ("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"))),
        Ask(address, headers=(("Range", "bytes=0-"),)),
        Ask(address.rstrip("/")),
    )


class PreviewSurface(Surface):
    """Drafts and previews in the admin, asked without an account: they lead to the sign-in, and to nothing else."""

    code = "preview"
    label = "预览和草稿"
    routes = ("wagtailadmin_*",)

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """The draft and the preview of each page."""
        return [
            Ask(f"/admin/pages/{subject.page_id}/{tail}")
            for subject in subjects
            for tail in ("view_draft/", "edit/preview/")
        ]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """No preview answers with the page."""
        found = {}
        for subject in subjects:
            answer = Answer()
            for ask in self.asks([subject]):
                reply = visitor.ask(ask.address)
                look(answer, reply, (*subject.marks, *subject.own_marks), "预览")
                if reply.status == 200 and not answer.visible:
                    answer.visible, answer.detail = True, f"不登录就能打开 {reply.url}"
            found[subject.page_id] = answer
        return found


class ListSurface(Surface):
    """The front page, the pages above, and the lists, at their head and at the place where the page stood.

    In a batch every list is asked once: at its head, and at the places of some twenty of the pages, spread evenly.
    """

    code = "lists"
    label = "列表和首页"

    def _shared(self, subjects: Sequence[Subject]) -> list[str]:
        some = subjects[:: max(1, len(subjects) // _SOME)]
        places = [address for subject in some for address in subject.lists]
        heads = [address for subject in subjects for address in subject.lists if "?" not in address]
        above = [address for subject in subjects for address in parents_of(subject)]
        return list(dict.fromkeys(["/", *heads, *above, *places]))

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """Every list once."""
        return [Ask(address) for address in self._shared(subjects)]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """No list links to any of the pages or shows a mark of one."""
        replies = [visitor.ask(address) for address in self._shared(subjects)]
        found = {}
        for subject in subjects:
            answer = Answer()
            for reply in replies:
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
