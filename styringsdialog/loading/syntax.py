"""What tomllib says of a text that is no TOML, as a message: which fault it is, where, and what to write instead."""

from __future__ import annotations

import re
from typing import Final

from styringsdialog.messages.message import Message, message

_DAY: Final = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"

# What people write in a TOML file for the first time, seen in the line where reading stopped.
_FIRST_TIME_HINTS: Final = (
    (re.compile(r"=\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?!:)"), message("edition.write-seconds")),
    (re.compile(r"=\s*\d{1,2}:\d\d\s*(?:#|$)"), message("edition.write-time")),
    (re.compile(r"=\s*-?\d+,\d+\s*(?:#|$)"), message("edition.write-decimal-point")),
    (re.compile(rf"=\s*(?!{_DAY})\d{{4}}-\d{{1,2}}-\d{{1,2}}"), message("edition.write-date")),
    (re.compile(r"=\s*\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{4}"), message("edition.write-date")),
    (re.compile(r"=\s*[“”„»«‘’]"), message("edition.write-straight-quotes")),
    (re.compile(r"=\s*$"), message("edition.write-value")),
    (re.compile(r"=\s*[^\W\d]"), message("edition.write-quotes")),
    (re.compile(r"^\s*[\w-]+\s*:"), message("edition.write-equals-sign")),
    (re.compile(r"^\s*[\w-]*[^\x00-\x7f][\w-]*\s*="), message("edition.write-ascii-keys")),
)

# Before Python 3.14, tomllib says only in words where a fault is.
_PLACE: Final = re.compile(r"(?P<words>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")

# By how tomllib's words begin; the first that fits.
_FAULTS: Final = (
    ("Expected newline or end of document", Message("edition.toml-more-in-line")),
    # A path of Windows in a text: \U and \x want digits after them.
    ("Unescaped|Invalid hex value|Escaped character", Message("edition.toml-backslash")),
    (r"(Illegal|Found invalid) character '\\n'", Message("edition.toml-text-not-closed")),
    ("Unterminated string|Expected \"'", Message("edition.toml-text-not-closed")),
    ("(Illegal|Found invalid) character", Message("edition.toml-character")),
    ("Invalid value", Message("edition.toml-no-value")),
    ("Invalid date", Message("edition.toml-no-day")),
    ("Invalid statement", Message("edition.toml-no-statement")),
    ("Expected '='", Message("edition.toml-no-equals-sign")),
    ("Invalid initial character", Message("edition.toml-no-key")),
    (r"Expected '\]", Message("edition.toml-table-name-not-closed")),
    ("Unclosed array", Message("edition.toml-list-not-closed")),
    ("Unclosed inline table", Message("edition.toml-inline-table-not-closed")),
)
# What is there twice may be written as it should be: its line gives no hint.
_REPETITIONS: Final = (
    ("Cannot declare", Message("edition.toml-table-again")),
    ("Cannot overwrite|Duplicate inline table key", Message("edition.toml-key-again")),
    ("Cannot mutate|Cannot redefine", Message("edition.toml-table-closed")),
)


def syntax_fault(text: str, words: str) -> Message:
    """Return what is wrong with ``text``, of which tomllib says ``words``.

    Its words differ little from one version of Python to the next; what is not known is told in them.
    """
    place = _PLACE.fullmatch(words)
    if place is None:
        # Only a number that int() refuses has no place.
        return message("edition.toml-number", words=words)
    fault = place["words"]
    repetition = _first_fit(fault, _REPETITIONS)
    reason = repetition or _first_fit(fault, _FAULTS) or message("edition.toml-other", words=fault)
    if place["line"] is None:
        return message("edition.toml-at-end", reason=reason)
    line, column = place["line"], place["column"]
    hint = None if repetition else _first_time_hint(text.split("\n"), int(line))
    if hint is None:
        return message("edition.toml-in-line", reason=reason, line=line, column=column)
    return message("edition.toml-first-time", reason=reason, line=line, column=column, hint=hint)


def _first_fit(words: str, faults: tuple[tuple[str, Message], ...]) -> Message | None:
    """Return the first of ``faults`` that ``words`` tell of, with them, and the table that they name."""
    name = ".".join(re.findall("'([^']*)'", words))
    fault = next((fault for beginning, fault in faults if re.match(beginning, words)), None)
    return fault and message(fault.code, words=words, name=name)


def _first_time_hint(lines: list[str], number: int) -> Message | None:
    """Return what to write instead, where the line that could not be read is a known mistake."""
    line = lines[min(number, len(lines)) - 1]
    return next((hint for pattern, hint in _FIRST_TIME_HINTS if pattern.search(line)), None)
