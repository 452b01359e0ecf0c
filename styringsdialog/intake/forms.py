"""Fields of forms become part of the page: what they show stays, what they can do goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pikepdf

from styringsdialog.intake.appearances import widgets
from styringsdialog.pdf.objects import UNSEEN, with_resource
from styringsdialog.tags.mending import DrawnField


def flatten_fields(
    pdf: pikepdf.Pdf, page: pikepdf.Dictionary, marks: Mapping[tuple[int, int], int] | None
) -> Iterator[DrawnField]:
    """Draw the appearance of every field of ``page`` as page content, and yield what the fields have become.

    The content of ``page`` is closed already, so that what is drawn after it stands where it should.

    Args:
        pdf: The file.
        page: One of its pages.
        marks: In a tagged file, for each page with fields the first number that marks may have.
    """
    if not (fields := widgets(page)):
        return
    mark = marks[page.objgen] if marks is not None else None
    drawn = []
    for widget in fields:
        if not (code := _drawing(page, widget)):
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
    # The page's rotation, for fields that do not turn with it (NoRotate, ISO 32000-1, table 165).
    code = annotation.get_page_content_for_appearance(name, pikepdf.Page(page).rotation or 0, 0, UNSEEN)
    if code:
        page.Resources = resources
    return code
