"""CommonMark as people write it: dates that begin lines, products and short lines stay what they are.

Each rule keeps what CommonMark would change in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore

__all__ = ["NESTING", "Commonmark", "lines_kept"]

NESTING: Final = 100
"""CommonMark's parser drops what is nested deeper than this."""

_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_DATE: Final = re.compile(
    rf"[0-9]{{1,2}}\.[ \t]+(?:(?:{_MONTHS})(?![\w-])|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\."
    r"|[0-9]{1,2}\.[ \t]*[0-9]{2,4}\b)"
)
"""«1. maj», «1. sept.», «1. 5. 2030» at the beginning of a line."""

_PRODUCT: Final = re.compile(r"(?<!\S)(?:[^\s*<>\[\]\\`]*[^\W_]\*+(?=[^\W_]))+[^\s*<>\[\]\\`]*(?!\S)")
"""«2*3*4»: asterisks between letters or digits only; in «*be*tone» one begins a word."""
_SPACED: Final = re.compile(
    r"\]\((?=\S*(?:[:/#]|\.\w)\S*\s|[^()]{0,300}\s[^()]{0,300}\.\w{2,4}\))(?P<link>[^()<>\"']*\s[^()<>\"']*)\)"
    r"|(?<!\()<(?P<bare>https?://[^<>]*\s[^<>]*)>"
)
"""An address with spaces, and no words in brackets."""

# Lines of a signature or an address are shorter; those of prose that was broken by hand are seldom all so.
_SHORT: Final = 40
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
        # ``at`` replaces a rule's options too: without ``alt`` a list could no longer begin after a line of text.
        self.block.ruler.at("list", _list_without_dates, {"alt": ["paragraph", "reference", "blockquote"]})
        # Before the inline rules, which take away the asterisks and give up an address at its first space.
        self.core.ruler.before("inline", "escape", _escape)

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name and signature
        """Let every address through."""
        # ``links.read_href`` judges addresses and says why; markdown-it would print the brackets as text.
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Return ``url`` without percent-encoding it."""
        # Encoded where the link is made: messages show an address as it was written.
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Return the words of ``<link>`` as they are written."""
        return link


def _list_without_dates(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - called so
    """Take in a list, but leave a line that begins with a date to the paragraph that it is."""
    if _DATE.match(state.src, state.bMarks[line] + state.tShift[line]):
        return False
    return list_block(state, line, end, silent)


def _escape(state: StateCore) -> None:
    """Escape asterisks that stand for no emphasis, and addresses that CommonMark would take for text."""
    for token in state.tokens:
        if token.type == "inline":
            content = _PRODUCT.sub(lambda word: word[0].replace("*", r"\*"), token.content)
            token.content = _SPACED.sub(_bracketed, content)


def _bracketed(match: re.Match[str]) -> str:
    # CommonMark, 6.3: between pointed brackets a destination may have spaces.
    address = " ".join((match["link"] or match["bare"]).split())
    return f"](<{address}>)" if match["link"] else f"[{address}](<{address}>)"


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
