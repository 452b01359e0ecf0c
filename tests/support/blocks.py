"""Trees of blocks for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from styringsdialog import (
    Align,
    Aside,
    Block,
    Blocks,
    Cell,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Heading,
    Inline,
    KeyFigureRow,
    KeyFigures,
    Language,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    ParagraphRole,
    Place,
    Row,
    Section,
    SectionRole,
    Strong,
    Table,
    Text,
)
from styringsdialog.model.blocks import Contents, ContentsEntry, TableRole

_text = st.text(max_size=8)
_place = st.builds(Place, _text, st.integers(0, 9999))


def _tuples(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=3).map(tuple)


def _nested_inline(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    content = _tuples(inner)
    return st.one_of(
        st.builds(Strong, content),
        st.builds(Emphasis, content),
        st.builds(Language, _text, content),
        st.builds(Link, _text, content, st.booleans()),
    )


inlines = _tuples(st.recursive(st.one_of(st.builds(Text, _text), st.builds(LineBreak)), _nested_inline, max_leaves=4))

_leaves: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, level=st.integers(1, 4), content=inlines, anchor=_text, place=_place),
    st.builds(Paragraph, content=inlines, role=st.sampled_from(ParagraphRole), place=_place),
    st.builds(Figure, path=_text, alt=_text, caption=inlines, place=_place),
    st.builds(
        KeyFigures,
        title=_text,
        unit=_text,
        columns=_tuples(_text),
        rows=_tuples(st.builds(KeyFigureRow, label=_text, values=_tuples(st.none() | st.floats(allow_nan=False)))),
        source=_text,
        place=_place,
    ),
    st.builds(
        Contents,
        entries=_tuples(
            st.builds(ContentsEntry, title=inlines, target=_text, note=_text, page=_text, level=st.integers(1, 2))
        ),
    ),
)


def _nested_block(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    content = _tuples(inner)
    cell = st.builds(
        Cell,
        content=content,
        header=st.booleans(),
        scope=st.sampled_from(["", "row", "col"]),
        colspan=st.integers(1, 5),
        rowspan=st.integers(1, 5),
        align=st.sampled_from(Align),
    )
    rows = _tuples(st.builds(Row, cells=_tuples(cell)))
    return st.one_of(
        st.builds(List, items=_tuples(st.builds(ListItem, content=content)), ordered=st.booleans(), place=_place),
        st.builds(Definitions, items=_tuples(st.builds(Definition, term=inlines, content=content)), place=_place),
        st.builds(Table, caption=inlines, head=rows, body=rows, role=st.sampled_from(TableRole), place=_place),
        st.builds(Section, content=content, role=st.sampled_from(SectionRole), anchor=_text, lang=_text, place=_place),
        st.builds(Aside, content=content, place=_place),
    )


blocks: st.SearchStrategy[Blocks] = st.lists(st.recursive(_leaves, _nested_block, max_leaves=6), max_size=4).map(tuple)
