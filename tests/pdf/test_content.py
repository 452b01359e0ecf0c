"""Whatever a page's content leaves open, what is drawn after it stands where it should, and it looks as it did."""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.odd_pdf import TEXT, draw, write_pdf
from PIL import ImageChops
from support.remarks import remark

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.pdf.content import ContentTooLargeError, Frames, close_content, read_content
from styringsdialog.pdf.objects import listed

BOX = b"100 300 80 40 re f"
LATE = b"/Artifact BMC q 1 0 0 rg 0 0 10 10 re f Q EMC"

ODD = {
    "balanced": b"q " + TEXT + b" Q",
    "flipped for good": b"1 0 0 -1 0 842 cm " + BOX,
    "a q too many": b"q 2 0 0 2 0 0 cm " + BOX,
    "a Q too many": b"2 0 0 2 0 0 cm Q " + BOX,
    "open text": b"BT /F1 24 Tf 72 400 Td (tekst) Tj",
    "open marks": b"/P BMC /Q BMC " + BOX,
    "closed marks that nobody opened": b"EMC EMC " + BOX,
    "everything open, crosswise": b"BT q /P BMC " + BOX + b" ET",
    "a path that is never painted": BOX + b" 300 0 m 300 842 l",
    "a clip that is never used": BOX + b" 100 300 10 10 re W",
    "a clip that hides all": b"0 0 1 1 re W n " + BOX,
    "a string without end": BOX + b" (tekst",
    "an array without end": BOX + b" [1 2",
    "a dictionary without end": BOX + b" /P << /A",
    "an image without end": BOX + b" BI /W 1 /H 1 ID x",
    "a comment without end": BOX + b" % slut",
    "operators that are none": BOX + b" foo \xff\xfe\x00\x01 (x",
    "colour": b"1 0 0 rg " + BOX,
    "nothing": b"",
}


def closed(content: bytes) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(content)
        close_content(page, Frames(pdf))
        return b"".join(stream.read_bytes() for stream in page.Contents.as_list() if isinstance(stream, pikepdf.Stream))


@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_the_page_looks_as_it_did(content: bytes, tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", content)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None


@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_what_is_drawn_after_it_stands_at_its_place_and_nothing_comes_with_it(content: bytes, tmp_path: Path) -> None:
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", content), tmp_path / "b.pdf")
    before = draw(part.path)
    with pikepdf.open(part.path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        page.Contents = pikepdf.Array([*page.Contents.as_list(), pdf.make_stream(LATE)])
        pdf.save(part.path)
    assert ImageChops.difference(before, draw(part.path)).getbbox() == (0, 832, 10, 842)


TOKENS = st.lists(
    st.sampled_from(
        [b"q", b"Q", b"BT", b"ET", b"/A BMC", b"/A <</MCID 0>> BDC", b"EMC", b"1 0 0 1 5 5 cm", b"0 0 9 9 re f"]
    ),
    max_size=25,
).map(b" ".join)


@given(content=TOKENS)
@settings(deadline=None)
def test_every_opener_gets_its_closer(content: bytes) -> None:
    operators = [str(one.operator) for one in pikepdf.parse_content_stream(stream_of(closed(content)))]
    for opener, closer in (({"q"}, "Q"), ({"BT"}, "ET"), ({"BMC", "BDC"}, "EMC")):
        depth = 0
        for operator in operators:
            depth += (operator in opener) - (operator == closer)
            assert depth >= 0, "nothing is closed that was not opened"
        assert depth == 0


@given(content=TOKENS)
@settings(deadline=None)
def test_a_closed_content_stays_as_it_is_but_for_its_frame(content: bytes) -> None:
    once = closed(content)
    assert closed(once).split() == [b"q", *once.split(), b"Q"]


def stream_of(content: bytes) -> pikepdf.Stream:
    return pikepdf.Stream(SCRATCH, content)


SCRATCH = pikepdf.new()


def test_of_a_damaged_content_stays_what_viewers_show_and_the_page_is_named(tmp_path: Path) -> None:
    def damage(pdf: pikepdf.Pdf) -> None:
        with pikepdf.new() as scratch:
            packed = scratch.make_stream(TEXT * 40)
            stream = io.BytesIO()
            scratch.Root.X = packed
            scratch.save(stream, compress_streams=True)
        with pikepdf.open(stream) as scratch:
            raw = scratch.Root.X.read_raw_bytes()
        contents = pdf.pages[1].obj.Contents
        assert isinstance(contents, pikepdf.Stream)
        contents.write(raw[:-12], filter=pikepdf.Name.FlateDecode)

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, TEXT, change=damage), tmp_path / "b.pdf")
    assert remark("intake.broken-content", pages=[2]) in part.notes
    with pypdfium2.PdfDocument(part.path) as document:
        assert "tekst" in document[1].get_textpage().get_text_bounded()


@pytest.mark.parametrize("size", [40, 4_000, 100_000])
def test_a_wrong_checksum_behind_a_content_costs_nothing_and_is_not_told(size: int, tmp_path: Path) -> None:
    def damage(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        assert isinstance(contents, pikepdf.Stream)
        packed = zlib.compress(b"% " + hashlib.shake_256(b"x").hexdigest(size).encode() + b"\n" + TEXT)
        contents.write(packed[:-4] + bytes(4), filter=pikepdf.Name.FlateDecode)

    source = write_pdf(tmp_path / "a.pdf", TEXT, change=damage)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert part.notes == ()
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None
    with pikepdf.open(part.path) as pdf:
        assert b"(tekst) Tj" in b"".join(stream.read_bytes() for stream in listed(pdf.pages[0].obj.Contents))


@given(st.binary(max_size=500), st.integers(min_value=2))
def test_of_a_packed_content_as_much_is_read_as_is_sound(data: bytes, at: int) -> None:
    packed = zlib.compress(data)
    stream = stream_of(b"")
    stream.write(packed[: max(2, at % len(packed))], filter=pikepdf.Name.FlateDecode)
    assert data.startswith(read_content([stream]).data)


def test_a_content_that_is_only_said_to_be_packed_is_shown_as_it_stands(tmp_path: Path) -> None:
    def claim(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        assert isinstance(contents, pikepdf.Stream)
        contents.write(TEXT, filter=pikepdf.Name.FlateDecode)

    source = write_pdf(tmp_path / "a.pdf", TEXT, change=claim)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert ImageChops.difference(draw(source), draw(part.path)).getbbox() is None


def test_contents_that_are_none_are_an_empty_page(tmp_path: Path) -> None:
    for index, contents in enumerate((pikepdf.Array([]), pikepdf.Array([1, None]), pikepdf.Dictionary(), 7)):
        source = write_pdf(tmp_path / f"{index}.pdf", keys={"/Contents": contents})
        assert len(take_in_pdf(source, tmp_path / "b.pdf").pages) == 1


def test_what_unpacks_to_too_much_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("styringsdialog.pdf.content.LARGEST_CONTENT", 1000)
    assert read_content([stream_of(b"a" * 999)]).whole
    with pytest.raises(ContentTooLargeError):
        read_content([stream_of(b"a" * 600), stream_of(b"a" * 600)])
