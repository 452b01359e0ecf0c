"""Fields of forms in a tagged file: drawn as content by now, they are read where the fields stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pikepdf

from styringsdialog.intake.content import page_content
from styringsdialog.intake.forms import DrawnField
from styringsdialog.intake.tag_mending import adopt, owned_things, page_ends
from styringsdialog.intake.tag_roles import Roles
from styringsdialog.intake.tag_tree import Mark, ObjGen, TagTree

__all__ = ["free_marks", "mend_fields"]

_MARK = re.compile(rb"/MCID\s+(\d{1,9})")


def free_marks(tree: TagTree, pages: Sequence[pikepdf.Dictionary]) -> Mapping[ObjGen, int]:
    """Give for each page with fields a number above all that its content is marked with."""
    free = {}
    for page in pages:
        annotations = page.get("/Annots", ())
        if any(one.get("/Subtype") == pikepdf.Name.Widget for one in annotations):
            used = [*tree.marks.get(page.objgen, ()), *map(int, _MARK.findall(page_content(page).data)), *_named(page)]
            free[page.objgen] = max(used, default=-1) + 1
    return free


def mend_fields(tree: TagTree, roles: Roles, fields: Iterable[DrawnField]) -> None:
    """Let what was drawn for a field stand in its place in the tree; a field that shows nothing leaves it."""
    owned = owned_things(tree)
    ends = page_ends(tree, roles)
    for field in fields:
        found = owned.get(field.widget.objgen) if field.widget.is_indirect else None
        mark = Mark(field.page, field.page, field.mark) if field.mark is not None else None
        if found is not None:
            node, thing = found
            del tree.things[thing.one.objgen]
            index = node.kids.index(thing)
            node.kids[index : index + 1] = [mark] if mark is not None else []
            node.cut = node.cut or mark is None
            node.changed = True
        elif mark is not None:
            node = adopt(tree, mark, "/Form", ends.get(field.page.objgen))
            ends[field.page.objgen] = node
        if mark is not None:
            tree.claim(mark, node)


def _named(page: pikepdf.Dictionary) -> Iterable[int]:
    """Give the numbers that stand in the page's property lists."""
    resources = page.get("/Resources")
    lists = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
    if isinstance(lists, pikepdf.Dictionary):
        for one in dict(lists.items()).values():
            number = one.get("/MCID") if isinstance(one, pikepdf.Dictionary) else None
            if isinstance(number, int):
                yield number
