"""The facets of a matter that have one value each; those with rows are in ``matter_rows``."""

from django.db import models

from ..matters.choices import DayType, ProjectType, Weight


class EnforcementFacet(models.Model):
    """Columns of 行政执法事项清单 that the matter does not have already."""

    enforcement_on = models.BooleanField("列入行政执法事项清单", default=False)
    enforcement_field = models.CharField("执法领域", max_length=60, blank=True, help_text="例如：劳动保障监察。")
    enforcement_remark = models.CharField("清单备注", max_length=200, blank=True)

    class Meta:
        abstract = True


class SupervisionFacet(models.Model):
    """Columns of 监管事项目录清单 (互联网+监管)."""

    supervision_on = models.BooleanField("列入监管事项目录清单", default=False)
    supervision_object = models.CharField("监管对象", max_length=200, blank=True)
    supervision_measure = models.CharField("监管措施", max_length=300, blank=True)
    supervision_method = models.CharField("监管方式", max_length=200, blank=True)
    supervision_result = models.CharField("监管结果", max_length=200, blank=True)
    supervision_licence = models.CharField("对应许可事项", max_length=200, blank=True)

    class Meta:
        abstract = True


class InspectionFacet(models.Model):
    """Columns of 随机抽查事项清单 and 涉企行政检查事项清单 (国办发〔2024〕54号)."""

    inspection_on = models.BooleanField("列入随机抽查事项清单", default=False)
    inspection_class = models.CharField("抽查类别", max_length=100, blank=True)
    inspection_object = models.CharField("抽查对象", max_length=200, blank=True)
    inspection_content = models.TextField("抽查内容", blank=True)
    inspection_weight = models.CharField("事项类别", max_length=12, choices=Weight, blank=True)
    inspection_ratio = models.CharField("抽查比例", max_length=60, blank=True, help_text="例如：不低于5%。")
    inspection_method = models.CharField("抽查方式", max_length=200, blank=True)
    inspection_frequency = models.CharField("抽查频次", max_length=60, blank=True, help_text="例如：每年1次。")
    enterprise_on = models.BooleanField("列入涉企行政检查事项清单", default=False)
    inspection_standard = models.TextField("检查标准", blank=True, help_text="向企业公布的检查标准。")
    inspection_yearly_cap = models.PositiveSmallIntegerField(
        "年度频次上限",
        null=True,
        blank=True,
        help_text="对同一企业每年最多检查几次；投诉举报、转办交办触发的检查不计。",
    )
    inspection_differences = models.CharField("分级分类差异", max_length=300, blank=True)

    class Meta:
        abstract = True


class ServiceFacet(models.Model):
    """Columns of 政务服务事项实施清单 that a list and a guide need."""

    service_on = models.BooleanField("列入政务服务事项清单", default=False)
    service_object = models.CharField("服务对象", max_length=100, blank=True, help_text="例如：自然人、企业法人。")
    project_type = models.CharField("办件类型", max_length=12, choices=ProjectType, blank=True)
    service_condition = models.TextField("受理条件", blank=True)
    legal_days = models.PositiveSmallIntegerField("法定办结时限（天）", null=True, blank=True)
    legal_day_type = models.CharField("法定时限单位", max_length=12, choices=DayType, blank=True)
    promised_days = models.PositiveSmallIntegerField("承诺办结时限（天）", null=True, blank=True)
    promised_day_type = models.CharField("承诺时限单位", max_length=12, choices=DayType, blank=True)
    visits = models.PositiveSmallIntegerField("到现场次数", null=True, blank=True)
    is_online = models.BooleanField("可以网上办理", default=False)
    service_area = models.CharField("通办范围", max_length=60, blank=True)
    service_result = models.CharField("办理结果", max_length=120, blank=True)
    service_fee = models.CharField(
        "收费", max_length=200, blank=True, help_text="不收费的写“不收费”；收费的写项目、标准和依据。"
    )

    class Meta:
        abstract = True
