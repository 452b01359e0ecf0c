"""What stands at the foot of each page: «Bilag 3 · side 2 af 14» and «Side 27 af 61»; ``stamps`` prints it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from styringsdialog.assemble.sections import PlannedSection

__all__ = ["Footer", "JournalFields", "footers_of"]

JournalFields = tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Footer:
    """What is printed at the foot of a page.

    Attributes:
        left: The short title, or the bilag and its own page.
        right: «Side 27 af 61».
        bilag: Whether ``left`` names a bilag; a title may be shortened, that may not.
        journal: Labels and values above it, on the first page.
        mark: What the page says of itself before ``left``, never shortened; empty for nothing.
    """

    left: str
    right: str
    bilag: bool = False
    journal: JournalFields = ()
    mark: str = ""

    @property
    def kept(self) -> str:
        """Return what stands on the left and is never shortened."""
        return " · ".join(filter(None, (self.mark, self.left if self.bilag else "")))

    @property
    def texts(self) -> Iterator[str]:
        """Return everything that is printed."""
        return itertools.chain((f"{self.mark} · {self.left}" if self.mark else self.left, self.right), *self.journal)


def footers_of(
    sections: Sequence[PlannedSection], short_title: str, journal: JournalFields, mark: str
) -> Iterator[Footer]:
    """Return the footer of each page.

    Args:
        sections: In the order of the package, each with its place in it.
        short_title: On pages that belong to no bilag.
        journal: Labels and values on the first page.
        mark: What every page says of itself first: «Kladde»; empty for nothing.
    """
    total = sum(section.pages for section in sections)
    for section in sections:
        for page in range(section.first, section.last + 1):
            yield Footer(
                left=_left(section, page, short_title),
                right=f"Side {page} af {total}",
                bilag=section.number is not None,
                journal=journal if page == 1 else (),
                mark=mark,
            )


def _left(section: PlannedSection, page: int, short_title: str) -> str:
    if section.number is None:
        return short_title
    # On the divider, which comes before the bilag's own first page, this is zero or less.
    own = page - section.own_first + 1
    name = f"Bilag {section.number}"
    return f"{name} · side {own} af {section.own_pages}" if own > 0 else name
