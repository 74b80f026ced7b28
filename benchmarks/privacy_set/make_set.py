"""Write tuning.jsonl and holdout.jsonl from the frames: `python -m benchmarks.privacy_set.make_set`.

A frame stands wholly in one half, so the holdout's sentences were never seen in tuning. In a frame `{slot}` is filled
(`values.py`: findings, `fillers.py`: everything else), `{=a|b}` chooses, `⟦kind:text⟧` is a finding (`kind?` a suspected one),
`{slot#1}` is the same value again, `%% n plain` opens a frame that is used n + 1 times (n + 2 in a
file of negatives) without disguises.
"""

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.privacy_set.disguises import IN_HTML, disguise
from benchmarks.privacy_set.fillers import Fillers, slots
from benchmarks.privacy_set.values import values

HERE = Path(__file__).parent
SEED = 20260305
HALVES = ("tuning", "holdout")
TOKEN = re.compile(r"(⟦[a-z]+\??:|⟧|\{[^{}]+\})")
SEPARATORS = [" ", "\n", "\u3000", "-", "/", "、", "\u200b", "<br>"]


@dataclass(frozen=True)
class Frame:
    """One hand-written sentence, paragraph, table or fragment."""

    text: str
    uses: int
    plain: bool


def read_frames(path: Path) -> list[Frame]:
    """The frames of a file, in its order."""
    frames, more = [], 2 if path.name.startswith("negative") else 1
    for block in path.read_text(encoding="utf-8").split("%% ")[1:]:
        head, text = block.split("\n", 1)
        uses, *flags = head.split()
        frames.append(Frame(text.strip("\n").replace("\\t", "\t"), int(uses) + more, "plain" in flags))
    return frames


class Writer:
    """Fills frames for one half."""

    def __init__(self, source: random.Random):
        self.source = source
        fill = Fillers(source)
        self.slots, self.values = slots(fill), values(fill)
        self.waiting: dict[tuple, list[str]] = defaultdict(list)
        self.separators: list[str] = []

    def write(self, frame: Frame) -> dict:
        """A text and its findings."""
        text, self.remembered = frame.text, {}
        is_html = "<" in text
        if not is_html and not frame.plain and "\t" not in text and self.source.random() < 0.3:
            text, is_html = "".join(f"<p>{line}</p>" for line in text.split("\n")), True
        if "{boiler}" not in text and self.source.random() < 0.12:
            text = self.source.choice(["{boiler}\n" + text, text + "\n{boiler}"])
        self.out, self.length, self.findings = [], 0, []
        opened = None
        for token in TOKEN.split(text):
            if token.startswith("⟦"):
                opened = (token[1:-1], self.length)
            elif token == "⟧":
                kind, start = opened
                self._found(start, kind.rstrip("?"), "suspected" if kind.endswith("?") else "certain")
            elif token.startswith("{"):
                self._fill(token[1:-1], frame, is_html)
            else:
                self._put(token)
        return {"text": "".join(self.out), "findings": self.findings}

    def _put(self, piece: str) -> None:
        self.out.append(piece)
        self.length += len(piece)

    def _found(self, start: int, kind: str, severity: str) -> None:
        self.findings.append({"start": start, "end": self.length, "kind": kind, "severity": severity})

    def _fill(self, slot: str, frame: Frame, is_html: bool) -> None:
        name = slot.split("#")[0]
        if slot.startswith("="):
            self._put(self.source.choice(slot[1:].split("|")))
        elif slot == "sep":
            self._put(self._next_separator())
        elif name in self.slots:
            self._put(self.slots[name]())
        else:
            value = self.values[name]
            made = self.remembered.get(slot) or value.make()
            if "#" in slot:
                self.remembered[slot] = made
            start = self.length
            self._put(disguise(made, self._next_disguise(name, frame, is_html), self.source))
            for kind in value.kinds:
                self._found(start, kind, value.severity)

    def _next_separator(self) -> str:
        if not self.separators:
            self.separators = self.source.sample(SEPARATORS, len(SEPARATORS))
        return self.separators.pop()

    def _next_disguise(self, name: str, frame: Frame, is_html: bool) -> str:
        """The next of a shuffled round of the disguises that this slot may wear here, so that all are used evenly."""
        allowed = self.values[name].disguises
        if frame.plain or len(allowed) == 1:
            return "plain"
        if not is_html:
            allowed = tuple(d for d in allowed if d not in IN_HTML and not (d == "break" and "\t" in frame.text)) + (
                "plain",
            )
        elif "tag" in allowed:
            allowed = IN_HTML + ("plain",) if "entity" in allowed else allowed
        waiting = self.waiting[self.values[name].kinds, allowed]
        if not waiting:
            waiting.extend(self.source.sample(allowed, len(allowed)))
        return waiting.pop()


def make_rows() -> dict[str, list[dict]]:
    """Half to its rows, in their final order."""
    rows: dict[str, list[dict]] = {half: [] for half in HALVES}
    source = random.Random(SEED)
    writers = {half: Writer(random.Random(f"{SEED} {half}")) for half in HALVES}
    for path in sorted((HERE / "frames").glob("*tive_*.txt")):
        frames = read_frames(path)
        for at in range(0, len(frames), 2):
            for half, frame in zip(source.sample(HALVES, 2), frames[at : at + 2], strict=False):
                made = _uses_of(frame, writers[half])
                if any(bool(row["findings"]) != path.name.startswith("positive") for row in made):
                    raise ValueError(f"{path.name}: a frame of the wrong sort: {frame.text}")
                rows[half].extend(made)
    counters = {"p": 0, "n": 0}
    for half in HALVES:
        source.shuffle(rows[half])
        for row in rows[half]:
            letter = "p" if row["findings"] else "n"
            counters[letter] += 1
            row["id"] = f"{letter}{counters[letter]:03}"
    return {
        half: [{"id": r["id"], "text": r["text"], "findings": r["findings"]} for r in rows[half]] for half in HALVES
    }


def _uses_of(frame: Frame, writer: Writer) -> list[dict]:
    """The frame's texts, no two the same."""
    made: dict[str, dict] = {}
    for _ in range(frame.uses * 10):
        row = writer.write(frame)
        made.setdefault(row["text"], row)
        if len(made) == frame.uses:
            break
    return list(made.values())


def as_lines(rows: list[dict]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    for half, rows in make_rows().items():
        (HERE / f"{half}.jsonl").write_text(as_lines(rows), encoding="utf-8")
