"""Resources of a page, enlarged without a change to pages that share them."""

from __future__ import annotations

import copy
import itertools

import pikepdf

__all__ = ["with_resource"]


def with_resource(
    resources: object, kind: str, stem: str, value: pikepdf.Object
) -> tuple[pikepdf.Dictionary, pikepdf.Name]:
    """Give a copy of ``resources`` that holds ``value`` too, and the name it got.

    Args:
        resources: A page's, or whatever stands in their place.
        kind: ``/Font``, ``/XObject`` and so on.
        stem: The name starts with it, and is one that ``resources`` do not use.
        value: An indirect object.
    """
    own = _copied(resources)
    entries = _copied(own.get(kind))
    name = next(one for one in (f"/{stem}{count}" for count in itertools.count()) if one not in entries)
    entries[name] = value
    own[kind] = entries
    return own, pikepdf.Name(name)


def _copied(value: object) -> pikepdf.Dictionary:
    return copy.copy(value) if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()
