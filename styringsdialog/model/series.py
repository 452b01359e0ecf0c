"""A series of conferences, as its ``series.toml`` describes it: what holds for every edition."""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import Final, NewType

import attrs

from styringsdialog.model.fields import toml_key
from styringsdialog.model.scalars import Line


class Unit(enum.StrEnum):
    """What is counted; the value is the plural."""

    DAYS = "dage"
    WEEKS = "uger"
    MONTHS = "måneder"
    WORKING_DAYS = "arbejdsdage"


_SINGULAR: Final = {
    Unit.DAYS: "dag",
    Unit.WEEKS: "uge",
    Unit.MONTHS: "måned",
    Unit.WORKING_DAYS: "arbejdsdag",
}
# Either form with any number: «1 dage» is understood, and written back as «1 dag».
_WORDS: Final = {word: unit for unit in Unit for word in (unit.value, _SINGULAR[unit])}

# Two centuries: more would leave the calendar.
_LONGEST: Final = 9999

_OFFSET: Final = re.compile(r"(?P<amount>\d+)\s+(?P<word>[a-zæøå]+)\s+(?P<side>før|efter)")


@attrs.frozen
class Offset:
    """A number of units before the conference begins, or after it has ended."""

    amount: int
    unit: Unit
    after: bool = False

    @classmethod
    def parse(cls, text: str) -> Offset:
        """Read «15 arbejdsdage før» or «6 måneder efter».

        Raises:
            ValueError: It is written in another way.
        """
        match = _OFFSET.fullmatch(text.strip().lower())
        if not match or match["word"] not in _WORDS or int(match["amount"]) > _LONGEST:
            raise ValueError(f"no such distance: {text!r}")
        return cls(int(match["amount"]), _WORDS[match["word"]], match["side"] == "efter")

    def __str__(self) -> str:
        """Return it as it is written."""
        word = _SINGULAR[self.unit] if self.amount == 1 else self.unit.value
        return f"{self.amount} {word} {'efter' if self.after else 'før'}"


@attrs.frozen(order=True)
class MonthDay:
    """A day that comes every year, written as ISO 8601 writes it without its year: «08-15»."""

    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> MonthDay:
        """Read «08-15».

        Raises:
            ValueError: It is no day that every year has.
        """
        match = re.fullmatch(r"(\d\d)-(\d\d)", text)
        month, day = map(int, match.groups()) if match else (0, 0)
        # 29 February is refused, because a season must begin and end in every year.
        if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
            raise ValueError(f"no such day: {text!r}")
        return cls(month, day)

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.month:02}-{self.day:02}"


# February without its 29th day, which not every year has.
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


# A mail address as people have them (RFC 5321 allows more).
ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
Address = NewType("Address", str)


class Weekday(enum.StrEnum):
    """A weekday by its Danish name, Monday first."""

    MANDAG = "mandag"
    TIRSDAG = "tirsdag"
    ONSDAG = "onsdag"
    TORSDAG = "torsdag"
    FREDAG = "fredag"

    @classmethod
    def of(cls, date: dt.date) -> Weekday | None:
        """Return the weekday of ``date``; nothing at a weekend."""
        # The members stand in the order of Python's weekdays, Monday 0.
        return tuple(cls)[date.weekday()] if date.weekday() < len(cls) else None


class EventKind(enum.StrEnum):
    """What a stretch of days in the user's own table is; on a closing day nobody works."""

    SKOLEFERIE = "skoleferie"
    LUKKEDAG = "lukkedag"
    ANDET = "andet"


class MissingBilag(enum.StrEnum):
    """What is done on the day of dispatch when a bilag is not there."""

    PLADSHOLDER = "pladsholder"
    VENT = "vent"


@attrs.frozen(kw_only=True)
class Event:
    """Days on which something else happens.

    Attributes:
        first: And every day up to ``last``.
        last: Nothing means ``first`` alone.
    """

    title: Line = attrs.field(metadata=toml_key("Hvad der sker: «Vinterferie».", example="Vinterferie"))
    first: dt.date = attrs.field(metadata=toml_key("Den første dag: 2030-02-11.", example=dt.date(2030, 2, 11)))
    last: dt.date | None = attrs.field(
        default=None, metadata=toml_key("Den sidste dag, hvis det varer flere.", example=dt.date(2030, 2, 17))
    )
    kind: EventKind = attrs.field(
        default=EventKind.ANDET,
        metadata=toml_key(
            "skoleferie, lukkedag eller andet. En lukkedag er ikke en arbejdsdag.", example=EventKind.SKOLEFERIE
        ),
    )

    def holds(self, date: dt.date) -> bool:
        """Tell whether ``date`` is one of its days."""
        return self.first <= date <= (self.last or self.first)


