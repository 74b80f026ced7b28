"""A guide's place may be a window of the register; a document template says what it is used for."""

import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0019_correction_notes"),
        ("staff_directory", "0007_halls_and_windows"),
    ]

    operations = [
        migrations.AddField(
            model_name="guideplace",
            name="window",
            field=models.ForeignKey(
                blank=True,
                help_text="从“大厅和窗口”中选择，时间、地址、电话随登记显示，下面四栏不用填。登记里没有的地点，不选，填下面四栏。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff_directory.window",
                verbose_name="窗口（从登记中选）",
            ),
        ),
        migrations.AlterField(
            model_name="listpage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("powers", "权责清单"),
                    ("services", "政务服务事项清单"),
                    ("enforcement", "行政执法事项清单"),
                    ("supervision", "监管事项目录清单"),
                    ("random", "随机抽查事项清单"),
                    ("discretion", "行政裁量权基准"),
                    ("recording", "音像记录事项清单"),
                    ("review", "重大执法决定法制审核目录清单"),
                    ("enterprise", "涉企行政检查事项清单"),
                    ("plan", "年度行政检查计划"),
                ],
                help_text="选“年度行政检查计划”并保存草稿后，下面出现逐项填写检查的栏目。",
                max_length=16,
                verbose_name="清单",
            ),
        ),
        migrations.CreateModel(
            name="TemplateUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("licence", "行政许可"),
                            ("penalty", "行政处罚"),
                            ("compulsion", "行政强制"),
                            ("levy", "行政征收"),
                            ("payment", "行政给付"),
                            ("inspection", "行政检查"),
                            ("confirmation", "行政确认"),
                            ("reward", "行政奖励"),
                            ("adjudication", "行政裁决"),
                            ("other", "其他行政权力"),
                        ],
                        max_length=16,
                        verbose_name="职权类型",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="template_uses",
                        to="disclosure.matterpage",
                        verbose_name="事项",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="disclosure.documenttemplatepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "适用的事项",
                "verbose_name_plural": "适用的事项",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
    ]
