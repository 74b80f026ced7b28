"""``manage.py privacy_scan`` writes JSON Lines, with places and without the numbers."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from publication.models import PrivacySettings

from . import files
from .files import CARD, ID, PHONE

pytestmark = pytest.mark.django_db


def scan(*names, **options) -> list[dict]:
    out = io.StringIO()
    call_command("privacy_scan", *map(str, names), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_texts_documents_and_pictures(tmp_path):
    (tmp_path / "a.txt").write_text(f"电话{PHONE}。", encoding="gb18030")
    (tmp_path / "b.xlsx").write_bytes(files.xlsx())
    (tmp_path / "c.jpg").write_bytes(files.picture(gps=True))
    text, book, picture = scan(*(tmp_path / name for name in ("a.txt", "b.xlsx", "c.jpg")))
    assert text == {
        "file": str(tmp_path / "a.txt"),
        "findings": [{"start": 2, "end": 13, "kind": "phone", "severity": "certain", "where": ""}],
        "unreadable": [],
    }
    assert {(item["kind"], item["where"]) for item in book["findings"]} >= {
        ("id", "隐藏的工作表“底稿”"),
        ("id", "批注"),
        ("phone", "文档属性"),
    }
    assert [item["kind"] for item in picture["findings"]] == ["address"]
    assert picture["unreadable"] == [{"where": "", "reason": "image"}]


def test_json_lines(tmp_path):
    rows = [{"id": "a", "text": f"身份证{ID}"}, {"id": 7, "text": "没有"}]
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first, second = scan(tmp_path / "rows.jsonl", jsonl=True)
    assert first == {
        "id": "a",
        "findings": [{"start": 3, "end": 21, "kind": "id", "severity": "certain", "where": "text"}],
        "unreadable": [],
    }
    assert second == {"id": 7, "findings": [], "unreadable": []}


def test_white_lists_are_used(tmp_path):
    lists = PrivacySettings.load()
    lists.own_accounts = CARD
    lists.save()
    (tmp_path / "a.txt").write_text(f"账号{CARD}", encoding="utf-8")
    assert scan(tmp_path / "a.txt")[0]["findings"] == []
    assert len(scan(tmp_path / "a.txt", no_lists=True)[0]["findings"]) == 1


def test_numbers_in_places_are_not_written(tmp_path):
    (tmp_path / "a.zip").write_bytes(files.zipped({f"{ID}.txt": f"{PHONE}"}))
    assert ID not in json.dumps(scan(tmp_path / "a.zip")[0]["findings"])


def test_errors_say_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="找不到文件"):
        scan(tmp_path / "nothing.txt")
    (tmp_path / "bad.jsonl").write_text('{"id": 1, "text": "好"}\nnot json', encoding="utf-8")
    with pytest.raises(CommandError, match="第 2 行"):
        scan(tmp_path / "bad.jsonl", jsonl=True)


def test_the_name_of_a_file_is_read_too(tmp_path):
    (tmp_path / f"名单_{PHONE}.txt").write_text("没有", encoding="utf-8")
    (found,) = scan(tmp_path / f"名单_{PHONE}.txt")[0]["findings"]
    assert found == {"start": 3, "end": 14, "kind": "phone", "severity": "certain", "where": "文件名"}


def test_odd_lines_are_told_or_answered(tmp_path):
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(b'\xef\xbb\xbf{"id": "\\ud83d", "text": "a"}\n')
    assert scan(rows, jsonl=True) == [{"id": "\ud83d", "findings": [], "unreadable": []}]
    for odd, said in (
        (b"\xff\xfe{", "UTF-8"),
        (b'{"id": 1, "text": ' + b"[" * 100_000, "不是含有 text"),
        (b"[1]", "第 2 行"),
    ):
        rows.write_bytes(b'{"id": 1, "text": "a"}\n' + odd)
        with pytest.raises(CommandError, match=said):
            scan(rows, jsonl=True)
    with pytest.raises(CommandError, match="标准输入"):
        scan("-")
