"""Markdown as blocks: CommonMark with tables, written in the vocabulary of ``html`` and read there.

Beyond CommonMark:

- ``<bilag:vibo>`` and ``[](tema:key)`` are references, and print what they lead to;
- ``## Title {#key}`` gives a heading the id ``key``, which ``[…](#key)`` leads to;
- a paragraph that begins with ``Tabel: ``, directly before a table, is its caption;
- a picture alone in a paragraph, ``![what it shows](file.png "caption")``, is a figure;
- a quotation (``>``) is an aside.

HTML is printed as the characters it is. An indented paragraph is a paragraph. Code, rules,
footnotes, headings below the fourth level, centred columns and front matter are problems.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from styringsdialog.content.html import parse_html
from styringsdialog.content.images import Images
from styringsdialog.content.markup import AT, MAX_SIZE, controls, problem_at, without_controls
from styringsdialog.errors import ContentError, Problem
from styringsdialog.model.blocks import Blocks, Place

__all__ = ["parse_markdown"]

_FOOTNOTE: Final = re.compile(r"(?<!\\)\[\^[^\]\s]+\]")
_CAPTION: Final = "Tabel: "
_TOO_DEEP: Final = {"h5": "h4", "h6": "h4"}
"""Headings that CommonMark has and a package has not, and what they are read as after it was said."""
_HEADING_ID: Final = re.compile(r"(?P<words>.*?)\s*\{#(?P<id>[^{}]*)\}\s*", re.DOTALL)

# Twice what html allows: whatever is too deep is still there, and told of.
_NESTING: Final = 100


def parse_markdown(text: str, *, source: str, scope: str = "", images: Images) -> Blocks:
    """Give the blocks that ``text`` says; the rest as in ``parse_html``.

    Raises:
        ContentError: With everything that is wrong with it.
    """
    if len(text) > MAX_SIZE:
        message = f"the text is {len(text)} characters, and {MAX_SIZE} is the most"
        raise ContentError((problem_at(Place(source), message, "divide it"),))
    problems = [*_controls(text, source), *_footnotes(text, source)]
    env: dict[str, Any] = {}
    try:
        tokens = _Commonmark().parse(without_controls(text), env)
    except RecursionError:
        raise ContentError((problem_at(Place(source), "the text is nested too deeply"),)) from None
    problems += _unused(tokens, env, source)
    problems += _excess_cells(tokens, text, source)
    writer = _Writer(source)
    markup = "".join(writer.written(tokens))
    problems += writer.problems
    try:
        blocks = parse_html(markup, source=source, scope=scope, images=images)
    except ContentError as error:
        problems += error.problems
        blocks = ()
    if problems:
        raise ContentError(problems)
    return blocks


class _Commonmark(MarkdownIt):
    """CommonMark that leaves addresses as they are written: ``html`` judges them."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": _NESTING})
        # Four spaces in minutes are an indented paragraph, not a program.
        self.enable("table").disable("code")

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name and signature
        """Let every address through."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Give ``url`` without percent-encoding it."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Give the words of ``<link>`` as they are written."""
        return link


# ----------------------------------------------------------------- what would be lost


