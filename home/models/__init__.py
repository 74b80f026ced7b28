"""Pages of the portal's own: home, sections, standard pages; and its identity."""

from .identity import PortalIdentity
from .pages import HomePage, SectionPage, StandardPage

__all__ = ["HomePage", "PortalIdentity", "SectionPage", "StandardPage"]
