"""WordprocessingML (ISO/IEC 29500-1, 17): changes are taken for accepted, and fields show what they last showed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import attrs

from styringsdialog.convert.office.drawings import cut_pictures, named_decoration
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.xml import Edit, Element, edited

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


def still_text(package: Package) -> WordText:
    """Still the text of the Word file in ``package``, and give what it holds.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    text = WordText()
    default = _default_language(package)
    for name in package.parts:
        found = package.xml(name) if _STORY.fullmatch(name) else None
        if found is None:
            continue
        data, root = found
        text.changes += sum(one.name in _CHANGES for one in root.walk())
        text.languages += _languages(root, default)
        pictures = list(cut_pictures(data, root))
        text.outside += len(pictures)
        edits = [*_still_fields(root, text), *pictures, *named_decoration(data, root)]
        if edits:
            package.changed[name] = edited(data, edits)
    if text.changes:
        text.changes_shown = not _hide_changes(package)
    return text


def _hide_changes(package: Package) -> bool:
    """Have the document shown as if its changes were accepted (17.15.1.69); tell whether that could be said."""
    found = package.xml("word/settings.xml")
    if found is None:
        return False
    data, root = found
    tag = root.tag(data)
    if root.content_end == root.content:
        return False
    prefix = f"{tag.rpartition(':')[0]}:" if ":" in tag else ""
    keys = ("markup", "comments", "insDel", "formatting")
    said = " ".join(f'{prefix}{key}="0"' for key in keys)
    edits = [one.removed() for one in root.named("w:revisionView")]
    edits.append(Edit(root.content, root.content, f"<{prefix}revisionView {said}/>".encode()))
    package.changed["word/settings.xml"] = edited(data, edits)
    return True


def _still_fields(root: Element, text: WordText) -> Iterator[Edit]:
    """Give the edits that leave of a field what it last showed, where it would show something else now."""
    for one in root.named("w:fldSimple"):
        if _counts(one.attributes.get("w:instr", ""), text):
            yield from one.unwrapped()
    open_: list[tuple[list[Element], list[str], list[bool]]] = []
    for one in root.named("w:fldChar", "w:instrText"):
        if one.name == "w:instrText":
            if open_ and not open_[-1][2]:
                open_[-1][0].append(one)
                open_[-1][1].append(one.text)
            continue
        match one.attributes.get("w:fldCharType"):
            case "begin":
                open_.append(([one], [], []))
            case "separate" if open_:
                open_[-1][0].append(one)
                open_[-1][2].append(True)
            case "end" if open_:
                pieces, words, _ = open_.pop()
                if _counts("".join(words), text):
                    yield from (piece.removed() for piece in (*pieces, one))


def _counts(instruction: str, text: WordText) -> bool:
    """Count the field that ``instruction`` says, where it is to be stilled; tell whether it is."""
    kind = next(iter(instruction.split()), "").upper()
    text.outside += kind in _OUTSIDE
    text.fixed_fields += kind in _MOVING
    return kind in _OUTSIDE or kind in _MOVING


# ------------------------------------------------------------------------------- language


def _default_language(package: Package) -> str:
    found = package.xml("word/styles.xml")
    if found is None:
        return ""
    for defaults in found[1].named("w:docDefaults"):
        for one in defaults.named("w:lang"):
            return one.attributes.get("w:val", "")
    return ""


def _languages(root: Element, default: str) -> Counter[str]:
    """Give how many letters are said to be in which language."""
    counted: Counter[str] = Counter()
    for run in root.named("w:r"):
        letters = sum(len(kid.text) for kid in run.kids if kid.name == "w:t")
        properties = next((kid for kid in run.kids if kid.name == "w:rPr"), None)
        own = next(iter(properties.named("w:lang")), None) if properties is not None else None
        said = own.attributes.get("w:val", default) if own is not None else default
        if said:
            counted[said] += letters
    return +counted
