"""A tagged file's content written anew, with marks around what had none (ISO 32000-1, 14.6 and 14.8.2.2)."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

import attrs
import pikepdf

from styringsdialog.pdf.content import (
    END_OF_MARK,
    SHOWS_WORDS,
    ContentTooLargeError,
    Encloser,
    Instruction,
    mark_number,
    page_content,
    parsed,
    without_mark,
)
from styringsdialog.pdf.objects import ObjGen, resource
from styringsdialog.tags.mending import Places
from styringsdialog.tags.tree import Mark, Node, TagTree

_PATH = frozenset({"m", "l", "c", "v", "y", "h", "re", "W", "W*"})
_MARKS = frozenset({"BMC", "BDC", "EMC"})
_NAMES = "w J j M d ri i gs CS cs SC SCN sc scn G g RG rg K k Tc Tw Tz TL Tf Tr Ts Td TD Tm T*"
# What may stand between two things within one sequence of marks: it paints nothing and nests in nothing.
_BETWEEN = frozenset(_NAMES.split())

# Operators that paint a path or a shading (tables 60 and 77).
_SHAPES = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"})

_LOOKED_AT = " ".join((*sorted(SHOWS_WORDS), *sorted(_SHAPES), "Do", "EI", "BMC", "BDC", "EMC"))
# Forms within each other: more is a circle, or nothing that anybody drew.
_NESTED = 64


class Shown(enum.IntFlag):
    """What stands in a content: the first three, where nothing says whose it is."""

    NOTHING = 0
    WORDS = 1
    PICTURES = 2
    SHAPES = 4
    OWNED = 8
    DECORATION = 16

    @property
    def left_out(self) -> Shown:
        """Return what neither an element nor decoration has."""
        return self & (Shown.WORDS | Shown.PICTURES | Shown.SHAPES)


@attrs.frozen
class Seen:
    """What a content stream and the forms that it draws show, and the elements that own it, in its order."""

    shown: Shown
    owners: tuple[Node, ...] = ()


@attrs.frozen(eq=False)
class ContentInspector:
    """Inspects the pages and forms of one file; a form once, however often it is drawn.

    The tree says whose each mark and object is.
    """

    _tree: TagTree
    _forms: dict[ObjGen, Seen] = attrs.field(factory=dict, init=False)

    def page(self, page: pikepdf.Dictionary) -> Seen:
        """Return what ``page`` shows."""
        try:
            return self._look(page_content(page).data, page, page.get("/Resources"), 0)
        except (pikepdf.PdfError, ContentTooLargeError):
            return Seen(Shown.NOTHING)

    def form(self, form: pikepdf.Stream, inherited: object, depth: int = 0) -> Seen:
        """Return what ``form`` shows; ``inherited`` are the resources of what draws it."""
        if (key := form.objgen) not in self._forms:
            # A form that draws itself shows nothing more by that.
            self._forms[key] = Seen(Shown.NOTHING)
            if key in self._tree.objects:
                # An OBJR gives the form to an element as a whole (ISO 32000-1, 14.7.4.3), whatever marks are in it.
                seen = Seen(Shown.OWNED, (self._tree.objects[key][1],))
            elif form.get("/Subtype") != pikepdf.Name.Form:
                seen = Seen(Shown.PICTURES)
            else:
                try:
                    # ISO 32000-1, 7.8.3: old files leave a form's resources to the page that draws it.
                    seen = self._look(form.read_bytes(), form, form.get("/Resources", inherited), depth + 1)
                except pikepdf.PdfError:
                    seen = Seen(Shown.OWNED if key in self._tree.marks else Shown.NOTHING)
            self._forms[key] = seen
        return self._forms[key]

    def owner(self, operands: list[Any], holder: pikepdf.Object, resources: object) -> Node | None:
        """Return the element that the sequence beginning with ``operands`` belongs to, in the content of ``holder``."""
        number = mark_number(operands, resources)
        return self._tree.marks.get(holder.objgen, {}).get(number) if number is not None else None

    def _look(self, data: bytes, holder: pikepdf.Object, resources: object, depth: int) -> Seen:
        shown = Shown.NOTHING
        owners: list[Node] = []
        covers: list[bool] = []
        for instruction in parsed(self._tree.pdf, data, _LOOKED_AT):
            if (operator := str(instruction.operator)) in {"BMC", "BDC"}:
                operands = list(instruction.operands)
                owner = self.owner(operands, holder, resources)
                artifact = operands[:1] == [pikepdf.Name.Artifact]
                if not any(covers):
                    shown |= Shown.OWNED if owner is not None else Shown.DECORATION if artifact else Shown.NOTHING
                    owners += [owner] if owner is not None else []
                covers.append(owner is not None or artifact)
            elif operator == "EMC":
                # A slice, because content may close more than it opens.
                del covers[-1:]
            elif any(covers):
                continue
            elif operator == "Do":
                if (form := _drawn(list(instruction.operands), resources)) is not None and depth < _NESTED:
                    seen = self.form(form, resources, depth)
                    shown |= seen.shown
                    owners += seen.owners
            elif operator in _SHAPES:
                shown |= Shown.SHAPES
            else:
                shown |= Shown.WORDS if operator in SHOWS_WORDS else Shown.PICTURES
        return Seen(shown, tuple(owners))


def _drawn(operands: list[Any], resources: object) -> pikepdf.Stream | None:
    """Return the form or picture that ``Do`` draws."""
    drawn = resource(resources, "/XObject", operands[0] if operands else None)
    return drawn if isinstance(drawn, pikepdf.Stream) else None


@attrs.frozen
class Marker:
    """Writes contents of one file anew; a form once, however often it is drawn."""

    tree: TagTree
    inspector: ContentInspector
    encloser: Encloser
    places: Places
    _done: set[ObjGen] = attrs.field(factory=set, init=False)

    def page(self, page: pikepdf.Dictionary, data: bytes) -> None:
        """Mark the unowned content of ``page``, whose content is ``data``."""
        page.Contents = self.tree.pdf.make_stream(self._marked(page, page, data, page.get("/Resources")))

    def form(self, form: pikepdf.Stream, page: pikepdf.Dictionary, inherited: object) -> None:
        """Mark the unowned content of ``form``, drawn on ``page`` by content with the resources ``inherited``."""
        seen = self.inspector.form(form, inherited)
        if form.objgen in self._done or not seen.shown.left_out:
            for owner in seen.owners:
                self.places.owned(owner)
            return
        # A form may be drawn many times, but its content can belong to one place in the tree only.
        self._done.add(form.objgen)
        form.write(self._marked(form, page, form.read_bytes(), form.get("/Resources", inherited)))

    def _marked(self, holder: pikepdf.Object, page: pikepdf.Dictionary, data: bytes, resources: object) -> bytes:
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
        self._names = [_name(instruction) for instruction in given]
        # Numbers that no element owns are not counted: ``_begin`` takes them off. Artifacts keep theirs.
        artifacts = (
            mark_number(list(instruction.operands), resources)
            for instruction, name in zip(self._given, self._names, strict=True)
            if name == "BDC" and list(instruction.operands)[:1] == [pikepdf.Name.Artifact]
        )
        owned = marker.tree.marks.get(holder.objgen, ())
        self._number = 1 + max((*owned, *(number for number in artifacts if number is not None)), default=-1)
        self._written: list[Instruction] = []
        # Of each open sequence: whether what is in it belongs to it, and whether it is left out.
        self._open: list[tuple[bool, bool]] = []
        # The last sequence that was made here: whether it is of words, and where it ends.
        self._last: tuple[bool, int] | None = None

    def write(self) -> bytes:
        index = 0
        while index < len(self._given):
            index = self._step(index)
        return pikepdf.unparse_content_stream(self._written)

    def _step(self, index: int) -> int:
        """Write what begins at ``index``, and return where the next begins."""
        if (name := self._names[index]) in {"BMC", "BDC"}:
            self._begin(index)
        elif name == "EMC":
            # One that closes nothing is left out: operators must be balanced (ISO 32000-1, 14.6.1).
            if self._open and not self._open.pop()[1]:
                self._written.append(self._given[index])
        elif any(covers for covers, _ in self._open):
            self._written.append(self._given[index])
        elif name == "BT":
            return self._text(index)
        elif name in SHOWS_WORDS:
            self._enclose(index, index + 1, words=True)
        elif name in {"m", "re"}:
            return self._path(index)
        elif name in _SHAPES:
            self._enclose(index, index + 1)
        elif name == "INLINE IMAGE":
            self._enclose(index, index + 1)
            self._marker.places.pictures()
        elif name == "Do":
            self._draw(index)
        else:
            self._written.append(self._given[index])
        return index + 1

    def _begin(self, index: int) -> None:
        given = self._given[index]
        operands = list(given.operands)
        is_within = any(covers for covers, _ in self._open)
        owner = self._marker.inspector.owner(operands, self._holder, self._resources)
        if owner is not None and not is_within:
            self._marker.places.owned(owner)
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
        # A sequence lies within a text object or around it, and never across its ends (ISO 32000-1, 14.6.1).
        if end is None or _MARKS.intersection(inside):
            self._written.append(self._given[index])
            return index + 1
        if SHOWS_WORDS.intersection(inside):
            self._enclose(index, end + 1, words=True)
        else:
            self._written += self._given[index : end + 1]
        return end + 1

    def _path(self, index: int) -> int:
        """Write a path and what paints it, between which nothing else may stand."""
        # ISO 32000-1, figure 9: only path operators may stand between the beginning of a path and its painting.
        end = index
        while end < len(self._names) and self._names[end] in _PATH:
            end += 1
        if end < len(self._names) and self._names[end] in _SHAPES:
            self._enclose(index, end + 1)
            return end + 1
        self._written += self._given[index:end]
        return end

    def _draw(self, index: int) -> None:
        form = _drawn(list(self._given[index].operands), self._resources)
        shown = self._marker.inspector.form(form, self._resources).shown if form is not None else Shown.NOTHING
        if form is not None and Shown.OWNED in shown:
            self._written.append(self._given[index])
            # Marked within and not around: owned content must not stand within a sequence of another owner.
            self._marker.form(form, self._page, self._resources)
        elif form is not None and Shown.WORDS in shown:
            self._enclose(index, index + 1, words=True)
            # The sequence around it owns all that it draws; marks within would be tagged content in tagged content.
            self._marker.encloser.clear_forms([form])
        elif shown.left_out:
            self._enclose(index, index + 1)
            if Shown.PICTURES in shown:
                self._marker.places.pictures()
        else:
            self._written.append(self._given[index])

    def _enclose(self, first: int, end: int, *, words: bool = False) -> None:
        """Write what stands from ``first`` to before ``end`` in a sequence of its own, or in the one just made.

        What is not ``words`` is decoration.
        """
        if self._last is not None and self._last[0] is words and self._only_between(self._last[1]):
            # Its EMC goes, so that text set word by word is one mark and not hundreds.
            del self._written[self._last[1]]
        elif words:
            mark = Mark(self._page, self._holder, self._number)
            self._number += 1
            self._written.append(_instruction("BDC", pikepdf.Name.P, pikepdf.Dictionary(MCID=mark.mcid)))
            self._marker.places.words(mark)
        else:
            self._written.append(_instruction("BMC", pikepdf.Name.Artifact))
        self._written += self._given[first:end]
        self._last = (words, len(self._written))
        self._written.append(END_OF_MARK)

    def _only_between(self, end: int) -> bool:
        return all(_name(instruction) in _BETWEEN for instruction in self._written[end + 1 :])


def _name(instruction: Instruction) -> str:
    try:
        return str(instruction.operator)
    except UnicodeDecodeError:
        # No operator has such a name, and viewers pass over it.
        return ""


def _instruction(operator: str, *operands: pikepdf.Object) -> Instruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))
