"""A quick look through an ODS's content: how many rows and columns its repeat counts would unfold to."""

import zipfile
from xml.parsers import expat

from .xlsx_scan import DeclaresEntities

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_MAX_REPEAT = 1 << 31


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(_TABLE + name, "1")
    return min(int(text), _MAX_REPEAT) if text.isdigit() else 1


class OdsScan:
    """``rows`` and ``columns``: the extent of what is filled in, over all sheets, repeat counts unfolded."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._position = 0
        self._repeat = 1
        self._column = 0
        self._filled = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of a row or a cell."""
        if name == _TABLE + "table":
            self._position = 0
        elif name == _TABLE + "table-row":
            self._repeat = _count(attributes, "number-rows-repeated")
            self._column = self._filled = 0
        elif name in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._column += _count(attributes, "number-columns-repeated")
            if _OFFICE + "value-type" in attributes:
                self._filled = self._column

    def end(self, name: str) -> None:
        """Add up a finished row."""
        if name == _TABLE + "table-row":
            self._position += self._repeat
            if self._filled:
                self.rows = max(self.rows, self._position)
                self.columns = max(self.columns, self._filled)


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
