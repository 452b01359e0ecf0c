"""The styles of a Word file, and the numbers of its lists and headings as Word counts them (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import attrs

from styringsdialog.convert.office.xml import Element, full_names, kids_named, named, short_name, value

# Styles that are based on each other; a file may have them go round in a circle.
_DEEPEST: Final = 20
_ROMAN: Final = {
    1000: "m",
    900: "cm",
    500: "d",
    400: "cd",
    100: "c",
    90: "xc",
    50: "l",
    40: "xl",
    10: "x",
    9: "ix",
    5: "v",
    4: "iv",
    1: "i",
}
_OFF: Final = frozenset({"0", "false", "off"})
# Where a run, its paragraph and its table say by which style they are set.
_STYLED: Final = (("w:rPr", "w:rStyle"), ("w:pPr", "w:pStyle"), ("w:tblPr", "w:tblStyle"))
# Levels in a list: one begins anew after any above it.
_ALWAYS: Final = 9


def first(parent: Element | None, *names: str) -> Element | None:
    """Return what is reached from ``parent`` by the first kid of each name; nothing where one is missing."""
    for name in names:
        parent = next(kids_named(parent, name), None)
    return parent


def said(parent: Element | None, name: str, default: str = "") -> str:
    """Return the value that the first kid of ``parent`` with that name has."""
    kid = first(parent, name)
    return default if kid is None else value(kid, "w:val", default)


def style_chain(styles: Mapping[str, Element], identifier: str) -> Iterator[Element]:
    """Yield a style, and those that it is based on."""
    for _ in range(_DEEPEST):
        if identifier in styles:
            yield styles[identifier]
            identifier = said(styles[identifier], "w:basedOn")


def read_styles(root: Element | None) -> Mapping[str, Element]:
    """Return by their identifiers the styles in ``root``, the part of styles."""
    return {value(style, "w:styleId"): style for style in kids_named(root, "w:style")}


def is_on(name: str, holders: Iterable[Element | None], *, default: bool = False) -> bool:
    """Tell whether a property is on: the first of ``holders`` that has it says so (17.17.4)."""
    marks = (mark for holder in holders if (mark := first(holder, name)) is not None)
    return next((value(mark, "w:val", "1") not in _OFF for mark in marks), default)


def hiding_styles(styles: Mapping[str, Element]) -> frozenset[str]:
    """Return the identifiers of the styles whose text is hidden (17.3.2.41), by themselves or by what they build on."""
    return frozenset(
        name for name in styles if is_on("w:vanish", (first(kind, "w:rPr") for kind in style_chain(styles, name)))
    )


def is_hidden(element: Element, hiding: Collection[str]) -> bool:
    """Tell whether ``element`` is a run of hidden text, or stands in one; ``hiding`` are the styles that hide."""
    runs = [element] if short_name(element) == "w:r" else []
    return any(
        is_on("w:vanish", [first(run, "w:rPr")], default=bool(hiding) and _is_hidden_by_style(run, hiding))
        for run in (*runs, *element.iterancestors(*full_names("w:r")))
    )


def _is_hidden_by_style(run: Element, hiding: Collection[str]) -> bool:
    """Tell whether the styles of ``run``, its paragraph and its table hide it; each undoes another (17.7.3)."""
    around = (run, *(next(run.iterancestors(*full_names(name)), None) for name in ("w:p", "w:tbl")))
    names = (said(first(holder, held), style) for holder, (held, style) in zip(around, _STYLED, strict=True))
    return sum(name in hiding for name in names) % 2 == 1


@attrs.frozen
class _Level:
    """A level of a list.

    Attributes:
        begins: Whether this list begins it anew, although others count it too.
        restart: The level, from 1, after which it begins anew; 0 for never.
        legal: Whether it writes those above it in digits.
        style: Whose paragraphs are on it.
    """

    start: int
    begins: bool
    form: str
    text: str
    restart: int
    legal: bool
    style: str

    @classmethod
    def read(cls, level: Element, override: Element | None) -> _Level:
        """Read ``level``; 17.9.8: a list may begin elsewhere, or have a level of its own."""
        own = first(override, "w:lvl")
        level = level if own is None else own
        begin, start, restart = said(override, "w:startOverride"), said(level, "w:start"), said(level, "w:lvlRestart")
        return cls(
            start=int((begin or start)[:6] if (begin or start).isdecimal() else 0),
            begins=bool(begin),
            form=said(level, "w:numFmt", "decimal"),
            text=said(level, "w:lvlText"),
            restart=int(restart[:1] if restart.isdecimal() else _ALWAYS),
            legal=first(level, "w:isLgl") is not None,
            style=said(level, "w:pStyle"),
        )

    def written(self, number: int) -> str:
        """Return ``number`` as the level writes it."""
        text = str(number)
        if self.form.endswith("Letter") and number > 0:
            # 17.18.59: aa follows z, and bb aa.
            text = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        elif self.form.endswith("Roman"):
            text = ""
            for size, numeral in _ROMAN.items():
                text, number = text + numeral * (number // size), number % size
        elif self.form == "decimalZero":
            text = text.zfill(2)
        return text.upper() if self.form.startswith("upper") else text


class Numbering:
    """Counts the numbered paragraphs of a file, in their order."""

    def __init__(self, root: Element | None, styles: Mapping[str, Element]) -> None:
        """Read the part of the lists."""
        self._styles = styles
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        self._lists: dict[str, tuple[str, Mapping[int, _Level]]] = {}
        kinds = {value(kind, "w:abstractNumId"): kind for kind in named(root, "w:abstractNum")}
        # 17.9.21 and 17.9.27: a list may be that of a style, which names another.
        linked = {said(kind, "w:styleLink", "-"): kind for kind in kinds.values()}
        for num in kids_named(root, "w:num"):
            shared = said(num, "w:abstractNumId")
            kind = linked.get(said(kinds.get(shared), "w:numStyleLink"), kinds.get(shared))
            overrides = {value(override, "w:ilvl"): override for override in kids_named(num, "w:lvlOverride")}
            levels = {
                int(depth): _Level.read(level, overrides.get(depth))
                for level in kids_named(kind, "w:lvl")
                if (depth := value(level, "w:ilvl")).isdecimal()
            }
            self._lists[value(num, "w:numId")] = shared, levels

    def place(self, properties: Element | None, style: str) -> tuple[str, int]:
        """Return the list of a paragraph, which no file may have, and its level, from 0."""
        holders = (properties, *(first(based, "w:pPr") for based in style_chain(self._styles, style)))
        given = [held for holder in holders if (held := first(holder, "w:numPr")) is not None]
        number = next(filter(None, (said(held, "w:numId") for held in given)), "")
        depths = filter(str.isdecimal, (said(held, "w:ilvl") for held in given))
        # 17.9.23: where a style does not say which level is its, the level says so.
        _, levels = self._lists.get(number, ("", {}))
        of_style = (depth for depth, level in levels.items() if style and level.style == style)
        return number, int(next(depths, next(of_style, 0)))

    def label(self, number: str, depth: int) -> str | None:
        """Count a paragraph, and return its number as it is printed; empty for a bullet, nothing without either."""
        shared, levels = self._lists.get(number, ("", {}))
        if depth not in levels:
            return None
        level, counts = levels[depth], self._counts[shared]
        if level.begins and (number, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((number, depth))
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth and (at not in levels or depth < levels[at].restart)]:
            del counts[deeper]

        def counted(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            # What stands above and has no paragraph yet is at its start.
            count = counts.setdefault(above, levels[above].start if above in levels else 1)
            return str(count) if level.legal or above not in levels else levels[above].written(count)

        return "" if level.form == "bullet" else re.sub("%([1-9])", counted, level.text).strip() or None
