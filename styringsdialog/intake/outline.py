"""Other people's bookmarks, as values: where they lead is known, and circles are cut."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import islice

import attrs
import pikepdf

from styringsdialog.intake.actions import Dropped, drop_actions
from styringsdialog.intake.destinations import Destinations, Spot
from styringsdialog.model.parts import Anchor, Bookmark
from styringsdialog.pdf.boxes import VisibleBox
from styringsdialog.pdf.objects import bookmark_items

# Bookmarks further down stand beside their parent instead of beneath it.
_DEEPEST = 8
# Of one file; programs that check a package walk along them, one within the other.
_MOST = 2_000
_MOST_COUNTED = 1_000_000
# Characters in a title; viewers show far fewer.
_LONGEST = 300


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


_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


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
