"""The lowest floor: gates, permits, verbs, and the routes that lead Wagtail's own buttons to them."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class PublicationConfig(AppConfig):
    """Install the routes at start and the database guards around every migration."""

    name = "publication"
    verbose_name = "公开管理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Point Wagtail's stock actions at the verbs; remake the guards after each migration; register checks."""
        from . import routes, tree_paths
        from .calendar import register_overrides
        from .destruction import installed as destruction
        from .destruction.checks import holders_answer_for_every_table
        from .gates import approval, attachments, correction, outside, privacy, sealed  # noqa: F401
        from .guards import closed, install, signed
        from .guards.checks import guards_are_installed, permits_are_empty, routes_are_bound
        from .life import guard as life_guard
        from .life_admin import digest
        from .models import entered_days
        from .notices import destructions as destruction_notices
        from .notices import endings as ending_notices
        from .notices import listen as notices_listen
        from .notices import stock as notices_stock
        from .notices.checks import mail_service
        from .notices.reminders import register_reminders
        from .privacy import listen as privacy_listen
        from .privacy.checks import pictures_are_read
        from .surfaces import caches, files, pages
        from .surfaces.checks import surfaces_are_claimed
        from .trail import guard as trail_guard
        from .trail import listen

        routes.bind()
        tree_paths.install()
        register_overrides(entered_days)
        trail_guard.install()
        life_guard.install()
        signed.install()
        destruction.install()
        checks.register(holders_answer_for_every_table)
        closed.install()
        for surfaces in (pages, files, caches):
            surfaces.register_all()
        checks.register(surfaces_are_claimed, checks.Tags.urls)
        privacy_listen.connect()
        listen.connect()
        notices_stock.replace()
        notices_listen.connect()
        ending_notices.connect()
        destruction_notices.connect()
        register_reminders(digest.reminders)
        pre_migrate.connect(install.before_migrate, sender=self)
        post_migrate.connect(install.after_migrate, sender=self)
        post_migrate.connect(tree_paths.make_level_index, sender=self)
        checks.register(guards_are_installed, checks.Tags.database)
        checks.register(permits_are_empty, checks.Tags.database)
        checks.register(routes_are_bound)
        checks.register(pictures_are_read)
        checks.register(mail_service, deploy=True)
