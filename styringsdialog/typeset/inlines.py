"""Inline content as runs of characters in ink, and runs as words.

No mark-up is ever written or read here, so text from outside can be nothing but text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import attrs

from styringsdialog.model.blocks import Emphasis, Inlines, Language, LineBreak, Link, Strong, Text, plain_text
from styringsdialog.model.colour import Colour
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.fonts import Face, font
from styringsdialog.typeset.styles import ACCENT, TextStyle

# Where a line may be broken: any white space but the three that hold words together.
_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007]+")

_SOFT_HYPHEN, _BREAK_HERE, _SOLID_HYPHEN = "\u00ad", "\u200b", "\u2011"
_INVISIBLE = re.compile(f"[{_SOFT_HYPHEN}{_BREAK_HERE}{_SOLID_HYPHEN}]")
_PRINTED = {
    ord("\u00a0"): " ",
    ord("\u202f"): " ",
    ord(_SOLID_HYPHEN): "-",
    ord(_SOFT_HYPHEN): None,
    ord(_BREAK_HERE): None,
}


@attrs.frozen(eq=False)
class Target:
    """One link: its target, the words that it is called by, and its element."""

    uri: str
    words: str
    node: Node


@attrs.frozen(eq=False)
class Ink:
    """How a run of characters is drawn, and what it belongs to.

    Attributes:
        link: Where the characters lead to.
        lang: Language of the words where it is not the paragraph's; empty for none.
    """

    face: Face
    size: float
    colour: Colour
    node: Node
    link: Target | None = None
    lang: str = ""


@attrs.frozen
class Run:
    """Characters in one ink; no characters mean a line break."""

    text: str
    ink: Ink


@attrs.frozen
class Word:
    """What stands between two spaces, perhaps in several inks.

    Attributes:
        soft: Places where the text itself allows a division, and whether a hyphen is then drawn.
        solid: Places of hyphens after which the text forbids one.
    """

    pieces: tuple[tuple[str, Ink], ...]
    soft: tuple[tuple[int, bool], ...] = ()
    solid: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """Return its characters."""
        return "".join(text for text, _ in self.pieces)

    def part(self, start: int, end: int) -> tuple[tuple[str, Ink], ...]:
        """Return the pieces of the characters from ``start`` to ``end``."""
        if start == 0 and end >= sum(len(text) for text, _ in self.pieces):
            return self.pieces
        pieces = []
        at = 0
        for text, ink in self.pieces:
            if within := text[max(start - at, 0) : max(end - at, 0)]:
                pieces.append((within, ink))
            at += len(text)
        return tuple(pieces)


def printed(text: str) -> str:
    """Return ``text`` as its characters are drawn: spaces collapsed, break hints gone.

    U+2011, which the faces lack, becomes a hyphen-minus, so that it is printed and found as
    one; it still holds its word together. No-break spaces become spaces, for the same reason.
    """
    return _SPACES.sub(" ", text).translate(_PRINTED)


def runs(content: Inlines, style: TextStyle, node: Node, *, links: bool = True) -> tuple[Run, ...]:
    """Return ``content`` as runs in the inks of ``style``.

    Args:
        content: What is to be printed.
        style: How plain words in it look.
        node: The element that the words belong to; links and other languages get their own beneath it.
        links: Whether links are links; the whole line of a table of contents is one already.
    """
    return tuple(_runs(content, Ink(style.face, style.size, style.colour, node), links=links))


def _runs(content: Inlines, ink: Ink, *, links: bool) -> Iterator[Run]:
    for inline in content:
        match inline:
            case Text(text):
                if text:
                    yield Run(text, ink)
            case LineBreak():
                yield Run("", ink)
            case Strong(inner):
                yield from _runs(inner, attrs.evolve(ink, face=ink.face.strong), links=links)
            case Emphasis(inner):
                yield from _runs(inner, attrs.evolve(ink, face=ink.face.emphasis), links=links)
            case Language(lang, inner):
                # A change of language within the text has to be said (ISO 14289-1, 7.2), or it is read aloud as
                # Danish.
                node = Node("Span", ink.node, Lang=lang)
                yield from _runs(inner, attrs.evolve(ink, node=node, lang=lang), links=links)
            # Links do not nest: of two annotations over the same words, each viewer would follow another.
            case Link(target, inner) if links and ink.link is None:
                node = Node("Link", ink.node)
                link = attrs.evolve(
                    ink, node=node, link=Target(target, printed(plain_text(inner)), node), colour=ACCENT
                )
                yield from _runs(inner, link, links=links)
            case Link(_, inner):
                yield from _runs(inner, ink, links=links)


def words(content: Sequence[Run]) -> list[list[Word]]:
    """Return the words of ``content``, a list for each line that the text itself asks for."""
    lines: list[list[Word]] = [[]]
    open_word: list[tuple[str, Ink]] = []

    def close() -> None:
        if open_word:
            lines[-1].append(_word(open_word))
            open_word.clear()

    for run in content:
        if not run.text:
            close()
            lines.append([])
            continue
        # What stands before the first space goes on with the word of the run before: bold may end within a word.
        first, *others = _SPACES.split(run.text)
        if first:
            open_word.append((first, run.ink))
        for other in others:
            close()
            if other:
                open_word.append((other, run.ink))
    close()
    return lines


def _word(pieces: Sequence[tuple[str, Ink]]) -> Word:
    if not any(_INVISIBLE.search(text) for text, _ in pieces):
        return Word(tuple((text.translate(_PRINTED), ink) for text, ink in pieces))
    soft: list[tuple[int, bool]] = []
    solid: set[int] = set()
    at = 0
    kept: list[tuple[str, Ink]] = []
    for text, ink in pieces:
        # Places are counted in the characters that are drawn, which break hints are not.
        for character in text:
            if character in {_SOFT_HYPHEN, _BREAK_HERE}:
                soft.append((at, character == _SOFT_HYPHEN))
                continue
            if character == _SOLID_HYPHEN:
                solid.add(at)
            at += 1
        if drawn := text.translate(_PRINTED):
            kept.append((drawn, ink))
    return Word(tuple(kept), tuple(soft), frozenset(solid))


def missing_characters(text: str) -> tuple[str, ...]:
    """Return the name of each character of ``text`` that a face for titles and names lacks, once."""
    fonts = [font(face) for face in (Face.SANS, Face.SANS_SEMIBOLD, Face.SERIF_SEMIBOLD)]
    lacking = (character for character in printed(text) if not all(face.has(character) for face in fonts))
    return tuple(map(named, dict.fromkeys(lacking)))


def named(character: str) -> str:
    """Return ``character`` as messages show it: itself, its code and its Unicode name."""
    return f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'a control character')})"
