"""CommonMark as people write it: dates that begin lines, products and short lines stay what they are.

Each rule takes in what CommonMark would change in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline

__all__ = ["NESTING", "Commonmark", "lines_kept"]

NESTING: Final = 100
"""CommonMark's parser drops what is nested deeper than this."""

_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_DATE: Final = re.compile(
    rf"[0-9]{{1,2}}\.[ \t]+(?:(?:{_MONTHS})(?![\w-])|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\."
    r"|[0-9]{1,2}\.[ \t]*[0-9]{2,4}\b)"
)
"""«1. maj», «1. sept.», «1. 5. 2030» at the beginning of a line."""

_ASTERISKS: Final = re.compile(r"\*+")
_AT_AN_EDGE: Final = re.compile(r"(?<=[^\w*])\*|\*(?=[^\w*])")
_WORD_BEFORE: Final = re.compile(r"\s?\S*\Z")
_WORD_AFTER: Final = re.compile(r"\S*\s?")
_LONGEST_PRODUCT: Final = 100

_ADDRESS: Final = re.compile(r"\[(?P<words>[^\[\]]*)\]\((?P<link>[^()]*)\)|<(?P<bare>https?://[^<>]*)>")
_SPACED: Final = re.compile(r"\S*(?:[:/#]|\.\w)\S* |.* \S*\.\w{2,4}$")
"""An address with spaces, and no words in brackets."""

_SHORT: Final = 40
"""Characters of lines that were set beneath each other, as in a signature."""
_NUMBERED: Final = re.compile(r"(?:[0-9]{1,9}|[a-zæøå])[.)]\s")
_ENDED: Final = re.compile(r"[.:;!?]$")
_GOES_ON: Final = re.compile(
    r"\b(?:og|eller|i|på|at|af|til|for|med|den|det|de|en|et|er|som|der|om|fra|ved|har|vi|kan|skal|vil|blev|bliver)\n"
    r"|(?:(?:^|\s)[^\W_A-ZÆØÅ]\S*|[,;–-])\n[a-zæøåéü]+(?![\w@.:/)-]|\s*[0-9+])"
)
"""A line that ends like a sentence that goes on, and the beginning of the next; «tlf. 12» begins another."""


class Commonmark(MarkdownIt):
    """CommonMark that leaves addresses as they are written: ``html`` judges them."""

    def __init__(self) -> None:
        """Begin with tables, and without code."""
        super().__init__("commonmark", {"html": False, "maxNesting": NESTING})
        # Four spaces in minutes are an indented paragraph, not a program.
        self.enable("table").disable("code")
        self.block.ruler.at("list", _list_without_dates, {"alt": ["paragraph", "reference", "blockquote"]})
        self.inline.ruler.after("link", "spaced_link", _spaced_link)
        self.inline.ruler.before("emphasis", "product", _product)

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name and signature
        """Let every address through."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Return ``url`` without percent-encoding it."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Return the words of ``<link>`` as they are written."""
        return link


def _list_without_dates(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - called so
    """Take in a list, but leave a line that begins with a date to the paragraph that it is."""
    if _DATE.match(state.src, state.bMarks[line] + state.tShift[line]):
        return False
    return list_block(state, line, end, silent)


def _product(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called so
    """Take in the asterisks of «2*3*4», which stand for no emphasis; «*be*tone» has one that begins a word."""
    run = _ASTERISKS.match(state.src, state.pos)
    if run is None:
        return False
    # With the space on both sides, or as much as the longest product has.
    first, last = max(0, run.start() - _LONGEST_PRODUCT), run.end() + _LONGEST_PRODUCT
    before = f"{'' if first else ' '}{state.src[first : run.start()]}"
    after = f"{state.src[run.start() : last]}{'' if last < len(state.src) else ' '}"
    if _AT_AN_EDGE.search(_WORD_BEFORE.findall(before)[0] + _WORD_AFTER.findall(after)[0]):
        return False
    if not silent:
        state.pending += run[0]
    state.pos = run.end()
    return True


def _spaced_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - called so
    """Take in a link whose address has spaces, which CommonMark takes for text."""
    match = _ADDRESS.match(state.src, state.pos, state.posMax)
    if match is None or not _SPACED.match(address := " ".join((match["link"] or match["bare"] or "").split())):
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": address}
        end = state.posMax
        state.pos, state.posMax = match.span("bare" if match["bare"] else "words")
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def lines_kept(paragraph: str) -> Iterator[bool]:
    """Return for each line of ``paragraph`` but the last whether a new line begins after it on the page too.

    It does where all lines are short and none goes on, as in a signature; and before a line that begins with a
    number or date, after one that has ended or in a paragraph that began so.
    """
    lines = [line.strip(" \t\\*_") for line in paragraph.split("\n")]
    pairs = [(line, following, _GOES_ON.search(f"{line}\n{following}")) for line, following in pairwise(lines)]
    are_short = max(map(len, lines)) < _SHORT and not any(goes_on for *_, goes_on in pairs)
    for line, following, goes_on in pairs:
        begins = _NUMBERED.match(following) and (_NUMBERED.match(lines[0]) or _ENDED.search(line)) and not goes_on
        yield are_short or bool(begins)
