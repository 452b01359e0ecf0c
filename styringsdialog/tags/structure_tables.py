"""The tables of the package's structure tree, filled by all its sections and written once."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TypeVar

import pikepdf

from styringsdialog.tags.tables import write_tables

__all__ = ["StructureTables"]


class StructureTables:
    """Hands out what must be unique in a structure tree (ISO 32000-1, table 322), while the tree grows.

    Every element that owns content, from whatever section, tells it here; ``write`` then puts
    ParentTree, IDTree, RoleMap, ClassMap and Namespaces onto the root.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Begin the tables of ``pdf``, which holds all pages already."""
        self._pdf = pdf
        self._parents: list[pikepdf.Object] = []
        self._elements: dict[bytes, pikepdf.Dictionary] = {}
        self._roles: dict[str, str] = {}
        self._classes: dict[str, pikepdf.Object] = {}
        self._class_texts: dict[str, bytes] = {}
        self._namespaces: dict[tuple[bytes, bytes], pikepdf.Dictionary] = {}

    # ------------------------------------------------------------------------- parents

    def hold_marks(self, holder: pikepdf.Object, elements: Sequence[pikepdf.Object | None] | pikepdf.Array) -> int:
        """Say whose the marked content of ``holder`` is, and give the key that it got.

        Args:
            holder: A page, or a form whose own content is marked.
            elements: By MCID; ``None`` where nobody owns it. Indirect objects.
        """
        marks = elements if isinstance(elements, pikepdf.Array) else pikepdf.Array(elements)
        self._parents.append(marks if marks.is_indirect else self._pdf.make_indirect(marks))
        holder.StructParents = len(self._parents) - 1
        return len(self._parents) - 1

    def hold_object(self, thing: pikepdf.Object, element: pikepdf.Object) -> int:
        """Say that ``thing``, an annotation or a form as a whole, belongs to ``element``; give the key that it got."""
        self._parents.append(element)
        thing.StructParent = len(self._parents) - 1
        return len(self._parents) - 1

    # --------------------------------------------------------------------- identifiers

    def name(self, element: pikepdf.Dictionary, wanted: bytes) -> bytes:
        """Give ``element`` the identifier ``wanted``, or one like it where that is taken; give what it became."""
        names = itertools.chain([wanted], (b"%d.%s" % (count, wanted) for count in itertools.count(2)))
        identifier = next(name for name in names if name not in self._elements)
        self._elements[identifier] = element
        element.ID = pikepdf.String(identifier)
        return identifier

    def is_named(self, identifier: bytes) -> bool:
        """Tell whether an element goes by ``identifier``."""
        return identifier in self._elements

    # ------------------------------------------------------------- roles, classes, spaces

    def role(self, wanted: str, standard: str) -> str:
        """Give the name under which the type ``wanted`` means ``standard``; both start with a slash.

        It is ``wanted``, or ``wanted_2`` and so on where that name means something else already.
        """
        name = _shared(wanted, standard, self._roles)
        self._roles[name] = standard
        return name

    def attribute_class(self, wanted: str, attributes: pikepdf.Object) -> str:
        """Give the name under which ``attributes`` are a class, as ``role`` does."""
        text = _written(attributes)
        name = _shared(wanted, text, self._class_texts)
        self._class_texts[name] = text
        self._classes.setdefault(name, attributes)
        return name

    def namespace(self, space: pikepdf.Dictionary) -> pikepdf.Dictionary:
        """Give the namespace that stands for ``space`` in the package: an equal one where there is one."""
        key = (_written(space.get("/NS")), _written(space.get("/RoleMapNS")))
        return self._namespaces.setdefault(key, space)

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
    """Give ``value`` as it is written in a file: equal values that hold no references give equal bytes."""
    return value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else repr(value).encode()


_Meaning = TypeVar("_Meaning", str, bytes)


def _shared(wanted: str, meaning: _Meaning, known: Mapping[str, _Meaning]) -> str:
    """Give the first of ``wanted``, ``wanted_2`` and so on that means nothing yet, or ``meaning``."""
    names = itertools.chain([wanted], (f"{wanted}_{count}" for count in itertools.count(2)))
    return next(name for name in names if known.get(name, meaning) == meaning)
