"""Why a bilag is missing, and what to do about it, in Danish that a reader of the package may see."""

from __future__ import annotations

from typing import Final

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.catalogue import Text, text_of
from styringsdialog.messages.message import Language, message

__all__ = ["file_of", "own_step", "reason_in_danish", "step_in_danish"]

_BY_FAULT: Final = {
    Fault.EDITION: message("package.missing-for-the-edition"),
    Fault.PLUGIN: message("package.missing-for-a-plugin"),
    Fault.CONTENT: message("package.missing-for-its-text"),
    Fault.FILE: message("package.missing-for-its-file"),
    Fault.REQUIREMENT: message("package.missing-so-far"),
}


def reason_in_danish(problem: Problem) -> str:
    """Return why a bilag is missing as a reader of the package may see it: no path, no English."""
    return problem.dansk or f"{_general(problem).what}."


def step_in_danish(problem: Problem) -> str:
    """Return what to do about it: with that very file, where that is what is wrong."""
    return own_step(problem) or _general(problem).step


def own_step(problem: Problem) -> str:
    """Return what whoever handed in the file is to do; empty where it is not about a file."""
    # The words of a plugin may be in any language.
    if problem.fault not in _OF_FILES or problem.what.code == "words.own":
        return ""
    return problem.text(Language.DANISH).step


def file_of(problem: Problem) -> str:
    """Return the name of the file that a problem is about, as it was handed in; empty for none."""
    name = problem.place.file.rpartition("/")[2] if problem.fault in _OF_FILES else ""
    return name.partition(": ")[2] or name


_OF_FILES: Final = frozenset({Fault.FILE, Fault.CONTENT})


def _general(problem: Problem) -> Text:
    return text_of(_BY_FAULT.get(problem.fault, message("package.missing")), Language.DANISH)
