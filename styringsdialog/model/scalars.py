"""One value taken for what it is, of a file or made in Python; else what it should have been is told."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from styringsdialog.danish.identifiers import slug
from styringsdialog.model.colour import (
    READABLE,
    STANDARD_ACCENT,
    WHITE,
    Accent,
    contrast,
    nearest_readable,
    parse_colour,
    written,
)
from styringsdialog.model.places import UnfitError, did_you_mean
from styringsdialog.model.values import Key, Line

__all__ = [
    "DATE_TIME_EXAMPLE",
    "KEY_PATTERN",
    "READERS",
    "TIME_EXAMPLE",
    "Readers",
    "WrongTypeError",
    "fit_accent",
    "read_boolean",
    "read_choice",
    "read_date",
    "read_date_time",
    "read_key",
    "read_line",
    "read_lines",
    "read_number",
    "read_path",
    "read_table",
    "read_text",
    "read_time",
    "read_whole_number",
    "wrong_type",
]

Readers = Mapping[Any, Callable[[Any], object]]
"""By type, what takes a value for one of that type, or makes one of it; each raises ``UnfitError``."""

KEY_PATTERN: Final = "[a-z][a-z0-9_-]*"

DATE_TIME_EXAMPLE: Final = "2030-05-16T15:00:00"
_DATE_EXAMPLE: Final = "2030-05-16"
TIME_EXAMPLE: Final = "15:00:00"


def read_lines(value: Any) -> str:
    """Return a string, of however many lines."""
    if not isinstance(value, str):
        hint = ""
        if not isinstance(value, Mapping | list | tuple) and not _is_endless(value):
            hint = f'put it in quotation marks: "{_as_written(value)}"'
        raise wrong_type(value, "a string", hint)
    return value


def read_text(value: Any) -> str:
    """Return a string that stands on one line."""
    text = read_lines(value)
    if "\n" in text or "\t" in text:
        raise UnfitError(
            "must stand on one line, without tabs", 'a backslash at the end of a line in """…""" joins it to the next'
        )
    return text


def read_whole_number(value: Any) -> int:
    """Give a whole number."""
    if type(value) is not int:
        raise wrong_type(value, "a whole number", "write it without quotation marks and decimals")
    return value


def read_number(value: Any) -> float:
    """Give a number, whole or not."""
    if type(value) not in {int, float} or _is_endless(value):
        hint = "write it without quotation marks, with a full stop before the decimals: 1234.5"
        raise wrong_type(value, "a number", hint)
    return float(value)


def read_line(value: Any) -> Line:
    """Give a string that says something."""
    text = read_text(value)
    if not text.strip():
        raise UnfitError("may not be blank")
    return Line(text)


def read_key(value: Any) -> Key:
    """Give a key that people write in references."""
    text = read_text(value)
    if not re.fullmatch(KEY_PATTERN, text):
        better = slug(text).lstrip("-0123456789")
        raise UnfitError(
            f"'{text}' is not a key: small letters a-z, digits, _ and -, with a letter first",
            f"write '{better}'" if better else "",
        )
    return Key(text)


def read_date_time(value: Any) -> dt.datetime:
    """Give a local date-time: at the place, without an offset."""
    if not isinstance(value, dt.datetime):
        hint = f"write it as {DATE_TIME_EXAMPLE}"
        if isinstance(value, dt.date):
            hint = f"add the time: {value.isoformat()}T15:00:00"
        elif isinstance(value, str) and _parses(dt.datetime.fromisoformat, value):
            hint = f"write it without quotation marks: {_as_written(dt.datetime.fromisoformat(value))}"
        raise wrong_type(value, "a local date-time", hint)
    if value.tzinfo is not None:
        local = _as_written(value.replace(tzinfo=None))
        raise wrong_type(value, "a local date-time", f"leave out the offset: {local}")
    return value


def read_date(value: Any) -> dt.date:
    """Give a local date."""
    if isinstance(value, dt.datetime):
        raise wrong_type(value, "a local date", f"leave out the time: {value.date().isoformat()}")
    if not isinstance(value, dt.date):
        hint = f"write it as {_DATE_EXAMPLE}"
        if isinstance(value, str) and _parses(dt.date.fromisoformat, value):
            hint = f"write it without quotation marks: {value}"
        raise wrong_type(value, "a local date", hint)
    return value


def read_time(value: Any) -> dt.time:
    """Give a local time."""
    if isinstance(value, dt.datetime):
        raise wrong_type(value, "a local time", f"leave out the date: {value.time().isoformat()}")
    if not isinstance(value, dt.time) or value.tzinfo is not None:
        hint = f"write it as {TIME_EXAMPLE}"
        if isinstance(value, str) and (clock := re.fullmatch(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?", value)):
            hint = f"write it without quotation marks: {int(clock[1]):02}:{clock[2]}:00"
        raise wrong_type(value, "a local time", hint)
    return value


def read_boolean(value: Any) -> bool:
    """Give true or false."""
    if not isinstance(value, bool):
        raise wrong_type(value, "a boolean", "write true or false, without quotation marks")
    return value


def read_choice(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    """Return the member of ``kind`` that ``value`` names."""
    for member in kind:
        if type(member.value) is type(value) and member.value == value:
            return member
    choices = [str(member.value) for member in kind]
    if all(isinstance(member.value, str) for member in kind):
        read_text(value)
    raise UnfitError(f"'{value}' is not one of {', '.join(choices)}", did_you_mean(str(value), choices))


def read_table(value: Any) -> Mapping[str, Any]:
    """Give a table."""
    if not isinstance(value, Mapping):
        raise wrong_type(value, "a table", "write one [line in brackets] above its keys")
    return value


def fit_accent(value: Any) -> Accent:
    """Return a colour as an accent, in small letters.

    Raises:
        UnfitError: It is no colour, or what is printed in it, and in white on it, could not be read.
    """
    code = read_text(value)
    try:
        colour = parse_colour(code)
    except ValueError as error:
        hint = f"write a number sign and six digits 0-9 and a-f: {STANDARD_ACCENT}"
        raise UnfitError(str(error), hint) from None
    ratio = contrast(colour, WHITE)
    if ratio < READABLE:
        better = nearest_readable(colour)
        raise UnfitError(
            f"'{code}' has a contrast of {_ratio(ratio)} to white, and text needs {_ratio(READABLE)}",
            f"write '{written(better)}', the nearest that can be read ({_ratio(contrast(better, WHITE))})",
        )
    return Accent(code.lower())


def _ratio(contrast: float) -> str:
    """Return ``contrast`` rounded down, so that none is told as more than it is."""
    return f"{int(contrast * 100) / 100:g}:1"


def read_path(value: Any) -> Path:
    """Return a path."""
    if not isinstance(value, Path):
        message = wrong_type(value, "a path").message
        raise UnfitError(message, "write Path(…) around it") if isinstance(value, str) else UnfitError(message)
    return value


READERS: Final[Readers] = MappingProxyType(
    {
        str: read_text,
        int: read_whole_number,
        float: read_number,
        bool: read_boolean,
        dt.datetime: read_date_time,
        dt.date: read_date,
        dt.time: read_time,
        Line: read_line,
        Key: read_key,
        Accent: fit_accent,
        Path: read_path,
    }
)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


class WrongTypeError(UnfitError):
    """A value is of another type than was wanted; the hint says how a file has it."""


def wrong_type(value: Any, wanted: str, hint: str = "") -> WrongTypeError:
    """Return the error for a ``value`` that is not what was ``wanted``."""
    return WrongTypeError(f"must be {wanted}, but is {_found(value)}", hint)


def _found(value: Any) -> str:
    """Give what a value is, in TOML's words."""
    match value:
        case bool():
            return f"a boolean ({_as_written(value)})"
        case int():
            return "a whole number" if _is_endless(value) else f"a whole number ({value})"
        case float():
            return f"a number with a fraction ({value})"
        case str():
            return "a string"
        case dt.datetime():
            return "a date-time with an offset" if value.tzinfo else "a local date-time"
        case dt.date():
            return "a local date"
        case dt.time():
            return "a time with an offset" if value.tzinfo else "a local time"
        case Mapping():
            return "a table"
        case [Mapping(), *_]:
            return "a list of tables"
        case list() | tuple():
            return "a list"
        case None:  # in JSON
            return "nothing"
    return f"a {type(value).__name__}"


def _is_endless(value: object) -> bool:
    """Tell whether a number is too long to be shown, and perhaps for Python to write out."""
    return isinstance(value, int) and abs(value) >= 10**15


def _as_written(value: object) -> str:
    """Give a value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value)
