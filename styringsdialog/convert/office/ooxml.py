"""Office Open XML (ISO/IEC 29500): what a file hides is counted, and what would reach outside or move is stilled.

Cells of a workbook show what they last showed, and nothing is calculated.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from styringsdialog.convert.office.crops import cut_crops
from styringsdialog.convert.office.drawings import number_pictures, still_drawings
from styringsdialog.convert.office.facts import Counts, OfficeFacts, Picture, Slide, asking
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.word import languages, still_text
from styringsdialog.convert.office.xml import Element, kids_named, named, number, remove, value

_SLIDE = re.compile(r"ppt/(slides|slideLayouts|slideMasters)/[^/]+\.xml")
_COMMENT = frozenset({"comment", "cm", "threadedComment"})
# What the author of a comment begins with that stands for a thread in programs that know none.
_STANDS_FOR_THREAD = "tc="
_TITLES = frozenset({"title", "ctrTitle"})
_SHEETS = ("worksheet", "chartsheet", "dialogsheet")
_UNSHOWN = ("chartEx", "slicer", "timeline", "richValueRel")
_MARGIN = ("x:oddHeader", "x:oddFooter", "x:evenHeader", "x:evenFooter", "x:firstHeader", "x:firstFooter")
# In a margin: the day, the hour, the file's name and its path (18.3.1.39).
_MOVING = re.compile(r"&[DTFZ](?![A-Za-z])")


def still_ooxml(package: Package) -> OfficeFacts:
    """Still the file in ``package``, and return what it holds beside its pages.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    outside = sum(_cut_outside(package, name) for name in package.parts if name.endswith(".rels"))
    outside += still_drawings(package)
    cut_crops(package, {source: related(package, source, "image") for source in sources(package)})
    main = next(iter(related(package, "", "officeDocument").values()), "")
    margins = _all_related(package, "header", "footer")
    stories = [main, *margins, *_all_related(package, "footnotes", "endnotes")]
    settings = next(iter(related(package, main, "settings").values()), "word/settings.xml")
    counts = still_text(package, stories, margins, settings)
    _still_workbook(package, counts)
    slides = tuple(_slides(package))
    others = (name for name in package.parts if _SLIDE.fullmatch(name))
    in_order = dict.fromkeys((*(slide.part for slide in slides if slide.part in package), *others))
    fixed = sum(_still_slide(package, name, counts.pictures) for name in in_order)
    shown = [number for number, slide in enumerate(slides, 1) if not slide.hidden]
    spoken = sum((slide.languages for slide in slides), counts.languages)
    return OfficeFacts(
        slides=len(slides),
        hidden_slides=tuple(number for number, slide in enumerate(slides, 1) if slide.hidden),
        untitled_slides=tuple(number for number in shown if not slides[number - 1].titled),
        frozen=counts.frozen,
        changes=counts.changes,
        changes_shown=counts.changes_shown,
        comments=_comments(package),
        macros=any(name.endswith("vbaProject.bin") for name in package.parts),
        unshown=counts.unshown,
        outside=outside + counts.outside,
        fixed_fields=fixed + counts.fixed_fields,
        blank_fields=counts.blank_fields,
        broken=counts.broken,
        placeholders=tuple(
            dict.fromkeys((*counts.placeholders, *(words for slide in slides for words in slide.placeholders)))
        ),
        undrawn=tuple(dict.fromkeys(_undrawn(package))),
        pictures=tuple(counts.pictures),
        tables=tuple(counts.tables),
        language=spoken.most_common(1)[0][0] if spoken else "",
    )


def _cut_outside(package: Package, name: str) -> int:
    """Take out of a part of relationships those that would be fetched, and return how many: all but hyperlinks."""
    root = package.xml(name)
    assert root is not None
    outside = [
        relationship
        for relationship in named(root, "rel:Relationship")
        if value(relationship, "TargetMode").lower() == "external"
        and not value(relationship, "Type").endswith("/hyperlink")
    ]
    remove(*outside)
    # Its template is what nearly every Word file names, and nobody sees a difference.
    count = sum(not value(relationship, "Type").endswith("/attachedTemplate") for relationship in outside)
    if outside:
        package.change(name, root)
    return count


def related(package: Package, source: str, *kinds: str) -> dict[str, str]:
    """Return by id to what ``source`` has a relationship of one of ``kinds``, the last word of its type.

    Parts by their names, and what stands outside the file by its address as it is written.
    """
    folder, name = posixpath.split(source)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        value(relationship, "Id"): target
        if value(relationship, "TargetMode").lower() == "external"
        else posixpath.normpath(posixpath.join("/", folder, target))[1:]
        for relationship in named(root, "rel:Relationship")
        for target in [value(relationship, "Target")]
        if value(relationship, "Type").rpartition("/")[2] in kinds
    }


def listed_parts(package: Package, source: str, entry: str, *kinds: str) -> list[str]:
    """Return the parts that elements ``entry`` of ``source`` list, in their order; empty for one that is not there."""
    root, targets = package.xml(source), related(package, source, *kinds)
    return [targets.get(value(element, "r:id"), "") for element in named(root, entry)]


def _all_related(package: Package, *kinds: str) -> list[str]:
    """Return the parts to which any part has a relationship of one of ``kinds``."""
    return sorted({target for source in sources(package) for target in related(package, source, *kinds).values()})


