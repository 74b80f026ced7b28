"""The demo's guides: twelve, complete in all fifteen elements, loaded once."""

import pytest

from disclosure.demo.content import make_units
from disclosure.demo.guides import make_guides
from disclosure.demo.matters_made import make_laws
from disclosure.models import ServiceGuidePage
from publication.gates import findings_of
from publication.models import StoredDocument

pytestmark = pytest.mark.django_db


def test_twelve_complete_guides_and_no_more_the_second_time(portal, client):
    units = make_units()
    make_laws()
    make_guides(units)
    files = StoredDocument.objects.count()
    make_guides(units)
    assert ServiceGuidePage.objects.live().count() == 12
    assert StoredDocument.objects.count() == files == 24
    for page in ServiceGuidePage.objects.all():
        open_findings = [
            found for found in findings_of(page, page.get_latest_revision()) if found.code != "not_approved"
        ]
        assert not open_findings, (page, open_findings)
        assert client.get(page.get_url()).status_code == 200
