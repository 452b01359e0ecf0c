"""The structure tree that LibreOffice writes: mended, and what only the author can add is named.

What any tagged file may have wrong is mended at intake, and not here: see ``tags.mending``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs
import pikepdf

from styringsdialog.convert.office.facts import DECORATION, Lack, Picture
from styringsdialog.convert.office.figures import mend_figures
from styringsdialog.convert.office.marks import mend_marks
from styringsdialog.pdf.objects import ObjGen, elements, listed

_DESCRIBED: Final = frozenset({"/Figure", "/Formula"})
_HEADINGS: Final = frozenset({"/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"})
_ROWS: Final = frozenset({"/Table", "/TR", "/THead", "/TBody", "/TFoot"})


def mend_tags(pdf: pikepdf.Pdf, *, language: str, pictures: Sequence[Picture] = ()) -> Lack:
    """Mend the tags of ``pdf``, and return what only its author can add.

    - What is decoration goes from the tree, and so do the lines of a table: both are artifacts. A figure that
      shows nothing goes too.
    - A heading holds its words itself, and no paragraph.
    - Items of lists have a body (ISO 32000-1, 14.8.4.3.3), which those of old slides have not.
    - Each header of a table says what it heads (ISO 14289-1, 7.5).
    - Marks that a form leaves open are opened around it, see ``marks``.

    Args:
        pdf: As LibreOffice wrote it.
        language: Of the file, where it is known better than LibreOffice says it; empty for where it is not.
        pictures: Those of the file, in place of whose alternative texts there are numbers.
    """
    if language:
        pdf.Root.Lang = pikepdf.String(language)
    root = pdf.Root.get("/StructTreeRoot")
    mender = _Tree(pdf)
    figures: Mapping[ObjGen, Mapping[int, int]] = {}
    if isinstance(root, pikepdf.Dictionary):
        figures = mend_figures(pdf, root, pictures)
        mender.read(root)
    mend_marks(pdf, mender.artifacts, figures)
    return Lack(figures=tuple(mender.figures), skipped=tuple(mender.skipped))


@attrs.frozen(eq=False)
class _Place:
    """An element and the number of the page that it begins on, as far as it or what is around it says it."""

    element: pikepdf.Dictionary
    page: pikepdf.Dictionary | None


class _Tree:
    """Reads the tree once, in the order in which it is read aloud, and mends it on the way.

    Attributes:
        artifacts: By page, marks that were taken from elements.
        figures: Pages of what has no alternative text.
        skipped: Page, level and level before of headings that skip one.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.artifacts: dict[ObjGen, set[int]] = defaultdict(set)
        self.figures: list[int] = []
        self.skipped: list[tuple[int, int, int]] = []
        self._pdf = pdf
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._before = 0

    def read(self, root: pikepdf.Dictionary) -> None:
        """Read all that is beneath ``root``."""
        waiting = [_Place(root, None)]
        while waiting:
            place = waiting.pop()
            if (role := str(place.element.get("/S", ""))) in _ROWS:
                self._without_lines(place)
            elif role == "/TH":
                _head(place.element)
            elif role in _DESCRIBED and not _says(place.element):
                self.figures.append(self._number(place))
            elif role in _HEADINGS:
                _flatten(place.element)
                if role != "/H":
                    self._level(place, int(role[2:]))
            beneath = list(self._beneath(place))
            if role == "/LI":
                self._embody(place.element)
            waiting += reversed(beneath)

    def _beneath(self, place: _Place) -> Iterator[_Place]:
        """Return the elements in ``place``; those that are decoration go, and figures of nothing."""
        kids = listed(place.element.get("/K"))
        kept: list[Any] = []
        for kid in kids:
            if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                kept.append(kid)
                continue
            below = _Place(kid, _page(kid) or place.page)
            if str(kid.get("/Alt", "")) == DECORATION or (str(kid.S) in _DESCRIBED and not listed(kid.get("/K"))):
                self._forget(below)
                continue
            kept.append(kid)
            yield below
        if len(kept) < len(kids):
            place.element.K = pikepdf.Array(kept)

    def _embody(self, item: pikepdf.Dictionary) -> None:
        """Put into a body what stands in an item itself."""
        loose = [kid for kid in listed(item.get("/K")) if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid]
        if not loose:
            return
        made = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.LBody, P=item, K=pikepdf.Array(loose))
        if "/Pg" in item:
            made.Pg = item.Pg
        item.K = pikepdf.Array([self._pdf.make_indirect(made), *elements(item)])

    def _forget(self, place: _Place) -> None:
        """Take the content of an element and of all in it for artifacts."""
        waiting = [place]
        while waiting:
            inner = waiting.pop()
            for kid in listed(inner.element.get("/K")):
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    waiting.append(_Place(kid, _page(kid) or inner.page))
                else:
                    self._lose(kid, inner)

    def _without_lines(self, place: _Place) -> None:
        """Take from a table or a row what stands in none of its cells: lines and fills."""
        kids = listed(place.element.get("/K"))
        kept = elements(place.element)
        if len(kept) < len(kids):
            for kid in kids:
                if not isinstance(kid, pikepdf.Dictionary) or "/S" not in kid:
                    self._lose(kid, place)
            place.element.K = pikepdf.Array(kept)

    def _lose(self, kid: Any, place: _Place) -> None:
        """Take a mark, which is a kid of ``place``, for an artifact."""
        page, number = place.page, kid
        if isinstance(kid, pikepdf.Dictionary):
            page, number = _page(kid) or page, kid.get("/MCID")
        if page is not None and isinstance(number, int):
            self.artifacts[page.objgen].add(number)

    def _level(self, place: _Place, level: int) -> None:
        # The divider in front of a bilag has a heading of the first level.
        if level > max(self._before, 1) + 1:
            self.skipped.append((self._number(place), level, self._before))
        self._before = level

    def _number(self, place: _Place) -> int:
        """Return the number of the page on which the first of an element is."""
        waiting = [place]
        while waiting:
            inner = waiting.pop()
            page = _page(inner.element) or inner.page
            if page is not None:
                return self._numbers.get(page.objgen, 1)
            waiting += [
                _Place(kid, None) for kid in listed(inner.element.get("/K")) if isinstance(kid, pikepdf.Dictionary)
            ]
        return 1


