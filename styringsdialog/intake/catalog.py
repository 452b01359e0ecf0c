"""What a file says beside its pages: taken out, and told where somebody should know."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pikepdf

from styringsdialog.intake.destinations import name_tree

__all__ = ["Surroundings", "clean_catalog", "clean_objects", "clean_page", "rebuild_page_tree"]

_CATALOG = frozenset({"/Type", "/Pages", "/OCProperties"})
_TRAILER = frozenset({"/Root", "/Encrypt", "/ID"})
_PAGE = frozenset(
    {
        "/Type",
        "/Parent",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/Rotate",
        "/UserUnit",
        "/Contents",
        "/Group",
        "/Annots",
    }
)
_TIES = ("/StructParent", "/StructParents")
_OUTSIDE_DATA = ("/F", "/FFilter", "/FDecodeParms")


@attrs.frozen(kw_only=True)
class Surroundings:
    """What a file had beside its pages.

    Attributes:
        scripts: Whether something would have run.
        attachments: Files within the file.
        dynamic: Whether its pages only stand in for an XFA form.
        base: What its relative web addresses are joined to; empty for none.
    """

    scripts: bool
    attachments: int
    dynamic: bool
    base: str


def clean_catalog(pdf: pikepdf.Pdf) -> Surroundings:
    """Leave in the catalog and the trailer what shows pages, and give what was there else."""
    root = pdf.Root
    names = _dictionary(root.get("/Names"))
    form = _dictionary(root.get("/AcroForm"))
    base = _dictionary(root.get("/URI")).get("/Base")
    base_text = str(base) if isinstance(base, pikepdf.String) else ""
    found = Surroundings(
        scripts="/AA" in root or "/JavaScript" in names or _acts(root.get("/OpenAction")),
        attachments=sum(1 for _ in name_tree(names.get("/EmbeddedFiles"))),
        dynamic="/XFA" in form and bool(root.get("/NeedsRendering", False)),
        base=base_text if base_text.lower().startswith(("http://", "https://")) else "",
    )
    _keep_only(root, _CATALOG)
    _keep_only(pdf.trailer, _TRAILER)
    # A repaired file may lack it, and then the copy would as well.
    pdf.trailer.Size = 1
    return found


def rebuild_page_tree(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Dictionary]) -> None:
    """Hang ``pages`` from one node, whatever tree they hung in: it may run in circles, or not start at its root."""
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=len(pages), Kids=pikepdf.Array(pages)))
    for page in pages:
        page.Type, page.Parent = pikepdf.Name.Page, root
    pdf.Root.Pages = root


def clean_page(page: pikepdf.Dictionary) -> bool:
    """Leave on ``page`` what shows it, and tell whether something would have run."""
    acts = "/AA" in page
    _keep_only(page, _PAGE)
    return acts


def clean_objects(pdf: pikepdf.Pdf) -> int:
    """Cut what would dangle or reach outside, in whatever object it stands; give how many signatures there are.

    Keys into the structure tree go, wherever they stand: which of them hold is known when the
    tree has been read, and only those are written again.
    """
    signatures = 0
    for one in pdf.objects:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for key in _TIES:
            if key in one:
                del one[key]
        if isinstance(one, pikepdf.Stream):
            # A stream may claim that its data stand in another file.
            for key in _OUTSIDE_DATA:
                if key in one:
                    del one[key]
        elif one.get("/FT") == pikepdf.Name.Sig and "/V" in one:
            signatures += 1
    return signatures


def _acts(action: object) -> bool:
    """Tell whether ``action`` does more than to show a page."""
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") != pikepdf.Name.GoTo and "/S" in action


def _keep_only(dictionary: pikepdf.Object, names: frozenset[str]) -> None:
    for key in list(dictionary.keys()):
        if key not in names:
            del dictionary[key]


def _dictionary(value: object) -> pikepdf.Dictionary:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()
