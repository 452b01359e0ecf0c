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
from typing import Any

import cattrs
from cattrs.strategies import configure_tagged_union

from styringsdialog.hooks.contribution import Body
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.structuring import strict_converter
from styringsdialog.messages.message import Message, is_known, message
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.blocks import Block, Blocks, Inline
from styringsdialog.model.colour import Accent
from styringsdialog.model.scalars import Key, Line, WrongTypeError, read_lines, read_number
from styringsdialog.model.structure import AttributeValue, Kid

_TOML_TIMES: tuple[type[dt.datetime | dt.date | dt.time], ...] = (dt.datetime, dt.date, dt.time)


def to_plain(value: object, kind: Any = None) -> Plain:
    """Return ``value`` as plain data; ``kind`` is its declared type where the class does not say it (a union, a tuple).

    Raises:
        TypeError: Something in it has no plain form.
    """
    return _plain(_converter().unstructure(value, unstructure_as=kind or type(value)))


def from_plain(kind: Any, plain: Plain) -> Any:
    """Return the value of type ``kind`` that ``plain`` says.

    Raises:
        Exception: ``plain`` is not such a value; cattrs' own errors, and those of validators.
    """
    return _converter().structure(plain, kind)


def make_ready(*kinds: Any) -> None:
    """Make what reads and writes values of ``kinds``, which takes longer than a small value needs."""
    for kind in kinds:
        _converter().get_structure_hook(kind)
        _converter().get_unstructure_hook(kind)


@functools.cache
def _converter() -> cattrs.Converter:
    """Return the border's own converter, with a tag for each union; every text is taken as it is."""
    # Made once: cattrs writes code for each class, which takes longer than most answers take to read.
    readers = dict.fromkeys((str, Line, Key, Accent), read_lines) | {Path: lambda value: Path(read_lines(value))}
    converter = strict_converter(readers)
    # Before the unions: what is in their members has to be known by then.
    converter.register_structure_hook_func(lambda kind: kind == AttributeValue, lambda value, _: _attribute_in(value))
    # JSON tells a number from a text by itself; only the host says either.
    converter.register_structure_hook_func(
        lambda kind: kind in {BilagNumber, BilagNumber | None}, lambda value, _: value
    )
    for union in (Inline, Block, Kid):
        configure_tagged_union(union, converter, tag_name="type")
    for kind in _TOML_TIMES:
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, _iso)
    converter.register_unstructure_hook(Message, Message.as_data)
    converter.register_structure_hook(Message, lambda value, _: _message_in(value))
    converter.register_unstructure_hook(Path, str)
    settings = Mapping[str, object]
    converter.register_unstructure_hook_func(lambda kind: kind == settings, _settings_out)
    converter.register_structure_hook_func(lambda kind: kind == settings, lambda value, _: _settings_in(value))
    converter.register_unstructure_hook_func(lambda kind: kind == Body, lambda value: _body_out(converter, value))
    converter.register_structure_hook_func(lambda kind: kind == Body, lambda value, _: _body_in(converter, value))
    return converter


def _message_in(plain: object) -> Message:
    """Return a message that can be put into words: the other side is not trusted to know the catalogue."""
    received = Message.from_data(plain)
    if not is_known(received):
        raise ValueError("must be a message of the catalogue")
    return received


def _iso(value: object, kind: type[dt.datetime | dt.date | dt.time]) -> dt.datetime | dt.date | dt.time:
    return kind.fromisoformat(read_lines(value))


# A contributor's settings hold what TOML can say: dates and times get a tag of their own.


def _settings_out(value: object) -> Plain:
    for kind in _TOML_TIMES:
        # ``type`` and not ``isinstance``: a datetime is a date to Python.
        if type(value) is kind:
            return {"type": kind.__name__, "value": value.isoformat()}
    # Tables get a tag too, or one with a key «type» would be taken for a date.
    if isinstance(value, Mapping):
        return {"type": "table", "value": {key: _settings_out(item) for key, item in value.items()}}
    return [_settings_out(item) for item in value] if isinstance(value, list | tuple) else _plain(value)


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
    """Return an attribute of a structure element: text, a whole number, or numbers."""
    match plain:
        case list():
            return tuple(map(read_number, plain))
        case str() | int() if not isinstance(plain, bool):
            return plain
    raise WrongTypeError(plain, message("edition.type-attribute"))


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
        # Without ``rest`` a pattern would match whatever else there is.
        case {"file": str() as path, **rest} if not rest:
            return Path(path)
        case {"blocks": list() as blocks, **rest} if not rest:
            return converter.structure(blocks, Blocks)
    raise TypeError("a body is a file, blocks, or nothing")


def _plain(value: object) -> Plain:
    """Return ``value`` with nothing in it but the built-in types themselves.

    Raises:
        TypeError: It holds something else.
    """
    match value:
        case None | bool():
            return value
        # Before text and numbers, which enums of ours are as well.
        case enum.Enum():
            return _plain(value.value)
        case int():
            # The base class's own method: a subclass of the plugin's may answer anything.
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
