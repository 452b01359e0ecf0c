"""Annotations that no structure element names yet: each gets one, and words for whoever does not see it.

ISO 14289-1, 7.18.
"""

from __future__ import annotations

import urllib.parse

import pikepdf

from styringsdialog.assemble.links import uri_of
from styringsdialog.assemble.merge import MergedPages
from styringsdialog.pdf.objects import page_of
from styringsdialog.tags.elements import ElementMaker

__all__ = ["tie_annotations"]

_HIDDEN, _PRINT, _NO_VIEW = 1 << 1, 1 << 2, 1 << 5
"""Flags (ISO 32000-1, table 165)."""

# A popup belongs to the annotation that opens it, and a printer's mark is an artifact (ISO 14289-1, 7.18.1 and
# 7.18.8).
_UNTAGGED = frozenset({"/Popup", "/PrinterMark"})


def tie_annotations(
    page: pikepdf.Dictionary, holder: pikepdf.Dictionary, *, make: ElementMaker, merged: MergedPages
) -> list[pikepdf.Object]:
    """Return elements, written as kids of ``holder``, for those annotations of ``page`` that belong to none.

    A link that says nothing of itself gets words: where it leads to. What can be seen is printed as well,
    as ISO 19005-2, 6.3.2 wants it.
    """
    elements: list[pikepdf.Object] = []
    for index, annotation in enumerate(page.get("/Annots", ())):
        subtype = str(annotation.get("/Subtype", ""))
        flags = annotation.get("/F", 0)
        flags = flags if isinstance(flags, int) else 0
        if flags & (_HIDDEN | _NO_VIEW) or subtype in _UNTAGGED:
            continue
        annotation.F = flags | _PRINT
        # An element names it already; a second one would have it read twice.
        if "/StructParent" in annotation:
            continue
        if not str(annotation.get("/Contents", "")).strip():
            annotation.Contents = pikepdf.String(_words(annotation, merged))
        # No words of the page are inside the element, so it says itself what it is.
        element = make.element("Link" if subtype == "/Link" else "Annot", holder, Alt=str(annotation.Contents))
        element.Pg = page
        element.K = pikepdf.Array([make.annotation(page, index, element)])
        elements.append(element)
    return elements


def _words(annotation: pikepdf.Object, merged: MergedPages) -> str:
    # Unquoted, because it is read aloud: «æ», and not «%C3%A6».
    if address := uri_of(annotation):
        return urllib.parse.unquote(address)
    destination = annotation.A.get("/D") if "/A" in annotation else annotation.get("/Dest")
    number = page_of(destination, merged.numbers)
    return "Henvisning" if number is None else f"Side {number}"
