"""Which keys of conference.toml go from one edition to the next, and which belong to one edition only."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["CHECKLIST", "KEYS", "Carry"]

CHECKLIST: Final = "huskeliste.md"
"""What a person must fill in, as a file in the new edition."""


class Carry(enum.Enum):
    """What becomes of a key."""

    KEEP = enum.auto()
    MOVE = enum.auto()
    """A day or moment: as many days, or working days, from the conference as before."""
    DROP = enum.auto()
    """It belongs to one edition; the key goes, or its table with all that is in it."""
    BLANK = enum.auto()
    """It belongs to one edition, but its place is kept open."""
    CONFIRM = enum.auto()
    """Kept, and to be looked at by a person."""
    FRESH = enum.auto()
    """A text of its own, which begins anew."""
    RECURRING = enum.auto()
    """A list of which some items come every time."""


KEYS: Final[Mapping[str, Carry]] = MappingProxyType(
    {
        "Conference.title": Carry.KEEP,
        "Conference.host": Carry.KEEP,
        "Conference.start": Carry.MOVE,
        "Conference.end": Carry.MOVE,
        "Conference.place": Carry.CONFIRM,
        "Conference.recurrence": Carry.KEEP,
        "Conference.notice": Carry.DROP,
        "Conference.updated": Carry.DROP,
        "Conference.draft": Carry.DROP,
        "Conference.quotes": Carry.KEEP,
        "Conference.parts": Carry.KEEP,
        "Conference.slug": Carry.CONFIRM,
        "Conference.invitation": Carry.FRESH,
        "Conference.welcome": Carry.FRESH,
        "Conference.referat": Carry.FRESH,
        "Conference.journal": Carry.KEEP,
        "Conference.limits": Carry.KEEP,
        "Conference.design": Carry.KEEP,
        "Conference.output": Carry.KEEP,
        "Conference.contributors": Carry.KEEP,
        "Conference.themes": Carry.DROP,
        "Conference.programme": Carry.RECURRING,
        "Conference.participants": Carry.DROP,
        "Conference.key_figures": Carry.DROP,
        "Conference.agreements": Carry.DROP,
        "Conference.follow_ups": Carry.DROP,
        "Journal.sagsbehandler": Carry.CONFIRM,
        "Journal.doknr": Carry.BLANK,
        "Journal.sagsnr": Carry.BLANK,
        "Contributor.deadline": Carry.MOVE,
        "Contributor.settings": Carry.CONFIRM,
    }
)
"""By class and key of the model. What is not named is kept: a key of a later version is better there than lost."""
