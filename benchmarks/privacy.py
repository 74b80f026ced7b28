"""How well and how fast personal information is found: recall and precision on the labelled set, MB/s, a 200-page PDF.

Run: ``PYTHONPATH=.:site python benchmarks/privacy.py [--show]`` (``--show`` lists misses of the tuning half only).
The holdout half is never looked at: only its figures are printed. Exit code 1 when a bar of the project is missed.
"""

import json
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from publication.privacy.detect import find  # noqa: E402
from publication.privacy.scan import scan_file  # noqa: E402
from publication.privacy.white_lists import WhiteLists, digits_of  # noqa: E402

SET = Path(__file__).parent / "privacy_set"
LOOSE = frozenset(("address", "health", "minor", "name"))
SENTENCE_END = re.compile(r"[。；\n]")


def white_lists() -> WhiteLists:
    """The lists that belong to the set."""
    raw = json.loads((SET / "white_list.json").read_text(encoding="utf-8"))
    return WhiteLists(
        phones=frozenset(map(digits_of, raw["landlines"])) | frozenset(raw["hotlines"]),
        accounts=frozenset(raw["accounts"]),
        certificates=frozenset(map(digits_of, raw["officer_certificates"])),
    )


def covers(item, label, text) -> bool:
    """A reported finding answers a label (privacy_set/README.md, How to score)."""
    if item.kind != label["kind"]:
        return False
    if item.kind not in LOOSE:
        return item.start <= label["start"] and item.end >= label["end"]
    if item.start < label["end"] and label["start"] < item.end:
        return True
    between = text[min(item.end, label["end"]) : max(item.start, label["start"])]
    return item.kind in ("health", "minor") and SENTENCE_END.search(between) is None


def score(name: str, show: bool = False) -> dict[str, float]:
    """Score one half and print it."""
    lists = white_lists()
    total, found, wrong, reported, severity = Counter(), Counter(), Counter(), 0, 0
    for line in (SET / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, answer = row["text"], find(row["text"], lists=lists)
        for label in row["findings"]:
            total[label["kind"]] += 1
            match = next((item for item in answer if covers(item, label, text)), None)
            if match is not None:
                found[label["kind"]] += 1
                severity += match.severity == label["severity"]
            elif show:
                print("missed", row["id"], label["kind"], repr(text[label["start"] : label["end"]]))
        for item in answer:
            reported += 1
            overlaps = any(item.start < label["end"] and label["start"] < item.end for label in row["findings"])
            if not overlaps and not any(covers(item, label, text) for label in row["findings"]):
                wrong[item.kind] += 1
                if show:
                    print("wrong", row["id"], item.kind, repr(text[item.start : item.end]))
    numbers = sum(found[kind] for kind in ("id", "phone", "bank")) / sum(
        total[kind] for kind in ("id", "phone", "bank")
    )
    recall, precision = sum(found.values()) / sum(total.values()), 1 - sum(wrong.values()) / max(reported, 1)
    print(f"{name}: recall {recall:.2%}, of numbers (id, phone, bank) {numbers:.2%}, precision {precision:.2%}, "
          f"severity as labelled {severity / max(sum(found.values()), 1):.2%}")  # fmt: skip
    print("  recall by kind:", ", ".join(f"{kind} {found[kind]}/{total[kind]}" for kind in sorted(total)))
    print("  wrong by kind:", dict(wrong) or "none")
    return {"recall": recall, "numbers": numbers, "precision": precision}


def speed() -> float:
    """MB of UTF-8 a second on ordinary long texts (a number or name every few paragraphs), best of three."""
    rows = [json.loads(line)["text"] for line in (SET / "tuning.jsonl").read_text(encoding="utf-8").splitlines()]
    plain = (SET / "frames" / "boilerplate.txt").read_text(encoding="utf-8")
    text = "\n".join(plain + "\n" + row for row in rows)
    text = text[: 5_000_000 // 3]
    size = len(text.encode()) / 1e6
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        count = len(find(text))
        best = max(best, size / (time.process_time() - started))
    print(f"speed: {best:.1f} MB per second of processor time on {size:.1f} MB with {count} findings")
    return best


def dense() -> float:
    """The same on the labelled texts alone, without the ordinary text between them: a finding every 100 characters."""
    rows = [json.loads(line)["text"] for line in (SET / "tuning.jsonl").read_text(encoding="utf-8").splitlines()]
    text = "\n".join(rows * (1 + 500_000 // sum(map(len, rows))))
    size, best = len(text.encode()) / 1e6, 0.0
    for _ in range(3):
        started = time.process_time()
        count = len(find(text))
        best = max(best, size / (time.process_time() - started))
    print(f"dense text: {best:.1f} MB per second of processor time on {size:.1f} MB with {count} findings")
    return best


def _processor_time() -> float:
    """Seconds of this process and of its ended children: steady also on a busy machine."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def pdf() -> float:
    """Seconds for a 200-page PDF of 40 lines a page, read in its own process and scanned."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.pdf"
        sheet = canvas.Canvas(str(path))
        for page in range(200):
            sheet.setFont("STSong-Light", 10)
            for line in range(40):
                sheet.drawString(
                    50, 800 - line * 18, f"第{page}页第{line}行：经查该单位拖欠劳动者工资逾期未支付，责令改正并处罚款。"
                )
            sheet.drawString(50, 60, "身份证号码 210502199001010017")
            sheet.showPage()
        sheet.save()
        started, wall = _processor_time(), time.perf_counter()
        report = scan_file(path)
        seconds, wall = _processor_time() - started, time.perf_counter() - wall
    print(
        f"200-page PDF: {seconds:.1f} s of processor time ({wall:.1f} s by the clock), {len(report.findings)} of 200 findings"
    )
    return seconds


if __name__ == "__main__":
    tuning = score("tuning", "--show" in sys.argv)
    holdout = score("holdout")
    dense()
    missed = [
        name
        for name, good in (
            ("numbers", min(tuning["numbers"], holdout["numbers"]) == 1.0),
            ("recall", holdout["recall"] >= 0.97),
            ("precision", holdout["precision"] >= 0.97),
            ("speed", speed() >= 5),
            ("pdf", pdf() < 10),
        )
        if not good
    ]
    print("missed:", ", ".join(missed) or "none")
    sys.exit(bool(missed))
