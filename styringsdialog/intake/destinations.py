"""Destinations as numbers: a page of the file and how it is shown, whatever names they went by; and bookmarks.

A merge does not carry the tables of named destinations, and two files may use one name for
two places (ISO 32000-1, 12.3.2). So names are resolved once, here, and nothing later knows them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import attrs
import pikepdf

from styringsdialog.intake.actions import Dropped, drop_actions
from styringsdialog.model.parts import Anchor, Bookmark
from styringsdialog.pdf.boxes import VisibleBox, fractions
from styringsdialog.pdf.objects import bookmark_items, dictionary, listed

# How many numbers each way of showing a page takes.
_VIEWS: Mapping[str, int] = {
    "/XYZ": 3,
    "/Fit": 0,
    "/FitH": 1,
    "/FitV": 1,
    "/FitR": 4,
    "/FitB": 0,
    "/FitBH": 1,
    "/FitBV": 1,
}

# Which of the numbers is the height in the page's own units.
_TOPS: Mapping[str, int] = {"/XYZ": 1, "/FitH": 0, "/FitBH": 0, "/FitR": 3}

# Looked at to find where a structure element begins: circles end here.
_ELEMENTS = 1000

# Names that stand for names, and nodes of a name tree beneath each other: more is a circle.
_DEPTH = 64


@attrs.frozen
class Spot:
    """A place in a file.

    Attributes:
        page: From 0.
        view: ``/XYZ`` or another of ISO 32000-1, table 151.
        numbers: As many as the view takes; ``None`` keeps what the viewer has.
    """

    page: int
    view: str = "/XYZ"
    numbers: tuple[float | None, ...] = (None, None, None)

    @property
    def top(self) -> float | None:
        """Return the height in the page's own units, where there is one."""
        return self.numbers[_TOPS[self.view]] if self.view in _TOPS else None

    def array(self, pages: Sequence[pikepdf.Dictionary]) -> pikepdf.Array:
        """Return the place as an explicit destination."""
        return pikepdf.Array([pages[self.page], pikepdf.Name(self.view), *self.numbers])


class Destinations:
    """Looks up the destinations of one file.

    What it is asked may be anything that stands in a broken file; the answer is then ``None``.
    """

    def __init__(self, pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Dictionary]) -> None:
        """Read the names that ``pdf`` gives to places on ``pages``."""
        self._numbers = {page.objgen: number for number, page in enumerate(pages)}
        self._count = len(pages)
        self._named: dict[bytes, object] = {}
        old = dictionary(pdf.Root.get("/Dests"))
        self._named.update((name.encode()[1:], destination) for name, destination in old.items())
        # PDF 1.1 had names in Dests, later ones have strings in Names (ISO 32000-1, 12.3.2.3); a file may have both.
        self._named.update(name_tree(dictionary(pdf.Root.get("/Names")).get("/Dests")))

    def spot(self, destination: object) -> Spot | None:
        """Return the place that ``destination`` (a name, a string, an array or a dictionary) means."""
        for _ in range(_DEPTH):
            match destination:
                case pikepdf.Name():
                    destination = self._named.get(str(destination).encode()[1:])
                case pikepdf.String() | str():
                    destination = self._named.get(
                        bytes(destination) if isinstance(destination, pikepdf.String) else destination.encode()
                    )
                case pikepdf.Dictionary():
                    # SD is PDF 2.0's destination in the structure tree; D is what viewers of PDF 1.7 follow.
                    destination = destination.get("/D", destination.get("/SD"))
                case pikepdf.Array():
                    return self._explicit(destination)
                case _:
                    return None
        return None

    def _explicit(self, array: pikepdf.Array) -> Spot | None:
        parts = list(array)
        pages = (page for find in (self._page, self._page_of) for page in map(find, parts[:1]))
        page = next((page for page in pages if page is not None), None)
        if page is None:
            return None
        view = str(parts[1]) if len(parts) > 1 and isinstance(parts[1], pikepdf.Name) else ""
        if view not in _VIEWS:
            return Spot(page)
        given = tuple((fractions([part]) or (None,))[0] for part in parts[2 : 2 + _VIEWS[view]])
        numbers = given + (None,) * (_VIEWS[view] - len(given))
        # It is the one view of which no number may be null (ISO 32000-1, table 151).
        return Spot(page) if view == "/FitR" and None in numbers else Spot(page, view, numbers)

    def _page(self, value: object) -> int | None:
        if isinstance(value, pikepdf.Dictionary):
            return self._numbers.get(value.objgen) if value.is_indirect else None
        # A page's number is meant for links to other files, but is written here as well.
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < self._count else None

    def _page_of(self, element: object) -> int | None:
        """Return the page on which ``element`` begins, a structure element (ISO 32000-2, 12.3.2.3)."""
        waiting: list[object] = [element]
        for _ in range(_ELEMENTS):
            if not waiting:
                break
            kid = waiting.pop()
            if isinstance(kid, pikepdf.Array):
                waiting += reversed(list(kid))
            elif isinstance(kid, pikepdf.Dictionary):
                if (page := self._page(kid.get("/Pg"))) is not None:
                    return page
                waiting.append(kid.get("/K"))
        return None


