"""Markup as a tree of elements and words: tags, references and places, not yet their meaning.

``html.parser`` repairs what it does not understand, and not in the same way in every Python
(comments, ``script`` and unfinished tags were all changed in bug-fix releases). Here nothing is
repaired: what is not plainly right is a problem, and the same one in every version.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from html.entities import html5
from typing import Final

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.showing import shortened
from styringsdialog.model.blocks import Place

# The attribute that says where an element was written: ``core/forside.j2:12``.
AT: Final = "data-at"

# Elements within each other.
MAX_DEPTH: Final = 50

# Characters of markup: a thousand pages of text.
MAX_SIZE: Final = 2_000_000

# Characters of what stands in a text that messages repeat.
MOST_SHOWN: Final = 40

# Elements of the vocabulary without an end tag.
VOID: Final = frozenset({"br", "img"})

# Other elements of HTML without one, so that each is told of once and not as unclosed too.
_FOREIGN_VOID: Final = frozenset(
    {"area", "base", "col", "embed", "hr", "input", "link", "meta", "source", "track", "wbr"}
)

# Possessive quantifiers: what was read is never given back, so a long broken tag takes no quadratic time.
_TOKEN: Final = re.compile(
    r"""
      <(?P<start>[A-Za-z][A-Za-z0-9-]*+)
       (?P<attributes>(?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+)
       \s*+/?>
    | </(?P<end>[A-Za-z][A-Za-z0-9-]*+)\s*+>
    | &(?P<reference>\#[0-9]{1,8}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});
    | (?P<words>[^<&]++)
    | (?P<stray><!--(?:(?!-->|<!--).)*+(?:-->)?|<[^<&>]*+>?|&)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(
    r"""\s++(?P<name>[^\s"'<>/=]++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'=<>`]++)))?+"""
)
_REFERENCE: Final = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,40});")
_LEGACY: Final = re.compile(r"[#A-Za-z0-9]{0,40}")

_BROKEN_TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)[^<&>]*+>")

# Categories Cc, Cs, Zl and Zp without what HTML counts as space.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@attrs.frozen
class Words:
    """Characters between tags, references understood, as yet neither collapsed nor normalised."""

    text: str
    place: Place


@attrs.frozen
class Element:
    """An element with what stands in it."""

    name: str
    attributes: Mapping[str, str]
    children: tuple[Node, ...]
    place: Place


Node = Element | Words


def problem_at(place: Place, what: Message) -> Problem:
    """Return the problem ``what`` of a text at ``place``."""
    return Problem(Fault.CONTENT, place.where, what)


# Notes what is wrong at a place.
Tell = Callable[[Place, Message], None]


def controls(text: str) -> tuple[str, ...]:
    """Return the characters of ``text`` that no text may hold, as «U+0007».

    They are controls, lone surrogates, and separators of lines and paragraphs; not tab and line ends.
    """
    return tuple(f"U+{ord(char):04X}" for char in sorted(set(_CONTROL.findall(text))))


def without_controls(text: str) -> str:
    """Return ``text`` without the characters that no text may hold."""
    return _CONTROL.sub("", text)


def checked(text: str, tell: Callable[[Message], None]) -> str:
    """Return ``text`` without the characters that no text may hold, each of which it tells."""
    for character in controls(text):
        tell(message("content.control-character", character=character))
    return without_controls(text)


def parse_markup(markup: str, source: str) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """Return the nodes of ``markup``, and all that is wrong with its syntax.

    An element's place is what its ``data-at`` says, else ``source`` and the line in ``markup``.
    """
    if len(markup) > MAX_SIZE:
        return (), (problem_at(Place(source), message("content.endless-markup", size=len(markup), most=MAX_SIZE)),)
    reader = _Reader(source)
    reader.read(markup)
    return tuple(reader.children), tuple(reader.problems)


@attrs.define
class _Open:
    """An element whose end has not been met."""

    name: str
    attributes: Mapping[str, str]
    place: Place
    outer: list[Node]


