"""What the conference is about and when: themes with their talks, and the programme."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from styringsdialog.model.people import Speaker
from styringsdialog.model.values import Key, Line

__all__ = ["ProgrammeItem", "ProgrammeKind", "Talk", "Theme"]


@attrs.frozen(kw_only=True)
class Talk:
    """One oplæg.

    Attributes:
        title: Empty when the talk has none; the speakers then stand for it.
        bilag: The bilag it refers to, as in references but without ``bilag:``:
            a contributor's id, or ``id/key``; empty for none.
        key: What the programme calls it by; no two talks share one.
    """

    title: str = attrs.field(default="", metadata={"doc": "Oplæggets titel, hvis det har en."})
    speakers: tuple[Speaker, ...] = attrs.field(default=(), metadata={"doc": "Oplægsholderne."})
    bilag: str = attrs.field(
        default="", metadata={"doc": "Bilaget, oplægget henviser til: «vibo» eller «vibo/noegle»."}
    )
    key: Key | None = attrs.field(default=None, metadata={"doc": "Kort navn, som programmet bruger om oplægget."})


@attrs.frozen(kw_only=True)
class Theme:
    """One tema with its talks, in order."""

    key: Key = attrs.field(metadata={"doc": "Kort navn, som henvisninger bruger: tema:noegle."})
    title: Line = attrs.field(metadata={"doc": "Temaets titel."})
    talks: tuple[Talk, ...] = attrs.field(default=(), metadata={"doc": "Oplæggene."})


class ProgrammeKind(enum.StrEnum):
    """What happens; all but the first two say enough without a title."""

    ANDET = "andet"
    OPLAEG = "oplaeg"
    VELKOMST = "velkomst"
    PAUSE = "pause"
    GRUPPEARBEJDE = "gruppearbejde"
    DEBAT = "debat"
    AFSLUTNING = "afslutning"

    @property
    def needs_title(self) -> bool:
        """Tell whether an item of this kind must say what it is."""
        return self in {ProgrammeKind.ANDET, ProgrammeKind.OPLAEG}


@attrs.frozen(kw_only=True)
class ProgrammeItem:
    """One line of the programme, in order of time; groups may meet at once.

    Attributes:
        start: Wall-clock time at the place.
        end: After ``start``.
        day: Nothing means the day of the item before it, for the first one that of the conference.
        title: Empty where a talk or the kind says it.
        talk: The ``key`` of a talk, whose title, speakers and bilag are printed.
        speakers: Besides the talk's own.
        place: Where in the house; printed when there are several.
    """

    start: dt.time = attrs.field(metadata={"doc": "Hvornår punktet begynder: 15:00:00."})
    end: dt.time | None = attrs.field(default=None, metadata={"doc": "Hvornår det slutter."})
    day: dt.date | None = attrs.field(default=None, metadata={"doc": "Dagen, når konferencen varer flere."})
    title: str = attrs.field(default="", metadata={"doc": "Hvad der sker."})
    kind: ProgrammeKind = attrs.field(
        default=ProgrammeKind.ANDET,
        metadata={"doc": "andet, oplaeg, velkomst, pause, gruppearbejde, debat eller afslutning."},
    )
    talk: str = attrs.field(default="", metadata={"doc": "Oplægget, ved dets key under [[themes.talks]]."})
    speakers: tuple[Speaker, ...] = attrs.field(default=(), metadata={"doc": "De, der har ordet."})
    place: str = attrs.field(default="", metadata={"doc": "Lokalet."})
