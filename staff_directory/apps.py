"""Units, and the public page of each enforcing body; roles and the unit's border."""

from django.apps import AppConfig
from django.core import checks


class StaffDirectoryConfig(AppConfig):
    """The organisation, who may do what, and the record of it."""

    name = "staff_directory"
    verbose_name = "机构与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lead Wagtail to the unit's border; register guards, rules, checks and the units' own phones."""
        from django.db.models.signals import post_delete, post_save
        from wagtail.contrib.settings.registry import registry as settings_registry
        from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

        from publication import media_views
        from publication.approvals import register_signer
        from publication.privacy.sources import forget_white_lists, register_source
        from publication.shown import register_shown
        from publication.trail import listen
        from publication.trail.record import describe_with

        from . import checks as own_checks
        from . import destroying, escalation, gates, life_border, search  # noqa: F401
        from .access import bindings, own, sight, stock
        from .findings import telling
        from .models import Hall, LetterTask, Officer, OfficerCertificate, RoleTask, Unit, Window
        from .models.officers import CERTIFICATE_SHOWN, OFFICER_SHOWN
        from .models.places import HALL_SHOWN, WINDOW_SHOWN
        from .models.units import SHOWN as UNIT_SHOWN
        from .office_numbers import office_numbers
        from .officers import wiring as officers
        from .places import moving
        from .reading.sealed import may_read_vanished_file
        from .roles import guard
        from .roles.membership import signs
        from .sign_in import listen as sign_in_listen
        from .steps import guard as steps_guard
        from .trail_room import describe
        from .transfer import files

        guard.install()
        steps_guard.install()
        register_signer(signs)
        register_shown(Unit, UNIT_SHOWN)
        register_shown(Hall, HALL_SHOWN)
        register_shown(Window, WINDOW_SHOWN)
        moving.register()
        register_shown(Officer, OFFICER_SHOWN, new=True)
        register_shown(OfficerCertificate, CERTIFICATE_SHOWN, new=True)
        bindings.bind()
        life_border.install()
        own.install()
        stock.install()
        sign_in_listen.connect()
        describe_with(describe.units, describe.roles)
        for watched in (
            Unit,
            Hall,
            Window,
            Officer,
            OfficerCertificate,
            Workflow,
            WorkflowTask,
            WorkflowPage,
            RoleTask,
            LetterTask,
            GroupApprovalTask,
        ):
            listen.watch(watched)
        for setting in settings_registry:
            listen.watch(setting, from_defaults=True)
        media_views.register_staff_reader(sight.may_read_file)
        media_views.register_vanished_reader(may_read_vanished_file)
        checks.register(own_checks.border_is_bound)
        checks.register(own_checks.superusers_are_for_set_up, checks.Tags.database)
        checks.register(own_checks.duties_are_separate, checks.Tags.database)
        checks.register(own_checks.roles_are_in_step, checks.Tags.database)
        register_source(office_numbers)
        for sender in (Unit, Hall, Window):
            uid = f"{sender._meta.model_name}-phones"
            post_save.connect(forget_white_lists, sender=sender, dispatch_uid=f"{uid}-saved")
            post_delete.connect(forget_white_lists, sender=sender, dispatch_uid=f"{uid}-deleted")
        search.register()
        officers.register()
        escalation.register()
        telling.register()
        destroying.install()
        files.register()
