"""``manage.py transfer_unit``: merge, split or rename a unit from the command line, with the same two persons."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from publication.errors import Refused
from staff_directory.models import Unit, UnitPage
from staff_directory.transfer.verbs import ExecuteTransfer, PrepareTransfer, preview


class Command(BaseCommand):
    """With ``--dry-run`` it says what would move and keeps nothing."""

    help = "单位合并、拆分、更名。"

    def add_arguments(self, parser: Any) -> None:
        """What, by whom, and why."""
        parser.add_argument("kind", choices=["merge", "split", "rename"])
        parser.add_argument("source", help="原单位代码")
        parser.add_argument("--into", help="承继单位代码（合并、拆分）")
        parser.add_argument("--name", default="", help="新名称（更名）")
        parser.add_argument("--column", action="append", default=[], help="划转栏目的网址名，可多次（拆分）")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="生效日期，默认今天")
        parser.add_argument("--reason", required=True, help="依据和原因")
        parser.add_argument("--as", dest="user", required=True, help="拟定人账号（系统管理员）")
        parser.add_argument("--confirmed-by", required=True, help="确认人账号（安全管理员）")
        parser.add_argument("--dry-run", action="store_true", help="只列出将划转的内容")

    def _unit(self, code: str | None) -> Unit | None:
        if not code:
            return None
        found = Unit.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有代码为 {code} 的单位。")
        return found

    def _user(self, name: str) -> Any:
        found = get_user_model()._default_manager.filter(username=name, is_active=True).first()
        if found is None:
            raise CommandError(f"没有启用的账号 {name}。")
        return found

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and execute.

        Raises:
            CommandError: something is unknown or refused.
        """
        source = self._unit(options["source"])
        root = UnitPage.objects.filter(unit=source).first()
        columns = root.get_children().filter(slug__in=options["column"]) if root else []
        try:
            prepared = PrepareTransfer(
                options["kind"],
                source,  # type: ignore[arg-type]
                successor=self._unit(options["into"]),
                new_name=options["name"],
                pages=[page.pk for page in columns],
                effective_on=options["on"] or timezone.localdate(),
                reason=options["reason"],
                user=self._user(options["user"]),
            )
            prepared.check()
            if options["dry_run"]:
                counts = preview(prepared.transfer)
            else:
                confirmer = self._user(options["confirmed_by"])
                counts = ExecuteTransfer(prepared.execute(), user=confirmer).execute().result
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        word = "将划转" if options["dry_run"] else "已划转"
        for label, count in counts.items():
            self.stdout.write(f"{word} {label}：{count}")
