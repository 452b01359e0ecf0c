"""Whatever the text: no lonely heading or line, no torn row, no label without its item, no stretched line."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.breaks import bad_breaks
from support.large import write_large_edition

from styringsdialog.compose.design import templates_of
from styringsdialog.compose.layout import Footing, Press
from styringsdialog.compose.sections import Material, draft_sections, draft_texts
from styringsdialog.isolate.running import Workers
from styringsdialog.loading.series import load_conference
from styringsdialog.model.blocks import Block, Cell, Heading, List, ListItem, Paragraph, Row, Table, Text
from styringsdialog.model.conference import Stage
from styringsdialog.model.parts import PreparedPart
from styringsdialog.typeset.render import typeset

VOCABULARY = (Path(__file__).parents[1] / "data" / "referat.txt").read_text("utf-8").split()

KINDS = st.sampled_from(["heading"] * 3 + ["paragraph"] * 5 + ["list", "table", "short"])
FLOWS = st.tuples(st.lists(KINDS, min_size=10, max_size=60), st.integers(0, 2**32))


def said(chance: random.Random, most: int) -> tuple[Text]:
    return (Text(" ".join(chance.choices(VOCABULARY, k=chance.randint(1, most)))),)


def block(kind: str, chance: random.Random) -> Block:
    match kind:
        case "heading":
            return Heading(level=chance.randint(1, 4), content=said(chance, 14))
        case "list":
            items = tuple(ListItem(content=(Paragraph(content=said(chance, 50)),)) for _ in range(chance.randint(1, 9)))
            return List(items=items, ordered=chance.random() < 0.5)
        case "table":
            rows = tuple(
                Row(cells=tuple(Cell(content=(Paragraph(content=said(chance, 30)),)) for _ in range(3)))
                for _ in range(chance.randint(1, 14))
            )
            head = Row(cells=tuple(Cell(content=(Paragraph(content=said(chance, 2)),), header=True) for _ in range(3)))
            return Table(caption=said(chance, 6), head=(head,), body=rows)
        case "short":
            return Paragraph(content=said(chance, 6))
        case _:
            return Paragraph(content=said(chance, 120))


_MOST_HEADINGS = 3


@pytest.mark.long
@settings(max_examples=60)
@given(FLOWS)
def test_no_page_breaks_where_a_reader_would_stumble(flow: tuple[list[str], int]) -> None:
    kinds, seed = flow
    # More headings in a row than a page holds must be parted somewhere.
    in_a_row = (len(list(run)) for kind, run in itertools.groupby(kinds) if kind == "heading")
    assume(max(in_a_row, default=0) <= _MOST_HEADINGS)
    chance = random.Random(seed)  # noqa: S311 - a choice of words, not a secret
    blocks = (*(block(kind, chance) for kind in kinds), Paragraph(content=said(chance, 20)))
    with TemporaryDirectory() as folder:
        made = typeset(blocks, title="Prøve", path=Path(folder) / "part.pdf")
    assert bad_breaks(made) == []


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> list[PreparedPart]:
    """Give the package's own sections of the large edition, typeset."""
    folder = tmp_path_factory.mktemp("stor")
    conference = load_conference(write_large_edition(folder / "e"))
    templates = templates_of(conference, Workers())
    texts, problems = draft_texts(conference, templates, {})
    assert not problems
    material = Material(
        conference=conference,
        stage=Stage.REFERAT,
        bilag=(),
        templates=templates,
        texts=texts,
        versions={"styringsdialog": "0"},
    )
    # The themes lead to bilag, which play no part here.
    drafts = [draft for draft in draft_sections(material) if draft.key in _WITHOUT_BILAG]
    press = Press(conference, folder)
    assert not press.proof(drafts)
    plan = press.lay_out(drafts, Footing.of_package(conference))
    return [part for section in plan.sections for part in section.parts]


_WITHOUT_BILAG = {"del:forside", "del:deltagere", "del:referat", "del:aftaler", "del:opfoelgning", "del:kolofon"}


def test_the_large_edition_breaks_nowhere_where_a_reader_would_stumble(large: list[PreparedPart]) -> None:
    # Aftaler and opfølgning stand under the referat.
    assert len(large) == len(_WITHOUT_BILAG) - 2
    assert [bad_breaks(part) for part in large] == [[]] * len(large)


def test_no_line_is_stretched(large: list[PreparedPart]) -> None:
    # Tc, Tw and Tz (ISO 32000-1, 9.3) would move letters, words, or both from where the face has them.
    for part in large:
        with pikepdf.open(part.path) as pdf:
            for page in pdf.pages:
                operators = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
                assert not operators & {"Tc", "Tw", "Tz"}


def test_a_bad_break_would_be_seen() -> None:
    """The rules above hold because pages are good, and not because nothing is looked at."""
    chance = random.Random(1)  # noqa: S311 - as above
    blocks = tuple(block(kind, chance) for kind in ["heading", "paragraph", "list", "table"] * 12)
    with TemporaryDirectory() as folder:
        made = typeset((*blocks, Paragraph(content=said(chance, 20))), title="Prøve", path=Path(folder) / "part.pdf")
    roles = {one.role for one in made.structure.walk()} if made.structure else set()
    assert {"H1", "P", "LI", "Lbl", "TR"} <= roles
    assert len(made.pages) > 3
