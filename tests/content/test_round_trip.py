"""Blocks written as markup are read as the same blocks."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from functools import reduce

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from support.places import HERE, at_one_place

from styringsdialog.content.html import parse_html
from styringsdialog.content.links import NO_IMAGES
from styringsdialog.danish.numbers import number
from styringsdialog.model.blocks import (
    Align,
    Aside,
    Block,
    Cell,
    Contents,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigureRow,
    KeyFigures,
    Language,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    ParagraphRole,
    Row,
    Section,
    SectionRole,
    Strong,
    Table,
    TableRole,
    Text,
)

# ------------------------------------------------------------------- blocks → markup


def attributes(**values: object) -> str:
    return "".join(f' {name}="{html.escape(str(value))}"' for name, value in values.items() if value)


def inline(content: Inlines) -> str:
    written = []
    for one in content:
        match one:
            case Text(text):
                written.append(html.escape(text))
            case LineBreak():
                written.append("<br>")
            case Strong(inner):
                written.append(f"<strong>{inline(inner)}</strong>")
            case Emphasis(inner):
                written.append(f"<em>{inline(inner)}</em>")
            case Language(lang, inner):
                written.append(f"<span{attributes(lang=lang)}>{inline(inner)}</span>")
            case Link(target, inner, capital):
                href = target[:1].upper() + target[1:] if capital else target
                written.append(f"<a{attributes(href=href)}>{inline(inner)}</a>")
    return "".join(written)


def rows(group: Sequence[Row]) -> str:
    return "".join(f"<tr>{''.join(map(cell, row.cells))}</tr>" for row in group)


def cell(one: Cell) -> str:
    name = "th" if one.header else "td"
    align = "right" if one.align is Align.END else "left"
    spans = attributes(scope=one.scope, colspan=one.colspan, rowspan=one.rowspan, align=align)
    return f"<{name}{spans}>{''.join(map(block, one.content))}</{name}>"


def values(row: KeyFigureRow) -> str:
    return "".join(f"<td>{'' if value is None else number(value)}</td>" for value in row.values)


def key_figures(one: KeyFigures) -> str:
    names = "".join(f"<th>{html.escape(column)}</th>" for column in one.columns)
    head = f"<caption>{html.escape(one.title)}</caption><thead><tr><td></td>{names}</tr></thead>"
    body = "".join(f"<tr><th>{html.escape(row.label)}</th>{values(row)}</tr>" for row in one.rows)
    said = attributes(**{"class": "key-figures", "data-unit": one.unit, "data-source": one.source})
    return f"<table{said}>{head}<tbody>{body}</tbody></table>"


def block(one: Block) -> str:
    match one:
        case Heading(level=level, content=content, anchor=anchor):
            return f"<h{level}{attributes(id=anchor.removeprefix('punkt:'))}>{inline(content)}</h{level}>"
        case Paragraph(content=content, role=role):
            return f"<p{attributes(**{'class': role.value})}>{inline(content)}</p>\n"
        case List(items=items, ordered=ordered):
            name = "ol" if ordered else "ul"
            written = (f"<li{attributes(value=item.label)}>{''.join(map(block, item.content))}</li>" for item in items)
            return f"<{name}>{''.join(written)}</{name}>"
        case Definitions(items=pairs):
            each = (f"<dt>{inline(one.term)}</dt> <dd>{''.join(map(block, one.content))}</dd>" for one in pairs)
            return f"<dl>{''.join(each)}</dl>"
        case Table(caption=caption, head=head, body=body, role=role):
            parts = f"<caption>{inline(caption)}</caption>" if caption else ""
            parts += f"<thead>{rows(head)}</thead>" if head else ""
            return f"<table{attributes(**{'class': role.value})}>{parts}<tbody>{rows(body)}</tbody></table>"
        case Section(content=inner, role=role, anchor=anchor, lang=lang):
            said = attributes(**{"class": role.value, "id": anchor.removeprefix("punkt:"), "lang": lang})
            return f"<section{said}>{''.join(map(block, inner))}</section>"
        case Aside(content=inner):
            return f"<aside>\n{''.join(map(block, inner))}</aside>"
        case KeyFigures():
            return key_figures(one)
        case Figure() | Contents():
            raise AssertionError(one)


# -------------------------------------------------------------------------- strategies

WORDS = (
    st.text(st.characters(exclude_categories=["C", "Z", "M"]), min_size=1, max_size=6)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .map(Text)
)
LANGS = st.sampled_from(["en", "de-AT"])
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
TARGETS = st.builds("{}:{}{}".format, st.sampled_from(["bilag", "tema", "punkt"]), KEYS, st.sampled_from(["", "#side"]))
LINKS = st.one_of(
    st.builds(Link, TARGETS, st.just(()), st.booleans()),
    st.builds(Link, TARGETS, st.tuples(WORDS)),
    st.builds(Link, KEYS.map("https://{}.dk/?a=1&b=2".format), st.tuples(WORDS)),
)


def joined(parts: Sequence[Inline]) -> Inlines:
    """Give ``parts`` with a space between words that would otherwise be one run of text."""

    def add(found: tuple[Inline, ...], part: Inline) -> tuple[Inline, ...]:
        if found and isinstance(found[-1], Text) and isinstance(part, Text):
            text = unicodedata.normalize("NFC", f"{found[-1].text} {part.text}")
            return (*found[:-1], Text(text))
        return (*found, part)

    return reduce(add, parts, ())


LEAVES: SearchStrategy[Inline] = WORDS | LINKS
INLINES: SearchStrategy[Inlines] = st.recursive(
    st.lists(LEAVES, min_size=1, max_size=4).map(joined),
    lambda inner: (
        st.lists(
            WORDS | st.builds(Strong, inner) | st.builds(Emphasis, inner) | st.builds(Language, LANGS, inner),
            min_size=1,
            max_size=3,
        )
        .map(joined)
        .flatmap(lambda found: st.sampled_from([found, (*found, LineBreak(), Text("x"))]))
    ),
    max_leaves=4,
)

PARAGRAPHS = st.builds(Paragraph, content=INLINES, role=st.sampled_from(ParagraphRole), place=st.just(HERE))


def lists(inner: SearchStrategy[Block]) -> SearchStrategy[Block]:
    several = st.lists(inner, min_size=1, max_size=2).map(tuple)
    item = st.builds(ListItem, content=several, label=st.sampled_from(["", "0.", "7)"]))
    items = st.lists(item, min_size=1, max_size=3).map(tuple)
    pairs = st.lists(st.builds(Definition, term=INLINES, content=several), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(List, items=items, ordered=st.booleans(), place=st.just(HERE)),
        st.builds(Definitions, items=pairs, place=st.just(HERE)),
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Give a table in which some cells span columns, all rows as wide as each other."""
    width = draw(st.integers(1, 4))

    def row(*, header: bool) -> Row:
        cells = []
        left = width
        while left:
            span = draw(st.integers(1, left))
            left -= span
            cells.append(
                Cell(
                    content=draw(st.tuples() | st.tuples(PARAGRAPHS)),
                    header=header,
                    scope=draw(st.sampled_from(["", "col", "row"])) if header else "",
                    colspan=span,
                    align=draw(st.sampled_from(Align)),
                )
            )
        return Row(cells=tuple(cells))

    return Table(
        caption=draw(st.just(()) | INLINES),
        head=tuple(row(header=True) for _ in range(draw(st.integers(0, 1)))),
        body=tuple(row(header=draw(st.booleans())) for _ in range(draw(st.integers(1, 2)))),
        role=draw(st.sampled_from(TableRole)),
        place=HERE,
    )


