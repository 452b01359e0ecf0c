"""Drawings inside Office files: cut from pictures that stand elsewhere, and what is decoration named as such."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from styringsdialog.convert.office.facts import DECORATION
from styringsdialog.convert.office.package import Package, UnusableOfficeError
from styringsdialog.convert.office.xml import Element, full_names, named, short_name, value

__all__ = ["cut_pictures", "name_decoration", "still_drawings"]

_OLD: Final = frozenset({"v:imagedata", "v:fill", "v:stroke"})
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[\\/]{2}")
_DESCRIBED: Final = (*full_names("p:cNvPr"), *full_names("wp:docPr"))


def still_drawings(package: Package) -> int:
    """Cut the SVG and VML parts of ``package`` from what stands elsewhere, and return how many pictures that were."""
    count = 0
    for name in package.parts:
        if not name.lower().endswith((".svg", ".vml")):
            continue
        try:
            root = package.xml(name)
        except UnusableOfficeError:
            # A drawing that is no XML shows nothing, and keeps nobody from the rest.
            package.changed[name] = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
            continue
        assert root is not None
        cut = cut_pictures(root) + _cut_svg(root)
        if cut:
            package.change(name, root)
        count += cut
    return count


def cut_pictures(root: Element) -> int:
    """Cut old drawings (VML; ISO/IEC 29500-4, 19) from pictures outside the file, and return how many there were."""
    return sum(_cut(drawing, _ADDRESS.match) for drawing in named(root, *_OLD))


def _cut_svg(root: Element) -> int:
    """Leave of a drawing's references those to itself, and links; return how many shapes had others."""
    shapes = [shape for shape in root.iter("*") if short_name(shape).startswith("svg:")]
    return sum(
        _cut(shape, lambda address: not address.startswith(("#", "data:")))
        for shape in shapes
        if short_name(shape) != "svg:a"
    )


def _cut(shape: Element, is_outside: Callable[[str], object]) -> bool:
    """Take out the references of ``shape`` that lead outside, whatever prefix they have; return whether any did."""
    outside = [
        name
        for name, address in shape.items()
        if short_name(name).rpartition(":")[2] in {"src", "href"} and is_outside(address)
    ]
    for name in outside:
        del shape.attrib[name]
    return bool(outside)


def name_decoration(root: Element) -> int:
    """Name as such what its author marked as decoration ([MS-ODRAWXML], 2.28), and return how much that is."""
    count = 0
    for mark in named(root, "adec:decorative"):
        described = next(mark.iterancestors(*_DESCRIBED), None)
        if described is not None and value(mark, "val") in {"1", "true"}:
            described.set("descr", DECORATION)
            count += 1
    return count
