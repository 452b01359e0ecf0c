"""A message as a value: a code that never changes, what and where it speaks of, and its words in Danish and English.

The words stand in one TOML file an area, named by the code's first part.

An entry holds ``da`` and ``en`` (what is the case), ``hint.da`` and ``hint.en`` (what to do now), ``reader`` (the
same in Danish for somebody who reads the package and knows of no files and keys), and ``level`` (its Danish name)
where nothing stops for it.
Braces name arguments, as in ``str.format``, with these specifications:

- ``{pages}``: text as it is, a number as it is, a list as «1, 2 og 3», a message in its own words;
- ``{reason:hint}``, ``{reason:reader}``: what a message says to do, and what it says to readers;
- ``{count:n}``: a number with thousands parted as the language does;
- ``{count:kommentar|kommentarer}``: the first word for one, the second for more; of a list by its length;
- ``{count:# kommentar|# kommentarer}``: the same with the number, which stays on one line with its noun;
- ``{size:bytes}``: «3,2 MB»; ``{date:day}``: «den 3. maj 2031» without «den»;
- ``{date:long-day}``: «lørdag den 3. maj 2031».
"""

from __future__ import annotations

import datetime as dt
import enum
import errno
import functools
import string
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Final

import attrs

from styringsdialog.messages.showing import shown


class Language(enum.StrEnum):
    """A language that messages are told in; the value is its BCP 47 tag."""

    DANISH = "da"
    ENGLISH = "en"


class Level(enum.StrEnum):
    """How much a message asks of whoever reads it; the value is what Danish texts call it."""

    REQUIRED = "skal gøres"
    ADVISED = "bør ses"
    INFORMATIVE = "til orientering"


@attrs.frozen
class Message:
    """What is told, without its words.

    Attributes:
        code: The name of its entry in the catalogue: ``intake.encrypted``. It never changes.
        arguments: What the entry's words name in braces, sorted by name.
    """

    code: str
    arguments: tuple[tuple[str, Argument], ...] = ()

    def __str__(self) -> str:
        """Return what it says in English."""
        return text_of(self, Language.ENGLISH).what

    def as_data(self) -> dict[str, Any]:
        """Return the message as plain data for JSON."""
        return {"code": self.code, "arguments": {name: _out(value) for name, value in self.arguments}}

    @classmethod
    def from_data(cls, data: object) -> Message:
        """Return the message that ``as_data`` gave.

        Raises:
            TypeError: ``data`` is no such message.
        """
        match data:
            case {"code": str() as code, "arguments": dict() as arguments, **rest} if not rest:
                return message(code, **{str(name): _in(value) for name, value in arguments.items()})
        raise TypeError("must be a message")


# What a message may speak of. Dates are text as ISO 8601 has it.
Argument = str | int | float | tuple[str, ...] | tuple[int, ...] | Message


def message(code: str, /, **arguments: str | float | Message | Sequence[str] | Sequence[int]) -> Message:
    """Return the message ``code`` of ``arguments``; a sequence becomes a tuple."""
    plain = {
        name: value if isinstance(value, str | int | float | Message) else tuple(value)
        for name, value in arguments.items()
    }
    # Sorted, so that messages are equal in whatever order their arguments are named.
    return Message(code, tuple(sorted(plain.items())))  # type: ignore[arg-type]  # mypy makes one type of the two kinds of sequence


def _out(value: Argument) -> Any:
    if isinstance(value, Message):
        return value.as_data()
    return list(value) if isinstance(value, tuple) else value


def _in(value: Any) -> Argument:
    match value:
        case dict():
            return Message.from_data(value)
        # ``type``, because a boolean is an int to Python.
        case list() if all(isinstance(item, str) for item in value) or all(type(item) is int for item in value):
            return tuple(value)
        case str() | int() | float():
            return value
    raise TypeError("must be text, a number, a list of one of them, or a message")


