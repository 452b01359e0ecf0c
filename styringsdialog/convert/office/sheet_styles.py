"""The styles of a workbook in OpenDocument: how large and wide what they set is, and new ones made after them."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import attrs

from styringsdialog.convert.office.xml import Element, full_names, kids_named, named, value

# Points in a cell beside its text.
_PADDING: Final = 3.0

_POINTS: Final[Mapping[str, float]] = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72, "pt": 1, "pc": 12, "px": 0.75}
_LENGTH: Final = re.compile(r"(-?[\d.]+)(cm|mm|in|pt|pc|px)")

# How wide letters of Liberation Sans are, of their size.
_EM: Final[Mapping[str, float]] = {
    **dict.fromkeys(" .,:;!|'ijlftI/()[]", 0.3),
    **dict.fromkeys("rkszcvxyJ-", 0.5),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZÆØÅÄÖÜ&", 0.72),
    **dict.fromkeys("mwMW%@", 0.9),
}
# How wide digits and most small letters are.
_DIGIT: Final = 0.557
# From here on letters are as wide as high: Chinese, Japanese and Korean.
_SQUARE: Final = "\u2e80"
# How wide the letters of a family are against those.
_FAMILIES: Final[Mapping[str, float]] = {
    **dict.fromkeys(("arial", "helvetica", "liberationsans", "cambria", "caladea"), 1.0),
    **dict.fromkeys(("calibri", "calibrilight", "carlito"), 0.93),
    **dict.fromkeys(("timesnewroman", "times", "liberationserif"), 0.92),
}
# What LibreOffice sets in place of other families is as wide as DejaVu Sans.
_OTHER: Final = 1.16


@attrs.frozen(kw_only=True)
class Look:
    """How cells of a style are set.

    Attributes:
        size: Of letters, in points.
        em: The size of Liberation Sans in which letters would be as wide.
        wraps: Whether text goes on in a new line.
        fixed: Whether the text is turned, or made to fit, so that its width says nothing.
        general: Whether a number shows as many decimals as there is room for.
        align: ``start``, ``center`` or ``end``; empty for texts at the start and numbers at the end.
    """

    size: float
    em: float
    wraps: bool
    fixed: bool
    general: bool
    align: str

    def width(self, text: str) -> float:
        """Return about how many points a cell with ``text`` in one line takes."""
        return sum(_EM.get(letter, _DIGIT if letter < _SQUARE else 1.0) for letter in text) * self.em + _PADDING


class Styles:
    """What the styles of a workbook say, with what they inherit."""

    def __init__(self, content: Element, paper: Element) -> None:
        """Take in the styles of both parts: those of a cell alone stand in ``content``."""
        self._fresh = next(named(content, "office:automatic-styles"))
        self._styles = {
            (value(style, "style:family"), value(style, "style:name")): style
            for part in (paper, content)
            for style in named(part, "style:style", "style:default-style")
        }
        self._variants: dict[tuple[object, ...], str] = {}
        # How cells of a style are set.
        self.look: Callable[[str], Look] = cache(self._look)

    def get(self, family: str, name: str, attribute: str) -> str:
        """Return a property of a style, of its parent, or of all of its family; empty where none says it."""
        while True:
            style = self._styles.get((family, name))
            for holder in (style, *style) if style is not None else ():
                if setting := value(holder, attribute):
                    return setting
            if not name:
                return ""
            name = value(style, "style:parent-style-name") if style is not None else ""

    def _look(self, name: str) -> Look:
        def get(attribute: str) -> str:
            return self.get("table-cell", name, attribute)

        size = points(get("fo:font-size")) or 10.0
        family = re.sub(r"[^a-z]", "", get("style:font-name").lower())
        bold = 1.06 if get("fo:font-weight") == "bold" else 1.0
        return Look(
            size=size,
            em=size * bold * _FAMILIES.get(family, _OTHER),
            wraps=get("fo:wrap-option") == "wrap" or get("fo:text-align") == "justify",
            fixed=get("style:shrink-to-fit") == "true"
            or get("style:direction") == "ttb"
            or get("style:rotation-angle") not in {"", "0"},
            general=get("style:data-style-name") in {"", "N0"},
            align="" if get("style:text-align-source") == "value-type" else get("fo:text-align"),
        )

    def variant(self, family: str, name: str, settings: Mapping[str, str]) -> str:
        """Return the name of a style that is as ``name`` is, but for ``settings``."""
        if (key := (family, name, *settings.items())) not in self._variants:
            fresh = f"styringsdialog-{len(self._variants)}"
            if (old := self._styles.get((family, name))) is not None and old.getparent() is self._fresh:
                style = copy.deepcopy(old)
            else:
                style = self._fresh.makeelement(full_names("style:style")[0])
                put(style, "style:parent-style-name", name)
            put(style, "style:family", family)
            put(style, "style:name", fresh)
            for attribute, setting in settings.items():
                put(_group(style, family, attribute), attribute, setting)
            self._fresh.append(style)
            self._styles[family, fresh] = style
            self._variants[key] = fresh
        return self._variants[key]


def _group(style: Element, family: str, attribute: str) -> Element:
    """Return the element of ``style`` that has the attribute or is to have it."""
    if attribute == "style:master-page-name":
        return style
    name = f"style:{'paragraph' if attribute == 'fo:text-align' else family}-properties"
    if (group := next(kids_named(style, name), None)) is None:
        group = style.makeelement(full_names(name)[0])
        style.append(group)
    return group


def put(element: Element, attribute: str, setting: object) -> None:
    """Set an attribute, named with our prefix."""
    element.set(full_names(attribute)[0], str(setting))


def points(length: str) -> float:
    """Return a length in points; 0 for what is none."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _POINTS[match[2]] if match else 0.0
