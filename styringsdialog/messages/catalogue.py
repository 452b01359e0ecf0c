"""The words of every message, in Danish and in English: one TOML file an area, named by the code's first part.

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
import functools
import string
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Final

import attrs

from styringsdialog.messages.message import Language, Level, Message
from styringsdialog.messages.showing import shown

__all__ = ["Text", "entries", "is_known", "level_of", "text_of"]

_PACKAGE: Final = "styringsdialog.messages"
_MOST_ITEMS: Final = 100  # of a list


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
    formatter = _Formatter(language)
    arguments = dict(message.arguments)

    def filled(words: str) -> str:
        return formatter.vformat(words, (), arguments)

    return Text(
        what=filled(entry[language]),
        hint=filled(entry.get("hint", {}).get(language, "")),
        reader=_Formatter(Language.DANISH).vformat(entry.get("reader", ""), (), arguments),
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
        if format_spec == "day":
            return _day(dt.date.fromisoformat(value), self._language)
        if format_spec == "long-day":
            return _long_day(dt.date.fromisoformat(value), self._language)
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


def _day(date: dt.date, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - see above

    from styringsdialog.danish.dates import day  # noqa: PLC0415 - see above

    return day(date) if language is Language.DANISH else format_date(date, "d MMMM y", locale="en")


def _long_day(date: dt.date, language: Language) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - see above

    from styringsdialog.danish.dates import long_date  # noqa: PLC0415 - see above

    return long_date(date) if language is Language.DANISH else format_date(date, "EEEE d MMMM y", locale="en")


def _listed(items: Sequence[str], language: Language) -> str:
    from styringsdialog.danish.lists import join  # noqa: PLC0415 - see above

    if language is Language.DANISH:
        return join(items)
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))
