"""``manage.py privacy_scan FILE…``: personal information in texts, documents and pictures, as JSON Lines."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publication.privacy.detect import find_in_name
from publication.privacy.masks import redact
from publication.privacy.scan import Located, scan_file, scan_text
from publication.privacy.sources import white_lists
from publication.privacy.white_lists import WhiteLists

#: The place of a finding in the name of the file itself.
IN_FILE_NAME = "文件名"


class Command(BaseCommand):
    """Writes one JSON object a line; the numbers themselves are never written, only their places."""

    help = "检查文件中的个人信息，结果为 JSON Lines。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        """Accept files, and ``--jsonl`` for files of ``{"id", "text"}`` (``-`` is standard input)."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--jsonl", action="store_true", help='文件每行一个 {"id", "text"}；“-”为标准输入。')
        parser.add_argument("--no-lists", action="store_true", help="不使用后台“隐私检查设置”中的白名单。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Scan each file in turn.

        Raises:
            CommandError: a file is not there, or a line is not JSON with ``text``.
        """
        missing = [name for name in options["files"] if name != "-" and not Path(name).is_file()]
        if "-" in options["files"] and not options["jsonl"]:
            raise CommandError("“-”（标准输入）只能和 --jsonl 一起用；要检查文档，请写文件名。")
        if missing:
            raise CommandError(f"找不到文件：{'、'.join(missing)}")
        lists = WhiteLists() if options["no_lists"] else white_lists()
        for name in options["files"]:
            if options["jsonl"]:
                self._lines(name, lists)
            else:
                report = scan_file(name, lists)
                own = Path(name).name
                in_name = [Located(IN_FILE_NAME, item, own) for item in find_in_name(own, lists=lists)]
                unreadable = [{"where": redact(item.where), "reason": item.reason} for item in report.unreadable]
                self._write({"file": name, "findings": _plain([*report.findings, *in_name]), "unreadable": unreadable})

    def _lines(self, name: str, lists: WhiteLists) -> None:
        stream = sys.stdin.buffer if name == "-" else open(name, "rb")  # noqa: SIM115
        with stream:
            for number, line in enumerate(stream, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line.decode("utf-8-sig"))
                    text = row["text"]
                except UnicodeDecodeError:
                    raise CommandError(f"{name} 第 {number} 行不是 UTF-8 编码，请另存为 UTF-8。") from None
                except (ValueError, KeyError, TypeError, RecursionError):
                    raise CommandError(f"{name} 第 {number} 行不是含有 text 的 JSON 对象。") from None
                if not isinstance(text, str):
                    raise CommandError(f"{name} 第 {number} 行的 text 不是文字。")
                label = row.get("label", "") if isinstance(row.get("label", ""), str) else ""
                found = scan_text(text, where="text", label=label, lists=lists)
                self._write({"id": row.get("id", number), "findings": _plain(found), "unreadable": []})

    def _write(self, row: dict[str, Any]) -> None:
        written = json.dumps(row, ensure_ascii=False)
        # Half of a character that is written in two halves cannot be printed; JSON has another way to write it.
        self.stdout.write(written if written.isprintable() else json.dumps(row))


def _plain(findings: Iterable[Located]) -> list[dict[str, Any]]:
    return [
        {
            "start": item.finding.start,
            "end": item.finding.end,
            "kind": item.finding.kind,
            "severity": item.finding.severity,
            "where": redact(item.where),
        }
        for item in findings
    ]
