"""The structure trees of other people's files: put in order, and attached where a merge copies them along.

What no element owns is put into them or becomes an artifact.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.errors import MessageError, Remark
from styringsdialog.messages.message import Message, message
from styringsdialog.pdf.content import Encloser, Frames, page_content
from styringsdialog.pdf.objects import ObjGen, discard
from styringsdialog.tags.entries import Entries
from styringsdialog.tags.marking import ContentInspector, Marker, Seen, Shown
from styringsdialog.tags.mending import DrawnField, Places, mend_annotations, mend_elements, mend_fields
from styringsdialog.tags.roles import Roles, settle_types
from styringsdialog.tags.tables import tree_entries, write_tables
from styringsdialog.tags.tree import Mark, Node, ObjectReference, TagTree, read_tree


def tag_unowned_content(
    tree: TagTree, roles: Roles, pages: Sequence[pikepdf.Dictionary], unreadable: Container[ObjGen]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Put all words that ``pages`` show into ``tree``, and mark other unowned content as artifacts.

    A page that the tree leaves out altogether, and that has no words, is a ``Figure`` that says which
    page it is. A file whose tree leaves nothing out stays as it is.

    Args:
        tree: Its marks and objects are those that hold.
        roles: What its types stand for.
        pages: All pages, finished.
        unreadable: Those whose content nobody can take apart; they are left as they are.

    Returns:
        The numbers of pages with pictures that are decoration now; and of those of which the tree said nothing, and
        that hold pictures but no words.
    """
    inspector = ContentInspector(tree)
    inspected = [Seen(Shown.NOTHING) if page.objgen in unreadable else inspector.page(page) for page in pages]
    if not any(content.shown.left_out for content in inspected):
        return (), ()
    places = Places(tree, roles)
    encloser = Encloser(Frames(tree.pdf))
    marker = Marker(tree, inspector, encloser, places)
    silent = []
    for number, (page, content) in enumerate(zip(pages, inspected, strict=True), 1):
        places.turn_to(number)
        if not content.shown.left_out:
            # Nothing is marked here, but unowned words of the next page take their place after these elements.
            for owner in content.owners:
                places.owned(owner)
        elif content.shown & (Shown.OWNED | Shown.DECORATION):
            # ISO 14289-1, 7.1: tagged content and artifacts must not stand within each other, so the page cannot be
            # enclosed as a whole once some of it is either.
            marker.page(page, page_content(page).data)
        elif Shown.WORDS in content.shown:
            encloser.enclose(page, "P")
            # 0 is the MCID that ``enclose`` writes.
            places.words(Mark(page, page, 0))
        elif Shown.PICTURES in content.shown:
            # A scanned page: as an artifact a screen reader would pass over it without a word.
            encloser.enclose(page, "Figure")
            places.figure(Mark(page, page, 0), f"Side {number} i filen, uden tekst")
            silent.append(number)
        else:
            encloser.enclose(page, "Artifact")
    places.end()
    return tuple(places.with_pictures), tuple(silent)


