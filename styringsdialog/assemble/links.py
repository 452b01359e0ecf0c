"""Links from part to part: written as addresses in the package's own schemes, now made to lead somewhere."""

from __future__ import annotations

import urllib.parse

import pikepdf

from styringsdialog.assemble.merge import MergedPages
from styringsdialog.assemble.plan import Plan
from styringsdialog.content.links import INSIDE
from styringsdialog.errors import Fault, Problem, error_for
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where

__all__ = ["INSIDE_SCHEMES", "lead_links", "uri_of"]

INSIDE_SCHEMES = tuple(f"{scheme}:" for scheme in INSIDE)


def lead_links(merged: MergedPages, plan: Plan) -> None:
    """Replace every address inside the package by an explicit destination.

    Raises:
        StyringsdialogError: Addresses that the plan does not know, all of them.
    """
    problems = []
    for number, page in enumerate(merged.pages, 1):
        for annotation in page.get("/Annots", ()):
            address = uri_of(annotation)
            # All of them are ours: intake makes such an address in a foreign file harmless.
            if not address.startswith(INSIDE_SCHEMES):
                continue
            # «#side» asks for a number as the link's words and leads to the same spot; typesetting quotes what is no
            # ASCII.
            target = urllib.parse.unquote(address).partition("#")[0]
            anchor = plan.destinations.get(target)
            if anchor is None:
                where = Where(origin=message("place.page", number=number))
                # Our own fault, because a reference that nothing answers was refused before it was typeset.
                problems.append(Problem(Fault.INTERNAL, where, message("package.no-such-target", target=target)))
                continue
            annotation.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=merged.destination(anchor))
    if problems:
        raise error_for(problems)


def uri_of(annotation: pikepdf.Object) -> str:
    """Return the web address that ``annotation`` leads to; empty when it leads to none."""
    action = annotation.get("/A")
    if not isinstance(action, pikepdf.Dictionary) or action.get("/S") != pikepdf.Name.URI:
        return ""
    return str(action.get("/URI", ""))
