"""What a tagged file shows and its elements leave out: words come into the tree, all else is decoration.

ISO 14289-1, 7.1: content is either in the tree or an artifact. Words that no element owns become
paragraphs, between the elements that own what is drawn before and after them. Lines, areas and
pictures become artifacts; of pictures that is told, because they may have meant something.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import attrs
import pikepdf

from styringsdialog.pdf.content import page_content
from styringsdialog.pdf.marks import Encloser
from styringsdialog.tags import words
from styringsdialog.tags.looking import Looker, Seen, Shown
from styringsdialog.tags.marking import Marker
from styringsdialog.tags.mending import block_of, insert_beside
from styringsdialog.tags.roles import Roles
from styringsdialog.tags.tree import Mark, Node, ObjGen, TagTree

__all__ = ["Rest", "own_rest"]


@attrs.frozen
class Rest:
    """What was left out, by the numbers of the file's own pages.

    Attributes:
        pictures: Pages with pictures that are decoration now.
        silent: Pages of which the tree said nothing, and that hold pictures but no words.
    """

    pictures: tuple[int, ...]
    silent: tuple[int, ...]


def own_rest(tree: TagTree, roles: Roles, pages: Sequence[pikepdf.Dictionary], unreadable: Container[ObjGen]) -> Rest:
    """Let ``tree`` own all words that ``pages`` show, and mark what else nobody owns as decoration.

    A page that the tree leaves out altogether, and that has no words, is a ``Figure`` that says which
    page it is. A file whose tree leaves nothing out stays as it is.

    Args:
        tree: Its marks and things are those that hold.
        roles: What its types stand for.
        pages: All pages, finished.
        unreadable: Those whose content nobody can take apart; they are left as they are.
    """
    looker = Looker(tree)
    seen = [Seen(Shown.NOTHING) if page.objgen in unreadable else looker.page(page) for page in pages]
    if not any(one.shown.left_out for one in seen):
        return Rest((), ())
    places = _Places(tree, roles)
    encloser = Encloser(tree.pdf)
    marker = Marker(tree, looker, encloser, places)
    silent = []
    for number, (page, found) in enumerate(zip(pages, seen, strict=True), 1):
        places.turn_to(number)
        if not found.shown.left_out:
            for owner in found.owners:
                places.owned(owner)
        elif found.shown & (Shown.OWNED | Shown.DECORATION):
            marker.page(page, page_content(page).data)
        elif Shown.WORDS in found.shown:
            encloser.enclose(page, "P")
            places.words(Mark(page, page, 0))
        elif Shown.PICTURES in found.shown:
            encloser.enclose(page, "Figure")
            places.figure(Mark(page, page, 0), words.page_without_text(number))
            silent.append(number)
        else:
            encloser.enclose(page, "Artifact")
    places.end()
    return Rest(tuple(places.with_pictures), tuple(silent))


class _Places:
    """Puts what nobody owned between the elements whose content is drawn before and after it."""

    def __init__(self, tree: TagTree, roles: Roles) -> None:
        self.with_pictures: list[int] = []
        self._tree = tree
        self._roles = roles
        self._number = 0
        self._last: Node | None = None
        self._open: Node | None = None
        self._waiting: list[Node] = []

    def turn_to(self, number: int) -> None:
        """Hear that the page with ``number`` begins."""
        self._number = number
        self._open = None

    def owned(self, node: Node) -> None:
        block = block_of(node, self._roles)
        for one in self._waiting:
            insert_beside(self._tree, one, block, before=True)
        self._waiting = []
        self._last, self._open = block, None

    def words(self, mark: Mark) -> None:
        if self._open is None:
            self._open = self._placed("/P")
        self._own(self._open, mark)

    def figure(self, mark: Mark, said: str) -> None:
        """Put a page without words into the tree, with what is to be said of it."""
        node = self._placed("/Figure")
        node.say("/Alt", pikepdf.String(said))
        box = pikepdf.Array(list(mark.page.CropBox))
        node.say("/A", pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=box, Placement=pikepdf.Name.Block))
        self._own(node, mark)

    def pictures(self) -> None:
        if self._number not in self.with_pictures[-1:]:
            self.with_pictures.append(self._number)

    def end(self) -> None:
        """Put what still waits behind everything."""
        self._tree.tops += self._waiting

    def _placed(self, role: str) -> Node:
        node = self._tree.make(role, None)
        if self._last is None:
            self._waiting.append(node)
        else:
            insert_beside(self._tree, node, self._last)
            self._last = node
        return node

    def _own(self, node: Node, mark: Mark) -> None:
        if node.page is None:
            node.page = mark.page
            node.say("/Pg", mark.page)
        node.kids.append(mark)
        self._tree.claim(mark, node)