NAMES = WORDS.map(lambda text: text.text)


@st.composite
def numbers(draw: st.DrawFn) -> KeyFigures:
    columns = tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))
    values = st.none() | st.integers(-(10**9), 10**9).map(lambda value: value / 1000)
    return KeyFigures(
        title=draw(NAMES),
        unit=draw(NAMES | st.just("")),
        columns=columns,
        rows=tuple(
            KeyFigureRow(label=draw(NAMES), values=tuple(draw(values) for _ in columns))
            for _ in range(draw(st.integers(1, 3)))
        ),
        source=draw(NAMES | st.just("")),
        place=HERE,
    )


FLOW: SearchStrategy[Block] = st.recursive(PARAGRAPHS | tables() | numbers(), lists, max_leaves=4)
HEADINGS = st.builds(Heading, level=st.integers(1, 4), content=INLINES, place=st.just(HERE))
BLOCKS: SearchStrategy[Block] = st.recursive(
    FLOW | HEADINGS,
    lambda inner: st.builds(
        Section,
        content=st.lists(
            inner | st.builds(Aside, content=st.tuples(FLOW), place=st.just(HERE)), min_size=1, max_size=3
        ).map(tuple),
        role=st.sampled_from(SectionRole),
        lang=st.just("") | LANGS,
        place=st.just(HERE),
    ),
    max_leaves=4,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, max_size=3).map(tuple))
def test_blocks_are_read_as_they_were_written(blocks: tuple[Block, ...]) -> None:
    markup = "".join(map(block, blocks))
    assert at_one_place(parse_html(markup, source="t", images=NO_IMAGES)) == blocks
