"""Finding the provisions of the library that a text cites as 《名称》第X条."""

import re

from django.db.models import Q

from ..models.laws import LegalBasis

_CITED = re.compile(
    r"《([^《》]{2,120})》((?:第[零〇一二三四五六七八九十百千0-9]+条[^《》，。；、\n]{0,20}[、和及]?)*)"
)
_ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千0-9]+条")
_STATE = "中华人民共和国"
_MOST = 20


def cited_in(text: str) -> list[LegalBasis]:
    """Return the provisions of the library that ``text`` cites, in the order of the text; one query, none without a citation.

    The state's name before a law may be written or left out; at most twenty are looked for.
    """
    wanted: list[tuple[str, str]] = []
    for title, articles in _CITED.findall(text):
        wanted += [(title.strip(), article) for article in _ARTICLE.findall(articles)]
    if not wanted:
        return []
    test = Q()
    for title, article in wanted[:_MOST]:
        test |= Q(law__title__in=_names(title), article=article)
    found = list(LegalBasis.objects.filter(test).select_related("law"))
    place = {
        (name, article): at for at, (title, article) in reversed(list(enumerate(wanted))) for name in _names(title)
    }
    return sorted(found, key=lambda basis: (place.get((basis.law.title, basis.article), 0), basis.pk))


def keys_of(text: str) -> list[tuple[str, str]]:
    """Return (law, article) of each provision that ``text`` cites, under both names of a law of the state; no query."""
    return [
        (name, article)
        for title, articles in _CITED.findall(text)
        for article in _ARTICLE.findall(articles)
        for name in _names(title.strip())
    ]


def _names(title: str) -> list[str]:
    plain = title.removeprefix(_STATE)
    return [plain, _STATE + plain]
