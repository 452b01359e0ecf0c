from __future__ import annotations

import contextlib
import io

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from support.images import corners, exif, saved

from styringsdialog.pictures.jpeg import bare_jpeg

DATA = saved(corners(24, 16), "JPEG", exif=exif(), comment="Af Jens Hansen")


def test_a_jpeg_that_is_no_jpeg_throughout_is_not_passed_on() -> None:
    data = saved(corners(), "JPEG")
    assert bare_jpeg(data) is not None
    for broken in (
        b"",
        b"\xff\xd8",
        data[:-40],
        data[:100],
        b"\xff\xd8rubbish",
        data.replace(b"\xff\xc0", b"\xff\xc9"),
    ):
        assert bare_jpeg(broken) is None


def test_what_is_bare_is_bare_already() -> None:
    once = bare_jpeg(DATA)
    assert once is not None
    assert bare_jpeg(once) == once
    assert len(once) < len(DATA)


@given(st.integers(0, len(DATA) - 1), st.integers(0, 255))
def test_whatever_a_byte_becomes_nothing_crashes_and_what_is_given_begins_and_ends_as_a_jpeg(
    at: int, value: int
) -> None:
    found = bare_jpeg(DATA[:at] + bytes([value]) + DATA[at + 1 :])
    if found is not None:
        assert (found[:2], found[-2:]) == (b"\xff\xd8", b"\xff\xd9")
        # Whether its pixels can be decoded is for the decoder to say.
        with contextlib.suppress(OSError, SyntaxError, ValueError):
            Image.open(io.BytesIO(found)).verify()
