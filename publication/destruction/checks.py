"""System check: every table that can hold text answers for a destruction, or says why it need not."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from .base import exemptions, loose, registered
from .mentions import text_fields


def unclaimed() -> list[str]:
    """Return the labels of tables with text that no holder answers for and nobody exempted."""
    claimed = {label for holder in registered() for label in holder.tables} | set(loose()) | set(exemptions())
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or model._meta.label in claimed or not text_fields(model) or _is_page_part(model):
            continue
        found.append(model._meta.label)
    return sorted(found)


def _is_page_part(model: Any) -> bool:
    """Page types and their inline children are the content holder's, found by looking at the models."""
    if issubclass(model, Page):
        return True
    return any(
        isinstance(field, ParentalKey) and issubclass(field.related_model, Page) for field in model._meta.local_fields
    )


def holders_answer_for_every_table(**kwargs: Any) -> list[CheckMessage]:
    """Fail for each table that a destruction would pass by."""
    return [
        Error(
            f"{label} 能存放文字，但没有登记销毁时由谁负责。",
            hint="在 apps.py 里用 publication.destruction 的 register()、register_loose() 登记，或用 exempt() 写明理由。",
            id="publication.E007",
        )
        for label in unclaimed()
    ]
