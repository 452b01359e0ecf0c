"""References within the package: what they point at, and what they print once that is known."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import attrs

from styringsdialog.content.links import INSIDE
from styringsdialog.danish.lists import counted, span
from styringsdialog.errors import Fault, Problem, error_for
from styringsdialog.model.blocks import (
    NOWHERE,
    Blocks,
    ContentsEntry,
    Heading,
    Inlines,
    Link,
    Place,
    Section,
    Text,
    plain_text,
)

__all__ = ["Destination", "References", "anchors", "resolve", "targets", "without_links"]

NBSP: Final = "\N{NO-BREAK SPACE}"

_INSIDE: Final = tuple(f"{scheme}:" for scheme in INSIDE)
_LISTED: Final = 8
"""References named in a message when none is like the one sought."""


@attrs.frozen
class Destination:
    """What a reference leads to.

    Attributes:
        label: What it is called in running text: «bilag 3», with a no-break space; or a title.
        page: Where it begins, from 1 on the cover; of a bilag, its divider.
        last: Its last page.
        pages: How many pages it has of its own; of a bilag, without the divider.
    """

    label: str
    page: int
    last: int
    pages: int
    title: str = ""


References = Mapping[str, Destination]
"""Everything that can be referred to, by full target: ``bilag:vibo/oversigt``, and ``bilag:vibo`` for its first."""


def targets(blocks: Blocks) -> frozenset[str]:
    """Give every target within the package that ``blocks`` refer to, without ``#side`` and its kin."""
    return frozenset(
        node.target.partition("#")[0]
        for node in _nodes(blocks)
        if isinstance(node, Link | ContentsEntry) and node.target.startswith(_INSIDE)
    )


def anchors(blocks: Blocks) -> Mapping[str, str]:
    """Give the targets that ``blocks`` hold, with their titles: a heading's words, a section's first heading's.

    A title is empty where there are no words, or only such as are to be filled in.
    """
    found: dict[str, str] = {}
    for node in _nodes(blocks):
        if isinstance(node, Heading | Section) and node.anchor:
            first = next((one for one in _nodes(node) if isinstance(one, Heading)), None)
            found[node.anchor] = "" if first is None else plain_text(first.content)
    return found


def resolve(blocks: Blocks, references: References, *, fault: Fault = Fault.CONTENT) -> Blocks:
    """Give ``blocks`` with every reference's text filled in and its ``#side`` and its kin taken off.

    ``bilag:vibo`` prints the label, with a capital when it begins a heading or was written so;
    ``#side`` «side 27», ``#sider`` «side 5–8», ``#antal`` «14 sider», which is text and no
    link, as a count leads nowhere. A link's own words stay.
    Lines of the contents get their page. Blocks in which nothing changes are the same objects.

    Raises:
        StyringsdialogError: Of the class for ``fault``, naming every target that is not there.
    """
    filler = _Filler(references, fault)
    resolved: Blocks = filler.filled(blocks, NOWHERE)
    if filler.problems:
        raise error_for(filler.problems)
    return resolved


def without_links(blocks: Blocks, inside: Collection[str]) -> Blocks:
    """Give resolved ``blocks`` with the words alone of every link to a part of the package that is not ``inside``."""
    unlinked: Blocks = _unlinked(blocks, inside)
    return unlinked


def _unlinked(value: Any, inside: Collection[str]) -> Any:
    if isinstance(value, tuple):
        found: list[Any] = []
        for item in value:
            if isinstance(item, Link) and item.target.startswith(_INSIDE) and item.target not in inside:
                found += item.content
            else:
                found.append(_unlinked(item, inside))
        return tuple(found)
    if not _is_node(value):
        return value
    return attrs.evolve(
        value, **{field.name: _unlinked(getattr(value, field.name), inside) for field in attrs.fields(type(value))}
    )


