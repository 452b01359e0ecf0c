"""Words become lines: first fit, flush left, with Danish hyphenation.

reportlab's own paragraph is not used. It reads mark-up; wrapped twice it loses real hyphens;
split over pages it may need a line more than it announced; and its words cannot be followed over
bold and link borders, which searchable hyphenation needs. Here a line is a value that is made
once, so a paragraph is divided between pages by taking some of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from styringsdialog.danish.hyphenation import positions
from styringsdialog.typeset.fonts import text_width
from styringsdialog.typeset.inlines import Ink, Run, Target, Word, words
from styringsdialog.typeset.styles import HYPHENATION_ZONE, HYPHENS_IN_A_ROW


@attrs.frozen(eq=False)
class Piece:
    """Characters in one ink, at their place in a line.

    Attributes:
        text: As drawn, with the space after it when it ends a word.
        x: From the start of the line.
        width: Without that space.
        actual: What the characters stand for where they are not the word itself (ActualText);
            ``None`` where they are.
    """

    text: str
    ink: Ink
    x: float
    width: float
    actual: str | None = None


@attrs.frozen(eq=False)
class Line:
    """One line; ``divided`` when its last word goes on in the next."""

    pieces: tuple[Piece, ...] = ()
    width: float = 0
    divided: bool = False


@attrs.frozen
class _Cut:
    """A place where a word may be divided; with ``hyphen``, one is drawn."""

    at: int
    hyphen: bool


def break_lines(content: Sequence[Run], width: float, *, hyphenate: bool) -> tuple[Line, ...]:
    """Return ``content`` as lines no wider than ``width`` points; none where it has no words.

    Args:
        content: Runs in their inks.
        width: Of the column.
        hyphenate: Whether words may be divided where Danish allows it. A word that is wider
            than the column is divided in any case: where Danish allows it, else after a
            slash, a full stop and such, else anywhere.
    """
    lines: list[Line] = []
    asked = words(content)
    for number, asked_line in enumerate(asked):
        lines += _Setter(width, hyphenate=hyphenate).lines(asked_line)
        # An empty line counts between two others only: a break that ends a paragraph adds nothing to it.
        if not asked_line and 0 < number < len(asked) - 1:
            lines.append(Line())
    return tuple(lines) if any(line.pieces for line in lines) else ()


def link_stretches(line: Line) -> Iterator[tuple[Target, float, float]]:
    """Return each link in ``line``, with where its words start and how wide they are."""
    # Targets are compared by identity, so that two links to one place beside each other stay two.
    for target, pieces in itertools.groupby(line.pieces, lambda piece: piece.ink.link):
        if target is not None:
            first, *others = pieces
            last = others[-1] if others else first
            yield target, first.x, last.x + last.width - first.x


def natural_width(content: Sequence[Run]) -> float:
    """Return the width that ``content`` takes when no line is broken for it."""
    return max(
        (
            sum(_width(word.pieces) for word in line) + sum(_space(word.pieces[-1][1]) for word in line[:-1])
            for line in words(content)
        ),
        default=0,
    )


def widest_word(content: Sequence[Run]) -> float:
    """Return the width beneath which a word of ``content`` would be divided."""
    return max((_widest_part(word) for line in words(content) for word in line), default=0)


def _widest_part(word: Word) -> float:
    # At its own hyphens a word may be divided without harm, so that its parts count.
    edges = [0, *(cut.at for cut in _own_cuts(word)), len(word.text)]
    return max(_width(word.part(start, end)) for start, end in itertools.pairwise(edges))


class _Setter:
    """Sets one line after the other; a paragraph's words go through it once."""

    def __init__(self, width: float, *, hyphenate: bool) -> None:
        self.width = width
        self.hyphenate = hyphenate
        self.done: list[Line] = []
        self.line = _OpenLine()

    def lines(self, content: Sequence[Word]) -> list[Line]:
        for number, word in enumerate(content):
            self._place(word, last=number == len(content) - 1)
        self._close(divided=False)
        return self.done

    def _place(self, word: Word, *, last: bool) -> None:
        length = len(word.text)
        start = 0
        while start < length:
            room = self.width - self.line.next_x
            if _width(word.part(start, length)) <= room + _EPSILON:
                self.line.add(word, start, length)
                return
            if (cut := self._cut(word, start, room, last=last)) is not None:
                self.line.add(word, start, cut.at, hyphen=cut.hyphen)
                start = cut.at
                self._close(divided=True)
            elif self.line.pieces:
                self._close(divided=False)
            else:
                # The word has the whole line and still does not fit: it is wider than the column.
                cut = _forced_cut(word, start, room)
                self.line.add(word, start, cut.at, hyphen=cut.hyphen)
                start = cut.at
                self._close(divided=start < length)

    def _cut(self, word: Word, start: int, room: float, *, last: bool) -> _Cut | None:
        """Return the last good place to divide ``word`` at the end of this line, if it has one."""
        own = _own_cuts(word)
        allowed = own
        # Never in the last word of a paragraph, which would leave half a word as its last line.
        if self.hyphenate and not last and not self._many_hyphens():
            allowed = (*own, *_hyphenation_cuts(word))
        # Less in a narrow column, where a zone of that width would leave hardly a word to be divided.
        if self.line.pieces and room < min(HYPHENATION_ZONE, self.width / 8):
            return None
        return _last_fit(word, start, room, allowed)

    def _many_hyphens(self) -> bool:
        recent = self.done[-HYPHENS_IN_A_ROW:]
        return len(recent) == HYPHENS_IN_A_ROW and all(line.divided for line in recent)

    def _close(self, *, divided: bool) -> None:
        if self.line.pieces:
            self.done.append(self.line.close(divided=divided))
        self.line = _OpenLine()


