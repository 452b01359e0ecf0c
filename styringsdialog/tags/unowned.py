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
from styringsdialog.tags.marking import ContentInspector, Marker, Seen, Shown
from styringsdialog.tags.mending import Places
from styringsdialog.tags.roles import Roles
from styringsdialog.tags.tree import Mark, ObjGen, TagTree

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
        tree: Its marks and objects are those that hold.
        roles: What its types stand for.
        pages: All pages, finished.
        unreadable: Those whose content nobody can take apart; they are left as they are.
    """
    inspector = ContentInspector(tree)
    seen = [Seen(Shown.NOTHING) if page.objgen in unreadable else inspector.page(page) for page in pages]
    if not any(one.shown.left_out for one in seen):
        return Rest((), ())
    places = Places(tree, roles)
    encloser = Encloser(tree.pdf)
    marker = Marker(tree, inspector, encloser, places)
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
