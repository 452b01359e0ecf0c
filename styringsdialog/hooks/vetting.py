"""The rules for what comes from a plugin's process: what the rest of the host may take for granted.

Blocks that came of a template or of Markdown passed the same rules at the parser; blocks that
a plugin made itself pass them here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.content.links import LinkError, full_target, read_href
from styringsdialog.errors import Fault, MessageError, Problem
from styringsdialog.hooks.contribution import Body
from styringsdialog.hooks.guard import Origin
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.bilag import Bilag, Caption, Checked, Visibility
from styringsdialog.model.blocks import (
    MOST_DECIMALS,
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

_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
LONGEST_KEY: Final = 100
# Characters of a title, a description and so on: no more than fits on a divider.
_LONGEST_TEXT: Final = 1_000


def is_text(*values: object) -> bool:
    """Tell whether all ``values`` are text: what a plugin gives may be anything."""
    return all(isinstance(value, str) for value in values)


def is_utf8(name: str) -> bool:
    """Tell whether ``name`` is text: bytes that are no UTF-8 Python keeps as lone surrogates (PEP 383)."""
    return not any(unicodedata.category(char) == "Cs" for char in name)


def accepted(bilag: Sequence[Bilag], origin: Origin) -> list[Bilag]:
    """Return ``bilag`` in the order in which they are printed.

    Raises:
        PluginError: A key, a title or another attribute is not as it should be.
    """
    for index, entry in enumerate(bilag):
        checked: object = entry.checked
        texts = Caption.of(entry).texts
        *names, last = ("key", *texts)
        rules = {
            # ``type`` and not ``isinstance``: a boolean is an int to Python.
            message("hooks.order-type", index=index): type(entry.order) is int,
            message("hooks.visibility-type", index=index): isinstance(entry.visibility, Visibility),
            message("hooks.reason-of-open", index=index): not entry.reason or entry.visibility is not Visibility.OPEN,
            message("hooks.no-boolean", index=index, name="comments"): isinstance(entry.comments, bool),
            message("hooks.no-boolean", index=index, name="flatten"): isinstance(entry.flatten, bool),
            message("hooks.checked-type", index=index): isinstance(checked, tuple)
            and all(isinstance(name, Checked) for name in checked),
            message("hooks.text-types", index=index, names=", ".join(names), last=last): is_text(
                entry.key, *texts.values()
            ),
        }
        for what in _broken(rules):
            raise origin.error(what)
    if breach := breach_of([(entry.key, Caption.of(entry)) for entry in bilag]):
        raise origin.error(breach)
    # By key where two have one order, so that it does not depend on the order of the plugin's list.
    return sorted(bilag, key=lambda entry: (entry.order, entry.key))


def breach_of(bilag: Sequence[tuple[str, Caption]]) -> Message | None:
    """Return what is wrong with the keys and the texts of a contributor's bilag."""
    for key, caption in bilag:
        if len(key) > LONGEST_KEY:
            return message("hooks.long-key", length=len(key), most=LONGEST_KEY)
        if not _KEY.fullmatch(key):
            return message("hooks.bad-key", key=key)
        for name, text in caption.texts.items():
            if len(text) > _LONGEST_TEXT:
                return message("hooks.long-text", key=key, name=name, length=len(text), most=_LONGEST_TEXT)
            if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text):
                return message("hooks.text-of-several-lines", key=key, name=name)
        if not caption.title.strip():
            return message("hooks.blank-title", key=key)
    counts = Counter(key for key, _ in bilag).items()
    return next((message("hooks.key-used-twice", key=key, count=count) for key, count in counts if count > 1), None)


def allowed_file(path: Path, roots: Sequence[Path]) -> Path:
    """Return ``path`` with its links resolved.

    Args:
        path: As a plugin named it.
        roots: The folders whose files it may name, their links followed too.

    Raises:
        MessageError: It is no file, or lies outside ``roots``: the rest of a sentence that begins with the file.
    """
    if not path.is_absolute():
        raise MessageError(message("hooks.not-absolute"))
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        # What is not there cannot be resolved: only its own path can tell whether it would have been allowed.
        inside = any(path.is_relative_to(root) for root in roots) and ".." not in path.parts
        raise MessageError(message("hooks.not-there") if inside else message("hooks.outside")) from None
    if not any(real.is_relative_to(root.resolve()) for root in roots):
        raise MessageError(message("hooks.outside"))
    if not real.is_file():
        raise MessageError(message("hooks.not-a-file"))
    return real


def shown_path(path: Path, *, edition: Path, roots: Sequence[Path]) -> str:
    """Return ``path`` as messages say it: within the edition, or from the name of a plugin's package on."""
    # Some systems give names in NFD: a message is the same on all of them.
    bases = (edition, *(root.parent for root in roots))
    around = (base for base in (*bases, *(base.resolve() for base in bases)) if path.is_relative_to(base))
    return printable(next((path.relative_to(base).as_posix() for base in around), path.name))


