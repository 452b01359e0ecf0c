"""Drawings inside Office files: cut from pictures that stand elsewhere, and what is decoration named as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from styringsdialog.convert.office.found import DECORATION
from styringsdialog.convert.office.package import Package, UnusableOfficeError
from styringsdialog.convert.office.xml import Edit, Element, edited

__all__ = ["cut_pictures", "named_decoration", "still_drawings"]

_OLD: Final = frozenset({"v:imagedata", "v:fill", "v:stroke"})
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[\\/]{2}")
_DESCRIBED: Final = frozenset({"p:cNvPr", "wp:docPr"})


def still_drawings(package: Package) -> int:
    """Cut the SVG and VML parts of ``package`` from what stands elsewhere, and give how many pictures that were."""
    count = 0
    for name in package.parts:
        if not name.lower().endswith((".svg", ".vml")):
            continue
        try:
            found = package.xml(name)
        except UnusableOfficeError:
            # A drawing that is no XML shows nothing, and keeps nobody from the rest.
            package.changed[name] = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
            continue
        assert found is not None
        data, root = found
        edits = [*cut_pictures(data, root), *_cut_svg(data, root)]
        if edits:
            package.changed[name] = edited(data, edits)
        count += len(edits)
    return count


def cut_pictures(data: bytes, root: Element) -> Iterator[Edit]:
    """Give the edits that cut old drawings (VML; ISO/IEC 29500-4, 19) from pictures outside the file."""
    for one in root.walk():
        if one.name not in _OLD:
            continue
        for key in ("src", "href"):
            address = next((value for name, value in one.attributes.items() if name.rpartition(":")[2] == key), "")
            if _ADDRESS.match(address):
                yield one.without(data, key)
                break


def _cut_svg(data: bytes, root: Element) -> Iterator[Edit]:
    """Give the edits that leave of a drawing's references those to itself, and links."""
    for one in root.walk():
        if not one.name.startswith("svg:") or one.name == "svg:a":
            continue
        for key in ("xlink:href", "href"):
            if key in one.attributes and not one.attributes[key].startswith(("#", "data:")):
                yield one.without(data, key)
                break


def named_decoration(data: bytes, root: Element) -> Iterator[Edit]:
    """Give the edits that name as such what its author marked as decoration ([MS-ODRAWXML], 2.28)."""
    for one in root.named("adec:decorative"):
        around: Element | None = one
        while around is not None and around.name not in _DESCRIBED:
            around = around.parent
        if around is not None and one.attributes.get("val") in {"1", "true"}:
            yield around.saying(data, "descr", DECORATION)
