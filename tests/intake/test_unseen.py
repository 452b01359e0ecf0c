"""Pages are drawn whole only where words on them may be unseen, and what is told of them stays the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from intake.canaries import GONE, TOLD
from intake.odd_pdf import link, write_pdf
from pikepdf import Array, Dictionary, Name

from styringsdialog.intake import unseen
from styringsdialog.intake.pdf import take_in_pdf

_WORDS = b"BT /F1 12 Tf 20 20 Td (KANARIE) Tj ET BT /F1 12 Tf 20 400 Td (synlig tekst) Tj ET "
_BLACK = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([0]), N=1)
_SHADING = Dictionary(
    ShadingType=2,
    ColorSpace=Name.DeviceGray,
    Coords=Array([0, 0, 100, 0]),
    Function=_BLACK,
    Extend=Array([True, True]),
)


def _form(pdf: pikepdf.Pdf, content: bytes, **resources: Any) -> pikepdf.Stream:
    entries = Dictionary({f"/{category}": Dictionary(named) for category, named in resources.items()})
    box = Array([0, 0, 595, 842])
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=entries)


def _resources(category: str, make: Callable[[pikepdf.Pdf], dict[str, Any]]) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources[f"/{category}"] = Dictionary(make(pdf))

    return change


def _tiling(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    """Return a pattern in whatever colour, which paints a stripe in every fifty points."""
    return pdf.make_stream(
        b"0 0 2 9 re f",
        PatternType=1,
        PaintType=2,
        TilingType=1,
        BBox=Array([0, 0, 2, 9]),
        XStep=50,
        YStep=9,
        Resources=Dictionary(),
    )


def _patterned(pdf: pikepdf.Pdf) -> None:
    resources = pdf.pages[0].obj.Resources
    resources.Pattern = Dictionary(P=_tiling(pdf))
    resources.ColorSpace = Dictionary(S=Array([Name.Pattern, Name.DeviceGray]))


_HIDDEN: dict[str, tuple[bytes, Callable[[pikepdf.Pdf], None]]] = {
    "beneath a shading": (
        _WORDS + b"/S sh",
        _resources("Shading", lambda _: {"/S": _SHADING}),
    ),
    "beneath a shading in a form": (
        _WORDS + b"/X Do",
        _resources("XObject", lambda pdf: {"/X": _form(pdf, b"/S sh", Shading={"/S": _SHADING})}),
    ),
    "beneath a shading in a form in a form": (
        _WORDS + b"/X Do",
        _resources(
            "XObject",
            lambda pdf: {"/X": _form(pdf, b"/X Do", XObject={"/X": _form(pdf, b"/S sh", Shading={"/S": _SHADING})})},
        ),
    ),
    "beneath a line as thick as they are high": (_WORDS + b"12 w 10 24 m 200 24 l S", lambda _: None),
    "in a pattern that paints little": (
        b"/S cs 0 /P scn " + _WORDS.partition(b"ET")[0] + b"ET 0 g " + _WORDS.partition(b"ET")[2],
        _patterned,
    ),
}
_SEEN = {
    "beside a picture": _WORDS + b"1 0 0 rg 100 100 200 200 re f",
    "above a thin line": _WORDS + b"0 0 1 RG 20 14 m 90 14 l S",
}


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with each drawing of a page."""
    counted: list[int] = []
    render = pypdfium2.PdfPage.render

    def counting(self: Any, *arguments: Any, **options: Any) -> Any:
        counted.append(1)
        return render(self, *arguments, **options)

    monkeypatch.setattr(pypdfium2.PdfPage, "render", counting)
    return counted


@pytest.mark.parametrize("place", _SEEN)
def test_dark_words_that_stand_alone_are_drawn_without_the_rest(
    place: str, drawings: list[int], tmp_path: Path
) -> None:
    source = write_pdf(tmp_path / "a.pdf", _SEEN[place], keys={"/Annots": Array([link(A=Dictionary(S=Name.URI))])})
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert not [note for note in part.notes if note.what.code == "intake.hidden-text"]
    # Once for the footer's place.
    assert len(drawings) == 2


@pytest.mark.parametrize("place", _HIDDEN)
def test_what_is_hidden_in_an_unusual_way_is_told(place: str, tmp_path: Path) -> None:
    content, change = _HIDDEN[place]
    source = write_pdf(tmp_path / "a.pdf", content, change=change)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert [note for note in part.notes if note.what.code == "intake.hidden-text"]


@pytest.mark.parametrize("place", [*GONE, *TOLD, *_HIDDEN])
def test_what_is_told_is_what_is_told_where_every_page_is_drawn(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, change = {**GONE, **_HIDDEN, **{name: told[:2] for name, told in TOLD.items()}}[place]
    source = write_pdf(tmp_path / "a.pdf", content, change=change, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    part = take_in_pdf(source, tmp_path / "b.pdf")
    monkeypatch.setattr(unseen, "_are_clear", lambda *_: False)
    assert take_in_pdf(source, tmp_path / "b.pdf") == part


def test_a_scan_with_invisible_words_is_drawn_once_less(drawings: list[int], tmp_path: Path) -> None:
    source = write_pdf(tmp_path / "a.pdf", b"BT 3 Tr /F1 12 Tf 20 20 Td (KANARIE) Tj ET")
    part = take_in_pdf(source, tmp_path / "b.pdf")
    assert [note for note in part.notes if note.what.code == "intake.hidden-text"]
    # The footer's place, the page, and the words in black.
    assert len(drawings) == 3
