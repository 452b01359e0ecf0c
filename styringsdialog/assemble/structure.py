"""The structure tree of the package: one Document, a Sect or Part for each section, and all that is in them.

ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7. Each of the package's own sections is a ``Sect``, each
bilag a ``Part`` that holds its divider and then its own pages. A section begins again at H1: a bilag
keeps the levels that its author gave. Where a text of ours leaves a level out, what is beneath
moves up, so that no level is skipped from the cover to the last page (ISO 14289-1, 7.4.2). A page that came without
tags is put into the tree whole.
"""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pikepdf

from styringsdialog.assemble.merge import MergedPages, uri_of
from styringsdialog.assemble.plan import Plan, PlannedSection
from styringsdialog.model.structure import AnnotationRef, Element, MarkRef
from styringsdialog.pdf.content import Encloser, Frames
from styringsdialog.pdf.objects import elements, page_of, walk
from styringsdialog.tags.elements import ElementMaker
from styringsdialog.tags.grafting import graft
from styringsdialog.tags.roles import closed_up
from styringsdialog.tags.tables import StructureTables

# Flags (ISO 32000-1, table 165).
_HIDDEN, _PRINT, _NO_VIEW = 1 << 1, 1 << 2, 1 << 5

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


def tag_as_whole(
    section: PlannedSection, index: int, holder: pikepdf.Dictionary, *, make: ElementMaker, merged: MergedPages
) -> list[pikepdf.Object]:
    """Enclose the content of each page in one marked-content sequence, and return elements for it.

    A page with words is a ``P`` that its links belong to. One without is a ``Figure`` that says
    which page it is.

    Args:
        section: What the pages belong to.
        index: The part in it whose pages they are. Where it has a structure of its own, only those are meant that
            it leaves out.
        holder: The element whose kids these are.
        make: Makes elements.
        merged: The package's pages.
    """
    part = section.parts[index]
    name = f"bilag {section.number}" if section.number is not None else section.title
    before = sum(len(each.pages) for each in section.parts[section.own_from : index])
    first = section.first - 1 + sum(len(each.pages) for each in section.parts[:index])
    encloser = Encloser(Frames(make.pdf))
    kids: list[pikepdf.Object] = []
    for own in range(1, len(part.pages) + 1):
        number = first + own - 1
        page = merged.pages[number]
        if part.tagged:
            # Intake has seen to it that its tags leave nothing out.
            kids += tie_annotations(page, holder, make=make, merged=merged)
            continue
        if own in part.without_text:
            alt = f"Side {before + own} af {section.own_pages} i {name}, uden tekst"
            element = make.element("Figure", holder, Alt=alt, BBox=merged.boxes[number].rectangle, Placement="Block")
        else:
            element = make.element("P", holder)
        element.Pg = page
        # The page is one marked-content sequence, whose MCID is 0.
        element.K = pikepdf.Array([0])
        encloser.enclose(page, "Figure" if own in part.without_text else "P")
        make.tables.hold_marks(page, [element])
        kids.append(element)
        # Where a Figure's Alt is read, what stands in it is not: its links get a P beside it.
        owner = element if own not in part.without_text else make.element("P", holder)
        links = tie_annotations(page, owner, make=make, merged=merged)
        if owner is element:
            element.K = pikepdf.Array([0, *links])
        elif links:
            owner.K = pikepdf.Array(links)
            kids.append(owner)
    return kids


