"""Text of others is shown on one line, with what cannot be seen by its name, and says nothing to Markdown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Language, Where, message
from styringsdialog.messages.showing import in_markdown, shown, shown_data, shown_lines

MARKS = "".join(
    char for char in map(chr, range(0x1_0000)) if unicodedata.category(char) in {"Cf", "Cc"} and not char.isspace()
)


def test_what_cannot_be_seen_has_a_name() -> None:
    assert shown("gnp\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe") == "gnp‹U+202E›fdp.exe"
    assert shown("\x1b[31mrød") == "‹U+001B›[31mrød"


@pytest.mark.parametrize("mark", MARKS)
def test_no_mark_of_direction_format_or_control_reaches_a_terminal(mark: str) -> None:
    where = Where(file=f"aa/{mark}.pdf", path=mark, origin=message("place.name", name=mark))
    problem = Problem(Fault.FILE, where, message("words.own", what=f"x{mark}", hint=mark, reader=mark))
    for language in Language:
        texts = (problem.place.text(language), *vars_of(problem, language))
        assert not any(mark in text for text in texts), texts
    assert mark not in shown_lines(f"a{mark}b")
    assert mark not in str(shown_data({mark: [mark, {"x": mark}]}))


def vars_of(problem: Problem, language: Language) -> tuple[str, str, str]:
    text = problem.text(language)
    return text.what, text.hint, text.reader


def test_a_text_is_one_line_and_bounded() -> None:
    assert shown("et\nto\r\n\N{LINE SEPARATOR}tre\tfire") == "et to tre fire"
    assert len(shown("x" * 5_000_000)) < 1_100


def test_lines_of_data_stay() -> None:
    assert shown_data({"a": ["et\nto", 5, None]}) == {"a": ["et\nto", 5, None]}


def test_no_number_is_shown_in_a_message_its_place_or_its_data() -> None:
    problem = Problem(
        Fault.FILE, Where("aa/010190-1234.pdf"), message("words.own", what="cpr 0101901234", hint="", reader="")
    )
    assert "1234" not in str(problem)
    assert "1234" not in str(shown_data(problem.as_data()))


@given(st.text(alphabet=st.sampled_from("ab1 []()!<>*_`#|&;:/~=+-.\\\"'^"), min_size=1, max_size=30))
@example("[klik](https://evil.example)")
@example("![spor](https://evil.example/p.png)")
@example("<b>fed</b> &amp; <https://evil.example>")
@example("# Overskrift")
@example("1. punkt")
@example("[x]: https://evil.example")
def test_markdown_says_a_text_and_nothing_else(text: str) -> None:
    line = " ".join(shown(text).split())
    tokens = MarkdownIt("commonmark").enable("table").parse(f"Ord {in_markdown(line)}")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inside = tokens[1].children or []
    assert {token.type for token in inside} <= {"text", "text_special"}
    assert "".join(token.content for token in inside).rstrip() == f"Ord {line}".rstrip()


@pytest.mark.parametrize(
    "text", ["# Overskrift", "> citat", "- punkt", "1. punkt", "[x]: https://evil.example", "=== "]
)
def test_a_line_that_begins_with_a_text_of_others_is_a_paragraph(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"- {in_markdown(text)}")
    assert "heading_open" not in {token.type for token in tokens}
    assert [token.type for token in tokens].count("list_item_open") == 1
    assert "blockquote_open" not in {token.type for token in tokens}
