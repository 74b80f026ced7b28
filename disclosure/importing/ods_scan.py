"""A quick look through an ODS's content: how far its repeat counts would unfold, and the formulas, merged cells and hidden rows."""

import zipfile
from xml.parsers import expat

from .merges import WIDEST
from .xlsx_scan import DeclaresEntities, SheetScan

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_MAX_REPEAT = 1 << 31
_MOST_MARKED = 200_000
_MOST_FORMULAS = 200_000


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(_TABLE + name, "1")
    return min(int(text), _MAX_REPEAT) if text.isdigit() else 1


class OdsScan:
    """``sheets``: what was seen in each sheet by name, repeat counts unfolded; rows and columns reach as far as what is filled in.

    ``cells``: what the reader lays out for all sheets together.
    """

    def __init__(self) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._sheet = SheetScan()
        self._position = 0
        self._repeat = 1
        self._column = 0
        self._filled = 0

    @property
    def cells(self) -> int:
        """Return how many cells the reader would lay out."""
        return sum(sheet.last_row * sheet.columns for sheet in self.sheets.values())

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of a row or a cell."""
        if name == _TABLE + "table":
            self._position = 0
            self._sheet = self.sheets.setdefault(attributes.get(_TABLE + "name", ""), SheetScan())
        elif name == _TABLE + "table-row":
            self._repeat = _count(attributes, "number-rows-repeated")
            self._column = self._filled = 0
            if attributes.get(_TABLE + "visibility") in ("collapse", "filter") and self._repeat <= _MOST_MARKED:
                self._sheet.hidden_rows.update(range(self._position + 1, self._position + 1 + self._repeat))
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._mark(attributes)
            self._column += _count(attributes, "number-columns-repeated")
            if _OFFICE + "value-type" in attributes:
                self._filled = self._column

    def _mark(self, attributes: dict[str, str]) -> None:
        """Take note of a formula or a merged range."""
        first = self._position + 1
        if _TABLE + "formula" in attributes:
            columns = range(self._column, self._column + min(_count(attributes, "number-columns-repeated"), WIDEST))
            rows = range(first, first + min(self._repeat, _MOST_MARKED))
            if len(self._sheet.formulas) + len(rows) * len(columns) <= _MOST_FORMULAS:
                self._sheet.formulas.update((row, column) for row in rows for column in columns)
        tall, wide = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if tall > 1 or wide > 1:
            self._sheet.merged.add(first, self._column, first + tall - 1, self._column + wide - 1)

    def end(self, name: str) -> None:
        """Add up a finished row."""
        if name == _TABLE + "table-row":
            self._position += self._repeat
            if self._filled:
                self._sheet.rows = self._sheet.last_row = self._position
                self._sheet.columns = max(self._sheet.columns, self._filled)


def scan_ods(archive: zipfile.ZipFile) -> OdsScan:
    """Return the extent of a document's sheets without unfolding anything.

    Raises:
        DeclaresEntities: the XML declares entities.
        expat.ExpatError, KeyError: the content is damaged or missing.
    """
    found = OdsScan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end

    def refuse(*_: object) -> None:
        raise DeclaresEntities("content.xml")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    with archive.open("content.xml") as file:
        while chunk := file.read(1 << 20):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found
