"""What comes from a plugin's world held against what the rest of the host may take for granted.

Blocks that came of a template or of Markdown passed the same rules at the parser; blocks that
a plugin made itself pass them here.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.content.links import LinkError, full_target, read_href
from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks import words
from styringsdialog.hooks.allowed import allowed_file
from styringsdialog.hooks.contribution import Body
from styringsdialog.hooks.guard import Origin
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language
from styringsdialog.model.blocks import (
    NOWHERE,
    Blocks,
    Cell,
    Contents,
    Figure,
    Heading,
    KeyFigures,
    Link,
    Place,
    Section,
    Text,
)
from styringsdialog.model.tree import Node, mapped, members, nearest_place, walk

__all__ = ["is_blank", "one_line", "too_much", "vetted", "vetted_problems"]

_MOST_BILAG: Final = 200
_MOST_NODES: Final = 50_000
_MOST_TEXT: Final = 3_000_000
_LONGEST_WORD: Final = 500
_DEEPEST: Final = 40
_WIDEST: Final = 999
"""What one contributor may fill a package with: typesetting, which runs in the host, takes a
minute or less for as much. A thousand pages have some thirty thousand nodes and three million
characters; a word of five hundred is broken at every edge, and longer ones slowly."""

_FAULTS: Final = frozenset(Fault) - {Fault.INTERNAL, Fault.OUTPUT}
_UNSHOWN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_MOST_PROBLEMS: Final = 50
_LONGEST_LINE: Final = 1_000


def one_line(text: str) -> str:
    """Give ``text`` so that it can be shown anywhere: not too long, and without what a terminal would obey."""
    shown = "".join(char if unicodedata.category(char) not in _UNSHOWN else " " for char in text[: _LONGEST_LINE + 1])
    return f"{shown[:_LONGEST_LINE]}…" if len(shown) > _LONGEST_LINE else shown


def vetted_problems(problems: Sequence[Problem], origin: Origin) -> tuple[Problem, ...]:
    """Give ``problems`` fit to be shown, and with a fault that can be a contributor's."""
    told = tuple(
        Problem(
            problem.fault if problem.fault in _FAULTS else Fault.PLUGIN,
            one_line(problem.where),
            one_line(problem.message),
            one_line(problem.hint),
            one_line(problem.dansk),
        )
        for problem in problems[:_MOST_PROBLEMS]
    )
    left = len(problems) - len(told)
    return (*told, origin.problem(f"gave {left} problems more than are shown")) if left else told


def too_much(bodies: Sequence[Body], origin: Origin) -> Problem | None:
    """Give what is too much in the bilag of one contributor, for a package that somebody is to read."""
    if len(bodies) > _MOST_BILAG:
        said = f"gave {len(bodies)} bilag, and {_MOST_BILAG} are the most"
        return origin.problem(said, dansk=words.NOT_AS_AGREED)
    nodes = text = 0
    for body in bodies:
        for node, ancestors in walk(body) if isinstance(body, tuple) else ():
            texts = list(_texts(node))
            nodes += 1
            text += sum(map(len, texts))
            for many, most, name in (
                (nodes, _MOST_NODES, "blocks"),
                (text, _MOST_TEXT, "characters"),
                (len(ancestors) + 1, _DEEPEST, "blocks within each other"),
            ):
                if many > most:
                    return origin.problem(f"gave more than {most} {name}", dansk=words.NOT_AS_AGREED)
            if any(len(word) > _LONGEST_WORD for said in texts if len(said) > _LONGEST_WORD for word in said.split()):
                message = f"gave a word of more than {_LONGEST_WORD} characters"
                return origin.problem(message, dansk=words.NOT_AS_AGREED)
    return None


def is_blank(blocks: Blocks) -> bool:
    """Tell whether there is nothing in ``blocks`` that can be printed."""
    # A link without words of its own is a reference, and prints what it leads to.
    return not any(
        isinstance(node, Figure | KeyFigures)
        or (isinstance(node, Text) and node.text.strip())
        or (isinstance(node, Link) and not node.content)
        for node, _ in walk(blocks)
    )


