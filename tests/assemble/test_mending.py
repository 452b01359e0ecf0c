"""What is mended so that nobody sees a difference."""

from __future__ import annotations

import itertools
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.assemble.mending import mend


def mended_map(sections: bytes) -> bytes:
    """Give the ToUnicode map that holds ``sections``, mended."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=pdf.make_stream(b"begincmap\n%s\nend" % sections))
        pdf.Root.Font = pdf.make_indirect(font)
        mend(pdf)
        data: bytes = pdf.Root.Font.ToUnicode.read_bytes()
        return data.removeprefix(b"begincmap\n").removesuffix(b"\nend")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (b"2 beginbfchar\n<00> <0000>\n<01> <0041>\nendbfchar", b"1 beginbfchar\n<01> <0041>\nendbfchar"),
        (b"1 beginbfrange\n<00> <02> <0000>\nendbfrange", b"2 beginbfchar\n<01> <0001>\n<02> <0002>\nendbfchar"),
        (
            b"1 beginbfrange\n<04><06> [<0041> <FEFF> <0042>]\nendbfrange",
            b"2 beginbfchar\n<04> <0041>\n<06> <0042>\nendbfchar",
        ),
        (b"1 beginbfchar\n<01> <FFFE>\nendbfchar", b""),
        # Sound maps, and those that nobody can read, stay as they are.
        (b"1 beginbfrange\n<20> <7E> <0020>\nendbfrange", b"1 beginbfrange\n<20> <7E> <0020>\nendbfrange"),
        (b"1 beginbfchar\n<01>\nendbfchar", b"1 beginbfchar\n<01>\nendbfchar"),
        (
            b"1 beginbfrange\n<0000> <FFFFFFFF> <0000>\nendbfrange",
            b"1 beginbfrange\n<0000> <FFFFFFFF> <0000>\nendbfrange",
        ),
    ],
)
def test_no_character_stands_for_none(given: bytes, wanted: bytes) -> None:
    assert mended_map(given) == wanted


def test_no_more_than_a_hundred_characters_stand_in_one_section() -> None:
    found = mended_map(b"1 beginbfrange\n<0000> <00FF> <0000>\nendbfrange")
    assert [line for line in found.splitlines() if b"begin" in line] == [
        b"100 beginbfchar",
        b"100 beginbfchar",
        b"55 beginbfchar",
    ]


def test_a_set_of_characters_that_need_not_be_there_goes() -> None:
    with pikepdf.new() as pdf:
        descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, CIDSet=pdf.make_stream(b"\xff"))
        pdf.Root.Descriptor = pdf.make_indirect(descriptor)
        mend(pdf)
        assert "/CIDSet" not in pdf.Root.Descriptor


# ------------------------------------------------------------------------------- streams


def ends_in_return(start: int = 0) -> bytes:
    """Give data that end in a carriage return when they are packed."""
    return next(data for data in (b"%d" % number for number in itertools.count(start)) if _ends(data))


def _ends(data: bytes) -> bool:
    return zlib.compress(data)[-1:] == b"\r"


@given(start=st.integers(0, 10_000), packed=st.booleans(), predicted=st.booleans())
def test_no_stream_ends_in_a_carriage_return_and_none_says_anything_else(
    start: int, *, packed: bool, predicted: bool
) -> None:
    data = ends_in_return(start)
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(data)
        if packed:
            parameters = pikepdf.Dictionary(Predictor=1) if predicted else None
            stream.write(zlib.compress(data), filter=pikepdf.Name.FlateDecode, decode_parms=parameters)
        pdf.Root.Data = stream
        mend(pdf)
        assert not pdf.Root.Data.read_raw_bytes().endswith(b"\r")
        assert pdf.Root.Data.read_bytes() == data


def test_metadata_are_left_for_everybody_to_read() -> None:
    with pikepdf.new() as pdf:
        pdf.Root.Metadata = pdf.make_stream(b"<x/>", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        mend(pdf)
        assert pdf.Root.Metadata.read_raw_bytes() == b"<x/>"
