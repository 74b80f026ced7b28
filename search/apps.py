"""Chinese search."""

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate


class SearchConfig(AppConfig):
    """A reusable app that knows nothing of the domain."""

    name = "search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what becomes public, keep the triggers standing, and give SQLite its function."""
        from wagtail.models import PageViewRestriction, Site

        from publication.followers import register_follower

        from . import admin_pages, destroying, entries, following, promotions_admin, surface
        from .public import functions, tables

        admin_pages.bind()
        promotions_admin.bind()
        register_follower(entries.enter)
        surface.register_surface()
        destroying.install()
        connection_created.connect(functions.connect, dispatch_uid="search_grams")
        pre_migrate.connect(tables.before_migrate, sender=self)
        post_migrate.connect(tables.after_migrate, sender=self)
        checks.register(tables.index_is_kept, checks.Tags.database)
        checks.register(promotions_admin.screen_is_bound)
        post_save.connect(following.restriction_saved, sender=PageViewRestriction)
        post_delete.connect(following.restriction_deleted, sender=PageViewRestriction)
        post_save.connect(following.site_saved, sender=Site)
        post_delete.connect(following.site_deleted, sender=Site)
