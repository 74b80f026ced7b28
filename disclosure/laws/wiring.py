"""What the layers below are told of lapsed laws."""

from publication.destruction import Holder, Scope
from publication.destruction import register as register_holder
from publication.followers import register_change_follower, register_follower
from publication.life_admin.timeline import show_acts
from publication.notices.reminders import register_reminders

from ..models import LapsedBasisTask, Law, LegalBasis
from . import gates, kinds, tasks, telling  # noqa: F401
from .closing import ACT


class TaskHolder(Holder):
    """Why a task of a destroyed page was closed by hand."""

    code = "lapsed_basis_tasks"
    label = "依据失效清理"
    tables = ("disclosure.LapsedBasisTask",)

    def _rows(self, scope: Scope) -> object:
        return LapsedBasisTask.objects.filter(page__in=scope.keys).exclude(reason="", citations=[])

    def destroy(self, scope: Scope) -> int:
        """Blank the words; dates and the way it ended stay."""
        return int(self._rows(scope).update(reason="", citations=[]))  # type: ignore[attr-defined]

    def remains(self, scope: Scope) -> int:
        """Look again."""
        return int(self._rows(scope).count())  # type: ignore[attr-defined]


def register() -> None:
    """Tell them; after lists, whose editions are frozen by a follower of their own."""
    kinds.register()
    register_follower(tasks.after_publication)
    for model in (Law, LegalBasis):
        register_change_follower(model, tasks.law_changed)
    register_reminders(telling.reminders)
    register_holder(TaskHolder())
    show_acts({ACT: "依据失效清理：人工办结"})
