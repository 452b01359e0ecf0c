"""Fields of forms become part of the page: what they show stays, what they can do goes."""

from __future__ import annotations

import pikepdf

from styringsdialog.intake.resources import with_resource

__all__ = ["flatten_fields"]

_UNSEEN = 1 | 2 | 32
"""Invisible, hidden and no-view (ISO 32000-1, table 165)."""


def flatten_fields(pdf: pikepdf.Pdf, pages: list[pikepdf.Dictionary]) -> int:
    """Draw every field's appearance as page content, remove the form, and give how many fields there were.

    The content of ``pages`` is closed already, so that what is drawn after it stands where it should.
    """
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and _needs_appearances(form, pages):
        pdf.generate_appearance_streams()
    return sum(_flatten_page(pdf, page) for page in pages)


def _needs_appearances(form: pikepdf.Dictionary, pages: list[pikepdf.Dictionary]) -> bool:
    return bool(form.get("/NeedAppearances", False)) or any(
        "/AP" not in annotation and "/V" in annotation for page in pages for annotation in _widgets(page)
    )


def _widgets(page: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    found = page.get("/Annots", pikepdf.Array())
    dictionaries = (one for one in found if isinstance(one, pikepdf.Dictionary))
    return [one for one in dictionaries if one.get("/Subtype") == pikepdf.Name.Widget]


def _flatten_page(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> int:
    widgets = _widgets(page)
    if not widgets:
        return 0
    drawn = []
    for widget in widgets:
        annotation = pikepdf.Annotation(widget)
        appearance = annotation.get_appearance_stream(pikepdf.Name.N)
        if not isinstance(appearance, pikepdf.Stream):
            continue
        # A form XObject says so itself; appearances are often without it.
        appearance.Type, appearance.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        resources, name = with_resource(page.get("/Resources"), "/XObject", "SdField", appearance)
        code = annotation.get_page_content_for_appearance(name, pikepdf.Page(page).rotation or 0, 0, _UNSEEN)
        if code:
            page.Resources = resources
            drawn.append(code)
    if drawn:
        page.Contents = pikepdf.Array([*page.Contents, pdf.make_stream(b"\n".join(drawn))])
    others = [one for one in page.Annots if one.get("/Subtype") != pikepdf.Name.Widget]
    if others:
        page.Annots = pikepdf.Array(others)
    else:
        del page["/Annots"]
    return len(widgets)