def _page(element: pikepdf.Dictionary) -> pikepdf.Dictionary | None:
    page = element.get("/Pg")
    return page if isinstance(page, pikepdf.Dictionary) else None


def _says(element: pikepdf.Dictionary) -> bool:
    return any(str(element.get(key, "")).strip() for key in ("/Alt", "/ActualText"))


def _flatten(heading: pikepdf.Dictionary) -> None:
    """Put the content of paragraphs, and of items of lists, in a heading into the heading itself.

    LibreOffice makes the title of a slide a paragraph in a heading, and in an outline an item of no list.
    """
    kids: list[Any] = []
    for kid in listed(heading.get("/K")):
        if not isinstance(kid, pikepdf.Dictionary) or kid.get("/S") not in {pikepdf.Name.P, pikepdf.Name.LI}:
            kids.append(kid)
            continue
        if (page := _page(kid)) is not None and "/Pg" not in heading:
            heading.Pg = page
        if page is not None and page.objgen != heading.Pg.objgen:
            # Its marks are numbers on another page.
            kids.append(kid)
            continue
        for inner in listed(kid.get("/K")):
            if isinstance(inner, pikepdf.Dictionary) and "/S" in inner:
                inner.P = heading
            kids.append(inner)
    heading.K = pikepdf.Array(kids)


def _head(header: pikepdf.Dictionary) -> None:
    """Make a header head its column, where it does not say what it heads."""
    attributes = listed(header.get("/A"))
    if any(isinstance(attribute, pikepdf.Dictionary) and "/Scope" in attribute for attribute in attributes):
        return
    attributes.append(pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Column))
    header.A = pikepdf.Array(attributes)
