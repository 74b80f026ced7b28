"""What has ceased to be in force: one lapse is a law, or some of its provisions, on one day."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ..models.laws import Law, LegalBasis, lapsed

_STATE = "中华人民共和国"
_NUMBER = "[零〇一二三四五六七八九十百千0-9]+"
_NAMED = re.compile(r"《([^《》]{2,120})》")
_ARTICLES = re.compile(
    rf"\s*((?:第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}款)?(?:第{_NUMBER}项)?[、,，和及至或与\s]*)+)"
)
_ARTICLE = re.compile(rf"(第{_NUMBER}条(?:之{_NUMBER})?)((?:第{_NUMBER}款)?(?:第{_NUMBER}项)?)")
ONE_DAY = datetime.timedelta(days=1)


def plain_title(title: str) -> str:
    """Return a law's title without the state's name, which may be written or left out."""
    return title.strip().removeprefix(_STATE)


def cited(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each citation as (plain title, article, paragraph and item); article "" where the law is named alone."""
    for match in _NAMED.finditer(text):
        title, following = plain_title(match.group(1)), _ARTICLES.match(text, match.end())
        if following is None:
            yield title, "", ""
            continue
        for article, tail in _ARTICLE.findall(following.group(1)):
            yield title, article, tail


@dataclass(slots=True)
class Lapse:
    """A law that is no longer in force since ``day``: as a ``whole``, or the provisions ``bases`` (key → (article, tail))."""

    law: int
    title: str
    day: datetime.date
    whole: bool
    bases: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[int, datetime.date]:
        """Return what tells lapses apart."""
        return self.law, self.day

    def named(self, article: str = "", tail: str = "") -> str:
        """Return 《名称》第X条."""
        return f"《{self.title}》{article}{tail}"

    def hits(self, title: str, article: str, tail: str) -> bool:
        """Tell whether a citation is of something that lapsed. A citation of the whole law rests on no single provision."""
        if title != plain_title(self.title):
            return False
        if self.whole:
            return True
        for own, paragraph in self.bases.values():
            if article == own and (
                not tail or not paragraph or tail.startswith(paragraph) or paragraph.startswith(tail)
            ):
                return True
        return False


def lapses_of(today: datetime.date | None = None, *, keys: Iterable[int] | None = None) -> list[Lapse]:
    """Return what had lapsed before ``today``, the oldest first; two queries, one where nothing has. ``keys``: of these laws only."""
    day = today or timezone.localdate()
    gone = Q(effective_to__lt=day) | Q(pk__in=lapsed(day).values("law_id"))
    laws = Law.objects.filter(gone)
    if keys is not None:
        laws = laws.filter(pk__in=list(keys))
    known = {law.pk: law for law in laws}
    found: dict[tuple[int, datetime.date], Lapse] = {}

    def lapse(law: Law, last: datetime.date, whole: bool) -> Lapse:
        return found.setdefault((law.pk, last), Lapse(law.pk, law.title, last + ONE_DAY, whole))

    for law in known.values():
        if law.effective_to is not None and law.effective_to < day:
            lapse(law, law.effective_to, True)
    for basis in LegalBasis.objects.filter(law_id__in=known).order_by("pk") if known else ():
        law = known[basis.law_id]
        ends = [end for end in (basis.effective_to, law.effective_to) if end is not None]
        if ends and min(ends) < day:
            lapse(law, min(ends), False).bases[basis.pk] = (basis.article, basis.paragraph)
    return sorted(found.values(), key=lambda item: (item.day, item.law))


@dataclass(slots=True)
class Gone:
    """What has lapsed, at hand for many rows: keys of provisions, and citations in texts."""

    lapses: list[Lapse]
    keys: set[int] = field(default_factory=set)

    @classmethod
    def present(cls) -> "Gone":
        """Return what has lapsed by today; two queries at most."""
        lapses = lapses_of()
        return cls(lapses, {key for lapse in lapses for key in lapse.bases})

    def names(self, text: str) -> list[str]:
        """Return the citations in ``text`` of what has lapsed, each once."""
        return list(dict.fromkeys(citation for _, citation in citations(self.lapses, text)))

    def suspends(self, row: Any) -> bool:
        """Tell whether a list's row is suspended: its power rests on something that lapsed, or a plan's row cites it."""
        if self.keys.intersection(row.bases):
            return True
        return bool(self.lapses) and row.matter_id is None and any(self.names(cell) for cell in row.cells)


def citations(lapses: Iterable[Lapse], text: str) -> Iterator[tuple[Lapse, str]]:
    """Yield (lapse, citation) for everything in ``text`` that rests on one of them."""
    by_title: dict[str, list[Lapse]] = {}
    for lapse in lapses:
        by_title.setdefault(plain_title(lapse.title), []).append(lapse)
    if not by_title:
        return
    for title, article, tail in cited(text):
        for lapse in by_title.get(title, ()):
            if lapse.hits(title, article, tail):
                yield lapse, lapse.named(article, tail)


def joined(named: Sequence[str], most: int = 5) -> str:
    """Return citations in words, a law's name once where several of its articles follow each other: 《名称》第一条、第三条."""
    found, before = [], ""
    for citation in named[:most]:
        title, _, rest = citation.partition("》")
        found.append(rest if rest and title == before else citation)
        before = title
    return "、".join(found) + ("等" if len(named) > most else "")


def notes_on(*texts: str) -> list[str]:
    """Return what a public page says of laws that its texts cite and that are no longer in force; two queries at most."""
    text = "\n".join(found for found in texts if found)
    named = Gone.present().names(text) if "《" in text else []
    return [f"本页引用的{joined(named)}已经失效，单位正在清理；使用前请先咨询。"] if named else []
