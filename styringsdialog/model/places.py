"""Where something stands in a file of the edition, and what may have been meant."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from typing import Final

import attrs

from styringsdialog.errors import Fault, MessageError, Problem
from styringsdialog.messages.message import Message, Where, message

FILE: Final = "conference.toml"
SERIES_FILE: Final = "series.toml"

# The way to a value: keys of tables, and places in lists from 0.
TomlPath = tuple[str | int, ...]

# TOML 1.0.0, «Keys»: what may stand without quotation marks. JSON's quoting of any other is TOML's too.
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


class UnfitError(MessageError):
    """A value cannot be taken; whoever knows where it stands makes a ``Problem`` of it.

    Attributes:
        what: Why, and what to do.
        place: Where the fault is, if it is in another file than the one that holds the value.
    """

    def __init__(self, what: Message, place: Where | None = None) -> None:
        """Carry ``what``, and ``place`` where the value's own is not it."""
        super().__init__(what)
        self.place = place


def dotted(path: TomlPath) -> str:
    """Return ``path`` as a person reads it: ``themes[0].talks[1].title``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            key = step if _BARE_KEY.fullmatch(step) else json.dumps(step, ensure_ascii=False)
            text += f".{key}" if text else key
    return text


def problem(path: TomlPath, what: str | Message, /, **arguments: str | float | Message) -> Problem:
    """Return a problem with the value at ``path``; the empty path is the whole of it.

    It names no file, because the value may have been made in Python: whoever read a file says so by ``in_file``.

    Args:
        path: Where the value stands.
        what: The code of a message with these ``arguments``, or the message itself.
        arguments: What the words of the message speak of.
    """
    if isinstance(what, str):
        what = message(what, **arguments)
    return Problem(Fault.EDITION, Where(path=dotted(path)), what)


def in_file(problem: Problem, file: str) -> Problem:
    """Return ``problem``, which knows its path, as one of ``file``."""
    return attrs.evolve(problem, where=attrs.evolve(problem.place, file=file))


def column_letters(column: int) -> str:
    """Return what Excel calls a column, the first of which is 1; empty for none."""
    before, last = divmod(column - 1, 26)
    return "" if column < 1 else column_letters(before) + chr(65 + last)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the one of ``choices`` that is nearly ``word``, if there is one; capitals make no difference."""
    by_small = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(word.lower(), by_small, n=1)
    return by_small[near[0]] if near else None


def did_you_mean(word: str, choices: Iterable[str], otherwise: Message) -> Message:
    """Return the question whether the nearest of ``choices`` was meant; ``otherwise`` where none is near ``word``."""
    near = nearest(word, choices)
    return otherwise if near is None else message("edition.did-you-mean", name=near)
