"""The project's pages, taken apart: code blocks, links, and what stands in code marks."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["DOCS", "PAGES", "ROOT", "CodeBlock", "anchors", "code", "code_blocks", "links", "name_of"]

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *DOCS, *sorted(ROOT.glob("plugins/*/README.md"))]


@attrs.frozen
class CodeBlock:
    """A fenced block; ``line`` is that of its fence, from 1."""

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        """Give where it stands."""
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    """Give a page's path from the root."""
    return page.relative_to(ROOT).as_posix()


def code_blocks(page: Path) -> Iterator[CodeBlock]:
    """Give the fenced blocks of a page."""
    for token in _parsed(page):
        if token.type == "fence":
            assert token.map
            yield CodeBlock(page, token.map[0] + 1, token.info.strip(), token.content)


def links(page: Path) -> Iterator[str]:
    """Give where a page's links lead and which pictures it shows."""
    for token in _inlines(_parsed(page)):
        if token.type in {"link_open", "image"}:
            yield str(token.attrs["href" if token.type == "link_open" else "src"])


def code(page: Path) -> Iterator[str]:
    """Give what stands in code marks within running text."""
    for token in _inlines(_parsed(page)):
        if token.type == "code_inline":
            yield token.content


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings.

    The site's generator and the places that show the checkout name a heading alike only where
    it has no letter outside ASCII; others have no anchor here, so that nobody leads there.
    """
    tokens = _parsed(page)
    titles = [after.content for token, after in itertools.pairwise(tokens) if token.type == "heading_open"]
    plain = [title for title in titles if title == unicodedata.normalize("NFKD", title) and title.isascii()]
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", title).strip().lower()) for title in plain}


def _parsed(page: Path) -> Sequence[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))


def _inlines(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inlines(token.children or ())