def printable(name: str) -> str:
    """Return ``name`` as any output can print it: bytes that are no UTF-8 as escapes."""
    return unicodedata.normalize("NFC", name).encode(errors="backslashreplace").decode()


# What one contributor may fill a package with: typesetting, which runs in the host, takes a
# minute or less for as much. A thousand pages have some thirty thousand nodes and three million
# characters; a word of five hundred is broken at every edge, and longer ones slowly.
MOST_BILAG: Final = 200
_MOST_NODES: Final = 50_000
_MOST_TEXT: Final = 3_000_000
_LONGEST_WORD: Final = 500
_DEEPEST: Final = 40
_WIDEST: Final = 999


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
    used = (0, 0)
    for number, body in enumerate(bodies, 1):
        if number > MOST_BILAG:
            yield Problem(
                Fault.CONTENT, "", message("hooks.too-many-bilag", number=number, count=len(bodies), most=MOST_BILAG)
            )
            continue
        size, excess = _measured(body if isinstance(body, tuple) else (), used)
        used = used if excess else size
        yield excess


_EXCESSES: Final = (
    message("hooks.too-many-blocks", most=_MOST_NODES),
    message("hooks.too-many-characters", most=_MOST_TEXT),
    message("hooks.too-deep", most=_DEEPEST),
    message("hooks.long-word", most=_LONGEST_WORD),
)


def _measured(body: Blocks, used: tuple[int, int]) -> tuple[tuple[int, int], Problem | None]:
    """Return nodes and characters with those of ``body``, beside ``used``; and what is too much, once it is met."""
    nodes, text = used
    for node, ancestors in walk(body):
        texts = list(_texts(node))
        nodes, text = nodes + 1, text + sum(map(len, texts))
        # Most texts are shorter than the longest word may be, and need not be divided into words.
        long_texts = (text for text in texts if len(text) > _LONGEST_WORD)
        long_word = any(len(word) > _LONGEST_WORD for long_text in long_texts for word in long_text.split())
        passed = (nodes > _MOST_NODES, text > _MOST_TEXT, len(ancestors) >= _DEEPEST, long_word)
        if any(passed):
            return used, Problem(Fault.CONTENT, nearest_place(node, ancestors).where, _EXCESSES[passed.index(True)])
    return (nodes, text), None


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
            except MessageError as refused:
                yield message("hooks.picture-refused", picture=Path(path).name, reason=refused.what)
            if not alt.strip():
                yield message("hooks.picture-without-alt", picture=Path(path).name)
        case Cell(colspan=colspan, rowspan=rowspan, scope=heads):
            yield from _broken(
                {
                    message("hooks.cell-spans-nothing"): min(colspan, rowspan) >= 1,
                    message("hooks.cell-spans-too-much", most=_WIDEST): max(colspan, rowspan) <= _WIDEST,
                    message("hooks.cell-scope", scope=heads): heads in {"", "col", "row"},
                }
            )
        case KeyFigures():
            yield from _wrong_figures(node)
        case Contents():
            # The contents page is the host's: its lines get their pages from the plan.
            yield message("hooks.contents-block")


def _wrong_figures(figures: KeyFigures) -> Iterator[Message]:
    """Return a message for each rule of a table that ``figures`` break."""
    title, columns = figures.title, len(figures.columns)
    names = {name for name in figures.columns if name.strip()}
    yield from _broken(
        {
            message("hooks.figures-without-title"): title.strip(),
            message("hooks.figures-empty", title=title): figures.columns and figures.rows,
            message("hooks.figures-decimals", title=title, most=MOST_DECIMALS): 0 <= figures.decimals <= MOST_DECIMALS,
            message("hooks.figures-too-wide", title=title, most=_WIDEST): columns <= _WIDEST,
            message("hooks.figures-columns", title=title): len(names) == columns,
        }
    )
    for row in figures.rows:
        values, label = len(row.values), row.label
        uneven = message("hooks.figures-uneven", title=title, values=values, columns=columns, label=label)
        # JSON as Python reads it has infinity, and no axis reaches it.
        is_finite = not any(value is not None and math.isinf(value) for value in row.values)
        yield from _broken(
            {
                message("hooks.figures-row-without-label", title=title): label.strip(),
                uneven: values == columns,
                message("hooks.figures-infinite", title=title, label=label): is_finite,
            }
        )


def _broken(rules: Mapping[Message, object]) -> Iterator[Message]:
    """Return the messages of ``rules``, each with whether its rule is kept, that are broken."""
    return (what for what, is_kept in rules.items() if not is_kept)