_REASONS: Final = {
    errno.EACCES: message("system.not-permitted"),
    errno.EAGAIN: message("system.too-many-processes"),
    errno.EBADF: message("system.not-open"),
    errno.EBUSY: message("system.busy"),
    errno.ECHILD: message("system.process-gone"),
    errno.EDQUOT: message("system.quota"),
    errno.EEXIST: message("system.exists"),
    errno.EFBIG: message("system.too-large"),
    errno.EIO: message("system.input-output"),
    errno.EISDIR: message("system.is-a-folder"),
    errno.ELOOP: message("system.links-in-a-circle"),
    errno.EMFILE: message("system.too-many-open"),
    errno.ENAMETOOLONG: message("system.name-too-long"),
    errno.ENOENT: message("system.not-there"),
    errno.ENOMEM: message("system.no-memory"),
    errno.ENOSPC: message("system.no-room"),
    errno.ENOTDIR: message("system.not-a-folder"),
    errno.ENOTEMPTY: message("system.not-empty"),
    errno.EPERM: message("system.not-allowed"),
    errno.EROFS: message("system.read-only"),
}


def system_reason(error: Exception) -> Message:
    """Return why ``error`` came: in its own words where it is none of the system's usual reasons."""
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    # In the system's own language, since nobody here has words for it.
    return message("words.own", what=getattr(error, "strerror", None) or str(error), hint="", reader="")


_PACKAGE: Final = "styringsdialog.messages"


@attrs.frozen
class Text:
    """A message in one language.

    Attributes:
        what: What is the case: without a full stop.
        hint: What to do now; empty where ``what`` says it.
        reader: The same for a reader of the package: a Danish sentence in both languages, because
            the package is Danish; empty where there is none of its own.
    """

    what: str
    hint: str = ""
    reader: str = ""

    @property
    def line(self) -> str:
        """Return what is the case and what to do as one line: ``what (hint)``."""
        return f"{self.what} ({self.hint})" if self.hint else self.what

    @property
    def sentence(self) -> str:
        """Return what is the case and what to do as one sentence: ``what: hint.``."""
        return f"{self.what}: {self.hint}." if self.hint else f"{self.what}."

    @property
    def step(self) -> str:
        """Return what to do as a sentence of its own; empty where there is none."""
        return f"{self.hint[0].upper()}{self.hint[1:]}." if self.hint else ""


def text_of(message: Message, language: Language) -> Text:
    """Return the words of ``message``.

    Raises:
        KeyError: The catalogue has no such message, or its words name an argument that is not there.
    """
    entry = _entry(message.code)

    def filled(words: str, language: Language) -> str:
        return _Formatter(language).vformat(words, (), dict(message.arguments))

    return Text(
        what=filled(entry[language], language),
        hint=filled(entry.get("hint", {}).get(language, ""), language),
        reader=filled(entry.get("reader", ""), Language.DANISH),
    )


def level_of(message: Message) -> Level:
    """Return how much ``message`` asks of whoever reads it.

    Raises:
        KeyError: The catalogue has no such message.
    """
    return Level(_entry(message.code).get("level", Level.REQUIRED))


def is_known(message: Message) -> bool:
    """Tell whether ``message`` can be put into words."""
    try:
        # Filled in and not only looked up: arguments that do not fit would raise when the report is written.
        for language in Language:
            text_of(message, language)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        return False
    return True


