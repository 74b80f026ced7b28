"""What the registers in the admin share (docs/adr/0007)."""

from typing import Any

from wagtail_modeladmin.views import IndexView

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class RegisterIndexView(IndexView):
    """Exports nothing that a spreadsheet would compute."""

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        """Escape texts that begin like a formula."""
        safe = {
            name: f"'{value}" if isinstance(value, str) and value.lstrip().startswith(_FORMULA_STARTS) else value
            for name, value in row_dict.items()
        }
        return super().write_csv_row(writer, safe)
