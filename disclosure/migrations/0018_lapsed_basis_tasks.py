"""Tasks for pages that rest on a lapsed law, their limit as a setting, and what rows of editions cite besides the power."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0017_service_guides"),
        ("staff_directory", "0004_steps_deputies"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="disclosuresettings",
            name="lapsed_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=1,
                help_text="法律法规失效后，依据它的清单、指南、文书样本等须在几个月内清理完；从失效之日或者登记之日起算。改了只用于以后的任务。",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)],
                verbose_name="依据失效后的清理期限（月）",
            ),
        ),
        migrations.AddField(
            model_name="editionrow",
            name="other_bases",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="LapsedBasisTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=24, verbose_name="种类")),
                ("lapsed_on", models.DateField(verbose_name="失效之日")),
                ("citations", models.JSONField(default=list, verbose_name="失效的依据")),
                ("opened_on", models.DateField(verbose_name="开始清理")),
                ("due_on", models.DateField(verbose_name="清理期限")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待清理"), ("done", "已办结")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_edition", "已公布新一版"),
                            ("replaced", "已更换依据"),
                            ("retired", "已取消、废止或被新版替代"),
                            ("gone", "页面已下线"),
                            ("in_force", "失效日期已更正"),
                            ("by_hand", "人工办结"),
                        ],
                        max_length=16,
                        verbose_name="怎样办结",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "law",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapsed_basis_tasks",
                        to="disclosure.law",
                        verbose_name="法律法规",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lapsed_basis_tasks",
                        to="wagtailcore.page",
                        verbose_name="页面",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lapsed_basis_tasks",
                        to="staff_directory.unit",
                        verbose_name="承办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "依据失效清理",
                "verbose_name_plural": "依据失效清理",
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["state", "due_on", "id"], name="lapsed_basis_task_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "law", "lapsed_on"), name="lapsed_basis_task_once")
                ],
            },
        ),
    ]
