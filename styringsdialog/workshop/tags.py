"""The tags of a plugin's bilag: what its blocks call for, held against the structure tree of the finished file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import (
    Blocks,
    Cell,
    Definition,
    Definitions,
    Figure,
    Heading,
    KeyFigures,
    Link,
    List,
    ListItem,
    Row,
    Table,
)
from styringsdialog.model.tree import Node, walk
from styringsdialog.typeset.charts import is_drawn
from styringsdialog.typeset.key_figures import as_table
from styringsdialog.typeset.styles import PAGE

# What a reader moves by (ISO 14289-1, 7.4 to 7.6 and 7.18.5), by standard type; a heading of any level is ``H``.
_NAMES: Mapping[str, Message] = {
    "H": message("workshop.tags-headings"),
    "L": message("workshop.tags-lists"),
    "LI": message("workshop.tags-items"),
    "Table": message("workshop.tags-tables"),
    "TR": message("workshop.tags-rows"),
    "TH": message("workshop.tags-heading-cells"),
    "Figure": message("workshop.tags-pictures"),
    "Link": message("workshop.tags-links"),
}

_TYPES: Mapping[type[Node], str] = {
    Heading: "H",
    List: "L",
    ListItem: "LI",
    Definitions: "L",
    Definition: "LI",
    Table: "Table",
    Row: "TR",
    Figure: "Figure",
    Link: "Link",
}


def called_for(blocks: Blocks) -> Counter[str]:
    """Return how many elements of each type ``blocks`` are to have in a structure tree."""
    return Counter(_types(blocks))


def missing_tags(blocks: Blocks, counts: Counter[str]) -> list[Message]:
    """Return of what a file has too few or too many elements: «1 tables instead of 2».

    Args:
        blocks: What the file was made of.
        counts: How many elements of each type its structure tree holds.
    """
    written: Counter[str] = Counter()
    for kind, times in counts.items():
        written["H" if re.fullmatch("H[1-6]", kind) else kind] += times
    expected = called_for(blocks)
    return [
        message("workshop.tag-count", count=written[kind], name=name, expected=expected[kind])
        for kind, name in _NAMES.items()
        if written[kind] != expected[kind]
    ]


def _types(blocks: Blocks) -> Iterator[str]:
    for node, _ in walk(blocks):
        match node:
            case KeyFigures():
                # As typesetting makes them: a table, and a chart where there is anything to see.
                yield from _types((as_table(node),))
                if is_drawn(node, PAGE.measure):
                    yield "Figure"
            case Cell(header=True):
                yield "TH"
            case _ if type(node) in _TYPES:
                yield _TYPES[type(node)]
