"""The plan: which page everything stands on. The only owner of page arithmetic.

Pages of the package count from 1 on the cover to the last one, so that the printed number, the
page's label and the viewer's own number are the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from styringsdialog.content.references import Destination, References
from styringsdialog.errors import Fault, Problem, Remark, error_for
from styringsdialog.messages.message import Where, message
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.parts import Anchor, Bookmark, PageShape, PreparedPart


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
        yield from (
            Footer(
                left=_left(section, page, short_title),
                right=f"Side {page} af {total}",
                bilag=section.number is not None,
                journal=journal if page == 1 else (),
                mark=mark,
            )
            for page in range(section.first, section.last + 1)
        )


def _left(section: PlannedSection, page: int, short_title: str) -> str:
    if section.number is None:
        return short_title
    # On the divider, which comes before the bilag's own first page, this is zero or less.
    own = page - section.own_first + 1
    name = f"Bilag {section.number}"
    return f"{name} · side {own} af {section.own_pages}" if own > 0 else name


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


@attrs.frozen(kw_only=True)
class Plan:
    """Where everything stands; ``assemble`` does it and ``verify`` holds the file against it.

    Attributes:
        footers: One for each page.
        destinations: Every target with the spot it leads to, its page counted in the package.
        bookmarks: With the page in their titles, their pages counted in the package.
        references: Every target as texts refer to it; the pages of a bilag are its own.
    """

    sections: tuple[PlannedSection, ...]
    footers: tuple[Footer, ...]
    destinations: Mapping[str, Anchor]
    bookmarks: tuple[Bookmark, ...]
    references: References

    @property
    def pages(self) -> int:
        """Return how many pages the package has."""
        return len(self.footers)

    @property
    def parts(self) -> tuple[PreparedPart, ...]:
        """Return every prepared file in order."""
        return tuple(part for section in self.sections for part in section.parts)

    @property
    def shapes(self) -> tuple[PageShape, ...]:
        """Return the shape of every page before it is stamped."""
        return tuple(shape for part in self.parts for shape in part.pages)

    def section(self, target: str) -> PlannedSection:
        """Return the section that ``target`` leads into.

        Raises:
            KeyError: Nothing has that target.
        """
        page = self.destinations[target].page
        return next(section for section in self.sections if section.first <= page <= section.last)

    def notes(self, target: str) -> tuple[Remark, ...]:
        """Return what was lost or mended in the parts of the section that ``target`` leads into."""
        return tuple(note for part in self.section(target).parts for note in part.notes)


def plan_package(
    sections: Sequence[PlannedSection], *, short_title: str, journal: JournalFields, mark: str = ""
) -> Plan:
    """Return the plan of a package made of ``sections`` in their order.

    ``bilag:vibo`` leads to the first bilag whose key starts with ``bilag:vibo/``.

    Args:
        sections: Each with at least one page; a bilag with at least its divider.
        short_title: At the foot of pages that belong to no bilag.
        journal: Labels and values at the foot of the first page.
        mark: What every page says of itself first: «Kladde»; empty for nothing.

    Raises:
        StyringsdialogError: Two things have one target, or a section has no pages.
    """
    planned = _placed(sections)
    places = _Places()
    for section in planned:
        for own in (section.key, *section.aliases):
            places.add(own, Anchor(section.first), _reference(section))
        for anchor, target in _anchors(section):
            places.add(
                target,
                anchor,
                Destination(section.title, page=anchor.page, last=anchor.page, pages=1, title=section.title),
            )
    # After all others, so that a section's own target goes before one that only stands for it.
    for section in planned:
        contributor, has_key, _ = section.key.partition("/")
        if has_key and contributor not in places.anchors:
            places.add(contributor, Anchor(section.first), _reference(section))
    problems = [
        Problem(Fault.CONTENT, Where(path=section.key), message("package.section-without-pages"))
        for section in planned
        if not section.pages
    ]
    problems += places.problems
    if problems:
        raise error_for(problems)
    return Plan(
        sections=planned,
        footers=tuple(footers_of(planned, short_title, journal, mark)),
        destinations=places.anchors,
        bookmarks=tuple(map(section_bookmark, planned)),
        references=places.references,
    )


def _placed(sections: Sequence[PlannedSection]) -> tuple[PlannedSection, ...]:
    placed = []
    first = 1
    for section in sections:
        placed.append(attrs.evolve(section, first=first))
        first += section.pages
    return tuple(placed)


@attrs.define
class _Places:
    """Targets as they are found, and those that are found twice."""

    anchors: dict[str, Anchor] = attrs.field(factory=dict)
    references: dict[str, Destination] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    def add(self, target: str, anchor: Anchor, reference: Destination) -> None:
        if target in self.anchors:
            self.problems.append(
                Problem(
                    Fault.CONTENT,
                    Where(path=target),
                    message("package.ambiguous-target", target=target, pages=(self.anchors[target].page, anchor.page)),
                )
            )
            return
        self.anchors[target] = anchor
        self.references[target] = reference


def _reference(section: PlannedSection) -> Destination:
    label, pages = (
        (section.title, section.pages)
        if section.number is None
        else (f"bilag\N{NO-BREAK SPACE}{section.number}", section.own_pages)
    )
    return Destination(label, page=section.first, last=section.last, pages=pages, title=section.title)


def _anchors(section: PlannedSection) -> Iterator[tuple[Anchor, str]]:
    yield from (
        (attrs.evolve(anchor, page=anchor.page + before), target)
        for part, before in section.starts
        for target, anchor in part.anchors.items()
    )
