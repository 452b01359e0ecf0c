"""A contributor's table of settings as the plugin's own class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import cattrs
from cattrs.errors import AttributeValidationNote, ForbiddenExtraKeysError, IterableValidationNote

from styringsdialog.errors import EditionError, Problem
from styringsdialog.hooks.border import strict_converter
from styringsdialog.loading.places import TomlPath, did_you_mean, problem

__all__ = ["structure_settings"]

_DATES: tuple[type[dt.date | dt.time], ...] = (dt.datetime, dt.date, dt.time)


def structure_settings(settings: Mapping[str, object], kind: type[Any] | None, *, place: int, plugin: str) -> Any:
    """Give ``settings`` as an instance of ``kind``; ``None`` when the plugin has no settings.

    Args:
        settings: The contributor's table.
        kind: From ``settings_type()``.
        place: The contributor's index in conference.toml.
        plugin: The plugin's name, for messages.

    Raises:
        EditionError: With everything that is wrong with the table.
        Exception: What the class itself raises that is neither ``ValueError`` nor ``TypeError``.
    """
    path: TomlPath = ("contributors", place, "settings")
    if kind is None:
        if settings:
            message = f"the plugin '{plugin}' has no settings"
            raise EditionError([problem((*path, key), message, "remove it") for key in settings])
        return None
    try:
        return _converter().structure(settings, kind)
    except cattrs.BaseValidationError as group:
        raise EditionError(list(_problems(group, path, plugin))) from None


def _converter() -> cattrs.Converter:
    converter = strict_converter()
    for date in _DATES:
        # TOML has dates of its own, so nothing is read from text.
        converter.register_structure_hook(date, _date)
    converter.register_structure_hook(Path, _path)
    return converter


def _date(value: object, kind: type[dt.date | dt.time]) -> dt.date | dt.time:
    if type(value) is kind:
        return value
    raise TypeError(f"must be a {kind.__name__}, as TOML writes it, without quotation marks")


def _path(value: object, _: object) -> Path:
    if isinstance(value, str) and value:
        return Path(value)
    raise TypeError("must be a path, as text")


def _problems(error: BaseException, path: TomlPath, plugin: str) -> Iterator[Problem]:
    """Give the problems in cattrs' tree of errors; raise what is not about the settings."""
    match error:
        case cattrs.BaseValidationError():
            for inner in error.exceptions:
                yield from _problems(inner, (*path, *_step(inner)), plugin)
        case ForbiddenExtraKeysError():
            known = [field.alias for field in attrs.fields(error.cl)]
            for key in sorted(error.extra_fields):
                hint = did_you_mean(key, known) or f"the settings here are {', '.join(known)}"
                yield problem((*path, key), f"is not a known setting of the plugin '{plugin}'", hint)
        case KeyError():
            yield problem(
                path, f"is required by the plugin '{plugin}', and missing", "write it in [contributors.settings]"
            )
        case ValueError() | TypeError():
            yield problem(path, " ".join(str(error).split()))
        case _:
            raise error


def _step(error: BaseException) -> TomlPath:
    """Give what cattrs noted of the way to ``error``."""
    for note in getattr(error, "__notes__", ()):
        match note:
            case AttributeValidationNote():
                return (note.name,)
            case IterableValidationNote():
                return (note.index,)
    return ()
