"""Check the set against itself: format, offsets, check digits, and numbers that were left without a label.

`python -m benchmarks.privacy_set.check_set` prints the counts of both halves. Nothing here is a detector: it knows where the
findings are and looks at what remains.
"""

import html
import json
import re
from collections import Counter
from pathlib import Path

from benchmarks.privacy_set.disguises import FULL_WIDTH, ZERO_WIDTH
from benchmarks.privacy_set.fillers import WHITE_LIST
from benchmarks.privacy_set.numbers import PROVINCES, is_credit_code, is_id18, is_real_date, luhn

HERE = Path(__file__).parent
HALVES = ("tuning", "holdout")
KINDS = (
    *("id", "phone", "landline", "bank", "passport", "permit", "residence"),
    *("plate", "email", "im", "address", "health", "minor", "name"),
)
SEVERITIES = ("certain", "suspected")
ACCOUNT_WORDS = re.compile("账号|卡号|开户行|户名|汇入")
HALF_WIDTH = {after: before for before, after in FULL_WIDTH.items()}
INLINE_TAG = re.compile(r"</?(?:b|strong|span|em|i|u)(?: [^>]*)?>")
PLATE = re.compile(r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云渝藏陕甘青宁新][A-Z]·?[A-Z0-9]{5,6}")
PERSON = re.compile("某|该职工|申请人|投诉人|[*×]")
HEALTH = re.compile("诊断|病历|伤残.{0,3}级|职业病|骨折|尘肺")
MINOR = re.compile("未满.{1,4}周岁|童工")
FORMS = {
    "landline": re.compile(r"0\d{2,3}-?\d{7,8}"),
    "passport": re.compile(r"[EGDSPH]\w?\d{7,8}"),
    "permit": re.compile(r"[HMC]\d{8,10}|\d{8}"),
    "residence": re.compile(r"9\d{16}[\dX]|[A-Z]{3}\d{12}"),
    "plate": PLATE,
    "email": re.compile(r"[\w.-]+@[\w.]+"),
    "im": re.compile(r"\d{5,10}|[A-Za-z][\w-]{5,19}"),
    "name": re.compile(r"[\u4e00-\u9fff]{2,4}"),
    "phone": re.compile(r"1[3-9]\d{9}"),
}