# Widths are sums of floats: a word that fits exactly may come out wider by a rounding.
_EPSILON = 1e-6


class _OpenLine:
    """A line that still takes words."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.width = 0.0
        self.next_x = 0.0

    def add(self, word: Word, start: int, end: int, *, hyphen: bool = False) -> None:
        """Add a word, or the part of it from ``start`` to ``end``.

        A divided word is found by search when its first part says that it is the whole word,
        and each later part, with the space behind it, says that it is one space: an empty
        ActualText is ignored by PDFium, and a soft hyphen does not join lines in Poppler.
        """
        whole = end == len(word.text)
        part = word.part(start, end)
        x = self.next_x
        for number, (text, ink) in enumerate(part):
            closing = number == len(part) - 1
            actual = None
            if start:
                actual = " "
            elif closing and not whole:
                actual = _closed(text + word.text[end:])
            drawn = f"{text}-" if closing and hyphen else text
            width = text_width(ink.face, drawn) * ink.size / 1000
            # A space is drawn behind the last word of a line too: by it a search finds two words and not one.
            if closing and whole:
                drawn += " "
            self._append(Piece(drawn, ink, x, width, actual))
            x += width
        self.width = x
        self.next_x = x + _space(part[-1][1])

    def _append(self, piece: Piece) -> None:
        before = self.pieces[-1] if self.pieces else None
        # By identity: inks that look alike may belong to two elements.
        if before is not None and before.ink is piece.ink and before.actual is None and piece.actual is None:
            self.pieces[-1] = Piece(before.text + piece.text, piece.ink, before.x, piece.x + piece.width - before.x)
        else:
            self.pieces.append(piece)

    def close(self, *, divided: bool) -> Line:
        """Return the line as it stands.

        A hyphen of the text's own at its end («udgifts- og») gets ActualText: it is no division.
        """
        last = self.pieces[-1]
        if not divided and last.actual is None and last.text.endswith("- "):
            ink = last.ink
            text = last.text[:-2]
            width = text_width(ink.face, text) * ink.size / 1000
            self.pieces[-1:] = [
                *([Piece(text, ink, last.x, width)] if text else []),
                Piece("- ", ink, last.x + width, last.width - width, _closed("-")),
            ]
        return Line(tuple(self.pieces), self.width, divided)


def _closed(text: str) -> str:
    """Return ``text`` so that a hyphen at its end is not taken for a division of a word.

    Poppler and PDFium glue what stands on both sides of a hyphen at the end of a line, even over
    a space; not over a no-break space, which a search for a space finds.
    """
    return f"{text}\u00a0" if text.endswith("-") else text


def _width(pieces: Iterable[tuple[str, Ink]]) -> float:
    return sum(text_width(ink.face, text) * ink.size for text, ink in pieces) / 1000


def _space(ink: Ink) -> float:
    return text_width(ink.face, " ") * ink.size / 1000


# Two characters on each side, so that «e-mail» stays whole, and no digit after it, which would read as below zero.
_OWN_HYPHEN = re.compile(r"(?<=\w\w)-(?=[^\W\d]\w)")
_ADDRESS = re.compile(r"://|@|^www\.|/.*/")
# As ``hyphenation.SHORTEST``: nothing shorter is divided.
_LETTERS = re.compile(r"[^\W\d_]{8,}")
_SEAM = re.compile(r"(?<=[/.?&=_@:,;\\)–—-])(?=[^\W_])")


def _own_cuts(word: Word) -> tuple[_Cut, ...]:
    """Return the places where the text itself may be divided: after its own hyphens, and where it says so."""
    text = word.text
    cuts = [_Cut(at, hyphen) for at, hyphen in word.soft if 0 < at < len(text)]
    if "-" in text and not _ADDRESS.search(text):
        cuts += [
            _Cut(match.end(), hyphen=False) for match in _OWN_HYPHEN.finditer(text) if match.start() not in word.solid
        ]
    return tuple(sorted(cuts, key=lambda cut: cut.at))


def _hyphenation_cuts(word: Word) -> tuple[_Cut, ...]:
    """Return the places where Danish allows a division; none in addresses, where the hyphen would mislead."""
    text = word.text
    # Danish rules would divide the words of another language in the wrong places.
    if _ADDRESS.search(text) or any(ink.lang and not ink.lang.startswith("da") for _, ink in word.pieces):
        return ()
    return tuple(
        _Cut(match.start() + at, hyphen=True) for match in _LETTERS.finditer(text) for at in positions(match.group())
    )


def _last_fit(word: Word, start: int, room: float, cuts: Iterable[_Cut]) -> _Cut | None:
    fitting = (
        cut
        # Of two cuts at one place the text's own comes first, which draws no hyphen.
        for cut in sorted(cuts, key=lambda cut: (cut.at, not cut.hyphen), reverse=True)
        if cut.at > start and _cut_width(word, start, cut) <= room + _EPSILON
    )
    return next(fitting, None)


def _cut_width(word: Word, start: int, cut: _Cut) -> float:
    part = word.part(start, cut.at)
    text, ink = part[-1]
    return _width((*part[:-1], (f"{text}-" if cut.hyphen else text, ink)))


def _forced_cut(word: Word, start: int, room: float) -> _Cut:
    """Return where to divide a word that does not fit a line of its own: at least one character on."""
    seams = tuple(_Cut(match.start(), hyphen=False) for match in _SEAM.finditer(word.text))
    cut = _last_fit(word, start, room, (*_own_cuts(word), *_hyphenation_cuts(word)))
    cut = cut or _last_fit(word, start, room, seams)
    cut = cut or _last_fit(word, start, room, (_Cut(at, hyphen=False) for at in range(start + 2, len(word.text))))
    # At least one character, however narrow the column, so that setting comes to an end.
    return cut or _Cut(start + 1, hyphen=False)
