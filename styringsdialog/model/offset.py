"""How far a day lies from the conference, as a person writes it: «15 arbejdsdage før»."""

from __future__ import annotations

import enum
import re
from typing import Final

import attrs


class Unit(enum.StrEnum):
    """What is counted; the value is the plural."""

    DAYS = "dage"
    WEEKS = "uger"
    MONTHS = "måneder"
    WORKING_DAYS = "arbejdsdage"


_SINGULAR: Final = {
    Unit.DAYS: "dag",
    Unit.WEEKS: "uge",
    Unit.MONTHS: "måned",
    Unit.WORKING_DAYS: "arbejdsdag",
}
# Either form with any number: «1 dage» is understood, and written back as «1 dag».
_WORDS: Final = {word: unit for unit in Unit for word in (unit.value, _SINGULAR[unit])}

# Two centuries: more would leave the calendar.
_LONGEST: Final = 9999

_OFFSET: Final = re.compile(r"(?P<amount>\d+)\s+(?P<word>[a-zæøå]+)\s+(?P<side>før|efter)")


@attrs.frozen
class Offset:
    """A number of units before the conference begins, or after it has ended."""

    amount: int
    unit: Unit
    after: bool = False

    @classmethod
    def parse(cls, text: str) -> Offset:
        """Read «15 arbejdsdage før» or «6 måneder efter».

        Raises:
            ValueError: It is written in another way.
        """
        match = _OFFSET.fullmatch(text.strip().lower())
        if not match or match["word"] not in _WORDS or int(match["amount"]) > _LONGEST:
            raise ValueError(f"no such distance: {text!r}")
        return cls(int(match["amount"]), _WORDS[match["word"]], match["side"] == "efter")

    def __str__(self) -> str:
        """Return it as it is written."""
        word = _SINGULAR[self.unit] if self.amount == 1 else self.unit.value
        return f"{self.amount} {word} {'efter' if self.after else 'før'}"


@attrs.frozen(order=True)
class MonthDay:
    """A day that comes every year, written as ISO 8601 writes it without its year: «08-15»."""

    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> MonthDay:
        """Read «08-15».

        Raises:
            ValueError: It is no day that every year has.
        """
        match = re.fullmatch(r"(\d\d)-(\d\d)", text)
        month, day = map(int, match.groups()) if match else (0, 0)
        # 29 February is refused, because a season must begin and end in every year.
        if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
            raise ValueError(f"no such day: {text!r}")
        return cls(month, day)

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.month:02}-{self.day:02}"


# February without its 29th day, which not every year has.
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
