"""Spaces in HTML's text, collapsed as browsers do (CSS Text 3, 4.1.1), and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from styringsdialog.content.markup import Node, Words

# Elements that take up no room of their own in a line.
WRAPPERS: Final = frozenset({"a", "strong", "em", "span"})

SPACE: Final = " \t\n\f\r"
_SPACES: Final = re.compile(f"[{SPACE}]+")


def collapsed_text(written: str) -> str:
    """Return ``written`` in NFC with one space wherever there are some; no-break spaces stay."""
    # «å» of two characters, as Macs write it, is set and searched for as one.
    return unicodedata.normalize("NFC", _SPACES.sub(" ", written))


def solid(nodes: Sequence[Node]) -> list[Node]:
    """Return ``nodes`` without the space between them."""
    return [node for node in nodes if not isinstance(node, Words) or node.text.strip(SPACE)]


def collapsed(nodes: Sequence[Node]) -> Mapping[int, str]:
    """Return the text of all words in one paragraph, by the id of the node: spaces as CSS collapses them.

    A space is kept once, across the borders of elements, and not at the ends of lines.
    """
    texts: dict[int, str] = {}
    last: Words | None = None
    at_space = True
    for leaf in _leaves(nodes):
        if isinstance(leaf, Words):
            text = collapsed_text(leaf.text)
            texts[id(leaf)] = text = text.removeprefix(" ") if at_space else text
            if text:
                last, at_space = leaf, text.endswith(" ")
            continue
        # CSS Text 3, 4.1.2: no space is left at the end of a line.
        if leaf.name == "br" and last is not None:
            texts[id(last)] = texts[id(last)].removesuffix(" ")
        last, at_space = None, leaf.name == "br"
    if last is not None:
        texts[id(last)] = texts[id(last)].removesuffix(" ")
    return texts


def _leaves(nodes: Sequence[Node]) -> Iterator[Node]:
    """Return words and what else takes up room in a line; a link without words gets words later."""
    for node in nodes:
        # A link without words prints a reference, so the spaces on both of its sides stay.
        if isinstance(node, Words) or node.name not in WRAPPERS or (node.name == "a" and is_blank(node.children)):
            yield node
        else:
            yield from _leaves(node.children)


def is_blank(nodes: Sequence[Node]) -> bool:
    """Tell whether ``nodes`` hold neither words nor anything that stands for some."""
    return all(
        not node.text.strip(SPACE)
        if isinstance(node, Words)
        else node.name in WRAPPERS - {"a"} and is_blank(node.children)
        for node in nodes
    )
