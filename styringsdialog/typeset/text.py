"""Inline content becomes paragraphs: lines in boxes, with a problem for what cannot be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import NOWHERE, Align, Blocks, Heading, Inlines, Place, plain_text
from styringsdialog.typeset.boxes import Area, Box, NewPage, SetLine, Space, Spot, Thing, Vertical
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.fonts import font
from styringsdialog.typeset.inlines import Run, named, printed, runs
from styringsdialog.typeset.lines import Line, break_lines, link_stretches
from styringsdialog.typeset.styles import PAGE, TextStyle


@attrs.frozen(kw_only=True)
class Surroundings:
    """The surroundings of a block: its column, and what it belongs to.

    Attributes:
        left: Of its column, in points from the left edge of the page.
        width: Of its column.
        node: The element it belongs to.
        place: Of the nearest block that has one.
        align: How lines stand in the column.
        strong: Whether plain words have weight, as in a heading row.
        hyphenate: Whether words may be divided.
        lang: Of the words; empty for Danish.
        depth: How many lists it stands in.
        tables: How many tables it stands in.
        inner: Whether it stands in another block, where no page can begin.
        compact: Whether paragraphs are smaller than elsewhere, as in a table of many columns.
        tallest: What a picture may be, in points; nothing leaves it the page.
    """

    left: float
    width: float
    node: Node
    place: Place
    align: Align = Align.START
    strong: bool = False
    hyphenate: bool = True
    lang: str = ""
    depth: int = 0
    tables: int = 0
    inner: bool = False
    compact: bool = False
    tallest: float | None = None

    def at(self, place: Place) -> Surroundings:
        """Return the surroundings of a block that was written at ``place``, if that is known."""
        return self if place == NOWHERE else attrs.evolve(self, place=place)

    @property
    def page(self) -> float:
        """Return the height that a row or a picture may have: in a cell less, so that its own row can be divided."""
        return PAGE.depth * 0.5**self.tables

    def within(self, indent: float, node: Node) -> Surroundings:
        """Return the surroundings of a block that stands ``indent`` points further in."""
        return attrs.evolve(self, left=self.left + indent, width=self.width - indent, node=node, inner=True)


# Sets blocks as they stand in running text.
Flow = Callable[[Blocks, Surroundings], Vertical]


@attrs.define(eq=False)
class TextSetter:
    """Sets words, and collects what is wrong with them."""

    # A dict for its order: a set has none that is the same in every run.
    problems: dict[Problem, None] = attrs.field(factory=dict, init=False)

    def runs(
        self, content: Inlines, style: TextStyle, node: Node, surroundings: Surroundings, *, links: bool = True
    ) -> tuple[Run, ...]:
        """Return ``content`` as runs, with a problem for each character that its face lacks."""
        if surroundings.strong:
            style = attrs.evolve(style, face=style.face.strong)
        made = runs(content, style, node, links=links)
        for run in made:
            face = font(run.ink.face)
            for character in dict.fromkeys(printed(run.text)):
                if not face.has(character):
                    self.problem(surroundings, message("typeset.no-glyph", character=named(character)))
        if surroundings.lang:
            made = tuple(
                # A language that words have of their own goes before their section's.
                run if run.ink.lang else attrs.evolve(run, ink=attrs.evolve(run.ink, lang=surroundings.lang))
                for run in made
            )
        return made

    def lines(
        self, content: Inlines, style: TextStyle, node: Node, surroundings: Surroundings, *, links: bool = True
    ) -> tuple[Line, ...]:
        """Return ``content`` as lines in the column of ``surroundings``, with a problem where a letter does not fit."""
        content_runs = self.runs(content, style, node, surroundings, links=links)
        lines = break_lines(content_runs, surroundings.width, hyphenate=style.hyphenate and surroundings.hyphenate)
        if any(line.width > surroundings.width + _EPSILON for line in lines):
            self.problem(surroundings, message("typeset.narrow-column"))
        return lines

    def paragraph(
        self, content: Inlines, style: TextStyle, surroundings: Surroundings, *, role: str = "P", ahead: bool = False
    ) -> Vertical:
        """Return ``content`` as a paragraph in ``style``: nothing when it has no words.

        With ``ahead`` it joins its parent now: before rows that stand there before they are drawn.
        """
        # Without words it must not join ahead: it would stay in the tree as an empty element.
        node = Node(role, surroundings.node, empty=ahead and bool(plain_text(content).strip()))
        boxes = self.boxes(self.lines(content, style, node, surroundings), style, surroundings)
        return [Space(style.before), *boxes, Space(style.after)] if boxes else []

    def heading(self, heading: Heading, style: TextStyle, surroundings: Surroundings) -> list[Box]:
        """Return ``heading`` as boxes with which no page ends."""
        node = Node(f"H{heading.level}", surroundings.node)
        boxes = self.boxes(self.lines(heading.content, style, node, surroundings), style, surroundings)
        kept = [attrs.evolve(box, keep=True) for box in boxes]
        return [attrs.evolve(box, things=(*_spots(heading), *box.things)) for box in kept[:1]] + kept[1:]

    def boxes(self, lines: Sequence[Line], style: TextStyle, surroundings: Surroundings) -> list[Box]:
        """Return ``lines`` as boxes: no page begins or ends with one line of several, or in a word."""
        boxes = []
        for number, line in enumerate(lines):
            left = surroundings.left
            if surroundings.align is Align.END:
                left += surroundings.width - line.width
            areas = (
                Area(
                    target=target.uri,
                    words=target.words,
                    left=left + x,
                    width=width,
                    dy=0,
                    height=style.leading,
                    node=target.node,
                )
                for target, x, width in link_stretches(line)
            )
            keep = line.divided or (number < len(lines) - 1 and number in {0, len(lines) - 2})
            things: tuple[Thing, ...] = (SetLine(line=line, left=left, dy=style.drop), *areas)
            boxes.append(Box(height=style.leading, things=things, keep=keep))
        return boxes

    def problem(self, surroundings: Surroundings, what: Message) -> None:
        """Note ``what`` is wrong in ``surroundings``; the same of one place is told once."""
        self.problems[Problem(Fault.CONTENT, surroundings.place.where, what)] = None


# More than the rounding that ``break_lines`` lets pass.
_EPSILON = 1e-3


def _spots(heading: Heading) -> tuple[Spot, ...]:
    """Return the places that a heading makes: in the outline, and for references."""
    # On one line, as bookmarks are shown.
    title = " ".join(printed(plain_text(heading.content)).split())
    in_outline = [Spot(title=title, level=heading.level)] if heading.level <= _OUTLINE_DEPTH else []
    return (*in_outline, *([Spot(target=heading.anchor)] if heading.anchor else []))


_OUTLINE_DEPTH = 3


def with_spot(material: Vertical, spot: Spot) -> Vertical:
    """Return ``material`` with ``spot`` on its first box or page."""
    for number, item in enumerate(material):
        if isinstance(item, Box | NewPage):
            return [*material[:number], attrs.evolve(item, things=(spot, *item.things)), *material[number + 1 :]]
    # With nothing to stand on, the place gets a box of no height.
    return [*material, Box(height=0, things=(spot,))]


def trimmed(material: Vertical) -> Vertical:
    """Return ``material`` without space at its ends."""
    solid = [number for number, item in enumerate(material) if not isinstance(item, Space)]
    return material[solid[0] : solid[-1] + 1] if solid else []
