"""Fields of forms become part of the page: what they show stays, what they can do goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
import pikepdf

from styringsdialog.intake.resources import with_resource

__all__ = ["DrawnField", "flatten_fields"]

_UNSEEN = 1 | 2 | 32
"""Invisible, hidden and no-view (ISO 32000-1, table 165)."""


@attrs.frozen(eq=False)
class DrawnField:
    """A field that has become content of ``page``.

    Attributes:
        mark: What its drawing is marked with (MCID); ``None`` when it shows nothing, or the file has no tags.
    """

    widget: pikepdf.Dictionary
    page: pikepdf.Dictionary
    mark: int | None


def flatten_fields(
    pdf: pikepdf.Pdf, pages: list[pikepdf.Dictionary], marks: Mapping[tuple[int, int], int] | None = None
) -> tuple[DrawnField, ...]:
    """Draw every field's appearance as page content, remove the form, and give what the fields have become.

    The content of ``pages`` is closed already, so that what is drawn after it stands where it should.

    Args:
        pdf: The file.
        pages: All of its pages.
        marks: In a tagged file, for each page with fields the first number that marks may have.
    """
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and _needs_appearances(form, pages):
        pdf.generate_appearance_streams()
    return tuple(field for page in pages for field in _flatten_page(pdf, page, marks))


def _needs_appearances(form: pikepdf.Dictionary, pages: list[pikepdf.Dictionary]) -> bool:
    return bool(form.get("/NeedAppearances", False)) or any(
        "/AP" not in annotation and "/V" in annotation for page in pages for annotation in _widgets(page)
    )


def _widgets(page: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    found = page.get("/Annots", pikepdf.Array())
    dictionaries = (one for one in found if isinstance(one, pikepdf.Dictionary))
    return [one for one in dictionaries if one.get("/Subtype") == pikepdf.Name.Widget]


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
    others = [one for one in page.Annots if one.get("/Subtype") != pikepdf.Name.Widget]
    if others:
        page.Annots = pikepdf.Array(others)
    else:
        del page["/Annots"]


def _drawing(page: pikepdf.Dictionary, widget: pikepdf.Dictionary) -> bytes:
    """Give code that draws ``widget`` on ``page``, and the page what that code needs; empty when nothing is seen."""
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
