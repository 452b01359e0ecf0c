"""A Word file (ISO/IEC 29500-1, 17) as the blocks of a text of the edition; what has no block is told with its place.

Changes are taken for accepted, fields say what they last showed, and numbers are those that Word prints.
"""

from __future__ import annotations

import re
import textwrap
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise, takewhile
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.content.links import INSIDE, SIGNATURES, LinkError, read_href
from styringsdialog.content.spaces import collapsed_text
from styringsdialog.convert.office.crops import cut_crops
from styringsdialog.convert.office.drawings import alternative
from styringsdialog.convert.office.facts import DECORATION, asking
from styringsdialog.convert.office.marks import SIGN, SIGNS
from styringsdialog.convert.office.numbering import (
    Numbering,
    first,
    hiding_styles,
    is_hidden,
    is_on,
    read_styles,
    said,
    style_chain,
)
from styringsdialog.convert.office.ooxml import related, sources
from styringsdialog.convert.office.package import Package, UnusableOfficeError, open_package
from styringsdialog.convert.office.word import CHANGES
from styringsdialog.convert.office.words import office_words
from styringsdialog.convert.office.xml import Element, kids_named, named, number, short_name, value
from styringsdialog.errors import Remark
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.blocks import (
    Align,
    Aside,
    Block,
    Blocks,
    Cell,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Place,
    Row,
    Strong,
    Table,
    Text,
    plain_text,
)
from styringsdialog.pictures.picture import PictureError, keep
from styringsdialog.pictures.reading import read_pictures
from styringsdialog.typeset.setting import FRAME

