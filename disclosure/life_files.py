"""The 文号 of a list that a unit keeps: the column of that name in a table, or one number a line of a text."""

from pathlib import Path

from publication.text import normalise

from .importing.events import RowData, SheetStart
from .importing.source import Unreadable, events

MOST = 5000
_CODES = frozenset({"CF_WSH", "XK_WSH", "WSH"})
_SEARCHED_ROWS = 10


def _is_header(text: str) -> bool:
    plain = normalise(text).replace(" ", "")
    return plain.upper() in _CODES or (
        len(plain) <= 20 and plain.rstrip("*:：").endswith(("文号", "文书号", "文书文号"))
    )


def numbers_in(path: Path) -> list[str]:
    """Return the numbers of a file in order, each once, 5,000 at most.

    A table has a column called 文号 (or 决定文书号, CF_WSH…) among its first ten rows; a text without one has a number a line.

    Raises:
        Unreadable: it is no table, or has no such column, or too many rows.
    """
    found: dict[str, None] = {}
    column: int | None = None
    seen = 0
    for event in events(path):
        if isinstance(event, SheetStart):
            column, seen = None, 0
            continue
        if not isinstance(event, RowData):
            continue
        seen += 1
        texts = ["" if cell.value is None else str(cell.value).strip() for cell in event.cells]
        if column is None:
            column = next((place for place, text in enumerate(texts) if _is_header(text)), None)
            if column is None and seen > _SEARCHED_ROWS:
                break
            continue
        if column < len(texts) and texts[column]:
            found[texts[column]] = None
        if len(found) > MOST:
            raise Unreadable("too_many", f"一次最多 {MOST} 个文号，请拆成几个文件。")
    if not found and column is None:
        lines = _lines(path)
        if lines:
            return lines
        raise Unreadable("no_number_column", "没有找到“文号”列。请把存放文号的列命名为“文号”，再重新上传。")
    return list(found)


def _lines(path: Path) -> list[str]:
    """Return the lines of a plain text of numbers; empty when it is none."""
    data = path.read_bytes()[:2_000_000]
    if data.startswith((b"PK", b"\xd0\xcf")):
        return []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "ignore")
    lines = [line.strip().strip(",") for line in text.splitlines()]
    return list(dict.fromkeys(line for line in lines if line and any(char.isdigit() for char in line)))[:MOST]
