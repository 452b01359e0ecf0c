"""References within the package: their targets, and the words that they print once pages are numbered."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import attrs

from styringsdialog.content.links import INSIDE
from styringsdialog.danish.lists import counted, span
from styringsdialog.errors import Fault, Problem, error_for
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.blocks import (
    NOWHERE,
    Blocks,
    ContentsEntry,
    Emphasis,
    Heading,
    Inlines,
    Language,
    Link,
    Paragraph,
    Section,
    Strong,
    Text,
    plain_text,
)
from styringsdialog.model.tree import Node, mapped, nearest_place, walk

NBSP: Final = "\N{NO-BREAK SPACE}"

_INSIDE: Final = tuple(f"{scheme}:" for scheme in INSIDE)
# References named in a message where none resembles the one that was written.
_LISTED: Final = 8


@attrs.frozen
class Destination:
    """The target of a reference.

    Attributes:
        label: Its name in running text: «bilag 3», with a no-break space; or a title.
        page: Where it begins, from 1 on the cover; of a bilag, its divider.
        last: Its last page.
        pages: How many pages it has of its own; of a bilag, without the divider.
    """

    label: str
    page: int
    last: int
    pages: int
    title: str = ""


# Everything that can be referred to, by full target: ``bilag:vibo/oversigt``, and ``bilag:vibo`` for its first.
References = Mapping[str, Destination]


def targets(blocks: Blocks) -> frozenset[str]:
    """Return every target within the package that ``blocks`` refer to, without ``#side``, ``#sider`` and ``#antal``."""
    return frozenset(
        node.target.partition("#")[0]
        for node, _ in walk(blocks)
        if isinstance(node, Link | ContentsEntry) and node.target.startswith(_INSIDE)
    )


def anchors(blocks: Blocks) -> Mapping[str, str]:
    """Return the targets that ``blocks`` hold, with their titles: the words of a heading, or of a section's first.

    A section without a heading has the words of its first paragraph. A title is empty where there are no
    words, or only such as are to be filled in.
    """
    titles: dict[str, str] = {}
    for node, _ in walk(blocks):
        if isinstance(node, Heading | Section) and node.anchor:
            inside = [inner for inner, _ in walk((node,)) if isinstance(inner, Heading | Paragraph)]
            first = min(inside, key=lambda inner: isinstance(inner, Paragraph), default=None)
            titles[node.anchor] = "" if first is None else plain_text(first.content)
    return titles


def resolve(blocks: Blocks, references: References, *, fault: Fault = Fault.CONTENT) -> Blocks:
    """Return ``blocks`` with the text of every reference filled in, and ``#side``, ``#sider`` and ``#antal`` taken off.

    ``bilag:vibo`` prints the label, with a capital when it begins a heading or was written so;
    ``#side`` «side 27», ``#sider`` «side 5–8», ``#antal`` «14 sider», which is text and no
    link, as a count leads nowhere. A link's own words stay.
    Lines of the contents get their page. Blocks in which nothing changes are the same objects.

    Raises:
        StyringsdialogError: Of the class for ``fault``, naming every target that is not there.
    """
    problems = [
        Problem(fault, Where(origin=message("content.no-place")) if place == NOWHERE else place.where, what)
        for node, ancestors in walk(blocks)
        for what in _wrong(node, references)
        for place in [nearest_place(node, ancestors)]
    ]
    if problems:
        raise error_for(problems)
    return mapped(blocks, lambda node: _filled(node, references))


def without_links(blocks: Blocks, inside: Collection[str]) -> Blocks:
    """Return resolved ``blocks`` with the words alone of every link to a part of the package that is not ``inside``."""

    def unlinked(node: Node) -> Node | Inlines:
        if isinstance(node, Link) and node.target.startswith(_INSIDE) and node.target not in inside:
            return node.content
        return node

    return mapped(blocks, unlinked)


def _wrong(node: Node, references: References) -> Iterator[Message]:
    """Return what is wrong where ``node`` is a reference that cannot be filled in."""
    match node:
        case ContentsEntry(target=written):
            reference = False
        case Link(target=written) if written.startswith(_INSIDE):
            reference = not node.content
        case _:
            return
    target, _, what = written.partition("#")
    if target not in references:
        yield message("content.unknown-target", target=target, instead=_suggestion(target, references))
    # A heading of references alone has no words yet that another one could print.
    elif reference and what != "antal" and not _printed(references[target], what):
        yield message("content.untitled-target", target=target)


def _suggestion(target: str, references: References) -> Message:
    scheme, _, key = target.partition(":")
    there = sorted(known for known in references if known.startswith(f"{scheme}:"))
    # Only the keys are held against each other: «del:a» is not almost «del:b».
    if near := difflib.get_close_matches(key, [known.partition(":")[2] for known in there], n=1):
        return message("content.near-target", target=f"{scheme}:{near[0]}")
    if elsewhere := sorted(known for known in references if known.partition(":")[2] == key):
        return message("content.near-target", target=elsewhere[0])
    if not there:
        return message("content.no-target", scheme=scheme)
    listed = ", ".join(there[:_LISTED])
    return (
        message("content.some-targets", targets=listed, more=len(there) - _LISTED)
        if len(there) > _LISTED
        else message("content.known-targets", targets=listed)
    )


def _filled(node: Node, references: References) -> Node:
    """Return ``node`` with what it prints itself filled in; every reference is known."""
    match node:
        case Heading(content=content):
            begun = _begun(content)
            return node if begun is content else attrs.evolve(node, content=begun)
        case ContentsEntry():
            page = str(references[node.target.partition("#")[0]].page)
            begun = _begun(node.title)
            return node if (page, begun) == (node.page, node.title) else attrs.evolve(node, title=begun, page=page)
        case Link(target=written) if written.startswith(_INSIDE):
            target, _, what = written.partition("#")
            if node.content:
                # «#side» says what is printed; with words of its own the link only leads there.
                return attrs.evolve(node, target=target) if what else node
            if what == "antal":
                return Text(counted(references[target].pages, "side", "sider"))
            text = _printed(references[target], what)
            text = text[:1].upper() + text[1:] if node.capital else text
            return attrs.evolve(node, target=target, content=(Text(text),))
    return node


def _begun(content: Inlines) -> Inlines:
    """Return the words of a heading with a capital for the reference that they begin with, if they do."""
    match content:
        case (Link(target=target, content=()) as link, *rest) if target.startswith(_INSIDE):
            return content if link.capital else (attrs.evolve(link, capital=True), *rest)
        case (Strong() | Emphasis() | Language() | Link() as first, *rest):
            begun = _begun(first.content)
            return content if begun is first.content else (attrs.evolve(first, content=begun), *rest)
    return content


def _printed(destination: Destination, what: str) -> str:
    first, last = destination.page, destination.last
    match what:
        case "side":
            return f"side{NBSP}{first}"
        case "sider":
            return f"side{NBSP}{first}" if first == last else f"side{NBSP}{span(str(first), str(last))}"
        case _:
            return destination.label
