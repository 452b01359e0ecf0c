"""Typography of finished text: no-break spaces, dashes, one kind of quotation marks.

One character always becomes one other, and no letter and no digit ever changes: so a text keeps
its length and its words, what is read aloud and searched for is the same, and a second pass
changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from styringsdialog.model.blocks import (
    Blocks,
    ContentsEntry,
    Definition,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    Language,
    LineBreak,
    Paragraph,
    Table,
    Text,
)
from styringsdialog.model.scalars import Quotes
from styringsdialog.model.tree import Node, mapped

NBSP: Final = "\N{NO-BREAK SPACE}"

# What a number stands after: «kl. 15.00», «bilag 2», «§ 164, stk. 2», «nr. 7».
_BEFORE: Final = (
    r"kl\.|nr\.|stk\.|pkt\.|kap\.|ca\.|tlf\.|s\.|§§?"
    r"|bilag|side|sider|punkt|afsnit|kapitel|tabel|figur|lokale|uge|tema|år"
)
# What stands after a number: «1.234 kr.», «10 %», «14 sider», «3 mio.».
_AFTER: Final = (
    r"kr\b|kr\.|øre\b|%|‰|°C|pct\.|mio\.|mia\.|m²|m2\b|km\b|kg\b|kWh\b|cm\b|mm\b|min\.|stk\."
    r"|sider?\b|boliger\b|afdelinger\b|år\b"
)
_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"

# Spaces at which no line may end.
_HELD: Final = re.compile(
    rf"""
    (?<!\w) (?:{_BEFORE}) (?P<before>\ ) (?=\d)           # kl. 15.00
    | (?<=\d) (?P<after>\ ) (?=(?:{_AFTER}))              # 10 %
    | (?<=\d\.) (?P<date>\ ) (?=(?:{_MONTHS})\b)          # 16. maj
    | (?<=\bmi[oa]\.) (?P<money>\ ) (?=kr\b)              # 3 mio. kr.
    """,
    re.VERBOSE | re.IGNORECASE,
)

# A dash with a space on both sides (Retskrivningsreglerne § 46): an en dash, and never first in a line.
_SPACED_DASH: Final = re.compile(r"(?<=[^\s\N{EN DASH}-])[ \N{NO-BREAK SPACE}][-\N{EN DASH}](?= [^\s\N{EN DASH}-])")

_MARKS: Final = frozenset('"“”„‟«»')
_OPENS_AFTER: Final = frozenset("([{/-–—")


def typographic(blocks: Blocks, quotes: Quotes | None) -> Blocks:
    """Return ``blocks`` with ``typographic_text`` applied to all Danish text; blocks without a change are the same.

    Bold, italics and links do not interrupt a text; words in another language are left alone.

    Args:
        blocks: Finished, their references resolved.
        quotes: The one kind of quotation marks; nothing leaves them as they were written.
    """
    return mapped(blocks, lambda node: _corrected(node, quotes))


def typographic_text(text: str, quotes: Quotes | None = None) -> str:
    """Return ``text`` as a printer sets it.

    - A no-break space in «kl. 15.00», «bilag 2», «§ 164», «1.234 kr.», «10 %», «16. maj».
    - A hyphen between spaces becomes an en dash; one between digits stays: both are good
      Danish there, and the plain one is what municipal texts have.
    - Quotation marks in pairs become ``quotes``; a single one may be something else
      (inches, a ditto mark) and stays.
    """
    characters = list(text)
    for match in _HELD.finditer(text):
        # Each alternative names its space; what stands around it is only looked at.
        characters[match.start(match.lastgroup or 0)] = NBSP
    for match in _SPACED_DASH.finditer(text):
        characters[match.start()], characters[match.start() + 1] = NBSP, "\N{EN DASH}"
    # Only where the edition names a kind: marks in a record are those of the people who wrote it.
    if quotes is not None:
        for opening, closing in _pairs(text):
            characters[opening], characters[closing] = quotes.opening, quotes.closing
    return "".join(characters)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """Return the positions of opening and closing quotation marks, told apart by the character before them.

    Their shape does not tell: «“» closes in English and opens in German, «»» does either.
    """
    unclosed: list[int] = []
    at_start = True
    for at, character in enumerate(text):
        if character not in _MARKS:
            at_start = character.isspace() or character in _OPENS_AFTER
        elif at_start:
            unclosed.append(at)
        elif unclosed:
            yield unclosed.pop(), at


# ---------------------------------------------------------------------------------- the tree


def _corrected(node: Node, quotes: Quotes | None) -> Node:
    """Return ``node``, a block or a part of one, with ``typographic_text`` applied to its own attributes."""
    new: dict[str, Any] = {}
    match node:
        case Heading() | Paragraph():
            new["content"] = _inlines(node.content, quotes)
        case Definition():
            new["term"] = _inlines(node.term, quotes)
        case Table():
            new["caption"] = _inlines(node.caption, quotes)
        case Figure():
            new["caption"] = _inlines(node.caption, quotes)
            new["alt"] = typographic_text(node.alt, quotes)
        case ContentsEntry():
            new["title"] = _inlines(node.title, quotes)
            new["note"] = typographic_text(node.note, quotes)
        case KeyFigures():
            new |= {name: typographic_text(getattr(node, name), quotes) for name in ("title", "unit", "source")}
    # Unchanged blocks stay the same objects, which is cheap to compare when a section is set again.
    changes = {name: value for name, value in new.items() if value != getattr(node, name)}
    return attrs.evolve(node, **changes) if changes else node


def _inlines(content: Inlines, quotes: Quotes | None) -> Inlines:
    """Return ``content`` with its characters exchanged as in one text, each at its place in the tree."""
    text = "".join(_characters(content))
    corrected = typographic_text(text, quotes)
    return content if corrected == text else tuple(_with_characters(content, iter(corrected)))


def _characters(content: Inlines) -> Iterator[str]:
    """Return the text of ``content``, with one character for each line break and each foreign stretch."""
    for inline in content:
        match inline:
            case Text(text):
                yield text
            case LineBreak():
                yield "\n"
            case Language():
                # Another language has its own rules. One character stands for it, which no rule takes for a space.
                yield _FOREIGN
            case _:
                yield from _characters(inline.content)


_FOREIGN: Final = "\N{OBJECT REPLACEMENT CHARACTER}"


def _with_characters(content: Inlines, characters: Iterator[str]) -> Iterator[Inline]:
    """Return ``content`` with the next of ``characters`` in the place of each that ``_characters`` returns."""
    for inline in content:
        match inline:
            case Text(text):
                yield Text("".join(next(characters) for _ in text))
            case LineBreak() | Language():
                next(characters)
                yield inline
            case _:
                yield attrs.evolve(inline, content=tuple(_with_characters(inline.content, characters)))
