"""A tagged file's content written anew, with marks around what had none (ISO 32000-1, 14.6 and 14.8.2.2)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, Protocol

import attrs
import pikepdf

from styringsdialog.pdf.content import Instruction, parsed
from styringsdialog.pdf.marks import Encloser, mark_number, without_mark
from styringsdialog.tags.looking import SHAPES, SHOWS_WORDS, Looker, Shown, drawn
from styringsdialog.tags.tree import Mark, Node, ObjGen, TagTree

__all__ = ["Listener", "Marker"]

_PATH = frozenset({"m", "l", "c", "v", "y", "h", "re", "W", "W*"})
_MARKS = frozenset({"BMC", "BDC", "EMC"})
_NAMES = "w J j M d ri i gs CS cs SC SCN sc scn G g RG rg K k Tc Tw Tz TL Tf Tr Ts Td TD Tm T*"
_BETWEEN = frozenset(_NAMES.split())
"""What may stand between two things within one sequence of marks: it paints nothing and nests in nothing."""
_EMC = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))


class Listener(Protocol):
    """Is told, in the order of the content, of what is found in it."""

    def owned(self, node: Node) -> None:
        """Hear that content of ``node`` comes."""

    def words(self, mark: Mark) -> None:
        """Hear that words come which nobody owns, and how they are marked from now on."""

    def pictures(self) -> None:
        """Hear that there are pictures which nobody owns."""


class _Kind(enum.Enum):
    WORDS = enum.auto()
    DECORATION = enum.auto()


@attrs.frozen
class Marker:
    """Writes contents of one file anew; a form once, however often it is drawn."""

    tree: TagTree
    looker: Looker
    encloser: Encloser
    listener: Listener
    _done: set[ObjGen] = attrs.field(factory=set, init=False)

    def page(self, page: pikepdf.Dictionary, data: bytes) -> None:
        """Mark what nobody owns of ``page``, whose content is ``data``."""
        page.Contents = self.tree.pdf.make_stream(self._written(page, page, data, page.get("/Resources")))

    def form(self, form: pikepdf.Stream, page: pikepdf.Dictionary, around: object) -> None:
        """Mark what nobody owns of ``form``, which ``page`` draws; ``around`` are the resources of what draws it."""
        seen = self.looker.form(form, around)
        if form.objgen in self._done or not seen.shown.left_out:
            for owner in seen.owners:
                self.listener.owned(owner)
            return
        self._done.add(form.objgen)
        form.write(self._written(form, page, form.read_bytes(), form.get("/Resources", around)))

    def _written(self, holder: pikepdf.Object, page: pikepdf.Dictionary, data: bytes, resources: object) -> bytes:
        return _Writing(self, holder, page, resources, parsed(self.tree.pdf, data)).write()


class _Writing:
    def __init__(
        self,
        marker: Marker,
        holder: pikepdf.Object,
        page: pikepdf.Dictionary,
        resources: object,
        given: Sequence[Instruction],
    ) -> None:
        self._marker = marker
        self._holder = holder
        self._page = page
        self._resources = resources
        self._given = given
        self._names = [_name(one) for one in given]
        self._number = 1 + max(marker.tree.marks.get(holder.objgen, ()), default=-1)
        self._written: list[Instruction] = []
        # Of each open sequence: whether what is in it belongs to it, and whether it is left out.
        self._open: list[tuple[bool, bool]] = []
        # The last sequence that was made here: its kind, and where it ends.
        self._last: tuple[_Kind, int] | None = None

    def write(self) -> bytes:
        index = 0
        while index < len(self._given):
            index = self._step(index)
        return pikepdf.unparse_content_stream(self._written)

    def _step(self, index: int) -> int:
        """Write what begins at ``index``, and give where the next begins."""
        name = self._names[index]
        if name in {"BMC", "BDC"}:
            self._begin(index)
        elif name == "EMC":
            if self._open and not self._open.pop()[1]:
                self._written.append(self._given[index])
        elif any(covers for covers, _ in self._open):
            self._written.append(self._given[index])
        elif name == "BT":
            return self._text(index)
        elif name in SHOWS_WORDS:
            self._enclose(_Kind.WORDS, index, index + 1)
        elif name in {"m", "re"}:
            return self._path(index)
        elif name in SHAPES:
            self._enclose(_Kind.DECORATION, index, index + 1)
        elif name == "INLINE IMAGE":
            self._enclose(_Kind.DECORATION, index, index + 1)
            self._marker.listener.pictures()
        elif name == "Do":
            self._draw(index)
        else:
            self._written.append(self._given[index])
        return index + 1

    def _begin(self, index: int) -> None:
        given = self._given[index]
        operands = list(given.operands)
        around = any(covers for covers, _ in self._open)
        owner = self._marker.looker.owner(operands, self._holder, self._resources)
        if owner is not None and not around:
            self._marker.listener.owned(owner)
        artifact = operands[:1] == [pikepdf.Name.Artifact]
        begins: list[Any] | None = operands
        if owner is None and not artifact and mark_number(operands, self._resources) is not None:
            # No element has this number, and one that is made now may get it.
            begins = without_mark(operands, self._resources)
        self._open.append((owner is not None or artifact, begins is None))
        if begins is operands:
            self._written.append(given)
        elif begins is not None:
            self._written.append(pikepdf.ContentStreamInstruction(begins, given.operator))

    def _text(self, index: int) -> int:
        """Write a text object: whole in one sequence, where none begins or ends within it."""
        end = next((at for at in range(index, len(self._names)) if self._names[at] == "ET"), None)
        inside = self._names[index:end]
        if end is None or _MARKS.intersection(inside):
            self._written.append(self._given[index])
            return index + 1
        if SHOWS_WORDS.intersection(inside):
            self._enclose(_Kind.WORDS, index, end + 1)
        else:
            self._written += self._given[index : end + 1]
        return end + 1

    def _path(self, index: int) -> int:
        """Write a path and what paints it, between which nothing else may stand."""
        end = index
        while end < len(self._names) and self._names[end] in _PATH:
            end += 1
        if end < len(self._names) and self._names[end] in SHAPES:
            self._enclose(_Kind.DECORATION, index, end + 1)
            return end + 1
        self._written += self._given[index:end]
        return end

    def _draw(self, index: int) -> None:
        one = drawn(list(self._given[index].operands), self._resources)
        shown = self._marker.looker.form(one, self._resources).shown if one is not None else Shown.NOTHING
        if one is not None and Shown.OWNED in shown:
            self._written.append(self._given[index])
            self._marker.form(one, self._page, self._resources)
        elif one is not None and Shown.WORDS in shown:
            self._enclose(_Kind.WORDS, index, index + 1)
            self._marker.encloser.clear_forms([one])
        elif shown.left_out:
            self._enclose(_Kind.DECORATION, index, index + 1)
            if Shown.PICTURES in shown:
                self._marker.listener.pictures()
        else:
            self._written.append(self._given[index])

    def _enclose(self, kind: _Kind, first: int, end: int) -> None:
        """Write what stands from ``first`` to before ``end`` in a sequence of its own, or in the one just made."""
        if self._last is not None and self._last[0] is kind and self._only_between(self._last[1]):
            del self._written[self._last[1]]
        elif kind is _Kind.WORDS:
            mark = Mark(self._page, self._holder, self._number)
            self._number += 1
            properties = pikepdf.Dictionary(MCID=mark.mcid)
            self._written.append(_instruction("BDC", pikepdf.Name.P, properties))
            self._marker.listener.words(mark)
        else:
            self._written.append(_instruction("BMC", pikepdf.Name.Artifact))
        self._written += self._given[first:end]
        self._last = (kind, len(self._written))
        self._written.append(_EMC)

    def _only_between(self, end: int) -> bool:
        return all(_name(one) in _BETWEEN for one in self._written[end + 1 :])


def _name(instruction: Instruction) -> str:
    try:
        return str(instruction.operator)
    except UnicodeDecodeError:
        # No operator has such a name, and viewers pass over it.
        return ""


def _instruction(operator: str, *operands: pikepdf.Object) -> Instruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))
