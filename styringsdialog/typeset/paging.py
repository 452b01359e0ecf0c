"""Vertical material becomes pages."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from styringsdialog.typeset.boxes import Box, Fill, NewPage, Space, Thing, Vertical
from styringsdialog.typeset.styles import PAGE

PLAIN_PAGE = NewPage(top=PAGE.top, bottom=PAGE.bottom)


@attrs.frozen
class SetPage:
    """A page: what stands fast on it, and its boxes by the distance of their tops from the page's top."""

    things: tuple[Thing, ...]
    boxes: tuple[tuple[float, Box], ...]


@attrs.frozen
class _Run:
    """Boxes that stay together, each with the space before it."""

    boxes: tuple[tuple[float, Box], ...]

    @property
    def height(self) -> float:
        """Return its height beneath the space before it."""
        return sum(gap + box.height for gap, box in self.boxes) - self.boxes[0][0]


def paginate(material: Vertical) -> tuple[SetPage, ...]:
    """Return ``material`` as pages, at least one.

    Boxes that are to be kept together stay together when a page can hold them. Nothing is ever
    left out: what is taller than a page stands on one of its own.
    """
    book = _Book()
    items = list(_runs(material))
    for item, after in zip(items, [*items[1:], None], strict=True):
        match item:
            case _Run():
                # If the next run begins a page, its «fortsættes» is drawn at the foot of this one: room for it is
                # reserved.
                following = after.boxes[0][1].suspend if isinstance(after, _Run) else None
                book.add(item, reserve=following.height if following else 0)
            case Fill():
                book.fills.append(len(book.boxes))
            case NewPage():
                book.begin(item)
    return book.finish()


def _runs(material: Iterable[Box | Space | Fill | NewPage]) -> Iterable[_Run | Fill | NewPage]:
    run: list[tuple[float, Box]] = []
    gap = 0.0
    for item in material:
        match item:
            case Space(height):
                gap = max(gap, height)
            case Box():
                run.append((gap, item))
                gap = 0
                if not item.keep:
                    yield _Run(tuple(run))
                    run = []
            case _:
                # A page break or a fill ends the run, although its last box is to be kept with the next.
                if run:
                    yield _Run(tuple(run))
                    run = []
                gap = 0
                yield item
    if run:
        yield _Run(tuple(run))


class _Book:
    """Pages so far, and the one that is being filled."""

    def __init__(self) -> None:
        self.pages: list[SetPage] = []
        self.page = PLAIN_PAGE
        self.boxes: list[tuple[float, Box]] = []
        self.fills: list[int] = []
        self.y = PAGE.top

    @property
    def limit(self) -> float:
        return PAGE.height - self.page.bottom

    def begin(self, page: NewPage) -> None:
        # A page that nothing stands on is not ended, so that two breaks after each other make one.
        if self.boxes or self.page.things:
            self._end()
        self.page = page
        self.y = page.top

    def add(self, run: _Run, reserve: float) -> None:
        if run.height + reserve > PAGE.depth and len(run.boxes) > 1:
            # No page can hold it all, so each box has to find its own place.
            following = [box.suspend.height if box.suspend else 0 for _, box in run.boxes[1:]]
            for alone, room in zip(run.boxes, [*following, reserve], strict=True):
                self.add(_Run((alone,)), room)
            return
        gap, first = run.boxes[0]
        before = gap if self.boxes else 0
        # A page of its own design has less room than a plain one, so that even an empty one may have to be left.
        own_design = self.page is not PLAIN_PAGE
        # On an empty plain page everything stands, however tall: no other page would hold it either.
        if (self.boxes or own_design) and self.y + before + run.height + reserve > self.limit + _EPSILON:
            self._turn(first)
            before = 0
        for number, (gap, box) in enumerate(run.boxes):
            self._put(box, gap if number else before)

    def _turn(self, first: Box) -> None:
        """Begin the page that ``first`` stands on."""
        if first.suspend is not None:
            self._put(first.suspend, 0)
        self.begin(PLAIN_PAGE)
        for box in first.resume:
            self._put(box, 0)

    def _put(self, box: Box, gap: float) -> None:
        self.y += gap
        self.boxes.append((self.y, box))
        self.y += box.height

    def _end(self) -> None:
        self.pages.append(SetPage(self.page.things, tuple(self._spread())))
        self.boxes = []
        self.fills = []

    def _spread(self) -> Iterable[tuple[float, Box]]:
        """Return the boxes moved down by the room that the page's fills take."""
        each = max(self.limit - self.y, 0) / len(self.fills) if self.fills else 0
        yield from (
            (y + each * sum(at <= number for at in self.fills), box) for number, (y, box) in enumerate(self.boxes)
        )

    def finish(self) -> tuple[SetPage, ...]:
        if self.boxes or self.page.things or not self.pages:
            self._end()
        return tuple(self.pages)


# Heights are sums of floats: what fits exactly may come out higher by a rounding.
_EPSILON = 1e-6
