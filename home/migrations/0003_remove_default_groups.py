"""The framework's sample groups and workflow are replaced by each unit's own."""

from django.db import migrations


def remove(apps, schema_editor):
    """Delete the sample groups and the sample workflow unless somebody uses them."""
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowState = apps.get_model("wagtailcore", "WorkflowState")
    TaskState = apps.get_model("wagtailcore", "TaskState")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    for workflow in Workflow.objects.filter(name="Moderators approval"):
        if not WorkflowState.objects.filter(workflow=workflow).exists():
            workflow.delete()
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        if not TaskState.objects.filter(task=task).exists():
            task.delete()
    for group in Group.objects.filter(name__in=("Moderators", "Editors")):
        if not group.user_set.exists():
            group.delete()


class Migration(migrations.Migration):
    """Data only; going back leaves things as they are."""

    dependencies = [
        ("home", "0002_remove_welcome_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
