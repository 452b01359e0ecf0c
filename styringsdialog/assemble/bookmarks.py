"""What the bookmarks of the package say, and where they lead: «Bilag 3: Naturvenlige udearealer (side 27)».

``outline`` writes them.
"""

from __future__ import annotations

import attrs

from styringsdialog.assemble.sections import PlannedSection
from styringsdialog.model.parts import Anchor, Bookmark

__all__ = ["section_bookmark"]


def section_bookmark(section: PlannedSection) -> Bookmark:
    """Return the bookmark of ``section``, with those that its parts have beneath it."""
    beneath = tuple(_moved(bookmark, before) for part, before in section.starts for bookmark in part.bookmarks)
    return Bookmark(_with_page(section.title, section.first), Anchor(section.first), beneath)


def _moved(bookmark: Bookmark, before: int) -> Bookmark:
    page = bookmark.anchor.page + before
    return Bookmark(
        _with_page(bookmark.title, page),
        attrs.evolve(bookmark.anchor, page=page),
        tuple(_moved(child, before) for child in bookmark.children),
    )


def _with_page(title: str, page: int) -> str:
    return f"{title} (side {page})"
