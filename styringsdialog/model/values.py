"""Small typed values that the rest of the model is made of."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NewType

import attrs

__all__ = ["ImageFile", "Key", "Line", "Quotes", "TextFile", "freeze"]

Key = NewType("Key", str)
"""A name for use in references: small ASCII letters, digits, ``_`` and ``-``, starting with a letter."""

Line = NewType("Line", str)
"""Text that may not be blank and stands on one line."""


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
    """A text of the edition, Markdown or a template: its path, relative to the edition, and what it says (NFC)."""

    path: str
    text: str = attrs.field(repr=False)


def freeze(value: object) -> object:
    """Return ``value`` with every mapping and list in it made immutable."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(map(freeze, value))
    return value