_GONE: Final = frozenset(
    {
        *("w:del", "w:moveFrom", "w:delText", "w:instrText", "mc:Fallback"),
        *("w:pPr", "w:rPr", "w:tblPr", "w:tcPr", "w:trPr", "w:sdtPr", "w:sectPr"),
    }
)
_SIGNS: Final = {"w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_DRAWN: Final = ("w:drawing", "w:pict", "w:object")
_IN_DRAWINGS: Final = ("w:txbxContent", "pic:pic", "v:imagedata")
# Fields that show another number in the package, or are links that it has lost.
_WORKED_OUT: Final = re.compile(r"\s*(?:(?:NUM)?PAGES?|PAGEREF|SECTIONPAGES|(HYPERLINK)\s+[^\\])")
_RAISED: Final = {
    "superscript": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_SCHEMES: Final = ("http:", "https:", "mailto:", "tel:", *(f"{scheme}:" for scheme in INSIDE))
_REFERENCE: Final = re.compile(
    rf"<((?:{'|'.join(INSIDE)}):[^\s<>/#]+(?:/[^\s<>/#]+)?(?:#(?:side|sider|antal))?)>", re.IGNORECASE
)
_HEADING: Final = re.compile(r"heading ([1-9])|title")
_LOWEST: Final = 4
_MOST_COLUMNS: Final = 63
_TEXT: Final = 9
_LONGEST_LABEL: Final = 16
_NO_ALT: Final = "Billede uden beskrivelse"

# How words are set: strong, stressed, and where they lead.
_How = tuple[bool, bool, str]


@attrs.frozen
class _Item:
    """What stands in a text, or in a list of it, which has a number; a label is empty for a bullet."""

    content: Blocks
    number: str = ""
    depth: int = 0
    label: str | None = None


@attrs.define(eq=False)
class _Slot:
    """A cell of a table, and how many columns it covers."""

    content: Blocks = ()
    width: int = 1
    align: Align = Align.START


def read_word(path: Path, name: str, folder: Path) -> tuple[Blocks, tuple[Remark, ...], str, str]:
    """Return the Word file at ``path``, which messages call ``name``, as blocks; its pictures are kept in ``folder``.

    With it what is not as in the file, all that the file says, as ``office_words`` has it, and those words of it that
    are in no block, as the remarks tell.

    Raises:
        UnusableOfficeError: It is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            package = open_package(archive)
            cut_crops(package, {source: related(package, source, "image") for source in sources(package)})
            reader = _Reader(package, name, folder)
            blocks = reader.document()
            words = "\n".join(str(words) for _, words in office_words(package, ".docx"))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RecursionError) as error:
        raise UnusableOfficeError(
            message("office.too-deep") if isinstance(error, RecursionError) else message("office.parts-not-found")
        ) from error
    # A reference prints what it leads to, and not its address.
    left_out = [*reader.left_out, *_REFERENCE.findall(words)]
    return blocks, tuple(dict.fromkeys(reader.remarks)), words, "\n".join(left_out)


class _Reader:
    """Reads the parts of a file; what it tells stands in ``remarks``, and what it passes over in ``left_out``."""

    def __init__(self, package: Package, name: str, folder: Path) -> None:
        self.remarks: list[Remark] = []
        self.left_out: list[str] = []
        self._package, self._name, self._folder = package, name, folder
        self._opening = ""
        self._notes: list[Element] = []
        self._main = next(iter(related(package, "", "officeDocument").values()), "")
        self._parts = {kind: self._part(kind) for kind in ("numbering", "footnotes", "endnotes")}
        self._styles = read_styles(self._part("styles"))
        self._hiding = hiding_styles(self._styles)
        self._numbering = Numbering(self._parts["numbering"], self._styles)

    def _part(self, kind: str) -> Element | None:
        return next((self._package.xml(part) for part in related(self._package, self._main, kind).values()), None)

    def _place(self) -> Place:
        return Place(f"{self._name}: «{self._opening}»" if self._opening else self._name)

    def _tell(self, code: str, /, **arguments: str | int | Message) -> None:
        self.remarks.append(
            Remark(message(code, **arguments), Where(self._name, f"«{self._opening}»" if self._opening else ""))
        )

    def _words(self, element: Element) -> str:
        texts = _children(element, "w:t", "w:tab", "w:br")
        return "".join(text.text or " " for text in texts if not is_hidden(text, self._hiding))

    def document(self) -> Blocks:
        """Return the blocks of the whole file.

        Raises:
            UnusableOfficeError: There is no document in it, or a part is damaged.
        """
        root = self._package.xml(self._main)
        body = first(root, "w:body")
        if body is None:
            raise UnusableOfficeError(message("office.no-document"))
        if changes := sum(1 for _ in named(root, *CHANGES)):
            self._tell("office.text-changes", count=changes)
        for _ in named(root, "w:altChunk"):
            self._tell("office.text-drawing", alt="altChunk")
        blocks = (*_levelled(self._blocks(body, self._main)), *self._written_notes())
        self._opening = ""
        margins = [self._package.xml(part) for part in related(self._package, self._main, "header", "footer").values()]
        if words := " ".join(filter(None, (self._words(margin).strip() for margin in margins if margin is not None))):
            self._tell("office.text-margins", words=_shortened(words))
        return blocks

    def _written_notes(self) -> Iterator[Block]:
        """Yield the notes that the text refers to, under each other; a note may refer to others."""
        items: list[ListItem] = []
        while len(items) < len(self._notes):
            note = self._notes[len(items)]
            part = next(iter(related(self._package, self._main, f"{short_name(note)[2:]}s").values()))
            items.append(ListItem(content=self._blocks(note, part, inside=True)))
        if items:
            yield Paragraph(content=(Strong((Text("Noter"),)),), place=Place(self._name))
            yield List(items=tuple(items), ordered=True, place=Place(self._name))

    # ------------------------------------------------------------------------- blocks

    def _blocks(self, holder: Element, part: str = "", *, inside: bool = False) -> Blocks:
        """Return the blocks in ``holder``; ``inside`` something that can hold no headings and no tables.

        Pictures and links are those of ``part``, or of the part around it.
        """
        if part:
            self._addresses = related(self._package, part, "hyperlink")
            self._images = related(self._package, part, "image")
        read = {"w:p": self._paragraph, "w:tbl": self._table}
        flow = [read[short_name(element)](element, inside=inside) for element in _children(holder, *read)]
        blocks: Blocks = ()
        # What has no blocks ends no list.
        for is_listed, items in groupby(filter(attrgetter("content"), flow), lambda item: item.label is not None):
            alike = list(items)
            blocks += _lists(alike, Place(self._name)) if is_listed else tuple(chain(*(item.content for item in alike)))
        return blocks

    def _paragraph(self, element: Element, *, inside: bool) -> _Item:
        properties, words = first(element, "w:pPr"), self._words(element)
        self._opening = _shortened(words) or self._opening
        style = said(properties, "w:pStyle")
        based = list(style_chain(self._styles, style))
        if (names := [said(kind, "w:name").lower() for kind in based]) and names[0].startswith("toc "):
            self.left_out.append(words)
            self._tell("office.text-contents", words=_shortened(words))
            return _Item(())
        place = self._place()
        number, depth = self._numbering.place(properties, style)
        label = self._numbering.label(number, depth)
        content = _line(self._pieces(element, (False, False, "")))
        for _ in named(element, "w:commentReference"):
            self._tell("office.text-comment")
        for field in named(element, "w:instrText", "w:fldSimple"):
            instruction = field.text or value(field, "w:instr")
            if kind := _WORKED_OUT.match(instruction):
                short = _shortened(instruction)
                self._tell("office.text-link", words=short) if kind[1] else self._tell("office.text-field", words=short)
        for formula in element.iter("{*}oMath"):
            self._tell("office.text-formula", words="".join(formula.itertext()))
        for prompt in asking(words):
            self._tell("office.text-placeholder", words=prompt)
        beside = tuple(self._beside(element))
        outlines = (said(holder, "w:outlineLvl") for holder in (properties, *(first(kind, "w:pPr") for kind in based)))
        styled = next(filter(None, map(_HEADING.fullmatch, names)), None)
        # 17.3.1.20: 9 is the level of text.
        outline = int(styled[1] or 1) - 1 if styled else int(next(filter(str.isdecimal, outlines), "9")[:2])
        if content and outline < _TEXT:
            content = (Text(f"{label} "), *content) if label else content
            heading = Heading(level=min(outline + 1, _LOWEST), content=content, place=place)
            return _Item((Paragraph(content=(Strong(content),), place=place) if inside else heading, *beside))
        blocks = (*([Paragraph(content=content, place=place)] if content else []), *beside)
        return _Item(blocks, number, depth, label if blocks else None)

    def _beside(self, paragraph: Element) -> Iterator[Block]:
        """Yield the pictures in ``paragraph``, and the text in boxes; tell of other drawings."""
        for drawing in _children(paragraph, *_DRAWN):
            if is_hidden(drawing, self._hiding):
                continue
            parts = list(_children(drawing, *_IN_DRAWINGS))
            for part in parts:
                if short_name(part) != "w:txbxContent":
                    blip = next(named(part, "a:blip"), part)
                    source = value(blip, "r:embed") or value(blip, "r:id") or value(blip, "r:link")
                    yield from self._picture(self._images.get(source, ""), alternative(drawing) or alternative(part))
                elif content := self._blocks(part, inside=True):
                    yield Aside(content=content, place=self._place())
            if not parts and next((shape for shape in drawing.iter() if value(shape, "o:hr")), None) is None:
                self._tell("office.text-drawing", alt=alternative(drawing))

    def _picture(self, part: str, alt: str) -> Iterator[Figure]:
        # The end of a name: no folder takes long ones.
        path = self._folder / f"{len(list(self._folder.iterdir())) + 1}-{Path(part).name[-40:]}"
        try:
            if part in self._package:
                path.write_bytes(self._package.read(part))
            picture = read_pictures(path, FRAME).pictures[0]
        except (PictureError, UnusableOfficeError) as error:
            reason = error.what if path.exists() else message("office.picture-outside")
            self._tell("office.text-picture-lost", name=Path(part).name, reason=reason, alt=alt)
            return
        if not path.read_bytes().startswith(SIGNATURES):
            keep(picture, path)
        if not alt:
            self._tell("office.text-picture-without-alt")
        yield Figure(path=str(path), alt=_NO_ALT if alt in {"", DECORATION} else alt, place=self._place())

    # ------------------------------------------------------------------------- tables

    def _table(self, element: Element, *, inside: bool) -> _Item:
        # By row and column, what stands there; what goes on from above does so too.
        grid: list[dict[int, _Slot]] = [{}]
        headed: list[bool] = []
        for row in _children(element, "w:tr"):
            settings = first(row, "w:trPr")
            column, slots = max(0, int(number(said(settings, "w:gridBefore")))), dict[int, _Slot]()
            for cell in _children(row, "w:tc"):
                properties = first(cell, "w:tcPr")
                merged, span = first(properties, "w:vMerge"), said(properties, "w:gridSpan")
                # 17.4.84: a cell that goes on from above says so, and nothing else.
                if merged is None or value(merged, "w:val") == "restart" or column not in grid[-1]:
                    sides = {said(first(kid, "w:pPr"), "w:jc") for kid in kids_named(cell, "w:p")}
                    align = Align.END if sides in ({"right"}, {"end"}) else Align.START
                    # No table of Word's has more columns, and each cell covers one at least.
                    width = min(max(1, int(number(span, 1))), _MOST_COLUMNS)
                    slots[column] = _Slot(self._blocks(cell, inside=True), width, align)
                else:
                    slots[column] = grid[-1][column]
                column += slots[column].width
            if first(settings, "w:del") is None and {*slots.values()} - {*grid[-1].values()}:
                grid.append(slots)
                headed.append(first(settings, "w:tblHeader") is not None)
        own = list(dict.fromkeys(slot for slots in grid for slot in slots.values()))
        content = tuple(block for slot in own for block in slot.content)
        if inside and content:
            self._tell("office.text-table-in-cell")
        if inside or len(own) == 1 or not content:
            # A table of one cell is a frame, and in a cell stands no table.
            return _Item(content if inside or not content else (Aside(content=content, place=self._place()),))
        look = first(element, "w:tblPr", "w:tblLook")
        heads = len(list(takewhile(bool, headed))) or int(
            _has_head(look) and all(slot.content for column, slot in grid[1].items() if column)
        )
        # Head and body are grids of their own, in which no cell goes from one to the other.
        while heads and {*grid[heads].values()} & {*(grid[heads + 1 :] or [{}])[0].values()}:
            heads += 1
        heads = heads if heads < len(headed) else 0
        total = max(column + slot.width for slots in grid for column, slot in slots.items())
        rows = Counter(slot for slots in grid for slot in slots.values())
        built = tuple(
            _row(slots, above, rows, total, header=index < heads) for index, (above, slots) in enumerate(pairwise(grid))
        )
        return _Item((Table(head=built[:heads], body=built[heads:], place=self._place()),))

    # -------------------------------------------------------------------- within a line

    def _pieces(self, holder: Element, how: _How) -> Iterator[tuple[Inline, _How]]:
        for element in holder.iterchildren("*"):
            if (name := short_name(element)) == "w:r":
                yield from self._run(element, how)
            elif name == "w:hyperlink":
                yield from self._pieces(element, (*how[:2], self._address(element)))
            elif name in {"w:br", "w:cr"}:
                # A new page or column is none of a text that is set anew.
                yield LineBreak() if value(element, "w:type") not in {"page", "column"} else Text(" "), how
            elif text := self._text(element, name):
                yield Text(_PRIVATE.sub(lambda sign: SIGNS.get(ord(sign[0]), SIGN), text)), how
            elif name not in _GONE and name not in _DRAWN:
                yield from self._pieces(element, how)

    def _run(self, run: Element, how: _How) -> Iterator[tuple[Inline, _How]]:
        properties = first(run, "w:rPr")
        styles = style_chain(self._styles, said(properties, "w:rStyle"))
        holders = [properties, *(first(style, "w:rPr") for style in styles)]
        if is_hidden(run, self._hiding):
            # What is hidden is quoted nowhere: a report may be read by others.
            self.left_out.append("".join(run.itertext()))
            self._tell("office.text-hidden")
            return
        if (is_on("w:strike", holders) or is_on("w:dstrike", holders)) and (words := self._words(run)):
            self._tell("office.text-struck", words=_shortened(words))
        raised = _RAISED.get(said(properties, "w:vertAlign"), {})
        yield from (
            (Text(inline.text.translate(raised)) if isinstance(inline, Text) else inline, set_so)
            for inline, set_so in self._pieces(
                run, (how[0] or is_on("w:b", holders), how[1] or is_on("w:i", holders), how[2])
            )
        )

    def _text(self, element: Element, name: str) -> str:
        """Return the characters that ``element`` stands for."""
        match name:
            case "w:t":
                return element.text or ""
            case "w:sym" if re.fullmatch("(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}", code := value(element, "w:char")):
                return chr(int(code, 16))
            case "w:footnoteReference" | "w:endnoteReference":
                kind = name.removesuffix("Reference")
                for note in kids_named(self._parts[f"{kind[2:]}s"], kind):
                    if value(note, "w:id") == value(element, "w:id"):
                        # A note may refer to itself, or to another that refers to it.
                        self._notes += [note] if note not in self._notes else []
                        return f"[{self._notes.index(note) + 1}]"
            case "oMath":
                return "".join(element.itertext())
        return _SIGNS.get(name, "")

    def _address(self, link: Element) -> str:
        """Return where ``link`` leads, as far as a package can lead there."""
        written = self._addresses.get(value(link, "r:id")) or f"#{value(link, 'w:anchor')}"
        try:
            target, _ = read_href(written, "")
        except LinkError:
            target = ""
        # A bookmark of Word's own is none of ours.
        if written.startswith("#") or not target.startswith(_SCHEMES):
            self._tell("office.text-link", words=written)
            return ""
        return target


def _children(holder: Element, *names: str) -> Iterator[Element]:
    """Yield what has one of ``names`` in ``holder``, and is not in another that has; nothing that was deleted."""
    for element in holder.iterchildren("*"):
        if (name := short_name(element)) in names:
            yield element
        elif name not in _GONE:
            yield from _children(element, *names)


def _shortened(words: str) -> str:
    return textwrap.shorten(words, 60, placeholder=" …")


def _line(pieces: Iterable[tuple[Inline, _How]]) -> Inlines:
    """Return ``pieces`` as a line that begins and ends with words, what is set alike together."""
    whole = list(pieces)
    solid = [index for index, (inline, _) in enumerate(whole) if isinstance(inline, Text) and inline.text.strip()]
    content: Inlines = ()
    for (strong, stressed, target), group in groupby(whole[solid[0] : solid[-1] + 1] if solid else (), itemgetter(1)):
        inner: Inlines = ()
        for kind, alike in groupby((inline for inline, _ in group), type):
            inlines = tuple(alike)
            inner += _referring(collapsed_text(plain_text(inlines))) if kind is Text else inlines
        inner = (Emphasis(inner),) if stressed else inner
        inner = (Strong(inner),) if strong else inner
        content += (Link(target, inner),) if target else inner
    return content


def _referring(text: str) -> Inlines:
    """Return ``text`` with the references in it, ``<bilag:vibo>``, which print what they lead to."""
    content: Inlines = ()
    for index, part in enumerate(_REFERENCE.split(text)):
        if index % 2:
            target, capital = read_href(part, "")
            content += (Link(target, (), capital=capital),)
        elif part:
            content += (Text(part),)
    return content


def _levelled(blocks: Blocks) -> Iterator[Block]:
    """Yield ``blocks``, their headings under that of the text: the highest second, and none that skips a level."""
    highest = min((block.level for block in blocks if isinstance(block, Heading)), default=0)
    last = 1
    for block in blocks:
        if isinstance(block, Heading):
            last = min(block.level - highest + 2, last + 1, _LOWEST)
        yield attrs.evolve(block, level=last) if isinstance(block, Heading) else block


def _lists(items: Sequence[_Item], place: Place) -> Blocks:
    """Return the lists that ``items``, which follow each other, make; deeper ones stand in those above them."""
    lists: list[List] = []
    last: tuple[str, int, bool] | None = None
    while items:
        item, *rest = items
        until = next((index for index, other in enumerate(rest) if other.depth <= item.depth), len(rest))
        label = "\N{NO-BREAK SPACE}".join((item.label or "").split())[:_LONGEST_LABEL]
        entry = ListItem(content=(*item.content, *_lists(rest[:until], place)), label=label)
        kind = (item.number, item.depth, bool(label))
        before = lists.pop().items if last == kind else ()
        lists.append(List(items=(*before, entry), ordered=bool(label), place=place))
        last, items = kind, rest[until:]
    return tuple(lists)


def _has_head(look: Element | None) -> bool:
    """Tell whether the first row of a table is set as headings; 17.4.56: its bit among others, or by itself."""
    return look is not None and (
        value(look, "w:firstRow") in {"1", "true", "on"} or value(look, "w:val")[-2:-1] in {*"2367abefABEF"}
    )


def _row(
    slots: Mapping[int, _Slot], above: Mapping[int, _Slot], rows: Mapping[_Slot, int], total: int, *, header: bool
) -> Row:
    covered = {column + beside for column, slot in slots.items() for beside in range(slot.width)}
    whole = {**{column: _Slot() for column in range(total) if column not in covered}, **slots}
    return Row(
        cells=tuple(
            Cell(
                content=slot.content,
                header=header and bool(slot.content),
                scope="col" if header and slot.content else "",
                colspan=slot.width,
                rowspan=rows.get(slot, 1),
                align=slot.align,
            )
            for _, slot in sorted(whole.items(), key=itemgetter(0))
            if slot not in above.values()
        )
    )
