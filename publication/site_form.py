"""The form of the portal's site: its name. Address and root page decide every page's address; they are the server's affair."""

from typing import Any

from django import forms
from wagtail.models import Site
from wagtail.sites.views import SiteViewSet


class SiteNameForm(forms.ModelForm):
    """The name in browser titles and mails."""

    class Meta:
        model = Site
        fields = ("site_name",)
        help_texts = {
            "site_name": "域名、端口和根页面决定每个页面的网址，只能由服务器管理员用 manage.py set_site 更改，更改记入操作日志。"
        }


def _form_class(viewset: Any, for_update: bool = False) -> type[forms.ModelForm]:
    return SiteNameForm


def bind() -> None:
    """Put the form in the stock screen's place."""
    SiteViewSet.get_form_class = _form_class


def is_bound() -> bool:
    """Tell whether the screen of sites has this form."""
    return SiteViewSet.get_form_class is _form_class
