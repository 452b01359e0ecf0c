"""Resources of a page, enlarged without a change to pages that share them."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping

import pikepdf

__all__ = ["bookmark_items", "page_of", "with_resource"]


def with_resource(
    resources: object, kind: str, stem: str, value: pikepdf.Object
) -> tuple[pikepdf.Dictionary, pikepdf.Name]:
    """Give a copy of ``resources`` that holds ``value`` too, and the name it got.

    Args:
        resources: A page's, or whatever stands in their place.
        kind: ``/Font``, ``/XObject`` and so on.
        stem: The name starts with it, and is one that ``resources`` do not use.
        value: An indirect object.
    """
    own = _copied(resources)
    entries = _copied(own.get(kind))
    name = next(one for one in (f"/{stem}{count}" for count in itertools.count()) if one not in entries)
    entries[name] = value
    own[kind] = entries
    return own, pikepdf.Name(name)


def _copied(value: object) -> pikepdf.Dictionary:
    return copy.copy(value) if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def bookmark_items(root: object) -> Iterator[tuple[pikepdf.Dictionary, int]]:
    """Give the bookmarks under ``root``, a file's outline, with their depths as a viewer walks them, each once."""
    seen = set()
    waiting = [(root.get("/First"), 1)] if isinstance(root, pikepdf.Dictionary) else []
    while waiting:
        item, depth = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield item, depth
        waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]


def page_of(destination: object, numbers: Mapping[tuple[int, int], int]) -> int | None:
    """Give the page that an explicit destination leads to; nothing when it leads to none.

    Args:
        destination: As it stands in the file (ISO 32000-1, 12.3.2).
        numbers: Each page's object number and generation, to its number.
    """
    if not isinstance(destination, pikepdf.Array) or not len(destination):
        return None
    page = destination[0]
    return numbers.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