class _Filler:
    """Fills in references, and keeps what is wrong with them."""

    def __init__(self, references: References, fault: Fault) -> None:
        self.problems: list[Problem] = []
        self._references = references
        self._fault = fault

    def filled(self, value: Any, place: Place, *, first: bool = False) -> Any:
        """Give ``value``, a node of the tree or a tuple of them, with everything in it filled in.

        Args:
            value: Any type that ``blocks`` has; what is no node stays as it is.
            place: Of the block around it.
            first: Whether it begins a heading.
        """
        new: Any
        match value:
            case tuple():
                new = tuple(self.filled(item, place, first=first and not index) for index, item in enumerate(value))
                return value if all(map(_same, new, value)) else new
            case Link(target=target) if target.startswith(_INSIDE):
                return self._link(value, place, first=first)
            case ContentsEntry():
                destination = self._destination(value.target, place)
                new = attrs.evolve(
                    value,
                    title=self.filled(value.title, place, first=True),
                    page=str(destination.page) if destination else "",
                )
                return value if new == value else new
        if not _is_node(value):
            return value
        here: Place = getattr(value, "place", place)
        begins = first or isinstance(value, Heading)
        changed = {}
        for field in attrs.fields(type(value)):
            old = getattr(value, field.name)
            new = self.filled(old, here, first=begins and field.name == "content")
            if new is not old:
                changed[field.name] = new
        return attrs.evolve(value, **changed) if changed else value

    def _link(self, link: Link, place: Place, *, first: bool) -> Link | Text:
        target, _, what = link.target.partition("#")
        destination = self._destination(target, place)
        if destination is None:
            return link
        if what == "antal" and not link.content:
            return Text(counted(destination.pages, "side", "sider"))
        if link.content:
            return link if not what else attrs.evolve(link, target=target)
        text = _printed(destination, what)
        if not text:
            self._problem(place, f"{target} has no title that could be printed", "write the link's text yourself")
        if first or link.capital:
            text = text[:1].upper() + text[1:]
        content: Inlines = (Text(text),)
        return attrs.evolve(link, target=target, content=content)

    def _destination(self, target: str, place: Place) -> Destination | None:
        target = target.partition("#")[0]
        destination = self._references.get(target)
        if destination is None:
            self._problem(place, f"{target} is not in the package", self._suggestion(target))
        return destination

    def _suggestion(self, target: str) -> str:
        scheme, _, key = target.partition(":")
        there = sorted(known for known in self._references if known.startswith(f"{scheme}:"))
        # Only the keys are held against each other: «del:a» is not almost «del:b».
        if near := difflib.get_close_matches(key, [known.partition(":")[2] for known in there], n=1):
            return f"did you mean {scheme}:{near[0]}?"
        if elsewhere := sorted(known for known in self._references if known.partition(":")[2] == key):
            return f"did you mean {elsewhere[0]}?"
        if not there:
            return f"there is no {scheme}: at all"
        more = f" and {len(there) - _LISTED} more" if len(there) > _LISTED else ""
        return f"there is {', '.join(there[:_LISTED])}{more}"

    def _problem(self, place: Place, message: str, hint: str) -> None:
        where = str(place) or "blocks without a place"
        self.problems.append(Problem(self._fault, where, message, hint))


def _printed(destination: Destination, what: str) -> str:
    first, last = destination.page, destination.last
    match what:
        case "side":
            return f"side{NBSP}{first}"
        case "sider":
            return f"side{NBSP}{first}" if first == last else f"side{NBSP}{span(str(first), str(last))}"
        case _:
            return destination.label


def _same(one: object, other: object) -> bool:
    return one is other


def _is_node(value: object) -> bool:
    """Tell whether ``value`` is a part of the tree, and not a text, a number or a place."""
    return attrs.has(type(value)) and not isinstance(value, Place)


def _nodes(value: Any) -> Iterator[Any]:
    """Give every part of the tree in ``value``, outermost first, in the order of reading."""
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif _is_node(value):
        yield value
        for field in attrs.fields(type(value)):
            yield from _nodes(getattr(value, field.name))
