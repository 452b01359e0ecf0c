"""One value of a TOML document taken for what it is; what it should have been is told with how to write it."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from styringsdialog.danish.identifiers import slug
from styringsdialog.loading.places import UnfitError, did_you_mean
from styringsdialog.model.values import Key, Line

__all__ = [
    "DATE_TIME_EXAMPLE",
    "KEY_PATTERN",
    "TIME_EXAMPLE",
    "read_boolean",
    "read_choice",
    "read_date",
    "read_date_time",
    "read_key",
    "read_line",
    "read_number",
    "read_table",
    "read_text",
    "read_time",
    "read_whole_number",
    "wrong_type",
]

KEY_PATTERN: Final = "[a-z][a-z0-9_-]*"

DATE_TIME_EXAMPLE: Final = "2030-05-16T15:00:00"
_DATE_EXAMPLE: Final = "2030-05-16"
TIME_EXAMPLE: Final = "15:00:00"


def read_text(value: Any) -> str:
    """Give a string that stands on one line."""
    if not isinstance(value, str):
        hint = ""
        if not isinstance(value, dict | list) and not _is_endless(value):
            hint = f'put it in quotation marks: "{_as_written(value)}"'
        raise wrong_type(value, "a string", hint)
    if "\n" in value or "\t" in value:
        raise UnfitError(
            "must stand on one line, without tabs", 'a backslash at the end of a line in """…""" joins it to the next'
        )
    return value


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
    if not isinstance(value, dt.time):
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
    """Give the member of ``kind`` that ``value`` names."""
    choices = [str(member.value) for member in kind]
    text = read_text(value)
    if text not in choices:
        raise UnfitError(f"'{text}' is not one of {', '.join(choices)}", did_you_mean(text, choices))
    return kind(text)


def read_table(value: Any) -> Mapping[str, Any]:
    """Give a table."""
    if not isinstance(value, dict):
        raise wrong_type(value, "a table", "write one [line in brackets] above its keys")
    return value


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def wrong_type(value: Any, wanted: str, hint: str) -> UnfitError:
    """Give the error for a ``value`` that is not what was ``wanted``."""
    return UnfitError(f"must be {wanted}, but is {_found(value)}", hint)


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
            return "a local time"
        case dict():
            return "a table"
        case [dict(), *_]:
            return "a list of tables"
    return "a list"


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
