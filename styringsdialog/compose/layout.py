"""Lay the sections out until every printed page number is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.assemble.plan import Plan, PlannedSection, plan_package
from styringsdialog.compose.sections import Draft
from styringsdialog.content.references import Destination, References, anchors, resolve, targets, without_links
from styringsdialog.content.typography import typographic
from styringsdialog.errors import Problem, StyringsdialogError
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.conference import Conference
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.values import Quotes
from styringsdialog.typeset.render import typeset
from styringsdialog.typeset.styles import STANDARD, Palette

__all__ = ["DRAFT", "Press", "counted_reference", "expected_references"]

DRAFT: Final = "Kladde"
"""What every page of a draft says."""

_ROUNDS: Final = 10
"""Layouts after which page numbers must stand still; two or three are usual."""

_ELSEWHERE: Final = Destination("andetsteds", page=1, last=1, pages=1, title="andetsteds")


class Press:
    """Typesets sections, each part again only when what it prints has changed.

    The one thing with a memory in the pipeline: it lives for one build, and what it remembers
    are the prepared files in its work folder.
    """

    def __init__(self, work: Path, *, quotes: Quotes | None = None, palette: Palette = STANDARD) -> None:
        """Keep prepared files in ``work``, an existing folder; print ``quotes`` throughout, in ``palette``."""
        self._work = work
        self._quotes = quotes
        self._palette = palette
        self._set: dict[tuple[str, int], tuple[Blocks, PreparedPart]] = {}

    def proof(self, drafts: Sequence[Draft], *, complete: bool = True) -> Mapping[str, tuple[Problem, ...]]:
        """Typeset every section by itself and give the problems, by the key of the section.

        Args:
            drafts: The sections.
            complete: Whether these are all; if not, what they refer to is taken to stand in one of the others.
        """
        references = dict(expected_references(drafts))
        if not complete:
            used = {target for draft in drafts for blocks in _blocks(draft) for target in targets(blocks)}
            references = dict.fromkeys(used, _ELSEWHERE) | references
        faults = {}
        for draft in drafts:
            try:
                self._section(draft, references, ())
            except StyringsdialogError as error:
                faults[draft.key] = draft.blames(error).problems
        return faults

    def lay_out(self, conference: Conference, drafts: Sequence[Draft]) -> Plan:
        """Lay out, count, and lay out again what changed, until nothing does.

        Raises:
            StyringsdialogError: The numbers never settle, or a section cannot be typeset.
        """
        references = expected_references(drafts)
        aliases = _aliases(drafts)
        for _ in range(_ROUNDS):
            plan = plan_package(
                [self._section(draft, references, aliases.get(draft.key, ())) for draft in drafts],
                short_title=conference.title,
                journal=conference.journal.fields,
                mark=DRAFT if conference.draft else "",
            )
            counted = {
                target: counted_reference(expected, plan.references[target]) for target, expected in references.items()
            }
            if counted == references:
                return plan
            references = counted
        message = f"the page numbers did not settle in {_ROUNDS} layouts"
        raise StyringsdialogError.at("the package", message, "this is a fault of styringsdialog: please report it")

    def alone(self, draft: Draft, references: References) -> PlannedSection:
        """Give a bilag as a section without its divider, from which no link leads out.

        Args:
            draft: The bilag.
            references: As in the package, for what texts say of it.
        """
        parts: list[PreparedPart] = []
        for index, part in enumerate(draft.parts[draft.own_from :], draft.own_from):
            if isinstance(part, PreparedPart):
                parts.append(part)
                continue
            inside = {draft.key, *anchors(part)}
            blocks = without_links(resolve(part, references, fault=draft.fault), inside)
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
        blocks = typographic(resolve(part, references, fault=draft.fault), self._quotes)
        known = self._set.get((draft.key, index))
        if known and known[0] == blocks:
            return known[1]
        path = known[1].path if known else self._work / f"set-{len(self._set)}.pdf"
        made = typeset(blocks, title=draft.title, path=path, palette=self._palette)
        if draft.number is None or index < draft.own_from:
            # The section's bookmark already says what its first heading says.
            made = attrs.evolve(made, bookmarks=tuple(child for one in made.bookmarks for child in one.children))
        self._set[draft.key, index] = (blocks, made)
        return made


def counted_reference(expected: Destination, found: Destination) -> Destination:
    """Give ``expected``, which has the words, with the pages that were found."""
    return attrs.evolve(expected, page=found.page, last=found.last, pages=found.pages)


def expected_references(drafts: Sequence[Draft]) -> References:
    """Give every reference there can be, in words, with pages still to be counted."""
    references: dict[str, Destination] = {}
    for draft in drafts:
        label = draft.title if draft.number is None else f"bilag\N{NO-BREAK SPACE}{draft.number}"
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
    """Give, for each section in which something is missing, the references that would have led into it."""
    if not any(draft.lost for draft in drafts):
        return {}
    used = sorted({target for draft in drafts for blocks in _blocks(draft) for target in targets(blocks)})
    there = {draft.key for draft in drafts}
    there |= {target for draft in drafts for blocks in _blocks(draft) for target in anchors(blocks)}
    aliases: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        if draft.lost:
            prefixes = (f"bilag:{draft.lost}/", f"punkt:{draft.lost}/")
            aliases[draft.key] = tuple(target for target in used if target.startswith(prefixes) and target not in there)
            there.update(aliases[draft.key])
    return aliases


def _blocks(draft: Draft) -> list[Blocks]:
    return [part for part in draft.parts if not isinstance(part, PreparedPart)]
