"""Units and their public pages."""

from .pages import UnitIndexPage, UnitPage
from .units import Unit

__all__ = ["Unit", "UnitIndexPage", "UnitPage"]
