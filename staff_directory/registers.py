"""What the registers in the admin share (docs/adr/0007)."""

from typing import Any

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from wagtail_modeladmin.views import IndexView

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RegisterIndexView(IndexView):
    """Exports nothing that a spreadsheet would compute, and takes no unknown condition for a fault of its own."""

    def get_queryset(self, request: Any = None) -> Any:
        """Return what the filters leave; with a condition that the register does not know, nothing."""
        try:
            return super().get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            return self.get_base_queryset(request).none()

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        """Escape texts that begin like a formula."""
        safe = {
            name: f"'{value}" if isinstance(value, str) and value.lstrip().startswith(_FORMULA_STARTS) else value
            for name, value in row_dict.items()
        }
        return super().write_csv_row(writer, safe)
