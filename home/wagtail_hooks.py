"""The look of the admin: one stylesheet of the portal's own on top of Wagtail's."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    """Link the portal's stylesheet on every page of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
