"""A structure tree written back into its file, with all tables made anew (ISO 32000-1, 14.7.2 to 14.7.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pikepdf

from styringsdialog.tags.entries import Entries
from styringsdialog.tags.roles import Roles
from styringsdialog.tags.tables import write_tables
from styringsdialog.tags.tree import Mark, Node, ObjectReference, ObjGen, TagTree

__all__ = ["write_tree"]


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
    return _root(tree, roles, entries, parents), list(streams.values())


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


def _root(tree: TagTree, roles: Roles, entries: Entries, parents: Sequence[pikepdf.Object]) -> pikepdf.Dictionary:
    root = tree.root
    # ParentTree, IDTree and the other tables of the file are not believed: they are written anew from the walk.
    for key in list(root.keys()):
        del root[key]
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
    return root
