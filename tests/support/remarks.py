"""Remarks as tests expect them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from styringsdialog.errors import Remark
from styringsdialog.messages.message import Language, Message, message

__all__ = ["danish", "remark"]


def remark(code: str, /, **arguments: str | float | Message | Sequence[str] | Sequence[int]) -> Remark:
    """Return the remark ``code`` of ``arguments``."""
    return Remark(message(code, **arguments))


def danish(notes: Iterable[Remark]) -> list[str]:
    """Return ``notes`` as the report prints them."""
    return [note.text(Language.DANISH).sentence for note in notes]
