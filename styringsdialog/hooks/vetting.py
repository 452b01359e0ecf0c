"""The rules for what comes from a plugin's process: what the rest of the host may take for granted.

Blocks that came of a template or of Markdown passed the same rules at the parser; blocks that
a plugin made itself pass them here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.content.links import LinkError, full_target, read_href
from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.accepting import RefusedFileError, allowed_file
from styringsdialog.hooks.contribution import Body
from styringsdialog.hooks.guard import Origin
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.place import Where
from styringsdialog.model.blocks import (
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

__all__ = ["MOST_PROBLEMS", "excesses", "is_blank", "picture_folders", "vetted", "vetted_problems"]

_MOST_BILAG: Final = 200
_MOST_NODES: Final = 50_000
_MOST_TEXT: Final = 3_000_000
_LONGEST_WORD: Final = 500
_DEEPEST: Final = 40
_WIDEST: Final = 999
"""What one contributor may fill a package with: typesetting, which runs in the host, takes a
minute or less for as much. A thousand pages have some thirty thousand nodes and three million
characters; a word of five hundred is broken at every edge, and longer ones slowly."""


@attrs.frozen
class _Size:
    """How much there is: nodes, and characters of text."""

    nodes: int = 0
    text: int = 0


# A plugin must not blame the host or the disk.
_FAULTS: Final = frozenset(Fault) - {Fault.INTERNAL, Fault.OUTPUT}
MOST_PROBLEMS: Final = 50


def vetted_problems(problems: Sequence[Problem], origin: Origin) -> tuple[Problem, ...]:
    """Return so many of ``problems`` as can be shown, each with a fault that can be a contributor's."""
    shown = tuple(
        problem if problem.fault in _FAULTS else attrs.evolve(problem, fault=Fault.PLUGIN)
        for problem in problems[:MOST_PROBLEMS]
    )
    left = len(problems) - len(shown)
    return (*shown, origin.problem(message("hooks.more-problems", count=left))) if left else shown


def excesses(bodies: Sequence[Body]) -> Iterator[Problem | None]:
    """Yield for each of one contributor's ``bodies`` what is too much in it for a package that somebody is to read.

    One that is too much takes no room from those that follow.
    """
    used = _Size()
    for number, body in enumerate(bodies, 1):
        if number > _MOST_BILAG:
            yield Problem(Fault.CONTENT, "", message("hooks.too-many-bilag", number=number, most=_MOST_BILAG))
            continue
        size, excess = _measured(body if isinstance(body, tuple) else (), used)
        used = used if excess else size
        yield excess


def _measured(body: Blocks, used: _Size) -> tuple[_Size, Problem | None]:
    """Return ``used`` and what ``body`` adds to it; with what is too much as soon as it is met."""
    for node, ancestors in walk(body):
        texts = list(_texts(node))
        used = _Size(used.nodes + 1, used.text + sum(map(len, texts)))
        # Most texts are shorter than the longest word may be, and need not be divided into words.
        long_texts = (text for text in texts if len(text) > _LONGEST_WORD)
        long_word = any(len(word) > _LONGEST_WORD for long_text in long_texts for word in long_text.split())
        for is_too_much, code, most in (
            (used.nodes > _MOST_NODES, "hooks.too-many-blocks", _MOST_NODES),
            (used.text > _MOST_TEXT, "hooks.too-many-characters", _MOST_TEXT),
            (len(ancestors) >= _DEEPEST, "hooks.too-deep", _DEEPEST),
            (long_word, "hooks.long-word", _LONGEST_WORD),
        ):
            if is_too_much:
                where = nearest_place(node, ancestors).where
                return used, Problem(Fault.CONTENT, where, message(code, most=most))
    return used, None


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
    """Return the strings that ``node`` itself holds."""
    for _, value in members(node):
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, str))


def picture_folders(blocks: Blocks) -> Iterator[Path]:
    """Return the folders of the pictures in ``blocks``."""
    yield from (Path(node.path).parent for node, _ in walk(blocks) if isinstance(node, Figure))


