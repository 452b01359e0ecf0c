"""A blank series to begin with, its comments taken from the model."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, get_args, get_origin

import attrs

from styringsdialog.loading.fields import written_fields
from styringsdialog.loading.places import SERIES_FILE
from styringsdialog.model.offset import MonthDay, Offset
from styringsdialog.model.series import BUDGET, Event, EventKind, Season, Series
from styringsdialog.model.values import Line

__all__ = ["series_files"]

_HEAD: Final = """\
# En serie af styringsdialogkonferencer. Hver udgave har sin egen mappe ved siden af denne fil.
#
# Linjer, der begynder med # og et mellemrum, er forklaringer. Linjer, der begynder med # uden
# mellemrum, er nøgler, der ikke er i brug, med den værdi, de har uden at stå her.
"""

_TITLE: Final = Line("Styringsdialogkonferencen i kommunen")
# What a list of tables shows, one item each.
_ITEMS: Final[Mapping[type, attrs.AttrsInstance]] = MappingProxyType(
    {
        Season: BUDGET,
        Event: Event(
            title=Line("Vinterferie"),
            first=dt.date(2030, 2, 11),
            last=dt.date(2030, 2, 17),
            kind=EventKind.SKOLEFERIE,
        ),
    }
)


def series_files() -> dict[str, str]:
    """Give the files of a blank series: name and text. Every key of the model is there with its explanation."""
    lines = [_HEAD, *_keys(Series, Series(title=_TITLE), "")]
    return {SERIES_FILE: "\n".join(lines) + "\n"}


def _keys(kind: type[attrs.AttrsInstance], defaults: Any, path: str) -> Iterator[str]:
    """Give the lines of a table: its own keys, then the tables in it, as TOML wants it."""
    fields = written_fields(kind).values()
    for field in fields:
        if not _is_table(field.type) and not _is_table(_item(field.type)):
            mark = "" if field.required else "#"
            yield from (f"# {field.doc}", f"{mark}{field.name} = {_value(getattr(defaults, field.name))}")
    for field in fields:
        inner, item = f"{path}{field.name}", _item(field.type)
        if _is_table(field.type):
            yield from ("", f"# {field.doc}", f"[{inner}]")
            yield from _keys(field.type, getattr(defaults, field.name), f"{inner}.")
        elif _is_table(item):
            yield from ("", f"# {field.doc}", f"#[[{inner}]]")
            for key, one in written_fields(item).items():
                yield from (f"# {one.doc}", f"#{key} = {_value(getattr(_ITEMS[item], key))}")


def _is_table(kind: Any) -> bool:
    """Tell whether a value of ``kind`` is a table; a distance and a day of the year are written as text."""
    return attrs.has(kind) and not issubclass(kind, Offset | MonthDay)


def _item(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def _value(value: Any) -> str:
    match value:
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Enum():
            return json.dumps(value.value, ensure_ascii=False)
        case int() | dt.date():
            return str(value)
    return json.dumps(str(value), ensure_ascii=False)
