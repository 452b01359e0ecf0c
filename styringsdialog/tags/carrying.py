"""The tags of other people's files: put in order, and hung where a merge takes them along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.tags import words
from styringsdialog.tags.entries import Entries
from styringsdialog.tags.fields import DrawnField, free_marks, mend_fields
from styringsdialog.tags.mending import mend_annotations, mend_elements
from styringsdialog.tags.roles import Roles, settle_types
from styringsdialog.tags.tables import number_values
from styringsdialog.tags.tree import LargeTreeError, ObjGen, TagTree, read_tree
from styringsdialog.tags.unowned import Rest, own_rest
from styringsdialog.tags.writing import write_tree

__all__ = ["STRUCTURE", "CarriedTags", "FoundTags", "Tags", "find_tags", "read_tags", "take_tags"]

STRUCTURE = pikepdf.Name("/SdStructure")
"""On the last page of a prepared file: its structure tree, and what no page leads to.

The last page, because a merge leaves out of what hangs there no page that it has not yet copied.
"""


@attrs.frozen
class CarriedTags:
    """A structure tree on its way into a package.

    Attributes:
        tree: The StructTreeRoot.
        tops: Its topmost elements.
        parents: By key, what ParentTree says: the owner of each of a holder's marks, or of an object.
        streams: Forms and pictures that belong to elements, themselves or what they draw.
        annotations: For each page those that the tree knows. qpdf's merge gives the pages copies of them,
            in the same order.
        language: Of the file, BCP 47; empty when it says none.
    """

    tree: pikepdf.Dictionary
    tops: tuple[pikepdf.Dictionary, ...]
    parents: Sequence[pikepdf.Object]
    streams: tuple[pikepdf.Stream, ...]
    annotations: tuple[tuple[pikepdf.Dictionary, ...], ...]
    language: str


@attrs.frozen
class FoundTags:
    """What a file says of its tags before it is cleaned.

    Attributes:
        root: The StructTreeRoot, or whatever stands in its place.
        language: Of the file, BCP 47; empty when it says none.
    """

    root: object
    language: str


@attrs.frozen
class Tags:
    """The tags of a file that is being taken in.

    Attributes:
        has_content: Whether they tell of anything on its pages. Where they do not, they are carried, but the
            pages are as unread as without them.
    """

    tree: TagTree
    roles: Roles
    language: str
    has_content: bool

    def free_marks(self, pages: Sequence[pikepdf.Dictionary]) -> Mapping[ObjGen, int] | None:
        """Return for each page with fields the first number that nothing in its content is marked with."""
        return free_marks(self.tree, pages) if self.has_content else None

    def write(
        self,
        pages: Sequence[pikepdf.Dictionary],
        fields: Sequence[DrawnField],
        enclosed: Mapping[ObjGen, pikepdf.Stream],
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Put the tags in order and write them into the file.

        Gives what is to be said of them, in Danish, and the pages, from 1, of which they say nothing that
        could be read aloud.

        Args:
            pages: All pages, finished.
            fields: What has become of the form.
            enclosed: By page, the form in which its content stands by now.
        """
        tree, roles = self.tree, self.roles
        mend_fields(tree, roles, fields)
        tree.prune()
        if not tree.tops:
            return (words.tags_lost(words.TAGS_WITHOUT_CONTENT),), ()
        rest = own_rest(tree, roles, pages, enclosed) if self.has_content else Rest((), ())
        entries = Entries(tree)
        for node in tree.walk():
            entries.clean(node)
        entries.cut_references(tree)
        moved = mend_elements(tree, roles, entries)
        mend_annotations(tree, roles, pages)
        settle_types(tree, roles)
        root, streams = write_tree(tree, roles, entries, pages, enclosed)
        catalog = tree.pdf.Root
        catalog.StructTreeRoot = root
        catalog.MarkInfo = pikepdf.Dictionary(Marked=self.has_content)
        # ISO 14289-1, 7.18.3
        for page in pages:
            page.Tabs = pikepdf.Name.S
        carried = pikepdf.Dictionary(
            Tree=root,
            Streams=pikepdf.Array(streams),
            Annotations=pikepdf.Array([page.get("/Annots", pikepdf.Array()) for page in pages]),
        )
        if self.language:
            carried.Lang = catalog.Lang = pikepdf.String(self.language)
        pages[-1][STRUCTURE] = tree.pdf.make_indirect(carried)
        if not self.has_content:
            return (words.tags_lost(words.TAGS_WITHOUT_CONTENT),), ()
        notes = (
            words.tags_cut(tree.cut) if tree.cut else "",
            words.pictures_left_out(rest.pictures) if rest.pictures else "",
            words.headings_moved(moved) if moved else "",
        )
        return tuple(note for note in notes if note), tuple(rest.silent)


def find_tags(pdf: pikepdf.Pdf) -> FoundTags:
    """Return what the catalog of ``pdf`` says of tags."""
    language = pdf.Root.get("/Lang")
    return FoundTags(pdf.Root.get("/StructTreeRoot"), str(language) if isinstance(language, pikepdf.String) else "")


def read_tags(
    pdf: pikepdf.Pdf, found: FoundTags, pages: Sequence[pikepdf.Dictionary]
) -> tuple[Tags | None, tuple[str, ...]]:
    """Return the tags of ``pdf``, whose annotations are clean, and when they cannot be carried why, in Danish.

    Nothing in the file is changed, but elements become objects of their own.
    """
    root = found.root
    if not isinstance(root, pikepdf.Dictionary):
        return None, ()
    try:
        tree = read_tree(pdf, root if root.is_indirect else pdf.make_indirect(root), pages)
    except LargeTreeError as error:
        return None, (words.tags_lost(str(error)),)
    if not tree.tops:
        return None, ()
    return Tags(tree, Roles(root.get("/RoleMap")), found.language, has_content=bool(tree.marks)), ()


def take_tags(last_page: pikepdf.Dictionary) -> CarriedTags | None:
    """Take from the last page of a prepared file its tags; ``None`` when it has none."""
    found: Any = last_page.get(STRUCTURE)
    if found is None:
        return None
    del last_page[STRUCTURE]
    return CarriedTags(
        tree=found.Tree,
        tops=tuple(found.Tree.K),
        parents=number_values(found.Tree.ParentTree),
        streams=tuple(found.Streams),
        annotations=tuple(map(tuple, found.Annotations)),
        language=str(found.get("/Lang", "")),
    )
