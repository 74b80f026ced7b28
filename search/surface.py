"""Search as a surface: results, suggestions, and the index itself on whichever engine answers."""

from collections.abc import Sequence
from urllib.parse import urlencode

from publication.surfaces import Answer, Ask, Subject, Surface, Visitor, register
from publication.surfaces.pages import links_to, look

from .models import Entry, PendingChange
from .public import telling
from .public.engines import is_remote

_SOME = 20


class SearchSurface(Surface):
    """What a search for the page's own words, and a suggestion for their beginning, answers; and the entry in the index."""

    code = "search"
    label = "检索和联想"
    routes = ("search", "search_suggestions")

    def purge(self, subjects: Sequence[Subject]) -> None:
        """The database's entry left with the page (a trigger); an outside index is told now.

        Raises:
            RuntimeError: an outside index has not been told of everything yet.
        """
        if is_remote() and PendingChange.objects.filter(page_id__in=[subject.page_id for subject in subjects]).exists():
            telling.catch_up()
            if PendingChange.objects.filter(page_id__in=[subject.page_id for subject in subjects]).exists():
                raise RuntimeError("检索服务器还没有删去索引条目")

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """Results and suggestions for the words of some pages."""
        words = [word for subject in _some(subjects) for word in subject.words]
        return [Ask(address) for word in words for address in (_results(word), _suggestions(word))]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """No result and no suggestion leads to the page or shows a mark of it, and no entry stands."""
        entered = set(
            Entry.objects.filter(page_id__in=[subject.page_id for subject in subjects]).values_list(
                "page_id", flat=True
            )
        )
        some = {subject.page_id for subject in _some(subjects)}
        found = {}
        for subject in subjects:
            answer = Answer()
            links = links_to(subject)
            for word in subject.words if subject.page_id in some else ():
                # The box repeats what was asked: a mark that the visitor typed is no sight of the page.
                reply = visitor.ask(_results(word))
                look(answer, reply, (*links, *(mark for mark in subject.marks if mark not in word)), "检索结果")
                look(answer, visitor.ask(_suggestions(word)), (*links, *subject.marks), "检索联想")
            if subject.page_id in entered and not answer.visible:
                answer.visible, answer.detail = True, "检索索引中还有它的条目"
            found[subject.page_id] = answer
        return found


def _some(subjects: Sequence[Subject]) -> Sequence[Subject]:
    """Return some twenty of a long batch, spread evenly: the index is asked about every page, the search page about these."""
    return subjects[:: max(1, len(subjects) // _SOME)]


def _results(word: str) -> str:
    return f"/search/?{urlencode({'q': word})}"


def _suggestions(word: str) -> str:
    return f"/search/suggestions/?{urlencode({'q': word[:20]})}"


def register_surface() -> None:
    """Register this surface."""
    register(SearchSurface())
