"""The register of outside recipients (外部接收方), kept by 政策法规科."""

from typing import Any

from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Recipient

ACTIVE = Column("active", label="启用", accessor=lambda recipient: "是" if recipient.active else "否")


class RecipientViewSet(ModelViewSet):
    """``/admin/recipients/``."""

    model = Recipient
    name = "recipients"
    url_prefix = "recipients"
    icon = "mail"
    menu_label = "外部接收方"
    menu_order = 715
    add_to_settings_menu = True
    list_display = ["name", "how", ACTIVE, "order"]
    ordering = ["order", "name"]
    copy_view_enabled = False
    panels: list[Any] = [
        HelpPanel(
            content="接收过公示信息、撤下时须另行告知的单位，例如信用信息共享平台、新闻媒体。停用后，以后的撤下不再列出。"
        ),
        FieldPanel("name"),
        FieldPanel("how"),
        FieldPanel("active"),
        FieldPanel("order"),
    ]
