"""Read the finished bytes back and hold them against the plan.

Everything is found anew, and print and page labels through another library, as a viewer finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pikepdf
import pypdfium2

from styringsdialog.assemble.footers import Footer
from styringsdialog.assemble.links import INSIDE_SCHEMES, uri_of
from styringsdialog.assemble.plan import Plan
from styringsdialog.errors import Fault, Problem
from styringsdialog.model.parts import Bookmark
from styringsdialog.pdf.boxes import FOOTER_STRIP, Rectangle, VisibleBox, read_rectangle, visible_box
from styringsdialog.pdf.objects import bookmark_items, dictionary, listed, page_of
from styringsdialog.typeset.styles import CONTENTS_NUMBER

__all__ = ["verify"]

_CONTENTS = "del:indhold"
_HARMLESS = frozenset({"/GoTo", "/URI"})
_PAGES_AT_ONCE = 250
"""Pages whose text is read before the file is opened anew: PDFium keeps what it has read."""
_JOURNAL_TOP = 72.0
_WORD = re.compile(r"\w")


@attrs.frozen
class _Link:
    """A link within the file: where it stands in the page's own units, and the page it leads to."""

    rectangle: Rectangle
    page: int


def verify(path: Path, plan: Plan) -> tuple[Problem, ...]:
    """Give every way in which the package at ``path`` is not what ``plan`` says; nothing when it is."""
    try:
        with pikepdf.open(path) as pdf:
            pages = [page.obj for page in pdf.pages]
            if len(pages) != plan.pages:
                return (_problem("the package", f"has {len(pages)} pages instead of {plan.pages}"),)
            numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
            problems = [
                *_outline(pdf, plan, numbers),
                *_catalog(pdf),
                *_structure(pdf),
                *_sections(pdf, plan),
                *_read_aloud(pages, plan),
                *(problem for number, page in enumerate(pages, 1) for problem in _actions(page, number, numbers)),
            ]
            boxes = [visible_box(page) for page in pages]
            links = {number: _links(pages[number - 1], numbers) for number in _contents_pages(plan)}
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError) as error:
        return (_problem("the package", f"cannot be read back: {error}"),)
    problems += _reached(plan, links)
    problems += _printed(path, plan, boxes, links)
    return tuple(problems)


def _problem(where: str, message: str) -> Problem:
    return Problem(Fault.INTERNAL, where, message, "this is a fault of styringsdialog: please report it")


# ------------------------------------------------------------------------ the document


def _outline(pdf: pikepdf.Pdf, plan: Plan, numbers: Mapping[tuple[int, int], int]) -> Iterator[Problem]:
    wanted = list(_planned(plan.bookmarks, 1))
    items = list(bookmark_items(pdf.Root.get("/Outlines")))
    found = [(depth, str(item.get("/Title", "")), page_of(item.get("/Dest"), numbers)) for item, depth in items]
    for index, (one, other) in enumerate(zip(wanted, found, strict=False), 1):
        if one != other:
            yield _problem(f"bookmark {index}", f"is {_entry(other)} instead of {_entry(one)}")
    for index, (item, _) in enumerate(items, 1):
        if "/A" in item:
            yield _problem(f"bookmark {index}", "has an action")
    if len(wanted) != len(found):
        yield _problem("the bookmarks", f"are {len(found)} instead of {len(wanted)}")


_Entry = tuple[int, str, int | None]
"""Depth, title and page of a bookmark."""


def _entry(entry: _Entry) -> str:
    depth, title, page = entry
    return f"{title!r} on page {page} at depth {depth}"


def _planned(bookmarks: Sequence[Bookmark], depth: int) -> Iterator[_Entry]:
    for bookmark in bookmarks:
        yield depth, bookmark.title, bookmark.anchor.page
        yield from _planned(bookmark.children, depth + 1)


