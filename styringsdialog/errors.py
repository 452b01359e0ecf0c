"""What can go wrong, and what a person is told about it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import ClassVar

import attrs

__all__ = [
    "DUE_EXIT_CODE",
    "GAPS_EXIT_CODE",
    "BilagFileError",
    "ContentError",
    "EditionError",
    "Fault",
    "OutputError",
    "PluginError",
    "Problem",
    "RequirementError",
    "StyringsdialogError",
    "error_for",
]


class Fault(enum.IntEnum):
    """Whose table a problem lands on; the value is the command's exit code."""

    INTERNAL = 1
    EDITION = 2
    PLUGIN = 3
    CONTENT = 4
    FILE = 5
    OUTPUT = 6
    PERSONAL_DATA = 7
    REQUIREMENT = 8


GAPS_EXIT_CODE = 9
"""A package was made, but with gaps (``--keep-going``): not a fault, and not nothing."""

DUE_EXIT_CODE = 10
"""Something in a series is due (``status --due``): no fault either."""


@attrs.frozen
class Problem:
    """One thing that is wrong: where, what, and what to do now.

    Attributes:
        fault: Whose table it lands on.
        where: File with TOML path, line or page: ``conference.toml: themes[0].title``.
        message: What is wrong, in one English sentence without a full stop.
        hint: What to do now; empty when the message says it.
        dansk: Why a bilag is missing, as a reader of the package may see it: one Danish
            sentence, without path; empty for the general one of the fault.
    """

    fault: Fault
    where: str
    message: str
    hint: str = ""
    dansk: str = ""

    def __str__(self) -> str:
        """Give the problem as one line."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.where}: {self.message}{hint}"

    def as_data(self) -> dict[str, object]:
        """Give the problem as plain data for JSON."""
        return {"code": int(self.fault), "where": self.where, "message": self.message, "hint": self.hint}


class StyringsdialogError(Exception):
    """A failure that a user can mend, with every problem that was found.

    Attributes:
        problems: All of them, never empty.
    """

    fault: ClassVar[Fault] = Fault.INTERNAL

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Carry ``problems``; the message is one line for each."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def exit_code(self) -> int:
        """Give the lowest code among the problems (design: several faults, the lowest wins)."""
        return min((problem.fault for problem in self.problems), default=self.fault)

    @classmethod
    def at(cls, where: str, message: str, hint: str = "", dansk: str = "") -> StyringsdialogError:
        """Make an error of this class from its one problem."""
        return cls([Problem(cls.fault, where, message, hint, dansk)])


class EditionError(StyringsdialogError):
    """The edition folder: conference.toml, its texts, its references."""

    fault = Fault.EDITION


class PluginError(StyringsdialogError):
    """A plugin is missing, cannot be loaded, or breaks the contract."""

    fault = Fault.PLUGIN


class ContentError(StyringsdialogError):
    """A template, a Markdown text or what came of it cannot be typeset."""

    fault = Fault.CONTENT


class BilagFileError(StyringsdialogError):
    """A file handed over as a bilag cannot become pages."""

    fault = Fault.FILE


class OutputError(StyringsdialogError):
    """The package cannot be written where it should be."""

    fault = Fault.OUTPUT


class RequirementError(StyringsdialogError):
    """The package does not satisfy what the edition requires of it."""

    fault = Fault.REQUIREMENT


def error_for(problems: Sequence[Problem]) -> StyringsdialogError:
    """Give the error class that fits ``problems``: the specific one when they share a fault."""
    faults = {problem.fault for problem in problems}
    if len(faults) == 1:
        fault = faults.pop()
        for kind in StyringsdialogError.__subclasses__():
            if kind.fault is fault:
                return kind(problems)
    return StyringsdialogError(problems)
