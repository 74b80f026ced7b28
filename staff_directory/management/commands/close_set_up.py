"""``manage.py close_set_up``: deactivates superusers once the three administrators are there."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from wagtail.log_actions import log

from staff_directory.kinds import Role
from staff_directory.roles.membership import users_with_role

_NEEDED = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


class Command(BaseCommand):
    """Nothing is deleted: an account can be activated again with ``--reopen NAME`` on the server, on the record."""

    help = "安装结束：停用超级用户。须已有系统、安全、审计三类管理员。"

    def add_arguments(self, parser: Any) -> None:
        """``--reopen`` for an emergency."""
        parser.add_argument("--reopen", metavar="账号", help="紧急情况下重新启用一个超级用户（留痕）。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Deactivate, or activate one again.

        Raises:
            CommandError: an administrator is missing, or the account is unknown.
        """
        superusers = get_user_model()._default_manager.filter(is_superuser=True)
        if options["reopen"]:
            user = superusers.filter(username=options["reopen"]).first()
            if user is None:
                raise CommandError(f"没有超级用户 {options['reopen']}。")
            user.is_active = True
            user.save(update_fields=["is_active"])
            log(user, "account.reopen")
            self.stdout.write(f"已启用超级用户 {user.username}；用完请再次运行 close_set_up。")
            return
        missing = [str(role.label) for role in _NEEDED if not users_with_role(role).exists()]
        if missing:
            raise CommandError(f"还没有账号担任：{'、'.join(missing)}。请先在后台“用户”中建立。")
        for user in superusers.filter(is_active=True):
            user.is_active = False
            user.save(update_fields=["is_active"])
            log(user, "account.close")
            self.stdout.write(f"已停用超级用户 {user.username}。")
