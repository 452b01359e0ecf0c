"""What was filled in is seen afterwards, with every letter; what was not seen stays unseen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.odd_pdf import TEXT, draw, write_pdf
from PIL import ImageChops
from support.pdf import page_texts, words
from support.remarks import danish, remark

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


def test_a_ground_without_words_stays_beneath_them(tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", TEXT, change=form(code=b"0.5 g 0 0 200 40 re f"))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert draw(part.path).getpixel((290, 842 - 635)) == 128
    assert "Blåbærgrød" in page_texts(part.path)[0]


OLD = b"/Tx BMC q BT /Helv 12 Tf 2 14 Td (Gammelt) Tj ET Q EMC"
FORMATS = pikepdf.Dictionary(F=pikepdf.Dictionary(S=NAME.JavaScript, JS=pikepdf.String("AFNumber_Format(2);")))


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ({"V": pikepdf.String("Gammelt")}, "Gammelt"),
        ({"V": pikepdf.String("Nyt")}, "Nyt"),
        ({"V": pikepdf.String("Nyt"), "asked": True}, "Nyt"),
        ({"V": pikepdf.String("")}, "Gammelt"),
        ({"V": pikepdf.String(""), "asked": True}, ""),
        ({"V": pikepdf.String("1234"), "AA": FORMATS}, "Gammelt"),
        ({"V": pikepdf.String("1234"), "PMD": pikepdf.Dictionary()}, "Gammelt"),
    ],
    ids=["same", "other", "other, asked", "empty", "empty, asked", "formatted", "barcode"],
)
def test_an_old_appearance_gives_way_to_what_was_filled_in_and_not_to_what_a_script_made(
    keys: dict[str, Any], shown: str, tmp_path: Path
) -> None:
    source = write_pdf(tmp_path / "a.pdf", TEXT, change=form(code=OLD, encoding=NAME.WinAnsiEncoding, **keys))
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert words(page_texts(part.path)[0]) == ["tekst", *words(shown)]
    kept, drawn = remark("intake.fields", count=1), remark("intake.fields-drawn", count=1, drawn=1)
    assert part.notes[0] == (kept if shown == "Gammelt" else drawn)


@pytest.mark.parametrize("flags", [1 << 17, 1 << 17 | 1 << 18, 0], ids=["drop-down", "editable", "list"])
def test_a_choice_shows_its_label_and_not_its_code(flags: int, tmp_path: Path) -> None:
    options = pikepdf.Array([pikepdf.Array([f"K{number}", f"Grød{number}"]) for number in range(30)])
    text = text_of(tmp_path, form(FT=NAME.Ch, Ff=flags, Opt=options, V=pikepdf.String("K28")))
    assert "Grød28" in text
    assert "K28" not in text


def test_a_field_without_an_appearance_has_its_border_and_its_ground(tmp_path: Path) -> None:
    style = pikepdf.Dictionary(BC=pikepdf.Array([0]), BG=pikepdf.Array([0.5]))
    change = form(V=pikepdf.String(""), MK=style)
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=change), tmp_path / "b.pdf")
    picture = draw(part.path)
    assert (picture.getpixel((100, 842 - 620)), picture.getpixel((200, 842 - 620))) == (0, 128)


@pytest.mark.parametrize("state", ["Ja", "Off"])
@pytest.mark.parametrize("flags", [0, 1 << 15], ids=["check", "radio"])
def test_a_tick_without_an_appearance_is_drawn(state: str, flags: int, tmp_path: Path) -> None:
    style = pikepdf.Dictionary(BC=pikepdf.Array([0]))
    change = form(FT=NAME.Btn, Ff=flags, AS=NAME(f"/{state}"), V=NAME(f"/{state}"), MK=style)
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=change), tmp_path / "b.pdf")
    middle = draw(part.path).crop((190, 842 - 630, 210, 842 - 610))
    assert (min(middle.tobytes()) < 64) is (state == "Ja")


def test_a_button_shows_the_state_that_it_holds(tmp_path: Path) -> None:
    def box(pdf: pikepdf.Pdf) -> None:
        form(FT=NAME.Btn, V=NAME.Ja, AS=NAME.Off)(pdf)
        states = pikepdf.Dictionary(Ja=look(pdf, b"0 0 200 40 re f"), Off=look(pdf, b""))
        pdf.pages[0].obj.Annots[0].AP = pikepdf.Dictionary(N=states)

    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=box), tmp_path / "b.pdf")
    assert draw(part.path).getpixel((200, 842 - 620)) == 0
    assert part.notes == (remark("intake.fields-drawn", count=1, drawn=1),)


def test_a_text_that_its_field_cannot_hold_is_there_and_told(tmp_path: Path) -> None:
    long = "ord " * 400
    part = take_in_pdf(
        write_pdf(tmp_path / "a.pdf", TEXT, change=form(V=pikepdf.String(long), Ff=1 << 12)), tmp_path / "b.pdf"
    )
    assert words(page_texts(part.path)[0]).count("ord") == 400
    assert remark("intake.fields-overfull", pages=[1]) in part.notes


def test_letters_that_no_font_has_are_told_and_the_others_stay(tmp_path: Path) -> None:
    change = form(V=pikepdf.String("Łódź 漢 Ğürsel"))
    part = take_in_pdf(write_pdf(tmp_path / "a.pdf", TEXT, change=change), tmp_path / "b.pdf")
    assert words(page_texts(part.path)[0]) == ["tekst", "Łódź", "Ğürsel"]
    (told,) = danish(part.notes[:1])
    assert told.startswith("Side 1 i filen har formularfelter med tegn, som ingen skrift her kan vise («漢»)")


SAID = st.text(st.sampled_from("abcdefg hijklmno pqrst æøåÆØÅ 0123456789,.-–—…ŁłźğİşŽ€πЖ\n\t"), max_size=150)


@pytest.mark.long
@given(
    said=SAID,
    flags=st.sampled_from([0, 1 << 12, 1 << 24]),
    box=st.tuples(st.integers(5, 300), st.integers(5, 120)),
    size=st.sampled_from([0, 5, 9, 12, 20]),
)
def test_the_words_on_the_page_are_the_words_of_the_value(
    said: str, flags: int, box: tuple[int, int], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("felt")
    rectangle = pikepdf.Array([100, 500, 100 + box[0], 500 + box[1]])
    look = pikepdf.String(f"/Helv {size} Tf 0 g")
    change = form(V=pikepdf.String(said), Ff=flags, MaxLen=max(1, len(said)), Rect=rectangle, DA=look)
    part = take_in_pdf(write_pdf(folder / "a.pdf", b"", change=change), folder / "b.pdf")
    # PDFium's word for a hyphen at a line's end.
    seen = page_texts(part.path)[0].replace("\x02", "-").replace("\ufffe", "-")
    assert plain(seen) == plain(said)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("flags", [0, 1 << 12, 1 << 24], ids=["line", "lines", "comb"])
@pytest.mark.parametrize("turn", [0, 90])
def test_a_field_is_drawn_as_pdfium_draws_it(flags: int, turn: int, tmp_path: Path) -> None:
    style = pikepdf.Dictionary(BC=pikepdf.Array([0]), BG=pikepdf.Array([0.9]))
    change = form(asked=True, encoding=NAME.WinAnsiEncoding, Ff=flags, MaxLen=12, MK=style)
    source = write_pdf(tmp_path / "a.pdf", TEXT, keys={"/Rotate": turn}, change=change)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    with pypdfium2.PdfDocument(source) as document:
        document.init_forms()
        asked = document[0].render(grayscale=True).to_pil()
    difference = ImageChops.difference(asked, draw(part.path)).point(lambda value: 255 * (value > 8))
    assert difference.histogram()[255] <= 0.0005 * asked.width * asked.height


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


@pytest.mark.parametrize("rendered", [False, True])
def test_an_xfa_form_whose_pages_are_whole_is_taken(rendered: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a value of the table
    def xfa(pdf: pikepdf.Pdf) -> None:
        form()(pdf)
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp:xdp/>")
        if rendered:
            pdf.Root.NeedsRendering = True

    source = write_pdf(tmp_path / "a.pdf", TEXT, change=xfa)
    if rendered:
        with pytest.raises(BilagFileError):
            take_in_pdf(source, tmp_path / "b.pdf")
    else:
        assert "Blåbærgrød" in page_texts(take_in_pdf(source, tmp_path / "b.pdf").path)[0]
