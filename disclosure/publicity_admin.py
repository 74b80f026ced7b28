"""Publicity rules in the admin: their versions, newest first."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from .models import PublicityRule
from .panels import YuanField

ENABLED = Column("enabled", label="启用", accessor=lambda rule: "是" if rule.enabled else "否")


class PublicityRuleForm(WagtailAdminModelForm):
    """The fine is typed in 元."""

    ordinary_fine_fen = YuanField(
        label="罚款达到多少算“一般”（元）", help_text="低于此数的罚款按“轻微”建议；由政策法规科按本地标准确定。"
    )


class PublicityRuleViewSet(ModelViewSet):
    """``/admin/publicity-rules/``."""

    model = PublicityRule
    name = "publicity_rules"
    url_prefix = "publicity-rules"
    icon = "history"
    menu_label = "公示期规则"
    menu_order = 710
    add_to_settings_menu = True
    list_display = ["name", "effective_from", "minor_months", "ordinary_months", "serious_months", ENABLED]
    ordering = ["-effective_from"]
    copy_view_enabled = False
    panels: list[Any] = [
        HelpPanel(
            content="处罚按决定之日有效的规则计算公示截止期。修改规则不改动已经公开的决定；新的办法施行时，请新增一条。"
        ),
        FieldPanel("name"),
        FieldPanel("effective_from"),
        FieldRowPanel([FieldPanel("minor_months"), FieldPanel("ordinary_months"), FieldPanel("serious_months")]),
        FieldRowPanel([FieldPanel("ordinary_least_months"), FieldPanel("serious_least_months")]),
        FieldPanel("ordinary_fine_fen"),
        FieldPanel("enabled"),
    ]

    def get_edit_handler(self) -> Any:
        """Bind the panels to the form that takes 元."""
        from wagtail.admin.panels import ObjectList

        return ObjectList(self.panels, base_form_class=PublicityRuleForm).bind_to_model(self.model)