def vetted(
    blocks: Blocks, origin: Message, *, scope: str, roots: Sequence[Path], fault: Fault = Fault.PLUGIN
) -> tuple[Blocks, tuple[Problem, ...]]:
    """Return ``blocks`` with ``origin`` in the place of those that have none, and what is wrong with them.

    Args:
        blocks: Of the right types already.
        origin: Whose they are.
        scope: What the keys of anchors in them begin with: ``vibo/``.
        roots: The folders that pictures may come from.
        fault: Whose fault it is when they break a rule.
    """
    problems = tuple(
        Problem(fault, Where(place.file, line=place.line, origin=origin), what)
        for node, ancestors in walk(blocks)
        for place in [nearest_place(node, ancestors)]
        for what in _wrong(node, scope, roots)
    )
    unknown = Place("", origin=origin)

    def placed(node: Node) -> Node:
        place = getattr(node, "place", unknown)
        # Whose it is, is not for the plugin to say.
        own = Place(place.file, place.line) if place.file else unknown
        changes: dict[str, Any] = {} if place == own else {"place": own}
        return attrs.evolve(node, **changes) if changes else node

    return mapped(blocks, placed), problems


def _wrong(node: Node, scope: str, roots: Sequence[Path]) -> Iterator[Message]:
    """Return a message for each rule that ``node`` itself breaks."""
    match node:
        case Link(target=written):
            try:
                target, _ = read_href(written, scope)
            except LinkError as error:
                yield error.what
            else:
                # Blocks carry whole addresses, because typesetting knows of no scope.
                if target != written:
                    yield message("hooks.link-incomplete", link=written, target=target)
        case Heading(anchor=anchor) | Section(anchor=anchor) if anchor:
            own = f"punkt:{scope}"
            try:
                full_target(anchor.removeprefix(own), scope)
            except LinkError as error:
                yield error.what
            else:
                if not anchor.startswith(own):
                    yield message("hooks.anchor-incomplete", anchor=anchor, target=f"{own}{anchor}")
        case Figure(path=path, alt=alt):
            try:
                allowed_file(Path(path), roots)
            except RefusedFileError as refused:
                yield message("hooks.picture-refused", picture=Path(path).name, reason=refused.what)
            if not alt.strip():
                yield message("hooks.picture-without-alt", picture=Path(path).name)
        case Cell(colspan=colspan, rowspan=rowspan, scope=heads):
            if colspan < 1 or rowspan < 1:
                yield message("hooks.cell-spans-nothing")
            if max(colspan, rowspan) > _WIDEST:
                yield message("hooks.cell-spans-too-much", most=_WIDEST)
            if heads not in {"", "col", "row"}:
                yield message("hooks.cell-scope", scope=heads)
        case KeyFigures():
            yield from _wrong_figures(node)
        case Contents():
            # The contents page is the host's: its lines get their pages from the plan.
            yield message("hooks.contents-block")


def _wrong_figures(figures: KeyFigures) -> Iterator[Message]:
    """Return a message for each rule of a table that ``figures`` break."""
    title = figures.title
    if not figures.title.strip():
        yield message("hooks.figures-without-title")
    if not figures.columns or not figures.rows:
        yield message("hooks.figures-empty", title=title)
    if len(figures.columns) > _WIDEST:
        yield message("hooks.figures-too-wide", title=title, most=_WIDEST)
    if len(set(figures.columns)) < len(figures.columns) or not all(column.strip() for column in figures.columns):
        yield message("hooks.figures-columns", title=title)
    for row in figures.rows:
        if not row.label.strip():
            yield message("hooks.figures-row-without-label", title=title)
        if len(row.values) != len(figures.columns):
            values, columns = len(row.values), len(figures.columns)
            yield message("hooks.figures-uneven", title=title, values=values, columns=columns, label=row.label)
        # JSON as Python reads it has infinity, and no axis reaches it.
        if any(value is not None and math.isinf(value) for value in row.values):
            yield message("hooks.figures-infinite", title=title, label=row.label)
