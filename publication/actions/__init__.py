"""The verbs: one class each, with ``check()`` and ``execute()``; nothing else changes what is public."""

from .publish import PublishPage, publish_page

__all__ = ["PublishPage", "publish_page"]
