"""Each page type that keeps corrections gets the public note of one; adding an empty text column is reversible."""

from django.db import migrations, models

_HELP = (
    "改动已公开的内容时填写：更正（或者更新）了什么、为什么。会注明日期，长期公开，不写个人信息。"
    "决定被变更、撤销的，或者内容不应再公开的，请用“撤下”，不要在这里改。"
)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0018_lapsed_basis_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="documenttemplatepage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AddField(
            model_name="flowchartpage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AddField(
            model_name="listpage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AddField(
            model_name="matterpage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AddField(
            model_name="regulationpage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AddField(
            model_name="serviceguidepage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AddField(
            model_name="servicenoticepage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
        migrations.AlterField(
            model_name="decisionnoticepage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
    ]
