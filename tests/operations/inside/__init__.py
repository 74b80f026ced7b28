"""What the takedown tests do on a served portal's own data, in a process of its own with the portal's settings.

``listen()`` reads one call a line (``{"call": "module.function", "args": […]}``) and prints what it returned as one line.
"""

import importlib
import json
import os
import sys
import traceback
from typing import Any

MARK = "said: "
REASON = "经查，这里的内容发布有误，现予撤下。"


def say(value: Any) -> None:
    """Print an answer."""
    print(MARK + json.dumps(value, ensure_ascii=False, default=str), flush=True)


def listen() -> None:
    """Answer until the other side goes away."""
    from django.db import close_old_connections

    for line in sys.stdin:
        asked = json.loads(line)
        module, name = asked["call"].rsplit(".", 1)
        close_old_connections()
        try:
            found = {"answer": getattr(importlib.import_module(f"{__name__}.{module}"), name)(*asked["args"])}
        except Exception:
            found = {"error": traceback.format_exc()}
        say(found)
    os._exit(0)
