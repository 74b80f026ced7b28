"""``manage.py backups``: the register of backups, for the scripts that make them."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from publication.actions.backups import DestroyBackup, RecordBackup
from publication.destruction.backups import to_destroy
from publication.errors import Refused
from publication.models import Backup, BackupContent


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"“{text}”不是时间，请写成 2026-11-26T02:00。")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    """record, list, destroyed."""

    help = "备份登记：record 登记一份备份；list 列出（须销毁的有标记）；destroyed 登记一份备份已销毁。"

    def add_arguments(self, parser: Any) -> None:
        """One subcommand each."""
        sub = parser.add_subparsers(dest="what", required=True)
        made = sub.add_parser("record", help="登记一份备份")
        made.add_argument("--name", required=True, help="文件名或介质编号")
        made.add_argument("--place", required=True, help="存放地点")
        made.add_argument("--content", choices=BackupContent.values, default=BackupContent.ALL)
        made.add_argument("--made-at", help="备份时间，例如 2026-11-26T02:00；不写为现在")
        made.add_argument("--kept-until", help="计划保存到，例如 2027-05-26")
        sub.add_parser("list", help="列出没有销毁的备份")
        gone = sub.add_parser("destroyed", help="登记一份备份已销毁")
        gone.add_argument("key", type=int, help="list 列出的编号")
        gone.add_argument("--as", dest="user", required=True, help="销毁人的账号")
        gone.add_argument("--note", required=True, help="怎样销毁的")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        try:
            getattr(self, f"_{options['what']}")(options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _record(self, options: dict[str, Any]) -> None:
        until = options["kept_until"]
        made_at = _moment(options["made_at"]) if options["made_at"] else timezone.now()
        if until and parse_date(until) is None:
            raise CommandError(f"“{until}”不是日期，请写成 2027-05-26。")
        made = RecordBackup(
            name=options["name"], place=options["place"], content=options["content"], made_at=made_at,
            kept_until=parse_date(until) if until else None,
        ).execute()  # fmt: skip
        held = to_destroy().filter(pk=made.pk).exists()
        self.stdout.write(f"{made.pk}" + ("\t须销毁：存有已下令销毁的内容" if held else ""))

    def _list(self, options: dict[str, Any]) -> None:
        needed = set(to_destroy().values_list("pk", flat=True))
        for backup in Backup.objects.filter(destroyed_at=None).order_by("made_at", "pk").iterator():
            at = timezone.localtime(backup.made_at)
            mark = "\t须销毁" if backup.pk in needed else ""
            self.stdout.write(f"{backup.pk}\t{at:%Y-%m-%d %H:%M}\t{backup.name}\t{backup.place}{mark}")

    def _destroyed(self, options: dict[str, Any]) -> None:
        user = get_user_model()._default_manager.filter(username=options["user"], is_active=True).first()
        backup = Backup.objects.filter(pk=options["key"]).first()
        if user is None or backup is None:
            raise CommandError("没有这个账号，或没有这个编号的备份：用 manage.py backups list 查看。")
        DestroyBackup(backup, user=user, note=options["note"]).execute()
        self.stdout.write(f"已登记：备份“{backup.name}”已销毁。")
