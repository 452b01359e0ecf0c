"""Small typed values, and each taken for what it is, of a file or made in Python; else what it should have been."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NewType, Self

import attrs

from styringsdialog.danish.identifiers import slug
from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import Blocks
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

# A name for use in references: small ASCII letters, digits, ``_`` and ``-``, starting with a letter.
Key = NewType("Key", str)

# Text that may not be blank and stands on one line.
Line = NewType("Line", str)


class WrittenFloat(float):
    """A number of a TOML file that still says how it was written: «4.010» is not «4.01»."""

    written: str

    def __new__(cls, written: str) -> Self:
        """Return the number that ``written`` says."""
        number = super().__new__(cls, written)
        number.written = written
        return number

    @property
    def decimals(self) -> int:
        """Return how many digits stand after the point; those of «1e-3» are not counted."""
        part = self.written.partition(".")[2].replace("_", "")
        return len(part) if part.isdecimal() else 0


class Quotes(enum.StrEnum):
    """The kinds of quotation marks that Danish has (Retskrivningsreglerne § 58), and their mirror image."""

    CURLY = "“…”"
    INWARD = "»…«"
    OUTWARD = "«…»"

    @property
    def opening(self) -> str:
        """Return the mark before what is quoted."""
        return self.value[0]

    @property
    def closing(self) -> str:
        """Return the mark after what is quoted."""
        return self.value[-1]


@attrs.frozen
class ImageFile:
    """A picture of the edition: its path, relative to the edition."""

    path: str


@attrs.frozen
class TextFile:
    """A text of the edition, Markdown or a template.

    Attributes:
        path: Relative to the edition; of a text that a program gave, what messages call it.
        text: What it says, in NFC; of blocks, their words.
        blocks: The text itself where a program gave blocks in place of Markdown.
    """

    path: str
    # Not in the repr, where a traceback would print the whole text.
    text: str = attrs.field(repr=False)
    blocks: Blocks = attrs.field(default=(), repr=False, kw_only=True)


def freeze(value: object) -> object:
    """Return ``value`` with every mapping and list in it made immutable."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    return tuple(map(freeze, value)) if isinstance(value, list | tuple) else value


# What people write for values of lists of choices, in small letters; the first word of each value is told.
DANISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        word: value
        for value, words in {
            "present": ("til stede", "deltager", "kommer", "tilmeldt", "mødt"),
            "afbud": ("afbud", "har meldt afbud", "meldt afbud", "afmeldt"),
            "absent": ("udeblevet", "fraværende", "ikke mødt", "udebleven"),
            "other": ("andre", "anden"),
            "open": ("åben", "åbent"),
            "closed": ("lukket",),
            "public": ("offentlig",),
            "internal": ("intern",),
            "pause": ("pause", "frokost", "kaffe"),
            "oplaeg": ("oplæg",),
            "naeste": ("næste",),
        }.items()
        for word in words
    }
)

# By type, what takes a value for one of that type, or makes one of it; each raises ``UnfitError``.
Readers = Mapping[Any, Callable[[Any], object]]

# In ASCII, because a key is part of the URI that a reference becomes (``bilag:vibo``).
KEY_PATTERN: Final = "[a-z][a-z0-9_-]*"

DATE_TIME_EXAMPLE: Final = "2030-05-16T15:00:00"
_DATE_EXAMPLE: Final = "2030-05-16"
TIME_EXAMPLE: Final = "15:00:00"


def read_lines(value: Any) -> str:
    """Return a string, of however many lines."""
    if not isinstance(value, str):
        hint = None
        # No hint where quotation marks would not help: a table, a list, a number of very many digits.
        if not isinstance(value, Mapping | list | tuple) and not _is_endless(value):
            hint = message("edition.quote", value=as_written(value))
        raise WrongTypeError(value, message("edition.type-text"), hint)
    return value


def read_text(value: Any) -> str:
    """Return a string that stands on one line."""
    text = read_lines(value)
    # All other control characters are told of by ``control_characters``.
    if "\n" in text or "\t" in text:
        raise UnfitError(message("edition.more-than-one-line"))
    return text