def name_tree(root: object) -> Iterator[tuple[bytes, object]]:
    """Yield names and values of a name tree (ISO 32000-1, 7.9.6), circles and broken nodes left out."""
    return ((bytes(name), value) for name, value in _tree(root, "/Names") if isinstance(name, pikepdf.String))


def has_own_page_numbers(labels: object) -> bool:
    """Tell whether a number tree of page labels (ISO 32000-1, 12.4.2) says anything but 1, 2, 3 and so on."""
    styles = ((index, dictionary(style)) for index, style in _tree(labels, "/Nums") if isinstance(index, int))
    return any(
        style.get("/S") != pikepdf.Name.D or style.get("/St", 1) != index + 1 or bool(style.get("/P"))
        for index, style in styles
    )


def _tree(root: object, kind: str) -> Iterator[tuple[object, object]]:
    seen: set[tuple[int, int]] = set()
    nodes = [(root, 0)]
    while nodes:
        node, depth = nodes.pop()
        if not isinstance(node, pikepdf.Dictionary) or depth > _DEPTH or node.objgen in seen:
            continue
        seen |= {node.objgen} - {(0, 0)}
        flat = listed(node.get(kind))
        nodes += [(kid, depth + 1) for kid in listed(node.get("/Kids"))]
        # A broken tree may end with a name that has no value.
        yield from zip(flat[::2], flat[1::2], strict=False)


# ----------------------------------------------------------------------------- bookmarks

# Bookmarks further down stand beside their parent instead of beneath it.
_DEEPEST = 8
# Of one file; programs that check a package walk along them, one within the other.
_MOST = 2_000
_MOST_COUNTED = 1_000_000
# Characters in a title; viewers show far fewer.
_LONGEST = 300
_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@attrs.define
class _Entry:
    """A bookmark while its children are being read."""

    title: str
    spot: Spot | None
    children: list[_Entry] = attrs.field(factory=list)


def read_bookmarks(
    pdf: pikepdf.Pdf, destinations: Destinations, boxes: Sequence[VisibleBox], dropped: Counter[Dropped]
) -> tuple[Bookmark, ...]:
    """Return the bookmarks of ``pdf``, whose pages show ``boxes``, and add to ``dropped`` what they would have done.

    One that leads nowhere in the file takes the place of the first one beneath it; where there
    is none, it is left out.
    """
    return tuple(bookmark for entry in _entries(pdf, destinations, dropped) for bookmark in _bookmarks(entry, boxes))


def title_of(value: object) -> str:
    """Return a text string on one line, without characters that control how it is shown."""
    if not isinstance(value, pikepdf.String | str):
        return ""
    shown = (" " if character.isspace() else character for character in unicodedata.normalize("NFC", str(value)))
    kept = "".join(character for character in shown if unicodedata.category(character) not in _CONTROLS)
    title = " ".join(kept.split())
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def _entries(pdf: pikepdf.Pdf, destinations: Destinations, dropped: Counter[Dropped]) -> list[_Entry]:
    """Return the topmost bookmarks, with those beneath them."""
    # By depth: where the next bookmark goes.
    places: list[list[_Entry]] = [[]]
    for count, (item, depth) in enumerate(islice(bookmark_items(pdf.Root.get("/Outlines")), _MOST_COUNTED), 1):
        dropped.update(drop_actions(item.get("/A")))
        dropped[Dropped.BOOKMARK] += count > _MOST
        if count <= _MOST:
            entry = _Entry(title_of(item.get("/Title")), _spot(item, destinations))
            del places[min(depth, _DEEPEST) :]
            places[-1].append(entry)
            places.append(entry.children)
    return places[0]


def _spot(item: pikepdf.Dictionary, destinations: Destinations) -> Spot | None:
    if "/Dest" in item:
        return destinations.spot(item.get("/Dest"))
    action = item.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.GoTo:
        return destinations.spot(action)
    # A structure element that it stands for (ISO 32000-1, table 153).
    return destinations.spot(pikepdf.Array([item.get("/SE")])) if "/SE" in item else None


def _bookmarks(entry: _Entry, boxes: Sequence[VisibleBox]) -> tuple[Bookmark, ...]:
    children = tuple(bookmark for child in entry.children for bookmark in _bookmarks(child, boxes))
    if entry.spot is not None:
        box = boxes[entry.spot.page]
        # On a page that stands on its side the height in its own units says nothing of where one looks.
        top = entry.spot.top if box.rotation == 0 else None
        anchor = Anchor(entry.spot.page + 1, top if top is None else min(max(top, box.bottom), box.top))
    elif children:
        anchor = children[0].anchor
    else:
        return ()
    return (Bookmark(entry.title, anchor, children),) if entry.title else children
