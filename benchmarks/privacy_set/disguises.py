"""The disguises of a number: what an editor, a scanner or a word processor does to it."""

import random

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
FULL_WIDTH = str.maketrans("0123456789Xx-", "０１２３４５６７８９Ｘｘ－")

#: Those that work in any text, and those that make the text HTML.
IN_TEXT = ("plain", "full", "zero", "break", "space", "hyphen", "full_space", "zero_hyphen")
IN_HTML = ("entity", "tag", "html_break", "nbsp", "zero_entity", "tag_entity")


def groups(number: str) -> list[str]:
    """The number's own grouping: 6-8-4 (ID), 6-6-3 (old ID), 3-4-4 (mobile), 4-4-4-4-n (card)."""
    sizes = {11: [3, 4, 4], 15: [6, 6, 3]}.get(len(number))
    if len(number) == 18 and number[6:8] in ("18", "19", "20"):
        sizes = [6, 8, 4]
    if not sizes:
        sizes = [4] * 4 + [len(number) - 16] if len(number) > 16 else [4] * (len(number) // 4) + [len(number) % 4]
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return [part for part in parts if part]


def disguise(number: str, name: str, source: random.Random) -> str:
    """The number as it would stand in the text under the disguise of that name."""
    return _DISGUISES[name](number, source)


def _full(number: str, source: random.Random) -> str:
    return number.translate(FULL_WIDTH)


def _zero(number: str, source: random.Random) -> str:
    if source.random() < 0.3:
        return source.choice(ZERO_WIDTH).join(number)
    places = set(source.sample(range(1, len(number)), source.choice([1, 2, 3])))
    return "".join((source.choice(ZERO_WIDTH) if i in places else "") + c for i, c in enumerate(number))


def _break(number: str, source: random.Random) -> str:
    if source.random() < 0.5:
        return _at_group(number, source.choice(["\n", "\r\n"]), source)
    cut = source.randrange(4, len(number) - 3)
    return number[:cut] + source.choice(["\n", "\r\n"]) + number[cut:]


def _at_group(number: str, mark: str, source: random.Random) -> str:
    parts = groups(number)
    cut = source.randrange(1, len(parts))
    return "".join(parts[:cut]) + mark + "".join(parts[cut:])


def _entity(number: str, source: random.Random) -> str:
    every = source.random() < 0.4
    form = source.choice(["&#{};", "&#x{:x};", "&#x{:X};"])
    return "".join(form.format(ord(c)) if every or source.random() < 0.3 or i == 5 else c for i, c in enumerate(number))


def _tag(number: str, source: random.Random) -> str:
    parts = groups(number)
    at = source.randrange(len(parts))
    opening, closing = source.choice(
        [
            ("<b>", "</b>"),
            ("<strong>", "</strong>"),
            ('<span class="num">', "</span>"),
            ("<em>", "</em>"),
            ("<i>", "</i>"),
            ("<u>", "</u>"),
        ]
    )
    if source.random() < 0.4:
        cut = source.randrange(3, len(number) - 2)
        return number[:cut] + opening + number[cut : cut + 2] + closing + number[cut + 2 :]
    parts[at] = opening + parts[at] + closing
    return "".join(parts)


_DISGUISES = {
    "plain": lambda number, source: number,
    "full": _full,
    "zero": _zero,
    "break": _break,
    "space": lambda number, source: source.choice([" ", " ", "\u3000"]).join(groups(number)),
    "hyphen": lambda number, source: "-".join(groups(number)),
    "full_space": lambda number, source: _full(" ".join(groups(number)), source),
    "zero_hyphen": lambda number, source: "-".join(
        _zero(part, source) if len(part) > 3 else part for part in groups(number)
    ),
    "entity": _entity,
    "tag": _tag,
    "html_break": lambda number, source: _at_group(number, source.choice(["<br>", "<br/>", "<br />"]), source),
    "nbsp": lambda number, source: source.choice(["&nbsp;", "&#160;", "\u00a0"]).join(groups(number)),
    "zero_entity": lambda number, source: _at_group(
        number, source.choice(["&#8203;", "&#x200B;", "&zwnj;", "&#65279;"]), source
    ),
    "tag_entity": lambda number, source: "<span>" + _entity(number[:6], source) + "</span>" + number[6:],
}
