"""The printer's touch changes how a text looks and never what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.blocks import blocks

from styringsdialog.content.typography import typographic, typographic_text
from styringsdialog.model.blocks import Blocks, Emphasis, Language, LineBreak, Link, Paragraph, Strong, Text
from styringsdialog.model.scalars import Quotes

NBSP = "\N{NO-BREAK SPACE}"
PIECES = st.sampled_from(
    [*' \n"“”«»„-–—.,([{/§%0aÅ', NBSP, "kl. ", "bilag 2", "15.00", " kr.", "10 %", " - ", "2030", "mio. ", "16. maj"]
)
TEXTS = st.lists(PIECES | st.characters(), max_size=20).map("".join)
QUOTES = st.none() | st.sampled_from(Quotes)


def said(*content: object, quotes: Quotes | None = None) -> Blocks:
    return typographic((Paragraph(content=content),), quotes)  # type: ignore[arg-type]  # inlines, in a test's words


@pytest.mark.parametrize(
    "held",
    [
        "kl.~15.00",
        "se bilag~2",
        "Bilag~2",
        "side~5-8",
        "1.234~kr.",
        "1.234~kr",
        "10~%",
        "§~164, stk.~2",
        "nr.~7",
        "den 16.~maj 2030",
        "3~mio.~kr.",
        "14~sider",
    ],
)
def test_a_number_stays_with_what_it_belongs_to(held: str) -> None:
    assert typographic_text(held.replace("~", " ")) == held.replace("~", NBSP)


@pytest.mark.parametrize(
    "text",
    [
        "i 2030 blev",
        "10 boligorganisationer",
        "15.00-18.00",
        "43 59 10 00",
        "11-4318",
        "bi- og hovedgader",
        "2030 og 1.234",
        "- et punkt",
        "pumpebilag 2",
    ],
)
def test_what_asks_for_nothing_stays(text: str) -> None:
    assert typographic_text(text, Quotes.CURLY) == text


def test_a_hyphen_between_spaces_becomes_a_dash_that_does_not_begin_a_line() -> None:
    assert typographic_text("30. maj - 2. juni") == f"30.{NBSP}maj{NBSP}– 2.{NBSP}juni"
    assert typographic_text("omstilling – hvis") == f"omstilling{NBSP}– hvis"


@pytest.mark.parametrize("quotes", Quotes)
@pytest.mark.parametrize("written", ['"x"', "“x”", "”x”", "»x«", "«x»", "„x“"])
def test_quotation_marks_become_one_kind_however_they_were_written(written: str, quotes: Quotes) -> None:
    wanted = f"a ({quotes.opening}x{quotes.closing}), {quotes.opening}x{quotes.closing}."
    assert typographic_text(f"a ({written}), {written}.", quotes) == wanted


def test_without_a_wish_quotation_marks_stay_as_written() -> None:
    assert typographic_text('"x" «y»', None) == '"x" «y»'


def test_a_mark_without_a_fellow_stays() -> None:
    assert typographic_text('en skærm på 24"', Quotes.CURLY) == 'en skærm på 24"'
    assert typographic_text('"uden ende', Quotes.CURLY) == '"uden ende'


def test_quotes_in_quotes_pair_from_within() -> None:
    assert typographic_text('"a "b" c"', Quotes.CURLY) == "“a “b” c”"


def test_a_text_is_one_over_bold_italics_and_links() -> None:
    given_ = (Text('"'), Strong((Text("a"),)), Text('" kl. '), Link("https://e.dk", (Emphasis((Text("15.00"),)),)))
    wanted = (Text("“"), given_[1], Text(f"” kl.{NBSP}"), given_[3])
    assert said(*given_, quotes=Quotes.CURLY) == (Paragraph(content=wanted),)


def test_another_language_keeps_its_own_rules() -> None:
    english = Language("en", (Text('"page 2" - 10 %'),))
    assert said(Text("a "), english, quotes=Quotes.CURLY) == (Paragraph(content=(Text("a "), english)),)


def test_a_new_line_parts_what_a_space_would_hold() -> None:
    given_ = (Text("kl."), LineBreak(), Text("15.00"))
    assert said(*given_) == (Paragraph(content=given_),)


@given(TEXTS, QUOTES)
def test_a_second_pass_changes_nothing(text: str, quotes: Quotes | None) -> None:
    once = typographic_text(text, quotes)
    assert typographic_text(once, quotes) == once


@given(TEXTS, QUOTES)
def test_no_letter_and_no_digit_ever_changes(text: str, quotes: Quotes | None) -> None:
    done = typographic_text(text, quotes)
    assert len(done) == len(text)
    for old, new in zip(text, done, strict=True):
        assert old == new or (old in ' "“”„‟«»-' + NBSP and not new.isalnum())


@given(blocks, QUOTES)
def test_a_tree_keeps_its_shape_and_a_second_pass_is_the_same_objects(tree: Blocks, quotes: Quotes | None) -> None:
    once = typographic(tree, quotes)
    assert typographic(once, quotes) == once
    assert len(once) == len(tree)
