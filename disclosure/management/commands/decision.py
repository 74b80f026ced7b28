"""``manage.py decision VERB 文号…``: the verbs after publication for operators and timers, through the same classes and checks."""

import datetime
import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from disclosure.life_command import VERBS, Asked, Done, carry_out
from disclosure.life_lists import read
from publication.actions.restore_masked import Masking
from publication.life.kinds import RULES, EndingKind
from publication.life.lookup import ListUnreadable
from staff_directory.models import Unit

EXIT_FAILED, EXIT_USAGE, EXIT_WAITING = 1, 2, 3


def _usage(message: str) -> CommandError:
    return CommandError(message, returncode=EXIT_USAGE)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise _usage(f"日期请写成 2026-03-05：{text}") from None


def _listed(path: Path) -> list[str]:
    """Return the numbers of a table's column 文号, or of a text (``.txt``) with one number a line.

    Raises:
        ListUnreadable: it is neither.
    """
    if path.suffix.lower() == ".txt":
        return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    with path.open("rb") as file:
        return read(File(file))


class Command(BaseCommand):
    """Exit status: 0 all done, 1 something could not be done, 2 a wrong call, 3 requests wait for a second person."""

    help = "按文号撤下、替换、消除、期满下线、恢复或发布决定；没有第二人批准的，登记为申请，等待批准。"

    def add_arguments(self, parser: Any) -> None:
        """See ``docs/operators.md``."""
        parser.add_argument("verb", choices=VERBS)
        parser.add_argument("numbers", nargs="*", metavar="文号")
        parser.add_argument("--file", type=Path, help="含“文号”列的 XLSX、XLS、ODS 或 CSV，或每行一个文号的 .txt")
        parser.add_argument("--unit", required=True, help="单位代码")
        parser.add_argument("--as", dest="user", required=True, help="以哪个账号办理")
        parser.add_argument("--approved-by", help="批准人账号，须是另一个有批准权限的人")
        parser.add_argument("--emergency", action="store_true", help="紧急撤下：立即执行，事后审查")
        parser.add_argument("--kind", choices=[kind.value for kind in RULES], help="原因")
        parser.add_argument("--reason", default="", help="公开说明的理由（恢复：恢复的理由）")
        parser.add_argument("--instrument-name", default="", help="依据文书名称")
        parser.add_argument("--instrument-number", default="", help="依据文书文号")
        parser.add_argument("--instrument-body", default="", help="作出依据文书的机关")
        parser.add_argument("--instrument-date", type=_day, help="依据文书日期")
        parser.add_argument("--successor", default="", help="替代它的决定的文号（replace）")
        parser.add_argument("--masked", action="store_true", help="恢复隐去后的版本：自动隐去个人信息（restore）")
        parser.add_argument("--passages", type=Path, help="另要隐去的文字，UTF-8 文本，每行一处，可写“原文=>改为”")
        parser.add_argument("--json", action="store_true", help="逐件写出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each item on its own: one that cannot be done keeps back no other."""
        asked = self._asked(options)
        try:
            listed = _listed(options["file"]) if options["file"] else []
        except ListUnreadable as refusal:
            raise _usage(f"文件不能读取：{refusal}") from refusal
        numbers = [*options["numbers"], *listed]
        numbers = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
        if not numbers:
            raise _usage("请写出文号，或用 --file 给出含文号的文件。")
        results = carry_out(numbers, asked)
        if options["json"]:
            self.stdout.write(json.dumps([result.as_dict() for result in results], ensure_ascii=False, indent=2))
        else:
            for result in results:
                (self.stdout if result.is_good else self.stderr).write(f"{result.number}：{result.message}")
        if any(not result.is_good for result in results):
            sys.exit(EXIT_FAILED)
        if any(result.state == Done.WAITING for result in results):
            sys.exit(EXIT_WAITING)

    def _asked(self, options: dict[str, Any]) -> Asked:
        """Read who asks for what.

        Raises:
            CommandError: with exit status 2.
        """
        if options["file"] is not None and not options["file"].is_file():
            raise _usage(f"找不到文件：{options['file']}")
        if not Unit.objects.filter(code=options["unit"]).exists():
            raise _usage(f"没有代码为 {options['unit']} 的单位。")
        user = self._person(options["user"], "--as")
        approver = self._person(options["approved_by"], "--approved-by") if options["approved_by"] else None
        if approver is not None and approver.pk == user.pk:
            raise _usage("批准人不能是申请人自己。")
        verb = options["verb"]
        if verb in ("withdraw", "replace", "vanish", "expire") and not options["kind"]:
            fitting = [kind.value for kind in RULES if verb in RULES[EndingKind(kind)].verbs]
            raise _usage(f"请用 --kind 写明原因：{'、'.join(fitting)}。")
        names = ("instrument_name", "instrument_number", "instrument_body", "instrument_date")
        return Asked(
            verb=verb,
            unit=options["unit"],
            user=user,
            approver=approver,
            emergency=options["emergency"],
            kind=options["kind"] or "",
            reason=options["reason"],
            successor=options["successor"],
            instrument={name: options[name] for name in names},
            masking=self._masking(options),
        )

    def _masking(self, options: dict[str, Any]) -> Masking | None:
        """Read what a masked version does without: from a file, for the command line stays in histories and logs."""
        if not options["masked"] and options["passages"] is None:
            return None
        if options["verb"] != "restore" or not options["masked"]:
            raise _usage("--masked、--passages 一起用于 restore。")
        if options["passages"] is None:
            return Masking()
        try:
            return Masking(options["passages"].read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as wrong:
            raise _usage(f"文件不能读取（须是 UTF-8 文本）：{options['passages']}") from wrong

    def _person(self, name: str, option: str) -> Any:
        found = get_user_model().objects.filter(username=name, is_active=True).first()
        if found is None:
            raise _usage(f"{option} 的账号不存在或已停用：{name}")
        return found
