"""Wagtail's welcome page is not part of this portal: `manage.py start_portal` makes the real tree."""

from django.db import migrations


def remove(apps, schema_editor):
    """Delete the welcome page and its site, unless somebody has built on it."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    welcome = Page.objects.filter(path="00010001", content_type__app_label="wagtailcore", numchild=0).first()
    if welcome is None:
        return
    Site.objects.filter(root_page=welcome).delete()
    welcome.delete()
    Page.objects.filter(path="0001").update(numchild=Page.objects.filter(path__startswith="0001", depth=2).count())


class Migration(migrations.Migration):
    """Data only; going back leaves the tree as it is."""

    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
