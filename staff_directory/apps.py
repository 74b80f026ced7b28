"""Units, and the public page of each enforcing body."""

from django.apps import AppConfig


class StaffDirectoryConfig(AppConfig):
    """The organisation."""

    name = "staff_directory"
    verbose_name = "机构与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the privacy check which phones are the units' own."""
        from django.db.models.signals import post_delete, post_save

        from publication.privacy.sources import forget_white_lists, register_source

        from .models import Unit
        from .office_numbers import office_numbers

        register_source(office_numbers)
        post_save.connect(forget_white_lists, sender=Unit, dispatch_uid="unit-phones-saved")
        post_delete.connect(forget_white_lists, sender=Unit, dispatch_uid="unit-phones-deleted")
