"""A package's texts and bilag, each typeset once by itself so that all that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

import attrs

from styringsdialog.compose.bilag import unknown_bilag
from styringsdialog.compose.design import unprintable_logo
from styringsdialog.compose.layout import Press
from styringsdialog.compose.sections import Draft, Material, draft_sections, draft_texts
from styringsdialog.errors import Fault, Problem, StyringsdialogError, error_for
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conference import Conference
from styringsdialog.model.places import TomlPath, dotted
from styringsdialog.model.scalars import ImageFile, TextFile
from styringsdialog.model.tree import members
from styringsdialog.typeset.inlines import missing_characters


def proofread(material: Material, press: Press, *, keep_going: bool) -> Material:
    """Return ``material`` with the edition's texts, and with those bilag marked as missing that cannot be typeset.

    Args:
        material: Without texts.
        press: Typesets each section once.
        keep_going: Whether the package is made although bilag are missing.

    Raises:
        StyringsdialogError: The edition's own texts have problems, or bilag are missing that must be there.
            All of them at once.
    """
    conference, bilag = material.conference, material.bilag
    problems = [*unprintable_texts(conference), *unprintable_logo(conference), *unknown_bilag(conference, bilag)]
    # The referat is read and checked at every stage, so that nobody meets its faults the day after.
    texts, unreadable = draft_texts(conference, material.templates, material.word_texts)
    material = attrs.evolve(material, texts=texts)
    problems += unreadable
    sections: tuple[Draft, ...] | None = None
    try:
        sections = draft_sections(material)
    except StyringsdialogError as error:
        problems += _not_told_yet(error.problems, problems)
    others = tuple(text for text in texts if text.key not in {section.key for section in sections or ()})
    # Where sections could not be drafted, references into them are not said to be missing as well.
    faults = press.proof((*(sections or ()), *others), complete=sections is not None)
    proofed = tuple(
        numbered.missing(faults[numbered.target]) if numbered.target in faults else numbered for numbered in bilag
    )
    targets = {numbered.target for numbered in bilag}
    of_the_edition = [problem for key, wrong in faults.items() if key not in targets for problem in wrong]
    problems += _not_told_yet(of_the_edition, problems)
    gaps = [problem for numbered in proofed for problem in numbered.problems]
    if problems or (gaps and not keep_going):
        # Each once: a contributor's problem stands in each of its bilag.
        raise error_for(tuple(dict.fromkeys((*problems, *gaps))))
    return attrs.evolve(material, bilag=proofed)


def _not_told_yet(problems: Sequence[Problem], earlier: Sequence[Problem]) -> list[Problem]:
    """Return ``problems`` without what follows from ``earlier``: our own templates print what conference.toml says."""
    return [problem for problem in problems if not (earlier and problem.place.file.startswith("core/"))]


def unprintable_texts(conference: Conference) -> tuple[Problem, ...]:
    """Return a problem for each text in conference.toml with a character that the fonts lack."""
    return tuple(
        Problem(
            Fault.EDITION,
            Where("conference.toml", dotted(path)),
            message("compose.unprintable", character=character),
        )
        for path, text in _printed_texts(conference)
        for character in missing_characters(text)
    )


def _printed_texts(value: object, path: TomlPath = ()) -> Iterator[tuple[TomlPath, str]]:
    """Return every printed string beneath ``value`` with its TOML path."""
    # Before text, because an enum of ours is text too, whose value is never printed.
    if isinstance(value, TextFile | ImageFile | Mapping | Enum):
        # A text's own characters are found where it is typeset, with their line; settings are the plugin's.
        return
    if isinstance(value, str):
        yield path, value
    for key, inner in members(value):
        yield from _printed_texts(inner, (*path, key))
