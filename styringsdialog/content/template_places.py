"""The place of each element of a template, written into its start tag before values are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import escape

from styringsdialog.content.markup import AT, problem_at
from styringsdialog.errors import ContentError
from styringsdialog.messages.message import message
from styringsdialog.model.blocks import Place

__all__ = ["TemplatePlaces"]

# A name that a value is to complete («<h{{ level }}>») is no whole name yet, and gets no place.
_NEXT: Final[Mapping[str, re.Pattern[str]]] = {
    "": re.compile(r"<(?P<start>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])"),
    ">": re.compile("[>\"']"),
    '"': re.compile('"'),
    "'": re.compile("'"),
}


class TemplatePlaces(Extension):
    """Writes its place into every start tag of a template's own text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens with ``data-at`` in the tags.

        Raises:
            ContentError: The template would switch escaping off.
        """
        scanner = _Tags(stream.name or "")
        block = False
        for token in stream:
            if block and token.test("name:autoescape"):
                place = Place(stream.name or "", token.lineno)
                raise ContentError((problem_at(place, message("content.autoescape")),))
            # Only directly behind «{%» is the name a statement; elsewhere it is a variable.
            block = token.type == "block_begin"
            yield (
                Token(token.lineno, "data", scanner.marked(token.value, token.lineno))
                if token.type == "data"
                else token
            )


class _Tags:
    """Follows the tags through a template's text, which other tokens interrupt.

    It knows only enough of markup not to take what stands in an attribute's value for a tag;
    values printed in between cannot change that, being escaped.
    """

    def __init__(self, name: str) -> None:
        # A file's name may hold a quotation mark, and this stands in an attribute.
        self._name = escape(name)
        self._until = ""  # what ends the tag or the value that is open; empty in text

    def marked(self, text: str, line: int) -> str:
        """Return ``text``, which begins on ``line``, with ``data-at`` in its start tags."""
        pieces = []
        position = 0
        while position < len(text):
            match = _NEXT[self._until].search(text, position)
            if match is None:
                break
            pieces.append(text[position : match.end()])
            if self._until == "":
                pieces.append(f' {AT}="{self._name}:{line + text.count(chr(10), 0, match.start())}"')
                self._until = ">"
            elif self._until == ">":
                self._until = "" if match[0] == ">" else match[0]
            else:
                self._until = ">"
            position = match.end()
        pieces.append(text[position:])
        return "".join(pieces)
