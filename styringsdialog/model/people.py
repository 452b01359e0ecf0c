"""Who takes part in a conference, and what it is about and when: themes with their talks, and the programme."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping

import attrs

from styringsdialog.model.bilag import Bilag, Visibility
from styringsdialog.model.fields import Carry, toml_key
from styringsdialog.model.scalars import Key, Line, freeze


def _as_tuple(bilag: Iterable[Bilag]) -> tuple[Bilag, ...]:
    # What is no list of bilag is told by the conference, with its path.
    return tuple(bilag) if isinstance(bilag, list) else bilag  # type: ignore[return-value]  # see above


class ContributorKind(enum.StrEnum):
    """What a contributor is in the almene sector."""

    KOMMUNE = "kommune"
    BOLIGORGANISATION = "boligorganisation"
    ADMINISTRATIONSORGANISATION = "administrationsorganisation"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Contributor:
    """One who hands in bilag; their order in conference.toml is the order of the bilag.

    Attributes:
        id: Short name in references: ``bilag:vibo``.
        plugin: What makes the bilag; empty in code that gives them itself. A file has to name one.
        settings: The contributor's own table, handed to its plugin only; deeply immutable.
        bilag: The bilag of a contributor without a plugin, given in code; not written in conference.toml.
        sort_name: Where it stands in an alphabetical list, when the name misleads
            («AAB» is two a's, not Å); empty means the name itself.
        deadline: The last day for handing in bilag. One who has a deadline owes a bilag: as long as
            there is none it is awaited; without a deadline, none is taken for an answer.
        contact: Whom to write to about bilag, as text: a name, an address; printed nowhere in the package.
        network: Whether the plugin may make connections to other machines.
        ask: Whom a reader may ask about the bilag, as text; printed on their dividers. A key of its own,
            because an address that bilag come from is not always one for the public.
    """

    id: Key = attrs.field(
        metadata=toml_key("Kort navn, som henvisninger bruger: bilag:vibo.", example="kommunen", keep=True)
    )
    name: Line = attrs.field(metadata=toml_key("Navnet, som det trykkes.", example="Kommunens navn"))
    kind: ContributorKind = attrs.field(
        metadata=toml_key(
            "kommune, boligorganisation, administrationsorganisation eller andre.",
            example=ContributorKind.KOMMUNE,
            keep=True,
        )
    )
    plugin: Key = attrs.field(
        default=Key(""),
        metadata=toml_key(
            "Det plugin, der laver bilagene; «folder» tager filer fra en mappe.",
            example="folder",
            keep=True,
            required=True,
        ),
    )
    sort_name: str = attrs.field(
        default="",
        metadata=toml_key(
            "Navnet i alfabetiske lister, hvis det ikke er navnet selv.", example="Navn i alfabetiske lister"
        ),
    )
    deadline: dt.date | None = attrs.field(
        default=None,
        metadata=toml_key(
            "Sidste dag for at aflevere bilag: 2030-04-25. Med en frist afventes et bilag.",
            example=lambda start: start.date() - dt.timedelta(weeks=3),
            carry=Carry.MOVE,
        ),
    )
    contact: str = attrs.field(
        default="",
        metadata=toml_key("Hvem man skriver til om bilagene: navn og e-mailadresse.", example="Navn og e-mailadresse"),
    )
    ask: str = attrs.field(
        default="",
        metadata=toml_key(
            "Hvem læserne kan spørge om bilagene: trykkes på skillebladet.", example="Navn, stilling og telefonnummer"
        ),
    )
    network: bool = attrs.field(
        default=False,
        metadata=toml_key("Om pluginet må hente på netværket; ellers får det nej."),
    )
    settings: Mapping[str, object] = attrs.field(
        factory=dict,
        converter=freeze,
        metadata=toml_key(
            "Pluginets egne indstillinger; for «folder» mappen med filerne, set fra udgavens mappe.",
            example={"path": "bilag/kommunen"},
        ),
    )
    bilag: tuple[Bilag, ...] = attrs.field(default=(), converter=_as_tuple, metadata=toml_key(""))


@attrs.frozen(kw_only=True)
class Speaker:
    """One who gives a talk."""

    name: Line = attrs.field(metadata=toml_key("Navn.", example="Oplægsholderens navn"))
    title: str = attrs.field(default="", metadata=toml_key("Stilling.", example="stilling"))
    organisation: str = attrs.field(default="", metadata=toml_key("Organisation.", example="organisation"))


class Attendance(enum.StrEnum):
    """Whether somebody takes part."""

    PRESENT = "present"
    AFBUD = "afbud"
    ABSENT = "absent"


@attrs.frozen(kw_only=True)
class Participant:
    """One who is invited; those of one organisation stand in the order of conference.toml.

    Attributes:
        organisation: As printed; one that is a contributor's name is sorted by its ``sort_name``.
        administrator: Who runs the organisation's dwellings for it; printed in parentheses.
        status: Absent without afbud is told after the meeting only.
    """

    name: Line = attrs.field(metadata=toml_key("Navn.", example="Deltagerens navn"))
    organisation: Line = attrs.field(
        metadata=toml_key("Organisationen, som deltagerne samles efter.", example="Organisationens navn")
    )
    title: str = attrs.field(default="", metadata=toml_key("Stilling eller hverv.", example="stilling"))
    administrator: str = attrs.field(
        default="",
        metadata=toml_key(
            "Den, der administrerer for organisationen; trykkes i parentes.", example="Administrators navn"
        ),
    )
    status: Attendance = attrs.field(
        default=Attendance.PRESENT, metadata=toml_key("til stede, afbud eller udeblevet.", keep=True)
    )
    visibility: Visibility = attrs.field(
        default=Visibility.OPEN,
        metadata=toml_key("«åben», eller «lukket» for en deltager, der kun er i den interne udgave.", keep=True),
    )


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
