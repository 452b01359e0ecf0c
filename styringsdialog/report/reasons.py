"""Why a bilag is missing, and what to do about it, in Danish that a reader of the package may see."""

from __future__ import annotations

from typing import Final

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.catalogue import Text, text_of
from styringsdialog.messages.message import Language, message

__all__ = ["reason_in_danish", "step_in_danish"]

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
    """Return what to do about it."""
    return _general(problem).step


def _general(problem: Problem) -> Text:
    return text_of(_BY_FAULT.get(problem.fault, message("package.missing")), Language.DANISH)
