"""The short addresses of certificates: when a directory ends, none of them says who an officer is."""

from collections.abc import Sequence

from django.urls import reverse

from publication.surfaces import Answer, Ask, Subject, Surface, Visitor, register
from publication.surfaces.pages import look

from ..models import OfficerCertificate, OfficerDirectoryPage

#: So many certificates of a directory are looked at.
_SOME = 20


class CertificateSurface(Surface):
    """``/z/<number>/`` of the officers of every directory among the pages. Nothing is kept: a purge has nothing to do."""

    code = "certificates"
    label = "执法证件查验"
    routes = ("officer_lookup", "officer_verify")

    def _certificates(self, subjects: Sequence[Subject]) -> dict[int, list[tuple[str, str]]]:
        """Return page key → (address, name) of certificates."""
        keys = [subject.page_id for subject in subjects]
        pages = dict(OfficerDirectoryPage.objects.filter(pk__in=keys).values_list("unit_id", "pk"))
        found: dict[int, list[tuple[str, str]]] = {key: [] for key in pages.values()}
        rows = OfficerCertificate.objects.filter(officer__unit__in=pages).order_by("pk")
        for unit, number, name in rows.values_list("officer__unit_id", "number", "officer__name"):
            if len(found[pages[unit]]) < _SOME:
                found[pages[unit]].append((reverse("officer_verify", args=[number]), name))
        return found

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """The addresses of the certificates; nothing for other pages."""
        return [Ask(address) for places in self._certificates(subjects).values() for address, _ in places]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """Each address answers 404 and names nobody."""
        certificates = self._certificates(subjects)
        found = {}
        for subject in subjects:
            answer = Answer()
            for address, name in certificates.get(subject.page_id, []):
                reply = visitor.ask(address)
                look(answer, reply, (name,), "证件查验")
                if reply.status != 404 and not answer.visible:
                    answer.visible, answer.detail = True, f"证件仍能查验（{address}，{reply.status}）"
            found[subject.page_id] = answer
        return found


def register_surfaces() -> None:
    """Register the surface."""
    register(CertificateSurface())
