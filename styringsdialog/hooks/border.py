"""Values as plain data and back: what crosses between the host and a plugin's world.

Plain data is what JSON holds. Nothing is ever made from a class that the other side names:
types are known beforehand, a union's members by a tag. Reading is strict, since a plugin's
world is not trusted: no conversion, no unknown keys.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs
import cattrs
from cattrs.cols import (
    homogenous_tuple_structure_factory,
    is_mapping,
    is_mutable_sequence,
    is_sequence,
    list_structure_factory,
    mapping_structure_factory,
)
from cattrs.dispatch import StructureHook
from cattrs.strategies import configure_tagged_union

from styringsdialog.hooks.contribution import Body
from styringsdialog.isolate.plain import Plain
from styringsdialog.messages.catalogue import is_known
from styringsdialog.messages.message import Message
from styringsdialog.model.blocks import Block, Blocks, Inline
from styringsdialog.model.structure import AttributeValue, Kid

__all__ = ["from_plain", "strict_converter", "to_plain"]

T = TypeVar("T")

_TOML_TIMES: tuple[type[dt.datetime | dt.date | dt.time], ...] = (dt.datetime, dt.date, dt.time)


def to_plain(value: object, kind: Any = None) -> Plain:
    """Give ``value`` as plain data; ``kind`` is its declared type where the class does not say it (a union, a tuple).

    Raises:
        TypeError: Something in it has no plain form.
    """
    return _plain(_converter().unstructure(value, unstructure_as=kind or type(value)))


def from_plain(kind: Any, plain: Plain) -> Any:
    """Give the value of type ``kind`` that ``plain`` says.

    Raises:
        Exception: ``plain`` is not such a value; cattrs' own errors, and those of validators.
    """
    return _converter().structure(plain, kind)


def strict_converter() -> cattrs.Converter:
    """Give a new converter that takes every type as it is: ``"5"`` is no ``int``, text is no list of characters."""
    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind in (bool, int, str):
        converter.register_structure_hook(kind, functools.partial(_exact, kind))
    converter.register_structure_hook(float, _float)

    def table_into(kind: Any, converter: cattrs.Converter) -> StructureHook:
        return _checked(Mapping, "a table", mapping_structure_factory(kind, converter))

    def list_into(kind: Any, converter: cattrs.Converter) -> StructureHook:
        factory = list_structure_factory if is_mutable_sequence(kind) else homogenous_tuple_structure_factory
        return _checked((list, tuple), "a list", factory(kind, converter))

    def class_into(kind: Any, converter: cattrs.Converter) -> StructureHook:
        return _checked(Mapping, "a table", converter.gen_structure_attrs_fromdict(kind))

    converter.register_structure_hook_factory(is_mapping, table_into)
    converter.register_structure_hook_factory(is_sequence, list_into)
    converter.register_structure_hook_factory(attrs.has, class_into)
    return converter


def _checked(kinds: type[Any] | tuple[type[Any], ...], said: str, hook: StructureHook) -> StructureHook:
    """Give ``hook`` for values of ``kinds`` only; cattrs would try to go through anything."""

    def checked(value: object, kind: Any) -> Any:
        if not isinstance(value, kinds):
            raise TypeError(f"must be {said}, not {_said(value)}")
        return hook(value, kind)

    return checked


def _exact(kind: type[T], value: object, target: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"must be {_KINDS[kind]}, not {_said(value)}")
    # An enum of text or of numbers is asked for under the type of its values.
    return target(value) if isinstance(target, enum.EnumType) else value


def _float(value: object, _: object) -> float:
    if type(value) in (int, float):
        assert isinstance(value, int | float)
        return float(value)
    raise TypeError(f"must be a number, not {_said(value)}")


_KINDS: Mapping[type[Any], str] = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}


def _said(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return _KINDS.get(type(value), type(value).__name__)


@functools.cache
def _converter() -> cattrs.Converter:
    """Give the border's own converter, with a tag for each union."""
    converter = strict_converter()
    # Before the unions: what is in their members has to be known by then.
    converter.register_structure_hook_func(lambda kind: kind == AttributeValue, lambda value, _: _attribute_in(value))
    for union in (Inline, Block, Kid):
        configure_tagged_union(union, converter, tag_name="type")
    for kind in _TOML_TIMES:
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, _iso)
    converter.register_unstructure_hook(Message, Message.as_data)
    converter.register_structure_hook(Message, lambda value, _: _message_in(value))
    converter.register_unstructure_hook(Path, str)
    converter.register_structure_hook(Path, lambda value, _: Path(_exact(str, value, str)))
    settings = Mapping[str, object]
    converter.register_unstructure_hook_func(lambda kind: kind == settings, _settings_out)
    converter.register_structure_hook_func(lambda kind: kind == settings, lambda value, _: _settings_in(value))
    converter.register_unstructure_hook_func(lambda kind: kind == Body, lambda value: _body_out(converter, value))
    converter.register_structure_hook_func(lambda kind: kind == Body, lambda value, _: _body_in(converter, value))
    return converter


def _message_in(plain: object) -> Message:
    """Return a message that can be put into words: the other side is not trusted to know the catalogue."""
    message = Message.from_data(plain)
    if not is_known(message):
        raise ValueError("must be a message of the catalogue")
    return message


def _iso(value: object, kind: type[dt.datetime | dt.date | dt.time]) -> dt.datetime | dt.date | dt.time:
    return kind.fromisoformat(_exact(str, value, str))


# A contributor's settings hold what TOML can say: dates and times get a tag of their own.


def _settings_out(value: object) -> Plain:
    for kind in _TOML_TIMES:
        if type(value) is kind:
            return {"type": kind.__name__, "value": value.isoformat()}
    if isinstance(value, Mapping):
        return {"type": "table", "value": {key: _settings_out(item) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [_settings_out(item) for item in value]
    return _plain(value)


def _settings_in(plain: Plain) -> Any:
    match plain:
        case {"type": "table", "value": dict() as table}:
            return {key: _settings_in(item) for key, item in table.items()}
        case {"type": str() as name, "value": value}:
            kind = {kind.__name__: kind for kind in _TOML_TIMES}[name]
            return _iso(value, kind)
        case list():
            return tuple(map(_settings_in, plain))
    return plain


def _attribute_in(plain: Plain) -> AttributeValue:
    """Give an attribute of a structure element: text, a whole number, or numbers."""
    match plain:
        case list():
            return tuple(_float(number, float) for number in plain)
        case str() | int() if not isinstance(plain, bool):
            return plain
    raise TypeError(f"must be text or numbers, not {_said(plain)}")


def _body_out(converter: cattrs.Converter, body: Body) -> Plain:
    if body is None:
        return None
    if isinstance(body, Path):
        return {"file": str(body)}
    return {"blocks": converter.unstructure(body, unstructure_as=Blocks)}


def _body_in(converter: cattrs.Converter, plain: Plain) -> Body:
    match plain:
        case None:
            return None
        case {"file": str() as path, **rest} if not rest:
            return Path(path)
        case {"blocks": list() as blocks, **rest} if not rest:
            return converter.structure(blocks, Blocks)
    raise TypeError("a body is a file, blocks, or nothing")


def _plain(value: object) -> Plain:
    """Give ``value`` with nothing in it but the built-in types themselves.

    Raises:
        TypeError: It holds something else.
    """
    match value:
        case None | bool():
            return value
        case enum.Enum():
            return _plain(value.value)
        case int():
            return int.__index__(value)
        case float():
            return float(value)
        case str():
            return str.__str__(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict() if all(isinstance(key, str) for key in value):
            return {str.__str__(key): _plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__qualname__} has no plain form")
