"""Lay the sections out until every printed page number is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.assemble.plan import Plan, PlannedSection, plan_package
from styringsdialog.compose.sections import Draft, sharing_pages
from styringsdialog.content.references import Destination, References, anchors, resolve, targets, without_links
from styringsdialog.content.typography import typographic
from styringsdialog.errors import Problem, StyringsdialogError
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.store import Store
from styringsdialog.loading.inputs import made_of
from styringsdialog.messages.message import Where, message
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.colour import parse_colour
from styringsdialog.model.conference import Conference
from styringsdialog.model.parts import PreparedPart
from styringsdialog.typeset.render import typeset
from styringsdialog.typeset.styles import Palette

# Layouts after which page numbers must stand still; two or three are usual.
_ROUNDS: Final = 10

_ELSEWHERE: Final = Destination("andetsteds", page=1, last=1, pages=1, title="andetsteds")


@attrs.frozen(kw_only=True)
class Footing:
    """What stands at the foot of pages beside their numbers.

    Attributes:
        title: On pages that belong to no bilag.
        journal: Labels and values on the first page.
        mark: What every page says of itself first; empty for nothing.
    """

    title: str
    journal: tuple[tuple[str, str], ...] = ()
    mark: str = ""

    @classmethod
    def of_package(cls, conference: Conference, mark: str = "") -> Footing:
        """Return what stands in the package of ``conference``, which says ``mark`` on every page."""
        return cls(title=conference.title, journal=conference.journal.fields, mark=mark)


class Press:
    """Typesets sections, each part again only when what it prints has changed.

    The one thing with a memory in the pipeline: it lives for one build, and what it remembers
    are the prepared files in its work folder. Parts that an earlier build typeset are in the store.
    """

    def __init__(self, conference: Conference, work: Path, store: Store | None = None) -> None:
        """Print with the quotation marks and colours of ``conference``; keep prepared files in ``work``, a folder."""
        self._work = work
        self._store = store
        self._quotes = conference.quotes
        self._palette = Palette(parse_colour(conference.design.accent))
        self._set: dict[tuple[str, int], _SetPart] = {}

    def proof(self, drafts: Sequence[Draft], *, complete: bool = True) -> Mapping[str, tuple[Problem, ...]]:
        """Typeset every section by itself and return the problems, by the key of the section.

        Args:
            drafts: The sections.
            complete: Whether these are all; if not, what they refer to is taken to stand in one of the others.
        """
        references = _expected_references(drafts)
        if not complete:
            used = {target for draft in drafts for blocks in _blocks(draft) for target in targets(blocks)}
            # Known ones last, so that they win.
            references = dict.fromkeys(used, _ELSEWHERE) | references
        faults = {}
        for draft in drafts:
            try:
                self._section(draft, references, ())
            except StyringsdialogError as error:
                faults[draft.key] = tuple(attrs.evolve(problem, fault=draft.fault) for problem in error.problems)
        return faults

    def lay_out(self, drafts: Sequence[Draft], footing: Footing, *, known: References | None = None) -> Plan:
        """Lay out, count, and lay out again what changed, until nothing does.

        Args:
            drafts: The sections, in order.
            footing: What stands at the foot of their pages.
            known: References as another file has them, in which these sections stand with others: those to the
                others print that file's pages, and lead to the first of these sections.

        Raises:
            StyringsdialogError: The numbers never settle, or a section cannot be typeset.
        """
        drafts = sharing_pages(drafts)
        own = _expected_references(drafts)
        # Labels as the other file has them; the pages of these sections are counted anew below.
        references = {**own, **(known or {})}
        aliases = _aliases(drafts)
        if elsewhere := tuple(target for target in references if target not in own):
            aliases[drafts[0].key] = (*aliases.get(drafts[0].key, ()), *elsewhere)
        # A printed page number may change how a line breaks, and so the number of pages: repeat until none changes.
        for _ in range(_ROUNDS):
            plan = plan_package(
                [self._section(draft, references, aliases.get(draft.key, ())) for draft in drafts],
                short_title=footing.title,
                journal=footing.journal,
                mark=footing.mark,
            )
            counted = {
                target: _counted(expected, plan.references[target]) if target in own else expected
                for target, expected in references.items()
            }
            if counted == references:
                return plan
            references = counted
        # Two layouts may each ask for the other's page numbers for ever; such a package is not printed with wrong ones.
        raise StyringsdialogError.at(
            Where(origin=message("place.package")), message("compose.page-numbers-not-settled", rounds=_ROUNDS)
        )

    def alone(self, draft: Draft, references: References) -> PlannedSection:
        """Return a bilag as a section without its divider, from which no link leads out.

        Args:
            draft: The bilag.
            references: As in the package, for what texts say of it.
        """
        parts: list[PreparedPart] = []
        for index, part in enumerate(draft.parts[draft.own_from :], draft.own_from):
            if isinstance(part, PreparedPart):
                parts.append(part)
                continue
            # Resolved first, so that a link which leads out leaves its words behind.
            blocks = without_links(resolve(part, references, fault=draft.fault), {draft.key, *anchors(part)})
            path = self._work / f"alone-{draft.number}-{index}.pdf"
            parts.append(
                typeset(typographic(blocks, self._quotes), title=draft.title, path=path, palette=self._palette)
            )
        return PlannedSection(key=draft.key, title=draft.title, parts=tuple(parts), number=draft.number)

    def _section(self, draft: Draft, references: References, aliases: tuple[str, ...]) -> PlannedSection:
        return PlannedSection(
            key=draft.key,
            title=draft.title,
            parts=tuple(self._part(draft, index, references) for index in range(len(draft.parts))),
            number=draft.number,
            own_from=draft.own_from,
            aliases=aliases,
        )

    def _part(self, draft: Draft, index: int, references: References) -> PreparedPart:
        part = draft.parts[index]
        if isinstance(part, PreparedPart):
            return part
        known = self._set.get((draft.key, index))
        if known and known.part == part and all(references.get(key) == used for key, used in known.references.items()):
            return known.made
        blocks = typographic(resolve(part, references, fault=draft.fault), self._quotes)
        if known and known.blocks == blocks:
            # Typesetting depends on blocks alone, so equal blocks are the same pages.
            made = known.made
        else:
            folder = known.made.path.parent if known else self._work / f"set-{len(self._set)}"
            made = self._typeset(blocks, draft.title, folder)
            # The section's bookmark already says what the first heading of each part says.
            own = tuple(child for bookmark in made.bookmarks[:1] for child in bookmark.children)
            made = attrs.evolve(made, bookmarks=(*own, *made.bookmarks[1:]))
        used = {target: references[target] for target in targets(part)}
        self._set[draft.key, index] = _SetPart(part, used, blocks, made)
        return made

    def _typeset(self, blocks: Blocks, title: str, folder: Path) -> PreparedPart:
        """Return the pages of ``blocks``, as they were typeset before or as they are now, in a file in ``folder``."""
        folder.mkdir(exist_ok=True)
        path = folder / "pages.pdf"
        if self._store is None:
            return typeset(blocks, title=title, path=path, palette=self._palette)
        # All that typesetting depends on, see ``typeset``.
        question = made_of(typeset, (title, repr(self._palette), blocks), folder)
        if known := self._store.outcome(question):
            made: PreparedPart = from_plain(PreparedPart, known.value)
        else:
            made = typeset(blocks, title=title, path=path, palette=self._palette)
            self._store.keep(question, Outcome(ending=Ending.ANSWERED, value=to_plain(made)))
        return made


@attrs.frozen
class _SetPart:
    """A part that was typeset: as it came, what it refers to, with that filled in, and its pages."""

    part: Blocks
    references: References
    blocks: Blocks
    made: PreparedPart


def references_of(drafts: Sequence[Draft], plan: Plan) -> References:
    """Return every reference that there can be to ``drafts``, with its words and its pages in ``plan``."""
    expected = _expected_references(drafts)
    return {target: _counted(reference, plan.references[target]) for target, reference in expected.items()}


def _counted(expected: Destination, planned: Destination) -> Destination:
    """Return ``expected``, which has the words, with the pages of ``planned``."""
    return attrs.evolve(expected, page=planned.page, last=planned.last, pages=planned.pages)


def _expected_references(drafts: Sequence[Draft]) -> dict[str, Destination]:
    """Return every reference there can be, in words, with pages still to be counted."""
    references: dict[str, Destination] = {}
    for draft in drafts:
        label = draft.title if draft.number is None else f"bilag\N{NO-BREAK SPACE}{draft.number}"
        # Any page will do to begin with; the first plan tells the right one.
        destination = Destination(label, page=1, last=1, pages=1, title=draft.title)
        references[draft.key] = destination
        if draft.number is not None:
            # «bilag:vibo» is the contributor's only or first one.
            references.setdefault(draft.key.partition("/")[0], destination)
        for blocks in _blocks(draft):
            for target, title in anchors(blocks).items():
                references[target] = Destination(title, page=1, last=1, pages=1, title=title)
    for key, aliases in _aliases(drafts).items():
        references.update(dict.fromkeys(aliases, references[key]))
    return references


def _aliases(drafts: Sequence[Draft]) -> dict[str, tuple[str, ...]]:
    """Return, for each section in which something is missing, the references that would have led into it."""
    if not any(draft.lost for draft in drafts):
        return {}
    # Sorted, because a set has another order in each process, and the plan lists aliases.
    used = sorted({target for draft in drafts for blocks in _blocks(draft) for target in targets(blocks)})
    there = {draft.key for draft in drafts}
    there |= {target for draft in drafts for blocks in _blocks(draft) for target in anchors(blocks)}
    aliases: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        if draft.lost:
            prefixes = (f"bilag:{draft.lost}/", f"punkt:{draft.lost}/")
            aliases[draft.key] = tuple(target for target in used if target.startswith(prefixes) and target not in there)
            # A contributor may have several gaps, and a target leads to one place: the first.
            there.update(aliases[draft.key])
    return aliases


def _blocks(draft: Draft) -> list[Blocks]:
    return [part for part in draft.parts if not isinstance(part, PreparedPart)]
