"""WordprocessingML (ISO/IEC 29500-1, 17): changes are taken for accepted, and fields show what they last showed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence

import attrs
from lxml import etree

from styringsdialog.convert.office.drawings import cut_pictures, number_pictures
from styringsdialog.convert.office.facts import BROKEN, NO_TARGET, Counts, asking
from styringsdialog.convert.office.numbering import hiding_styles, is_hidden, read_styles
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.xml import Element, kids_named, named, remove, short_name, unwrap, value

_STORY = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
CHANGES = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:cellIns", "w:cellDel"})
_MOVING = frozenset({"DATE", "TIME", "FILENAME", "FILESIZE", "USERNAME", "USERINITIALS", "USERADDRESS", "EDITTIME"})
# What LibreOffice shows as Word does, or as it was saved: numbers of pages, links, forms and labels.
_LIVE = frozenset(
    {
        *(
            "PAGE",
            "NUMPAGES",
            "HYPERLINK",
            "TOC",
            "FORMTEXT",
            "FORMCHECKBOX",
            "FORMDROPDOWN",
            "MACROBUTTON",
            "GOTOBUTTON",
        ),
        *("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "SYMBOL", "XE", "TC", "TA"),
    }
)
# What shows nothing, anywhere (ISO/IEC 29500-1, 17.16.5).
_SILENT = frozenset({"SET", "ASK", "RD", "PRIVATE", "ADVANCE", "NEXT", "NEXTIF", "SKIPIF"})
# A field that is the text of a bookmark, or its page, and nothing else is done to it.
_REFERENCE = re.compile(r'\s*(?:PAGE)?REF\s+"?([^\s"\\]+)"?(?:\s+\\(?:h|\*\s*MERGEFORMAT))*\s*', re.IGNORECASE)
_OUTSIDE = frozenset(
    {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "AUTOTEXT"}
)


def still_text(package: Package, stories: Container[str], margins: Container[str], settings: str) -> Counts:
    """Still the text of the Word file in ``package``, and return what it holds beside what its pages show.

    Args:
        package: A file of Office Open XML.
        stories: The parts that hold text, beside those that are called as they usually are.
        margins: Those of them that are headers and footers.
        settings: The part that says how the document is shown.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    text = Counts()
    styles = package.xml("word/styles.xml")
    usual = named(styles, "w:docDefaults")
    default = next((value(language, "w:val") for part in usual for language in named(part, "w:lang")), "")
    hiding = hiding_styles(read_styles(styles))
    names = [name for name in package.parts if name in stories or _STORY.fullmatch(name)]
    roots = {name: root for name in names if (root := package.xml(name)) is not None}
    bookmarks = {value(mark, "w:name") for root in roots.values() for mark in named(root, "w:bookmarkStart")}
    for name, root in roots.items():
        text.changes += sum(1 for _ in named(root, *CHANGES))
        text.languages += languages(
            root,
            "w",
            lambda properties: next((value(own, "w:val") for own in named(properties, "w:lang")), ""),
            default,
        )
        text.placeholders += _placeholders(root)
        cut = cut_pictures(root)
        text.outside += cut
        # LibreOffice shows drawings in hidden text.
        drawings = named(root, "w:drawing", "w:pict", "w:object", "mc:AlternateContent")
        hidden = [drawing for drawing in drawings if is_hidden(drawing, hiding)]
        remove(*hidden)
        is_margin = name in margins or "header" in name or "footer" in name
        text.tables += () if is_margin else map(_table, named(root, "w:tbl"))
        numbered = number_pictures(root, text.pictures, margin=is_margin)
        if _still_fields(root, text, bookmarks) or numbered or cut or hidden:
            package.change(name, root)
    if text.changes and not _hide_changes(package, settings):
        text.changes_shown = True
        for name, root in roots.items():
            # What was taken out is not shown at least; a mark that is a property holds no text.
            remove(*(run for gone in named(root, "w:del", "w:moveFrom") for run in named(gone, "w:r")))
            package.change(name, root)
    return text


def _table(table: Element) -> tuple[str, int]:
    """Return what its author wrote of a table (17.4.62 and 17.4.63), and how many rows it has with those within it."""
    properties = next(kids_named(table, "w:tblPr"), table)
    said = (value(part, "w:val").strip() for part in kids_named(properties, "w:tblCaption", "w:tblDescription"))
    return " - ".join(filter(None, said)), sum(1 for _ in named(table, "w:tr"))


