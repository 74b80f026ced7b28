"""The editing form of a matter."""

from typing import Any

from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from home.corrections import editor_head
from home.secrecy import secrecy_panel


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


def matter_tabs() -> TabbedInterface:
    """Return the tabs: the matter itself, then one for each facet."""
    basic: list[Any] = [
        *editor_head(),
        MultiFieldPanel(
            [
                FieldPanel("title", heading="事项名称", help_text="职权名称，与法律法规的表述一致。"),
                FieldPanel("sub_item"),
                _row("code", "local_code"),
                _row("category", "level"),
                _row("state", "state_note"),
            ],
            heading="事项",
        ),
        InlinePanel("bases", heading="依据", label="一条依据", min_num=0),
        MultiFieldPanel(
            [
                FieldPanel("subject"),
                FieldPanel("undertaker"),
                FieldPanel("counterpart"),
                FieldPanel("content"),
                FieldPanel("time_limit"),
                FieldPanel("supervision_phone"),
                FieldPanel("flowchart"),
            ],
            heading="行使",
        ),
        MultiFieldPanel(
            [FieldPanel("duties"), FieldPanel("accountability"), FieldPanel("remarks")], heading="责任和追责"
        ),
        secrecy_panel(),
    ]
    lists: list[Any] = [
        HelpPanel(content="勾选后，这一事项出现在对应的清单里；清单公布新一版时固定下来。"),
        MultiFieldPanel(
            [FieldPanel("enforcement_on"), _row("enforcement_field", "enforcement_remark")],
            heading="行政执法事项清单",
        ),
        MultiFieldPanel(
            [
                FieldPanel("supervision_on"),
                FieldPanel("supervision_object"),
                FieldPanel("supervision_measure"),
                _row("supervision_method", "supervision_result"),
                FieldPanel("supervision_licence"),
            ],
            heading="监管事项目录清单",
        ),
    ]
    checks: list[Any] = [
        MultiFieldPanel(
            [
                FieldPanel("inspection_on"),
                _row("inspection_class", "inspection_weight"),
                FieldPanel("inspection_object"),
                FieldPanel("inspection_content"),
                _row("inspection_ratio", "inspection_frequency"),
                FieldPanel("inspection_method"),
            ],
            heading="随机抽查",
        ),
        MultiFieldPanel(
            [
                FieldPanel("enterprise_on"),
                FieldPanel("inspection_standard"),
                _row("inspection_yearly_cap", "inspection_differences"),
            ],
            heading="涉企行政检查",
        ),
    ]
    service: list[Any] = [
        MultiFieldPanel(
            [
                FieldPanel("service_on"),
                _row("service_object", "project_type"),
                FieldPanel("service_condition"),
                _row("legal_days", "legal_day_type"),
                _row("promised_days", "promised_day_type"),
                _row("visits", "service_area"),
                FieldPanel("is_online"),
                _row("service_result", "service_fee"),
            ],
            heading="政务服务事项",
        )
    ]
    return TabbedInterface(
        [
            ObjectList(basic, heading="事项"),
            ObjectList(lists, heading="执法和监管清单"),
            ObjectList(checks, heading="检查"),
            ObjectList([InlinePanel("tiers", heading="裁量权基准", label="一个阶次")], heading="裁量权"),
            ObjectList([InlinePanel("recordings", heading="音像记录", label="一个环节")], heading="音像记录"),
            ObjectList([InlinePanel("reviews", heading="法制审核", label="一种情形")], heading="法制审核"),
            ObjectList(service, heading="政务服务"),
            ObjectList([CommentPanel()], heading="批注"),
        ]
    )
