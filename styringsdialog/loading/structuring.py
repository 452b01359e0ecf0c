"""TOML data to frozen values. The work is cattrs'; the hooks and the words are ours."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.cols import homogenous_tuple_structure_factory

from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import Problem
from styringsdialog.loading import places
from styringsdialog.loading.design import fit_accent
from styringsdialog.loading.fields import written_fields
from styringsdialog.loading.places import UnfitError, did_you_mean, problem
from styringsdialog.loading.reading import find_image, read_text_file
from styringsdialog.model.colour import Accent
from styringsdialog.model.conference import Conference
from styringsdialog.model.values import ImageFile, Key, Line, TextFile

__all__ = ["KEY_PATTERN", "structure_conference", "structure_table"]

KEY_PATTERN: Final = "[a-z][a-z0-9_-]*"

_DATE_TIME_EXAMPLE: Final = "2030-05-16T15:00:00"
_DATE_EXAMPLE: Final = "2030-05-16"
_TIME_EXAMPLE: Final = "15:00:00"

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
    converter.register_structure_hook_func(_is_mapping, lambda value, _: _table(value))
    hooks: _Hooks = {
        str: _text,
        int: _whole_number,
        float: _number,
        Line: _line,
        Key: _key,
        dt.datetime: _date_time,
        dt.date: _date,
        dt.time: _time,
        bool: _boolean,
        Path: lambda value: value,
        Accent: lambda value: fit_accent(_text(value)),
        ImageFile: lambda value: find_image(folder, _text(value)),
        TextFile: lambda value: read_text_file(folder, _text(value)),
    }
    for kind, hook in {**hooks, **more}.items():
        converter.register_structure_hook(kind, functools.partial(_for_any_type, hook))
    # Both, or the hook for ``str`` would take a StrEnum, which is one, and leave it a plain string.
    for base in (enum.StrEnum, enum.Enum):
        converter.register_structure_hook(base, _choice)
    return converter


# ------------------------------------------------------------------------ hooks


def _text(value: Any) -> str:
    if not isinstance(value, str):
        hint = ""
        if not isinstance(value, dict | list) and not _is_endless(value):
            hint = f'put it in quotation marks: "{_as_written(value)}"'
        raise _wrong_type(value, "a string", hint)
    if "\n" in value or "\t" in value:
        raise UnfitError(
            "must stand on one line, without tabs", 'a backslash at the end of a line in """…""" joins it to the next'
        )
    return value


def _whole_number(value: Any) -> int:
    if type(value) is not int:
        raise _wrong_type(value, "a whole number", "write it without quotation marks and decimals")
    return value


def _number(value: Any) -> float:
    if type(value) not in {int, float} or _is_endless(value):
        hint = "write it without quotation marks, with a full stop before the decimals: 1234.5"
        raise _wrong_type(value, "a number", hint)
    return float(value)


def _line(value: Any) -> Line:
    text = _text(value)
    if not text.strip():
        raise UnfitError("may not be blank")
    return Line(text)


def _key(value: Any) -> Key:
    text = _text(value)
    if not re.fullmatch(KEY_PATTERN, text):
        better = slug(text).lstrip("-0123456789")
        raise UnfitError(
            f"'{text}' is not a key: small letters a-z, digits, _ and -, with a letter first",
            f"write '{better}'" if better else "",
        )
    return Key(text)


def _date_time(value: Any) -> dt.datetime:
    if not isinstance(value, dt.datetime):
        hint = f"write it as {_DATE_TIME_EXAMPLE}"
        if isinstance(value, dt.date):
            hint = f"add the time: {value.isoformat()}T15:00:00"
        elif isinstance(value, str) and _parses(dt.datetime.fromisoformat, value):
            hint = f"write it without quotation marks: {_as_written(dt.datetime.fromisoformat(value))}"
        raise _wrong_type(value, "a local date-time", hint)
    if value.tzinfo is not None:
        local = _as_written(value.replace(tzinfo=None))
        raise _wrong_type(value, "a local date-time", f"leave out the offset: {local}")
    return value


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        raise _wrong_type(value, "a local date", f"leave out the time: {value.date().isoformat()}")
    if not isinstance(value, dt.date):
        hint = f"write it as {_DATE_EXAMPLE}"
        if isinstance(value, str) and _parses(dt.date.fromisoformat, value):
            hint = f"write it without quotation marks: {value}"
        raise _wrong_type(value, "a local date", hint)
    return value


def _time(value: Any) -> dt.time:
    if isinstance(value, dt.datetime):
        raise _wrong_type(value, "a local time", f"leave out the date: {value.time().isoformat()}")
    if not isinstance(value, dt.time):
        hint = f"write it as {_TIME_EXAMPLE}"
        if isinstance(value, str) and (clock := re.fullmatch(r"(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?", value)):
            hint = f"write it without quotation marks: {int(clock[1]):02}:{clock[2]}:00"
        raise _wrong_type(value, "a local time", hint)
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong_type(value, "a boolean", "write true or false, without quotation marks")
    return value


def _choice(value: Any, kind: type[enum.Enum]) -> enum.Enum:
    choices = [str(member.value) for member in kind]
    text = _text(value)
    if text not in choices:
        raise UnfitError(f"'{text}' is not one of {', '.join(choices)}", did_you_mean(text, choices))
    return kind(text)


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong_type(value, "a table", "write one [line in brackets] above its keys")
    return value


def _for_any_type(hook: Callable[[Any], object], value: Any, _: Any) -> object:
    """Take the type, which cattrs hands to every hook, away from one that serves one type only."""
    return hook(value)


def _class_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = converter.gen_structure_attrs_fromdict(kind)

    def from_table(value: Any, _: Any) -> Any:
        return structure(_table(value), kind)

    return from_table


def _tuple_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = homogenous_tuple_structure_factory(kind, converter)
    of_tables = attrs.has(get_args(kind)[0])

    def from_list(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            hint = "write [[two brackets]] around its name" if of_tables and isinstance(value, dict) else ""
            raise _wrong_type(value, "a list of tables" if of_tables else "a list", hint)
        return structure(value, kind)

    return from_list


def _is_tuple(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


# ------------------------------------------------------------------------ words


def _wrong_type(value: Any, wanted: str, hint: str) -> UnfitError:
    return UnfitError(f"must be {wanted}, but is {_found(value)}", hint)


def _found(value: Any) -> str:
    """Give what a value is, in TOML's words."""
    match value:
        case bool():
            return f"a boolean ({_as_written(value)})"
        case int():
            return "a whole number" if _is_endless(value) else f"a whole number ({value})"
        case float():
            return f"a number with a fraction ({value})"
        case str():
            return "a string"
        case dt.datetime():
            return "a date-time with an offset" if value.tzinfo else "a local date-time"
        case dt.date():
            return "a local date"
        case dt.time():
            return "a local time"
        case dict():
            return "a table"
        case [dict(), *_]:
            return "a list of tables"
    return "a list"


def _is_endless(value: object) -> bool:
    """Tell whether a number is too long to be shown, and perhaps for Python to write out."""
    return isinstance(value, int) and abs(value) >= 10**15


def _as_written(value: object) -> str:
    """Give a value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value)


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
        value = _DATE_TIME_EXAMPLE
    elif field.type is dt.time:
        value = _TIME_EXAMPLE
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
