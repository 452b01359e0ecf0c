"""Marks in the content that LibreOffice writes: it opens them in a form and closes them on the page.

What has no mark is left to intake, as in any tagged file. ISO 32000-1, 14.6: marks are balanced in each stream.

Word and PowerPoint take bullets and ticks from Symbol and Wingdings, whose characters LibreOffice writes as private
ones of Unicode. Read aloud or searched for they are nothing (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.3), so that
what they show is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs
import pikepdf

from styringsdialog.pdf.boxes import Rectangle
from styringsdialog.pdf.content import END_OF_MARK, SHOWS_WORDS, Instruction, mark_number
from styringsdialog.pdf.objects import ObjGen, dictionary, listed

_BEGINS: Final = frozenset({"BMC", "BDC"})
_PAINTS: Final = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"})
# Forms within each other.
_DEEPEST: Final = 32

SIGN: Final = "•"
# What is said of a private character: of Wingdings, which most of them are of; of another, that it is a bullet.
SIGNS: Final = {
    0xF06E: "■",
    0xF06F: "☐",
    0xF071: "❑",
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0A8: "☐",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FB: "✗",
    0xF0FC: "✓",
    0xF0FD: "☒",
    0xF0FE: "☑",
}

_PRIVATE: Final = range(0xE000, 0xF900)
_SECTION: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>")

_Begins = Sequence[Instruction]
_ARTIFACT: Final = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))


@attrs.define
class Artifacts:
    """The artifacts of a page, and which of them become content of figures.

    Attributes:
        clips: By number, from 0, the rectangle that each is cut to that paints more than words.
        free: The first number that nothing on the page is marked with.
        marks: By number, what those of figures are marked with.
    """

    clips: dict[int, Rectangle]
    free: int
    marks: dict[int, int] = attrs.field(factory=dict)

    def mark(self, number: int) -> int:
        """Return what the artifact ``number`` is marked with from now on."""
        del self.clips[number]
        self.marks[number] = self.free + len(self.marks)
        return self.marks[number]


def artifacts_on(page: pikepdf.Page) -> Artifacts:
    """Return the artifacts of ``page``."""
    clips: dict[int, Rectangle] = {}
    number, free, is_artifact = -1, 0, False
    path = clip = None
    for instruction in pikepdf.parse_content_stream(page):
        if (operator := str(instruction.operator)) in _BEGINS:
            is_artifact = instruction.operands[0] == pikepdf.Name.Artifact
            number += is_artifact
            mark = mark_number(list(instruction.operands), None)
            free = free if mark is None else max(free, mark + 1)
        elif operator == "EMC":
            is_artifact = False
        elif operator == "re":
            left, bottom, width, height = map(float, instruction.operands)
            path = (left, bottom, left + width, bottom + height)
        elif operator in {"W", "W*"}:
            clip = path
        elif operator in _PAINTS and is_artifact and clip is not None:
            clips.setdefault(number, clip)
    return Artifacts(clips, free)


def mend_marks(
    pdf: pikepdf.Pdf, artifacts: Mapping[ObjGen, Collection[int]], figures: Mapping[ObjGen, Mapping[int, int]]
) -> None:
    """Mend the marks on all pages of ``pdf``.

    Args:
        pdf: As LibreOffice wrote it.
        artifacts: By page, the marks that belong to no element any more.
        figures: See ``mend_figures``.
    """
    forms: dict[ObjGen, _Begins] = {}
    for page in pdf.pages:
        resources = page.obj.get("/Resources")
        key = page.obj.objgen
        content = _Content(_drawn(resources, forms, 0), resources, artifacts.get(key, ()), figures.get(key, {}))
        content.read(page)
        if content.changed or content.open:
            # What is still open on the page ends with it.
            ends = [END_OF_MARK] * len(content.open)
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream([*content.written, *ends]))


def _drawn(resources: object, forms: dict[ObjGen, _Begins], depth: int) -> dict[str, _Begins]:
    """Return by name the forms in ``resources``, mended: the marks that each leaves open."""
    drawn: dict[str, _Begins] = {}
    for name, form in dictionary(dictionary(resources).get("/XObject")).items():
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != pikepdf.Name.Form:
            continue
        if form.objgen not in forms:
            forms[form.objgen] = ()
            if depth < _DEEPEST:
                forms[form.objgen] = _mended_form(form, forms, depth)
        drawn[name] = forms[form.objgen]
    return drawn


def _mended_form(form: pikepdf.Stream, forms: dict[ObjGen, _Begins], depth: int) -> _Begins:
    """Return the marks that ``form`` left open, which are to be opened around it instead."""
    resources = form.get("/Resources")
    content = _Content(_drawn(resources, forms, depth + 1), resources, (), {})
    content.read(form)
    if (left := dict(content.open)) or content.changed:
        kept = [instruction for place, instruction in enumerate(content.written) if place not in left]
        form.write(pikepdf.unparse_content_stream(kept))
    return tuple(left.values())


class _Content:
    """Mends the content of one page, or of one form.

    Attributes:
        written: The content, mended.
        open: What is open by now: its place in ``written``, and itself.
        changed: Whether ``written`` is another than what was read.
    """

    def __init__(
        self, drawn: Mapping[str, _Begins], resources: object, artifacts: Collection[int], figures: Mapping[int, int]
    ) -> None:
        self.written: list[Instruction] = []
        self.open: list[tuple[int, Instruction]] = []
        self.changed = False
        self._drawn = drawn
        self._artifacts = artifacts
        self._figures = figures
        self._number = -1
        self._private = _private_codes(resources)
        self._font: Mapping[int, str] = {}

    def read(self, content: pikepdf.Page | pikepdf.Stream) -> None:
        """Read all of ``content``."""
        for instruction in pikepdf.parse_content_stream(content):
            self._take(instruction, str(instruction.operator))

    def _take(self, instruction: Instruction, operator: str) -> None:
        if operator in _BEGINS:
            self._begin(instruction)
            return
        if operator == "EMC":
            if not self.open:
                self.changed = True
                return
            self.open.pop()
        elif operator in SHOWS_WORDS and (said := _private_text(instruction.operands[-1], self._font)):
            span = [pikepdf.Name.Span, pikepdf.Dictionary(ActualText=pikepdf.String(said))]
            self.written += [pikepdf.ContentStreamInstruction(span, pikepdf.Operator("BDC")), instruction, END_OF_MARK]
            self.changed = True
            return
        elif operator == "Tf":
            self._font = self._private.get(str(instruction.operands[0]), {})
        elif operator == "Do" and instruction.operands:
            for begin in self._drawn.get(str(instruction.operands[0]), ()):
                self.changed = True
                self._begin(begin)
        self.written.append(instruction)

    def _begin(self, begin: Instruction) -> None:
        """Open a mark; as that of an artifact, where it belongs to no element any more, or the other way round."""
        self._number += begin.operands[0] == pikepdf.Name.Artifact
        if begin.operands[0] == pikepdf.Name.Artifact and self._number in self._figures:
            mark = pikepdf.Dictionary(MCID=self._figures[self._number])
            begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Figure, mark], pikepdf.Operator("BDC"))
            self.changed = True
        elif mark_number(list(begin.operands), None) in self._artifacts:
            begin, self.changed = _ARTIFACT, True
        self.open.append((len(self.written), begin))
        self.written.append(begin)


def _private_codes(resources: object) -> Mapping[str, Mapping[int, str]]:
    """Return by the name of a font its codes for private characters, of one byte, and what they show."""
    fonts: dict[str, Mapping[int, str]] = {}
    for name, font in dictionary(dictionary(resources).get("/Font")).items():
        table = dictionary(font).get("/ToUnicode")
        if isinstance(table, pikepdf.Stream):
            pairs = (pair for section in _SECTION.findall(table.read_bytes()) for pair in _PAIR.findall(section))
            numbers = {int(code, 16): int(value, 16) for code, value in pairs}
            fonts[name] = {code: SIGNS.get(number, SIGN) for code, number in numbers.items() if number in _PRIVATE}
    return fonts


def _private_text(shown: object, signs: Mapping[int, str]) -> str:
    """Return what an operator shows, where that is nothing but ``signs``; nothing elsewhere."""
    data = b"".join(bytes(string) for string in listed(shown) if isinstance(string, pikepdf.String))
    return "".join(signs[code] for code in data) if signs.keys() >= set(data) else ""
