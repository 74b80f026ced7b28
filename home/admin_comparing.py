"""Two versions side by side in the admin: values as people write them, where Wagtail shows what Python calls them."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class


def said(value: Any) -> str:
    """Return a value in words: nothing for an empty one, 是 and 否, dates with 年, lists with 、."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, list | tuple):
        return "、".join(said(item) for item in value)
    return str(value)


class SaidComparison(FieldComparison):
    """Of a field that holds no running text."""

    def said(self, value: Any) -> str:
        """Return one version's value in words."""
        return said(value)

    def htmldiff(self) -> Any:
        """Return what stood before and what stands now."""
        before, now = self.said(self.val_a), self.said(self.val_b)
        changes = [("deletion", before), ("addition", now)] if before != now else [("equal", now)]
        return TextDiff([(kind, text) for kind, text in changes if text]).to_html()


def register() -> None:
    """Take the place of Wagtail's comparison for these fields."""
    for field in (
        models.DateField,
        models.IntegerField,
        models.DecimalField,
        models.BooleanField,
        models.JSONField,
        models.FileField,
    ):
        register_comparison_class(field, comparison_class=SaidComparison)
