"""Drawings inside Office files: cut from pictures that stand elsewhere, and their alternative texts numbered.

LibreOffice loses alternative texts on the way to PDF. It is given numbers instead, by which ``figures`` finds what
it wrote of each picture, and gives it back its words.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from lxml import etree

from styringsdialog.convert.office.facts import DECORATION, NUMBERED, Picture
from styringsdialog.convert.office.package import LARGEST_XML, Package, UnusableOfficeError
from styringsdialog.convert.office.xml import (
    REMOVED,
    Element,
    UnreadableXmlError,
    full_names,
    kids_named,
    named,
    number,
    read_xml,
    remove,
    short_name,
    value,
)

_OLD: Final = frozenset({"v:imagedata", "v:fill", "v:stroke"})
_PIXELS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"%PDF")
_DRAWING: Final = re.compile(rb"<(?:!DOCTYPE\s+|[\w.-]+:)?svg\b", re.IGNORECASE)
_GZIP: Final = b"\x1f\x8b"
# Bytes in which a drawing says that it is one.
_HEAD: Final = 1 << 16
# Addresses in a drawing that lead nowhere else: to itself, and to pixels, which are told by how they begin.
_INSIDE: Final = re.compile(r"#|data:[^,]*;base64,\s*(?:iVBORw0KGgo|/9j/|R0lGOD)")
_NO_DRAWING: Final = b"<svg xmlns='http://www.w3.org/2000/svg'/>"

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[\\/]{2}")

_ANCHORED: Final = frozenset({"wp:inline", "wp:anchor"})
_FRAMES: Final = frozenset({"p:graphicFrame", "xdr:graphicFrame"})
_GROUPS: Final = frozenset({"wpg:grpSp", "p:grpSp", "xdr:grpSp", "draw:g"})
_OLD_SHAPES: Final = ("v:shape", "v:rect", "v:roundrect", "v:oval")
_LEAVES: Final = (
    *("pic:pic", "wps:wsp"),
    *(f"{prefix}:{name}" for prefix in ("p", "xdr") for name in ("pic", "sp", "cxnSp")),
    *(f"draw:{name}" for name in ("frame", "custom-shape", "rect", "ellipse", "line", "path", "polygon", "connector")),
    *_OLD_SHAPES,
)
_PROPERTIES: Final = tuple(
    full
    for name in ("wp:docPr", "pic:cNvPr", "wps:cNvPr", "wpg:cNvPr", "p:cNvPr", "xdr:cNvPr")
    for full in full_names(name)
)
_OF_PICTURES: Final = (
    "pic:pic",
    "p:pic",
    "xdr:pic",
    "c:chart",
    "dgm:relIds",
    "draw:image",
    "draw:object",
    "v:imagedata",
)
_UNSEEN: Final = frozenset({"w:del", "w:moveFrom", "mc:Fallback", "presentation:notes"})
_LENGTH: Final = re.compile(r"(?<![\w-])(width|height):\s*(\d+(?:\.\d+)?)(pt|in|cm|mm)")
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54}
# English metric units in a point (ISO/IEC 29500-1, 20.1.10.16).
_EMU: Final = 12700


def still_drawings(package: Package) -> int:
    """Cut the SVG and VML parts of ``package`` from what stands elsewhere, and return how many pictures that were.

    LibreOffice goes by what a part holds, and so does this: a drawing may have any name.
    """
    count = 0
    for name in package.parts:
        kind = PurePosixPath(name).suffix.lower()
        if kind in {".xml", ".rels"} or not (kind in {".svg", ".vml"} or is_drawing(package.read(name, _HEAD))):
            continue
        try:
            root = read_xml(_unpacked(package.read(name)))
        except (UnreadableXmlError, UnusableOfficeError):
            # A drawing that is no XML shows nothing, and keeps nobody from the rest.
            package.changed[name] = _NO_DRAWING
            continue
        cut = cut_pictures(root) + (0 if kind == ".vml" else _cut_svg(root))
        if cut:
            package.change(name, root)
        count += cut
    return count


def is_drawing(head: bytes) -> bool:
    """Tell whether what begins with ``head`` is SVG to LibreOffice, packed or not, in whatever encoding."""
    return not head.startswith(_PIXELS) and _DRAWING.search(_unpacked(head).replace(b"\0", b"")) is not None


def _unpacked(data: bytes) -> bytes:
    """Return ``data`` as it was before it was packed, as far as it can be read; nothing of what is too large."""
    if not data.startswith(_GZIP):
        return data
    with contextlib.suppress(zlib.error):
        # 16 more than the largest window: the header of gzip stands around it.
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, LARGEST_XML)
    return b""


def cut_pictures(root: Element) -> int:
    """Cut old drawings (VML; ISO/IEC 29500-4, 19) from pictures outside the file, and return how many there were."""
    return sum(_cut(drawing, _ADDRESS.match) for drawing in named(root, *_OLD))


def _cut_svg(root: Element) -> int:
    """Leave of a drawing's references those to itself, and links; return how many shapes had others."""
    shapes = [shape for shape in root.iter("*") if etree.QName(shape).localname != "a"]
    return sum(_cut(shape, lambda address: _INSIDE.match(address) is None) for shape in shapes)


