"""Which parts a package can have, and the order in which they stand when the edition sets none."""

from __future__ import annotations

import enum
from typing import Final

__all__ = ["DEFAULT_ORDER", "PackagePart"]


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
