"""The structure of pages as plain data: what typesetting tells, and assembly writes as a structure tree.

ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

AttributeValue = str | int | tuple[float, ...]


@attrs.frozen
class MarkRef:
    """Marked content: the page within the part, from 1, and its MCID there."""

    page: int
    mcid: int


@attrs.frozen
class AnnotationRef:
    """An annotation: the page within the part, from 1, and its index in the page's Annots."""

    page: int
    index: int


@attrs.frozen
class Element:
    """A structure element.

    Attributes:
        role: Standard structure type: ``P``, ``H1``, ``TH``.
        attributes: ``Alt``, ``Lang``, ``T``, ``Scope``, ``ColSpan``, ``RowSpan``, ``ListNumbering``, ``BBox``.
    """

    role: str
    attributes: Mapping[str, AttributeValue] = attrs.field(factory=dict)
    kids: tuple[Kid, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Return this element and all beneath it, in the order they are read."""
        # A list of what waits, because Python stops a recursion at a thousand levels; reversed, as the last is taken
        # first.
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


# What stands in an element.
Kid = Element | MarkRef | AnnotationRef
