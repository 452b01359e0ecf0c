"""Text without any mark-up as blocks: empty lines stand between paragraphs, and lines stay lines."""

from __future__ import annotations

from itertools import groupby

from styringsdialog.content.markup import MAX_SIZE, problem_at
from styringsdialog.errors import ContentError
from styringsdialog.messages.message import message
from styringsdialog.model.blocks import Blocks, Inline, LineBreak, Paragraph, Place, Text

__all__ = ["parse_text"]


def parse_text(text: str, *, source: str) -> Blocks:
    """Return the paragraphs of ``text``.

    Lines are kept, since nobody can tell an address or a poem from a text that was broken by hand.

    Raises:
        ContentError: It is longer than pages can hold.
    """
    if len(text) > MAX_SIZE:
        raise ContentError((problem_at(Place(source), message("content.too-long", size=len(text), most=MAX_SIZE)),))
    lines = [(number, " ".join(line.split())) for number, line in enumerate(text.split("\n"), 1)]
    paragraphs = []
    for has_words, group in groupby(lines, key=lambda line: bool(line[1])):
        if not has_words:
            continue
        content: list[Inline] = []
        numbered = list(group)
        for _, line in numbered:
            content += [LineBreak(), Text(line)] if content else [Text(line)]
        paragraphs.append(Paragraph(content=tuple(content), place=Place(source, numbered[0][0])))
    return tuple(paragraphs)