def read_whole_number(value: Any) -> int:
    """Return a whole number."""
    # Not isinstance, because bool is an int, and ``true`` would pass for 1. So in read_number.
    if type(value) is not int:
        raise WrongTypeError(value, message("edition.type-whole-number"), message("edition.write-whole-number"))
    return value


def read_number(value: Any) -> float:
    """Return a number, whole or not."""
    if type(value) not in {int, float, WrittenFloat} or _is_endless(value):
        raise WrongTypeError(value, message("edition.type-number"), message("edition.write-number"))
    return value if isinstance(value, float) else float(value)


def read_line(value: Any) -> Line:
    """Return a string that says something."""
    text = read_text(value)
    if not text.strip():
        raise UnfitError(message("edition.blank"))
    return Line(text)


def read_key(value: Any) -> Key:
    """Return a key that people write in references."""
    text = read_text(value)
    if not re.fullmatch(KEY_PATTERN, text):
        # A key begins with a letter: a suggestion that does not would itself be refused.
        if better := slug(text).lstrip("-0123456789"):
            raise UnfitError(message("edition.no-key-but-nearly", text=text, better=better))
        raise UnfitError(message("edition.no-key", text=text))
    return Key(text)


def read_date_time(value: Any) -> dt.datetime:
    """Return a local date-time: at the place, without an offset."""
    date_time = message("edition.type-date-time")
    if not isinstance(value, dt.datetime):
        hint = message("edition.write-as", example=DATE_TIME_EXAMPLE)
        # A date that is no datetime: TOML tells 2030-05-16 from 2030-05-16T15:00:00.
        if isinstance(value, dt.date):
            hint = message("edition.add-the-time", value=f"{value.isoformat()}T15:00:00")
        elif isinstance(value, str) and _parses(dt.datetime.fromisoformat, value):
            hint = message("edition.unquote", value=as_written(dt.datetime.fromisoformat(value)))
        raise WrongTypeError(value, date_time, hint)
    if value.tzinfo is not None:
        local = as_written(value.replace(tzinfo=None))
        raise WrongTypeError(value, date_time, message("edition.leave-out-the-offset", value=local))
    return value


def read_date(value: Any) -> dt.date:
    """Return a local date."""
    date = message("edition.type-date")
    # Before the date, because a datetime is one to isinstance, and its time would be lost in silence.
    if isinstance(value, dt.datetime):
        hint = message("edition.leave-out-the-time", value=value.date().isoformat())
        raise WrongTypeError(value, date, hint)
    if not isinstance(value, dt.date):
        hint = (
            message("edition.unquote", value=value)
            if isinstance(value, str) and _parses(dt.date.fromisoformat, value)
            else message("edition.write-as", example=_DATE_EXAMPLE)
        )
        raise WrongTypeError(value, date, hint)
    return value


