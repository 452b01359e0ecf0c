"""The next edition, made from the last: what comes every time is there, what belongs to one edition is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Final

import attrs
import tomlkit

from styringsdialog.danish.calendar import add_working_days, working_days_between
from styringsdialog.danish.dates import day, long_date
from styringsdialog.errors import EditionError
from styringsdialog.loading.starter import unwritten
from styringsdialog.model.conference import BLANK_NOTICE, Conference
from styringsdialog.model.fields import Carry, written_fields
from styringsdialog.model.journal import Journal
from styringsdialog.model.places import FILE
from styringsdialog.model.programme import ProgrammeKind
from styringsdialog.model.series import Series
from styringsdialog.series.dates import Candidate
from styringsdialog.series.words import candidate_lines

__all__ = ["CHECKLIST", "Opening", "open_edition"]

CHECKLIST: Final = "huskeliste.md"
"""What a person must fill in, as a file in the new edition."""

# Of the programme, what comes every time: kinds that say what they are without a title.
_RECURRING: Final = frozenset(kind.value for kind in ProgrammeKind if not kind.needs_title)

_Table = MutableMapping[str, Any]


@attrs.frozen(kw_only=True)
class Opening:
    """What a new edition begins with.

    Attributes:
        files: By name in the new folder.
        folders: That are to be there, for bilag.
        copies: Files of the previous edition that every edition has: its logo, its own templates.
        checklist: What a person must fill in or look at, in Danish.
    """

    files: Mapping[str, str]
    folders: tuple[str, ...]
    copies: tuple[str, ...]
    checklist: tuple[str, ...]


def open_edition(previous: Conference, series: Series, chosen: Candidate) -> Opening:
    """Give the edition after ``previous`` on the day that was chosen.

    ``conference.toml`` is changed and not written anew: comments and the order of keys stay.

    Raises:
        EditionError: The previous edition's file cannot be read any more.
    """
    try:
        document = tomlkit.parse((previous.folder / FILE).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # what loading it has just read
        raise EditionError.at(str(previous.folder / FILE), f"cannot be read: {error}") from error
    move = _Move(old=previous.start.date(), new=chosen.date, closed=series.closed)
    texts = dict(_fresh_texts(document))
    _conference(document, move)
    folders = tuple(_bilag_folders(previous))
    checklist = tuple(_checklist(previous, chosen, move, texts))
    return Opening(
        files={FILE: tomlkit.dumps(document), **texts, CHECKLIST: _as_page(previous, chosen, checklist)},
        folders=folders,
        copies=tuple(_designed(previous)),
        checklist=checklist,
    )


@attrs.frozen(kw_only=True)
class _Move:
    """From one conference's day to the next one's."""

    old: dt.date
    new: dt.date
    closed: frozenset[dt.date]

    def date(self, date: dt.date) -> dt.date:
        """Give the day that is as many days from the new conference."""
        return date + (self.new - self.old)

    def deadline(self, date: dt.date) -> dt.date:
        """Give the day that is as many working days before the new conference."""
        return add_working_days(self.new, -working_days_between(date, self.old, self.closed), self.closed)


def _conference(document: tomlkit.TOMLDocument, move: _Move) -> None:
    year = str(move.old.year), str(move.new.year)
    for name in list(document):
        match _carry(Conference, name):
            case Carry.DROP:
                del document[name]
            case Carry.MOVE:
                moment: dt.datetime = document[name].unwrap()
                document[name] = dt.datetime.combine(move.date(moment.date()), moment.time())
            case Carry.RECURRING:
                _keep_recurring(document, name, move)
    if "slug" in document:
        document["slug"] = str(document["slug"].unwrap()).replace(*year)
    document["notice"] = BLANK_NOTICE
    for table in document.get("contributors", ()):
        if "deadline" in table:
            table["deadline"] = move.deadline(table["deadline"].unwrap())
    journal = document.get("journal", {})
    for name in list(journal):
        if _carry(Journal, name) is Carry.BLANK:
            journal[name] = ""


def _carry(kind: type[attrs.AttrsInstance], name: str) -> Carry:
    """Return what becomes of a key; one of a later version is kept, which is better than lost."""
    field = written_fields(kind).get(name)
    return field.carry if field else Carry.KEEP


def _keep_recurring(document: tomlkit.TOMLDocument, name: str, move: _Move) -> None:
    """Keep the items that come every time, without those who had the word."""
    items = document[name]
    assert isinstance(items, list)
    for index in reversed(range(len(items))):
        item: _Table = items[index]
        if item.get("kind") not in _RECURRING or item.get("talk"):
            del items[index]
            continue
        if "day" in item:
            item["day"] = move.date(item["day"].unwrap())
        for key in ("speakers", "talk"):
            if key in item:
                del item[key]
    if not items:
        del document[name]


def _fresh_texts(document: tomlkit.TOMLDocument) -> Iterator[tuple[str, str]]:
    """Give the texts that begin anew, under the names that they have."""
    for name, value in document.items():
        if _carry(Conference, name) is Carry.FRESH and isinstance(value, str):
            yield str(value), unwritten(name)


def _bilag_folders(previous: Conference) -> Iterator[str]:
    """Give the folders that contributors' files were in, as far as they are in the edition."""
    for contributor in previous.contributors:
        path = contributor.settings.get("path")
        inside = path if isinstance(path, str) else f"bilag/{contributor.id}"
        place = (previous.folder / inside).resolve()
        if place.is_dir() and place.is_relative_to(previous.folder) and place != previous.folder:
            yield place.relative_to(previous.folder).as_posix()


