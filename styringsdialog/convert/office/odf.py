"""OpenDocument (ISO/IEC 26300): what a file hides is counted, and what would reach outside or move is stilled."""

from __future__ import annotations

import binascii
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from styringsdialog.convert.office.drawings import is_drawing, number_pictures, still_drawings
from styringsdialog.convert.office.facts import BROKEN, NO_TARGET, Counts, OfficeFacts, Slide, asking
from styringsdialog.convert.office.package import Package, UnusableOfficeError
from styringsdialog.convert.office.xml import (
    Element,
    full_names,
    kids_named,
    named,
    number,
    remove,
    short_name,
    unwrap,
    value,
)
from styringsdialog.messages.message import message

# Stand where a field showed the day or a name, and nobody knows which.
_DATE: Final = "[dato]"
_FILE_NAME: Final = "[filnavn]"

_DOCUMENT: Final = re.compile(r"(.*/)?(content|styles)\.xml")
_MODULE: Final = re.compile(r"(Basic/[^/]+/(?!script-l[bc]\.xml)[^/]+|Scripts/.+\.\w+)")
_LINKS: Final = frozenset({"text:a", "draw:a"})
_MOVING: Final = frozenset({"text:date", "text:time", "text:file-name"})
_WORKED_OUT: Final = frozenset(
    f"text:{name}"
    for name in (
        *("author-name", "author-initials", "creator", "initial-creator", "printed-by", "title", "subject", "keywords"),
        *("description", "user-defined", "creation-date", "creation-time", "modification-date", "modification-time"),
        *("print-date", "print-time", "editing-cycles", "editing-duration", "word-count", "character-count"),
        *("paragraph-count", "table-count", "image-count", "object-count", "sequence", "sequence-ref", "note-ref"),
        *("expression", "table-formula", "variable-get", "user-field-get", "template-name"),
    )
)
_REFERENCES: Final = frozenset({"text:bookmark-ref", "text:reference-ref"})
_TARGETS: Final = ("text:bookmark", "text:bookmark-start", "text:reference-mark", "text:reference-mark-start")
_DATES: Final = "presentation:date-time-decl"
_CHANGE_MARKS: Final = frozenset({"text:change", "text:change-start", "text:change-end"})
_CHANGE_LISTS: Final = frozenset({"text:tracked-changes", "table:tracked-changes"})
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
# How a sheet is divided where a part of it stays in sight.
_FREEZES: Final = "2"
_CHANGES: Final = frozenset(
    {"text:changed-region", "table:cell-content-change", "table:insertion", "table:deletion", "table:movement"}
)


def still_odf(package: Package, *, old: bool = False) -> OfficeFacts:
    """Still the file in ``package``, and return what it holds beside its pages.

    Args:
        package: An OpenDocument file.
        old: Whether LibreOffice made it a moment ago from a file that cannot be looked into: a date in it is
            then today's, and nobody knows what stood there.

    Raises:
        UnusableOfficeError: A part is damaged, or a password is needed.
    """
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnusableOfficeError(message("intake.encrypted"))
    counts = Counts(outside=still_drawings(package))
    if (content := package.xml("content.xml")) is None:
        raise UnusableOfficeError(message("office.no-document"))
    slides = tuple(_slides(content))
    placeholders = [
        words for paragraph in named(content, "text:p", "text:h") for words in asking("".join(paragraph.itertext()))
    ]
    is_sheet = next(named(content, "office:spreadsheet"), None) is not None
    for name in package.parts:
        root = package.xml(name) if _DOCUMENT.fullmatch(name) else None
        if root is None:
            continue
        # Every workbook has margins with a date that none of its sheets uses.
        counted = Counts() if is_sheet and name == "styles.xml" else counts
        changed = b"<!DOCTYPE" in package.read(name)
        changed |= _still(root, package, posixpath.dirname(name), counts=counted, old=old)
        shown = [page for page, slide in zip(named(root, "draw:page"), slides, strict=False) if not slide.hidden]
        for place in shown or [root]:
            changed |= number_pictures(place, counts.pictures, margin=is_sheet or name != "content.xml")
        if changed:
            package.change(name, root)
    return OfficeFacts(
        slides=len(slides),
        hidden_slides=tuple(number for number, slide in enumerate(slides, 1) if slide.hidden),
        untitled_slides=tuple(number for number, slide in enumerate(slides, 1) if not (slide.hidden or slide.titled)),
        frozen=_frozen(package.xml("settings.xml")) if is_sheet else {},
        changes=counts.changes,
        comments=counts.comments,
        macros=any(_MODULE.fullmatch(name) for name in package.parts),
        outside=counts.outside,
        fixed_fields=counts.fixed_fields,
        blank_fields=counts.blank_fields,
        broken=counts.broken,
        placeholders=tuple(dict.fromkeys(placeholders)),
        pictures=tuple(counts.pictures),
    )