# On the last page of a prepared file: its structure tree, and what no page leads to.
# The last page, because a merge leaves out of what hangs there no page that it has not yet copied.
STRUCTURE = pikepdf.Name("/SdStructure")


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

    def write(
        self,
        pages: Sequence[pikepdf.Dictionary],
        fields: Sequence[DrawnField],
        enclosed: Mapping[ObjGen, pikepdf.Stream],
        drawn: Container[ObjGen],
    ) -> tuple[tuple[Remark, ...], tuple[int, ...]]:
        """Put the tags in order and write them into the file.

        Returns:
            What is to be said of them; and the pages, from 1, of which they say nothing that could be read aloud.

        Args:
            pages: All pages, finished.
            fields: What has become of the form.
            enclosed: By page, the form in which its content stands by now.
            drawn: What pages use, and is clean; forms that only elements lead to are not, and are seen by nobody.
        """
        tree, roles = self.tree, self.roles
        # Before pruning: a field that no element owns is put into a topmost element, and pruning may leave none.
        mend_fields(tree, roles, fields)
        tree.prune(drawn)
        if not tree.tops:
            return _tags_lost(message("intake.tags-without-content")), ()
        # What the tree leaves out is settled here; assembly looks at no content of a file.
        pictures, silent = tag_unowned_content(tree, roles, pages, enclosed) if self.has_content else ((), ())
        entries = Entries(tree)
        for node in tree.walk():
            entries.clean(node)
        # After pruning: a Ref to an element that left would keep it in the file, reached by no K.
        entries.cut_references(tree)
        # The bilag's divider is the H1 before: a level that is left out sounds like something missing.
        # After cleaning, which tells what identifiers are taken: a Note gets a new one.
        moved = mend_elements(tree, roles, entries)
        mend_annotations(tree, roles, pages)
        # A type that stands for nothing is explained in the RoleMap, and not changed.
        # Last, because it is explained by what it stands in, and mending puts elements into others.
        settle_types(tree, roles)
        root, streams = write_tree(tree, roles, entries, pages, enclosed)
        catalog = tree.pdf.Root
        catalog.StructTreeRoot = root
        # Marked claims that the file is Tagged PDF (ISO 32000-1, table 321), which a tree without content is not.
        catalog.MarkInfo = pikepdf.Dictionary(Marked=self.has_content)
        # ISO 14289-1, 7.18.3
        for page in pages:
            page.Tabs = pikepdf.Name.S
        carried = pikepdf.Dictionary(
            Tree=root,
            Streams=pikepdf.Array(streams),
            # The merge copies a page's annotations, while the OBJR of elements go on naming these: ``graft`` pairs
            # the two by their position.
            Annotations=pikepdf.Array([page.get("/Annots", pikepdf.Array()) for page in pages]),
        )
        if self.language:
            carried.Lang = catalog.Lang = pikepdf.String(self.language)
        # A private key, which the merge takes along as it takes what hangs from any page.
        pages[-1][STRUCTURE] = tree.pdf.make_indirect(carried)
        if not self.has_content:
            return _tags_lost(message("intake.tags-without-content")), ()
        notes = (
            (tree.cut, message("intake.tags-cut", count=tree.cut)),
            (pictures, message("intake.pictures-left-out", pages=pictures)),
            (moved, message("intake.headings-moved", count=moved)),
        )
        return tuple(Remark(note) for is_so, note in notes if is_so), silent


def _tags_lost(reason: Message) -> tuple[Remark, ...]:
    """Return that the file is treated as one without tags, because of ``reason``."""
    return (Remark(message("intake.tags-lost", reason=reason)),)


def read_tags(
    pdf: pikepdf.Pdf, root: object, language: object, pages: Sequence[pikepdf.Dictionary]
) -> tuple[Tags | None, tuple[Remark, ...]]:
    """Return the tags of ``pdf``, whose annotations are clean; and when they cannot be carried, why.

    Nothing in the file is changed, but elements become objects of their own.

    Args:
        pdf: The file.
        root: Its StructTreeRoot, or whatever stands in its place.
        language: What its catalog had as Lang.
        pages: All of its pages.
    """
    if not isinstance(root, pikepdf.Dictionary):
        return None, ()
    try:
        # Topmost elements name the root as their P, which is always a reference (ISO 32000-1, table 323).
        tree = read_tree(pdf, root if root.is_indirect else pdf.make_indirect(root), pages)
    except MessageError as error:
        return None, _tags_lost(error.what)
    if not tree.tops:
        return None, ()
    said = str(language) if isinstance(language, pikepdf.String) else ""
    return Tags(tree, Roles(root.get("/RoleMap")), said, has_content=bool(tree.marks)), ()


def take_tags(last_page: pikepdf.Dictionary) -> CarriedTags | None:
    """Remove its tags from the last page of a prepared file and return them; ``None`` when it has none."""
    carried: Any = last_page.get(STRUCTURE)
    if carried is None:
        return None
    # The key is private to the prepared file; in a package it would lead to the whole tree from a page.
    del last_page[STRUCTURE]
    return CarriedTags(
        tree=carried.Tree,
        tops=tuple(carried.Tree.K),
        parents=[value for _, value in tree_entries(carried.Tree.ParentTree, "/Nums")],
        streams=tuple(carried.Streams),
        annotations=tuple(map(tuple, carried.Annotations)),
        language=str(carried.get("/Lang", "")),
    )