def _designed(previous: Conference) -> Iterator[str]:
    """Give the files that the package's look comes from."""
    if previous.design.logo:
        yield previous.design.logo.path
    yield from (template.path for _, template in previous.design.templates.chosen)


def _checklist(previous: Conference, chosen: Candidate, move: _Move, texts: Mapping[str, str]) -> Iterator[str]:
    yield f"Datoen er sat til {long_date(chosen.date)}. Passer den? Ellers ret start, end og fristerne."
    yield f"Stedet er det samme som sidst: {previous.place}. Passer det?"
    yield "Sagsnummer og dokumentnummer er tomme. Er sagsbehandleren den samme?"
    if previous.themes:
        yield "Temaer, oplæg og oplægsholdere skal skrives; sidste gangs er taget ud."
    if previous.programme:
        yield "Programmet har kun de faste punkter: sæt oplæggene ind, og ret tiderne."
    if previous.participants:
        yield "Deltagerne skal skrives; sidste gangs er taget ud."
    if previous.key_figures:
        yield "Nøgletallene skal skrives; sidste gangs er taget ud."
    for name in sorted(texts):
        yield f"Teksten {name} skal skrives."
    for contributor in previous.contributors:
        yield from _of_contributor(previous, contributor.id, move)
    for what in (*(one.what for one in previous.agreements), *(one.what for one in previous.follow_ups)):
        yield f"Aftalt sidste gang, skal der følges op? {what}"
    yield f"Bemærkningen på forsiden («{BLANK_NOTICE}») skal væk, når alt er udfyldt."


def _of_contributor(previous: Conference, key: str, move: _Move) -> Iterator[str]:
    (one,) = (contributor for contributor in previous.contributors if contributor.id == key)
    contact = f" Er {one.contact} stadig den, man skriver til?" if one.contact else " Hvem skriver man til?"
    until = " Uden deadline rykkes der ikke for det."
    if one.deadline:
        until = f" Fristen er flyttet til {day(move.deadline(one.deadline))}."
    yield f"{one.name} skal aflevere bilag igen.{until}{contact}"
    for name, value in one.settings.items():
        if not isinstance(value, str) or name == "path":
            continue
        places = (previous.folder / value, previous.folder / "bilag" / key / value)
        if value and any(place.is_file() for place in places):
            yield f"{one.name}: indstillingen {name} nævner filen {value}, som hører til sidste gang."
    if any(name != "path" for name in one.settings):
        yield f"{one.name}: gennemgå [contributors.settings]; det er skrevet til sidste gang."


def _as_page(previous: Conference, chosen: Candidate, checklist: tuple[str, ...]) -> str:
    reasons = "\n".join(f"    {line.strip()}" for line in candidate_lines([chosen])[1:])
    boxes = "\n".join(f"- [ ] {line}" for line in checklist)
    return (
        f"# Huskeliste: {previous.title}, {long_date(chosen.date)}\n\n"
        f"{boxes}\n\nDet taler for (+) og imod (-) datoen:\n\n{reasons}\n"
    )
