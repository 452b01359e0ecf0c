"""What holds between the values of conference.toml.

The rules look at the TOML data, not at the structured values, so that they are told together
with everything else: each passes over what is not of the right type, which structuring has said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from styringsdialog.errors import Problem
from styringsdialog.loading.fields import written_fields
from styringsdialog.loading.places import TomlPath, did_you_mean, dotted, problem
from styringsdialog.model.limits import Limits

__all__ = ["broken_rules"]

_Table = Mapping[str, Any]


def broken_rules(data: _Table) -> Iterator[Problem]:
    """Give a problem for every rule between values that ``data`` breaks."""
    yield from _order_of_times(data)
    yield from _repeated(data, "contributors", "id")
    yield from _repeated(data, "themes", "key")
    yield from _references(data)
    yield from _too_small(data)


def _order_of_times(data: _Table) -> Iterator[Problem]:
    match data.get("start"), data.get("end"):
        case dt.datetime(tzinfo=None) as start, dt.datetime(tzinfo=None) as end if end < start:
            yield problem(("end",), f"{end.isoformat()} is before the start, {start.isoformat()}")


def _repeated(data: _Table, name: str, key: str) -> Iterator[Problem]:
    """Give a problem for each table in the list ``name`` whose ``key`` another one had before it."""
    first: dict[str, TomlPath] = {}
    for path, table in _tables(data, name):
        value = table.get(key)
        if not isinstance(value, str):
            continue
        if value in first:
            yield problem((*path, key), f"'{value}' is already the {key} of {dotted(first[value])}", "give it another")
        else:
            first[value] = path


def _references(data: _Table) -> Iterator[Problem]:
    """Give a problem for each talk whose ``bilag`` leads to no contributor."""
    ids = [table.get("id") for _, table in _tables(data, "contributors")]
    known = [value for value in ids if isinstance(value, str)]
    readable = len(known) == len(ids) and _is_list_of_tables(data.get("contributors", []))
    for theme, themes in _tables(data, "themes"):
        for talk, table in _tables(themes, "talks", theme):
            path = (*talk, "bilag")
            match table.get("bilag"):
                case None | "":
                    pass
                case str(target) if target.startswith("bilag:"):
                    yield problem(path, f"'{target}' begins with bilag:", f"write '{target.removeprefix('bilag:')}'")
                case str(target):
                    contributor, slash, key = target.partition("/")
                    if slash and not re.fullmatch("[a-z0-9_-]+", key):
                        yield problem(path, f"'{target}' is not a contributor's id, or id/key")
                    elif readable and contributor not in known:
                        hint = did_you_mean(contributor, known)
                        yield problem(
                            path,
                            f"there is no contributor with the id '{contributor}'",
                            hint or (f"the ids are {', '.join(known)}" if known else "add it under [[contributors]]"),
                        )


def _too_small(data: _Table) -> Iterator[Problem]:
    """Give a problem for each limit that nobody could keep, and for numbers that are no limit at all."""
    limits = data.get("limits")
    if not isinstance(limits, dict):
        return
    for name, field in written_fields(Limits).items():
        value = limits.get(name)
        if type(value) is int and field.minimum is not None and value < field.minimum:
            yield problem(("limits", name), f"must be {field.minimum} or more")


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _tables(data: _Table, name: str, path: TomlPath = ()) -> Iterator[tuple[TomlPath, _Table]]:
    """Give the tables in the list ``name``, each with its path; what is no table is passed over."""
    value = data.get(name)
    if isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield (*path, name, index), item
