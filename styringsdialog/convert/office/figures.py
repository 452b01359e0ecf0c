"""Pictures in what LibreOffice writes: each gets back its alternative text, and the content that shows it.

LibreOffice 7.4 draws the pictures of a text as artifacts, and writes figures beside them that have a rectangle and no
content: they are put together by their place on the page. Charts, lines and VML lose their text: they are known by
their size and their order. What stands in a header or a footer has no figure at all.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf

from styringsdialog.convert.office.facts import DECORATION, NUMBERED, Picture
from styringsdialog.convert.office.marks import Artifacts, artifacts_on
from styringsdialog.pdf.boxes import Rectangle, read_rectangle
from styringsdialog.pdf.objects import ObjGen, dictionary, elements, listed, walk


def lost_pictures(path: Path, pictures: Sequence[Picture], tables: Sequence[tuple[str, int]] = ()) -> list[Picture]:
    """Return which pictures and tables have an alternative text that stands nowhere in the finished file at ``path``.

    A table counts as a picture in a margin: its cells are read aloud all the same.
    """
    with pikepdf.open(path) as pdf:
        said = Counter(
            str(holder[key])
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
            for key, holders in (("/Alt", [item]), ("/Summary", map(dictionary, listed(item.get("/A")))))
            for holder in holders
            if key in holder
        )
    lost = []
    for picture in (*pictures, *(Picture(alt=text, size=(0, 0), margin=True) for text, _ in tables)):
        if picture.alt and not said[picture.alt]:
            lost.append(picture)
        said[picture.alt] -= 1
    return lost


def describe_tables(pdf: pikepdf.Pdf, tables: Sequence[tuple[str, int]]) -> None:
    """Give the tables of ``pdf``, as LibreOffice wrote it, the words that their authors wrote of them, as summaries.

    Those of the file are told by their order and by how many rows each of ``tables`` has.
    """
    written = [element for _, element in walk(dictionary(pdf.Root.get("/StructTreeRoot"))) if element.S == "/Table"]
    for element, (text, rows) in zip(written, tables, strict=False) if len(written) == len(tables) else ():
        if text and rows == sum(part.S == "/TR" for _, part in walk(element)):
            # Not Alt, in whose place nobody would hear the cells (ISO 32000-1, table 349).
            summary = pikepdf.Dictionary(O=pikepdf.Name.Table, Summary=pikepdf.String(text))
            element.A = pikepdf.Array([*listed(element.get("/A")), summary])


def mend_figures(
    pdf: pikepdf.Pdf, root: pikepdf.Dictionary, pictures: Sequence[Picture]
) -> Mapping[ObjGen, Mapping[int, int]]:
    """Give the figures beneath ``root`` their alternative texts and their content.

    Args:
        pdf: As LibreOffice wrote it.
        root: Its StructTreeRoot.
        pictures: Those of the file: their numbers stand in place of their alternative texts.

    Returns:
        By page, the numbers of its artifacts, from 0, that become content of a figure, and what each is marked with.
    """
    mender = _Figures(pdf, root, pictures)
    mender.put_words_back()
    mender.name_by_size()
    mender.fill()
    mender.find_in_margins()
    return {page: artifacts.marks for page, artifacts in mender.artifacts.items()}


class _Figures:
    """The figures of one file.

    Attributes:
        artifacts: By page, as far as it was looked at: those that nothing has.
    """

    def __init__(self, pdf: pikepdf.Pdf, root: pikepdf.Dictionary, pictures: Sequence[Picture]) -> None:
        self.artifacts: dict[ObjGen, Artifacts] = {}
        self._pdf = pdf
        self._root = root
        self._pictures = pictures
        self._known: dict[int, pikepdf.Dictionary] = {}

    def put_words_back(self) -> None:
        """Put words in place of numbers; a figure with the number of an earlier one on its page becomes part of it."""
        numbers = {f"{NUMBERED}{number}": number for number in range(len(self._pictures))}
        for _, element in walk(self._root):
            if (number := numbers.get(str(element.get("/Alt", "")))) is None:
                continue
            del element["/Alt"]
            figure = element if pikepdf.Name.Figure == element.S else self._ground(element)
            first = self._known.setdefault(number, figure)
            self._name(figure, number)
            if first.objgen != figure.objgen and first.get("/Pg") == figure.get("/Pg"):
                self._join(first, figure)

    def name_by_size(self) -> None:
        """Name figures that have no number, where there are as many of their size as pictures whose number was lost."""
        known = {figure.objgen for figure in self._known.values()}
        figures = [figure for _, figure in walk(self._root) if figure.S == "/Figure" and "/Alt" not in figure]
        nameless = [figure for figure in figures if figure.objgen not in known]
        lost = [number for number in self._unknown() if not self._pictures[number].margin]
        for number in lost:
            size = self._pictures[number].size
            numbers = [other for other in lost if _is_near(self._pictures[other].size, size)]
            alike = [figure for figure in nameless if _is_near(_size(_box(figure)), size)]
            if len(numbers) == len(alike):
                self._name(alike[numbers.index(number)], number)

    def fill(self) -> None:
        """Give figures without content the artifact that is drawn in their rectangle."""
        for _, figure in walk(self._root):
            if figure.S != "/Figure" or listed(figure.get("/K")) or not {"/A", "/Pg"} <= set(figure.keys()):
                continue
            artifacts, box = self._on(figure.Pg), _box(figure)
            # A picture with a frame is cut to what is within the frame, and one in a box to what the box shows.
            inside = {math.prod(_size(clip)): number for number, clip in artifacts.clips.items() if _is_in(clip, box)}
            if inside and figure.get("/Alt") == DECORATION:
                del artifacts.clips[inside[max(inside)]]
            elif inside:
                figure.K = pikepdf.Array([artifacts.mark(inside[max(inside)])])
            elif "/Alt" in figure:
                # A diagram is drawn as the shapes that it is made of.
                for _, part in list(walk(self._root)):
                    if (
                        part.S == "/Figure"
                        and "/Alt" not in part
                        and part.get("/Pg") == figure.Pg
                        and _is_in(_box(part), box)
                    ):
                        self._join(figure, part)

    def find_in_margins(self) -> None:
        """Make figures of what is drawn in a header or a footer, on the page that shows it first."""
        for number in self._unknown():
            picture = self._pictures[number]
            places = (
                (page.obj, artifact, clip)
                for page in (self._pdf.pages if picture.alt else ())
                for artifact, clip in self._on(page.obj).clips.items()
                if _is_near(_size(clip), picture.size)
            )
            for page, artifact, clip in itertools.islice(places, 1):
                around = (holder for holder, element in walk(self._root) if element.get("/Pg") == page)
                figure = self._figure(next(around, self._root), page, [self._on(page).mark(artifact)])
                figure.A = pikepdf.Dictionary(O=pikepdf.Name.Layout, Placement=pikepdf.Name.Block, BBox=[*clip])
                self._name(figure, number)

    def _join(self, figure: pikepdf.Dictionary, part: pikepdf.Dictionary) -> None:
        """Make what ``part`` shows content of ``figure``; what has neither content nor a place goes."""
        figure.K = pikepdf.Array([*listed(figure.get("/K")), *listed(part.get("/K"))])
        part.K = part.A = pikepdf.Array()

    def _unknown(self) -> list[int]:
        return [number for number in range(len(self._pictures)) if number not in self._known]

    def _name(self, figure: pikepdf.Dictionary, number: int) -> None:
        self._known.setdefault(number, figure)
        if self._pictures[number].alt:
            figure.Alt = pikepdf.String(self._pictures[number].alt)

    def _on(self, page: pikepdf.Object) -> Artifacts:
        if page.objgen not in self.artifacts:
            self.artifacts[page.objgen] = artifacts_on(pikepdf.Page(page))
        return self.artifacts[page.objgen]

    def _ground(self, shape: pikepdf.Dictionary) -> pikepdf.Dictionary:
        """Return a figure of what ``shape`` shows beside its words, in whose place an alternative text would be read.

        Where that is nothing, it is the shape itself.
        """
        kids = elements(shape)
        if not (loose := [kid for kid in listed(shape.get("/K")) if kid not in kids]) or "/Pg" not in shape:
            return shape
        shape.K = pikepdf.Array(kids)
        figure = self._figure(shape, shape.Pg, loose)
        if "/A" in shape:
            figure.A = shape.A
        return figure

    def _figure(self, parent: pikepdf.Dictionary, page: pikepdf.Object, kids: Sequence[object]) -> pikepdf.Dictionary:
        """Return a new figure with ``kids`` on ``page``, the first in ``parent``."""
        element = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, P=parent, Pg=page, K=[*kids])
        figure = self._pdf.make_indirect(element)
        parent.K = pikepdf.Array([figure, *listed(parent.get("/K"))])
        return figure


def _box(figure: pikepdf.Dictionary) -> Rectangle:
    boxes = (read_rectangle(dictionary(attributes).get("/BBox")) for attributes in listed(figure.get("/A")))
    return next((box for box in boxes if box is not None), (0, 0, 0, 0))


def _size(box: Rectangle) -> tuple[float, float]:
    left, bottom, right, top = box
    return right - left, top - bottom


def _is_near(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Tell whether two sizes are one, but for a line that is drawn around."""
    return all(abs(width - other) <= 3 for width, other in zip(first, second, strict=True))


def _is_in(inner: Rectangle, outer: Rectangle) -> bool:
    """Tell whether a rectangle lies in another, as exactly as LibreOffice writes them."""
    left, bottom, right, top = outer
    return left - 1 <= inner[0] and bottom - 1 <= inner[1] and inner[2] <= right + 1 and inner[3] <= top + 1
