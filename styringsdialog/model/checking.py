"""What can be told wrong of a conference, of each value in it and of all of them together, with its path."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

import attrs

from styringsdialog.errors import EditionError, Problem
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import BilagContents, MarkdownContents
from styringsdialog.model.blocks import Block, Inline, Text
from styringsdialog.model.characters import control_characters
from styringsdialog.model.people import Contributor
from styringsdialog.model.places import TomlPath, UnfitError, problem
from styringsdialog.model.rules import broken_rules
from styringsdialog.model.scalars import (
    READERS,
    ImageFile,
    Line,
    Readers,
    TextFile,
    WrongTypeError,
    read_choice,
    read_key,
    read_lines,
)

_Check = Callable[[Any, TomlPath], Iterable[Problem]]


def check(conference: attrs.AttrsInstance) -> None:
    """Hold ``conference`` against what its types say and against the rules between its values.

    Raises:
        EditionError: With everything that is wrong, each with its path.
    """
    # As plain data: the rules between values are the ones that a file's tables are held to, before any value is made.
    data = attrs.asdict(conference)
    problems = (*_checker(type(conference))(conference, ()), *control_characters(data), *broken_rules(data))
    if problems:
        raise EditionError(problems)


_WANTED: Final = {tuple: message("edition.type-tuple"), Mapping: message("edition.type-table")}


# Built once for each type, because get_type_hints evaluates every annotation anew.
@functools.cache
def _checker(kind: Any) -> _Check:
    """Return what tells everything that is wrong with a value that should be of ``kind``, its declared type."""
    # Both, because ``X | None`` of a NewType (``Key | None``) is a typing.Union, and of a class a UnionType.
    if get_origin(kind) in {Union, UnionType}:
        return _of_union([option for option in get_args(kind) if option is not NoneType], kind)
    read = _READERS.get(kind) or functools.partial(_of_type, kind)
    check_inside = _inside(kind)

    def check_value(value: Any, path: TomlPath) -> Iterable[Problem]:
        try:
            read(value)
        except WrongTypeError as unfit:  # whose hint says how a file has it
            return (problem(path, unfit.without_hint),)
        except UnfitError as unfit:
            return (problem(path, unfit.what),)
        return check_inside(value, path)

    return check_value


def _of_union(options: Sequence[Any], kind: Any) -> _Check:
    """Return what tells everything that is wrong with a value of one of ``options``, or with none where it may be."""
    if len(options) == 1:
        check_given = _checker(options[0])
        return lambda value, path: () if value is None else check_given(value, path)

    def check_option(value: Any, path: TomlPath) -> Iterable[Problem]:
        if type(value) in options:
            # Not before there is such a value: blocks may stand in blocks.
            kind_of_value: Any = type(value)
            return _checker(kind_of_value)(value, path)
        if value is None and NoneType in get_args(kind):
            return ()
        return (problem(path, WrongTypeError(value, _UNIONS[kind]).without_hint),)

    return check_option


def _of_type(kind: Any, value: Any) -> None:
    """Take ``value`` for one of ``kind``, whatever is inside of it.

    Raises:
        UnfitError: It is none.
    """
    outer = get_origin(kind) or kind
    if isinstance(value, outer):
        return
    wanted = _WANTED.get(outer) or message("edition.type-of-class", name=outer.__name__)
    # Whoever writes "closed" in Python is told which member that is; a file's reader takes the value itself.
    if issubclass(outer, enum.Enum):
        member = read_choice(value, outer)
        hint = message("edition.write-member", member=f"{kind.__name__}.{member.name}")
        raise UnfitError(WrongTypeError(value, wanted, hint).what)
    raise WrongTypeError(value, wanted)


def _inside(kind: Any) -> _Check:
    """Return what tells everything that is wrong inside of a value of ``kind``."""
    # Every tuple of the model holds items of one type (``tuple[X, ...]``), which its first argument names.
    if get_origin(kind) is tuple:
        check_item = _checker(get_args(kind)[0])
        return lambda value, path: [
            problem for index, item in enumerate(value) for problem in check_item(item, (*path, index))
        ]
    if get_origin(kind) is Mapping:
        return _unfit_settings
    if not attrs.has(kind):
        return lambda *_: ()
    # Annotations are text here (PEP 563); get_type_hints makes types of them.
    hints = {**get_type_hints(kind), **_OF_CLASS.get(kind, {})}
    attributes = [
        (field.name, _checker(hints[field.name]), field.metadata.get("minimum", -math.inf))
        for field in attrs.fields(kind)
    ]

    def check_attributes(value: Any, path: TomlPath) -> Iterator[Problem]:
        for name, check_attribute, minimum in attributes:
            inner, below = getattr(value, name), (*path, name)
            yield from check_attribute(inner, below)
            # Not isinstance, because bool is an int; another wrong type was told the line before.
            if type(inner) is int and inner < minimum:
                yield problem(below, "edition.too-small", minimum=minimum)

    return check_attributes


def _unfit_settings(value: Any, path: TomlPath) -> Iterator[Problem]:
    """Return a problem for each value of a contributor's settings that no file could say, and no plugin be handed."""
    match value:
        case Mapping():
            for key, inner in value.items():
                if not isinstance(key, str):
                    # Keys are texts in TOML, and in the JSON by which settings reach a plugin.
                    yield problem(path, "edition.key-is-no-text", key=repr(key))
                yield from _unfit_settings(inner, (*path, str(key)))
        case tuple():
            for index, inner in enumerate(value):
                yield from _unfit_settings(inner, (*path, index))
        # bool and datetime come under int and date, whose subclasses they are.
        case str() | int() | float() | dt.date() | dt.time():
            pass
        case _:
            yield problem(path, WrongTypeError(value, message("edition.type-of-settings")).what)


_Prose = NewType("_Prose", str)
_Lines = NewType("_Lines", str)
_Plugin = NewType("_Plugin", str)


def _read_prose(value: Any) -> str:
    """Return a text of however many lines that says something."""
    text = read_lines(value)
    if not text.strip():
        raise UnfitError(message("edition.blank"))
    return text


def _read_plugin(value: Any) -> str:
    """Return the id of a plugin, or nothing for a contributor without one."""
    return value if value == "" else read_key(value)


_READERS: Final[Readers] = {**READERS, _Prose: _read_prose, _Lines: read_lines, _Plugin: _read_plugin}
_UNIONS: Final = {
    Block: message("hooks.type-block"),
    Inline: message("hooks.type-inline"),
    BilagContents: message("hooks.type-contents"),
}
"""What messages call a value of these types."""

# Where an attribute's type, which is public, says less than what is checked.
_OF_CLASS: Final[Mapping[type, Mapping[str, Any]]] = {
    TextFile: {"path": Line, "text": _Prose},
    ImageFile: {"path": Line},
    MarkdownContents: {"text": _Lines},
    Text: {"text": _Lines},
    Contributor: {"plugin": _Plugin},
}
