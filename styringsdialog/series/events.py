"""What a run of a series has done, for people and for a log."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from types import MappingProxyType

import attrs

from styringsdialog.errors import Problem, message_data
from styringsdialog.messages.message import Language, Message, text_of


class Happened(enum.StrEnum):
    """What it was."""

    LETTER = "letter"
    REHEARSED = "rehearsed"
    BUILT = "built"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BROKEN = "broken"
    CLOCK = "clock"
    BUSY = "busy"
    NOTHING = "nothing"


@attrs.frozen(kw_only=True)
class RunEvent:
    """One thing that happened.

    Attributes:
        today: The day that the run takes for today.
        messages: What happened, in order, without the edition's name.
        late: Days after the day on which it should have been.
        good: Whether nobody needs to look at it.
        details: Plain data for a log.
    """

    happened: Happened
    today: dt.date
    messages: tuple[Message, ...]
    edition: str = ""
    what: str = ""
    due: dt.date | None = None
    late: int = 0
    good: bool = True
    problems: tuple[Problem, ...] = ()
    # Read-only, because all events share the default.
    details: Mapping[str, object] = MappingProxyType({})

    def text(self, language: Language) -> str:
        """Return what happened in ``language``, sentence after sentence."""
        return " ".join(text_of(what, language).sentence for what in self.messages)

    def as_data(self) -> dict[str, object]:
        """Return the event as plain data for one line of JSON; ``text`` is in Danish."""
        return {
            "event": self.happened.value,
            "today": self.today.isoformat(),
            "edition": self.edition or None,
            "what": self.what or None,
            "due": self.due.isoformat() if self.due else None,
            "late_days": self.late,
            "good": self.good,
            "text": self.text(Language.DANISH),
            "messages": [message_data(what) for what in self.messages],
            **self.details,
            "problems": [problem.as_data() for problem in self.problems],
        }
