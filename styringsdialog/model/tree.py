"""The tree of blocks: one way through it, and one way to another tree.

Both follow every attribute that holds nodes, so that a new type of block needs no code of its own here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

import attrs

from styringsdialog.model.blocks import (
    NOWHERE,
    Block,
    Cell,
    ContentsEntry,
    Definition,
    Inline,
    KeyFigureRow,
    ListItem,
    Place,
    Row,
)

Node = Block | Inline | Cell | ContentsEntry | Definition | KeyFigureRow | ListItem | Row

N = TypeVar("N", bound=Node)


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in getattr(kind, "__attrs_attrs__", ()))


# Of a class, the names of its attrs attributes: kept, because a tree of hundreds of pages has hundreds of thousands of
# values. A class can be a key, which mypy does not see.
_attributes = cast("Callable[[type], tuple[str, ...]]", functools.cache(_names))


def members(value: object) -> Iterator[tuple[str | int, Any]]:
    """Return what ``value`` holds: an attrs value's attributes by name, a tuple's items by index, else nothing."""
    if isinstance(value, tuple):
        yield from enumerate(value)
    else:
        yield from ((name, getattr(value, name)) for name in _attributes(type(value)))


def walk(nodes: tuple[Node, ...]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Return every node of the tree with those that it stands in, outermost first; in the order of reading.

    It uses no recursion: how deep a tree is that a plugin made is known only afterwards.
    """
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(node, ()) for node in reversed(nodes)]
    while waiting:
        node, ancestors = waiting.pop()
        yield node, ancestors
        inside = [inner for nodes in _nodes_in(node).values() for inner in nodes]
        holders = (*ancestors, node) if inside else ()
        waiting += [(inner, holders) for inner in reversed(inside)]


def nearest_place(node: Node, ancestors: tuple[Node, ...]) -> Place:
    """Return where ``node`` was written: its own place, else that of the nearest ancestor that has one."""
    places = (getattr(holder, "place", NOWHERE) for holder in (node, *reversed(ancestors)))
    return next((place for place in places if place != NOWHERE), NOWHERE)


def mapped(nodes: tuple[N, ...], change: Callable[[Node], Node | tuple[Node, ...]]) -> tuple[N, ...]:
    """Return ``nodes`` with ``change`` made to each of them, and then to those within what it gave.

    Args:
        nodes: Blocks, or any other nodes of one kind.
        change: Returns a node of the same kind, the node itself where nothing is to change, or the nodes
            that stand in its place; those are not changed again.

    Returns:
        The same object where nothing changed, and within it the same objects as far as nothing changed in them.
    """
    made: list[Any] = []
    for node in nodes:
        changed = change(node)
        made += [_within(new, change) for new in (changed if isinstance(changed, tuple) else (changed,))]
    # The same object says that nothing changed, and saves copying whole trees for one reference.
    unchanged = len(made) == len(nodes) and all(new is old for new, old in zip(made, nodes, strict=True))
    return nodes if unchanged else tuple(made)


def _within(node: Node, change: Callable[[Node], Node | tuple[Node, ...]]) -> Node:
    inside = {name: (nodes, mapped(nodes, change)) for name, nodes in _nodes_in(node).items()}
    changes: dict[str, Any] = {name: new for name, (old, new) in inside.items() if new is not old}
    return attrs.evolve(node, **changes) if changes else node


def _nodes_in(node: Node) -> Mapping[str, tuple[Node, ...]]:
    """Return the nodes in ``node``, by attribute."""
    return {
        name: value
        for name in _attributes(type(node))
        # The first item tells of all, because a tuple holds items of one kind: nodes, or plain values as ``columns``.
        if isinstance(value := getattr(node, name), tuple) and value and hasattr(type(value[0]), "__attrs_attrs__")
    }
