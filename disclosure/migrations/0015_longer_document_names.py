"""Names of projects and penalties of 2015 had up to 256 characters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0014_matter_flowchart"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decisionnoticepage",
            name="document_name",
            field=models.CharField(blank=True, max_length=256, verbose_name="决定文书名称"),
        ),
    ]
