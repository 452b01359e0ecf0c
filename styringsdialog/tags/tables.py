"""The tables of a StructTreeRoot (ISO 32000-1, table 322), among them trees of numbers and names (7.9.6, 7.9.7)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import attrs
import pikepdf

# Entries in one leaf: one flat list of all would have to be read whole by who wants one of them.
_LEAF = 512


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
    root.ParentTree = _tree(pdf, "/Nums", list(enumerate(parents)))
    # Table 322: greater than any key in use, for programs that add to the file.
    root.ParentTreeNextKey = len(parents)
    if identifiers:
        # Readers look names up by bisection, so they must be sorted as bytes (ISO 32000-1, 7.9.6).
        names = [(pikepdf.String(name), element) for name, element in sorted(identifiers.items())]
        root.IDTree = _tree(pdf, "/Names", names)
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
    return pikepdf.Array([item for entry in entries for item in entry])


def tree_entries(table: pikepdf.Dictionary, kind: str) -> Iterator[tuple[Any, Any]]:
    """Yield keys and values of a tree of ours, whose leaves hold them under ``kind``, in order."""
    for leaf in table.get("/Kids", [table]):
        flat = list(leaf[kind])
        yield from zip(flat[::2], flat[1::2], strict=True)


@attrs.frozen(eq=False)
class StructureTables:
    """The tables of a structure tree (ISO 32000-1, table 322), which keep its keys and names unique while it grows.

    Every element that owns content, from whatever section, tells it here; ``write`` then puts
    ParentTree, IDTree, RoleMap, ClassMap and Namespaces onto the root. Their file holds all pages already.
    """

    _pdf: pikepdf.Pdf
    _parents: list[pikepdf.Object] = attrs.field(factory=list, init=False)
    _elements: dict[bytes, pikepdf.Dictionary] = attrs.field(factory=dict, init=False)
    _roles: dict[str, str] = attrs.field(factory=dict, init=False)
    _classes: dict[str, pikepdf.Object] = attrs.field(factory=dict, init=False)
    _class_texts: dict[str, bytes] = attrs.field(factory=dict, init=False)
    _namespaces: dict[tuple[bytes, bytes], pikepdf.Dictionary] = attrs.field(factory=dict, init=False)

    # ------------------------------------------------------------------------- parents

    def hold_marks(self, holder: pikepdf.Object, elements: Sequence[pikepdf.Object | None] | pikepdf.Array) -> None:
        """Say whose the marked content of ``holder`` is.

        Args:
            holder: A page, or a form whose own content is marked.
            elements: By MCID; ``None`` for unowned content. Indirect objects.
        """
        marks = elements if isinstance(elements, pikepdf.Array) else pikepdf.Array(elements)
        self._parents.append(marks if marks.is_indirect else self._pdf.make_indirect(marks))
        holder.StructParents = len(self._parents) - 1

    def hold_object(self, target: pikepdf.Object, element: pikepdf.Object) -> None:
        """Say that ``target``, an annotation or a form as a whole, belongs to ``element``."""
        self._parents.append(element)
        target.StructParent = len(self._parents) - 1

    # --------------------------------------------------------------------- identifiers

    def name(self, element: pikepdf.Dictionary, identifier: bytes) -> bytes:
        """Set on ``element`` the identifier ``preferred``, or one like it where that is taken, and return it."""
        names = itertools.chain([identifier], (b"%d.%s" % (count, identifier) for count in itertools.count(2)))
        unused = next(name for name in names if name not in self._elements)
        self._elements[unused] = element
        element.ID = pikepdf.String(unused)
        return unused

    # ------------------------------------------------------------- roles, classes, spaces

    def role(self, preferred: str, standard: str) -> str:
        """Return the name under which the type ``preferred`` means ``standard``; both start with a slash.

        It is ``preferred``, or ``wanted_2`` and so on where that name means something else already.
        """
        name = _shared(preferred, standard, self._roles)
        self._roles[name] = standard
        return name

    def attribute_class(self, preferred: str, attributes: pikepdf.Object) -> str:
        """Return the name under which ``attributes`` are a class, as ``role`` does."""
        text = _written(attributes)
        name = _shared(preferred, text, self._class_texts)
        self._class_texts[name] = text
        # The first file's object stays: an equal one from another file is not stored twice.
        self._classes.setdefault(name, attributes)
        return name

    def namespace(self, space: pikepdf.Dictionary) -> pikepdf.Dictionary:
        """Return the namespace that stands for ``space`` in the package: an equal one where there is one."""
        # Two files with the same namespace share one; the same name with another RoleMapNS is another.
        return self._namespaces.setdefault((_written(space.get("/NS")), _written(space.get("/RoleMapNS"))), space)

    # ------------------------------------------------------------------------- writing

    def write(self, root: pikepdf.Dictionary) -> None:
        """Put the tables onto ``root``, the StructTreeRoot; those that would be empty are left out."""
        write_tables(
            root,
            self._pdf,
            parents=self._parents,
            identifiers=self._elements,
            roles=self._roles,
            classes=self._classes,
            namespaces=self._namespaces.values(),
        )


def _written(value: object) -> bytes:
    """Return ``value`` as it is written in a file: equal values that hold no references give equal bytes."""
    return value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else repr(value).encode()


_Meaning = TypeVar("_Meaning", str, bytes)


def _shared(preferred: str, meaning: _Meaning, known: Mapping[str, _Meaning]) -> str:
    """Return the first of ``preferred``, ``wanted_2`` and so on that means nothing yet, or ``meaning``."""
    names = itertools.chain([preferred], (f"{preferred}_{count}" for count in itertools.count(2)))
    return next(name for name in names if known.get(name, meaning) == meaning)
