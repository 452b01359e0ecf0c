"""What was filled in is seen afterwards, with every letter; what was not seen stays unseen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from intake.odd_pdf import TEXT, draw, write_pdf
from support.pdf import page_texts

from styringsdialog.errors import BilagFileError
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.messages.message import message

NAME = pikepdf.Name
BOX = (100, 600, 300, 640)
Change = Callable[[pikepdf.Pdf], None]


def look(pdf: pikepdf.Pdf, code: bytes) -> pikepdf.Stream:
    return pdf.make_stream(code, Type=NAME.XObject, Subtype=NAME.Form, BBox=pikepdf.Array([0, 0, 200, 40]))


def form(*, encoding: Any = None, asked: bool = False, code: bytes | None = None, **keys: Any) -> Change:
    """Give a change that adds a text field with the value «Blåbærgrød»."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = pikepdf.Dictionary(Type=NAME.Font, Subtype=NAME.Type1, BaseFont=NAME.Helvetica)
        if encoding is not None:
            font.Encoding = encoding
        entries: dict[str, Any] = {
            "Subtype": NAME.Widget,
            "FT": NAME.Tx,
            "T": pikepdf.String("ret"),
            "V": pikepdf.String("Blåbærgrød"),
            "DA": pikepdf.String("/Helv 12 Tf 0 g"),
            "Rect": pikepdf.Array(BOX),
            "F": 4,
            **keys,
        }
        field = pdf.make_indirect(pikepdf.Dictionary(**entries))
        if code is not None:
            field.AP = pikepdf.Dictionary(N=look(pdf, code))
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array([field]),
            DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=pdf.make_indirect(font))),
            NeedAppearances=asked,
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([field])

    return change


def text_of(tmp_path: Path, change: Change) -> str:
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=change), tmp_path / "b.pdf")
    (text,) = page_texts(part.path)
    return text


DIFFERENCES = pikepdf.Dictionary(Type=NAME.Encoding, Differences=pikepdf.Array([24, NAME.breve]))


@pytest.mark.parametrize("asked", [False, True], ids=["not asked for", "asked for"])
@pytest.mark.parametrize("encoding", [None, NAME.WinAnsiEncoding, DIFFERENCES], ids=["none", "WinAnsi", "its own"])
def test_a_value_that_nothing_shows_is_drawn_with_its_danish_letters(
    encoding: Any,
    asked: bool,  # noqa: FBT001 - a value of the table
    tmp_path: Path,
) -> None:
    assert "Blåbærgrød" in text_of(tmp_path, form(encoding=encoding, asked=asked))


def test_an_empty_frame_is_filled_when_the_field_holds_a_value(tmp_path: Path) -> None:
    assert "Blåbærgrød" in text_of(tmp_path, form(asked=True, code=b"0.9 g 0 0 200 40 re f /Tx BMC EMC"))




@pytest.mark.parametrize(("flags", "seen"), [(0, True), (4, True), (1, False), (2, False), (6, False), (32, False)])
def test_what_is_hidden_stays_hidden_and_what_is_not_printed_but_seen_is_seen(
    flags: int,
    seen: bool,  # noqa: FBT001 - a value of the table
    tmp_path: Path,
) -> None:
    assert ("Blåbærgrød" in text_of(tmp_path, form(F=flags))) is seen


@pytest.mark.parametrize("state", ["Ja", "Off"])
def test_a_box_shows_the_state_that_it_is_in(state: str, tmp_path: Path) -> None:
    def box(pdf: pikepdf.Pdf) -> None:
        states = pikepdf.Dictionary(Ja=look(pdf, b"0 0 200 40 re f"), Off=look(pdf, b""))
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Subtype=NAME.Widget,
                FT=NAME.Btn,
                T=pikepdf.String("med"),
                V=pikepdf.Name(f"/{state}"),
                AS=pikepdf.Name(f"/{state}"),
                AP=pikepdf.Dictionary(N=states),
                Rect=pikepdf.Array(BOX),
                F=4,
            )
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), NeedAppearances=True)
        pdf.pages[0].obj.Annots = pikepdf.Array([field])

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=box), tmp_path / "b.pdf")
    assert draw(part.path).getpixel((200, 842 - 620)) == (0 if state == "Ja" else 255)


@pytest.mark.parametrize("held", ["stream", "parts"])
def test_an_xfa_form_is_refused_by_name(held: str, tmp_path: Path) -> None:
    def xfa(pdf: pikepdf.Pdf) -> None:
        template = pdf.make_stream(b"<xdp:xdp/>")
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=pikepdf.Array(),
            XFA=template if held == "stream" else pikepdf.Array([pikepdf.String("template"), template]),
        )

    source = write_pdf(tmp_path / "a.pdf", change=xfa)
    with pytest.raises(BilagFileError) as caught:
        take_in_pdf(source, tmp_path / "b.pdf")
    (problem,) = caught.value.problems
    assert "XFA" in problem.message
    assert "print it to a new PDF" in problem.hint
    assert problem.what == message("intake.xfa")
