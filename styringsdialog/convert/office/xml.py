"""The XML inside Office files: read by lxml within limits, and named alike whatever prefix a file gives a namespace.

A part that is written anew keeps all its prefixes, also those that only values name (``mc:Ignorable``, ECMA-376
part 3).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from styringsdialog.errors import MessageError
from styringsdialog.messages.message import message

Element = etree._Element  # noqa: SLF001 - lxml has no other name for the type of what it reads

# In one part, those that end an element too: a thousand pages of text have about a million.
MOST_TAGS: Final = 6_000_000

# By our prefix; of transitional and of strict OOXML, where they differ.
_NAMESPACES: Final[Mapping[str, tuple[str, ...]]] = {
    "w": (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    "p": (
        "http://schemas.openxmlformats.org/presentationml/2006/main",
        "http://purl.oclc.org/ooxml/presentationml/main",
    ),
    "x": (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    "a": ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
    "wp": (
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    ),
    "pic": (
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "http://purl.oclc.org/ooxml/drawingml/picture",
    ),
    "xdr": (
        "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing",
    ),
    "wps": ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape",),
    "wpg": ("http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",),
    "mc": ("http://schemas.openxmlformats.org/markup-compatibility/2006",),
    "o": ("urn:schemas-microsoft-com:office:office",),
    "c": (
        "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "http://purl.oclc.org/ooxml/drawingml/chart",
    ),
    "dgm": (
        "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "http://purl.oclc.org/ooxml/drawingml/diagram",
    ),
    "dsp": ("http://schemas.microsoft.com/office/drawing/2008/diagram",),
    "loext": ("urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",),
    "adec": ("http://schemas.microsoft.com/office/drawing/2017/decorative",),
    "r": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    "rel": ("http://schemas.openxmlformats.org/package/2006/relationships",),
    "v": ("urn:schemas-microsoft-com:vml",),
    "office": ("urn:oasis:names:tc:opendocument:xmlns:office:1.0",),
    "text": ("urn:oasis:names:tc:opendocument:xmlns:text:1.0",),
    "table": ("urn:oasis:names:tc:opendocument:xmlns:table:1.0",),
    "draw": ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",),
    "presentation": ("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",),
    "fo": ("urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",),
    "config": ("urn:oasis:names:tc:opendocument:xmlns:config:1.0",),
    "style": ("urn:oasis:names:tc:opendocument:xmlns:style:1.0",),
    "script": ("urn:oasis:names:tc:opendocument:xmlns:script:1.0",),
    "xlink": ("http://www.w3.org/1999/xlink",),
    "svg": ("http://www.w3.org/2000/svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
}

_PREFIXES: Final = {space: prefix for prefix, spaces in _NAMESPACES.items() for space in spaces}

# What OpenOffice.org wrote before each formula: it declares nothing itself.
_OPEN_OFFICE: Final = re.compile(
    rb"<!DOCTYPE\s+[\w:.-]+\s+PUBLIC\s+\"-//OpenOffice\.org//DTD [^\"<>\[]*\"\s+\"[\w.]+\"\s*>"
)

# What a file can mean by a number; no figures of other scripts, and none that a calculation cannot hold.
_NUMBER: Final = re.compile(r"\s*[+-]?\d{1,9}(?:\.\d{1,9})?\s*", re.ASCII)

# What is left out when its part is written.
REMOVED: Final = "{styringsdialog}removed"
_UNWRAPPED: Final = "{styringsdialog}unwrapped"


class UnreadableXmlError(MessageError):
    """A part that is no XML, or more of it than is read, or that declares entities."""


class _Prolog:
    """Refuses a document type declaration before an entity in it is known, and builds nothing."""

    def doctype(self, *_: object) -> None:
        raise UnreadableXmlError(message("office.document-type"))

    def close(self) -> None:
        pass


def read_xml(data: bytes) -> Element:
    """Return the root of a part, without comments and processing instructions.

    Raises:
        UnreadableXmlError: It is no XML, too large or too deep, or has a document type declaration other than
            OpenOffice.org's: it may declare entities that unpack to gigabytes or name other files.
    """
    data = _OPEN_OFFICE.sub(b"", data, 1)
    if data.count(b"<") > MOST_TAGS:
        raise UnreadableXmlError(message("office.large-xml"))
    # ``huge_tree`` allows a picture of any size in an attribute, and 2,048 elements within each other.
    # lxml asks a target for nothing that it has not.
    prolog = etree.XMLParser(target=_Prolog(), resolve_entities=False, huge_tree=True)  # type: ignore[call-overload]
    whole = etree.XMLParser(resolve_entities=False, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        etree.fromstring(data, prolog)
        return etree.fromstring(data, whole)
    except etree.XMLSyntaxError as error:
        raise UnreadableXmlError(message("office.no-xml", reason=str(error))) from error


def write_xml(root: Element) -> bytes:
    """Return the part of ``root`` as UTF-8, without what was removed or unwrapped."""
    etree.strip_elements(root, REMOVED, with_tail=False)
    etree.strip_tags(root, _UNWRAPPED)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def remove(*elements: Element) -> None:
    """Leave ``elements`` out when their part is written, with all that is in them."""
    for element in elements:
        element.tag = REMOVED


def unwrap(element: Element) -> None:
    """Leave the tags of ``element`` out when its part is written, and not what is in it."""
    element.tag = _UNWRAPPED


def short_name(node: Element | str) -> str:
    """Return the name of an element, or of an attribute as lxml says it, with our prefix (``w:del``).

    It has none in a namespace that we do not know.
    """
    name = etree.QName(node)
    prefix = _PREFIXES.get(name.namespace or "", "")
    return f"{prefix}:{name.localname}" if prefix else name.localname


def named(root: Element | None, *names: str) -> Iterator[Element]:
    """Return ``root`` and what is beneath it, as far as it has one of ``names``, in order; nothing without a root."""
    return iter(()) if root is None else root.iter(*(full for name in names for full in full_names(name)))


def kids_named(element: Element | None, *names: str) -> Iterator[Element]:
    """Return what stands directly in ``element`` and has one of ``names``; nothing where there is no element."""
    return iter(()) if element is None else element.iterchildren(*(full for name in names for full in full_names(name)))


def value(element: Element, attribute: str, default: str = "") -> str:
    """Return the value of an attribute, and ``default`` where it is not there."""
    for name in full_names(attribute):
        if (text := element.get(name)) is not None:
            return text
    return default


def number(text: str, default: float = 0.0) -> float:
    """Return the number that ``text``, a value in a file, says; ``default`` where it says none."""
    return float(text) if _NUMBER.fullmatch(text) else default


@functools.cache
def full_names(name: str) -> tuple[str, ...]:
    """Return what ``name``, with our prefix or none, is called in each of its namespaces, as lxml says it."""
    prefix, _, local = name.rpartition(":")
    return tuple(f"{{{space}}}{local}" for space in _NAMESPACES[prefix]) if prefix else (local,)