def write_structure(pdf: pikepdf.Pdf, merged: MergedPages, plan: Plan) -> None:
    """Write into ``pdf`` its structure tree, and every page and annotation its place in it.

    Comes before the stamps: content that nobody marked is enclosed whole, and what is drawn
    after that is an artifact.
    """
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    tables = StructureTables(pdf)
    make = ElementMaker(pdf, tables)
    document = make.element("Document", root)
    root.K = pikepdf.Array([document])
    levels: list[int] = []
    document.K = pikepdf.Array(
        [_section(section, document, make=make, merged=merged, levels=levels) for section in plan.sections]
    )
    for page in merged.pages:
        # ISO 14289-1, 7.18.3: the tab key goes through annotations in the order of the structure.
        page.Tabs = pikepdf.Name.S
    tables.write(root)
    pdf.Root.StructTreeRoot = root
    # By this a file says that it is tagged PDF (ISO 32000-1, 14.8.1).
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _section(
    section: PlannedSection, document: pikepdf.Dictionary, *, make: ElementMaker, merged: MergedPages, levels: list[int]
) -> pikepdf.Dictionary:
    holder = make.element("Sect" if section.number is None else "Part", document, T=section.title)
    kids: list[pikepdf.Object | int] = []
    first = section.first - 1
    for index, part in enumerate(section.parts):
        numbers = range(first, first + len(part.pages))
        first = numbers.stop
        pages = [merged.pages[number] for number in numbers]
        if part.structure is not None:
            kids += _Own(make, pages, levels).kids(part.structure, holder)
            # After our own elements, to which their links belong already.
            for page in pages:
                kids += tie_annotations(page, holder, make=make, merged=merged)
            continue
        own = make.element("Sect", holder)
        kids.append(own)
        graft(pages, own, make.tables)
        # Elements that the file came with may own nothing of what it shows, or leave whole pages out.
        own.K = pikepdf.Array([*own.get("/K", ()), *tag_as_whole(section, index, own, make=make, merged=merged)])
    holder.K = pikepdf.Array(kids)
    return holder


_HEADING = re.compile(r"H([1-6])")


class _Own:
    """Writes the elements of one part that we typeset ourselves."""

    def __init__(self, make: ElementMaker, pages: Sequence[pikepdf.Dictionary], levels: list[int]) -> None:
        self._make = make
        self._pages = pages
        self._levels = levels
        self._marks: dict[int, dict[int, pikepdf.Dictionary]] = defaultdict(dict)

    def kids(self, root: Element, holder: pikepdf.Dictionary) -> list[pikepdf.Object | int]:
        """Return what is beneath ``root``, written as kids of ``holder``."""
        kids = self._kids(root, holder, None)
        for number, page in enumerate(self._pages, 1):
            if marks := self._marks[number]:
                self._make.tables.hold_marks(page, [marks.get(mcid) for mcid in range(max(marks) + 1)])
        return kids

    def _element(self, element: Element, parent: pikepdf.Dictionary) -> pikepdf.Dictionary:
        role = element.role
        # Only our own headings are closed up; the levels of a bilag's file were settled at intake.
        if heading := _HEADING.fullmatch(role):
            role = f"H{closed_up(int(heading[1]), self._levels)}"
        first = next((kid.page for inner in element.walk() for kid in inner.kids if not isinstance(kid, Element)), None)
        written = self._make.element(role, parent, **element.attributes)
        # With a page of its own, an element names the marked content there by number alone (ISO 32000-1, 14.7.4.2).
        if first is not None:
            written.Pg = self._pages[first - 1]
        written.K = pikepdf.Array(self._kids(element, written, first))
        return written

    def _kids(self, element: Element, written: pikepdf.Dictionary, page: int | None) -> list[pikepdf.Object | int]:
        kids: list[pikepdf.Object | int] = []
        for kid in element.kids:
            match kid:
                case Element():
                    kids.append(self._element(kid, written))
                case MarkRef():
                    self._marks[kid.page][kid.mcid] = written
                    own, holder = kid.page == page, self._pages[kid.page - 1]
                    kids.append(
                        kid.mcid if own else pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=holder, MCID=kid.mcid)
                    )
                case AnnotationRef():
                    kids.append(self._make.annotation(self._pages[kid.page - 1], kid.index, written))
        return kids


def tag_counts(path: Path, plan: Plan) -> Mapping[str, Counter[str]]:
    """Return the standard types (``H1``, ``Table``, …) beneath each section of the package at ``path``, by its key.

    A bilag's divider is the host's and left out. The tree is read from the file; only how many
    elements a divider has is taken from what was typeset.
    """
    with pikepdf.open(path) as pdf:
        (document,) = elements(pdf.Root.StructTreeRoot)
        return {
            section.key: Counter(str(element.S).removeprefix("/") for _, element in walk(holder))
            - Counter(_divider(section))
            for section, holder in zip(plan.sections, elements(document), strict=True)
        }


def _divider(section: PlannedSection) -> Iterator[str]:
    for part in section.parts[: section.own_from]:
        if part.structure is not None:
            yield from (element.role for element in part.structure.walk() if element is not part.structure)
