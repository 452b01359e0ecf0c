"""The kinds of files there are, and which of them can become pages by which way."""

from __future__ import annotations

import enum

import attrs

from styringsdialog.messages.message import Message, message

__all__ = [
    "DAMAGED_OFFICE",
    "PDF",
    "TEXT",
    "UNKNOWN",
    "ZIPPED",
    "Family",
    "Kind",
    "ZippedKind",
    "image",
    "office",
]


class Family(enum.Enum):
    """The way by which a file becomes pages; ``OTHER`` has none."""

    PDF = "PDF"
    OFFICE = "Office"
    IMAGE = "image"
    TEXT = "text"
    OTHER = "other"


@attrs.frozen
class Kind:
    """What a file is.

    Attributes:
        name: With its article; ``None`` when nobody can tell.
        suffix: Of Office files: what such a file's name ends in (``.docx``), whatever this one is called.
    """

    name: Message | None
    family: Family = Family.OTHER
    suffix: str = ""


@attrs.frozen
class ZippedKind:
    """How a kind of file that is a ZIP archive is known.

    Attributes:
        declared: A pattern for the type that it says it is of, or that one of its parts is of.
        start: The folder that its parts customarily stand in; empty for none.
    """

    kind: Kind
    declared: bytes
    start: str = ""


def image(name: Message) -> Kind:
    """Return a kind of image."""
    return Kind(name, Family.IMAGE)


def office(name: Message, suffix: str) -> Kind:
    """Return a kind of Office file."""
    return Kind(name, Family.OFFICE, suffix)


PDF = Kind(message("kinds.pdf"), Family.PDF)
TEXT = Kind(message("kinds.text"), Family.TEXT)
UNKNOWN = Kind(None)
DAMAGED_OFFICE = Kind(message("kinds.damaged-office"))

ZIPPED = (
    ZippedKind(office(message("kinds.word"), ".docx"), rb"(wordprocessingml|ms-word)\.[^\"]*main\+xml", "word/"),
    ZippedKind(
        office(message("kinds.powerpoint"), ".pptx"), rb"(presentationml|ms-powerpoint)\.[^\"]*main\+xml", "ppt/"
    ),
    ZippedKind(office(message("kinds.excel"), ".xlsx"), rb"(spreadsheetml|ms-excel)\.[^\"]*main\+xml", "xl/"),
    ZippedKind(office(message("kinds.odt"), ".odt"), rb"^application/vnd\.oasis\.opendocument\.text"),
    ZippedKind(office(message("kinds.odp"), ".odp"), rb"^application/vnd\.oasis\.opendocument\.presentation"),
    ZippedKind(office(message("kinds.ods"), ".ods"), rb"^application/vnd\.oasis\.opendocument\.spreadsheet"),
)
