"""Small typed values that the rest of the model is made of."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NewType, Self

import attrs

from styringsdialog.model.blocks import Blocks

Key = NewType("Key", str)
"""A name for use in references: small ASCII letters, digits, ``_`` and ``-``, starting with a letter."""

Line = NewType("Line", str)
"""Text that may not be blank and stands on one line."""


class WrittenFloat(float):
    """A number of a TOML file that still says how it was written: «4.010» is not «4.01»."""

    written: str

    def __new__(cls, written: str) -> Self:
        """Return the number that ``written`` says."""
        number = super().__new__(cls, written)
        number.written = written
        return number

    @property
    def decimals(self) -> int:
        """Return how many digits stand after the point; those of «1e-3» are not counted."""
        part = self.written.partition(".")[2].replace("_", "")
        return len(part) if part.isdecimal() else 0


class Quotes(enum.StrEnum):
    """The kinds of quotation marks that Danish has (Retskrivningsreglerne § 58), and their mirror image."""

    CURLY = "“…”"
    INWARD = "»…«"
    OUTWARD = "«…»"

    @property
    def opening(self) -> str:
        """Return the mark before what is quoted."""
        return self.value[0]

    @property
    def closing(self) -> str:
        """Return the mark after what is quoted."""
        return self.value[-1]


@attrs.frozen
class ImageFile:
    """A picture of the edition: its path, relative to the edition."""

    path: str


@attrs.frozen
class TextFile:
    """A text of the edition, Markdown or a template.

    Attributes:
        path: Relative to the edition; of a text that a program gave, what messages call it.
        text: What it says, in NFC; of blocks, their words.
        blocks: The text itself where a program gave blocks in place of Markdown.
    """

    path: str
    # Not in the repr, where a traceback would print the whole text.
    text: str = attrs.field(repr=False)
    blocks: Blocks = attrs.field(default=(), repr=False, kw_only=True)


def freeze(value: object) -> object:
    """Return ``value`` with every mapping and list in it made immutable."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(freeze, value))
    return value
