"""The model seen as a file: which keys a table has, of what type, and what they mean."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_type_hints

import attrs

__all__ = ["Field", "written_fields"]


@attrs.frozen(kw_only=True)
class Field:
    """One key of a table.

    Attributes:
        type: As annotated in the model.
        doc: What it is for, in Danish.
        minimum: The least that a number may be.
    """

    name: str
    type: Any
    required: bool
    doc: str
    minimum: int | None = None


@functools.cache
def written_fields(cls: type[attrs.AttrsInstance]) -> Mapping[str, Field]:
    """Give the keys of ``cls``'s table in the model's order.

    An attribute whose ``doc`` is blank is not written in the file.
    """
    hints = get_type_hints(cls)
    return MappingProxyType(
        {
            field.name: Field(
                name=field.name,
                type=hints[field.name],
                required=field.default is attrs.NOTHING,
                doc=field.metadata["doc"],
                minimum=field.metadata.get("minimum"),
            )
            for field in attrs.fields(cls)
            if field.metadata["doc"]
        }
    )
