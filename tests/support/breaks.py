"""Where pages break, told by the structure of a typeset part, whose marks are numbered as they are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.structure import Element, MarkRef

HEADINGS = {"H1", "H2", "H3", "H4"}


def bad_breaks(part: PreparedPart) -> list[str]:
    """Give a line for each heading that ends a page, each row that is torn, each line of a paragraph left alone.

    A row with more lines than a page may be torn, and is the caller's not to make.
    """
    assert part.structure is not None
    found = [*_lonely_headings(part.structure), *_torn_rows(part.structure), *_lonely_lines(part.structure)]
    return [*found, *_parted_labels(part.structure)]


def marks(element: Element) -> Iterator[MarkRef]:
    """Give all marks in ``element``, in the order of the structure."""
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from marks(kid)
        elif isinstance(kid, MarkRef):
            yield kid


def _pages(element: Element) -> Counter[int]:
    return Counter(mark.page for mark in marks(element))


def _lonely_headings(root: Element) -> Iterator[str]:
    owners = {mark: one for one in root.walk() for mark in one.kids if isinstance(mark, MarkRef)}
    last: dict[int, MarkRef] = {}
    for mark in owners:
        last[mark.page] = max(mark, last.get(mark.page, mark), key=lambda one: one.mcid)
    for page, mark in last.items():
        if page != max(last) and owners[mark].role in HEADINGS:
            yield f"page {page} ends with a heading"


def _torn_rows(root: Element) -> Iterator[str]:
    for table in root.walk():
        if table.role == "Table":
            for number, row in enumerate(one for one in table.walk() if one.role == "TR"):
                if len(pages := _pages(row)) > 1:
                    yield f"row {number} of a table stands on the pages {sorted(pages)}"


def _lonely_lines(root: Element) -> Iterator[str]:
    """Find single lines; paragraphs with links or other languages, where marks are not lines, are passed over."""
    for one in root.walk():
        if one.role != "P" or not all(isinstance(kid, MarkRef) for kid in one.kids):
            continue
        pages = _pages(one)
        if len(pages) > 1 and 1 in {pages[min(pages)], pages[max(pages)]}:
            yield f"one line of a paragraph stands alone: {dict(pages)}"


def _parted_labels(root: Element) -> Iterator[str]:
    for item in root.walk():
        if item.role == "LI":
            first = [min(pages) for kid in item.kids if isinstance(kid, Element) and (pages := _pages(kid))]
            if len(set(first)) > 1:
                yield f"a label and what it labels begin on the pages {first}"