def _texts(node: Node) -> Iterator[str]:
    """Give the strings that ``node`` itself holds."""
    for _, value in members(node):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, str))


def vetted(blocks: Blocks, origin: Origin, *, scope: str, roots: Sequence[Path]) -> tuple[Blocks, tuple[Problem, ...]]:
    """Give ``blocks`` with ``origin`` as the place of those that have none, and what is wrong with them.

    Args:
        blocks: Of the right types already.
        origin: Whom to name.
        scope: What the keys of anchors in them begin with: ``vibo/``.
        roots: The folders that pictures may come from.
    """
    problems = tuple(
        attrs.evolve(origin.problem(message, hint), where=f"{origin}: {place}" if place != NOWHERE else str(origin))
        for node, ancestors in walk(blocks)
        for place in [nearest_place(node, ancestors)]
        for message, hint in _wrong(node, scope, roots)
    )
    place = Place(str(origin))

    def placed(node: Node) -> Node:
        changes: dict[str, Any] = {"place": place} if getattr(node, "place", place) == NOWHERE else {}
        return attrs.evolve(node, **changes) if changes else node

    return mapped(blocks, placed), problems


def _wrong(node: Node, scope: str, roots: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Give message and hint for each rule that ``node`` itself breaks."""
    match node:
        case Link(target=written):
            try:
                target, _ = read_href(written, scope)
            except LinkError as error:
                yield _in_english(error)
            else:
                if target != written:
                    yield f"the link '{written}' is not a whole target", f"write '{target}'"
        case Heading(anchor=anchor) | Section(anchor=anchor) if anchor:
            own = f"punkt:{scope}"
            try:
                full_target(anchor.removeprefix(own), scope)
            except LinkError as error:
                yield _in_english(error)
            else:
                if not anchor.startswith(own):
                    yield f"the anchor '{anchor}' is not a whole target", f"write '{own}{anchor}'"
        case Figure(path=path, alt=alt):
            found, wrong = allowed_file(Path(path), roots)
            if found is None:
                yield f"the picture {Path(path).name} {wrong}", ""
            if not alt.strip():
                yield f"the picture {Path(path).name} has no alt text", "say what it shows"
        case Cell(colspan=colspan, rowspan=rowspan, scope=heads):
            if colspan < 1 or rowspan < 1:
                yield "a cell spans less than one row or column", ""
            if max(colspan, rowspan) > _WIDEST:
                yield f"a cell spans more than {_WIDEST} rows or columns", ""
            if heads not in {"", "col", "row"}:
                yield f"a cell has the scope '{heads}'", "write col or row, or nothing"
        case KeyFigures():
            yield from _wrong_figures(node)
        case Contents():
            yield "a table of contents is the host's to make", ""


def _in_english(error: LinkError) -> tuple[str, str]:
    text = text_of(error.what, Language.ENGLISH)
    return text.what, text.hint


def _wrong_figures(figures: KeyFigures) -> Iterator[tuple[str, str]]:
    """Give message and hint for what keeps ``figures`` from being a table."""
    said = f"the key figures '{figures.title}'"
    if not figures.title.strip():
        yield "there are key figures without a title", "say what they are about"
    if not figures.columns or not figures.rows:
        yield f"{said} have no rows or no columns", "leave them out where there is nothing to show"
    if len(figures.columns) > _WIDEST:
        yield f"{said} have more than {_WIDEST} columns", ""
    if len(set(figures.columns)) < len(figures.columns) or not all(one.strip() for one in figures.columns):
        yield f"{said} have columns that are blank or stand twice", "give each a name of its own"
    for row in figures.rows:
        if not row.label.strip():
            yield f"{said} have a row without a label", "say what its numbers are"
        if len(row.values) != len(figures.columns):
            message = f"{said} have {len(row.values)} numbers for {len(figures.columns)} columns in '{row.label}'"
            yield message, "give None where a number is missing"
        if any(value is not None and math.isinf(value) for value in row.values):
            yield f"{said} have a number without end in '{row.label}'", "give None where a number is missing"
