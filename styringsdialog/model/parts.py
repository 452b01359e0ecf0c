"""Prepared files: what typesetting and intake make, and assembly joins.

Both give the same value, so that nothing later needs to know where pages came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from styringsdialog.errors import Remark
from styringsdialog.model.structure import Element


@attrs.frozen
class PageShape:
    """A page as one sees it.

    Attributes:
        width: Of the visible box, after rotation, in points.
        height: As ``width``.
        footer_free: Whether nothing is drawn where the footer will stand.
    """

    width: float
    height: float
    footer_free: bool


@attrs.frozen
class Anchor:
    """A spot in a part.

    Attributes:
        page: Within the part, from 1.
        top: Height of the spot in points in the page's own coordinates (from the bottom,
            unrotated); ``None`` for the page as a whole.
    """

    page: int
    top: float | None = None


@attrs.frozen
class Bookmark:
    """An entry of the outline, with those beneath it."""

    title: str
    anchor: Anchor
    children: tuple[Bookmark, ...] = ()


@attrs.frozen(kw_only=True)
class PreparedPart:
    """A file whose pages can be joined to others without looking at it again.

    Its destinations are explicit, or for targets outside the file URI actions in the
    package's own schemes (``bilag:``, ``tema:``, ``punkt:``, ``del:``) that assembly replaces. It has no
    form, no script and no outline of its own: bookmarks stand here.

    Attributes:
        path: The prepared PDF.
        anchors: Spots that references may lead to, by full target (``punkt:vibo/tal``).
        notes: What was lost or mended on the way in, for the report and the divider.
        structure: Of pages that we typeset ourselves: a ``Document`` element. What the pages mark and it
            does not name is an artifact.
        without_text: Of pages that came without tags: those, from 1, on which no word can be found.
        signatures: How many digital signatures the file had that was taken in; none of them holds any more.
        tagged: Whether the prepared PDF itself has a structure tree, which is to be carried over.
        lost_alt: Whether an alternative text of the file that was handed in could not be carried over: no checker
            can find that, and nothing with these pages claims to be accessible.
    """

    path: Path
    pages: tuple[PageShape, ...]
    bookmarks: tuple[Bookmark, ...] = ()
    anchors: Mapping[str, Anchor] = attrs.field(factory=dict)
    notes: tuple[Remark, ...] = ()
    structure: Element | None = attrs.field(default=None, repr=False)
    tagged: bool = False
    without_text: tuple[int, ...] = ()
    signatures: int = 0
    lost_alt: bool = False