def sources(package: Package) -> list[str]:
    """Return the parts that have relationships."""
    return [name.replace("_rels/", "").removesuffix(".rels") for name in package.parts if name.endswith(".rels")]


def _comments(package: Package) -> int:
    count = 0
    for name in _all_related(package, "comments", "threadedComment"):
        root = package.xml(name)
        authors = [author.text or "" for author in named(root, "x:author")]
        for comment in root.iter("*") if root is not None else ():
            author = value(comment, "authorId")
            stands = author.isdecimal() and authors[int(author) : int(author) + 1]
            count += etree.QName(comment).localname in _COMMENT and not (
                stands and stands[0].startswith(_STANDS_FOR_THREAD)
            )
    return count


# ---------------------------------------------------------------------------------- slides


def _slides(package: Package) -> Iterator[Slide]:
    """Return the slides in the order in which they are shown."""
    main = next(iter(related(package, "", "officeDocument").values()), "ppt/presentation.xml")
    for part in listed_parts(package, main, "p:sldId", "slide"):
        if (root := package.xml(part)) is None:
            yield Slide(part=part, titled=True)
            continue
        hidden = value(root, "show") in {"0", "false"}
        paragraphs = () if hidden else named(root, "a:p")
        yield Slide(
            part=part,
            hidden=hidden,
            titled=_has_title(root),
            placeholders=[words for paragraph in paragraphs for words in asking("".join(paragraph.itertext()))],
            languages=languages(root, "a", lambda properties: value(properties, "lang")),
        )


def _undrawn(package: Package) -> Iterator[str]:
    """Return the words of diagrams of which there is no drawing ([MS-ODRAWXML], 2.16): they may be shown as nothing."""
    for source in sources(package):
        drawings = related(package, source, "diagramDrawing")
        for part in related(package, source, "diagramData").values():
            data = package.xml(part)
            if not any(value(end, "relId") in drawings for end in named(data, "dsp:dataModelExt")):
                yield from (text.text for text in named(data, "a:t") if text.text)


def _has_title(slide: Element) -> bool:
    titles = (
        shape
        for shape in named(slide, "p:sp")
        if any(value(placeholder, "type") in _TITLES for placeholder in named(shape, "p:ph"))
    )
    return any((text.text or "").strip() for title in titles for text in named(title, "a:t"))


def _still_slide(package: Package, name: str, pictures: list[Picture]) -> int:
    """Turn fields that show the day into their text, number pictures, and return how many fields there were."""
    root = package.xml(name)
    assert root is not None
    fields = [field for field in named(root, "a:fld") if value(field, "type").startswith("datetime")]
    for field in fields:
        field.tag = f"{{{etree.QName(field).namespace}}}r"
        field.attrib.clear()
        # A run holds no properties of the paragraph, as a field may.
        remove(*kids_named(field, "a:pPr"))
    is_slide, shown = name.startswith("ppt/slides/"), value(root, "show") not in {"0", "false"}
    if (shown and number_pictures(root, pictures, margin=not is_slide)) or fields:
        package.change(name, root)
    return len(fields) if is_slide else 0


# ---------------------------------------------------------------------------------- sheets


def _still_workbook(package: Package, counts: Counts) -> None:
    """Still the workbook in ``package``, and count what it holds.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    counts.unshown += len(_all_related(package, *_UNSHOWN))
    for main in related(package, "", "officeDocument").values():
        names = {value(sheet, "r:id"): value(sheet, "name") for sheet in named(package.xml(main), "x:sheet")}
        for identifier, part in related(package, main, *_SHEETS).items():
            if (root := package.xml(part)) is None:
                continue
            for pane in named(root, "x:pane"):
                if value(pane, "state").startswith("frozen"):
                    rows, columns = (int(number(value(pane, key))) for key in ("ySplit", "xSplit"))
                    counts.frozen[names.get(identifier, "")] = rows, columns
            counts.unshown += sum(1 for _ in named(root, "x:legacyDrawingHF"))
            margins = _still_margins(root)
            counts.fixed_fields += margins
            if _remove_formulas(root) + margins + _hide_columns(root):
                package.change(part, root)
    for part in _all_related(package, "drawing"):
        if (root := package.xml(part)) is not None and number_pictures(root, counts.pictures, margin=True):
            package.change(part, root)


def _hide_columns(root: Element) -> int:
    """Have columns without a width taken as hidden, as Excel does, and return how many there were."""
    narrow = [column for column in named(root, "x:col") if re.fullmatch(r"0+(\.0*)?", value(column, "width"))]
    for column in narrow:
        column.set("hidden", "1")
    return len(narrow)


def _remove_formulas(root: Element) -> int:
    """Remove the formula of each cell whose value is there, and return how many there were."""
    cells = [cell for cell in named(root, "x:c") if next((shown.text for shown in kids_named(cell, "x:v")), "")]
    formulas = [formula for cell in cells for formula in kids_named(cell, "x:f")]
    remove(*formulas)
    return len(formulas)


def _still_margins(root: Element) -> int:
    """Take out of headers and footers what would be another thing each day, or on each machine; return of how many."""
    moving = [margin for margin in named(root, *_MARGIN) if _MOVING.search(margin.text or "")]
    for margin in moving:
        margin.text = _MOVING.sub("", margin.text or "")
    return len(moving)
