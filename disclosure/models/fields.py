"""The national columns of a decision (STANDARDS of 双公示), as an abstract model."""

from django.db import models

from ..kinds import (
    CreditGrade,
    Fulfilment,
    InspectionResult,
    Kind,
    LicenceCategory,
    LicenceState,
    PartyKind,
    Publicity,
)


class DecisionFields(models.Model):
    """Columns shared by all kinds, then each kind's own. Amounts are integer 分; no person's certificate number is kept."""

    kind = models.CharField("类别", max_length=16, choices=Kind, editable=False)
    publicity = models.CharField(
        "公开属性", max_length=12, choices=Publicity, default=Publicity.PUBLIC, help_text="不公开或部分公开须写明理由。"
    )
    publicity_reason = models.CharField("不公开（部分公开）理由", max_length=300, blank=True)

    party_name = models.CharField(
        "行政相对人名称", max_length=200, blank=True, help_text="自然人保存时自动隐名（张某某）。"
    )
    party_kind = models.CharField("行政相对人类别", max_length=16, choices=PartyKind, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    business_registration = models.CharField("工商注册号", max_length=50, blank=True)
    organisation_code = models.CharField("组织机构代码", max_length=32, blank=True)
    tax_registration = models.CharField("税务登记号", max_length=32, blank=True)
    institution_certificate = models.CharField("事业单位证书号", max_length=120, blank=True)
    social_organisation_certificate = models.CharField("社会组织登记证号", max_length=50, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=50, blank=True)

    document_name = models.CharField("决定文书名称", max_length=256, blank=True)
    document_number = models.CharField("文号", max_length=128, blank=True)
    document_number_key = models.CharField(max_length=160, blank=True, editable=False)
    decided_on = models.DateField("决定日期", null=True)
    late_reason = models.CharField(
        "逾期公开原因",
        max_length=300,
        blank=True,
        help_text="超过法定公开期限（行政许可、行政处罚7个工作日，其他20个工作日）才公开的，写明原因。只供内部查考，公众看不到；"
        "没有逾期的不用填。",
    )
    valid_from = models.DateField("有效期自", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="长期有效填 2099-12-31。")
    organ_name = models.CharField("执法机关", max_length=200, blank=True)
    organ_code = models.CharField("执法机关统一社会信用代码", max_length=18, blank=True)
    source_name = models.CharField("数据来源单位", max_length=200, blank=True)
    source_code = models.CharField("数据来源单位统一社会信用代码", max_length=18, blank=True)
    remarks = models.TextField("备注", blank=True)
    basis = models.TextField("依据", blank=True)

    licence_category = models.CharField("许可类别", max_length=16, choices=LicenceCategory, blank=True)
    licence_certificate = models.CharField("许可证书名称", max_length=64, blank=True)
    licence_number = models.CharField("许可编号", max_length=64, blank=True)
    licence_content = models.TextField("许可内容", blank=True)
    licence_state = models.CharField("当前状态", max_length=12, choices=LicenceState, blank=True)

    violation_type = models.TextField("违法行为类型", blank=True)
    facts = models.TextField("违法事实", blank=True)
    penalty_kinds = models.JSONField("处罚类别", default=list, blank=True)
    penalty_kinds_text = models.CharField(max_length=200, blank=True, editable=False)
    penalty_content = models.TextField("处罚内容", blank=True)
    fine_fen = models.BigIntegerField("罚款金额（分）", null=True, blank=True)
    confiscated_fen = models.BigIntegerField("没收违法所得、没收非法财物的金额（分）", null=True, blank=True)
    withheld_certificate = models.CharField("暂扣或吊销证照名称及编号", max_length=200, blank=True)
    penalty_valid_until = models.DateField("处罚有效期", null=True, blank=True)
    credit_grade = models.CharField(
        "失信等级",
        max_length=12,
        choices=CreditGrade,
        blank=True,
        help_text="本单位的意见，由政策法规科核定后以核定的为准；不填时按处罚类别和罚款金额建议。",
    )
    publicity_until = models.DateField("公示截止期", null=True, blank=True, help_text="可以留空，按公示期规则计算。")
    fulfilment = models.CharField(
        "履行和改正情况",
        max_length=12,
        choices=Fulfilment,
        blank=True,
        help_text="内部登记，不公开。登记为“尚未改正”的，公示期满不自动下线，转政策法规科研究。",
    )
    publicity_computed = models.BooleanField(default=False, editable=False)

    category = models.CharField("执法类别", max_length=100, blank=True)
    subject = models.CharField("事项", max_length=300, blank=True)
    conclusion = models.TextField("结论", blank=True)
    plan_name = models.CharField("计划名称", max_length=200, blank=True)
    task_name = models.CharField("任务名称", max_length=200, blank=True)
    inspection_result = models.CharField("检查结果", max_length=16, choices=InspectionResult, blank=True)
    follow_up = models.TextField("后续处理", blank=True)
    count_month = models.DateField("汇总月份", null=True, blank=True, help_text="填该月1日；按月汇总公布件数时填写。")
    count_total = models.PositiveIntegerField("件数", null=True, blank=True)

    class Meta:
        abstract = True
