"""RTF: the words between the control words, as far as they can be told apart; a person looks at the rest."""

import re

from .parts import Extract, within

_TOKEN = re.compile(
    rb"\\\'(?P<byte>[0-9a-fA-F]{2})|\\u(?P<wide>-?\d{1,6})[ ]?(?:\?|\\\'[0-9a-fA-F]{2})?|\\(?P<word>[a-zA-Z]{1,32})(?:-?\d{1,10})?[ ]?"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<plain>[^\\{}\r\n]+)"
)
_BREAKS = frozenset((b"par", b"line", b"row", b"sect", b"page", b"pard"))


def is_rtf(data: bytes) -> bool:
    """Tell whether ``data`` begins as RTF does."""
    return data.lstrip()[:5] == b"{\\rtf"


def read_rtf(extract: Extract, where: str, data: bytes) -> None:
    """Add the words; pictures and embedded objects in it are not read, so the file is reported."""
    extract.cannot_read(where, "legacy")
    out: list[str] = []
    narrow = bytearray()
    for token in _TOKEN.finditer(data):
        kind = token.lastgroup
        if kind == "byte":
            narrow += bytes([int(token["byte"], 16)])
            continue
        if kind == "plain":
            narrow += token["plain"]
            continue
        if kind in ("brace", "end"):
            continue
        if narrow:
            out.append(narrow.decode("gb18030", "replace"))
            narrow.clear()
        if kind == "wide":
            out.append(chr(int(token["wide"]) % 65_536))
        elif kind == "word" and token["word"] in _BREAKS:
            out.append("\n")
        elif kind == "word" and token["word"] in (b"tab", b"cell"):
            out.append("\t")
        elif kind == "sign" and token["sign"] in b"\\{}~_-":
            out.append({b"~": " ", b"_": "-", b"-": ""}.get(token["sign"], token["sign"].decode()))
    out.append(narrow.decode("gb18030", "replace"))
    text = "".join(out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    extract.text(within(where, "正文"), text)
