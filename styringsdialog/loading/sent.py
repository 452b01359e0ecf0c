"""What was sent out of an edition, as the edition's own folder remembers it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.preconf.json import configure_converter

from styringsdialog.errors import EditionError
from styringsdialog.model.numbers import BilagNumber, number_order
from styringsdialog.model.sent import Dispatch

__all__ = ["SENT_FILE", "read_sent", "sent_as_text"]

SENT_FILE: Final = ".udsendt.json"
"""Stands in the edition folder, because what is built from it depends on it; hidden, because nobody writes in it."""

_FORMAT: Final = 1


def read_sent(folder: Path) -> tuple[Dispatch, ...]:
    """Give every package that was sent out of the edition in ``folder``, the first sent first.

    Raises:
        EditionError: The record cannot be read, or was changed so that it says nothing certain.
    """
    path = folder / SENT_FILE
    hint = "take it back from a backup; without it, bilag may get numbers that others have been sent under"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise EditionError.at(SENT_FILE, f"cannot be read: {error}", hint) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        newer = f"is not a record of format {_FORMAT}"
        raise EditionError.at(SENT_FILE, newer, "use the version of styringsdialog that wrote it, or a newer one")
    try:
        return _CONVERTER.structure(data.get("sent"), tuple[Dispatch, ...])
    except (BaseValidationError, TypeError, ValueError, KeyError) as error:
        raise EditionError.at(SENT_FILE, "is damaged", hint) from error


def sent_as_text(sent: Sequence[Dispatch]) -> str:
    """Give what is written to ``SENT_FILE``."""
    data = {"format": _FORMAT, "sent": _CONVERTER.unstructure(tuple(sent))}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    configure_converter(converter)
    converter.register_structure_hook(BilagNumber, lambda value, _: _number(value))
    converter.register_structure_hook(BilagNumber | None, lambda value, _: None if value is None else _number(value))
    for kind in (str, int):
        converter.register_structure_hook(kind, _exactly(kind))
    return converter


def _number(value: Any) -> BilagNumber:
    if type(value) not in (int, str):
        raise TypeError(value)
    number_order(value)
    return value  # type: ignore[no-any-return]  # one of the two, as was just asked


_T = TypeVar("_T")


def _exactly(kind: type[_T]) -> Callable[[Any, Any], _T]:
    def read(value: Any, _: Any) -> _T:
        if type(value) is not kind:
            raise TypeError(value)
        return value

    return read


_CONVERTER: Final = _converter()
