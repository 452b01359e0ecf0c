"""What was sent out of an edition, as the edition's own folder remembers it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from cattrs.preconf.json import make_converter

from styringsdialog.errors import EditionError
from styringsdialog.loading.reading import open_plain
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import Where, message, system_reason
from styringsdialog.model.bilag import BilagNumber, number_order
from styringsdialog.model.places import UnfitError
from styringsdialog.model.scalars import WrongTypeError
from styringsdialog.model.sent import Dispatch

# Stands in the edition folder, because what is built from it depends on it; hidden, because nobody writes in it.
SENT_FILE: Final = ".udsendt.json"

# Another format is refused and not guessed at, because numbers that people have depend on it.
_FORMAT: Final = 1


def read_sent(folder: Path) -> tuple[Dispatch, ...]:
    """Return every package that was sent out of the edition in ``folder``, the first sent first.

    Raises:
        EditionError: The record cannot be read, or was changed so that it says nothing certain.
    """
    try:
        with open_plain((folder / SENT_FILE).resolve()) as stream:
            data = json.loads(stream.read().decode())
    except (FileNotFoundError, NotADirectoryError):  # a conference made in code has no folder
        return ()
    except (OSError, ValueError) as error:
        what = message("edition.sent-unreadable", reason=system_reason(error))
        raise EditionError.at(Where(file=SENT_FILE), what) from error
    if not isinstance(data, dict) or data.get("format") != _FORMAT:
        raise EditionError.at(Where(file=SENT_FILE), message("edition.sent-of-another-format", number=_FORMAT))
    record, problems = structure_table(_Record, data, {dt.date: _date, BilagNumber | None: _number}, file=SENT_FILE)
    if record is None:
        raise EditionError(
            [attrs.evolve(wrong, message=message("edition.sent-damaged", reason=wrong.what)) for wrong in problems]
        )
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
        raise WrongTypeError(value, message("edition.type-date-as-text")) from None


def _number(value: Any) -> BilagNumber | None:
    # Not isinstance, because bool is an int.
    if value is not None and type(value) not in (int, str):
        raise WrongTypeError(value, message("edition.type-bilag-number"))
    try:
        if value is not None:
            number_order(value)
    except ValueError:
        raise UnfitError(message("edition.no-bilag-number", number=repr(value))) from None
    return value  # type: ignore[no-any-return]  # a number or nothing, as was just asked