def _catalog(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    for key in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Dests"):
        if key in pdf.Root:
            yield _problem("the catalog", f"has {key}")


def _structure(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    """Find objects that claim a place in a structure tree in which nobody knows them."""
    tree = pdf.Root.get("/StructTreeRoot")
    parents = dictionary(tree).get("/ParentTree")
    known = set(pikepdf.NumberTree(parents)) if isinstance(parents, pikepdf.Dictionary) else set()
    for one in _with_annotations(pdf.objects):
        for key in ("/StructParent", "/StructParents"):
            if key in one and one.get(key) not in known:
                yield _problem(f"object {one.objgen[0]}", f"has {key} {one.get(key)}, which the structure tree lacks")


def _sections(pdf: pikepdf.Pdf, plan: Plan) -> Iterator[Problem]:
    """Hold the topmost elements of the structure tree against the plan's sections."""
    wanted = [("/Sect" if section.number is None else "/Part", section.title) for section in plan.sections]
    tops = listed(dictionary(pdf.Root.get("/StructTreeRoot")).get("/K"))
    kids = listed(dictionary(tops[0]).get("/K")) if tops else []
    found = [(str(kid.get("/S", "")), str(kid.get("/T", ""))) for kid in map(dictionary, kids)]
    if found != wanted:
        yield _problem("the structure tree", f"has the sections {found} instead of {wanted}")


def _read_aloud(pages: Sequence[pikepdf.Dictionary], plan: Plan) -> Iterator[Problem]:
    """Find pages that the structure tree passes over; a file that came with tags may mean to."""
    tagged = [part.tagged for part in plan.parts for _ in part.pages]
    for number, (page, own_tags) in enumerate(zip(pages, tagged, strict=True), 1):
        if not own_tags and "/StructParents" not in page:
            yield _problem(f"page {number}", "is in no element of the structure tree")


def _with_annotations(objects: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    for one in objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            annotations = one.get("/Annots")
            if isinstance(annotations, pikepdf.Array):
                # The others come by themselves.
                yield from (annotation for annotation in annotations if not annotation.is_indirect)


# --------------------------------------------------------------------------- the pages


def _actions(page: pikepdf.Dictionary, number: int, numbers: Mapping[tuple[int, int], int]) -> Iterator[Problem]:
    where = f"page {number}"
    if "/AA" in page:
        yield _problem(where, "has actions of its own")
    for annotation in page.get("/Annots", ()):
        action = annotation.get("/A")
        if "/AA" in annotation or "/PA" in annotation:
            yield _problem(where, "an annotation has actions that run by themselves")
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S", ""))
            if kind not in _HARMLESS or "/Next" in action:
                yield _problem(where, f"an annotation has the action {kind or 'without a kind'}")
        if uri_of(annotation).lower().startswith(INSIDE_SCHEMES):
            yield _problem(where, f"the link {uri_of(annotation)!r} leads nowhere")
        if _leads_inside(annotation) and page_of(_destination(annotation), numbers) is None:
            yield _problem(where, "a link leads to no page of the package")


def _leads_inside(annotation: pikepdf.Object) -> bool:
    action = annotation.get("/A")
    goes = dictionary(action).get("/S") == pikepdf.Name.GoTo
    return goes or "/Dest" in annotation


def _destination(annotation: pikepdf.Object) -> object:
    return annotation.get("/Dest") if "/Dest" in annotation else annotation.A.get("/D")


def _links(page: pikepdf.Dictionary, numbers: Mapping[tuple[int, int], int]) -> tuple[_Link, ...]:
    found = []
    for annotation in page.get("/Annots", ()):
        if _leads_inside(annotation):
            rectangle = read_rectangle(annotation.get("/Rect"))
            target = page_of(_destination(annotation), numbers)
            if rectangle is not None and target is not None:
                found.append(_Link(rectangle, target))
    return tuple(found)


def _contents_pages(plan: Plan) -> range:
    if _CONTENTS not in plan.destinations:
        return range(0)
    section = plan.section(_CONTENTS)
    return range(section.first, section.last + 1)


def _reached(plan: Plan, links: Mapping[int, Sequence[_Link]]) -> Iterator[Problem]:
    """Find sections after the contents that no line of it leads to."""
    reached = {link.page for found in links.values() for link in found}
    for section in plan.sections:
        if links and section.first > max(links) and section.first not in reached:
            yield _problem("the contents", f"no line leads to {section.title!r} on page {section.first}")


# --------------------------------------------------------------------------- the print


def _printed(
    path: Path, plan: Plan, boxes: Sequence[VisibleBox], links: Mapping[int, Sequence[_Link]]
) -> Iterator[Problem]:
    for start in range(0, plan.pages, _PAGES_AT_ONCE):
        with pypdfium2.PdfDocument(path) as document:
            for index in range(start, min(start + _PAGES_AT_ONCE, plan.pages)):
                label = document.get_page_label(index)
                if label != str(index + 1):
                    yield _problem(f"page {index + 1}", f"is labelled {label!r}")
                page = document[index]
                text = page.get_textpage()
                yield from _footer(text, index + 1, plan.footers[index], boxes[index])
                for link in links.get(index + 1, ()):
                    yield from _contents_line(text, index + 1, link)
                text.close()
                page.close()


def _footer(text: pypdfium2.PdfTextPage, number: int, footer: Footer, box: VisibleBox) -> Iterator[Problem]:
    printed = _words(text, box.area(0, 0, box.width, FOOTER_STRIP))
    for wanted in (footer.right, footer.left if footer.bilag else ""):
        if wanted and not _says(printed, wanted):
            yield _problem(f"page {number}", f"the footer is {printed!r}, without {wanted!r}")
    if footer.journal:
        journal = _words(text, box.area(0, FOOTER_STRIP, box.width, _JOURNAL_TOP))
        for label, _ in footer.journal:
            if label not in journal:
                yield _problem(f"page {number}", f"the journal field {label!r} is not printed")


def _says(printed: str, wanted: str) -> bool:
    """Tell whether ``wanted`` stands in ``printed``, and not as part of a longer word or number."""
    start = printed.find(wanted)
    while start >= 0:
        beside = printed[start - 1 : start] + printed[start + len(wanted) :][:1]
        if not _WORD.search(beside):
            return True
        start = printed.find(wanted, start + 1)
    return False


def _contents_line(text: pypdfium2.PdfTextPage, number: int, link: _Link) -> Iterator[Problem]:
    _, bottom, right, top = link.rectangle
    printed = _words(text, (right - CONTENTS_NUMBER, bottom, right, top))
    if printed != str(link.page):
        yield _problem(f"page {number}", f"a line of the contents prints {printed!r} and leads to page {link.page}")


def _words(text: pypdfium2.PdfTextPage, area: Rectangle) -> str:
    return " ".join(text.get_text_bounded(*area).split())
