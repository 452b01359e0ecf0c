"""A package's texts and bilag, each typeset once by itself so that all that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from styringsdialog.compose.bilag import unknown_bilag
from styringsdialog.compose.characters import unprintable_texts
from styringsdialog.compose.design import unprintable_logo
from styringsdialog.compose.layout import Press
from styringsdialog.compose.sections import Draft, Material, draft_sections, draft_texts
from styringsdialog.errors import Problem, StyringsdialogError, error_for

__all__ = ["proofread"]


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
    texts, unreadable = draft_texts(conference, material.templates)
    material = attrs.evolve(material, texts=texts)
    problems += unreadable
    sections: tuple[Draft, ...] | None = None
    try:
        sections = draft_sections(material)
    except StyringsdialogError as error:
        problems += _not_told_yet(error.problems, problems)
    there = {section.key for section in sections or ()}
    others = tuple(text for text in texts if text.key not in there)
    faults = press.proof((*(sections or ()), *others), complete=sections is not None)
    proofed = tuple(one.missing(faults[one.target]) if one.target in faults else one for one in bilag)
    own = {one.target for one in bilag}
    problems += _not_told_yet(
        [problem for key, found in faults.items() if key not in own for problem in found], problems
    )
    gaps = [problem for one in proofed for problem in one.problems]
    if problems or (gaps and not keep_going):
        raise error_for(tuple(dict.fromkeys((*problems, *gaps))))
    return attrs.evolve(material, bilag=proofed)


def _not_told_yet(found: Sequence[Problem], told: Sequence[Problem]) -> list[Problem]:
    """Give ``found`` without what follows from ``told``: our own templates print what conference.toml says."""
    return [problem for problem in found if not (told and problem.where.startswith("core/"))]
