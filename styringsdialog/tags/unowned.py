"""Unowned content of a tagged file: words come into the structure tree, all else becomes an artifact.

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
from styringsdialog.tags.marking import ContentInspector, Marker, Seen, Shown
from styringsdialog.tags.mending import Places
from styringsdialog.tags.roles import Roles
from styringsdialog.tags.tree import Mark, ObjGen, TagTree

__all__ = ["LeftOut", "tag_unowned_content"]


@attrs.frozen
class LeftOut:
    """What the tree left out, by the numbers of the file's own pages.

    Attributes:
        pictures: Pages with pictures that are decoration now.
        silent: Pages of which the tree said nothing, and that hold pictures but no words.
    """

    pictures: tuple[int, ...]
    silent: tuple[int, ...]


def tag_unowned_content(
    tree: TagTree, roles: Roles, pages: Sequence[pikepdf.Dictionary], unreadable: Container[ObjGen]
) -> LeftOut:
    """Put all words that ``pages`` show into ``tree``, and mark other unowned content as artifacts.

    A page that the tree leaves out altogether, and that has no words, is a ``Figure`` that says which
    page it is. A file whose tree leaves nothing out stays as it is.

    Args:
        tree: Its marks and objects are those that hold.
        roles: What its types stand for.
        pages: All pages, finished.
        unreadable: Those whose content nobody can take apart; they are left as they are.
    """
    inspector = ContentInspector(tree)
    inspected = [Seen(Shown.NOTHING) if page.objgen in unreadable else inspector.page(page) for page in pages]
    if not any(content.shown.left_out for content in inspected):
        return LeftOut((), ())
    places = Places(tree, roles)
    encloser = Encloser(tree.pdf)
    marker = Marker(tree, inspector, encloser, places)
    silent = []
    for number, (page, content) in enumerate(zip(pages, inspected, strict=True), 1):
        places.turn_to(number)
        if not content.shown.left_out:
            for owner in content.owners:
                places.owned(owner)
        elif content.shown & (Shown.OWNED | Shown.DECORATION):
            marker.page(page, page_content(page).data)
        elif Shown.WORDS in content.shown:
            encloser.enclose(page, "P")
            places.words(Mark(page, page, 0))
        elif Shown.PICTURES in content.shown:
            encloser.enclose(page, "Figure")
            places.figure(Mark(page, page, 0), f"Side {number} i filen, uden tekst")
            silent.append(number)
        else:
            encloser.enclose(page, "Artifact")
    places.end()
    return LeftOut(tuple(places.with_pictures), tuple(silent))
