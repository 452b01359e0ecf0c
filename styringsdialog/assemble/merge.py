"""Prepared files become one file, in time and memory that grow with their pages; links between them are led home."""

from __future__ import annotations

import urllib.parse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs
import pikepdf

from styringsdialog.assemble.plan import Plan
from styringsdialog.content.links import INSIDE
from styringsdialog.errors import Fault, Problem, StyringsdialogError, error_for
from styringsdialog.messages.message import Where, message
from styringsdialog.model.parts import Anchor, PreparedPart
from styringsdialog.pdf.boxes import VisibleBox, visible_box
from styringsdialog.pdf.layers import layer_properties, layers_of


@attrs.frozen
class MergedPages:
    """The pages of the merged file, in order, and what one sees of each before it is stamped."""

    pages: tuple[pikepdf.Dictionary, ...]
    boxes: tuple[VisibleBox, ...]
    numbers: Mapping[tuple[int, int], int] = attrs.field(init=False, repr=False)

    @numbers.default
    def _count(self) -> Mapping[tuple[int, int], int]:
        return {page.objgen: number for number, page in enumerate(self.pages, 1)}

    def destination(self, anchor: Anchor) -> pikepdf.Array:
        """Return ``anchor``, whose page counts in the package, as an explicit destination.

        Its left and top are where one sees the upper left corner, so that a page which stands
        on its side is shown from its start too; the zoom stays the reader's.
        """
        page, box = self.pages[anchor.page - 1], self.boxes[anchor.page - 1]
        left, top = box.on_page(0, box.height)
        # On a page that stands on its side, ``top`` is no height of what one sees: it is shown from its start.
        if anchor.top is not None and box.rotation == 0:
            top = min(max(anchor.top, box.bottom), box.top)
        return pikepdf.Array([page, pikepdf.Name.XYZ, round(left, 4), round(top, 4), None])


def merge(plan: Plan) -> tuple[pikepdf.Pdf, MergedPages]:
    """Return the parts of ``plan`` as one open file; it reads from their files until it is closed.

    Raises:
        StyringsdialogError: The files do not hold the pages that the plan counts.
    """
    # qpdf's own page selection reads streams only when the result is saved. pikepdf's ways to
    # take pages over hold every stream in memory, and most are quadratic in pages.
    files = list(_names(part.path.absolute() for part in plan.parts))
    # Files are opened again when they are read: 400 bilag at once would take 400 descriptors.
    options = ["--keep-files-open=n", "--remove-unreferenced-resources=no"]
    job = pikepdf.Job(["qpdf", "--empty", *options, "--pages", *files, "--", "-"])
    pdf: pikepdf.Pdf = job.create_pdf()  # type: ignore[no-untyped-call]  # pikepdf's stub gives no type
    pages = tuple(page.obj for page in pdf.pages)
    if len(pages) != plan.pages:
        pdf.close()
        raise StyringsdialogError.at(
            Where(origin=message("place.package")),
            message(
                "package.own-fault",
                reason=message("package.other-pages-than-planned", pages=len(pages), planned=plan.pages),
            ),
        )
    _join_layers(pdf, plan.parts, pages)
    return pdf, MergedPages(pages, tuple(map(visible_box, pages)))


def _names(paths: Iterable[Path]) -> Iterator[str]:
    """Return a name for each of ``paths``, another one where a path comes again.

    qpdf takes one name for one file, and lets the same pages share what belongs to them; each
    needs its own, or its tags would be those of the other.
    """
    seen: Counter[Path] = Counter()
    for path in paths:
        yield str(path.parent) + "/." * seen[path] + f"/{path.name}"
        seen[path] += 1


def _join_layers(pdf: pikepdf.Pdf, parts: Sequence[PreparedPart], pages: Sequence[pikepdf.Dictionary]) -> None:
    """Show the layers of all parts."""
    layers: list[pikepdf.Dictionary] = []
    last = -1
    for part in parts:
        last += len(part.pages)
        # qpdf takes over what a page refers to and nothing of the catalog, so intake leaves layers with the last
        # page.
        layers += layers_of(pages[last])
    if layers:
        pdf.Root.OCProperties = layer_properties(layers)


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
            if (anchor := plan.destinations.get(target)) is None:
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
