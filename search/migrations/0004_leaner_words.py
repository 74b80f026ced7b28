"""The words' indexes as they are asked: none of the length, initials of names alone, no second ones for LIKE on PostgreSQL."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_state_and_order_of_words")]

    operations = [
        migrations.AlterField("term", "pinyin", models.CharField(max_length=200)),
        migrations.AlterField("term", "initials", models.CharField(max_length=40)),
        migrations.AlterField("term", "length", models.SmallIntegerField()),
        migrations.AddIndex("term", models.Index(fields=["pinyin"], name="search_term_sound")),
        migrations.AddIndex(
            "term",
            models.Index(condition=models.Q(is_name=True), fields=["initials"], name="search_term_letters"),
        ),
    ]
