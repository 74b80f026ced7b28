"""The screen of recommended results: what it saves is shown to everybody at once, so the verb saves it, after a look for numbers."""

from collections.abc import Callable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from wagtail.contrib.search_promotions import forms
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.contrib.search_promotions.views import settings as views

from publication.actions.change_shown import ChangeShown
from publication.shown import refuse_personal, register_shown

_MIXIN, _SAVE = views.SearchPromotionCreateEditMixin, "save_searchpicks"


def _post_clean(form: Any) -> None:
    """Refuse a number of a person at its field (个人信息保护法第二十五条)."""
    super(forms.SearchPromotionForm, form)._post_clean()
    try:
        refuse_personal(form.instance)
    except ValidationError as error:
        form.add_error(None, error)


def _saving(save: Callable[..., None]) -> Callable[..., None]:
    """Wrap the screen's saving: the rows get their verb."""

    def save_shown(view: Any, query: Any, new_query: Any) -> None:
        """Save with a permit for the table."""
        ChangeShown(SearchPromotion(query=query), lambda: save(view, query, new_query)).execute()

    save_shown.leads_to_verb = True  # type: ignore[attr-defined]
    return save_shown


def bind() -> None:
    """Guard the rows, and lead the screen to the verb.

    Raises:
        RuntimeError: Wagtail no longer has the screen as it was.
    """
    if not hasattr(_MIXIN, _SAVE):
        raise RuntimeError("Wagtail no longer saves recommended results as it did: look at search/promotions_admin.py.")
    register_shown(SearchPromotion, ("page", "external_link_url", "external_link_text", "description"), new=True)
    if not is_bound():
        setattr(_MIXIN, _SAVE, _saving(getattr(_MIXIN, _SAVE)))
        forms.SearchPromotionForm._post_clean = _post_clean
    for form in (forms.SearchPromotionForm, forms.SearchPromotionsFormSet.form):
        form.base_fields["external_link_text"].label = "外部链接文字"


def is_bound() -> bool:
    """Tell whether the screen leads to the verb."""
    return bool(getattr(getattr(_MIXIN, _SAVE), "leads_to_verb", False))


def screen_is_bound(**kwargs: Any) -> list[CheckMessage]:
    """Fail when the screen of recommended results goes around the verb."""
    return (
        []
        if is_bound()
        else [Error("推荐结果没有指向公开动作。", hint="见 search/promotions_admin.py。", id="search.E003")]
    )
