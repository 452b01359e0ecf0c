"""How a call in a process of its own ended: with a value, or in one of the ways in which a process can fail."""

from __future__ import annotations

import enum

import attrs

from styringsdialog.isolate.plain import Plain
from styringsdialog.messages.message import Message


class Ending(enum.Enum):
    """The ways in which a call ends."""

    ANSWERED = "answered"
    LATE = "late"
    OUT_OF_MEMORY = "out of memory"
    DIED = "died"
    UNREADABLE = "unreadable"


@attrs.frozen
class Stop:
    """A line of code that ran when a process was stopped, or died.

    Attributes:
        line: Its number in the file, from 1.
    """

    file: str
    line: int


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of a call.

    Attributes:
        ending: With ``ANSWERED`` there is a value, else a reason.
        value: What the function gave.
        why: What happened, as the rest of a sentence whose subject is the function.
        notes: What the function noted on its way, in order; whole ones only.
        stops: The Python code that ran at the end, innermost first, when it could still be seen.
        printed: The beginning of what was printed; undecodable bytes are replaced.
        seconds: Of processor time, of the process and those it started and waited for.
        megabytes: The most memory that it held at one time.
        strays: How many processes it left behind; none of them runs any more.
        follower: What came of the call that followed this one.
    """

    ending: Ending
    value: Plain = None
    why: Message | None = None
    notes: tuple[Plain, ...] = ()
    stops: tuple[Stop, ...] = ()
    printed: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0
    strays: int = 0
    follower: Outcome | None = None
