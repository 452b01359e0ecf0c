"""The font that footers are stamped in, carried from one file to another."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from styringsdialog.typeset.fonts import Face
from styringsdialog.typeset.stampfont import stamp_font

FOOTER = "Bilag 2 · side 3 af 14 – Høje-Taastrup"


@pytest.mark.parametrize("face", [Face.SANS, Face.SANS_SEMIBOLD])
def test_a_text_stamped_on_a_foreign_page_is_read_as_it_was_written(face: Face) -> None:
    font = stamp_font([FOOTER], face)
    with pikepdf.new() as pdf, pikepdf.open(io.BytesIO(font.pdf)) as source:
        page = pdf.add_blank_page(page_size=(400, 100))
        page.obj.Resources = pdf.copy_foreign(source.make_indirect(source.pages[0].obj.Resources))
        shown = b" ".join(f"/{name} 10 Tf <{codes.hex()}> Tj".encode("ascii") for name, codes in font.encode(FOOTER))
        page.obj.Contents = pdf.make_stream(b"BT 20 50 Td " + shown + b" ET")
        stream = io.BytesIO()
        pdf.save(stream)
    with pypdfium2.PdfDocument(stream.getvalue()) as document:
        text = document[0].get_textpage()
        assert text.get_text_range() == FOOTER
        left, right = text.get_charbox(0, loose=True)[0], text.get_charbox(len(FOOTER) - 1, loose=True)[2]
    assert right - left == pytest.approx(font.width(FOOTER, 10), abs=0.2)


def test_numbers_are_all_of_one_width() -> None:
    font = stamp_font(["0123456789"])
    assert len({font.width(digit, 8.5) for digit in "0123456789"}) == 1


def test_the_font_is_embedded_and_the_same_every_time() -> None:
    font = stamp_font(["side 1", "af 2"])
    assert font.pdf == stamp_font(["af 2", "side 1"]).pdf
    with pikepdf.open(io.BytesIO(font.pdf)) as pdf:
        (resource,) = pdf.pages[0].obj.Resources.Font.values()
        assert "/FontFile2" in resource.FontDescriptor
        assert "SourceSansPro" in str(resource.BaseFont)


def test_a_character_that_it_was_not_made_for_is_refused() -> None:
    with pytest.raises(KeyError, match="Q"):
        stamp_font(["side 1 af 2"]).encode("Q")