@attrs.frozen(kw_only=True)
class Season:
    """A stretch of days that comes every year; it may run over New Year."""

    title: Line = attrs.field(metadata=toml_key("Hvad der sker: «Budgetforhandlinger».", example="Budgetforhandlinger"))
    first: MonthDay = attrs.field(metadata=toml_key("Den første dag, måned og dag: 08-15.", example=MonthDay(8, 15)))
    last: MonthDay = attrs.field(metadata=toml_key("Den sidste dag: 10-15.", example=MonthDay(10, 15)))

    def holds(self, date: dt.date) -> bool:
        """Tell whether ``date`` is one of its days."""
        day = MonthDay(date.month, date.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        # The season runs over New Year: the days at either end of the year, and not those between.
        return day >= self.first or day <= self.last


# A council adopts the budget by 15 October (kommunestyrelsesloven § 38), after two readings.
BUDGET = Season(title=Line("Budgetforhandlinger"), first=MonthDay(8, 15), last=MonthDay(10, 15))


@attrs.frozen(kw_only=True)
class Deadlines:
    """How far each day lies from the conference.

    A day counted in working days is one; another that falls on a closed day is moved away from
    the conference: what is sent comes early rather than late.
    """

    save_the_date: Offset = attrs.field(
        default=Offset.parse("6 måneder før"), metadata=toml_key("Hvornår datoen meldes ud.")
    )
    invitation: Offset = attrs.field(
        default=Offset.parse("8 uger før"), metadata=toml_key("Hvornår invitationen sendes.")
    )
    registration: Offset = attrs.field(
        default=Offset.parse("3 uger før"), metadata=toml_key("Sidste dag for tilmelding.")
    )
    reminders: tuple[Offset, ...] = attrs.field(
        default=(Offset.parse("20 arbejdsdage før"), Offset.parse("16 arbejdsdage før")),
        metadata=toml_key("Hvornår der rykkes for bilag."),
    )
    bilag: Offset = attrs.field(
        default=Offset.parse("15 arbejdsdage før"), metadata=toml_key("Sidste dag for at aflevere bilag.")
    )
    dispatch: Offset = attrs.field(
        default=Offset.parse("7 arbejdsdage før"), metadata=toml_key("Hvornår informationspakken sendes ud.")
    )
    referat: Offset = attrs.field(
        default=Offset.parse("10 arbejdsdage efter"), metadata=toml_key("Hvornår referatet sendes ud.")
    )
    follow_up: Offset = attrs.field(
        default=Offset.parse("6 måneder efter"), metadata=toml_key("Hvornår der følges op på det, der blev aftalt.")
    )
    next_edition: Offset = attrs.field(
        default=Offset.parse("12 måneder efter"), metadata=toml_key("Hvornår den næste konference skal planlægges.")
    )


@attrs.frozen(kw_only=True)
class Runs:
    """What the nightly run does by itself.

    Attributes:
        rehearsals: How many months apart; 0 for none.
    """

    rehearsals: int = attrs.field(
        default=1, metadata=toml_key("Antal måneder mellem generalprøver; 0 for ingen.", minimum=0)
    )
    missing_bilag: MissingBilag = attrs.field(
        default=MissingBilag.PLADSHOLDER,
        metadata=toml_key("Mangler et bilag på udsendelsesdagen: «pladsholder» i pakken, eller «vent»."),
    )


@attrs.frozen(kw_only=True)
class Notify:
    """Who hears by mail what a person must do, and how the mail gets there."""

    to: tuple[Address, ...] = attrs.field(
        default=(),
        metadata=toml_key("Hvem der får mailen: deres adresser. Uden dem sendes ingen.", example=("navn@example.dk",)),
    )
    sender: Address | None = attrs.field(
        default=None,
        metadata=toml_key("Afsenderens adresse, hvis det ikke er den første modtagers.", example="navn@example.dk"),
    )
    server: str = attrs.field(
        default="", metadata=toml_key("Mailserverens navn. Uden det: maskinens eget program sendmail.")
    )
    port: int = attrs.field(
        default=587, metadata=toml_key("Mailserverens port: 587, 465 eller 25; spørg dem, der passer jeres mail.")
    )
    user: str = attrs.field(default="", metadata=toml_key("Brugernavnet, hvis mailserveren vil have et."))
    password_file: str = attrs.field(
        default="", metadata=toml_key("Filen med adgangskoden; koden selv skrives aldrig i series.toml.")
    )


@attrs.frozen(kw_only=True)
class Series:
    """What holds for every edition; all of it has a default but the title."""

    title: Line = attrs.field(
        metadata=toml_key(
            "Hvad serien hedder: «Styringsdialogkonferencen i Prøveby».", example="Styringsdialogkonferencen i kommunen"
        )
    )
    every_years: int = attrs.field(
        default=2, metadata=toml_key("Hvor mange år der går mellem konferencerne.", minimum=1)
    )
    weekdays: tuple[Weekday, ...] = attrs.field(
        default=(Weekday.TIRSDAG, Weekday.ONSDAG, Weekday.TORSDAG),
        metadata=toml_key("De ugedage, der foretrækkes."),
    )
    search_weeks: int = attrs.field(
        default=5,
        metadata=toml_key("Hvor mange uger før og efter den sædvanlige tid der ledes efter en dato.", minimum=1),
    )
    deadlines: Deadlines = attrs.field(factory=Deadlines, metadata=toml_key("Fristerne, regnet fra konferencen."))
    run: Runs = attrs.field(factory=Runs, metadata=toml_key("Hvad den natlige kørsel gør."))
    seasons: tuple[Season, ...] = attrs.field(
        default=(BUDGET,), metadata=toml_key("Tider, der vender tilbage hvert år, og som bør undgås.")
    )
    events: tuple[Event, ...] = attrs.field(
        default=(), metadata=toml_key("Dage, der er optaget af andet: ferier, lukkedage og møder.")
    )
    notify: Notify = attrs.field(
        factory=Notify, metadata=toml_key("Mail om det, et menneske skal gøre efter nattens arbejde.")
    )

    @property
    def closed(self) -> frozenset[dt.date]:
        """Return the user's own closing days."""
        # Single days, because ``is_working_day`` looks each day up.
        return frozenset(
            event.first + dt.timedelta(days=n)
            for event in self.events
            if event.kind is EventKind.LUKKEDAG
            for n in range(((event.last or event.first) - event.first).days + 1)
        )