def _cut(shape: Element, is_outside: Callable[[str], object]) -> bool:
    """Take out the references of ``shape`` that lead outside, whatever prefix they have; return whether any did."""
    outside = [
        name
        for name, address in shape.items()
        if etree.QName(name).localname in {"src", "href"} and is_outside(address)
    ]
    for name in outside:
        del shape.attrib[name]
    return bool(outside)


def number_pictures(root: Element, pictures: list[Picture], *, margin: bool = False) -> bool:
    """Put in place of the alternative texts in ``root`` the numbers that they get in ``pictures``.

    A group has no place in a PDF: what stands in it and has no text of its own gets the number of the group.

    Args:
        root: A part of any Office file.
        pictures: Those of the file so far; what ``root`` shows is added.
        margin: Whether nobody can tell from the file that a page shows them, as in a header.

    Returns:
        Whether the part changed.
    """
    changed = False
    # Of what holds others: what they inherit, and whether those that have a text of their own do so too.
    tokens: dict[Element, tuple[str, bool]] = {}
    for drawing in list(named(root, *_ANCHORED, *_FRAMES, *_GROUPS, *_LEAVES)):
        # Deleted, or there for programs that know no newer drawings.
        if any(around.tag == REMOVED or short_name(around) in _UNSEEN for around in drawing.iterancestors()):
            continue
        name, alt = short_name(drawing), alternative(drawing)
        changed |= bool(alt)
        inherited, always = next(
            (tokens[around] for around in drawing.iterancestors() if around in tokens), ("", False)
        )
        leaves = [] if name in _LEAVES else list(named(drawing, *_LEAVES))
        described = [leaf for leaf in leaves if alternative(leaf)]
        if name not in _ANCHORED and inherited and (always or not alt):
            _describe(drawing, inherited)
            continue
        if len(leaves) == 1:
            alt = alt or alternative(leaves[0])
        elif alt not in {"", DECORATION} and leaves and len(described) == len(leaves):
            # Nothing is left in it that could have its number.
            _describe(leaves[0], f"{alt} - {alternative(leaves[0])}")
            alt = ""
        if not alt and (len(leaves) > 1 or next(named(drawing, *_OF_PICTURES), None) is None):
            continue
        token, changed = alt, True
        if alt != DECORATION:
            token = f"{NUMBERED}{len(pictures)}"
            is_table = next(named(drawing, "a:tbl"), None) is not None
            pictures.append(Picture(alt=alt, size=_size(drawing), margin=margin or is_table))
        _describe(drawing, token)
        if name not in _LEAVES:
            tokens[drawing] = token, len(leaves) == 1
    return changed


def _properties(drawing: Element) -> Element | None:
    """Return what names a drawing of Office Open XML and holds its alternative text; Word's shapes may have none."""
    places = (drawing, *drawing)
    return next((kid for kid in drawing.iter(*_PROPERTIES) if kid.getparent() in places), None)


def alternative(drawing: Element) -> str:
    """Return the alternative text of ``drawing``: what its author wrote, or that it is decoration."""
    texts = ["".join(text.itertext()) for text in kids_named(drawing, "svg:title", "svg:desc")]
    if (properties := _properties(drawing)) is not None:
        texts += [value(properties, key) for key in ("title", "descr")]
        if any(value(mark, "val") in {"1", "true"} for mark in named(properties, "adec:decorative")):
            return DECORATION
    if value(drawing, "loext:decorative") == "true":
        return DECORATION
    # What Word once called the title of a picture is the only text that many have.
    texts.append(
        value(drawing, "alt") or next((value(image, "o:title") for image in kids_named(drawing, "v:imagedata")), "")
    )
    return " - ".join(dict.fromkeys(filter(None, map(str.strip, texts))))


def _describe(drawing: Element, text: str) -> None:
    """Let ``text`` be the alternative text of ``drawing``."""
    if short_name(drawing).startswith("draw:"):
        remove(*kids_named(drawing, "svg:title", "svg:desc"))
        said = drawing.makeelement(full_names("svg:desc")[1])
        said.text = text
        # Behind the picture in a frame, and before the words in a shape.
        drawing.insert(len(drawing) if short_name(drawing) == "draw:frame" else 0, said)
        return
    if (properties := _properties(drawing)) is None:
        properties = drawing.makeelement(f"{{{etree.QName(drawing).namespace}}}cNvPr", {"id": "0", "name": ""})
        drawing.insert(0, properties)
    properties.attrib.pop("title", None)
    properties.set("descr", text)


def _size(drawing: Element) -> tuple[float, float]:
    """Return width and height of ``drawing`` in points, as far as it says them itself."""
    extent = next((size for size in named(drawing, "wp:extent", "a:ext", "xdr:ext") if value(size, "cx")), None)
    if extent is not None:
        return number(value(extent, "cx")) / _EMU, number(value(extent, "cy")) / _EMU
    said = value(drawing, "style") or f"width:{value(drawing, 'svg:width')};height:{value(drawing, 'svg:height')}"
    lengths = {side: float(length) * _POINTS[unit] for side, length, unit in _LENGTH.findall(said)}
    return lengths.get("width", 0.0), lengths.get("height", 0.0)
