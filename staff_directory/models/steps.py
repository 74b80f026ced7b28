"""Steps of approval that name a role instead of a list of people, the deputies of roles, and the letters of another body."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Task, TaskState

from ..kinds import Role
from .roles import RoleGroup

#: Roles that may stand in an approval.
STEP_ROLES = (
    Role.UNIT_HEAD,
    Role.UNIT_LEGAL_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.DISCLOSURE_OFFICER,
    Role.SECRECY_REVIEWER,
    Role.DEPUTY_DIRECTOR,
    Role.OUTSIDE_REVIEWER,
)
_CHOICES = [(role.value, role.label) for role in STEP_ROLES]
_REJECT, _APPROVE = ("reject", "退回修改", True), ("approve", "通过", False)


class _Step(Task):
    """What the portal's own steps have in common."""

    days_before = models.PositiveSmallIntegerField(
        "须在法定期限前几个工作日完成",
        default=0,
        validators=[MaxValueValidator(15)],
        help_text="从法定公开期限往回数工作日；0 表示不早于法定期限。到期前提醒，到期后提醒单位负责人和政策法规科。",
    )

    class Meta:
        abstract = True

    def capacity(self, page: Any, user: Any) -> str | None:
        """Return in whose place ``user`` may take the step for ``page``: "" in the own right, None not at all."""
        raise NotImplementedError

    def people(self, page: Any) -> list[Any]:
        """Return the active accounts whose turn it is."""
        raise NotImplementedError

    def acting_for(self, page: Any, user: Any) -> str:
        """Return in whose place the user acts; "" in the own right."""
        return self.capacity(page, user) or ""

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Whoever may take the step sees the page in the editor."""
        return self.capacity(obj, user) is not None

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody else edits while the step is open."""
        return self.capacity(obj, user) is None

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Whoever may take the step may lock the page."""
        return self.capacity(obj, user) is not None


class RoleTask(_Step):
    """A role's approval: a unit's role means the page's own unit, whoever that is after mergers and splits."""

    role = models.CharField("由谁审核", max_length=32, choices=_CHOICES)
    may_substitute = models.BooleanField(
        "政策法规科可以代行",
        default=False,
        help_text="仅用于单位内的角色：距法定公开期限不足两个工作日仍未办理的，政策法规科公示专员可以代行，并记录在案。",
    )

    admin_form_fields = [*Task.admin_form_fields, "role", "days_before", "may_substitute"]

    class Meta:
        verbose_name = "角色审核"
        verbose_name_plural = "角色审核"

    @classmethod
    def get_description(cls) -> str:
        """Say what the step is, in the list of kinds of steps."""
        return "由担任某一角色的人审核；单位角色指页面所属单位的人"

    def clean(self) -> None:
        """Only what happens inside a unit can be done in its place."""
        if self.may_substitute and self.role not in (Role.UNIT_HEAD, Role.UNIT_LEGAL_REVIEWER):
            raise ValidationError({"may_substitute": "只有单位负责人、单位法制审核员的审核可以由政策法规科代行。"})

    def capacity(self, page: Any, user: Any) -> str | None:
        """Return "" for the role's holder, who is deputised for by a deputy, or the unit in whose place 政策法规科 acts."""
        from ..steps.capacity import capacity

        return capacity(self, page, user)

    def people(self, page: Any) -> list[Any]:
        """Return the role's holders and their present deputies."""
        from ..steps.capacity import people

        return people(self, page)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return what the user may do at this step."""
        return [_REJECT, _APPROVE, ("approve", "通过并写意见", True)] if self.capacity(obj, user) is not None else []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Return the open states of this step that are the user's."""
        from ..steps.capacity import states_of

        return states_of(self, user)


class LetterTask(_Step):
    """Another body agrees by letter (司法局对清单的审核): one person records the letter, a second confirms it and so approves."""

    body = models.CharField("批准机关", max_length=100, default="司法局")

    admin_form_fields = [*Task.admin_form_fields, "body", "days_before"]
    #: The gate asks for a confirmed letter wherever such a step stands.
    needs_letter = True

    class Meta:
        verbose_name = "外部机关函件"
        verbose_name_plural = "外部机关函件"

    @classmethod
    def get_description(cls) -> str:
        """Say what the step is, in the list of kinds of steps."""
        return "其他机关以函件答复：一人登记文号、日期和扫描件，另一人核对确认"

    def capacity(self, page: Any, user: Any) -> str | None:
        """Return "" for those who keep the letters, in whose place a deputy does."""
        from ..steps.letters import keeps_for

        return keeps_for(user)

    def people(self, page: Any) -> list[Any]:
        """Return those who keep the letters, and their deputies."""
        from ..steps.capacity import letter_keepers

        return letter_keepers()

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return sending back; approval is open only to who confirmed the letter about what the page says now."""
        from ..steps.letters import confirmed_by

        if self.capacity(obj, user) is None:
            return []
        return [_REJECT, _APPROVE] if confirmed_by(obj, user) else [_REJECT]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """Return the open states of this step for those who keep the letters."""
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return states if self.capacity(None, user) is not None else states.none()


class Deputy(models.Model):
    """A role's B角: ``person`` acts for the role's holders from ``starts_on`` to ``ends_on``, both included."""

    role_group = models.ForeignKey(RoleGroup, verbose_name="角色", on_delete=models.CASCADE, related_name="deputies")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="B角", on_delete=models.CASCADE, related_name="deputising"
    )
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reason = models.CharField("事由", max_length=100, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="指定人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("指定时间", default=timezone.now)

    class Meta:
        verbose_name = "B角"
        verbose_name_plural = "B角"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="deputy_dates_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.role_group.title} B角"

    @property
    def is_present(self) -> bool:
        """Tell whether today is within the dates."""
        return self.starts_on <= timezone.localdate() <= self.ends_on
