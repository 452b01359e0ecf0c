"""The XML inside Office files: read with the place of each element, so that a change leaves every other byte as it is.

Writing such a part anew from a tree would lose prefixes that attributes name in their values
(``mc:Ignorable``, ECMA-376 part 3), and with them the file.
"""

from __future__ import annotations

import re
import xml.parsers.expat
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

__all__ = ["Edit", "Element", "UnreadableXmlError", "edited", "read_xml"]

_DEEPEST: Final = 2_000
_MOST: Final = 3_000_000
"""Elements within each other, and in one part: a thousand pages of text have about half a million."""

_PREFIXES: Final[Mapping[str, str]] = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "x",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "x",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.microsoft.com/office/drawing/2017/decorative": "adec",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0": "presentation",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0": "manifest",
    "urn:oasis:names:tc:opendocument:xmlns:script:1.0": "script",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
"""Our name for each namespace, whatever prefix a file gives it; both of transitional and strict OOXML."""

_TAG: Final = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_DECLARATION: Final = re.compile(r"\A<\?xml[^>]*\?>")


class UnreadableXmlError(Exception):
    """A part that is no XML, or more of it than is read, or that declares entities; its text says which."""


@attrs.frozen
class Edit:
    """Bytes that are to stand instead of those from ``start`` up to ``end``."""

    start: int
    end: int
    text: bytes = b""


@attrs.define(eq=False)
class Element:
    """An element, and where it stands.

    Attributes:
        name: With our prefix (``w:del``); without one where the namespace is none that we know.
        attributes: By name, as ``name``.
        start: Of the first byte of its start tag.
        content: Behind the start tag.
        content_end: In front of the end tag.
        end: Behind the end tag.
        text: What stands directly in it, without what its kids hold.
    """

    name: str
    attributes: Mapping[str, str]
    start: int
    content: int
    content_end: int
    end: int
    parent: Element | None
    kids: list[Element] = attrs.field(factory=list)
    text: str = ""

    def walk(self) -> Iterator[Element]:
        """Give this element and all beneath it, in the order in which they stand."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.kids)

    def named(self, *names: str) -> Iterator[Element]:
        """Give those of ``walk`` that have one of ``names``."""
        return (one for one in self.walk() if one.name in names)

    def said(self) -> str:
        """Give all text in the element."""
        return "".join(one.text for one in self.walk())

    def removed(self) -> Edit:
        """Give the edit that takes it out, with all that is in it."""
        return Edit(self.start, self.end)

    def unwrapped(self) -> tuple[Edit, Edit]:
        """Give the edits that take out its tags and leave what is in it."""
        return Edit(self.start, self.content), Edit(self.content_end, self.end)

    def without(self, data: bytes, attribute: str) -> Edit:
        """Give the edit of ``data`` that takes out ``attribute``, whatever prefix it has there."""
        return self._rewritten(data, attribute, None)

    def saying(self, data: bytes, attribute: str, value: str) -> Edit:
        """Give the edit of ``data`` that gives ``attribute`` that value, whether it is there or not.

        One that is not there gets the element's own prefix where both are of one namespace, and else none.
        """
        edit = self._rewritten(data, attribute, value)
        if attribute in self.attributes:
            return edit
        space, _, local = attribute.rpartition(":")
        own = self.tag(data).rpartition(":")[0] if space and self.name.startswith(f"{space}:") else ""
        added = f' {own}:{local}="{value}"' if own else f' {local}="{value}"'
        at = self.start + len(f"<{self.tag(data)}")
        return Edit(at, at, added.encode())

    def tag(self, data: bytes) -> str:
        """Give the name as it stands in ``data``, with the file's own prefix."""
        return re.split(rb"[\s/>]", data[self.start + 1 : self.content], maxsplit=1)[0].decode()

    def _rewritten(self, data: bytes, attribute: str, value: str | None) -> Edit:
        local = attribute.rpartition(":")[2]
        pattern = rb"""(\s(?:[\w.-]+:)?%s\s*=\s*)("[^"]*"|'[^']*')""" % re.escape(local.encode())
        new = b"" if value is None else rb'\g<1>"%s"' % value.encode()
        return Edit(self.start, self.content, re.sub(pattern, new, data[self.start : self.content], count=1))


def read_xml(data: bytes) -> tuple[bytes, Element]:
    """Give a part as UTF-8, and its root with the places in that.

    Raises:
        UnreadableXmlError: It is no XML, too large or too deep, or has a document type declaration, which no
            Office program writes and which may declare entities that unpack to gigabytes or name other files.
    """
    data = _as_utf8(data)
    reader = _Reader(data)
    try:
        reader.parse()
    except (xml.parsers.expat.ExpatError, ValueError) as error:
        raise UnreadableXmlError(f"is no XML: {error}") from error
    if reader.root is None:
        raise UnreadableXmlError("is empty")
    return data, reader.root


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Give ``data`` with ``edits`` made; one within a stretch that another takes out goes with it."""
    parts: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if edit.start < done:
            continue
        parts += [data[done : edit.start], edit.text]
        done = edit.end
    return b"".join([*parts, data[done:]])


def _as_utf8(data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _DECLARATION.sub("", data.decode("utf-16")).encode()
        except UnicodeDecodeError as error:
            raise UnreadableXmlError("is no XML") from error
    return data.removeprefix(b"\xef\xbb\xbf")


class _Reader:
    """Builds the tree of one part."""

    def __init__(self, data: bytes) -> None:
        self.root: Element | None = None
        self._data = data
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._count = 0
        parser = xml.parsers.expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.StartDoctypeDeclHandler = self._refuse
        self._parser = parser

    def parse(self) -> None:
        """Read everything."""
        self._parser.Parse(self._data, True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self._data, start)
        self._count += 1
        if tag is None or self._count > _MOST or len(self._open) >= _DEEPEST:
            raise UnreadableXmlError("is deeper or larger than anybody can show")
        parent = self._open[-1] if self._open else None
        given = {_short(key): value for key, value in attributes.items()}
        element = Element(_short(name), given, start, tag.end(), tag.end(), tag.end(), parent)
        if parent is not None:
            parent.kids.append(element)
        else:
            self.root = element
        self._open.append(element)
        self._texts.append([])

    def _end(self, _: str) -> None:
        element = self._open.pop()
        element.text = "".join(self._texts.pop())
        if self._data[element.content - 2 : element.content] == b"/>":
            return
        element.content_end = self._parser.CurrentByteIndex
        element.end = self._data.index(b">", element.content_end) + 1

    def _say(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _refuse(self, *_: object) -> None:
        raise UnreadableXmlError("has a document type declaration")


def _short(name: str) -> str:
    space, _, local = name.rpartition("}")
    prefix = _PREFIXES.get(space, "") if space else ""
    return f"{prefix}:{local}" if prefix else local
