"""The bytes of a file: after a check, by the application or by the web server before it (``SENDFILE``)."""

import pytest
from config.settings.files import sending
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.test import override_settings
from wagtail.utils.sendfile import _get_sendfile

from publication import media_views
from publication.models import StoredDocument, StoredImage
from tests.publication.privacy import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(monkeypatch):
    """A document and a scaled picture that are public, and how to make them not so."""
    document = StoredDocument(title="附件")
    document.file.save("决定书.pdf", ContentFile(files.pdf("正文")), save=False)
    document.save()
    image = StoredImage.objects.create(title="图", file=ContentFile(files.picture(400, 300), "现场.jpg"))
    rendition = image.get_rendition("width-200")
    public = {"is": True}
    for name in ("publication.media_views", "publication.wagtail_hooks"):
        monkeypatch.setattr(f"{name}.is_public_file", lambda item: public["is"])
    return [document.url, rendition.url], public


@pytest.fixture
def nginx(settings):
    """As with ``SENDFILE=nginx``."""
    _get_sendfile.clear()
    with override_settings(**sending("nginx", settings.MEDIA_ROOT)):
        yield
    _get_sendfile.clear()


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_application_sends_what_is_public(client, addresses):
    for address in addresses[0]:
        answer = client.get(address)
        body = body_of(answer)
        assert answer.status_code == 200
        assert answer["Content-Length"] == str(len(body))
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "X-Accel-Redirect" not in answer
        again = client.get(address, HTTP_IF_MODIFIED_SINCE=answer["Last-Modified"])
        assert again.status_code == 304
        assert again.get("Content-Length", "0") == "0"


def test_the_web_server_is_told_where_the_bytes_lie(client, nginx, addresses):
    """No bytes, and no length of bytes that do not come; type, name and guards as before."""
    for address in addresses[0]:
        answer = client.get(address)
        assert answer.content == b""
        assert answer["X-Accel-Redirect"].startswith("/internal-media/")
        assert answer["X-Accel-Redirect"].isascii()
        assert answer.get("Content-Length", "0") == "0"
        assert answer["Content-Type"] in ("application/pdf", "image/jpeg")
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_public_is_404_and_handed_to_nobody(client, nginx, addresses):
    """Also when the browser has a copy of it."""
    known, public = addresses
    public["is"] = False
    for address in known:
        for headers in ({}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_RANGE": "bytes=0-3"}):
            answer = client.get(address, **headers)
            assert answer.status_code == 404
            assert "X-Accel-Redirect" not in answer


def test_a_picture_does_not_tell_its_stored_name(client, addresses):
    assert "filename" not in client.get(addresses[0][1]).get("Content-Disposition", "")


def test_a_missing_file_is_404(client, addresses):
    for item in (StoredDocument.objects.get(), StoredImage.objects.get().renditions.get()):
        item.file.storage.delete(item.file.name)
    for address in addresses[0]:
        assert client.get(address).status_code == 404


def test_another_server_is_refused_with_what_to_write(tmp_path):
    assert sending("", tmp_path) == {}
    with pytest.raises(ImproperlyConfigured, match="SENDFILE=apache"):
        sending("apache", tmp_path)


def test_the_checked_view_stands_before_wagtails_own():
    from django.urls import resolve, reverse

    assert resolve(reverse("wagtaildocs_serve", args=[1, "a.pdf"])).func is media_views.document
