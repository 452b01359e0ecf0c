"""Which parts a package can have, and the order in which they stand when the edition sets none."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from typing import Final


class PackagePart(enum.StrEnum):
    """A part of the package; references to it say ``del:`` and its value.

    The contents are none: they stand after the cover in every package, because every divider
    leads back to them.
    """

    FORSIDE = "forside"
    INVITATION = "invitation"
    VELKOMST = "velkomst"
    PROGRAM = "program"
    DELTAGERE = "deltagere"
    TEMAER = "temaer"
    NOEGLETAL = "noegletal"
    REFERAT = "referat"
    AFTALER = "aftaler"
    OPFOELGNING = "opfoelgning"
    BILAGSOVERSIGT = "bilagsoversigt"
    BILAG = "bilag"
    KOLOFON = "kolofon"


# What was planned, what was said, what follows from it, and the bilag; the colophon closes the package.
DEFAULT_ORDER: Final = tuple(PackagePart)

# Parts of which the second, a short one, begins on the page on which the first ends, if it stands directly behind.
CONTINUES: Final = frozenset(
    {
        (PackagePart.INVITATION, PackagePart.VELKOMST),
        (PackagePart.REFERAT, PackagePart.AFTALER),
        (PackagePart.REFERAT, PackagePart.OPFOELGNING),
        (PackagePart.AFTALER, PackagePart.OPFOELGNING),
    }
)

# What the parts are called in contents, bookmarks and references; bilag have titles of their own.
TITLES: Final[Mapping[PackagePart, str]] = {
    PackagePart.FORSIDE: "Forside",
    PackagePart.INVITATION: "Invitation",
    PackagePart.VELKOMST: "Velkomst",
    PackagePart.PROGRAM: "Program",
    PackagePart.DELTAGERE: "Deltagere",
    PackagePart.TEMAER: "Temaer og oplæg",
    PackagePart.NOEGLETAL: "Nøgletal",
    PackagePart.REFERAT: "Referat",
    PackagePart.AFTALER: "Aftaler",
    PackagePart.OPFOELGNING: "Opfølgning",
    PackagePart.BILAGSOVERSIGT: "Bilagsoversigt",
    PackagePart.KOLOFON: "Kolofon",
}

# What only the stage referat holds: it is the package with what was said and agreed.
AFTER_THE_MEETING: Final = frozenset({PackagePart.REFERAT, PackagePart.AFTALER, PackagePart.OPFOELGNING})


def parts_in_order(chosen: Sequence[PackagePart], *, held: bool) -> list[PackagePart]:
    """Return the parts of a package in the order in which they stand, with the bilag whether chosen or not.

    Args:
        chosen: What the edition says. Where it leaves the order as it is, what was said at the meeting comes first.
        held: Whether the meeting was held.
    """
    # An edition may choose its parts, but never leave a bilag out without a word.
    parts = [*chosen, *(() if PackagePart.BILAG in chosen else (PackagePart.BILAG,))]
    if not held:
        return [part for part in parts if part not in AFTER_THE_MEETING]
    if parts == list(DEFAULT_ORDER):
        parts.sort(key=lambda part: part is not PackagePart.FORSIDE and part not in AFTER_THE_MEETING)
    return parts
