"""Which group stands for which role (of which unit)."""

from django.contrib.auth.models import Group
from django.db import models

from ..kinds import Duty, Role
from .units import Unit


class RoleGroup(models.Model):
    """A group that ``sync_roles`` keeps: its role, its unit (for a unit's role), and the duty that accounts never mix."""

    group = models.OneToOneField(Group, verbose_name="用户组", on_delete=models.CASCADE, related_name="role_group")
    role = models.CharField("角色", max_length=32, choices=Role)
    duty = models.CharField("职责类别", max_length=16, choices=Duty)
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, blank=True, on_delete=models.CASCADE, related_name="role_groups"
    )

    class Meta:
        verbose_name = "角色"
        verbose_name_plural = "角色"
        constraints = [
            models.UniqueConstraint(
                fields=["role", "unit"], condition=models.Q(unit__isnull=False), name="role_group_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(unit__isnull=True), name="role_group_once_per_bureau"
            ),
        ]
        permissions = [
            ("read_unit_pages", "查阅本单位全部内容"),
            ("read_all_pages", "查阅全局全部内容"),
            ("read_sealed_pages", "说明用途后查阅封存内容"),
            ("view_trail", "查看操作日志"),
            ("export_trail", "导出操作日志"),
            ("file_finding", "提出监督意见"),
            ("answer_finding", "答复监督意见"),
            ("prepare_transfer", "拟定单位合并、拆分、更名"),
            ("confirm_transfer", "确认单位合并、拆分、更名"),
            ("end_sessions", "查看登录会话并强制退出"),
        ]

    #: Whether it was found as lent to an account (a B角), not held by it: set by ``roles_of``.
    is_lent = False

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return the role as people say it: 某某科 · 单位编辑."""
        label = str(Role(self.role).label)
        return f"{self.unit.name} · {label}" if self.unit else label
