"""The trees of numbers and of names through which a structure tree is looked up (ISO 32000-1, 7.9.6 and 7.9.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf

__all__ = ["name_table", "named_values", "number_table", "number_values"]

_LEAF = 512
"""Entries in one leaf: one flat list of all would have to be read whole by who wants one of them."""


def number_table(pdf: pikepdf.Pdf, values: Sequence[pikepdf.Object]) -> pikepdf.Dictionary:
    """Give ``values`` as a number tree with the keys 0, 1, 2 and so on."""
    return _tree(pdf, "/Nums", list(enumerate(values)))


def name_table(pdf: pikepdf.Pdf, values: Mapping[bytes, pikepdf.Object]) -> pikepdf.Dictionary:
    """Give ``values`` as a name tree."""
    return _tree(pdf, "/Names", [(pikepdf.String(name), value) for name, value in sorted(values.items())])


def number_values(table: pikepdf.Dictionary) -> list[pikepdf.Object]:
    """Give the values of what ``number_table`` gave, in order."""
    return [value for _, value in _entries(table, "/Nums")]


def named_values(table: pikepdf.Dictionary) -> dict[bytes, pikepdf.Dictionary]:
    """Give names and values of what ``name_table`` gave."""
    return {bytes(name): value for name, value in _entries(table, "/Names")}


def _tree(pdf: pikepdf.Pdf, kind: str, entries: Sequence[tuple[object, pikepdf.Object]]) -> pikepdf.Dictionary:
    leaves = [entries[start : start + _LEAF] for start in range(0, len(entries), _LEAF)]
    if len(leaves) <= 1:
        # The root has no limits.
        return pdf.make_indirect(pikepdf.Dictionary({kind: _flat(entries)}))
    kids = (
        pdf.make_indirect(pikepdf.Dictionary({"/Limits": pikepdf.Array([leaf[0][0], leaf[-1][0]]), kind: _flat(leaf)}))
        for leaf in leaves
    )
    return pdf.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array(list(kids))))


def _flat(entries: Sequence[tuple[object, pikepdf.Object]]) -> pikepdf.Array:
    return pikepdf.Array([one for entry in entries for one in entry])


def _entries(table: pikepdf.Dictionary, kind: str) -> Iterator[tuple[Any, Any]]:
    for leaf in table.get("/Kids", [table]):
        flat = list(leaf[kind])
        yield from zip(flat[::2], flat[1::2], strict=True)
