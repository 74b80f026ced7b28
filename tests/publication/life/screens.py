"""What the tests of the screens share: a complete form, addresses, a scan."""

from django.urls import reverse

from .conftest import INSTRUMENT, STATEMENT

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def form(act="ask", **values):
    """A complete form."""
    return {"way": "withdraw:revoked", "statement": STATEMENT, **INSTRUMENT, "act": act, **values}


def url(page, name="ask"):
    return reverse(f"life:{name}", args=[page.pk])
