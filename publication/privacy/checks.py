"""System check: says when pictures are not read, which everything else works without."""

import sys
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Info

from .containers import eyes


def in_passing() -> bool:
    """Tell whether another command of ``manage.py`` runs the checks before it does its own work."""
    return Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] != ["check"]


def pictures_are_read(**kwargs: Any) -> list[CheckMessage]:
    """Note that the optional OCR library is missing; ``manage.py check`` says so, other commands are not the place."""
    if eyes.installed() or in_passing():
        return []
    return [
        Info(
            "没有安装文字识别：图片和扫描页中的文字不会被隐私检查读到，一律由人工查看确认。",
            hint=f"需要时安装可选组件：{eyes.INSTALL}（见 docs/operators.md），然后重启服务。",
            id="publication.I001",
        )
    ]
