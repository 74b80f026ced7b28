"""The roots of the page tree and of the folders of files, which Wagtail calls Root, get Chinese names."""

from django.db import migrations

_PAGE, _FOLDER = "根目录", "根文件夹"


def _rename(apps, page_from, page_to, folder_from, folder_to):
    Permit = apps.get_model("publication", "Permit")
    Page = apps.get_model("wagtailcore", "Page")
    Permit.objects.create(path="0001", verb="rename")
    for page in Page.objects.filter(depth=1, path="0001", title=page_from):
        Page.objects.filter(pk=page.pk).update(title=page_to, draft_title=page_to)
    Permit.objects.filter(path="0001").delete()
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=folder_from).update(name=folder_to)


def forwards(apps, schema_editor):
    _rename(apps, "Root", _PAGE, "Root", _FOLDER)


def backwards(apps, schema_editor):
    _rename(apps, _PAGE, "Root", _FOLDER, "Root")


class Migration(migrations.Migration):
    """Data only; a root that somebody has renamed keeps its name."""

    dependencies = [
        ("home", "0003_remove_default_groups"),
        ("publication", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
