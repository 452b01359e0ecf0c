"""What an Office file says, as its XML has it: the text and the numbers that its pages are to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from styringsdialog.convert.office.numbering import hiding_styles, is_hidden, read_styles
from styringsdialog.convert.office.ooxml import listed_parts
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.sheets import column_number
from styringsdialog.convert.office.xml import Element, kids_named, named, number, short_name, value

_DANISH: Final = re.compile(
    r"\w*[æøå]\w*|og|af|ikke|til|det|som|skal|eller|blev|fra|har|med|er|om|kan|den|en|et|vi", re.IGNORECASE
)
_SAYING: Final = re.compile(r"(word/document|ppt/slides/slide\d+|xl/sharedStrings|content)\.xml")
# Of the words of a text; a fourth of Danish ones are among those, and of English or German ones hardly any.
_ENOUGH: Final = 0.1

# What is deleted, stands a second time for older programs, or is no text of the pages.
_UNSEEN: Final = frozenset(
    {
        *("w:del", "w:moveFrom", "mc:Fallback", "w:instrText", "w:delText", "w:rPr", "w:pPr"),
        *("office:annotation", "text:tracked-changes", "presentation:notes", "svg:desc", "svg:title"),
        *("text:page-number", "text:page-count", "text:hidden-text"),
        *("office:automatic-styles", "table:tracked-changes", "text:note-citation", "office:forms"),
    }
)
_BREAKS: Final = (
    *("w:tab", "w:br", "w:cr", "w:footnoteReference", "w:endnoteReference"),
    *("a:br", "text:tab", "text:s", "text:line-break", "text:note"),
)
_SIGNS: Final = {"w:noBreakHyphen": "-", **dict.fromkeys(_BREAKS, " ")}
_ENDS: Final = frozenset({"w:p", "a:p", "text:p", "text:h"})
_COUNTED: Final = frozenset({"PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES", "REF", "NOTEREF", "SEQ", "AUTONUM"})
_SHAPES: Final = frozenset({"p:sp", "p:graphicFrame", "p:grpSp", "p:pic"})
_DATES: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# Whole columns have no rows, and whole rows no columns.
_AREA: Final = re.compile(r"!(?=\$?[A-Z0-9])\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")
_LAST: Final = ("XFD", 1 << 20)
_BUILT_IN_DATES: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))


def office_words(package: Package, kind: str) -> Iterator[tuple[str, str | float]]:
    """Yield what the pages of ``package``, an Office file of ``kind``, are to show, and where it stands.

    A place is a slide's number or a cell; it is empty where a file has no places before it has pages.
    """
    match kind:
        case ".docx":
            hiding = hiding_styles(read_styles(package.xml("word/styles.xml")))
            yield from (
                ("", _text(package.xml(name), hiding))
                for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
            )
        case ".pptx":
            yield from (
                (str(place), _text(root, ()))
                for place, name in enumerate(listed_parts(package, "ppt/presentation.xml", "p:sldId", "slide"), 1)
                if (root := package.xml(name)) is not None and value(root, "show") not in {"0", "false"}
            )
        case ".xlsx":
            yield from _cells(package)
        case _:
            yield "", _text(package.xml("content.xml"), ())


def is_danish(package: Package) -> bool:
    """Tell whether the words of an Office file are those of Danish, or of a language as near to it."""
    roots = [package.xml(name) for name in package.parts if _SAYING.fullmatch(name)]
    texts = (str(text) for root in roots if root is not None for text in root.itertext())
    words = re.findall(r"[^\W\d_]+", " ".join(texts))
    return sum(_DANISH.fullmatch(word) is not None for word in words) > _ENOUGH * len(words)


def _text(root: Element | None, hiding: Collection[str]) -> str:
    """Return the text within ``root``, without what nobody sees."""
    pieces: list[str] = []
    # How many complex fields (ECMA-376 part 1, 17.16.18) have begun.
    depth = 0

    def walk(element: Element) -> None:
        nonlocal depth
        if (name := short_name(element)) in _UNSEEN or _is_hidden(element, name, hiding):
            return
        if name == "w:fldChar":
            depth = max(0, depth + {"begin": 1, "end": -1}.get(value(element, "w:fldCharType"), 0))
        elif name in {"w:t", "a:t"}:
            text = element.text or ""
            # The number of a page, or of what is referred to, is worked out anew.
            pieces.append(re.sub(r"\d+", " ", text) if depth else text)
        else:
            pieces.append(_SIGNS.get(name, ""))
        is_text = name.startswith("text:")
        pieces.append((is_text and element.text) or "")
        for kid in element.iterchildren("*"):
            walk(kid)
            pieces.append((is_text and kid.tail) or "")
        pieces.append("\n" if name in _ENDS else "")

    if root is not None:
        walk(root)
    return "".join(pieces)


def _is_hidden(element: Element, name: str, hiding: Collection[str]) -> bool:
    # A shape says of itself before it says anything of what is in it.
    about = next(element.iter("{*}cNvPr"), element) if name in _SHAPES else element
    return (
        (name == "w:r" and is_hidden(element, hiding))
        or (name in _SHAPES and value(about, "hidden") in {"1", "true"})
        or (name == "w:fldSimple" and value(element, "w:instr").split()[:1] in [[field] for field in _COUNTED])
        or (name == "a:fld" and value(element, "type") == "slidenum")
        or (name == "text:section" and value(element, "text:display") in {"none", "condition"})
    )


def _cells(package: Package) -> Iterator[tuple[str, str | float]]:
    """Yield what each cell that can be seen holds; a day or an hour is a number that nobody sees as such."""
    workbook, strings = package.xml("xl/workbook.xml"), package.xml("xl/sharedStrings.xml")
    texts = [_joined(text) for text in named(strings, "x:si")]
    dates = _dates(package)
    parts = listed_parts(package, "xl/workbook.xml", "x:sheet", "worksheet")
    # What stands outside the part that is to be printed is told as such.
    printed = {
        value(area, "localSheetId"): _AREA.findall(area.text or "")
        for area in named(workbook, "x:definedName")
        if value(area, "name") == "_xlnm.Print_Area"
    }
    for index, (sheet, name) in enumerate(zip(named(workbook, "x:sheet"), parts, strict=True)):
        root = package.xml(name) if value(sheet, "state", "visible") == "visible" else None
        hidden = [
            range(int(number(value(column, "min"), 1)) - 1, int(number(value(column, "max"), 1)))
            for column in named(root, "x:col")
            if value(column, "hidden") in {"1", "true"}
        ]
        for row in named(root, "x:row"):
            if value(row, "hidden") in {"1", "true"}:
                continue
            for cell in kids_named(row, "x:c"):
                reference = value(cell, "r")
                column, shown = column_number(reference.rstrip("0123456789")), _shown(cell, texts, dates)
                if shown is None or any(column in columns for columns in hidden):
                    continue
                row_number = int(re.sub(r"\D", "", reference) or 0)
                if str(index) not in printed or any(
                    column_number(left) <= column <= column_number(right or left or _LAST[0])
                    and int(top or 0) <= row_number <= int(bottom or top or _LAST[1])
                    for left, top, right, bottom in printed[str(index)]
                ):
                    yield f"{value(sheet, 'name')}!{reference}", shown


def _shown(cell: Element, texts: list[str], dates: list[bool]) -> str | float | None:
    written = next((shown.text for shown in kids_named(cell, "x:v")), None) or ""
    try:
        match value(cell, "t", "n"):
            case "s":
                return texts[int(written)]
            case "inlineStr":
                return "".join(_joined(text) for text in kids_named(cell, "x:is"))
            case "n":
                return None if dates[int(value(cell, "s", "0"))] else float(written)
            case "str":
                return written
    except (ValueError, IndexError):
        pass
    return None


def _joined(item: Element) -> str:
    """Return a cell's text without how it is pronounced (ECMA-376 part 1, 18.4.6)."""
    spoken = {text for phonetic in named(item, "x:rPh") for text in named(phonetic, "x:t")}
    return "".join(text.text or "" for text in named(item, "x:t") if text not in spoken)


def _dates(package: Package) -> list[bool]:
    """Tell of each format that cells are set in whether it makes a day or an hour of a number, or hides it."""
    styles = package.xml("xl/styles.xml")
    formats = named(styles, "x:numFmt")
    codes = {value(entry, "numFmtId"): _LITERAL.sub("", value(entry, "formatCode")) for entry in formats}
    used = [
        value(entry, "numFmtId", "0") for cells in named(styles, "x:cellXfs") for entry in kids_named(cells, "x:xf")
    ]
    return [
        bool(_DATES.search(codes[used_id])) or "0" not in codes[used_id]
        if used_id in codes
        else used_id in _BUILT_IN_DATES
        for used_id in used or ["0"]
    ]
