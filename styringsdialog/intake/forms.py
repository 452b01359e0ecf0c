"""Fields of forms become part of the page: what they show stays, what they can do goes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping

import pikepdf

from styringsdialog.pdf.objects import dictionary, with_resource
from styringsdialog.tags.fields import DrawnField

__all__ = ["flatten_fields"]

_TEXT = re.compile(rb"(?:[)>\]]|\s)(?:Tj|TJ|'|\"|Do)(?:\s|$)")
"""Operators that show text, or something drawn elsewhere."""

_NORMAL = pikepdf.Name.N
_SIMPLE_FONTS = (pikepdf.Name.Type1, pikepdf.Name.TrueType)
_LATIN = (pikepdf.Name.WinAnsiEncoding, pikepdf.Name.MacRomanEncoding)
_SYMBOLS = frozenset({"/Symbol", "/ZapfDingbats"})

_FIELDS = 32
"""Fields within each other: more is a circle."""

_UNSEEN = 1 | 2 | 32
"""Invisible, hidden and no-view (ISO 32000-1, table 165)."""


def flatten_fields(
    pdf: pikepdf.Pdf, pages: list[pikepdf.Dictionary], marks: Mapping[tuple[int, int], int] | None = None
) -> tuple[DrawnField, ...]:
    """Draw every field's appearance as page content, remove the form, and return what the fields have become.

    The content of ``pages`` is closed already, so that what is drawn after it stands where it should.

    Args:
        pdf: The file.
        pages: All of its pages.
        marks: In a tagged file, for each page with fields the first number that marks may have.
    """
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        _complete_appearances(pdf, form, pages)
    return tuple(field for page in pages for field in _flatten_page(pdf, page, marks))


def _complete_appearances(pdf: pikepdf.Pdf, form: pikepdf.Dictionary, pages: list[pikepdf.Dictionary]) -> None:
    """Let fields that hold a text and do not show it show it.

    Programs that fill in a form may leave it to the viewer to draw what was filled in (NeedAppearances,
    ISO 32000-1, table 218), and some forget to say so. What a field shows already is left as it is.
    """
    widgets = [widget for page in pages for widget in _widgets(page)]
    looks = [(widget, _look_to_keep(widget)) for widget in widgets]
    # What a field shows already is what its author saw, whatever the form asks of viewers.
    if all(look is not None or ("/AP" not in widget and not _value(widget)) for widget, look in looks):
        return
    kept = [(widget, look) for widget, look in looks if look is not None]
    _spell_in_latin(pdf, form.get("/DR"))
    for widget, look in looks:
        if look is None and isinstance(
            frame := pikepdf.Annotation(widget).get_appearance_stream(_NORMAL), pikepdf.Stream
        ):
            _spell_in_latin(pdf, frame.get("/Resources"))
    form.NeedAppearances = True
    pdf.generate_appearance_streams()
    for widget, look in kept:
        widget.AP = look


def _spell_in_latin(pdf: pikepdf.Pdf, resources: object) -> None:
    """Let the fonts of ``resources``, which nothing is written with yet, have letters such as æ, ø and å.

    In a font without one of the encodings that have a name, qpdf writes ASCII and question marks.
    """
    fonts = dictionary(dictionary(resources).get("/Font"))
    for name in list(fonts.keys()):
        font = fonts.get(name)
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") not in _SIMPLE_FONTS:
            continue
        if font.get("/Encoding") in _LATIN or str(font.get("/BaseFont", "")) in _SYMBOLS:
            continue
        # Another object: what is written already goes on meaning what it meant.
        spelled = copy.copy(font)
        spelled.Encoding = pikepdf.Name.WinAnsiEncoding
        fonts[name] = pdf.make_indirect(spelled)


def _look_to_keep(widget: pikepdf.Dictionary) -> pikepdf.Dictionary | None:
    """Return the appearances of ``widget`` unless it holds a text and they show none; ``None`` without any."""
    look = widget.get("/AP")
    if not isinstance(look, pikepdf.Dictionary):
        return None
    normal = look.get("/N")
    if not isinstance(normal, pikepdf.Stream) or not _value(widget):
        return look
    try:
        return look if _TEXT.search(normal.read_bytes()) else None
    except pikepdf.PdfError:
        return look


def _value(widget: pikepdf.Dictionary) -> str:
    """Return the text that the field of ``widget`` holds; a button holds none, and what it shows is its appearance."""
    field: object = widget
    kind, value = "", ""
    for _ in range(_FIELDS):
        if not isinstance(field, pikepdf.Dictionary):
            break
        kind = kind or str(field.get("/FT", ""))
        own = field.get("/V")
        value = value or (str(own) if isinstance(own, pikepdf.String) else "")
        field = field.get("/Parent")
    return value if kind in {"/Tx", "/Ch"} else ""


def _widgets(page: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    annotations = page.get("/Annots", pikepdf.Array())
    dictionaries = (annotation for annotation in annotations if isinstance(annotation, pikepdf.Dictionary))
    return [annotation for annotation in dictionaries if annotation.get("/Subtype") == pikepdf.Name.Widget]


def _flatten_page(
    pdf: pikepdf.Pdf, page: pikepdf.Dictionary, marks: Mapping[tuple[int, int], int] | None
) -> Iterator[DrawnField]:
    widgets = _widgets(page)
    if not widgets:
        return
    mark = marks[page.objgen] if marks is not None else None
    drawn = []
    for widget in widgets:
        code = _drawing(page, widget)
        if not code:
            yield DrawnField(widget, page, None)
            continue
        yield DrawnField(widget, page, mark)
        if mark is not None:
            code = b"/Form <</MCID %d>> BDC\n%s\nEMC" % (mark, code)
            mark += 1
        drawn.append(code)
    if drawn:
        page.Contents = pikepdf.Array([*page.Contents, pdf.make_stream(b"\n".join(drawn))])
    others = [annotation for annotation in page.Annots if annotation.get("/Subtype") != pikepdf.Name.Widget]
    if others:
        page.Annots = pikepdf.Array(others)
    else:
        del page["/Annots"]


def _drawing(page: pikepdf.Dictionary, widget: pikepdf.Dictionary) -> bytes:
    """Return code that draws ``widget`` on ``page``, and add to the page what it needs; empty when nothing is seen."""
    annotation = pikepdf.Annotation(widget)
    appearance = annotation.get_appearance_stream(pikepdf.Name.N)
    if not isinstance(appearance, pikepdf.Stream):
        return b""
    # A form XObject says so itself; appearances are often without it.
    appearance.Type, appearance.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    resources, name = with_resource(page.get("/Resources"), "/XObject", "SdField", appearance)
    code = annotation.get_page_content_for_appearance(name, pikepdf.Page(page).rotation or 0, 0, _UNSEEN)
    if code:
        page.Resources = resources
    return code
