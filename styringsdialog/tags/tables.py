"""The tables of a StructTreeRoot (ISO 32000-1, table 322), among them trees of numbers and names (7.9.6, 7.9.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pikepdf

__all__ = ["named_values", "number_values", "write_tables"]

_LEAF = 512
"""Entries in one leaf: one flat list of all would have to be read whole by who wants one of them."""


def _number_table(pdf: pikepdf.Pdf, values: Sequence[pikepdf.Object]) -> pikepdf.Dictionary:
    """Give ``values`` as a number tree with the keys 0, 1, 2 and so on."""
    return _tree(pdf, "/Nums", list(enumerate(values)))


def _name_table(pdf: pikepdf.Pdf, values: Mapping[bytes, pikepdf.Object]) -> pikepdf.Dictionary:
    """Give ``values`` as a name tree."""
    return _tree(pdf, "/Names", [(pikepdf.String(name), value) for name, value in sorted(values.items())])


def number_values(table: pikepdf.Dictionary) -> list[pikepdf.Object]:
    """Give the values of a number tree of ours, in order."""
    return [value for _, value in _entries(table, "/Nums")]


def named_values(table: pikepdf.Dictionary) -> dict[bytes, pikepdf.Dictionary]:
    """Give names and values of a name tree of ours."""
    return {bytes(name): value for name, value in _entries(table, "/Names")}


def write_tables(  # noqa: PLR0913 - each is a table of the standard's
    root: pikepdf.Dictionary,
    pdf: pikepdf.Pdf,
    *,
    parents: Sequence[pikepdf.Object],
    identifiers: Mapping[bytes, pikepdf.Object],
    roles: Mapping[str, str],
    classes: Mapping[str, pikepdf.Object],
    namespaces: Iterable[pikepdf.Dictionary],
) -> None:
    """Put the tables onto ``root``, a StructTreeRoot of ``pdf``; but for ParentTree, those that would be empty are not.

    Args:
        root: What gets them.
        pdf: Whose it is.
        parents: By key: who owns what has that key.
        identifiers: Elements by identifier.
        roles: Which standard type each other one means; both start with a slash.
        classes: Attributes by the name of the class.
        namespaces: In the order in which they are written.
    """
    root.ParentTree = _number_table(pdf, parents)
    root.ParentTreeNextKey = len(parents)
    if identifiers:
        root.IDTree = _name_table(pdf, identifiers)
    if roles:
        root.RoleMap = pikepdf.Dictionary({name: pikepdf.Name(role) for name, role in sorted(roles.items())})
    if classes:
        root.ClassMap = pikepdf.Dictionary(dict(sorted(classes.items())))
    if spaces := list(namespaces):
        root.Namespaces = pikepdf.Array(spaces)


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
