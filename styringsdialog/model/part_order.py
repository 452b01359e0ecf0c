"""Which parts a package can have, and the order in which they stand when the edition sets none."""

from __future__ import annotations

import enum
from collections.abc import Mapping
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


DEFAULT_ORDER: Final = tuple(PackagePart)
"""What was planned, what was said, what follows from it, and the bilag; the colophon closes the package."""

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
"""What the parts are called in contents, bookmarks and references; bilag have titles of their own."""

AFTER_THE_MEETING: Final = frozenset({PackagePart.REFERAT, PackagePart.AFTALER, PackagePart.OPFOELGNING})
"""What only the stage referat holds: it is the package with what was said and agreed."""
