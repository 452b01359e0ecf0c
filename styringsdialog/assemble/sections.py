"""A section of the package, and where it stands in it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.parts import PreparedPart


@attrs.frozen(kw_only=True)
class PlannedSection:
    """A section of the package, prepared, with its place in it.

    Attributes:
        key: The full target that leads to it: ``del:forside``, ``bilag:vibo/oplaeg``.
        title: As in bookmarks, without the page: «Bilag 3: Naturvenlige udearealer».
        number: The bilag's; nothing for the package's own sections.
        own_from: Index of the first part that is the bilag's own; its divider stands before it.
        aliases: Other targets that lead to it.
        first: Its first page in the package; ``plan_package`` sets it.
    """

    key: str
    title: str
    parts: tuple[PreparedPart, ...]
    number: BilagNumber | None = None
    own_from: int = 0
    aliases: tuple[str, ...] = ()
    first: int = 1

    @property
    def pages(self) -> int:
        """Return how many pages it has."""
        return sum(len(part.pages) for part in self.parts)

    @property
    def own_pages(self) -> int:
        """Return how many of its pages are the bilag's own."""
        return sum(len(part.pages) for part in self.parts[self.own_from :])

    @property
    def own_first(self) -> int:
        """Return its first page in the package that is the bilag's own."""
        return self.first + self.pages - self.own_pages

    @property
    def last(self) -> int:
        """Return its last page in the package."""
        return self.first + self.pages - 1

    @property
    def starts(self) -> Iterator[tuple[PreparedPart, int]]:
        """Return each part with the number of pages in the package before it."""
        before = self.first - 1
        for part in self.parts:
            yield part, before
            before += len(part.pages)