def _controls(text: str, source: str) -> Iterator[Problem]:
    if not controls(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for name in controls(line):
            yield problem_at(Place(source, number), f"the text holds the control character {name}", "delete it")


def _footnotes(text: str, source: str) -> Iterator[Problem]:
    """Tell of footnotes, which CommonMark does not know and would print as they are written."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _FOOTNOTE.search(line):
            hint = r"write the note in the text, or \[ for the sign ["
            yield problem_at(Place(source, number), f"the footnote {found.group()} cannot be printed", hint)


def _unused(tokens: Sequence[Token], env: dict[str, Any], source: str) -> Iterator[Problem]:
    """Tell of lines that CommonMark takes for addresses of links, and that no link uses."""
    used = {
        child.attrs.get("href", child.attrs.get("src"))
        for token in tokens
        for child in token.children or ()
        if child.type in {"link_open", "image"}
    }
    for label, definition in env.get("references", {}).items():
        if definition["href"] not in used:
            message = f"the address of [{label.lower()}] is given here, and nothing uses it"
            yield problem_at(Place(source, definition["map"][0] + 1), message, r"delete it, or write \[ for the sign [")
    for definition in env.get("duplicate_refs", ()):
        message = f"the address of [{definition['label'].lower()}] is given a second time"
        yield problem_at(Place(source, definition["map"][0] + 1), message, "delete one of them")


def _excess_cells(tokens: Sequence[Token], text: str, source: str) -> Iterator[Problem]:
    """Tell of rows with more cells than the head of their table, which GitHub's rules would drop."""
    lines = text.split("\n")
    columns, in_body = 0, False
    for index, token in enumerate(tokens):
        if token.type == "thead_open":
            columns = sum(one.type == "th_open" for one in _until(tokens[index:], "thead_close"))
            in_body = False
        elif token.type == "tbody_open":
            in_body = True
        elif token.type == "tr_open" and in_body and token.map:
            row = re.sub(r"^[\s>]*\|?|\|?\s*$", "", lines[token.map[0]])
            cells = len(re.findall(r"(?<!\\)\|", row)) + 1
            if cells > columns:
                message = f"this row of the table has {cells} cells, and its head has {columns}"
                yield problem_at(Place(source, token.map[0] + 1), message, r"write \| for the sign |")


def _until(tokens: Sequence[Token], kind: str) -> Iterator[Token]:
    for token in tokens:
        if token.type == kind:
            return
        yield token


# ------------------------------------------------------------------------------ markup


class _Writer:
    """Writes tokens as markup, with the line of each element, and keeps what cannot be printed."""

    def __init__(self, source: str) -> None:
        self.problems: list[Problem] = []
        self._source = source
        self._line = 1

    def _problem(self, message: str, hint: str) -> None:
        self.problems.append(problem_at(Place(self._source, self._line), message, hint))

    def written(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Give the markup of block tokens."""
        following = iter([*(token.type for token in tokens[3:]), "", "", ""])
        caption = ""
        stream = iter(tokens)
        for token, after_paragraph in zip(stream, following, strict=False):
            if token.map:
                self._line = token.map[0] + 1
            match token.type:
                case "paragraph_open":
                    # A paragraph is always three tokens: its start, its text, its end.
                    content = next(stream).children or []
                    next(stream)
                    next(following), next(following)
                    if after_paragraph == "table_open" and _is_caption(content):
                        caption = self._caption(content)
                    else:
                        yield from self._paragraph(content, tight=token.hidden)
                case "heading_open":
                    content = next(stream).children or []
                    next(following)
                    key = _heading_id(content)
                    if token.tag in _TOO_DEEP:
                        message = f"a heading with {token.markup} cannot be printed: there are four levels"
                        self._problem(message, "write it with #### or fewer")
                    yield self._tag(_TOO_DEEP.get(token.tag, token.tag), **({} if key is None else {"id": key}))
                    yield from self._inline(content)
                case "heading_close":
                    yield f"</{_TOO_DEEP.get(token.tag, token.tag)}>"
                case "table_open":
                    yield self._tag("table") + caption
                    caption = ""
                case "blockquote_open" | "blockquote_close":
                    yield self._tag("aside") if token.nesting > 0 else "</aside>"
                case "hr":
                    message = f"a line across the page ({token.markup[0] * 3}) cannot be printed"
                    self._problem(message, "delete it, or write a heading there: ## …")
                case "fence":
                    message = f"what stands between lines of {token.markup} is code, and code cannot be printed"
                    self._problem(message, f"delete the lines of {token.markup}, and write it as text or as a table")
                    # Read on, so that what it stands in is not told of as empty.
                    yield f"{self._tag('p')}{html.escape(token.content)}</p>"
                case "inline":
                    yield from self._inline(token.children or [])
                case _ if token.nesting > 0:
                    yield self._tag(token.tag, **token.attrs)
                case _:
                    yield f"</{token.tag}>"

    def _paragraph(self, content: Sequence[Token], *, tight: bool) -> Iterator[str]:
        solid = [token for token in content if token.type != "text" or token.content.strip()]
        if [token.type for token in solid] == ["image"]:
            yield self._figure(solid[0])
        elif tight:
            # In a list without blank lines: the text stands in the item itself.
            yield from self._inline(content)
            yield "\n"
        else:
            yield self._tag("p")
            yield from self._inline(content)
            yield "</p>"

    def _tag(self, name: str, **attributes: object) -> str:
        pairs = {**attributes, AT: f"{self._source}:{self._line}"}
        return f"<{name}{''.join(f' {key}={_quoted(value)}' for key, value in pairs.items())}>"

    def _caption(self, content: Sequence[Token]) -> str:
        content[0].content = content[0].content.removeprefix(_CAPTION)
        return f"{self._tag('caption')}{''.join(self._inline(content))}</caption>"

    def _figure(self, image: Token) -> str:
        title = str(image.attrs.get("title", ""))
        caption = f"{self._tag('figcaption')}{html.escape(title)}</figcaption>" if title else ""
        return f"{self._tag('figure')}{self._image(image, title=False)}{caption}</figure>"

    def _image(self, image: Token, *, title: bool) -> str:
        found = {name: value for name, value in image.attrs.items() if name == "src" or (name == "title" and title)}
        return self._tag("img", **found, alt=_words(image.children or ()))

    def _inline(self, tokens: Sequence[Token]) -> Iterator[str]:
        for token in tokens:
            match token.type:
                case "text":
                    yield html.escape(token.content)
                case "softbreak" | "hardbreak":
                    yield "\n" if token.type == "softbreak" else f"{self._tag('br')}\n"
                    self._line += 1
                case "code_inline":
                    mark = token.markup
                    message = f"{mark}{_short(token.content)}{mark} is marked as code, and code cannot be printed"
                    self._problem(message, f"delete {mark} on both sides; **…** makes it strong")
                    yield html.escape(token.content)
                case "image":
                    yield self._image(token, title=True)
                    self._line += token.content.count("\n")
                case _ if token.nesting > 0:
                    yield self._tag(token.tag, **token.attrs)
                case _:
                    yield f"</{token.tag}>"


def _short(text: str) -> str:
    """Give ``text`` cut where it is long."""
    return text if len(text) <= 40 else f"{text[:40]}…"


def _quoted(value: object) -> str:
    return f'"{html.escape(str(value))}"'


def _is_caption(content: Sequence[Token]) -> bool:
    return bool(content) and content[0].type == "text" and content[0].content.startswith(_CAPTION)


def _heading_id(content: Sequence[Token]) -> str | None:
    """Take ``{#key}`` off the end of a heading and give the key, ``None`` when there is none."""
    last = content[-1] if content else None
    match = _HEADING_ID.fullmatch(last.content) if last is not None and last.type == "text" else None
    if last is None or match is None:
        return None
    last.content = match["words"]
    return match["id"]


def _words(tokens: Sequence[Token]) -> str:
    """Give what a picture's alternative text says without its mark-up."""
    return "".join(
        " " if token.type in {"softbreak", "hardbreak"} else _words(token.children) if token.children else token.content
        for token in tokens
    )
