"""What a file says is held against what its pages say: a word that is lost is told, and nothing else is."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.office import docx, paragraph, pptx, slide, xlsx
from support.pdf import simple_pdf

from styringsdialog.compose.ledger import Held, hold_plain, missing_words, text_remarks, words_of
from styringsdialog.errors import Remark
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.messages.message import Language
from styringsdialog.model.blocks import Blocks, Paragraph, Place, Text

WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyzæøåé0123456789", min_size=2, max_size=12), max_size=30)


def lost(said: str, shown: str) -> list[str]:
    return [missing.word for missing in missing_words([(1, said)], shown)]


@given(WORDS, st.sampled_from([" ", "\n", "\r\n", "\t", " - ", " | ", "/"]))
def test_whatever_stands_between_words_and_in_which_order_says_nothing(words: list[str], between: str) -> None:
    assert lost(" ".join(words), between.join(reversed(words))) == []


@given(WORDS.filter(bool), st.data())
def test_a_word_that_is_lost_is_told(words: list[str], data: st.DataObject) -> None:
    alone = "xyzzy"
    at = data.draw(st.integers(0, len(words)))
    assert lost(" ".join([*words[:at], alone, *words[at:]]), " ".join(words)) == [alone]


@given(WORDS.filter(lambda words: bool(words) and len(set(words)) == 1))
def test_of_a_word_that_stands_several_times_each_loss_counts(words: list[str]) -> None:
    if words[0] + words[0] != words[0][::-1] * 2:
        assert len(lost(" ".join(words), " ".join(words[1:]))) == 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("samarbejde", "samar-\r\nbejde"),
        ("samarbejde", "samar\ufffebejde"),
        ("samar\u00adbejde", "samarbejde"),
        ("samar bejde", "samarbejde"),
        ("samarbejde", "samar bejde"),
        ("e-mail", "e-\r\nmail"),
        ("affald", "a\ufb00ald"),
        ("Overskrift", "OVERSKRIFT"),
        ("blåbær", unicodedata.normalize("NFD", "blåbær")),
        ("1.250,50 kr.", "1.250,50\u00a0kr."),
        ("ord", "ord1"),
        ("שלום", "םולש"),
        ("m²", "m2"),
        ("• punkt", "punkt"),
        ("J", "\uf04a"),
    ],
)
def test_what_differs_in_no_word_raises_no_alarm(said: str, shown: str) -> None:
    assert lost(said, shown) == []


@pytest.mark.parametrize(
    ("said", "shown", "missing"),
    [
        ("4.010", "4,01", ["010"]),
        ("den 3. maj", "den 1. maj", ["3"]),
        ("ikke vedtaget", "vedtaget", ["ikke"]),
        ("ja ja nej", "ja nej", ["ja"]),
    ],
)
def test_what_is_another_word_is_told(said: str, shown: str, missing: list[str]) -> None:
    assert lost(said, shown) == missing


def held(file: Path, pages: bytes) -> list[str]:
    path = file.with_name("sider.pdf")
    path.write_bytes(pages)
    plain: Any = hold_plain(to_plain(Held(file=file, name=file.name, pages=path)), lambda _: None)
    return [remark.text(Language.DANISH).sentence for remark in from_plain(tuple[Remark, ...], plain)]


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_the_pages_of_a_pdf_that_lost_words_are_named(tmp_path: Path) -> None:
    file = written(tmp_path / "a.pdf", simple_pdf("Budget og mere", "Regnskab 2031", "Intet"))
    assert held(file, simple_pdf("Budget og mere", "Regnskab 2031", "Intet")) == []
    (told,) = held(file, simple_pdf("og mere", "Regnskab", "Intet"))
    what = "2\N{NO-BREAK SPACE}ord i filen står ikke på siderne, først «budget» og «2031» (siderne 1 og 2): "
    assert told == what + "se siderne efter, eller bed om filen som PDF."


def test_of_a_word_file_deleted_and_hidden_text_is_not_missed(tmp_path: Path) -> None:
    deleted = '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>slettet</w:delText></w:r></w:del></w:p>'
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r></w:p>"
    file = written(tmp_path / "a.docx", docx(paragraph("Vi indstiller budgettet") + deleted + hidden))
    assert held(file, simple_pdf("Vi indstiller budgettet")) == []
    (told,) = held(file, simple_pdf("Vi indstiller"))
    assert told.startswith("1\N{NO-BREAK SPACE}ord i filen står ikke på siderne, først «budgettet»: se siderne")


def test_of_slides_the_number_is_told_and_hidden_ones_are_not_missed(tmp_path: Path) -> None:
    file = written(tmp_path / "a.pptx", pptx(slide("Velkommen", "Program"), slide("Skjult dias", hidden=True)))
    assert held(file, simple_pdf("Velkommen Program")) == []
    assert "først «program» (dias 1)" in held(file, simple_pdf("Velkommen"))[0]


def cell(place: str, content: str, kind: str = "") -> str:
    if kind:
        return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'
    return f'<c r="{place}"><v>{content}</v></c>'


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1234.5", "1.234,50"),
        ("0.25", "25 %"),
        ("1234567", "1,2 mio."),
        ("-3", "-3"),
        ("0.1", "0,1"),
        ("4010", "4.010"),
    ],
)
def test_numbers_of_a_sheet_are_held_by_their_value(number: str, shown: str, tmp_path: Path) -> None:
    rows = f'<row r="1">{cell("A1", "Huslejen", "s")}{cell("B1", number)}</row>'
    file = written(tmp_path / "a.xlsx", xlsx(rows))
    assert held(file, simple_pdf(f"Huslejen {shown}")) == []
    (told,) = held(file, simple_pdf("Huslejen ###"))
    assert "!B1" in told


def blocks(file: str) -> Blocks:
    return (Paragraph(content=(Text("x"),), place=Place(file, 1)),)


@pytest.mark.parametrize(
    ("name", "text", "shown", "said"),
    [
        (
            "a.md",
            "# Om [budgettet](https://eksempel.dk/side) &amp; *mere*\n\n[x]: https://y.dk\n",
            "Om budgettet & mere",
            0,
        ),
        ("a.md", "- En\n- To\n", "En", 1),
        ("a.csv", "By;Huslejen\nVibo;4.010\n", "By Huslejen Vibo 4.010", 0),
        ("a.csv", "By;Huslejen\nVibo;4010\n", "By Huslejen Vibo 4,1", 1),
        ("a.csv", "Nr,Areal\n101,147\n", "Nr Areal\n101\n147", 0),
        ("a.csv", "Nr;Husleje\n1;4.010\n", "Nr Husleje\n1\n4,01", 1),
        ("a.txt", "Hej med jer", "Hej\nmed\njer", 0),
    ],
)
def test_a_text_is_held_against_its_pages_too(name: str, text: str, shown: str, said: int, tmp_path: Path) -> None:
    written(tmp_path / name, text.encode())
    pages = written(tmp_path / "b.pdf", simple_pdf(*shown.split("\n")))
    assert len(text_remarks(tmp_path, blocks(name), [pages])) == said


def test_what_cannot_be_read_is_held_against_nothing(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "tom.pdf")
    for name, data in (
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.pdf", b"%PDF-1.7 og intet mere"),
    ):
        assert held(written(tmp_path / name, data), (tmp_path / "tom.pdf").read_bytes()) == []


def test_words_are_letters_and_digits_however_they_are_set() -> None:
    assert words_of("ÅRS-\nmødet: 3½ m\u00b2 (§ 7, stk. 2)") == ["årsmødet", "31", "2", "m2", "7", "stk", "2"]
