"""What ``manage.py check`` and the editor say of the codes that a phone reads."""

from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from wagtail.admin.panels import HelpPanel

from home.qr import leads_here
from publication.privacy.checks import in_passing

HINT = "请把环境变量 PUBLIC_ORIGIN 设为访客在手机上打开的网址，例如 https://gs.example.cn（见 docs/operators.md）。"


def codes_lead_here(**kwargs: Any) -> list[CheckMessage]:
    """Warn where the public origin is this machine's own: no QR code is shown then. Only where one asks for checks."""
    if leads_here() or in_passing():
        return []
    message = "没有设置访客用的网址：服务指南不显示二维码，手机扫了打不开。"
    return [CheckWarning(message, hint=HINT, id="disclosure.W001")]


class CodePanel(HelpPanel):
    """Tells an editor why a guide has no QR code; nothing where it has one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "content",
            "公众页面上现在没有二维码：本站还没有设置访客用的网址。请系统管理员设置 PUBLIC_ORIGIN，不用改指南。",
        )
        kwargs.setdefault("heading", "二维码")
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        """Shown only where codes are not."""

        def is_shown(self) -> bool:
            """Ask the settings."""
            return not leads_here()
