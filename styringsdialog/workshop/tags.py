"""The tags of a plugin's bilag: what its blocks call for, held against the structure tree of the finished file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from styringsdialog.messages.message import Message, message
from styringsdialog.model.blocks import (
    Aside,
    Block,
    Blocks,
    Cell,
    Contents,
    Definitions,
    Figure,
    Heading,
    Inline,
    KeyFigures,
    Link,
    List,
    Paragraph,
    Section,
    Table,
)
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


def _types(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(content=content):
                yield "H"
                yield from _links(content)
            case Paragraph(content=content):
                yield from _links(content)
            case List(items=items):
                yield "L"
                for item in items:
                    yield "LI"
                    yield from _types(item.content)
            case Definitions(items=definitions):
                yield "L"
                for definition in definitions:
                    yield "LI"
                    yield from _links(definition.term)
                    yield from _types(definition.content)
            case Table(caption=caption, head=head, body=body):
                yield "Table"
                yield from _links(caption)
                for row in (*head, *body):
                    yield "TR"
                    for cell in row.cells:
                        yield from _cell(cell)
            case Figure(caption=caption):
                yield "Figure"
                yield from _links(caption)
            case KeyFigures():
                # As typesetting makes them: a table, and a chart where there is anything to see.
                yield from _types((as_table(block),))
                if is_drawn(block, PAGE.measure):
                    yield "Figure"
            case Section(content=inner) | Aside(content=inner):
                yield from _types(inner)
            case Contents():
                # The host's own; no plugin has one.
                pass


def _cell(cell: Cell) -> Iterator[str]:
    if cell.header:
        yield "TH"
    yield from _types(cell.content)


def _links(content: Iterable[Inline]) -> Iterator[str]:
    for inline in content:
        if isinstance(inline, Link):
            yield "Link"
        yield from _links(getattr(inline, "content", ()))
