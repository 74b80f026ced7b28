"""Read-only screens of registers: which there are, their rows, one row. Nothing here takes a form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page

from ..roles.membership import reads_records
from . import registers
from .registers import Register

SHOWN = 50
_EMPTY = "—"


def may_read_records(user: Any) -> bool:
    """Tell whether these screens are the user's: the discipline auditor's."""
    return bool(user.is_superuser or reads_records(user))


def _reading(view: Callable[..., HttpResponse]) -> Any:
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read_records(request.user):
            refused: HttpResponse = permission_denied(request)
            return refused
        return view(request, *args, **kwargs)

    return require_admin_access(require_GET(asked))


def _found(key: str) -> Register:
    one = registers.find(key)
    if one is None:
        raise Http404
    return one


@_reading
def index(request: HttpRequest) -> HttpResponse:
    """Name every register and setting."""
    found = registers.registers()
    context = {
        "registers": [one for one in found if not one.single],
        "settings": [one for one in found if one.single],
    }
    return render(request, "staff_directory/admin/records_index.html", context)


@_reading
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """List the rows of a register, a page of them at a time; of a setting show what it says."""
    one = _found(key)
    if one.single:
        model = one.model_class
        return _show(request, one, model._base_manager.order_by("pk").first() or model())
    word = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = Paginator(_rows(one, word), SHOWN).get_page(request.GET.get("p"))
    fields = [one.model_class._meta.get_field(name) for name in _columns(one)]
    context = {
        "register": one,
        "titles": [called(field) for field in fields],
        "rows": [(row.pk, [shown(row, field) for field in fields]) for row in page],
        "page": page,
        "word": word,
    }
    return render(request, "staff_directory/admin/records_rows.html", context)


def _columns(one: Register) -> tuple[str, ...]:
    return one.columns or tuple(field.name for field in one.fields()[:4])


def _rows(one: Register, word: str) -> QuerySet[Any]:
    model = one.model_class
    found: QuerySet[Any] = (
        model._base_manager.select_related(*one.related) if one.related else model._base_manager.all()
    )
    if word and one.search:
        wanted = Q()
        for name in one.search:
            wanted |= Q(**{f"{name}__icontains": word})
        found = found.filter(wanted)
    return found.order_by(*(model._meta.ordering or ("pk",)))


@_reading
def show(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Show one row with all that it says."""
    one = _found(key)
    return _show(request, one, get_object_or_404(one.model_class._base_manager, pk=pk))


def _show(request: HttpRequest, one: Register, row: Any) -> HttpResponse:
    values = [(called(field), shown(row, field)) for field in one.fields()]
    if one.also is not None and row.pk is not None:
        values += [(label, value or _EMPTY) for label, value in one.also(row)]
    name = one.label if one.single else str(row)[:200]
    above = "登记查阅" if one.single else one.label
    context = {"register": one, "values": values, "name": name, "above": above, "unsaved": row.pk is None}
    return render(request, "staff_directory/admin/records_row.html", context)


def called(field: Any) -> str:
    """Return what a field is called: the framework calls a superuser an administrator, which is a role here."""
    return "超级用户（只用于安装）" if field.name == "is_superuser" else str(field.verbose_name)


def shown(row: Any, field: Any) -> str:
    """Return a field's value as a person reads it."""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")() or _EMPTY)
    if field.is_relation and issubclass(field.related_model, Page):  # titles are read in the reading room, by its rules
        key = getattr(row, field.attname)
        return f"页面 #{key}" if key else _EMPTY
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or value in ("", [], {}):
        return _EMPTY
    if hasattr(value, "hour") and hasattr(value, "year"):
        return date_format(timezone.localtime(value), "Y年n月j日 H:i")
    if hasattr(value, "year"):
        return date_format(value, "Y年n月j日")
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, dict):
        return "；".join(f"{name}：{each}" for name, each in value.items())
    return str(value)
