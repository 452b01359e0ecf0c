"""Vertical material: boxes with things drawn in them, the space between, and where pages break.

A box is a height and what is drawn in it. Boxes are values; putting one inside another moves its
things, so that a table's row, a list's item and a plain line are the same kind of value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from styringsdialog.model.colour import Colour
from styringsdialog.pictures.picture import Picture
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.lines import Line


@attrs.frozen(kw_only=True, eq=False)
class SetLine:
    """A line of text, its baseline ``dy`` beneath the top of the box."""

    line: Line
    left: float
    dy: float
    artifact: bool = False


@attrs.frozen(kw_only=True, eq=False)
class Leader:
    """Dots from a title to its page number, at the baseline."""

    left: float
    width: float
    dy: float


@attrs.frozen(kw_only=True, eq=False)
class _Rectangle:
    """What fills a rectangle, its top ``dy`` beneath the top of the box."""

    left: float
    width: float
    dy: float
    height: float


@attrs.frozen(kw_only=True, eq=False)
class Rule(_Rectangle):
    """A filled rectangle: a rule or a field of colour."""

    colour: Colour


@attrs.frozen(kw_only=True, eq=False)
class PlacedPicture(_Rectangle):
    """A picture."""

    picture: Picture
    node: Node


@attrs.frozen(kw_only=True, eq=False)
class Path:
    """A line through points, or a closed shape.

    Attributes:
        points: From the left edge of the page, and beneath the top of the drawing.
        fill: Of a closed shape; nothing leaves it open.
        stroke: Of the line; nothing draws none.
        dash: Lengths of dashes and gaps; none for a whole line.
    """

    points: tuple[tuple[float, float], ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.75
    dash: tuple[float, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Drawing(_Rectangle):
    """Shapes and words that are one figure, their places counted from its top."""

    paths: tuple[Path, ...]
    words: tuple[SetLine, ...]
    node: Node


@attrs.frozen(kw_only=True, eq=False)
class Area(_Rectangle):
    """Where a link can be clicked; ``words`` are what it is called aloud."""

    target: str
    words: str
    node: Node


@attrs.frozen(kw_only=True, eq=False)
class Spot:
    """A place that references lead to (``target``) or that the outline lists (``title`` and ``level``)."""

    dy: float = 0
    target: str = ""
    title: str = ""
    level: int = 0


Thing = SetLine | Rule | Leader | PlacedPicture | Drawing | Area | Spot


# By identity: two bars of one look, beneath each other, are drawn each beside its own boxes.
@attrs.frozen(eq=False)
class Bar:
    """A vertical bar beside all boxes that carry it, drawn once on each page they reach."""

    left: float
    width: float
    colour: Colour


@attrs.frozen(kw_only=True, eq=False)
class Box:
    """What stays together on a page.

    Attributes:
        keep: Whether a page may not end after it.
        bars: What runs beside it.
        suspend: What stands at the end of the page when the next page begins with this box.
        resume: What stands above it then.
    """

    height: float
    things: tuple[Thing, ...] = ()
    keep: bool = False
    bars: tuple[Bar, ...] = ()
    suspend: Box | None = None
    resume: tuple[Box, ...] = ()


@attrs.frozen
class Space:
    """Air; of two that meet, the larger holds, and none stands at the top of a page."""

    height: float


@attrs.frozen
class Fill:
    """Whatever room the page has left."""


@attrs.frozen(kw_only=True, eq=False)
class NewPage:
    """A page break, and what stands fast on the page it begins.

    Attributes:
        things: Drawn first, ``dy`` from the top of the page.
        top: Where the flow begins, from the top of the page.
        bottom: Where it ends, from the bottom of the page.
    """

    top: float
    bottom: float
    things: tuple[Thing, ...] = ()


Vertical = list[Box | Space | Fill | NewPage]


def moved(things: Iterable[Thing], dy: float) -> tuple[Thing, ...]:
    """Return ``things`` further down by ``dy``."""
    return tuple(attrs.evolve(thing, dy=thing.dy + dy) for thing in things)


def stack(material: Iterable[Box | Space | Fill | NewPage]) -> tuple[tuple[tuple[float, Box], ...], float]:
    """Return the boxes of ``material`` with their tops under each other, and the height of all."""
    placed: list[tuple[float, Box]] = []
    y = gap = 0.0
    for item in material:
        match item:
            case Space(height):
                gap = max(gap, height)
            case Box():
                y += gap if placed else 0
                gap = 0
                placed.append((y, item))
                y += item.height
            case _:
                # Within a box no page begins, and no room is left to be filled.
                pass
    return tuple(placed), y


def joined(placed: Sequence[tuple[float, Box]], height: float) -> Box:
    """Return one box that holds those of ``placed`` at their offsets."""
    return Box(height=height, things=tuple(thing for dy, box in placed for thing in moved(box.things, dy)))


def as_artifact(box: Box) -> Box:
    """Return ``box`` as an artifact: a repetition that is seen, but neither read aloud nor linked to."""
    # An area or a picture drawn again would join its element twice, and a spot stand in the outline twice.
    things = tuple(
        attrs.evolve(thing, artifact=True) if isinstance(thing, SetLine) else thing
        for thing in box.things
        if not isinstance(thing, Area | Spot | PlacedPicture | Drawing)
    )
    return attrs.evolve(box, things=things)
