"""Blocks held against each other wherever they were written."""

from __future__ import annotations

from typing import Any

import attrs

from styringsdialog.model.blocks import Place

__all__ = ["HERE", "at_one_place"]

HERE = Place("t", 1)


def at_one_place(value: Any) -> Any:
    """Give ``value``, blocks or a part of them, with every place the same."""
    if isinstance(value, tuple):
        return tuple(map(at_one_place, value))
    if isinstance(value, Place):
        return HERE
    if attrs.has(type(value)):
        return attrs.evolve(
            value, **{one.name: at_one_place(getattr(value, one.name)) for one in attrs.fields(type(value))}
        )
    return value
