"""What a viewer finds in a file: its bookmarks, and the pages that they lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pikepdf

__all__ = ["bookmark_items", "page_of"]


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
