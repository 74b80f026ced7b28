"""A page that vanished may come back as a masked version; adding empty columns is reversible."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publication", "0010_ending_of_service"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="restoration",
            name="left_out",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="去掉的附件和图片"),
        ),
        migrations.AddField(
            model_name="restoration",
            name="passages",
            field=models.TextField(blank=True, editable=False, verbose_name="要隐去的文字"),
        ),
        migrations.AddField(
            model_name="restoration",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="隐去后的版本",
            ),
        ),
    ]
