"""The package's sections in order, as drafts: blocks whose references have no numbers yet."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.content import pages
from styringsdialog.content.templating import Templates
from styringsdialog.errors import ContentError, EditionError, Fault, StyringsdialogError
from styringsdialog.model.blocks import Blocks, ContentsEntry, Text
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.parts import PreparedPart

__all__ = ["Draft", "draft_referat", "draft_sections"]


@attrs.frozen(kw_only=True)
class Draft:
    """A section whose blocks still hold references without numbers.

    Attributes:
        key: What references to it say: ``del:temaer``, ``bilag:vibo/oversigt``.
        parts: Blocks to typeset, or pages that are ready.
        number: The bilag's; nothing for the package's own sections.
        own_from: Index of the first part that is the bilag's own; its divider stands before it.
        fault: Whose table a problem in it lands on.
        lost: The contributor whose bilag is missing here: references to what it would have
            held lead to this section.
    """

    key: str
    title: str
    parts: tuple[Blocks | PreparedPart, ...]
    number: int | None = None
    own_from: int = 0
    fault: Fault = Fault.EDITION
    lost: str = ""

    def blames(self, error: StyringsdialogError) -> StyringsdialogError:
        """Give ``error`` with this section's fault on every problem."""
        return StyringsdialogError([attrs.evolve(problem, fault=self.fault) for problem in error.problems])


def draft_sections(
    conference: Conference,
    stage: Stage,
    referat: Sequence[Draft],
    bilag: Sequence[NumberedBilag],
    templates: Templates,
) -> tuple[Draft, ...]:
    """Give every section of the package in order; one that would be empty is left out."""
    lines = [one.line for one in bilag]
    own = [
        Draft(key="del:temaer", title="Temaer og oplæg", parts=(pages.themes(conference, templates),)),
        *(referat if stage is Stage.REFERAT else ()),
        Draft(key="del:bilagsoversigt", title="Bilagsoversigt", parts=(pages.bilag_index(lines, templates),)),
    ]
    own = [draft for draft in own if any(draft.parts)]
    entries = []
    for draft in own:
        entries.append(ContentsEntry(title=(Text(draft.title),), target=draft.key))
        if draft.key == "del:temaer":
            entries += pages.theme_entries(conference)
    entries += [pages.bilag_entry(line) for line in lines]
    return (
        Draft(key="del:forside", title="Forside", parts=(pages.cover(conference, stage, templates),)),
        Draft(key="del:indhold", title="Indhold", parts=(pages.contents(entries, templates),)),
        *own,
        *(_bilag_draft(one, templates) for one in bilag),
    )


def draft_referat(conference: Conference, templates: Templates) -> tuple[Draft, ...]:
    """Give the referat's section; nothing when the edition has no referat.

    Raises:
        EditionError: Its text cannot be printed.
    """
    if conference.referat is None:
        return ()
    try:
        return (
            Draft(
                key="del:referat", title="Referat", parts=(pages.referat(conference, conference.referat, templates),)
            ),
        )
    except ContentError as error:
        raise EditionError([attrs.evolve(problem, fault=Fault.EDITION) for problem in error.problems]) from error


def _bilag_draft(bilag: NumberedBilag, templates: Templates) -> Draft:
    divider = pages.divider(bilag.line, templates)
    return Draft(
        key=bilag.target,
        title=bilag.line.bookmark,
        parts=(divider,) if bilag.body is None else (divider, bilag.body),
        number=bilag.number,
        own_from=1,
        fault=Fault.CONTENT,
        lost=bilag.contributor.id if bilag.body is None else "",
    )