def _still(root: Element, package: Package, folder: str, *, counts: Counts, old: bool) -> bool:
    """Still one part, and return whether that changed it."""
    changed = False
    targets = {value(target, "text:name") for target in named(root, *_TARGETS)}
    for element in list(root.iter("*")):
        if (name := short_name(element)) == "office:annotation":
            counts.comments += 1
            continue
        if name in _CHANGE_LISTS:
            counts.changes += sum(1 for _ in named(element, *_CHANGES))
            # The text stands as it became; what was taken out stands in here alone (19.883).
            remove(element)
        elif name == "office:binary-data" and is_drawing(_decoded(element.text or "")):
            # LibreOffice writes pictures so into no package, and a drawing may name other files.
            element.text = ""
            counts.outside += 1
        elif name in _CHANGE_MARKS or name == "script:event-listener":
            remove(element)
        elif name in _MOVING and value(element, "text:fixed") != "true":
            if old:
                counts.blank_fields += 1
                _set_text(element, _FILE_NAME if name == "text:file-name" else _DATE)
            else:
                counts.fixed_fields += 1
            unwrap(element)
        elif name in _REFERENCES and value(element, "text:ref-name") not in targets:
            if BROKEN.match("".join(element.itertext())):
                counts.broken += 1
                _set_text(element, NO_TARGET)
            unwrap(element)
        # A fixed one too: LibreOffice would write its value anew.
        elif name in _WORKED_OUT | _MOVING:
            unwrap(element)
        elif name == _DATES and value(element, "presentation:source") == "current-date":
            element.set(full_names("presentation:source")[0], "fixed")
            _set_text(element, _DATE if element.text or len(element) else "")
            counts.blank_fields += 1
        elif name in _CELLS and value(element, "table:formula") and value(element, "office:value-type"):
            del element.attrib[full_names("table:formula")[0]]
        elif name not in _LINKS and not _is_inside(value(element, "xlink:href"), package, folder):
            frame = element.getparent()
            # A picture of the object beside it is drawn anyway.
            counts.outside += frame is None or not list(kids_named(frame, "draw:object", "draw:object-ole"))
            element.set(full_names("xlink:href")[0], "")
        else:
            continue
        changed = True
    return changed


def _decoded(text: str) -> bytes:
    """Return the first bytes of a picture that stands in the text of a part: whole groups of four digits."""
    digits = re.sub(r"[^A-Za-z0-9+/]", "", text[: 1 << 17])
    return binascii.a2b_base64(digits[: len(digits) & ~3])


def _set_text(element: Element, text: str) -> None:
    """Let ``text`` stand in ``element`` instead of all that does."""
    del element[:]
    element.text = text


def _is_inside(address: str, package: Package, folder: str) -> bool:
    """Tell whether ``address`` is a place in the file itself."""
    if not address or address.startswith("#"):
        return True
    place = posixpath.normpath(posixpath.join(folder, address.partition("#")[0]))
    # A chart names the document around it as «..».
    return place == "." or place in package or any(name.startswith(f"{place}/") for name in package.parts)


def _slides(root: Element) -> Iterator[Slide]:
    """Return the slides in the order in which they are shown."""
    hidden = {
        value(style, "style:name")
        for style in named(root, "style:style")
        if any(value(properties, "presentation:visibility") == "hidden" for properties in style)
    }
    if next(named(root, "office:presentation"), None) is None:
        return
    for page in named(root, "draw:page"):
        titled = any(
            value(frame, "presentation:class") == "title" and "".join(frame.itertext()).strip()
            for frame in named(page, "draw:frame")
        )
        yield Slide(hidden=value(page, "draw:style-name") in hidden, titled=titled)


def _frozen(settings: Element | None) -> Mapping[str, tuple[int, int]]:
    """Return by sheet how many rows and columns stay in sight when one scrolls."""
    frozen = {}
    for entry in named(settings, "config:config-item-map-entry"):
        items = {value(item, "config:name"): item.text or "" for item in kids_named(entry, "config:config-item")}
        rows, columns = (
            int(number(items.get(f"{side}SplitPosition", ""))) if items.get(f"{side}SplitMode") == _FREEZES else 0
            for side in ("Vertical", "Horizontal")
        )
        if rows or columns:
            frozen[value(entry, "config:name")] = rows, columns
    return frozen
