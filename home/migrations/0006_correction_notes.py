"""Each page type that keeps corrections gets the public note of one; adding an empty text column is reversible."""

from django.db import migrations, models

_HELP = (
    "改动已公开的内容时填写：更正（或者更新）了什么、为什么。会注明日期，长期公开，不写个人信息。"
    "决定被变更、撤销的，或者内容不应再公开的，请用“撤下”，不要在这里改。"
)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_review_before_publication"),
    ]

    operations = [
        migrations.AddField(
            model_name="standardpage",
            name="correction_note",
            field=models.CharField(blank=True, help_text=_HELP, max_length=300, verbose_name="更正说明"),
        ),
    ]