def _hide_changes(package: Package, settings: str) -> bool:
    """Have the document shown as if its changes were accepted (17.15.1.69); tell whether that could be said."""
    if (root := package.xml(settings)) is None or short_name(root) != "w:settings":
        return False
    remove(*named(root, "w:revisionView"))
    space = etree.QName(root).namespace
    shown = {f"{{{space}}}{key}": "0" for key in ("markup", "comments", "insDel", "formatting")}
    root.insert(0, root.makeelement(f"{{{space}}}revisionView", shown, nsmap=root.nsmap))
    package.change(settings, root)
    return True


@attrs.define
class _Field:
    """A field that has begun.

    Attributes:
        pieces: What says what it is, and ends it.
        words: The instruction, piece by piece.
        shown: What it last showed.
        is_shown: Whether what comes next is shown.
    """

    pieces: list[Element]
    words: list[str] = attrs.field(factory=list)
    shown: list[Element] = attrs.field(factory=list)
    is_shown: bool = False


def _still_fields(root: Element, text: Counts, bookmarks: Container[str]) -> int:
    """Leave of fields what they last showed, but of those that are worked out here; return how many those were."""
    count = 0
    for simple in named(root, "w:fldSimple"):
        if _is_stilled(value(simple, "w:instr"), list(named(simple, "w:t")), text, bookmarks):
            unwrap(simple)
            count += 1
    open_: list[_Field] = []
    for piece in [piece for run in named(root, "w:r") for piece in run]:
        name = short_name(piece)
        kind = value(piece, "w:fldCharType") if name == "w:fldChar" else ""
        if open_ and kind in {"separate", "end"}:
            open_[-1].pieces.append(piece)
            open_[-1].is_shown = True
        elif open_ and name == "w:instrText":
            open_[-1].words.append(piece.text or "")
        # Whatever stands in an instruction, such as another field, is nothing that was shown.
        for field in open_[: -1 if kind in {"separate", "end"} else None]:
            (field.shown if field.is_shown else field.pieces).append(piece)
        if kind == "begin":
            open_.append(_Field([piece]))
        elif open_ and kind == "end":
            field = open_.pop()
            is_seen = all(around.is_shown for around in open_)
            if is_seen and _is_stilled("".join(field.words), field.shown, text, bookmarks):
                count += 1
                remove(*field.pieces)
    return count


def _is_stilled(instruction: str, shown: Sequence[Element], text: Counts, bookmarks: Container[str]) -> bool:
    """Count the field that ``instruction`` says, which showed ``shown``, and tell whether it is to be stilled."""
    kind = next(iter(instruction.split()), "").upper()
    if (reference := _REFERENCE.fullmatch(instruction)) is not None and reference[1] in bookmarks:
        return False
    texts = [piece for piece in shown if short_name(piece) == "w:t"]
    if broken := bool(BROKEN.match("".join(piece.text or "" for piece in texts))):
        text.broken += 1
        for number, piece in enumerate(texts):
            piece.text = "" if number else NO_TARGET
    elif not shown and kind not in _LIVE | _SILENT:
        text.blank_fields += 1
    text.outside += kind in _OUTSIDE
    text.fixed_fields += kind in _MOVING and bool(shown)
    return broken or kind not in _LIVE


def _placeholders(root: Element) -> Iterator[str]:
    """Return what stands in controls that nobody filled in (17.5.2.39), and what asks for it elsewhere."""
    yield from (
        "".join(text.text or "" for text in named(control, "w:t"))
        for control in named(root, "w:sdt")
        if any(True for properties in kids_named(control, "w:sdtPr") for _ in kids_named(properties, "w:showingPlcHdr"))
    )
    for paragraph in named(root, "w:p"):
        yield from asking("".join(text.text or "" for text in named(paragraph, "w:t", "w:instrText")))


# ------------------------------------------------------------------------------- language


def languages(root: Element, kind: str, said: Callable[[Element], str], default: str = "") -> Counter[str]:
    """Return how many letters in the runs of ``root`` are in which language, as ``said`` reads it in properties."""
    counted: Counter[str] = Counter()
    for run in named(root, f"{kind}:r", f"{kind}:fld"):
        own = next(filter(None, map(said, kids_named(run, f"{kind}:rPr"))), default)
        counted[own] += sum(len(text.text or "") for text in kids_named(run, f"{kind}:t"))
    del counted[""]
    return +counted