def read(half: str) -> list[dict]:
    """The rows of tuning or holdout."""
    return [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


def bare(text: str) -> str:
    """Half width, without entities, inline tags and zero-width characters."""
    text = html.unescape(INLINE_TAG.sub("", text)).translate(HALF_WIDTH)
    return "".join(c for c in text if c not in ZERO_WIDTH)


def number_in(span: str) -> str:
    """The letters and digits of a span, whatever it wears."""
    return re.sub(r"[\s-]|<br ?/?>", "", bare(span)).upper()


def disguises_of(span: str) -> set[str]:
    """What a number's span wears; empty when it stands plain."""
    marks = {
        "full": "[０-９]",
        "zero": f"[{ZERO_WIDTH}]|&#8203;|&#x200B;|&zwnj;|&#65279;",
        "entity": r"&#(?:\d{2}|x[0-9A-Fa-f]{2});",
        "tag": INLINE_TAG.pattern,
        "break": r"[\r\n]|<br ?/?>",
        "space": "[ \u3000\u00a0]|&nbsp;|&#160;",
        "hyphen": "[-－]",
    }
    without_tags = INLINE_TAG.sub("", span).replace("<br />", "<br>")
    return {name for name, mark in marks.items() if re.search(mark, span if name == "tag" else without_tags)}


def problems(rows: list[dict]) -> list[str]:
    """What is wrong with the rows, one sentence each."""
    return [f"{row['id']}: {problem}" for row in rows for problem in [*_format(row), *_spans(row), *_leftovers(row)]]


def _format(row: dict):
    if list(row) != ["id", "text", "findings"] or not re.fullmatch(r"[pn]\d{3,4}", row["id"]):
        yield "wrong keys or id"
    if row["id"].startswith("p") != bool(row["findings"]):
        yield "the id's letter does not say whether there are findings"
    last = -1
    for finding in row["findings"]:
        if list(finding) != ["start", "end", "kind", "severity"]:
            yield f"wrong keys {list(finding)}"
        if finding["kind"] not in KINDS or finding["severity"] not in SEVERITIES:
            yield f"unknown kind or severity {finding}"
        if not max(last, 0) <= finding["start"] < finding["end"] <= len(row["text"]) and finding["kind"] != "minor":
            yield f"offsets out of order {finding}"
        last = finding["end"]


def _spans(row: dict):
    for finding in row["findings"]:
        span, kind = row["text"][finding["start"] : finding["end"]], finding["kind"]
        number = number_in(span)
        if kind == "id":
            # Failing check digits and unlabelled old IDs are suspected; a serial's label makes a valid one suspected, too.
            if len(number) == 15:
                right = int(number[:2]) in PROVINCES and is_real_date("19" + number[6:12])
            else:
                right = is_id18(number) or (finding["severity"] == "suspected" and is_real_date(number[6:14]))
        elif kind == "bank":
            right = re.fullmatch(r"[3-6]\d{12,18}", number) and (
                luhn(number) or _near_account_word(row["text"], finding)
            )
            if finding["severity"] == "certain" and not _near_account_word(row["text"], finding):
                yield f"a certain account without an account word: {span}"
        elif kind in ("phone", "residence"):
            right = FORMS[kind].fullmatch(number)
        elif kind in FORMS:
            right = FORMS[kind].fullmatch(span)
        else:
            right = span == span.strip() and len(span) >= 2
        if not right:
            yield f"{kind} {span!r} is not what it should be"


def _near_account_word(text: str, finding: dict) -> bool:
    """In the same line, within 40 characters, or in the header above."""
    start, end = finding["start"], finding["end"]
    sentence = text[max(text.rfind("。", 0, start), 0) : text.find("。", end) % (len(text) + 1)]
    header = next((line for line in text.split("\n") if "\t" in line), "") if "\t" in text else ""
    if "<th>" in text:
        header = text[text.index("<th>") : text.rindex("</th>")]
    return bool(ACCOUNT_WORDS.search(text[max(start - 40, 0) : end + 40] + sentence + header))


def _leftovers(row: dict):
    """Numbers and phrases outside the findings that would be findings."""
    text = row["text"]
    for finding in row["findings"]:
        if finding["kind"] == "name":
            name = text[finding["start"] : finding["end"]]
            if text.count(name) != sum(text[f["start"] : f["end"]] == name for f in row["findings"]):
                yield f"the name {name} stands elsewhere without a label"
    for finding in reversed(row["findings"]):
        text = text[: finding["start"]] + "■" + text[finding["end"] :]
    text = bare(text)
    for run in re.findall(r"(?<![0-9A-Za-z.])\d{11,20}[Xx]?(?![0-9A-Za-z])", text):
        before = text[: text.index(run)]
        if len(run) == 18 and int(run[:2]) in PROVINCES and is_real_date(run[6:14]):
            if not (is_credit_code(run) and "代码" in before):
                yield f"an unlabelled ID {run}"
        if len(run) == 15 and int(run[:2]) in PROVINCES and is_real_date("19" + run[6:12]):
            yield f"an unlabelled old ID {run}"
        if FORMS["phone"].fullmatch(run):
            yield f"an unlabelled phone {run}"
        if re.fullmatch(r"[3-6]\d{12,18}", run) and run not in WHITE_LIST["accounts"] and not is_credit_code(run):
            place = text.index(run)
            if luhn(run) or _near_account_word(text, {"start": place, "end": place + len(run)}):
                yield f"an unlabelled account {run}"
    allowed = {number.replace("-", "") for number in WHITE_LIST["landlines"]} | set(WHITE_LIST["officer_certificates"])
    for run in re.findall(r"(?<![0-9A-Za-z-])0\d{2,3}-?\d{7,8}(?![0-9A-Za-z-])", text):
        if run.replace("-", "") not in allowed:
            yield f"an unlabelled land line {run}"
    if re.search(r"\w@\w", text) or PLATE.search(text):
        yield "an unlabelled mail address or plate"
    for sentence in re.split(r"[。\n]|</p>", text):
        if "护照" in sentence and re.search(r"[EGDSPH]\w?\d{7,8}", sentence):
            yield "an unlabelled passport"
        if re.search("住(?!所).{0,20}号.{0,6}室", sentence) and "■" not in sentence:
            yield "an unlabelled home"
        if "■" not in sentence and PERSON.search(sentence) and (HEALTH.search(sentence) or MINOR.search(sentence)):
            yield f"unlabelled health or minor: {sentence}"


def counts(rows: list[dict]) -> dict[str, Counter]:
    """Texts, findings by kind and severity, disguises by kind, lengths."""
    kinds, disguises = Counter(), Counter()
    for row in rows:
        for finding in row["findings"]:
            kinds[finding["kind"], finding["severity"]] += 1
            if finding["kind"] in ("id", "phone", "bank"):
                span = row["text"][finding["start"] : finding["end"]]
                disguises.update((finding["kind"], d) for d in disguises_of(span) or {"plain"})
    positives = sum(bool(row["findings"]) for row in rows)
    texts = Counter(
        positives=positives, negatives=len(rows) - positives, long=sum(len(row["text"]) >= 500 for row in rows)
    )
    return {"texts": texts, "kinds": kinds, "disguises": disguises}


if __name__ == "__main__":
    for half in HALVES:
        rows = read(half)
        print(half, *problems(rows), sep="\n  ")
        for name, counter in counts(rows).items():
            print(" ", name, {" ".join(k) if isinstance(k, tuple) else k: n for k, n in sorted(counter.items())})
