"""A series folder's ``series.toml``, loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from styringsdialog.errors import EditionError, Problem
from styringsdialog.loading.reading import read_toml
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.place import Where
from styringsdialog.model.characters import control_characters, normalised
from styringsdialog.model.fields import written_fields
from styringsdialog.model.offset import MonthDay, Offset
from styringsdialog.model.places import SERIES_FILE, TomlPath, UnfitError, in_file, problem
from styringsdialog.model.series import Deadlines, Series

__all__ = ["is_series", "load_series"]

_BEFORE: Final = ("save_the_date", "invitation", "registration", "reminders", "bilag", "dispatch")

_T = TypeVar("_T")


def is_series(folder: Path) -> bool:
    """Tell whether ``folder`` is that of a series."""
    return (folder / SERIES_FILE).is_file()


def load_series(folder: Path) -> Series:
    """Return what ``series.toml`` in ``folder`` says. All text is NFC afterwards.

    Raises:
        EditionError: With everything that is wrong, each with its TOML path.
    """
    if not is_series(folder):
        raise EditionError.at(Where(file=str(folder)), message("edition.no-series-file", file=SERIES_FILE))
    data = normalised(read_toml(folder / SERIES_FILE, if_empty=message("edition.series-file-empty")))
    readers = {
        Offset: _reader_of(Offset.parse, message("edition.type-offset"), "15 arbejdsdage før"),
        MonthDay: _reader_of(MonthDay.parse, message("edition.type-month-day"), "08-15"),
    }
    series, problems = structure_table(Series, data, readers, file=SERIES_FILE)
    problems += [in_file(wrong, SERIES_FILE) for wrong in (*control_characters(data), *_broken_rules(data))]
    if problems or series is None:
        raise EditionError(problems)
    return series


def _reader_of(parse: Callable[[str], _T], wanted: Message, example: str) -> Callable[[Any], _T]:
    """Return a reader for a value that is written as text."""

    def read(value: Any) -> _T:
        try:
            return parse(value)
        # ``parse`` raises any of these for a value that is no text.
        except (ValueError, TypeError, AttributeError):
            if isinstance(value, str):
                otherwise = message("edition.written-otherwise", text=value, wanted=wanted, example=example)
                raise UnfitError(otherwise) from None
            raise UnfitError(message("edition.not-as-text", wanted=wanted, example=example)) from None

    return read


def _broken_rules(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Return a problem for every rule between values; what is of the wrong type is passed over."""
    weekdays = data.get("weekdays")
    if weekdays == []:
        yield problem(("weekdays",), "edition.no-weekday")
    deadlines = data.get("deadlines")
    if isinstance(deadlines, dict):
        yield from _wrong_side(deadlines)
    events = data.get("events")
    for index, event in enumerate(events if isinstance(events, list) else ()):
        match event:
            # A date cannot be compared with a datetime, which isinstance takes for a date.
            case {"first": dt.date() as first, "last": dt.date() as last} if type(first) is type(last) and last < first:
                path = ("events", index, "last")
                yield problem(path, "edition.last-day-before-first", first=str(first), last=str(last))


def _wrong_side(deadlines: Mapping[str, Any]) -> Iterator[Problem]:
    """Return a problem for each day that lies on the wrong side of the conference."""
    for name in written_fields(Deadlines):
        given = deadlines.get(name)
        several = isinstance(given, list)
        for index, value in enumerate(given if isinstance(given, list) else [given]):
            path: TomlPath = ("deadlines", name, index) if several else ("deadlines", name)
            try:
                offset = Offset.parse(value)
            except (ValueError, TypeError, AttributeError):
                continue
            if offset.after and name in _BEFORE:
                yield problem(path, "edition.after-instead-of-before", offset=value)
            if not offset.after and name not in _BEFORE:
                yield problem(path, "edition.before-instead-of-after", offset=value)
