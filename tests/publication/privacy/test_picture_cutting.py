"""Nothing that a picture says in words stays in it, and the picture itself stays as it is."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from publication.privacy.pictures import without_metadata

WORDS = b"13812345678"


def image(colour: str = "red", size: int = 32) -> Image.Image:
    return Image.new("RGB", (size, size), colour)


def saved(form: str, **options) -> bytes:
    buffer = io.BytesIO()
    image().save(buffer, form, **options)
    return buffer.getvalue()


def exif() -> Image.Exif:
    made = Image.Exif()
    made[0x010E] = f"tel {WORDS.decode()}"
    return made


def between_scans() -> bytes:
    data = saved("JPEG", progressive=True)
    place = data.find(b"\xff\xc4", data.find(b"\xff\xda"))
    body = b"Exif\0\0" + WORDS
    return data[:place] + b"\xff\xe1" + struct.pack(">H", 2 + len(body)) + body + data[place:]


WITH_WORDS = {
    "JPEG": lambda: saved("JPEG", exif=exif()),
    "second picture": lambda: saved("MPO", save_all=True, append_images=[image("blue")], exif=exif()),
    "appended picture": lambda: saved("JPEG") + saved("JPEG", exif=exif()),
    "between scans": between_scans,
    "moving GIF": lambda: saved("GIF", save_all=True, append_images=[image("blue")], comment=WORDS),
    "moving WEBP": lambda: saved("WEBP", save_all=True, append_images=[image("blue")], exif=exif()),
    "PNG": lambda: saved("PNG", pnginfo=_info()),
    "junk between segments": lambda: saved("JPEG", exif=exif()).replace(b"\xff\xdb", b"junk\xff\xdb", 1),
}


def _info() -> PngInfo:
    made = PngInfo()
    made.add_text("c", WORDS.decode())
    return made


@pytest.mark.parametrize("name", WITH_WORDS)
def test_no_words_are_left(name):
    data = WITH_WORDS[name]()
    assert WORDS in data
    clean = without_metadata(data)
    assert clean is not None
    assert WORDS not in clean
    assert b"Exif" not in clean
    Image.open(io.BytesIO(clean)).load()


@pytest.mark.parametrize("name", ["moving GIF", "moving WEBP"])
def test_moving_pictures_keep_their_frames(name):
    assert Image.open(io.BytesIO(without_metadata(WITH_WORDS[name]()))).n_frames == 2


@given(st.integers(8, 90), st.booleans(), st.sampled_from([0, 1, 2]), st.binary(max_size=40))
@settings(max_examples=40, deadline=None)
def test_pixels_stay_and_any_words_go(size, progressive, restart, words):
    """Scans, restart markers and stuffed bytes of any picture are passed over whole."""
    noise = Image.effect_noise((size, size), 90).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", progressive=progressive, restart_marker_blocks=restart, comment=b"mark" + words)
    clean = without_metadata(buffer.getvalue())
    assert b"mark" + words not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(buffer).tobytes()


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_broken_pictures_never_stop_the_cutting(data):
    without_metadata(b"\xff\xd8" + data)
