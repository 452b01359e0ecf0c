"""What a file holds beside its pages: taken out, and counted where somebody should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs
import pikepdf

from styringsdialog.intake.actions import Dropped, drop_actions, drop_triggers
from styringsdialog.intake.destinations import has_own_page_numbers, name_tree
from styringsdialog.pdf.objects import dictionary, discard, listed


@attrs.frozen(kw_only=True)
class Surroundings:
    """What a file had beside its pages.

    Attributes:
        actions: What would have run when it was opened.
        attachments: The names of files within the file.
        is_portfolio: Whether they are what is shown, and the pages only say so (ISO 32000-1, 12.3.5).
        base: What its relative web addresses are joined to; empty for none.
        is_numbered: Whether viewers give its pages other numbers than 1, 2, 3 and so on.
    """

    actions: Counter[Dropped]
    attachments: tuple[str, ...]
    is_portfolio: bool
    base: str
    is_numbered: bool


def clean_catalog(pdf: pikepdf.Pdf) -> Surroundings:
    """Leave in the catalog and the trailer what shows pages, and return what else was there."""
    root = pdf.Root
    names = dictionary(root.get("/Names"))
    base = dictionary(root.get("/URI")).get("/Base")
    base_text = str(base) if isinstance(base, pikepdf.String) else ""
    surroundings = Surroundings(
        actions=drop_actions(root.get("/OpenAction"))
        + drop_triggers(root.get("/AA"))
        + Counter({Dropped.SCRIPT: int("/JavaScript" in names)}),
        # ISO 32000-1, 7.11.3
        attachments=tuple(
            str(dictionary(file).get("/UF") or dictionary(file).get("/F") or key.decode("latin-1"))
            for key, file in name_tree(names.get("/EmbeddedFiles"))
        ),
        # Of a collection with View H (hidden) the pages are what is shown (ISO 32000-1, table 155).
        is_portfolio="/Collection" in root and dictionary(root.get("/Collection")).get("/View") != "/H",
        base=base_text if base_text.lower().startswith(("http://", "https://")) else "",
        is_numbered=has_own_page_numbers(root.get("/PageLabels")),
    )
    discard(root, *(set(root.keys()) - {"/Type", "/Pages", "/OCProperties"}))
    discard(pdf.trailer, *(set(pdf.trailer.keys()) - {"/Root", "/Encrypt", "/ID"}))
    # A repaired file may lack it, and then the copy would as well.
    pdf.trailer.Size = 1
    return surroundings


def rebuild_page_tree(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Dictionary]) -> None:
    """Make ``pages`` the kids of one node: the tree that they stood in may run in circles, or not start at its root."""
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=len(pages), Kids=pikepdf.Array(pages)))
    for page in pages:
        # Both are required (ISO 32000-1, table 30); Type is left out by some programs.
        page.Type, page.Parent = pikepdf.Name.Page, root
    pdf.Root.Pages = root


def has_xfa(pdf: pikepdf.Pdf) -> bool:
    """Tell whether the pages of ``pdf`` only stand in for an XFA form (ISO 32000-1, 12.7.8): without fields they do."""
    form = dictionary(pdf.Root.get("/AcroForm"))
    # Fields beside the XFA show the form without it; NeedsRendering (ISO 32000-1, table 28) says that nothing does.
    return bool(form.get("/XFA")) and bool(pdf.Root.get("/NeedsRendering") or not listed(form.get("/Fields")))
