"""A message as a value: a code that never changes, and what it speaks of; its words stand in the catalogue."""

from __future__ import annotations

import enum
import errno
from collections.abc import Sequence
from typing import Any, Final

import attrs

__all__ = ["Argument", "Language", "Level", "Message", "message", "system_reason"]


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
        # The catalogue is made of messages.
        from styringsdialog.messages.catalogue import text_of  # noqa: PLC0415 - see above

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


Argument = str | int | float | tuple[str, ...] | tuple[int, ...] | Message
"""What a message may speak of. Dates are text as ISO 8601 has it."""


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
    errno.EBADF: message("system.not-open"),
    errno.EBUSY: message("system.busy"),
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


def system_reason(error: OSError) -> Message:
    """Return why ``error`` came: the system's own words where it is none of the usual reasons."""
    usual = _REASONS.get(error.errno or 0)
    # In the system's own language, since nobody here has words for it.
    return usual or message("words.own", what=error.strerror or str(error), hint="", reader="")