class _Reader:
    """Makes nodes from tokens."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self.children: list[Node] = []
        self._source = source
        self._open: list[_Open] = []
        self._words: list[str] = []
        self._words_place = self._here = Place(source, 1)
        self._line = 1
        # Once an element has said where it was written, lines counted here are not those of the author's file.
        self._has_places = False

    def read(self, markup: str) -> None:
        for token in _TOKEN.finditer(markup):
            # ``lastgroup`` is the last group that matched: of a start tag its attributes, even where there are none.
            kind, text = token.lastgroup, token[0]
            if not self._has_places:
                self._here = Place(self._source, self._line)
            more = True
            if kind == "attributes":
                more = self._start(token["start"].lower(), token["attributes"], closed=text.endswith("/>"))
            elif kind == "end":
                more = self._end(token["end"].lower())
            elif kind == "reference":
                self._add(self._referred(token["reference"]))
            elif kind == "words":
                self._add(checked(text, self._tell))
            else:
                more = self._stray(text, markup, token.end())
            if not more:
                # Of a tree that breaks off only consequences would be told.
                self.children = []
                return
            self._line += text.count("\n")
        self._flush()
        while self._open:
            self._unclosed(self._open[-1])
            self._close()

    # -------------------------------------------------------------------------- tags

    def _start(self, name: str, attributes: str, *, closed: bool) -> bool:
        """Take in a start tag; false when nothing more can be taken in."""
        self._flush()
        known = self._attributes(name, attributes)
        place = self._here
        if name in VOID or name in _FOREIGN_VOID:
            self.children.append(Element(name, known, (), place))
            return True
        if len(self._open) >= MAX_DEPTH:
            self._tell(message("content.too-deep", element=name, most=MAX_DEPTH))
            return False
        # Browsers pass over the slash and leave the element open (HTML, 13.1.2.1), so it is no way to close one.
        if closed:
            self._tell(message("content.no-content", element=name))
            self.children.append(Element(name, known, (), place))
            return True
        self._open.append(_Open(name, known, place, self.children))
        self.children = []
        return True

    def _end(self, name: str) -> bool:
        self._flush()
        # Without this the loop below would close everything that is open.
        if all(element.name != name for element in self._open):
            if name in VOID:
                self._tell(message("content.end-tag-of-void", element=name))
            else:
                self._tell(message("content.stray-end-tag", element=name))
            return True
        while self._open[-1].name != name:
            self._unclosed(self._open[-1])
            self._close()
        self._close()
        return True

    def _close(self) -> None:
        element = self._open.pop()
        closed = Element(element.name, element.attributes, tuple(self.children), element.place)
        self.children = element.outer
        self.children.append(closed)

    def _unclosed(self, element: _Open) -> None:
        self.problems.append(problem_at(element.place, message("content.unclosed", element=element.name)))

    def _attributes(self, element: str, written: str) -> Mapping[str, str]:
        values: dict[str, str] = {}
        twice = []
        for match in _ATTRIBUTE.finditer(written):
            name = match["name"].lower()
            # The first one holds, as in browsers, so that nothing else seems to be wrong with the element.
            if name in values:
                twice.append(name)
                continue
            value = next((value for value in match.group("double", "single", "bare") if value is not None), "")
            values[name] = _REFERENCE.sub(lambda reference: self._referred(reference[1]), value)
        file, colon, line = values.pop(AT, "").rpartition(":")
        if colon and line.isdecimal():
            self._here, self._has_places = Place(file, int(line)), True
        elif colon or line:
            self._tell(message("content.place-attribute", element=element, attribute=AT))
        for name in twice:
            self._tell(message("content.attribute-twice", element=element, attribute=name))
        return {name: checked(value, self._tell) for name, value in values.items()}

    # ------------------------------------------------------------------------- words

    def _add(self, text: str) -> None:
        if not self._words:
            self._words_place = self._here
            if not self._has_places:
                # On the line of the first letter, and not of the spaces and line ends before it.
                blank = len(text) - len(text.lstrip())
                self._words_place = Place(self._source, self._line + text.count("\n", 0, blank))
        self._words.append(text)

    def _flush(self) -> None:
        if self._words:
            self.children.append(Words("".join(self._words), self._words_place))
            self._words = []

    def _referred(self, reference: str) -> str:
        """Return the characters that ``reference`` (without & and ;) stands for."""
        if not reference.startswith("#"):
            # The table also holds names of old HTML without a semicolon; here one is required.
            if f"{reference};" in html5:
                return html5[f"{reference};"]
            self._tell(message("content.unknown-reference", reference=reference))
            return ""
        digits = reference[1:].lower()
        number = int(f"0{digits}", base=0) if digits.startswith("x") else int(digits)
        # html.unescape would quietly put other characters for some of these.
        if number > 0x10FFFF or controls(chr(number)):
            self._tell(message("content.unprintable-reference", reference=reference))
            return ""
        return chr(number)

    def _stray(self, text: str, markup: str, end: int) -> bool:
        shown = shortened(" ".join(without_controls(text).split()), MOST_SHOWN)
        if text.startswith("<!"):
            self._tell(message("content.comment", markup=shown))
        elif text != "&":
            self._tell(message("content.broken-tag", markup=shown))
            # Opened or closed all the same, so that the other tag of the pair is not told of as well.
            if broken := _BROKEN_TAG.fullmatch(text):
                name = broken["name"].lower()
                return self._end(name) if broken["end"] else self._start(name, "", closed=False)
        else:
            following = _LEGACY.match(markup, end)
            written = "&" + (following[0] if following else "")
            # Browsers read «&copy» without a semicolon too, so it is not plain which of the two was meant.
            if html.unescape(written) != written:
                self._tell(message("content.no-semicolon", markup=written))
            self._add("&")
        return True

    def _tell(self, what: Message) -> None:
        self.problems.append(problem_at(self._here, what))