def write_tree(
    tree: TagTree,
    roles: Roles,
    entries: Entries,
    pages: Sequence[pikepdf.Dictionary],
    moved: Mapping[ObjGen, pikepdf.Stream],
) -> tuple[pikepdf.Dictionary, list[pikepdf.Object]]:
    """Return the StructTreeRoot, and the forms and pictures that have keys in it.

    Nothing in the file has a key yet. They count from 0: pages in their order, then in the order
    of the tree the forms whose content is marked, then what belongs to elements as a whole.

    Args:
        tree: Mended.
        roles: What its types stand for.
        entries: What its tables must hold.
        pages: All pages of the file.
        moved: By page, the form in which its content stands by now.
    """
    for node in tree.walk():
        _write_node(node, tree.root, moved)
    known = {page.objgen for page in pages}
    in_order = [page.objgen for page in pages if page.objgen in tree.marks]
    in_order += [key for key in tree.marks if key not in known]
    parents: list[pikepdf.Object] = []
    streams: dict[ObjGen, pikepdf.Object] = {}
    for key in in_order:
        # MCIDs are looked up in the stream that holds them: a page's key goes with its content.
        holder = moved.get(key, tree.holders[key])
        holder.StructParents = len(parents)
        owners = tree.marks[key]
        marks = pikepdf.Array(
            # ISO 32000-1, 14.7.4.4: the MCID is the index, so numbers without an owner are null.
            [owners[number].element if number in owners else None for number in range(max(owners) + 1)]
        )
        parents.append(tree.pdf.make_indirect(marks))
        if isinstance(holder, pikepdf.Stream):
            streams[holder.objgen] = holder
    for key, (target, owner) in tree.objects.items():
        target.StructParent = len(parents)
        parents.append(owner.element)
        if isinstance(target, pikepdf.Stream):
            streams[key] = target
    root = tree.root
    # ParentTree, IDTree and the other tables of the file are not believed: they are written anew from the walk.
    discard(root, *root.keys())
    root.Type = pikepdf.Name.StructTreeRoot
    root.K = pikepdf.Array([top.element for top in tree.tops])
    write_tables(
        root,
        tree.pdf,
        parents=parents,
        identifiers=entries.identifiers,
        roles=roles.own,
        classes=entries.classes,
        namespaces=entries.namespaces.values(),
    )
    return root, list(streams.values())


def _write_node(node: Node, root: pikepdf.Dictionary, moved: Mapping[ObjGen, pikepdf.Stream]) -> None:
    parent = node.parent.element if node.parent is not None else root
    named_parent = node.entries.get("/P")
    # What is right is not written: trees have up to a million elements, and each entry is a call into qpdf.
    if not isinstance(named_parent, pikepdf.Object) or named_parent.objgen != parent.objgen:
        node.element.P = parent
    # Where a page's content has moved into a form, each of its marks must name the form (Stm).
    if node.kids and (node.changed or moved):
        node.element.K = pikepdf.Array([_kid_value(kid, node, moved) for kid in node.kids])
    elif not node.kids and "/K" in node.element:
        del node.element["/K"]


def _kid_value(
    kid: Node | Mark | ObjectReference, node: Node, moved: Mapping[ObjGen, pikepdf.Stream]
) -> int | pikepdf.Object:
    if isinstance(kid, Node):
        return kid.element
    if isinstance(kid, ObjectReference):
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=kid.page, Obj=kid.target)
    holder = moved.get(kid.holder.objgen, kid.holder)
    if isinstance(holder, pikepdf.Stream):
        return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=kid.page, Stm=holder, MCID=kid.mcid)
    if node.page is not None and node.page.objgen == kid.page.objgen:
        return kid.mcid
    return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=kid.page, MCID=kid.mcid)
