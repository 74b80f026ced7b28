"""Words in pictures, read by an OCR library when the optional extra is installed (``requirements-ocr.txt``).

Only the reading process (:mod:`.child`) looks at pictures, in a second run of its own: a picture that is too much for the
library costs nothing of what was read without it. What is recognised may lack whole lines: it adds findings, and never
takes a person's place (docs/adr/0041-privacy-check.md).
"""

import importlib.util
import time
from collections.abc import Callable, Sequence
from typing import Any

LIBRARY = "rapidocr_onnxruntime"
INSTALL = "pip install --no-deps --require-hashes -r requirements-ocr.txt"
#: Processor seconds for all pictures of one file; what is left over is reported as not read.
BUDGET = 40.0
#: Pixels along the longer side; finer pictures are made smaller first.
LONGEST = 2_000
_SAME_ROW = 0.5


def installed() -> bool:
    """Tell whether the library is there, without loading it."""
    return importlib.util.find_spec(LIBRARY) is not None


class Eyes:
    """Looks at pictures until the budget is spent."""

    def __init__(self) -> None:
        from rapidocr_onnxruntime import RapidOCR  # type: ignore[import-not-found,unused-ignore]

        self._engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
        self._until = time.process_time() + BUDGET

    def read(self, draw: Callable[[], Any]) -> str:
        """Return the words in the picture that ``draw()`` gives (Pillow), rows as lines; empty when nothing was recognised."""
        if time.process_time() > self._until:
            return ""
        import numpy

        image = draw().convert("RGB")
        image.thumbnail((LONGEST, LONGEST))
        found, _ = self._engine(numpy.asarray(image)[:, :, ::-1])
        return rows_of([(box, str(text)) for box, text, _ in found or ()])


def rows_of(found: Sequence[tuple[Sequence[Sequence[float]], str]]) -> str:
    """Put boxes (four corners, text) that stand beside one another on one line, so that a label meets its value."""
    placed = []
    for box, text in found:
        heights, sides = [float(point[1]) for point in box], [float(point[0]) for point in box]
        placed.append((sum(heights) / len(heights), min(sides), max(heights) - min(heights), text))
    placed.sort()
    rows: list[list[tuple[float, str]]] = []
    last = float("-inf")
    for middle, left, height, text in placed:
        if rows and middle - last < _SAME_ROW * height:
            rows[-1].append((left, text))
        else:
            rows.append([(left, text)])
            last = middle
    return "\n".join(" ".join(text for _, text in sorted(row)) for row in rows)
