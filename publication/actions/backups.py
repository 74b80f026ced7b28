"""The operators' register of backups: record one, and say that one was destroyed."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ..errors import Refused
from ..gates.base import Problem
from ..life.rights import may_mark_backups
from ..models import Backup, BackupContent
from ..trail.record import record


class RecordBackup:
    """Record a backup that was made; also one of long ago. ``user`` None is an operator at the machine."""

    def __init__(
        self, *, name: str, place: str, made_at: datetime.datetime | None, content: str = BackupContent.ALL,
        kept_until: datetime.date | None = None, user: Any = None,
    ) -> None:  # fmt: skip
        self.name, self.place, self.made_at, self.content = name.strip(), place.strip(), made_at, content
        self.kept_until, self.user = kept_until, user

    def problems(self) -> list[Problem]:
        """Return what is wrong, each at its field."""
        found = []
        if self.user is not None and not self.user.has_perm("publication.add_backup"):
            found.append(Problem("permission", "您没有登记备份的权限。"))
        for value, name, label in (
            (self.name, "name", "名称"), (self.place, "place", "存放地点"), (self.made_at, "made_at", "备份时间")
        ):  # fmt: skip
            if not value:
                found.append(Problem("missing", f"请填写“{label}”。", name))
        if self.made_at and self.made_at > timezone.now() + datetime.timedelta(minutes=5):
            found.append(Problem("future", "“备份时间”不能晚于现在。", "made_at"))
        if self.content not in BackupContent.values:
            found.append(Problem("content", f"“内容”须是 {'、'.join(BackupContent.values)} 之一。", "content"))
        return found

    def execute(self) -> Backup:
        """Record it; the same name and time recorded again is the same backup.

        Raises:
            Refused: see :meth:`problems`.
        """
        found = self.problems()
        if found:
            raise Refused(found)
        values = {"place": self.place, "content": self.content, "kept_until": self.kept_until, "recorded_by": self.user}
        try:
            with transaction.atomic():
                made = Backup.objects.create(name=self.name, made_at=self.made_at, **values)
                record("backup.record", made, user=self.user, data={"made_at": made.made_at.isoformat()})
        except IntegrityError:
            return Backup.objects.get(name=self.name, made_at=self.made_at)
        return made


class DestroyBackup:
    """Say that a backup was destroyed, by whom and how."""

    def __init__(self, backup: Backup, *, user: Any, note: str) -> None:
        self.backup, self.user, self.note = backup, user, note.strip()

    def execute(self) -> Backup:
        """Record it; asked twice, the first word stands.

        Raises:
            Refused: no right, or no word about how.
        """
        found = []
        if self.user is None or not may_mark_backups(self.user):
            found.append(Problem("permission", "须由系统管理员或保密审查员登记备份已销毁。"))
        if not self.note:
            found.append(Problem("note", "请写明由谁、怎样销毁的。", "note"))
        if found:
            raise Refused(found)
        with transaction.atomic():
            changed = Backup.objects.filter(pk=self.backup.pk, destroyed_at=None).update(
                destroyed_at=timezone.now(), destroyed_by=self.user, destroy_note=self.note[:200]
            )
            self.backup.refresh_from_db()
            if changed:
                record("backup.destroy", self.backup, user=self.user)
        return self.backup
