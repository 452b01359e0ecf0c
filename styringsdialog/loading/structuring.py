"""TOML data to frozen values. The work is cattrs'; the hooks and the words are ours."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.cols import homogenous_tuple_structure_factory

from styringsdialog.errors import Problem
from styringsdialog.loading import places
from styringsdialog.loading.design import fit_accent
from styringsdialog.loading.fields import written_fields
from styringsdialog.loading.places import UnfitError, did_you_mean, problem
from styringsdialog.loading.reading import find_image, read_text_file
from styringsdialog.loading.toml_values import (
    DATE_TIME_EXAMPLE,
    TIME_EXAMPLE,
    read_boolean,
    read_choice,
    read_date,
    read_date_time,
    read_key,
    read_line,
    read_number,
    read_table,
    read_text,
    read_time,
    read_whole_number,
    wrong_type,
)
from styringsdialog.model.colour import Accent
from styringsdialog.model.conference import Conference
from styringsdialog.model.values import ImageFile, Key, Line, TextFile

__all__ = ["structure_conference", "structure_table"]

_T = TypeVar("_T", bound=attrs.AttrsInstance)
_Hooks = Mapping[Any, Callable[[Any], object]]


def structure_conference(data: Mapping[str, Any], folder: Path) -> tuple[Conference | None, list[Problem]]:
    """Give the conference that ``data`` describes, or ``None``, with everything that is wrong with it.

    ``folder`` is the absolute edition folder; the texts that ``data`` names are read from it.
    """
    conference, problems = structure_table(Conference, {**data, "folder": folder}, folder)
    if "folder" in data:
        # An attribute of the value, but not a key of the file.
        problems.append(_unknown_key(Conference, (), "folder"))
    return conference, problems


def structure_table(
    kind: type[_T], data: Mapping[str, Any], folder: Path, hooks: _Hooks = MappingProxyType({})
) -> tuple[_T | None, list[Problem]]:
    """Give the value of ``kind`` that ``data`` describes, or ``None``, with everything that is wrong with it.

    Args:
        kind: A class of the model.
        data: The whole file, as TOML data.
        folder: Absolute; the texts that ``data`` names are read from it.
        hooks: For types that conference.toml does not have: each raises ``UnfitError``.
    """
    try:
        return _converter(folder, hooks).structure(data, kind), []
    except ClassValidationError as error:
        return None, list(_problems(error, ()))


def _converter(folder: Path, more: _Hooks) -> Converter:
    """Give a converter that takes TOML types for what they are, and nothing else for them."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    # What is registered later is asked first.
    converter.register_structure_hook_factory(attrs.has, _class_hook)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    converter.register_structure_hook_func(_is_mapping, lambda value, _: read_table(value))
    hooks: _Hooks = {
        str: read_text,
        int: read_whole_number,
        float: read_number,
        Line: read_line,
        Key: read_key,
        dt.datetime: read_date_time,
        dt.date: read_date,
        dt.time: read_time,
        bool: read_boolean,
        Path: lambda value: value,
        Accent: lambda value: fit_accent(read_text(value)),
        ImageFile: lambda value: find_image(folder, read_text(value)),
        TextFile: lambda value: read_text_file(folder, read_text(value)),
    }
    for kind, hook in {**hooks, **more}.items():
        converter.register_structure_hook(kind, functools.partial(_for_any_type, hook))
    # Both, or the hook for ``str`` would take a StrEnum, which is one, and leave it a plain string.
    for base in (enum.StrEnum, enum.Enum):
        converter.register_structure_hook(base, read_choice)
    return converter


def _for_any_type(hook: Callable[[Any], object], value: Any, _: Any) -> object:
    """Take the type, which cattrs hands to every hook, away from one that serves one type only."""
    return hook(value)


def _class_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = converter.gen_structure_attrs_fromdict(kind)

    def from_table(value: Any, _: Any) -> Any:
        return structure(read_table(value), kind)

    return from_table


def _tuple_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = homogenous_tuple_structure_factory(kind, converter)
    of_tables = attrs.has(get_args(kind)[0])

    def from_list(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            hint = "write [[two brackets]] around its name" if of_tables and isinstance(value, dict) else ""
            raise wrong_type(value, "a list of tables" if of_tables else "a list", hint)
        return structure(value, kind)

    return from_list


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


# --------------------------------------------------------------------- problems


def _problems(error: BaseException, path: places.TomlPath) -> Iterator[Problem]:
    """Give the problems in a tree of cattrs' exceptions."""
    match error:
        case ClassValidationError():
            noted, others = error.group_exceptions()
            for inner, note in noted:
                below = (*path, note.name)
                # cattrs looks a key up without more ado; no hook of ours raises KeyError.
                yield from [_missing_key(error.cl, below)] if isinstance(inner, KeyError) else _problems(inner, below)
            for inner in others:
                yield from _problems(inner, path)
        case IterableValidationError():
            for inner, item in error.group_exceptions()[0]:
                yield from _problems(inner, (*path, item.index))
        case ForbiddenExtraKeysError():
            for name in sorted(error.extra_fields):
                yield _unknown_key(error.cl, path, name)
        case UnfitError():
            found = problem(path, error.message, error.hint)
            yield attrs.evolve(found, where=error.where) if error.where else found
        case _:
            raise error


def _missing_key(kind: type[attrs.AttrsInstance], path: places.TomlPath) -> Problem:
    name = str(path[-1])
    field = written_fields(kind)[name]
    value = '"…"'
    if field.type is dt.datetime:
        value = DATE_TIME_EXAMPLE
    elif field.type is dt.time:
        value = TIME_EXAMPLE
    elif _is_enum(field.type):
        value = " or ".join(f'"{member.value}"' for member in field.type)
    return problem(path, "is required, and missing", f"write {name} = {value}")


def _unknown_key(kind: type[attrs.AttrsInstance], path: places.TomlPath, name: str) -> Problem:
    allowed = written_fields(kind)
    hint = did_you_mean(name, allowed)
    if not hint and path and path[0] in written_fields(Conference) and name in written_fields(Conference):
        # After a [table] line, all keys belong to that table: a trap of TOML.
        hint = f"if it is the conference's own, put it above the first line in [brackets] of {places.FILE}"
    return problem((*path, name), "is not a known key", hint or f"the keys here are {', '.join(allowed)}")
