"""JSON Schemas of conference.toml and bilag.toml, made from the model."""

from __future__ import annotations

import datetime as dt
import enum
import types
from collections.abc import Mapping
from typing import Any, Final, Union, get_args, get_origin

import attrs

from styringsdialog.model.bilag_toml import Listing
from styringsdialog.model.colour import Accent
from styringsdialog.model.conference import Conference
from styringsdialog.model.fields import Field, written_fields
from styringsdialog.model.scalars import DANISH, KEY_PATTERN
from styringsdialog.model.values import ImageFile, Key, Line, TextFile

__all__ = ["edition_schema", "listing_schema"]

# The same characters that loading refuses; a pattern that finds one is easier to read than
# one that finds none.
_ONE_LINE: Final[dict[str, Any]] = {
    "type": "string",
    "not": {"pattern": "[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]"},
}
_TEXT: Final[dict[str, Any]] = _ONE_LINE | {"pattern": "\\S"}

_SIMPLE: Final[dict[Any, dict[str, Any]]] = {
    str: _ONE_LINE,
    int: {"type": "integer"},
    # nan is TOML's, and no number of JSON's.
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Line: _TEXT,
    TextFile: _TEXT,
    ImageFile: _TEXT,
    Accent: {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    Key: {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
    # Not "format": "date-time", which demands the offset that a local date-time has not.
    dt.datetime: {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$"},
    dt.time: {"type": "string", "pattern": "^\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$"},
    dt.date: {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
}


def listing_schema() -> dict[str, Any]:
    """Return the JSON Schema of bilag.toml, which stands beside the files of a folder."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bilag.toml",
        "description": "Hvad der skal siges om filerne i en mappe med bilag.",
        **_table(Listing),
    }


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of conference.toml, TOML's dates and times as strings.

    It holds what one value can say about itself; the rules between values, and that a named
    text is there, are ``load_conference``'s.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "conference.toml",
        "description": "Én udgave af en styringsdialogkonference.",
        **_table(Conference),
    }


def _table(kind: type[attrs.AttrsInstance]) -> dict[str, Any]:
    fields = written_fields(kind).values()
    table: dict[str, Any] = {"type": "object", "properties": {field.name: _key(field) for field in fields}}
    if required := [field.name for field in fields if field.required]:
        table["required"] = required
    return table | {"additionalProperties": False}


def _key(field: Field) -> dict[str, Any]:
    least = {} if field.minimum is None else {"minimum": field.minimum}
    value = _value(field.type)
    if isinstance(field.example, str) and "items" in value:
        # A list may stand in a file of its own, which is named in its place.
        value |= {"type": ["array", "string"], "pattern": "\\.([xX][lL][sS][xX]|[cC][sS][vV])(#.+)?$"}
    return {"title": field.name, "description": field.doc, **value, **least}


def _value(kind: Any) -> dict[str, Any]:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        values = [member.value for member in kind]
        return {"enum": [*values, *(word for word, value in DANISH.items() if value in values and word != value)]}
    if attrs.has(kind):
        return _table(kind)
    if get_origin(kind) in {Union, types.UnionType}:
        # TOML has no null: an optional value is there or is left out.
        (given,) = (option for option in get_args(kind) if option is not types.NoneType)
        return _value(given)
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(get_args(kind)[0])}
    if get_origin(kind) is Mapping:
        value = get_args(kind)[1]
        return {"type": "object"} | ({} if value is object else {"additionalProperties": _value(value)})
    raise NotImplementedError(f"the model uses {kind!r}, which the schema has no words for")
