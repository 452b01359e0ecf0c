from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.errors import ContentError
from styringsdialog.hooks.answer import parse_text
from styringsdialog.model.blocks import LineBreak, Paragraph, Text


def lines(text: str) -> list[list[str]]:
    found = []
    for block in parse_text(text, source="a.txt"):
        assert isinstance(block, Paragraph)
        found.append([inline.text for inline in block.content if isinstance(inline, Text)])
        assert sum(isinstance(inline, LineBreak) for inline in block.content) == len(found[-1]) - 1
    return found


def test_an_empty_line_parts_paragraphs_and_lines_stay_lines() -> None:
    text = "Boligforeningen\nVejen 1\n\n \t\n  # ingen overskrift\n*ikke* [kursiv](x)  \n"
    assert lines(text) == [["Boligforeningen", "Vejen 1"], ["# ingen overskrift", "*ikke* [kursiv](x)"]]


def test_a_paragraph_knows_its_line() -> None:
    found = parse_text("\na\nb\n\nc", source="a.txt")
    assert [str(block.place) for block in found if isinstance(block, Paragraph)] == ["a.txt, line 2", "a.txt, line 5"]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(word for part in lines(text) for line in part for word in line.split()).split() == text.split()


def test_a_text_beyond_all_measure_is_refused() -> None:
    with pytest.raises(ContentError, match="is the most"):
        parse_text("x" * 2_000_001, source="a.txt")
