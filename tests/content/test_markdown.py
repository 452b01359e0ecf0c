"""Markdown becomes the same blocks as HTML, and nothing of it is lost on the way."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.places import at_one_place

from styringsdialog.content.html import parse_html
from styringsdialog.content.links import NO_IMAGES, Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.markup import MAX_SIZE
from styringsdialog.errors import ContentError
from styringsdialog.messages.message import Language, text_of
from styringsdialog.model.blocks import Blocks, Figure, Heading, LineBreak, List, Paragraph, Place, plain_text


def parse(text: str, scope: str = "") -> Blocks:
    return parse_markdown(text, source="t.md", scope=scope, images=NO_IMAGES)


SAME = {
    "a og\nb": "<p>a og b</p>",
    "a  \nb\\\nc": "<p>a<br>b<br>c</p>",
    "*a* **b** ***c***": "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em></p>",
    "# a\n#### b": "<h1>a</h1><h4>b</h4>",
    "a\n=\nb\n-": "<h1>a</h1><h2>b</h2>",
    "## a {#b}\n[](#b)": '<h2 id="b">a</h2><p><a href="#b"></a></p>',
    "## a *b* {#c-1}": '<h2 id="c-1">a <em>b</em></h2>',
    "## a {b}": "<h2>a {b}</h2>",
    "- a\n- b\n  - c": "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
    "- a\n\n  b": "<ul><li><p>a</p><p>b</p></li></ul>",
    "1. a\n2. b": "<ol><li>a</li><li>b</li></ol>",
    "3) a\n7) b\n7) c": '<ol><li value="3)">a</li><li value="7)">b</li><li value="7)">c</li></ol>',
    "01. a\n\nb\n\n2. c": '<ol><li value="01">a</li></ol><p>b</p><ol><li value="2">c</li></ol>',
    "1. maj: a\n15. maj: b": "<p>1. maj: a<br>15. maj: b</p>",
    "- 1. juni er c\n- 1. sept. d": "<ul><li>1. juni er c</li><li>1. sept. d</li></ul>",
    "1. 5. 2030 er a": "<p>1. 5. 2030 er a</p>",
    "1. maj-udvalget": '<ol><li value="1">maj-udvalget</li></ol>',
    "1. Maj Holm": '<ol><li value="1">Maj Holm</li></ol>',
    "Vi mødes den\n1. maj": "<p>Vi mødes den 1. maj</p>",
    "2*3*4 = 24, (2*3*4), a*b*c, 3**4**5": "<p>2*3*4 = 24, (2*3*4), a*b*c, 3**4**5</p>",
    "*be*tone og be*ton* **a**5": "<p><em>be</em>tone og be<em>ton</em> <strong>a</strong>5</p>",
    "se https://a.dk/b_c_d?e=1&f=(2), (www.a.dk).": (
        '<p>se <a href="https://a.dk/b_c_d?e=1&amp;f=(2)">https://a.dk/b_c_d?e=1&amp;f=(2)</a>, '
        '(<a href="https://www.a.dk">www.a.dk</a>).</p>'
    ),
    "a@www.b.dk www.b http:// <www.c.dk": "<p>a@www.b.dk www.b http:// &lt;www.c.dk</p>",
    "[*se* www.a.dk](https://b.dk)": '<p><a href="https://b.dk"><em>se</em> www.a.dk</a></p>',
    "[a *b*](https://dab.dk/c\nd) e": '<p><a href="https://dab.dk/c d">a <em>b</em></a> e</p>',
    "[a](<https://dab.dk/c d>)": '<p><a href="https://dab.dk/c d">a</a></p>',
    "<https://dab.dk/c d>": '<p><a href="https://dab.dk/c d">https://dab.dk/c d</a></p>',
    "[1](se side 4) [§ 5](jf. lov nr. 3)": "<p>[1](se side 4) [§ 5](jf. lov nr. 3)</p>",
    "> a\n>\n> b": "<aside><p>a</p><p>b</p></aside>",
    "    a\n\nb": "<p>a</p><p>b</p>",
    "<div>a</div>": "<p>&lt;div&gt;a&lt;/div&gt;</p>",
    'a <img src="file:///etc/passwd"> <!-- b -->': '<p>a &lt;img src="file:///etc/passwd"&gt; &lt;!-- b --&gt;</p>',
    "&nbsp;a &lt; b & c \\* d": "<p>&nbsp;a &lt; b &amp; c * d</p>",
    '(c) "a" -- b... a@dab.dk': '<p>(c) "a" -- b... a@dab.dk</p>',
    "<bilag:vibo> <Bilag:vibo/tal#side>": '<p><a href="bilag:vibo"></a> <a href="Bilag:vibo/tal#side"></a></p>',
    "[](tema:a) [b *c*](del:d)": '<p><a href="tema:a"></a> <a href="del:d">b <em>c</em></a></p>',
    "[a](https://dab.dk/Ø%20?b=1&copy=2)": '<p><a href="https://dab.dk/Ø%20?b=1&amp;copy=2">a</a></p>',
    "<https://dab.dk/%20ø>": '<p><a href="https://dab.dk/%20ø">https://dab.dk/%20ø</a></p>',
    "<a@dab.dk>": '<p><a href="mailto:a@dab.dk">a@dab.dk</a></p>',
    "[a][b]\n\n[b]: https://dab.dk": '<p><a href="https://dab.dk">a</a></p>',
    "| a | b |\n|:--|--:|\n| 1 | 2\\|3 |\n| 4 |": (
        '<table><thead><tr><th>a</th><th align="right">b</th></tr></thead><tbody>'
        '<tr><td>1</td><td align="right">2|3</td></tr><tr><td>4</td><td align="right"></td></tr></tbody></table>'
    ),
    "Tabel: Tal *nu*\n\na|b\n-|-\n1|2": (
        "<table><caption>Tal <em>nu</em></caption><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    ),
    "Tabel: Tal\n|a|\n|-|\n|1|": (
        "<table><caption>Tal</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    ),
    "Tabel: Tal\n\nb": "<p>Tabel: Tal</p><p>b</p>",
    "- Tabel: Tal\n  |a|\n  |-|\n  |1|\n- b": (
        "<ul><li><table><caption>Tal</caption><thead><tr><th>a</th></tr></thead>"
        "<tbody><tr><td>1</td></tr></tbody></table></li><li>b</li></ul>"
    ),
    "": "",
}


@pytest.mark.parametrize("text", SAME)
def test_markdown_is_the_same_as_html(text: str) -> None:
    expected = parse_html(SAME[text], source="t", images=NO_IMAGES)
    assert at_one_place(parse(text)) == at_one_place(expected)


def test_ids_and_links_stay_in_their_scope() -> None:
    heading, _ = parse("# a {#b}\n\n[](#b)", scope="vibo/")
    assert isinstance(heading, Heading)
    assert heading.anchor == "punkt:vibo/b"


def test_blocks_know_their_line() -> None:
    blocks = parse("# a\n\nb\nc\n\nd\n=\n\n- e\n- f\n")
    assert [str(block.place) for block in blocks] == [f"t.md, line {line}" for line in (1, 3, 6, 9)]


def test_picture_alone_in_a_paragraph_is_a_figure(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    images = Images(root=tmp_path)
    path = str(tmp_path / "a b.png")
    plain, captioned = parse_markdown(
        '![Et *kort*\nher](<a b.png>)\n\n![b](<a b.png> "Tegn & <b>")', source="t.md", images=images
    )
    assert plain == Figure(path=path, alt="Et kort her", place=Place("t.md", 1))
    assert isinstance(captioned, Figure)
    assert plain_text(captioned.caption) == "Tegn & <b>"


REFUSED = {
    "---": "a line across the page (---) cannot be printed",
    "a\n\n***": "a line across the page (***) cannot be printed",
    "a\nb `c` d": "`c` is marked as code, and code cannot be printed",
    "- ```\n  a\n  ```": "what stands between lines of ``` is code, and code cannot be printed",
    "~~~ py\n<a>\n~~~": "what stands between lines of ~~~ is code",
    "##### a": "a heading with ##### cannot be printed: there are four levels",
    "- # a": "a heading (#) stands in a list",
    "- a\n  ===": "a heading (===) stands in a list",
    "- a\n-": "a list has an item without content",
    "# {#a}": "a heading has no words",
    "# a {#Å}": "the id 'Å' is no key",
    "# a {#}": "the id '' is no key",
    "# a {#tema:b c}": "is no key",
    "|a|\n|:-:|\n|1|": "a column of the table is centred (:-:), and columns stand left or right",
    "|a|\n|-|\n|1|2|": "this row of the table has 2 cells, and its head has 1",
    "> a|b\n> -|-\n> 1|2|3": "this row of the table has 3 cells, and its head has 2",
    "|a|\n|-|": "a table has no rows",
    "a ![b](c.png) d": "a picture stands in text",
    "![](c.png)": "the picture has no alternative text",
    "![b](https://dab.dk/c.png)": "the picture 'https://dab.dk/c.png' is no file in the folder",
    "[a](javascript:b)": "the link 'javascript:b' leads where a package may not lead",
    "[a](file:///etc/passwd)": "the link 'file:///etc/passwd' leads where",
    "<vbscript:b>": "the link 'vbscript:b' leads where",
    "[a](andet.md)": "the link 'andet.md' is not a whole address",
    "[a](en anden.md)": "the link 'en anden.md' is not a whole address",
    "[a](https://dab dk/b)": "is not a whole address",
    "[a](https://dab.dk 'b')": "a link has the words 'b' beside its address, and they cannot be printed",
    "[a](https://dab.dk/b&nbsp;c)": "is not a whole address",
    "[a]: https://dab.dk": "the address of [a] is given here, and nothing uses it",
    "[a]\n\n[a]: https://a.dk\n[a]: https://b.dk": "the address of [a] is given a second time",
    "a\0b": "the text holds the control character U+0000",
    "a\n\nb\x0bc": "the text holds the control character U+000B",
    "a&#x2028;b": "the text holds the control character U+2028",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_printed_is_refused(text: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text)
    found = [problem for problem in caught.value.problems if REFUSED[text] in problem.message]
    assert len({problem.message for problem in found}) == 1
    assert all(problem.where.startswith("t.md, line ") for problem in found)
    # The author of Markdown has written no elements.
    told = [text_of(problem.what, language).line for problem in caught.value.problems for language in Language]
    assert not [line for line in told if re.search(r"</?[a-z]", line)]


CODE = "is code, and code cannot be printed (delete the lines of ```, and write it as text or as a table)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a\n\n---",
            "line 3: a line across the page (---) cannot be printed (delete it, or write a heading there: ## …)",
        ),
        (
            "a\nb `c`",
            "line 2: `c` is marked as code, and code cannot be printed (delete ` on both sides; **…** makes it strong)",
        ),
        ("- ```\n  a\n  ```", f"line 1: what stands between lines of ``` {CODE}"),
        (
            "##### a",
            "line 1: a heading with ##### cannot be printed: there are four levels (write it with #### or fewer)",
        ),
    ],
)
def test_what_markdown_has_and_a_package_has_not_is_told_in_words_of_markdown(text: str, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text)
    assert [str(problem) for problem in caught.value.problems] == [f"t.md, {said}"]


def test_all_problems_come_at_once_each_with_its_line() -> None:
    text = "a\n\n*b\n`c`*\n[d](e)\\\n![f](g)\n\n---\n\n|h|\n|-|\n|[i](j)|\n\n- k\n- `l`\n\nm\x01"
    with pytest.raises(ContentError) as caught:
        parse(text)
    lines = {int(problem.where.rpartition(" ")[2]) for problem in caught.value.problems}
    assert lines == {4, 5, 6, 8, 12, 15, 17}


@pytest.mark.parametrize("piece", ["> ", "- ", "1. "])
def test_nesting_too_deep_is_a_problem_and_never_lost_text(piece: str) -> None:
    assert parse(piece * 10 + "a")
    for times in (60, 150, 2000):
        with pytest.raises(ContentError, match="deep"):
            parse(piece * times + "a")


@pytest.mark.parametrize("text", ["[" * 3000 + "a", "*" * 3000 + "a", "![" * 1000, "*a " * 2000, "<a" * 3000])
def test_marks_that_open_nothing_are_printed(text: str) -> None:
    (found,) = parse(text)
    assert isinstance(found, Paragraph)
    assert plain_text(found.content) == text.strip()


def test_too_much_text_is_refused_unread() -> None:
    with pytest.raises(ContentError, match="characters"):
        parse("a" * (MAX_SIZE + 1))


def lines(text: str) -> list[str]:
    """Give the lines on the page of a text of one paragraph, as wide as the page may be."""
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    said = ["" if isinstance(inline, LineBreak) else plain_text((inline,)) for inline in block.content]
    return [" ".join(group) for is_line, group in groupby(said, bool) if is_line]


@pytest.mark.parametrize(
    "text",
    [
        "Med venlig hilsen\nAnna Hansen\nDirektør",
        "Med venlig hilsen\nAnna Hansen\nVestby Bolig\ntlf. 43 59 10 00\nanna@vestby.example",
        "Anna Hansen\ndirektør\nmobil 12345678\ne-mail: a@vestby.example",
        "**Vestby Bolig**\nVestergade 1, 2. tv.\n2630 Vestby",
        "Dagsorden:\n3. Budget\n5. Eventuelt",
        "a) bogstavpunkt\nb) bogstavpunkt",
    ],
)
def test_short_lines_beneath_each_other_stay_lines(text: str) -> None:
    assert lines(text) == text.replace("**", "").split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Bestyrelsen har i år arbejdet med\nrenovering af afdelingen Nord.",
        "Vi mødes på rådhuset, og\nAnna tager referat.",
        "Regnskabet er godkendt,\nmen budgettet mangler.",
        "Bestyrelsen i Vestby Bolig har godkendt regnskabet.\nDet er på 45 sider.",
        "Vi har siden hen arbejdet med det samme projekt lige siden\n1986. Det var et godt år for alle.",
    ],
)
def test_lines_of_a_sentence_that_goes_on_are_one_paragraph(text: str) -> None:
    assert lines(text) == [text.replace("\n", " ")]


def test_dates_beneath_each_other_stay_lines_however_long_they_are() -> None:
    first = "12. april: frist for bilag fra alle boligorganisationer, der deltager i mødet"
    second = "26. april: materialet sendes ud til alle, der er inviteret til konferencen"
    assert lines(f"{first}\n{second}") == [first, second]
    assert lines(f"Her er de vigtigste datoer i foråret, som de er besluttet:\n{first}")[1] == first


def test_asterisks_without_end_are_read_at_once() -> None:
    text = "a*" * 50_000 + "a"
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    assert plain_text(block.content) == text


# --------------------------------------------------------------------------- properties

# Words between spaces are Markdown's pieces; what holds space itself stands beside them.
PIECES = st.sampled_from(
    [
        "-",
        "1.",
        ">",
        "|",
        "|-|",
        "---",
        "```",
        "`",
        "*",
        "**",
        "[",
        "](",
        ")",
        "![",
        "]:",
        "<bilag:x>",
        "{#a}",
        "Tabel:",
        "\\",
        "&amp;",
        "&#0;",
        "<div>",
        "<!--",
        "\x00",
        "https://a.dk",
    ]
)
PIECES |= st.sampled_from(["# ", "##### ", "- ", "> ", "    ", "\n", "\n\n", "\t"]) | st.text(max_size=6)


@given(st.lists(PIECES, max_size=25).map("".join))
@example("|a|\n|-|\n|b")
@example("[a]: <>\n\n[a]")
@example("\ufeff# a")
def test_any_text_is_blocks_or_problems(text: str) -> None:
    try:
        blocks = parse(text)
    except ContentError as error:
        caught = error
    else:
        assert isinstance(blocks, tuple)
        return
    assert all(problem.message and problem.where.startswith("t.md") for problem in caught.problems)


NUMBERS = st.lists(st.integers(0, 999_999_999), min_size=1, max_size=6)


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.sampled_from(".)"))
def test_any_list_prints_the_numbers_that_were_written(groups: list[list[int]], mark: str) -> None:
    texts = ["\n".join(f"{number}{mark} punkt" for number in numbers) for numbers in groups]
    found = [block for block in parse("\n\nEt afsnit.\n\n".join(texts)) if isinstance(block, List)]
    assert [list(block.numbers) for block in found] == [[f"{number}{mark}" for number in numbers] for numbers in groups]


PLAIN = st.text(st.sampled_from("abæøå ÆB 0123456789.,;:!?()/=+-%§&\"'*"), min_size=1, max_size=60)


@given(PLAIN.map(lambda text: "x" + re.sub(r"(?<!\d)\*|\*(?!\d)", "", text)))
def test_plain_text_comes_out_as_it_was_written(text: str) -> None:
    (block,) = parse(text)
    assert isinstance(block, Paragraph)
    assert plain_text(block.content) == re.sub(" +", " ", text).strip()


WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(st.lists(st.lists(WORD, min_size=1, max_size=6), min_size=1, max_size=5))
def test_every_word_of_plain_paragraphs_comes_out(paragraphs: list[list[str]]) -> None:
    # A letter first, so that «1.» and the like begin no list.
    texts = ["x" + " ".join(words) for words in paragraphs]
    found = parse("\n\n".join(texts))
    said = [plain_text(block.content) for block in found if isinstance(block, Paragraph)]
    assert said == [unicodedata.normalize("NFC", re.sub(" +", " ", text)) for text in texts]
