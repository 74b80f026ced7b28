"""The editing form of a guide: the fifteen elements in the plan's order, on four tabs."""

from typing import Any

from django import forms
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)

from home.corrections import editor_head
from home.secrecy import secrecy_panel

from .checks import CodePanel


def _or_none(name: str) -> MultiFieldPanel:
    """Return a text element with its tick for “无”, under the element's own name."""
    headings = {"approver": "4. 审批机构", "conditions": "5. 许可条件", "benefits": "6. 优惠政策"}
    return MultiFieldPanel([FieldPanel(name), FieldPanel(f"no_{name}")], heading=headings[name])


def guide_tabs() -> TabbedInterface:
    """Return the tabs."""
    what: list[Any] = [
        *editor_head(),
        HelpPanel(
            content="十五项要素按顺序编号，每项都要填。确实没有的，勾选该项的“无”（或者在框里写“无”）；空着不能公开，草稿随时可以保存。"
        ),
        MultiFieldPanel(
            [
                # Not the stock title panel: its script looks for the address field, which this editor does not have.
                FieldPanel("title", classname="title", heading="事项名称"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("audience", widget=forms.Select)]),
                FieldPanel("applicant"),
                FieldRowPanel([FieldPanel("project_type"), FieldPanel("result")]),
                PageChooserPanel("matter", "disclosure.MatterPage"),
                FieldPanel("code"),
            ],
            heading="1. 事项名称",
        ),
        InlinePanel("bases", heading="2. 依据（依据库）", label="一条依据"),
        FieldPanel("basis_text"),
        MultiFieldPanel([FieldPanel("acceptor")], heading="3. 受理机构"),
        _or_none("approver"),
        _or_none("conditions"),
        _or_none("benefits"),
    ]
    bring: list[Any] = [
        HelpPanel(
            content="一份材料一行。是证明的，写明法律依据和能否用告知承诺代替；没有依据的证明不能要，也不能公开。"
        ),
        InlinePanel("materials", heading="7. 申请材料", label="一份材料"),
        FieldPanel("no_materials"),
    ]
    how: list[Any] = [
        InlinePanel("steps", heading="8. 办理流程", label="一个环节"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("legal_days"), FieldPanel("legal_unit")]),
                FieldPanel("no_legal_limit"),
                FieldRowPanel([FieldPanel("promised_days"), FieldPanel("promised_unit")]),
                FieldPanel("time_note"),
            ],
            heading="9. 办理时限",
        ),
        MultiFieldPanel([FieldPanel("fee_kind"), FieldPanel("fee_standard"), FieldPanel("fee_basis")], heading="收费"),
        MultiFieldPanel([FieldPanel("supervision")], heading="10. 监督方式"),
        MultiFieldPanel([FieldPanel("accountability")], heading="11. 责任追究"),
        MultiFieldPanel([FieldPanel("remedy")], heading="12. 救济渠道"),
    ]
    where: list[Any] = [
        InlinePanel("places", heading="13—15. 办公时间、地址、电话", label="一个地点", help_text="每个办理地点一行。"),
        InlinePanel("channels", heading="办理方式", label="一种方式"),
        FieldPanel("visits"),
        InlinePanel("questions", heading="常见问题", label="一问一答"),
        CodePanel(),
        secrecy_panel(),
    ]
    return TabbedInterface(
        [
            ObjectList(what, heading="事项、依据和条件"),
            ObjectList(bring, heading="申请材料"),
            ObjectList(how, heading="流程、时限和监督"),
            ObjectList(where, heading="地点、方式和问答"),
            ObjectList([CommentPanel()], heading="批注"),
        ]
    )
