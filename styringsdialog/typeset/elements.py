"""The structure of what is being drawn: which marks on which pages make up a heading, a cell, a link.

A ``Node`` grows while pages are drawn; what comes of it is a frozen ``Element``.
"""

from __future__ import annotations

from styringsdialog.model.structure import AnnotationRef, AttributeValue, Element, MarkRef


class Node:
    """A structure element that is still growing.

    It joins its parent when something in it is first drawn, so that the order of the tree is the
    order of the page, and what draws nothing leaves no element.
    """

    def __init__(
        self, role: str, parent: Node | None = None, *, empty: bool = False, **attributes: AttributeValue
    ) -> None:
        """Begin an element; ``empty`` ones (cells) stand even where nothing is drawn in them."""
        self.role = role
        self.parent = parent
        # Left out where empty: an empty Lang would say that the language is unknown (ISO 32000-1, 14.9.2.2).
        self.attributes: dict[str, AttributeValue] = {name: value for name, value in attributes.items() if value}
        self.kids: list[Node | MarkRef | AnnotationRef] = []
        self._joined = parent is None
        if empty and parent is not None:
            parent.kids.append(self)
            self._joined = True
            # The parent joins its own parent when it is first drawn in, as any other.

    def add(self, ref: MarkRef | AnnotationRef) -> None:
        """Add what was drawn last."""
        self._join()
        self.kids.append(ref)

    def _join(self) -> None:
        if not self._joined:
            self._joined = True
            assert self.parent is not None
            self.parent.kids.append(self)
        if self.parent is not None:
            self.parent._join()  # noqa: SLF001 - the same class

    def freeze(self) -> Element:
        """Return the element as it now is."""
        kids = tuple(kid.freeze() if isinstance(kid, Node) else kid for kid in self.kids)
        return Element(self.role, self.attributes, kids)
