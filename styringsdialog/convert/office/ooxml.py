"""Office Open XML (ISO/IEC 29500): what a file hides is counted, and what would reach outside or move is stilled.

Cells of a workbook show what they last showed, and nothing is calculated.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

import attrs

from styringsdialog.convert.office.drawings import named_decoration, still_drawings
from styringsdialog.convert.office.found import Found
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.word import still_text
from styringsdialog.convert.office.xml import Edit, Element, edited

__all__ = ["still_ooxml"]

_SLIDE = re.compile(r"ppt/(slides|slideLayouts|slideMasters)/[^/]+\.xml")
_COMMENTS = re.compile(r"(word/comments|ppt/comments/|xl/comments|xl/threadedComments/)[^/]*\.xml")
_COMMENT = ("w:comment", "p:cm", "x:comment")
_TITLES = frozenset({"title", "ctrTitle"})
_SHEET = re.compile(r"xl/(work|chart|dialog)sheets/[^/]+\.xml")
_MARGIN = ("x:oddHeader", "x:oddFooter", "x:evenHeader", "x:evenFooter", "x:firstHeader", "x:firstFooter")
_MOVING = re.compile(rb"&amp;[DTFZ](?![A-Za-z])")
"""In a margin: the day, the hour, the file's name and its path (18.3.1.39)."""


def still_ooxml(package: Package) -> Found:
    """Still the file in ``package``, and give what it holds beside its pages.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    outside = sum(_cut_outside(package, name) for name in package.parts if name.endswith(".rels"))
    outside += still_drawings(package)
    text = still_text(package)
    sheets = _still_workbook(package)
    slides = tuple(_slides(package))
    fixed = sum(_still_slide(package, name) for name in package.parts if _SLIDE.fullmatch(name))
    shown = [number for number, slide in enumerate(slides, 1) if not slide.hidden]
    languages = Counter(text.languages)
    for slide in slides:
        languages += slide.languages
    return Found(
        slides=len(slides),
        hidden_slides=tuple(number for number, slide in enumerate(slides, 1) if slide.hidden),
        untitled_slides=tuple(number for number in shown if not slides[number - 1].titled),
        hidden_sheets=sheets.hidden,
        changes=text.changes,
        changes_shown=text.changes_shown,
        comments=_comments(package),
        macros=any(name.endswith("vbaProject.bin") for name in package.parts),
        outside=outside + text.outside,
        fixed_fields=fixed + text.fixed_fields + sheets.fixed_fields,
        language=languages.most_common(1)[0][0] if languages else "",
    )


def _cut_outside(package: Package, name: str) -> int:
    """Take out of a part of relationships those that would be fetched, and give how many: all but hyperlinks."""
    found = package.xml(name)
    assert found is not None
    data, root = found
    gone = [
        one
        for one in root.named("rel:Relationship")
        if one.attributes.get("TargetMode", "").lower() == "external"
        and not one.attributes.get("Type", "").endswith("/hyperlink")
    ]
    if gone:
        package.changed[name] = edited(data, [one.removed() for one in gone])
    # Its template is what nearly every Word file names, and nobody sees a difference.
    return sum(not one.attributes.get("Type", "").endswith("/attachedTemplate") for one in gone)


def _comments(package: Package) -> int:
    count = 0
    for name in package.parts:
        if _COMMENTS.fullmatch(name) and (found := package.xml(name)) is not None:
            count += sum(1 for _ in found[1].named(*_COMMENT))
    return count


# ---------------------------------------------------------------------------------- slides


@attrs.frozen
class _Slide:
    hidden: bool
    titled: bool
    languages: Counter[str]


def _slides(package: Package) -> Iterator[_Slide]:
    """Give the slides in the order in which they are shown."""
    found, related = package.xml("ppt/presentation.xml"), package.xml("ppt/_rels/presentation.xml.rels")
    if found is None or related is None:
        return
    targets = {
        one.attributes.get("Id", ""): one.attributes.get("Target", "") for one in related[1].named("rel:Relationship")
    }
    for one in found[1].named("p:sldId"):
        target = targets.get(one.attributes.get("r:id", ""), "")
        part = package.xml(posixpath.normpath(posixpath.join("/ppt", target)).lstrip("/"))
        if part is None:
            yield _Slide(hidden=False, titled=True, languages=Counter())
            continue
        root = part[1]
        yield _Slide(
            hidden=root.attributes.get("show", "1") in {"0", "false"},
            titled=_has_title(root),
            languages=_languages(root),
        )


def _has_title(slide: Element) -> bool:
    for shape in slide.named("p:sp"):
        kinds = {one.attributes.get("type", "") for one in shape.named("p:ph")}
        if kinds & _TITLES and any(one.text.strip() for one in shape.named("a:t")):
            return True
    return False


def _languages(slide: Element) -> Counter[str]:
    """Give how many letters are said to be in which language."""
    counted: Counter[str] = Counter()
    for run in slide.named("a:r", "a:fld"):
        said = next((kid.attributes.get("lang", "") for kid in run.kids if kid.name == "a:rPr"), "")
        if said:
            counted[said] += sum(len(kid.text) for kid in run.kids if kid.name == "a:t")
    return +counted


def _still_slide(package: Package, name: str) -> int:
    """Turn fields that show the day into their text, name decoration, and give how many fields there were."""
    found = package.xml(name)
    assert found is not None
    data, root = found
    edits: list[Edit] = []
    fields = [one for one in root.named("a:fld") if one.attributes.get("type", "").startswith("datetime")]
    for field in fields:
        tag = field.tag(data).replace("fld", "r").encode()
        # A run holds no properties of the paragraph, as a field may.
        edits += [kid.removed() for kid in field.kids if kid.name == "a:pPr"]
        edits += [Edit(field.start, field.content, b"<%s>" % tag), Edit(field.content_end, field.end, b"</%s>" % tag)]
    edits += named_decoration(data, root)
    if edits:
        package.changed[name] = edited(data, edits)
    return len(fields) if name.startswith("ppt/slides/") else 0


# ---------------------------------------------------------------------------------- sheets


@attrs.define(kw_only=True)
class _Sheets:
    """What a workbook holds beside what its pages show; see ``Found``."""

    hidden: int = 0
    fixed_fields: int = 0


def _still_workbook(package: Package) -> _Sheets:
    """Still the workbook in ``package``, and give what it holds.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    sheets = _Sheets()
    found = package.xml("xl/workbook.xml")
    if found is None:
        return sheets
    sheets.hidden = sum(one.attributes.get("state", "visible") != "visible" for one in found[1].named("x:sheet"))
    for name in package.parts:
        part = package.xml(name) if _SHEET.fullmatch(name) else None
        if part is None:
            continue
        data, root = part
        margins = list(_still_margins(data, root))
        sheets.fixed_fields += len(margins)
        edits = [*margins, *_without_formulas(root)]
        if edits:
            package.changed[name] = edited(data, edits)
    return sheets


def _without_formulas(root: Element) -> Iterator[Edit]:
    """Give the edits that take out the formula of each cell whose value is there."""
    for cell in root.named("x:c"):
        value = next((kid for kid in cell.kids if kid.name == "x:v"), None)
        if value is not None and value.text:
            yield from (kid.removed() for kid in cell.kids if kid.name == "x:f")


def _still_margins(data: bytes, root: Element) -> Iterator[Edit]:
    """Give the edits that take out of headers and footers what would be another thing each day, or on each machine."""
    for one in root.named(*_MARGIN):
        text = data[one.content : one.content_end]
        stilled = _MOVING.sub(b"", text)
        if stilled != text:
            yield Edit(one.content, one.content_end, stilled)