@functools.cache
def entries(area: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of ``area``, by the second part of their codes.

    Raises:
        KeyError: There is no such area.
    """
    file = resources.files(_PACKAGE) / f"{area}.toml"
    # A code may come from a plugin's process: as a path it could lead to any other file.
    if not (area.isidentifier() and file.is_file()):
        raise KeyError(area)
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _entry(code: str) -> Mapping[str, Any]:
    area, _, name = code.partition(".")
    return entries(area)[name]


_MOST_ITEMS: Final = 100  # of a list


class _Formatter(string.Formatter):
    """Puts arguments into words of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return ``value`` as ``format_spec`` wants it (see the top)."""
        if format_spec == "n":
            return _number(value, self._language)
        if format_spec == "bytes":
            return _byte_size(value, self._language)
        if isinstance(value, Message):
            text = text_of(value, self._language)
            # Any other specification is a KeyError, by which ``is_known`` refuses the message.
            return {"": text.what, "hint": text.hint, "reader": text.reader}[format_spec]
        if format_spec in {"day", "long-day"}:
            return _day(dt.date.fromisoformat(value), self._language, is_long=format_spec == "long-day")
        if format_spec:
            return self._counted(value, format_spec)
        if not isinstance(value, tuple):
            return shown(str(value))
        items = [shown(str(item)) for item in value[:_MOST_ITEMS]]
        return _listed([*items, *"…"] if len(value) > _MOST_ITEMS else items, self._language)

    def _counted(self, value: Any, forms: str) -> str:
        count = len(value) if isinstance(value, tuple) else value
        singular, _, plural = forms.partition("|")
        # The number and its noun stay on one line.
        number = f"{_number(count, self._language)}\N{NO-BREAK SPACE}"
        return (singular if count == 1 else plural).replace("# ", number)


# Babel takes longer to load than many commands run, and most messages are never put into words.


def _number(value: float, language: Language) -> str:
    from styringsdialog.danish.numbers import number  # noqa: PLC0415 - see above

    return number(value) if language is Language.DANISH else f"{value:,}"


def _byte_size(value: int, language: Language) -> str:
    from styringsdialog.danish.numbers import byte_size  # noqa: PLC0415 - see above

    written = byte_size(value)
    return written if language is Language.DANISH else written.translate(str.maketrans(",.", ".,"))


def _day(date: dt.date, language: Language, *, is_long: bool) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - see above

    from styringsdialog.danish.dates import day, long_date  # noqa: PLC0415 - see above

    if language is Language.DANISH:
        return long_date(date) if is_long else day(date)
    return format_date(date, "EEEE d MMMM y" if is_long else "d MMMM y", locale="en")


def _listed(items: Sequence[str], language: Language) -> str:
    from styringsdialog.danish.lists import join  # noqa: PLC0415 - see above

    return (
        join(items) if language is Language.DANISH else " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))
    )


@attrs.frozen
class Where:
    """Where something stands.

    Attributes:
        file: Its path as the user knows it: seen from the edition's folder where it lies in that.
        path: The place in the file: a TOML path as ``themes[0].title``, a page, a cell.
        line: The line in the file, from 1; 0 where none is known.
        origin: What it came from, or what it is where it is no file: a plugin, a bilag, the package.
    """

    file: str = ""
    path: str = ""
    line: int = 0
    origin: Message | None = None

    def __str__(self) -> str:
        """Return the place in English, on one line."""
        return self.text(Language.ENGLISH)

    def text(self, language: Language) -> str:
        """Return the place on one line: ``plugin vibo 1.2, bilag 'tal': templates/tal.html.j2, line 12``."""
        origin = text_of(self.origin, language).what if self.origin else ""
        file = (
            text_of(message("words.line", file=self.file, line=str(self.line)), language).what
            if self.line
            else shown(self.file)
        )
        return ": ".join(filter(None, (origin, file, shown(self.path))))

    def as_data(self) -> dict[str, Any]:
        """Return the place as plain data for JSON."""
        origin = self.origin.as_data() if self.origin else None
        return {"file": self.file, "path": self.path, "line": self.line or None, "origin": origin}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Where:
        """Return the place that ``as_data`` gave.

        Raises:
            TypeError: Its origin is no message.
            KeyError: ``data`` is no place.
        """
        origin = Message.from_data(data["origin"]) if data["origin"] else None
        return cls(file=data["file"], path=data["path"], line=data["line"] or 0, origin=origin)
