"""OpenDocument (ISO/IEC 26300): what a file hides is counted, and what would reach outside or move is stilled."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

import attrs

from styringsdialog.convert.office import words
from styringsdialog.convert.office.drawings import still_drawings
from styringsdialog.convert.office.found import Found
from styringsdialog.convert.office.package import Package, UnusableOfficeError
from styringsdialog.convert.office.xml import Edit, Element, edited

__all__ = ["still_odf"]

_DOCUMENT: Final = re.compile(r"(.*/)?(content|styles)\.xml")
_MODULE: Final = re.compile(r"(Basic/[^/]+/(?!script-l[bc]\.xml)[^/]+|Scripts/.+\.\w+)")
_LINKS: Final = frozenset({"text:a", "draw:a"})
_MOVING: Final = frozenset({"text:date", "text:time", "text:file-name"})
_DATES: Final = "presentation:date-time-decl"
_CHANGE_MARKS: Final = frozenset({"text:change", "text:change-start", "text:change-end"})
_CHANGE_LISTS: Final = frozenset({"text:tracked-changes", "table:tracked-changes"})
_CHANGES: Final = frozenset(
    {"text:changed-region", "table:cell-content-change", "table:insertion", "table:deletion", "table:movement"}
)


@attrs.define(kw_only=True)
class _Facts:
    """What was found so far; see ``Found``."""

    changes: int = 0
    comments: int = 0
    outside: int = 0
    fixed_fields: int = 0
    blank_fields: int = 0


def still_odf(package: Package, *, old: bool = False) -> Found:
    """Still the file in ``package``, and give what it holds beside its pages.

    Args:
        package: An OpenDocument file.
        old: Whether LibreOffice made it a moment ago from a file that cannot be looked into: a date in it is
            then today's, and nobody knows what stood there.

    Raises:
        UnusableOfficeError: A part is damaged, or a password is needed.
    """
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnusableOfficeError("is encrypted and needs a password", "ask for it without a password", words.LOCKED)
    facts = _Facts()
    facts.outside = still_drawings(package)
    found = package.xml("content.xml")
    if found is None:
        raise UnusableOfficeError("holds no document", "open it, save it anew, and send it again", words.DAMAGED)
    slides = tuple(_slides(found[1]))
    is_sheet = any(True for _ in found[1].named("office:spreadsheet"))
    for name in package.parts:
        part = package.xml(name) if _DOCUMENT.fullmatch(name) else None
        if part is None:
            continue
        data, root = part
        # Every workbook has margins with a date that none of its sheets uses.
        counted = _Facts() if is_sheet and name == "styles.xml" else facts
        edits = list(_stilled(data, root, package, posixpath.dirname(name), facts=counted, old=old))
        if edits:
            package.changed[name] = edited(data, edits)
    return Found(
        slides=len(slides),
        hidden_slides=tuple(number for number, slide in enumerate(slides, 1) if slide.hidden),
        untitled_slides=tuple(number for number, slide in enumerate(slides, 1) if not (slide.hidden or slide.titled)),
        hidden_sheets=_hidden_sheets(found[1]),
        changes=facts.changes,
        comments=facts.comments,
        macros=any(_MODULE.fullmatch(name) for name in package.parts),
        outside=facts.outside,
        fixed_fields=facts.fixed_fields,
        blank_fields=facts.blank_fields,
    )


def _stilled(  # noqa: PLR0913 - a part, where it stands, and what is found
    data: bytes, root: Element, package: Package, folder: str, *, facts: _Facts, old: bool
) -> Iterator[Edit]:
    """Give the edits that still one part."""
    for one in root.walk():
        if one.name in _CHANGE_LISTS:
            facts.changes += sum(1 for _ in one.named(*_CHANGES))
            # The text stands as it became; what was taken out stands in here alone (19.883).
            yield one.removed()
        elif one.name in _CHANGE_MARKS:
            yield one.removed()
        elif one.name == "office:annotation":
            facts.comments += 1
        elif one.name in _MOVING and one.attributes.get("text:fixed") != "true":
            yield from _fixed(one, facts, old=old)
        elif one.name == "script:event-listener":
            yield one.removed()
        elif one.name == _DATES and one.attributes.get("presentation:source") == "current-date":
            yield one.saying(data, "presentation:source", "fixed")
            yield Edit(one.content, one.content_end, b"" if one.content == one.content_end else words.DATE.encode())
            facts.blank_fields += 1
        elif one.name.startswith(("table:table-cell", "table:covered-table-cell")):
            if "table:formula" in one.attributes and "office:value-type" in one.attributes:
                yield one.without(data, "table:formula")
        elif "xlink:href" in one.attributes and one.name not in _LINKS:
            address = one.attributes["xlink:href"]
            if not _is_inside(address, package, folder):
                facts.outside += bool(address)
                yield one.saying(data, "xlink:href", "")


def _fixed(field: Element, facts: _Facts, *, old: bool) -> Iterator[Edit]:
    """Give the edits that leave of ``field`` the text that it last showed."""
    if not old:
        facts.fixed_fields += 1
        yield from field.unwrapped()
        return
    facts.blank_fields += 1
    text = words.FILE_NAME if field.name == "text:file-name" else words.DATE
    yield Edit(field.start, field.end, text.encode())


def _is_inside(address: str, package: Package, folder: str) -> bool:
    """Tell whether ``address`` is a place in the file itself."""
    if not address or address.startswith("#"):
        return True
    place = posixpath.normpath(posixpath.join(folder, address.partition("#")[0]))
    return place in package or any(name.startswith(f"{place}/") for name in package.parts)


# ------------------------------------------------------------------------- slides and sheets


@attrs.frozen
class _Slide:
    hidden: bool
    titled: bool


def _slides(root: Element) -> Iterator[_Slide]:
    """Give the slides in the order in which they are shown."""
    hidden = {
        style.attributes.get("style:name", "")
        for style in root.named("style:style")
        if any(one.attributes.get("presentation:visibility") == "hidden" for one in style.kids)
    }
    if not any(True for _ in root.named("office:presentation")):
        return
    for page in root.named("draw:page"):
        titled = any(
            one.attributes.get("presentation:class") == "title" and one.said().strip()
            for one in page.named("draw:frame")
        )
        yield _Slide(hidden=page.attributes.get("draw:style-name", "") in hidden, titled=titled)


def _hidden_sheets(root: Element) -> int:
    hidden = {
        style.attributes.get("style:name", "")
        for style in root.named("style:style")
        if any(one.attributes.get("table:display") == "false" for one in style.kids)
    }
    return sum(
        table.attributes.get("table:style-name", "") in hidden
        for sheets in root.named("office:spreadsheet")
        for table in sheets.kids
        if table.name == "table:table"
    )
