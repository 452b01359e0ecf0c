"""TOML data to frozen values. The work is cattrs'; the hooks and the words are ours."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, get_args

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError
from cattrs.cols import (
    homogenous_tuple_structure_factory,
    is_mapping,
    is_mutable_sequence,
    is_sequence,
    list_structure_factory,
    mapping_structure_factory,
)
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, override

from styringsdialog.errors import EditionError, Fault, Problem, own_words
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conference import Conference
from styringsdialog.model.fields import written_fields
from styringsdialog.model.places import FILE, TomlPath, UnfitError, did_you_mean, in_file, problem
from styringsdialog.model.scalars import (
    DATE_TIME_EXAMPLE,
    READERS,
    TIME_EXAMPLE,
    Readers,
    WrongTypeError,
    in_danish,
    read_choice,
    read_table,
    read_whole_number,
)

_T = TypeVar("_T")


def structure_table(
    kind: type[_T],
    data: Mapping[str, Any],
    readers: Readers = MappingProxyType({}),
    *,
    file: str = FILE,
    path: TomlPath = (),
) -> tuple[_T | None, list[Problem]]:
    """Return the value of ``kind`` that ``data`` describes, or ``None``, with everything that is wrong with it.

    Args:
        kind: An attrs class, the model's or a plugin's.
        data: TOML data.
        readers: For types besides those of TOML, and in their place.
        file: What messages call the file.
        path: Where in the file ``data`` stands.

    Raises:
        Exception: What a plugin's own class raises that is neither ``ValueError`` nor ``TypeError``.
    """
    try:
        return strict_converter(readers).structure(data, kind), []
    except BaseValidationError as error:
        return None, list(_problems(error, path, file))


def strict_converter(readers: Readers) -> Converter:
    """Return a new converter that takes TOML's types for what they are, and nothing else for them.

    ``readers`` are for types besides those of TOML, and in their place.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    # What is registered later is asked first.
    converter.register_structure_hook_factory(is_mapping, _mapping_hook)
    converter.register_structure_hook_factory(is_sequence, _list_hook)
    converter.register_structure_hook_factory(attrs.has, _class_hook)
    for kind, reader in {**READERS, **readers}.items():
        converter.register_structure_hook(kind, functools.partial(_for_any_type, reader))
    # All of them, or the hooks for ``str`` and ``int`` would take an enum that is one, and leave it a plain value.
    for base in (enum.Enum, enum.StrEnum, enum.IntEnum):
        converter.register_structure_hook(base, read_choice)
    return converter


def _for_any_type(reader: Callable[[Any], object], value: Any, _: Any) -> object:
    """Take the type, which cattrs hands to every hook, away from one that serves one type only."""
    return reader(value)


def _class_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    least: dict[str, Any] = {
        field.name: override(struct_hook=functools.partial(_at_least, field.minimum))
        for field in written_fields(kind).values()
        if field.minimum is not None
    }
    structure = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **least)
    return lambda value, _: structure(read_table(value), kind)


def _at_least(minimum: int, value: Any, _: Any) -> int:
    if (number := read_whole_number(value)) < minimum:
        raise UnfitError(message("edition.too-small", minimum=minimum))
    return number


def _mapping_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    if get_args(kind)[1:] == (object,):
        # A contributor's settings are not looked into before the plugin's class is known.
        return lambda value, _: read_table(value)
    structure = mapping_structure_factory(kind, converter)
    return lambda value, _: structure(read_table(value), kind)


def _list_hook(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    factory = list_structure_factory if is_mutable_sequence(kind) else homogenous_tuple_structure_factory
    structure = factory(kind, converter)
    of_tables = attrs.has(get_args(kind)[0])

    def from_list(value: Any, _: Any) -> Any:
        if not isinstance(value, list | tuple):
            if not of_tables:
                raise WrongTypeError(value, message("edition.type-list"))
            hint = message("edition.write-list-of-tables") if isinstance(value, Mapping) else None
            raise WrongTypeError(value, message("edition.type-list-of-tables"), hint)
        return structure(value, kind)

    return from_list


# --------------------------------------------------------------------- problems


def _problems(error: BaseException, path: TomlPath, file: str) -> Iterator[Problem]:
    """Return the problems in a tree of cattrs' exceptions; raise what is not about the data."""
    match error:
        case BaseValidationError():
            for inner in error.exceptions:
                below = (*path, *_step(inner))
                # cattrs looks a key up without more ado; what else raises KeyError has no note of a place.
                if isinstance(inner, KeyError) and below != path:
                    yield _missing_key(error.cl, below, file)
                else:
                    yield from _problems(inner, below, file)
        case ForbiddenExtraKeysError():
            # cattrs gives a set, which has no order that is the same in every run.
            yield from (_unknown_key(error.cl, path, name, file) for name in sorted(error.extra_fields))
        case EditionError():  # of a value that guards itself
            yield from (in_file(inner, file) for inner in error.problems)
        case UnfitError(place=Where() as place):
            yield Problem(Fault.EDITION, place, error.what)
        case UnfitError():
            yield in_file(problem(path, error.what), file)
        case ValueError() | TypeError():  # of a validator of the class
            yield in_file(problem(path, own_words(" ".join(str(error).split()))), file)
        case _:
            raise error


def _step(error: BaseException) -> TomlPath:
    """Return what cattrs noted of the way to ``error``."""
    for note in getattr(error, "__notes__", ()):
        match note:
            case AttributeValidationNote():
                return (note.name,)
            case IterableValidationNote():
                return (note.index,)
    return ()


def _missing_key(kind: type[attrs.AttrsInstance], path: TomlPath, file: str) -> Problem:
    name = str(path[-1])
    field = written_fields(kind)[name]
    if isinstance(field.type, type) and issubclass(field.type, enum.Enum):
        choices = ", ".join(f'"{in_danish(member)}"' for member in field.type)
        return in_file(problem(path, "edition.missing-choice", key=name, choices=choices), file)
    value = {dt.datetime: DATE_TIME_EXAMPLE, dt.time: TIME_EXAMPLE}.get(field.type, '"…"')
    return in_file(problem(path, "edition.missing-key", key=name, value=value), file)


def _unknown_key(kind: type[attrs.AttrsInstance], path: TomlPath, name: str, file: str) -> Problem:
    allowed = written_fields(kind)
    others = message("edition.keys-here", keys=", ".join(allowed))
    if path and path[0] in written_fields(Conference) and name in written_fields(Conference):
        # After a [table] line, all keys belong to that table: a trap of TOML.
        others = message("edition.key-of-the-conference", file=file)
    hint = did_you_mean(name, allowed, others)
    return in_file(problem((*path, name), "edition.unknown-key", key=name, hint=hint), file)
