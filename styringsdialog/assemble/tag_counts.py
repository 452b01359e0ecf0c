"""How many elements of each kind the structure tree of a finished file has, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pikepdf

from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.sections import PlannedSection
from styringsdialog.pdf.objects import elements

__all__ = ["tag_counts"]


def tag_counts(path: Path, plan: Plan) -> Mapping[str, Counter[str]]:
    """Give the standard types (``H1``, ``Table``, …) beneath each section of the package at ``path``, by its key.

    A bilag's divider is the host's and left out. The tree is read from the file; only how many
    elements a divider has is taken from what was typeset.
    """
    with pikepdf.open(path) as pdf:
        (document,) = elements(pdf.Root.StructTreeRoot)
        return {
            section.key: _beneath(holder) - _divider(section)
            for section, holder in zip(plan.sections, elements(document), strict=True)
        }


def _beneath(holder: pikepdf.Dictionary) -> Counter[str]:
    found: Counter[str] = Counter()
    waiting = elements(holder)
    while waiting:
        element = waiting.pop()
        found[str(element.S).removeprefix("/")] += 1
        waiting += elements(element)
    return found


def _divider(section: PlannedSection) -> Counter[str]:
    found: Counter[str] = Counter()
    for part in section.parts[: section.own_from]:
        if part.structure is not None:
            found.update(element.role for element in part.structure.walk() if element is not part.structure)
    return found
