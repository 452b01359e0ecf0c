"""What the conference is about and when: themes with their talks, and the programme."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from styringsdialog.model.fields import toml_key
from styringsdialog.model.people import Speaker
from styringsdialog.model.values import Key, Line


@attrs.frozen(kw_only=True)
class Talk:
    """One oplæg.

    Attributes:
        title: Empty when the talk has none; the speakers then stand for it.
        bilag: The bilag it refers to, as in references but without ``bilag:``:
            a contributor's id, or ``id/key``; empty for none.
        key: What the programme calls it by; no two talks share one.
    """

    title: str = attrs.field(
        default="", metadata=toml_key("Oplæggets titel, hvis det har en.", example="Oplæggets titel")
    )
    speakers: tuple[Speaker, ...] = attrs.field(default=(), metadata=toml_key("Oplægsholderne."))
    bilag: str = attrs.field(
        default="",
        metadata=toml_key("Bilaget, oplægget henviser til: «vibo» eller «vibo/noegle».", example="kommunen", keep=True),
    )
    key: Key | None = attrs.field(
        default=None, metadata=toml_key("Kort navn, som programmet bruger om oplægget.", example="oplaeg-et", keep=True)
    )


@attrs.frozen(kw_only=True)
class Theme:
    """One tema with its talks, in order."""

    key: Key = attrs.field(
        metadata=toml_key("Kort navn, som henvisninger bruger: tema:noegle.", example="tema-et", keep=True)
    )
    title: Line = attrs.field(metadata=toml_key("Temaets titel.", example="Temaets titel"))
    talks: tuple[Talk, ...] = attrs.field(default=(), metadata=toml_key("Oplæggene."))


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


def _half_an_hour_later(start: dt.datetime) -> dt.time:
    """Return the time half an hour after ``start``, or the last of its day."""
    # Not past midnight: ``end`` is a time of the same day, and 00:15 would be refused as before the start.
    return min(start + dt.timedelta(minutes=30), start.replace(hour=23, minute=59, second=59)).time()


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

    start: dt.time = attrs.field(
        metadata=toml_key("Hvornår punktet begynder: 15:00:00.", example=lambda start: start.time())
    )
    end: dt.time | None = attrs.field(
        default=None, metadata=toml_key("Hvornår det slutter.", example=_half_an_hour_later)
    )
    day: dt.date | None = attrs.field(
        default=None, metadata=toml_key("Dagen, når konferencen varer flere.", example=lambda start: start.date())
    )
    title: str = attrs.field(default="", metadata=toml_key("Hvad der sker.", example="Velkomst ved værten", keep=True))
    kind: ProgrammeKind = attrs.field(
        default=ProgrammeKind.ANDET,
        metadata=toml_key(
            "andet, oplaeg, velkomst, pause, gruppearbejde, debat eller afslutning.",
            example=ProgrammeKind.VELKOMST,
            keep=True,
        ),
    )
    talk: str = attrs.field(
        default="", metadata=toml_key("Oplægget, ved dets key under [[themes.talks]].", example="oplaeg-et", keep=True)
    )
    speakers: tuple[Speaker, ...] = attrs.field(default=(), metadata=toml_key("De, der har ordet."))
    place: str = attrs.field(default="", metadata=toml_key("Lokalet.", example="Lokalets navn"))
