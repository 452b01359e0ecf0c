"""WordprocessingML (ISO/IEC 29500-1, 17): changes are taken for accepted, and fields show what they last showed."""

from __future__ import annotations

import re
from collections import Counter

import attrs
from lxml import etree

from styringsdialog.convert.office.drawings import cut_pictures, number_pictures
from styringsdialog.convert.office.facts import Picture
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.xml import Element, kids_named, named, remove, short_name, unwrap, value

__all__ = ["WordText", "still_text"]

_STORY = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
_CHANGES = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:cellIns", "w:cellDel"})
_MOVING = frozenset({"DATE", "TIME", "FILENAME", "FILESIZE", "USERNAME", "USERINITIALS", "USERADDRESS", "EDITTIME"})
_OUTSIDE = frozenset(
    {"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "AUTOTEXT"}
)


@attrs.define(kw_only=True)
class WordText:
    """What the text of a Word file holds beside what its pages show; see ``Found``."""

    changes: int = 0
    changes_shown: bool = False
    outside: int = 0
    fixed_fields: int = 0
    languages: Counter[str] = attrs.field(factory=Counter)
    pictures: list[Picture] = attrs.field(factory=list)


def still_text(package: Package) -> WordText:
    """Still the text of the Word file in ``package``, and return what it holds.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    text = WordText()
    default = _default_language(package)
    for name in package.parts:
        root = package.xml(name) if _STORY.fullmatch(name) else None
        if root is None:
            continue
        text.changes += sum(1 for _ in named(root, *_CHANGES))
        text.languages += _languages(root, default)
        cut = cut_pictures(root)
        text.outside += cut
        is_margin = "header" in name or "footer" in name
        if number_pictures(root, text.pictures, margin=is_margin) + _still_fields(root, text) + cut:
            package.change(name, root)
    if text.changes:
        text.changes_shown = not _hide_changes(package)
    return text


def _hide_changes(package: Package) -> bool:
    """Have the document shown as if its changes were accepted (17.15.1.69); tell whether that could be said."""
    root = package.xml("word/settings.xml")
    if root is None or short_name(root) != "w:settings":
        return False
    for view in named(root, "w:revisionView"):
        remove(view)
    space = etree.QName(root).namespace
    shown = {f"{{{space}}}{key}": "0" for key in ("markup", "comments", "insDel", "formatting")}
    root.insert(0, root.makeelement(f"{{{space}}}revisionView", shown, nsmap=root.nsmap))
    package.change("word/settings.xml", root)
    return True


def _still_fields(root: Element, text: WordText) -> int:
    """Leave of a field what it last showed, where it would show something else now; return how many those were."""
    count = 0
    for field in named(root, "w:fldSimple"):
        if _counts(value(field, "w:instr"), text):
            unwrap(field)
            count += 1
    open_: list[tuple[list[Element], list[str], list[bool]]] = []
    for piece in named(root, "w:fldChar", "w:instrText"):
        if short_name(piece) == "w:instrText":
            if open_ and not open_[-1][2]:
                open_[-1][0].append(piece)
                open_[-1][1].append(piece.text or "")
            continue
        match value(piece, "w:fldCharType"):
            case "begin":
                open_.append(([piece], [], []))
            case "separate" if open_:
                open_[-1][0].append(piece)
                open_[-1][2].append(True)
            case "end" if open_:
                pieces, words, _ = open_.pop()
                if _counts("".join(words), text):
                    count += 1
                    for still in (*pieces, piece):
                        remove(still)
    return count


def _counts(instruction: str, text: WordText) -> bool:
    """Count the field that ``instruction`` says, where it is to be stilled; tell whether it is."""
    kind = next(iter(instruction.split()), "").upper()
    text.outside += kind in _OUTSIDE
    text.fixed_fields += kind in _MOVING
    return kind in _OUTSIDE or kind in _MOVING


# ------------------------------------------------------------------------------- language


def _default_language(package: Package) -> str:
    root = package.xml("word/styles.xml")
    if root is None:
        return ""
    for defaults in named(root, "w:docDefaults"):
        for language in named(defaults, "w:lang"):
            return value(language, "w:val")
    return ""


def _languages(root: Element, default: str) -> Counter[str]:
    """Return how many letters are said to be in which language."""
    counted: Counter[str] = Counter()
    for run in named(root, "w:r"):
        letters = sum(len(text.text or "") for text in kids_named(run, "w:t"))
        properties = next(kids_named(run, "w:rPr"), None)
        own = next(named(properties, "w:lang"), None) if properties is not None else None
        language = value(own, "w:val", default) if own is not None else default
        if language:
            counted[language] += letters
    return +counted
