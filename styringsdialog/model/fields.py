"""The keys of an edition's files: type, explanation, example, and what becomes of each in the next edition."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, get_type_hints

import attrs


class Carry(enum.Enum):
    """What becomes of a key in the edition that follows."""

    KEEP = enum.auto()
    # A day or moment: as many days, or working days, from the conference as before.
    MOVE = enum.auto()
    # It belongs to one edition; the key goes, or its table with all that is in it.
    DROP = enum.auto()
    # It belongs to one edition, but its place is kept open.
    BLANK = enum.auto()
    # A text of its own, which begins anew.
    FRESH = enum.auto()
    # A list of which some items come every time.
    RECURRING = enum.auto()


def toml_key(doc: str, **more: Any) -> Mapping[str, Any]:
    """Return the metadata of an attribute that is a key of a file; ``more`` are attributes of ``Field``."""
    return {"doc": doc, **more}


@attrs.frozen(kw_only=True)
class Field:
    """One key of a table.

    Attributes:
        type: As annotated in the model.
        required: Whether a file must have it; a value that a program makes may have a default for it.
        doc: What it is for, in Danish.
        example: What a blank file shows, or a function that makes it of the moment at which the conference
            begins; nothing where that is the default. No person and no organisation: what is not filled in
            should be seen to be so.
        keep: Whether the example may stay as it is: true of most conferences, or printed nowhere.
        active: Whether a blank file has it in use although it is optional.
        carry: What becomes of it in the next edition.
        minimum: The least that a number may be.
    """

    name: str
    type: Any
    required: bool
    doc: str = ""
    example: Any = None
    keep: bool = False
    active: bool = False
    carry: Carry = Carry.KEEP
    minimum: int | None = None


_OF_KEY: Final = ("doc", "example", "keep", "active", "carry", "minimum")


# get_type_hints evaluates every annotation, and the reader, the schema and the blank file ask for the same classes.
@functools.cache
def written_fields(cls: type[attrs.AttrsInstance]) -> Mapping[str, Field]:
    """Return the keys of ``cls``'s table in the order of its attributes; the class may be a plugin's.

    An attribute whose ``doc`` is blank is not written in the file. One without an example has its default for one.
    """
    hints = get_type_hints(cls)
    # Read-only, because the cache hands the same object to every caller.
    return MappingProxyType(
        {
            field.name: Field(
                name=field.name,
                type=hints[field.name],
                required=field.metadata.get("required", field.default is attrs.NOTHING),
                # Only what is there, so that the defaults of ``Field`` hold for the rest.
                **{name: field.metadata[name] for name in _OF_KEY if name in field.metadata},
            )
            for field in attrs.fields(cls)
            # What attrs sets by itself cannot stand in a file.
            if field.init and field.metadata.get("doc") != ""
        }
    )
