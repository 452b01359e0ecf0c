"""The bookmarks of the package (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pikepdf

from styringsdialog.assemble.merge import MergedPages
from styringsdialog.model.parts import Bookmark

__all__ = ["write_outline"]


def write_outline(pdf: pikepdf.Pdf, merged: MergedPages, bookmarks: Sequence[Bookmark]) -> None:
    """Write ``bookmarks``, whose pages count in the package; sections are seen at once, what is in them on demand."""
    if not bookmarks:
        return
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines))
    _hang(pdf, merged, root, bookmarks)
    root.Count = len(bookmarks)
    pdf.Root.Outlines = root


def _hang(pdf: pikepdf.Pdf, merged: MergedPages, parent: pikepdf.Dictionary, bookmarks: Sequence[Bookmark]) -> None:
    items = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Title=pikepdf.String(bookmark.title), Parent=parent, Dest=merged.destination(bookmark.anchor)
            )
        )
        for bookmark in bookmarks
    ]
    for item, after in itertools.pairwise(items):
        item.Next, after.Prev = after, item
    parent.First, parent.Last = items[0], items[-1]
    for item, bookmark in zip(items, bookmarks, strict=True):
        if bookmark.children:
            _hang(pdf, merged, item, bookmark.children)
            # A negative count: closed, with so many beneath it.
            item.Count = -len(bookmark.children)
