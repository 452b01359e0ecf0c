"""Marks in the content that LibreOffice writes: mended, and given to what nobody marked.

LibreOffice opens marks in a form and closes them on the page, and leaves without any what a slide has in its
background, and a text what its fields show.

ISO 32000-1, 14.6 and 14.8.2.2; ISO 14289-1, 7.1: content is either of an element or an artifact.

Word and PowerPoint take the labels of lists from Symbol and Wingdings, whose characters LibreOffice writes as private
ones of Unicode. Read aloud or searched for they are nothing (ISO 14289-1, 7.21.7; ISO 19005-2, 6.2.11.7.3), so that
they are said in words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs
import pikepdf

__all__ = ["mend_marks"]

_PATHS: Final = frozenset({"m", "re"})
_PAINTS: Final = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
_ENDS: Final = frozenset({*_PAINTS, "n"})
_SHOWS: Final = frozenset({"Tj", "TJ", "'", '"'})
_BEGINS: Final = frozenset({"BMC", "BDC"})
_DEEPEST: Final = 32
"""Forms within each other."""

_BULLET: Final = "•"

_PRIVATE: Final = range(0xE000, 0xF900)
_SECTION: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]{4})>")

_Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_ARTIFACT: Final = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
_END: Final = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))


@attrs.frozen
class _Form:
    """A form as it is to be drawn.

    Attributes:
        begins: What it opens and leaves open, which is to be opened around it instead.
        says: Whether it shows text.
    """

    begins: Sequence[_Instruction]
    says: bool


def mend_marks(
    pdf: pikepdf.Pdf, artifacts: Mapping[tuple[int, int], Collection[int]]
) -> Mapping[tuple[int, int], Sequence[int]]:
    """Mend the marks on all pages of ``pdf``, and give by page those that text has got which had none.

    What else nobody had marked becomes an artifact.

    Args:
        pdf: As LibreOffice wrote it.
        artifacts: By page, the marks that belong to no element any more.
    """
    forms: dict[tuple[int, int], _Form] = {}
    found: dict[tuple[int, int], Sequence[int]] = {}
    for page in pdf.pages:
        resources = page.obj.get("/Resources")
        mender = _Content(
            _drawn(pdf, resources, forms, 0), _private_codes(resources), artifacts.get(page.obj.objgen, ())
        )
        mender.read(page)
        if mender.found:
            found[page.obj.objgen] = mender.found
        if mender.changed or mender.open:
            # What is still open on the page ends with it.
            page.obj.Contents = pdf.make_stream(
                pikepdf.unparse_content_stream([*mender.written, *(_END for _ in mender.open)])
            )
    return found


def _drawn(
    pdf: pikepdf.Pdf, resources: object, forms: dict[tuple[int, int], _Form], depth: int
) -> dict[str, _Form | None]:
    """Give what ``resources`` name that can be drawn: the forms, mended, and pictures as nothing."""
    found = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    drawn: dict[str, _Form | None] = {}
    if not isinstance(found, pikepdf.Dictionary):
        return drawn
    for name, one in found.items():
        if not isinstance(one, pikepdf.Stream) or one.get("/Subtype") != pikepdf.Name.Form:
            drawn[name] = None
            continue
        if one.objgen not in forms:
            forms[one.objgen] = _Form((), says=True)
            if depth < _DEEPEST:
                forms[one.objgen] = _mended_form(pdf, one, forms, depth)
        drawn[name] = forms[one.objgen]
    return drawn


def _mended_form(pdf: pikepdf.Pdf, form: pikepdf.Stream, forms: dict[tuple[int, int], _Form], depth: int) -> _Form:
    resources = form.get("/Resources")
    mender = _Content(_drawn(pdf, resources, forms, depth + 1), _private_codes(resources), (), is_form=True)
    mender.read(form)
    left = [instruction for _, instruction in mender.open]
    if left:
        gone = {place for place, _ in mender.open}
        kept = [instruction for place, instruction in enumerate(mender.written) if place not in gone]
        form.write(pikepdf.unparse_content_stream(kept))
    elif mender.changed:
        form.write(pikepdf.unparse_content_stream(mender.written))
    return _Form(left, says=mender.says)


class _Content:
    """Mends the content of one page, or of one form.

    Attributes:
        written: The content, mended.
        open: What is open by now: its place in ``written``, and itself.
        says: Whether text is shown.
        found: The marks that text has got which had none.
        changed: Whether ``written`` is another than what was read.
    """

    def __init__(
        self,
        drawn: Mapping[str, _Form | None],
        private: Mapping[str, frozenset[int]],
        artifacts: Collection[int],
        *,
        is_form: bool = False,
    ) -> None:
        self.written: list[_Instruction] = []
        self.open: list[tuple[int, _Instruction]] = []
        self.says = False
        self.found: list[int] = []
        self.changed = False
        self._drawn = drawn
        self._artifacts = artifacts
        self._is_form = is_form
        self._path: int | None = None
        self._private = private
        self._font: frozenset[int] = frozenset()
        self._bullet: bool | None = None
        self._text: int | None = None
        self._shown = False
        self._next = 0

    def read(self, content: pikepdf.Page | pikepdf.Stream) -> None:
        """Read all of ``content``."""
        instructions = pikepdf.parse_content_stream(content)
        begins = (begin for form in self._drawn.values() if form is not None for begin in form.begins)
        self._next = 1 + max(map(_mark, (*instructions, *begins)), default=-1)
        for instruction in instructions:
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._paint(instruction, len(self.written))
            else:
                self._take(instruction, str(instruction.operator))

    def _take(self, instruction: pikepdf.ContentStreamInstruction, operator: str) -> None:
        if operator in _BEGINS:
            if _mark(instruction) in self._artifacts:
                instruction, self.changed = _ARTIFACT, True
            self._text = None
            self.open.append((len(self.written), instruction))
            self._bullet = None
        elif operator == "EMC":
            if not self.open:
                self.changed = True
                return
            self._name_bullet(*self.open.pop())
        elif operator in _SHOWS:
            self.says = self._shown = True
            private = _is_private(instruction.operands[-1], self._font)
            self._bullet = private if self._bullet is None else self._bullet and private
        elif operator == "BT":
            self._text, self._shown = len(self.written), False
        elif operator == "ET":
            self.written.append(instruction)
            start, self._text = self._text, None
            if start is not None and self._shown:
                self._claim(start)
            return
        elif operator == "Tf":
            self._font = self._private.get(str(instruction.operands[0]), frozenset())
        elif operator in _PATHS and self._path is None:
            self._path = len(self.written)
        elif operator == "Do":
            self._draw(instruction)
            return
        elif operator == "sh":
            self._paint(instruction, len(self.written))
            return
        elif operator in _ENDS:
            start, self._path = self._path, None
            if operator in _PAINTS:
                self._paint(instruction, start if start is not None else len(self.written))
                return
        self.written.append(instruction)

    def _draw(self, instruction: pikepdf.ContentStreamInstruction) -> None:
        form = self._drawn.get(str(instruction.operands[0]) if instruction.operands else "")
        if form is None:
            self._paint(instruction, len(self.written))
            return
        self.says = self.says or form.says
        for begin in form.begins:
            self.changed = True
            if _mark(begin) in self._artifacts:
                begin = _ARTIFACT  # noqa: PLW2901 - the same mark, without its element
            self.open.append((len(self.written), begin))
            self.written.append(begin)
        if form.says:
            self.written.append(instruction)
            self._claim(len(self.written) - 1)
        else:
            self._paint(instruction, len(self.written))

    def _paint(self, instruction: _Instruction, start: int) -> None:
        """Write what paints and begins at ``start``, as an artifact where it belongs to nothing."""
        if self.open or self._is_form:
            self.written.append(instruction)
            return
        self.changed = True
        if start == len(self.written) and self.written and self.written[-1] is _END:
            self.written.pop()
        else:
            self.written.insert(start, _ARTIFACT)
        self.written += [instruction, _END]

    def _claim(self, start: int) -> None:
        """Give what was written from ``start`` on, which shows text, a mark where it has none."""
        if self.open or self._is_form:
            return
        properties = pikepdf.Dictionary(MCID=self._next)
        begin = pikepdf.ContentStreamInstruction([pikepdf.Name.P, properties], pikepdf.Operator("BDC"))
        self.written.insert(start, begin)
        self.written.append(_END)
        self.found.append(self._next)
        self._next += 1
        self.changed = True

    def _name_bullet(self, place: int, begin: _Instruction) -> None:
        """Say what a label is that shows private characters alone."""
        bullet, self._bullet = self._bullet, None
        properties = begin.operands[1] if len(begin.operands) > 1 else None
        if not bullet or begin.operands[0] != pikepdf.Name.Lbl or not isinstance(properties, pikepdf.Dictionary):
            return
        said = pikepdf.Dictionary({**dict(properties.items()), "/ActualText": pikepdf.String(_BULLET)})
        self.written[place] = pikepdf.ContentStreamInstruction([pikepdf.Name.Lbl, said], pikepdf.Operator("BDC"))
        self.changed = True


def _mark(instruction: _Instruction) -> int:
    """Give the number that an instruction marks what follows with; -1 for none."""
    if isinstance(instruction, pikepdf.ContentStreamInlineImage) or len(instruction.operands) != 2:
        return -1
    properties = instruction.operands[1]
    number = properties.get("/MCID", -1) if isinstance(properties, pikepdf.Dictionary) else -1
    return number if isinstance(number, int) else -1


def _private_codes(resources: object) -> Mapping[str, frozenset[int]]:
    """Give by the name of a font in ``resources`` the codes, of one byte, that stand for private characters."""
    found = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    fonts: dict[str, frozenset[int]] = {}
    if not isinstance(found, pikepdf.Dictionary):
        return fonts
    for name, font in found.items():
        table = font.get("/ToUnicode") if isinstance(font, pikepdf.Dictionary) else None
        if not isinstance(table, pikepdf.Stream):
            continue
        pairs = (pair for section in _SECTION.findall(table.read_bytes()) for pair in _PAIR.findall(section))
        codes = frozenset(int(code, 16) for code, value in pairs if int(value, 16) in _PRIVATE)
        if codes:
            fonts[name] = codes
    return fonts


def _is_private(shown: object, codes: frozenset[int]) -> bool:
    """Tell whether what an operator shows is something, and nothing but ``codes``."""
    strings = [shown] if isinstance(shown, pikepdf.String) else list(shown) if isinstance(shown, pikepdf.Array) else []
    data = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
    return bool(data) and codes.issuperset(data)
