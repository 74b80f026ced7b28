"""The editing forms of papers."""

from typing import Any

from django import forms

from home.forms import PortalPageForm

from .bodies import fill_numbers_anew


class PaperForm(PortalPageForm):
    """Takes from the index page above what follows from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.unit_id and self.parent_page is not None:
            self.instance.adopt(self.parent_page.specific)
            for name in ("organ_name", "issuing_body"):
                if name in self.fields:
                    self.initial[name] = self.initial.get(name) or getattr(self.instance, name)


class RegulationForm(PaperForm):
    """Numbers articles anew where that is asked for."""

    renumber = forms.BooleanField(
        label="重新编号",
        required=False,
        help_text="勾选后保存，编、章、节、条按现在的顺序从一开始重新编号。已公开的条文编号改变后，原来的链接会指向别的条文，请慎用。",
    )

    def save(self, commit: bool = True) -> Any:
        """Number anew before saving."""
        if self.cleaned_data.get("renumber"):
            fill_numbers_anew(self.instance.body)
        return super().save(commit=commit)


class ServiceNoticeForm(PaperForm):
    """A last day that is typed stays; an emptied one is computed again."""

    def clean(self) -> dict[str, Any]:
        """Note whether the last day was typed."""
        cleaned: dict[str, Any] = super().clean()
        if "served_on" in self.changed_data:
            self.instance.served_computed = cleaned.get("served_on") is None
        return cleaned
