"""The register of halls and their windows."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff_directory", "0006_correction_notes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="办公电话，带区号；不填个人手机。", max_length=60, verbose_name="电话"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        help_text="停用以后不能再选，已经选了它的指南会标明“已停用”，不能再公开，须改选别处。",
                        verbose_name="启用",
                    ),
                ),
                ("order", models.PositiveIntegerField(default=100, verbose_name="排序")),
                (
                    "name",
                    models.CharField(
                        help_text="例如 市政务服务中心。", max_length=60, unique=True, verbose_name="名称"
                    ),
                ),
                (
                    "hours",
                    models.TextField(
                        help_text="写明上午、下午；节假日办不办。", max_length=300, verbose_name="办公时间"
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        help_text="写到楼层。公众页面按地址给出地图链接。", max_length=160, verbose_name="地址"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="选填：公交、停车、无障碍通道。", max_length=200, verbose_name="怎么去"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="staff_directory.unit",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "办事大厅",
                "verbose_name_plural": "办事大厅",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="办公电话，带区号；不填个人手机。", max_length=60, verbose_name="电话"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        help_text="停用以后不能再选，已经选了它的指南会标明“已停用”，不能再公开，须改选别处。",
                        verbose_name="启用",
                    ),
                ),
                ("order", models.PositiveIntegerField(default=100, verbose_name="排序")),
                (
                    "number",
                    models.CharField(help_text="例如 3号窗口，A区1—4号窗口。", max_length=40, verbose_name="窗口"),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True, help_text="例如 社会保险登记和缴费。", max_length=120, verbose_name="办什么"
                    ),
                ),
                (
                    "hours",
                    models.TextField(
                        blank=True, help_text="与大厅相同的不填。", max_length=300, verbose_name="办公时间"
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="windows",
                        to="staff_directory.hall",
                        verbose_name="办事大厅",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="staff_directory.unit",
                        verbose_name="管理单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "窗口",
                "verbose_name_plural": "窗口",
                "ordering": ["hall__order", "hall__name", "order", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hall", "number"),
                        name="window_once_in_hall",
                        violation_error_message="这个大厅已经登记了同一号的窗口，请核对。",
                    )
                ],
            },
        ),
    ]
