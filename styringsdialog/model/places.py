"""Where something stands in a file of the edition, and what may have been meant."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from typing import Final

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Message
from styringsdialog.messages.place import Where

__all__ = ["FILE", "SERIES_FILE", "TomlPath", "UnfitError", "did_you_mean", "dotted", "in_file", "near_name", "problem"]

FILE: Final = "conference.toml"
SERIES_FILE: Final = "series.toml"

TomlPath = tuple[str | int, ...]
"""The way to a value: keys of tables, and places in lists from 0."""

_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


class UnfitError(Exception):
    """A value cannot be taken; whoever knows where it stands makes a ``Problem`` of it.

    Attributes:
        message: As in ``Problem``.
        hint: As in ``Problem``.
        where: Set where the fault is in another file than conference.toml.
    """

    def __init__(self, message: str, hint: str = "", where: str = "") -> None:
        """Say what is wrong, and what to do now."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where


def dotted(path: TomlPath) -> str:
    """Give ``path`` as a person reads it: ``themes[0].talks[1].title``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            key = step if _BARE_KEY.fullmatch(step) else json.dumps(step, ensure_ascii=False)
            text += f".{key}" if text else key
    return text


def problem(path: TomlPath, message: str | Message, hint: str = "", *, file: str = "") -> Problem:
    """Return a problem with the value at ``path``; the empty path is the whole of it.

    ``file`` is empty where the value was made in Python: whoever read it from a file says which.
    """
    return Problem(Fault.EDITION, Where(file=file, path=dotted(path)), message, hint)


def in_file(problem: Problem, file: str) -> Problem:
    """Return ``problem``, which knows its path, as one of ``file``."""
    return attrs.evolve(problem, where=Where(file=file, path=problem.place.path))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return «did you mean 'plugin'?» when one of ``choices`` is near ``word``, else an empty string."""
    near = near_name(word, choices)
    return f"did you mean '{near}'?" if near else ""


def near_name(word: str, choices: Iterable[str]) -> str:
    """Return the one of ``choices`` that ``word`` was probably meant to be; empty when it is like none."""
    by_small = {choice.lower(): choice for choice in choices}
    near = difflib.get_close_matches(word.lower(), by_small, n=1)
    return by_small[near[0]] if near else ""
