"""What was sent out of an edition, as the edition's own folder remembers it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs.preconf.json import make_converter

from styringsdialog.errors import EditionError, Problem
from styringsdialog.loading.structuring import structure_table
from styringsdialog.model.numbers import BilagNumber, number_order
from styringsdialog.model.places import UnfitError
from styringsdialog.model.scalars import wrong_type
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
    except (FileNotFoundError, NotADirectoryError):  # a conference made in code has no folder
        return ()
    except (OSError, ValueError) as error:
        raise EditionError.at(SENT_FILE, f"cannot be read: {error}", hint) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        newer = f"is not a record of format {_FORMAT}"
        raise EditionError.at(SENT_FILE, newer, "use the version of styringsdialog that wrote it, or a newer one")
    record, problems = structure_table(_Record, data, {dt.date: _date, BilagNumber | None: _number}, file=SENT_FILE)
    if record is None:
        raise EditionError([Problem(problem.fault, problem.place, problem.message, hint) for problem in problems])
    return record.sent


def sent_as_text(sent: Sequence[Dispatch]) -> str:
    """Return what is written to ``SENT_FILE``."""
    record = _Record(format=_FORMAT, sent=tuple(sent))
    return json.dumps(make_converter().unstructure(record), ensure_ascii=False, indent=1) + "\n"


@attrs.frozen(kw_only=True)
class _Record:
    """All of the file."""

    format: int
    sent: tuple[Dispatch, ...]


def _date(value: Any) -> dt.date:
    """Return the date that JSON, which has none, writes as text."""
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise wrong_type(value, "a date as text", "") from None


def _number(value: Any) -> BilagNumber | None:
    if value is not None and type(value) not in (int, str):
        raise wrong_type(value, "a bilag's number", "")
    try:
        if value is not None:
            number_order(value)
    except ValueError as error:
        raise UnfitError(str(error)) from None
    return value  # type: ignore[no-any-return]  # a number or nothing, as was just asked
