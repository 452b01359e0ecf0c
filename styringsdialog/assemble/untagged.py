"""Pages that came without tags: each is put into the tree whole, so that it can be read aloud.

What is said is then in the order of the page's content, which is all that such a file tells.
"""

from __future__ import annotations

import pikepdf

from styringsdialog.assemble.annotations import tie_annotations
from styringsdialog.assemble.merge import MergedPages
from styringsdialog.assemble.sections import PlannedSection
from styringsdialog.pdf.marks import Encloser
from styringsdialog.tags.elements import ElementMaker

__all__ = ["tag_as_whole"]


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
    encloser = Encloser(make.pdf)
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
        element.K = pikepdf.Array([0])
        encloser.enclose(page, "Figure" if own in part.without_text else "P")
        make.tables.hold_marks(page, [element])
        kids.append(element)
        owner = element if own not in part.without_text else make.element("P", holder)
        links = tie_annotations(page, owner, make=make, merged=merged)
        if owner is element:
            element.K = pikepdf.Array([0, *links])
        elif links:
            owner.K = pikepdf.Array(links)
            kids.append(owner)
    return kids