def read_time(value: Any) -> dt.time:
    """Return a local time."""
    time = message("edition.type-time")
    if isinstance(value, dt.datetime):
        hint = message("edition.leave-out-the-date", value=value.time().isoformat())
        raise WrongTypeError(value, time, hint)
    if not isinstance(value, dt.time) or value.tzinfo is not None:
        hint = message("edition.write-as", example=TIME_EXAMPLE)
        # Danish writes 15.00, TOML only 15:00:00.
        if isinstance(value, str) and (clock := re.fullmatch(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?", value)):
            hint = message("edition.unquote", value=f"{int(clock[1]):02}:{clock[2]}:00")
        raise WrongTypeError(value, time, hint)
    return value


def read_boolean(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise WrongTypeError(value, message("edition.type-boolean"), message("edition.write-boolean"))
    return value


def read_choice(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    """Return the member of ``kind`` that ``value`` names, in Danish too."""
    written = value
    if isinstance(value, str):
        danish = " ".join(value.casefold().split())
        value = next(
            (word for word in (value, DANISH.get(danish, danish)) if word in {member.value for member in kind}), value
        )
    for member in kind:
        # The types are compared too, because True equals 1.
        if type(member.value) is type(value) and member.value == value:
            return member
    choices = [in_danish(member) for member in kind]
    if all(isinstance(member.value, str) for member in kind):
        # Raises for what is no text: its type is then the fault, and there is no nearest choice.
        read_text(value)
    hint = did_you_mean(str(written), choices, message("edition.choose-one"))
    raise UnfitError(message("edition.no-such-choice", value=str(written), choices=", ".join(choices), hint=hint))


def in_danish(member: enum.Enum) -> str:
    """Return what people write for a member: in Danish, where its value is English."""
    return next((word for word, value in DANISH.items() if value == member.value), str(member.value))


def read_table(value: Any) -> Mapping[str, Any]:
    """Return a table."""
    if not isinstance(value, Mapping):
        raise WrongTypeError(value, message("edition.type-table"), message("edition.write-table"))
    return value


def fit_accent(value: Any) -> Accent:
    """Return a colour as an accent, in small letters.

    Raises:
        UnfitError: It is no colour, or what is printed in it, and in white on it, could not be read.
    """
    code = read_text(value)
    try:
        colour = parse_colour(code)
    except ValueError:
        raise UnfitError(message("edition.no-colour", colour=code, example=STANDARD_ACCENT)) from None
    ratio = contrast(colour, WHITE)
    # Links are printed in it, and the cover's title in white on it: too pale, neither could be read.
    if ratio < READABLE:
        better = nearest_readable(colour)
        raise UnfitError(
            message(
                "edition.pale-colour",
                colour=code,
                contrast=_ratio(ratio),
                least=_ratio(READABLE),
                better=written(better),
                better_contrast=_ratio(contrast(better, WHITE)),
            )
        )
    # One colour has one spelling, so that equal designs are equal values.
    return Accent(code.lower())


def _ratio(contrast: float) -> float:
    """Return ``contrast`` rounded down, so that none is told as more than it is."""
    hundredths = int(contrast * 100)
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def read_path(value: Any) -> Path:
    """Return a path."""
    if not isinstance(value, Path):
        wrong = WrongTypeError(value, message("edition.type-path"), message("edition.write-path"))
        # The hint is for Python, where alone a path is no text.
        raise UnfitError(wrong.what if isinstance(value, str) else wrong.without_hint)
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
    """A value is of another type than was wanted; the hint says how a file has it.

    Attributes:
        without_hint: The message for whoever made the value in Python.
    """

    def __init__(self, value: object, wanted: Message, hint: Message | None = None) -> None:
        """Say that ``value`` is not what was ``wanted``, such as «a string»."""
        given = _type_of(value)
        self.without_hint: Message = message("edition.wrong-type", wanted=wanted, given=given)
        to_correct = hint and message("edition.wrong-type-to-correct", wanted=wanted, given=given, hint=hint)
        super().__init__(to_correct or self.without_hint)


def _type_of(value: Any) -> Message:
    """Return what a value is, in TOML's words."""
    match value:
        case bool():
            # bool comes before int, and datetime before date, whose subclasses they are.
            return message("edition.given-boolean", value=as_written(value))
        case int():
            endless = message("edition.type-whole-number")
            return endless if _is_endless(value) else message("edition.given-whole-number", value=value)
        case float():
            return message("edition.given-fraction", value=value)
        case str():
            return message("edition.type-text")
        case dt.datetime():
            return message("edition.given-date-time-with-offset") if value.tzinfo else message("edition.type-date-time")
        case dt.date():
            return message("edition.type-date")
        case dt.time():
            return message("edition.given-time-with-offset") if value.tzinfo else message("edition.type-time")
        case Mapping():
            return message("edition.type-table")
        case [Mapping(), *_]:
            return message("edition.type-list-of-tables")
        case list() | tuple():
            return message("edition.type-list")
        case None:  # in JSON
            return message("edition.given-nothing")
    return message("edition.type-of-class", name=type(value).__name__)


def _is_endless(value: object) -> bool:
    """Tell whether a number is too long to be shown, and perhaps for Python to write out."""
    # Below 2**53, up to which a float holds every whole number. Python refuses to write out more than 4300 digits.
    return isinstance(value, int) and abs(value) >= 10**15


def as_written(value: object) -> str:
    """Return a value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value)
