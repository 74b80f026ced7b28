"""The drawing as a file is a way to the content: it is gone with its page, and so are drawings kept in the cache."""

from collections.abc import Sequence

from django.core.cache import caches
from django.urls import reverse

from publication.surfaces import Answer, Ask, Subject, Surface, Visitor, register
from publication.surfaces.pages import look

from .drawn import CACHE, digest_of

_VERSIONS = 50


class DrawingSurface(Surface):
    """``/flowcharts/<key>.svg`` of every flowchart among the pages."""

    code = "flowchart"
    label = "流程图文件"
    routes = ("flowchart_file",)
    caches = (CACHE,)

    def _addresses(self, subjects: Sequence[Subject]) -> dict[int, str]:
        from ..models import FlowchartPage

        keys = [subject.page_id for subject in subjects]
        found = FlowchartPage.objects.filter(pk__in=keys).values_list("pk", flat=True)
        return {key: reverse("flowchart_file", args=[key]) for key in found}

    def purge(self, subjects: Sequence[Subject]) -> None:
        """Drop the kept drawings of every version of the flowcharts among the pages.

        A cache in another process (the default without Redis) cannot be reached from here; what it keeps is asked for only after
        the page was found public, and goes within the hour.
        """
        from ..models import FlowchartPage

        digests = set()
        for page in FlowchartPage.objects.filter(pk__in=[subject.page_id for subject in subjects]):
            digests.add(digest_of(page.chart))
            digests |= {
                digest_of(revision.as_object().chart) for revision in page.revisions.order_by("-pk")[:_VERSIONS]
            }
        caches[CACHE].delete_many(digests)

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """Each flowchart's file; nothing for other pages."""
        return [Ask(address) for address in self._addresses(subjects).values()]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """The file's address answers 404."""
        addresses = self._addresses(subjects)
        found = {}
        for subject in subjects:
            answer = Answer()
            address = addresses.get(subject.page_id)
            if address is not None:
                reply = visitor.ask(address)
                look(answer, reply, (*subject.marks, *subject.own_marks), "流程图文件")
                if reply.status not in (404, 410) and not answer.visible:
                    answer.visible, answer.detail = True, f"流程图仍能下载（{address}，{reply.status}）"
            found[subject.page_id] = answer
        return found


def register_surfaces() -> None:
    """Register the surface."""
    register(DrawingSurface())
