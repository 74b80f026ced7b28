"""``manage.py destructions``: what still holds destroyed content; finishing the steps that follow; rewriting the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from publication.destruction import later
from publication.destruction.backups import standing_of
from publication.life.kinds import EndingState
from publication.models import Destruction


class Command(BaseCommand):
    """Exit status 1 while something still holds content that was ordered to be destroyed."""

    help = "涉密内容销毁：list 列出还存有内容的地方；finish 删除文件、清缓存；compact 重写数据库，清除已删除的旧行。"

    def add_arguments(self, parser: Any) -> None:
        """One of three."""
        parser.add_argument("what", choices=("list", "finish", "compact"), nargs="?", default="list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, then list."""
        if options["what"] == "finish":
            done = later.work(now_too=True)
            self.stdout.write(f"已完成 {done} 步。")
        elif options["what"] == "compact":
            later.work((later.BYTES, later.CACHES), now_too=True)
            try:
                done = later.compact_by_hand()
            except later.NotYet as problem:
                raise CommandError(str(problem)) from None
            self.stdout.write(f"数据库已重写，登记了 {done} 项销毁。")
        if self._list():
            raise CommandError("还有地方存有已下令销毁的内容，见上。", returncode=1)

    def _list(self) -> bool:
        held = False
        for one in Destruction.objects.filter(state=EndingState.EXECUTED).select_related("ending").order_by("pk"):
            at = timezone.localtime(one.executed_at)
            self.stdout.write(f"内容销毁 {one.pk}：页面 #{one.ending.page_id}，{at:%Y-%m-%d %H:%M} 销毁")
            lines = [f"{part.label}：{part.get_state_display()} {part.what_to_do or part.problem}".strip()
                     for part in one.parts.all() if part.is_open]  # fmt: skip
            lines += [
                f"备份“{backup.name}”（{backup.place}，{timezone.localtime(backup.made_at):%Y-%m-%d %H:%M}）没有销毁"
                for backup in standing_of(one)
            ]
            held = held or bool(lines)
            for line in lines or ["没有地方还存有它。"]:
                self.stdout.write(f"  {line}")
        return held
