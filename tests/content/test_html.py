"""The vocabulary: what each element becomes, and everything that is refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.places import HERE

from styringsdialog.content.html import parse_html
from styringsdialog.content.links import NO_IMAGES, Images
from styringsdialog.content.markup import MAX_DEPTH, MAX_SIZE
from styringsdialog.errors import ContentError, Fault
from styringsdialog.model.blocks import (
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
    Inlines,
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
    Text,
    plain_text,
)


def parse(markup: str, scope: str = "") -> Blocks:
    return parse_html(markup, source="t", scope=scope, images=NO_IMAGES)


def paragraph(*content: str | Link | Strong | Emphasis | Language | LineBreak) -> Paragraph:
    return Paragraph(content=inlines(*content), place=HERE)


def inlines(*content: str | Link | Strong | Emphasis | Language | LineBreak) -> Inlines:
    return tuple(Text(one) if isinstance(one, str) else one for one in content)


def cell(text: str, *, header: bool = False, scope: str = "", align: Align = Align.START) -> Cell:
    return Cell(content=(paragraph(text),), header=header, scope=scope, align=align)


def item(*content: Block) -> ListItem:
    return ListItem(content=content)


BLOCKS: dict[str, Block] = {
    "<h1>a</h1>": Heading(level=1, content=inlines("a"), place=HERE),
    "<h4>a</h4>": Heading(level=4, content=inlines("a"), place=HERE),
    '<h2 id="x">a</h2>': Heading(level=2, content=inlines("a"), anchor="punkt:x", place=HERE),
    '<h2 id="tema:x">a</h2>': Heading(level=2, content=inlines("a"), anchor="tema:x", place=HERE),
    '<h2 lang="en">a</h2>': Heading(level=2, content=(Language("en", inlines("a")),), place=HERE),
    "<P>a</P>": paragraph("a"),
    '<p class="lead">a</p>': Paragraph(content=inlines("a"), role=ParagraphRole.LEAD, place=HERE),
    "<p class='numeral'>a</p>": Paragraph(content=inlines("a"), role=ParagraphRole.NUMERAL, place=HERE),
    "<p class=muted>a</p>": Paragraph(content=inlines("a"), role=ParagraphRole.MUTED, place=HERE),
    '<p lang="de-AT">a</p>': paragraph(Language("de-AT", inlines("a"))),
    "<ul><li>a</li> <li><p>b</p></li></ul>": List(items=(item(paragraph("a")), item(paragraph("b"))), place=HERE),
    "<ol><li>a<ul><li>b</li></ul>c</li></ol>": List(
        items=(item(paragraph("a"), List(items=(item(paragraph("b")),), place=HERE), paragraph("c")),),
        ordered=True,
        place=HERE,
    ),
    "<dl><dt>a</dt><dd>b</dd><dd>c</dd><dt>d</dt><dd></dd></dl>": Definitions(
        items=(
            Definition(term=inlines("a"), content=(paragraph("b"), paragraph("c"))),
            Definition(term=inlines("d"), content=()),
        ),
        place=HERE,
    ),
    "<table><tr><td>a</td></tr></table>": Table(body=(Row(cells=(cell("a"),)),), place=HERE),
    "<table><caption>c</caption><thead><tr><th scope=col>a</th></tr></thead>"
    '<tbody><tr><th scope="row" align="right">b</th></tr></tbody></table>': Table(
        caption=inlines("c"),
        head=(Row(cells=(cell("a", header=True, scope="col"),)),),
        body=(Row(cells=(cell("b", header=True, scope="row", align=Align.END),)),),
        place=HERE,
    ),
    '<table><tr><td align="right">a</td></tr></table>': Table(
        body=(Row(cells=(cell("a", align=Align.END),)),), place=HERE
    ),
    "<table><tr><td colspan=2>a</td></tr><tr><td rowspan=2>b</td><td>c</td></tr><tr><td></td></tr></table>": Table(
        body=(
            Row(cells=(Cell(content=(paragraph("a"),), colspan=2),)),
            Row(cells=(Cell(content=(paragraph("b"),), rowspan=2), cell("c"))),
            Row(cells=(Cell(content=()),)),
        ),
        place=HERE,
    ),
    "<section>a</section>": Section(content=(paragraph("a"),), place=HERE),
    '<section class="cover" id="x" lang="sv"><h1>a</h1></section>': Section(
        content=(Heading(level=1, content=inlines("a"), place=HERE),),
        role=SectionRole.COVER,
        anchor="punkt:x",
        lang="sv",
        place=HERE,
    ),
    "<aside>a</aside>": Aside(content=(paragraph("a"),), place=HERE),
}


@pytest.mark.parametrize("markup", BLOCKS)
def test_each_element_is_one_block(markup: str) -> None:
    assert parse(markup) == (BLOCKS[markup],)


LINES: dict[str, Inlines] = {
    "a<strong>b</strong><em>c</em>": inlines("a", Strong(inlines("b")), Emphasis(inlines("c"))),
    '<span lang="en">a</span>': inlines(Language("en", inlines("a"))),
    "a<br>b<br/>c": inlines("a", LineBreak(), "b", LineBreak(), "c"),
    # spaces
    " \t a \n\f\r b ": inlines("a b"),
    "a\N{NO-BREAK SPACE} \N{NO-BREAK SPACE}b": inlines("a\N{NO-BREAK SPACE} \N{NO-BREAK SPACE}b"),
    "\N{NO-BREAK SPACE}": inlines("\N{NO-BREAK SPACE}"),
    "a <strong> b</strong> c": inlines("a ", Strong(inlines("b")), " c"),
    "<strong>a </strong> <em> b</em>": inlines(Strong(inlines("a ")), Emphasis(inlines("b"))),
    "a<strong> </strong>b": inlines("a", Strong(inlines(" ")), "b"),
    "a <em><strong> </strong></em> b": inlines("a ", "b"),
    "a <br> b": inlines("a", LineBreak(), "b"),
    "a <strong>b <br> c</strong> ": inlines("a ", Strong(inlines("b", LineBreak(), "c"))),
    'Se <a href="bilag:x"> <em></em> </a> nu': inlines("Se ", Link("bilag:x"), " nu"),
    # characters
    "&lt;p&gt; &amp; &quot; &#39; &#x26; &nbsp;&oslash;": inlines("<p> & \" ' & \N{NO-BREAK SPACE}ø"),
    "R&D & 2 > 1 &": inlines("R&D & 2 > 1 &"),
    "A\N{COMBINING RING ABOVE} e&#x301;": inlines("\u00c5 \u00e9"),
    # links
    '<a href="https://www.dab.dk/?a=1&amp;b=2&copy=3">x</a>': inlines(
        Link("https://www.dab.dk/?a=1&b=2&copy=3", inlines("x"))
    ),
    '<a href="HTTP://DAB.dk/Ø%20">x</a>': inlines(Link("http://DAB.dk/Ø%20", inlines("x"))),
    '<a href="mailto:a@b.dk">x</a><a href="tel:+4512345678">y</a>': inlines(
        Link("mailto:a@b.dk", inlines("x")), Link("tel:+4512345678", inlines("y"))
    ),
    '<a href="bilag:vibo"></a>': inlines(Link("bilag:vibo")),
    '<a href="Bilag:vibo/tal#sider"></a>': inlines(Link("bilag:vibo/tal#sider", capital=True)),
    '<a href="Bilag:vibo">Bilag:vibo</a>': inlines(Link("bilag:vibo", capital=True)),
    '<a href="https://x.dk">https://x.dk</a>': inlines(Link("https://x.dk", inlines("https://x.dk"))),
    '<a href="tema:x">temaet <em>x</em></a>': inlines(Link("tema:x", inlines("temaet ", Emphasis(inlines("x"))))),
    '<a href="#x"></a><a href="#x#side"></a>': inlines(Link("punkt:x"), Link("punkt:x#side")),
    '<a href="del:indhold">x</a>': inlines(Link("del:indhold", inlines("x"))),
}


@pytest.mark.parametrize("markup", LINES)
def test_text_is_collapsed_and_marked_up(markup: str) -> None:
    assert parse(f"<p>{markup}</p>") == (Paragraph(content=LINES[markup], place=HERE),)


@pytest.mark.parametrize(
    "markup",
    ["", " \n", "<p></p>", "<p> <em></em> </p>", "<ul></ul>", "<dl> </dl>", "<section> </section>", "<aside></aside>"],
)
def test_what_says_nothing_is_left_out(markup: str) -> None:
    assert parse(markup) == ()


def test_ids_and_links_to_them_stay_in_their_scope() -> None:
    heading, line = parse('<h2 id="tal">a</h2><p><a href="#tal"></a></p>', scope="vibo/")
    assert isinstance(heading, Heading)
    assert isinstance(line, Paragraph)
    assert heading.anchor == "punkt:vibo/tal"
    assert line.content == (Link("punkt:vibo/tal"),)


# ------------------------------------------------------------------------------ refused

REFUSED = {
    # elements and nesting
    "<div>a</div>": "<div> is no element of ours",
    "<p><b>a</b></p>": "<b> is no element of ours",
    "<h5>a</h5>": "<h5> is no element of ours",
    "<hr>": "<hr> is no element of ours",
    "<script>1</script>": "<script> is no element of ours",
    "a": "text stands outside every element",
    "<ul>a<li>b</li></ul>": "text stands directly in <ul>",
    "<ul><p>a</p></ul>": "<p> cannot stand in <ul>",
    "<li>a</li>": "<li> cannot stand outside every element",
    "<section><td>a</td></section>": "<td> cannot stand in <section>",
    "<p><h2>a</h2></p>": "<h2> cannot stand in <p>",
    "<p>a<ul><li>b</li></ul></p>": "<ul> cannot stand in <p>",
    "<h1><p>a</p>b</h1>": "<p> cannot stand in <h1>",
    "<ul><li><h2>a</h2></li></ul>": "<h2> cannot stand in <li>",
    "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>": "<table> cannot stand in <td>",
    "<ul><li> </li></ul>": "a list has an item without content",
    "<h2> </h2>": "a heading has no words",
    '<section id="x"></section>': "<section> has an id, but no content",
    "<p><span>a</span></p>": "<span> says nothing",
    # tags
    "<p>a": "<p> is not closed",
    "<p><em>a</p>": "<em> is not closed",
    "<p>a</p></p>": "</p> ends nothing",
    "<p>a</br></p>": "</br> ends nothing",
    "<p/>": "<p/> has no content and no end tag",
    "<p>a < b</p>": "'< b' is no whole tag",
    "<p>a</p><p": "'<p' is no whole tag",
    '<p class="lead"lang="da">a</p>': """'<p class="lead"lang="da">' is no whole tag""",
    "<!-- a --><p>b</p>": "'<!-- a -->' is no element",
    "<!DOCTYPE html>": "'<!DOCTYPE html>' is no element",
    "<?php ?>": "'<?php ?>' is no whole tag",
    # attributes
    '<p onclick="a">b</p>': "<p> has no attribute onclick",
    '<p style="color:red">b</p>': "<p> has no attribute style",
    '<p class="lead" class="muted">b</p>': "<p> has the attribute class twice",
    '<p class="stor">b</p>': "<p> has no class 'stor'",
    '<section class="lead">b</section>': "<section> has no class 'lead'",
    '<p lang="dansk!">b</p>': "the language 'dansk!' is no BCP 47 tag",
    '<p><span lang="">b</span></p>': "the language '' is no BCP 47 tag",
    '<h1 id="A b">b</h1>': "the id 'A b' is no key",
    '<h1 id="">b</h1>': "the id '' is no key",
    '<h1 id="https:x">b</h1>': "the id 'https:x' is no key",
    '<h1 id="x">b</h1><section id="x">c</section>': "the id 'x' was given before",
    '<ol start="3"><li>a</li></ol>': "<ol> has no attribute start",
    '<p data-at="x">a</p>': "data-at on <p> is not 'file:line'",
    # characters
    "<p>a\x07b</p>": "the text holds the control character U+0007",
    "<p>a\x85b</p>": "the text holds the control character U+0085",
    "<p>a\u2028b</p>": "the text holds the control character U+2028",
    "<p>a\ud800b</p>": "the text holds the control character U+D800",
    "<p>&#7;</p>": "&#7; is no character that can be printed",
    "<p>&#x80;</p>": "&#x80; is no character that can be printed",
    "<p>&#xD800;</p>": "&#xD800; is no character that can be printed",
    "<p>&#x110000;</p>": "&#x110000; is no character that can be printed",
    "<p>&bilag;</p>": "&bilag; is no character",
    "<p>a &copy b</p>": "'&copy' lacks its semicolon",
    # links
    "<p><a>b</a></p>": "<a> has no href",
    '<p><a href="file:///etc/passwd">b</a></p>': "the link 'file:///etc/passwd' leads where a package may not lead",
    '<p><a href="JavaScript:x">b</a></p>': "the link 'JavaScript:x' leads where a package may not lead",
    '<p><a href="data:x">b</a></p>': "the link 'data:x' leads where a package may not lead",
    '<p><a href="andet.html">b</a></p>': "the link 'andet.html' is not a whole address",
    '<p><a href="//dab.dk">b</a></p>': "the link '//dab.dk' is not a whole address",
    '<p><a href="">b</a></p>': "the link '' is not a whole address",
    '<p><a href="https:">b</a></p>': "the link 'https:' is not a whole address",
    '<p><a href="https:///x">b</a></p>': "the link 'https:///x' is not a whole address",
    '<p><a href="https://[x">b</a></p>': "the link 'https://[x' is not a whole address",
    '<p><a href="https://a b">b</a></p>': "the link 'https://a b' is not a whole address",
    '<p><a href="mailto:">b</a></p>': "the link 'mailto:' is not a whole address",
    '<p><a href="bilag:">b</a></p>': "the link 'bilag:' is no reference",
    '<p><a href="bilag:x#slut">b</a></p>': "the link 'bilag:x#slut' is no reference",
    '<p><a href="bilag:x/y/z">b</a></p>': "the link 'bilag:x/y/z' is no reference",
    '<p><a href="#">b</a></p>': "the link '#' is no reference",
    '<p><a href="https://dab.dk"></a></p>': "the link to https://dab.dk has no words",
    '<p><a href="bilag:x">a <a href="bilag:y">b</a></a></p>': "<a> stands in another <a>",
    # definitions
    "<dl><dd>a</dd></dl>": "<dd> stands before every <dt>",
    "<dl><dt>a</dt></dl>": "<dt> is not followed by <dd>",
    "<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>": "<dt> is not followed by <dd>",
    "<dl><dt> </dt><dd>c</dd></dl>": "<dt> is a term without words",
    # tables
    "<table><thead><tr><th>a</th></tr></thead></table>": "a table has no rows",
    "<table><tr><td>a</td></tr><caption>b</caption></table>": "the parts of <table> are not in their order",
    "<table><tbody><tr><td>a</td></tr></tbody><tr><td>a</td></tr></table>": "the parts of <table> are not in",
    "<table><tr></tr></table>": "this row of the table has no cells",
    "<table><tr>a<td>b</td></tr></table>": "text stands directly in <tr>",
    "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>": "covers 2 columns, and the first covers 1",
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>c</td></tr></table>": "covers 1 columns, and the first",
    "<table><tr><td rowspan=2>a</td></tr></table>": "a cell with rowspan 2 reaches below the last row",
    "<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td></tr></table>": "a cell of this row meets",
    "<table><tr><td colspan=0>a</td></tr></table>": "the colspan '0' is not a whole number from 1 to 999",
    "<table><tr><td rowspan=x>a</td></tr></table>": "the rowspan 'x' is not a whole number from 1 to 999",
    "<table><tr><td colspan=²>a</td></tr></table>": "the colspan '²' is not a whole number from 1 to 999",
    "<table><tr><th scope=rowgroup>a</th></tr></table>": "the scope 'rowgroup' is neither col nor row",
    "<table><tr><td scope=row>a</td></tr></table>": "<td> has no attribute scope",
    "<table><tr><td align=center>a</td></tr></table>": "the alignment 'center' is neither left nor right",
    '<table><tr><td style="color:red">a</td></tr></table>': "<td> has no attribute style",
    # pictures
    "<figure>a</figure>": "text stands directly in <figure>",
    "<figure><figcaption>a</figcaption></figure>": "<figure> is one <img>, and after it one <figcaption> or none",
    '<figure><img src="a.png"></figure>': "the picture has no alternative text",
    '<figure><img src="a.png" alt=" "></figure>': "the picture has no alternative text",
    '<figure><img alt="a"></figure>': "<img> has no src",
    '<p>a <img src="a.png" alt="b"></p>': "a picture stands in text",
    '<p class="lead"><img src="a.png" alt="b"></p>': "a paragraph that is a picture has neither class nor lang",
    '<p><img src="https://dab.dk/a.png" alt="b"></p>': "the picture 'https://dab.dk/a.png' is no file in the folder",
}


@pytest.mark.parametrize("markup", REFUSED)
def test_all_else_is_refused_with_its_line(markup: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(f"\n\n{markup}")
    found = [problem for problem in caught.value.problems if REFUSED[markup] in problem.message]
    assert [(one.fault, one.where) for one in found] == [(Fault.CONTENT, "t, line 3")]


def test_full_target_is_refused_in_a_scope() -> None:
    with pytest.raises(ContentError, match="names a place outside this text"):
        parse('<h1 id="tema:x">a</h1>', scope="vibo/")


def test_all_problems_come_at_once_each_with_its_line() -> None:
    with pytest.raises(ContentError) as caught:
        parse('<h5>a</h5>\n<p class="x">b\n<a href="x">c</a></p>\n<ul><li></li></ul>\n</em>')
    assert sorted(problem.where for problem in caught.value.problems) == [f"t, line {line}" for line in range(1, 6)]


@pytest.mark.parametrize("markup", ["<h5>a</h5>", "<div>a</div>", "<p><b>a</b></p>", "<p>&bilag;</p>", "<p foo>a</p>"])
def test_one_mistake_is_one_problem(markup: str) -> None:
    with pytest.raises(ContentError) as caught:
        parse(markup)
    assert len(caught.value.problems) == 1


def test_place_is_what_data_at_says_also_for_what_follows() -> None:
    with pytest.raises(ContentError) as caught:
        parse('<section data-at="core/a.j2:7">\n\n<p data-at="core/b.j2:9">&x;</p></em><h9></h9></section>')
    assert [problem.where for problem in caught.value.problems] == ["core/b.j2, line 9"] * 3


def test_as_deep_as_it_goes_is_still_read() -> None:
    def nested(depth: int) -> str:
        return "<section>" * depth + "<p>a</p>" + "</section>" * depth

    assert parse(nested(MAX_DEPTH - 1))
    with pytest.raises(ContentError, match=r"<p> stands in 50 elements") as caught:
        parse(nested(MAX_DEPTH))
    assert len(caught.value.problems) == 1
    with pytest.raises(ContentError, match=r"<section> stands in 50 elements"):
        parse(nested(100_000))


def test_too_much_markup_is_refused_unread() -> None:
    with pytest.raises(ContentError, match="characters of markup"):
        parse("<" * (MAX_SIZE + 1))


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", "<a b='", "&", "&#", "<p>", "</p>", "<a b=c ", "\n\n"])
def test_time_grows_with_length_only(piece: str) -> None:
    # Were any part of the reading quadratic, this would take minutes.
    with pytest.raises(ContentError):
        parse("<ul>" + piece * (200_000 // len(piece)))


# ----------------------------------------------------------------------------- pictures

PNG = b"\x89PNG\r\n\x1a\n..."


def test_figures_have_picture_alternative_and_caption(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(PNG)
    images = Images(root=tmp_path)
    expected = Figure(path=str(tmp_path / "a b.png"), alt="Et kort", place=HERE)
    for markup in (
        '<figure><img src="a b.png" alt=" Et  kort"></figure>',
        '<p> <img src="a b.png" alt="Et kort"/> </p>',
    ):
        assert parse_html(markup, source="t", images=images) == (expected,)
    captioned = (
        '<ul><li><figure><img src="a b.png" alt="Et kort"> <figcaption>Et <em>k</em></figcaption></figure></li></ul>'
    )
    (found,) = parse_html(captioned, source="t", images=images)
    assert isinstance(found, List)
    (figure,) = found.items[0].content
    assert isinstance(figure, Figure)
    assert figure.caption == inlines("Et ", Emphasis(inlines("k")))


# --------------------------------------------------------------------------- properties

TAGS = ["h1", "h5", "p", "ul", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "img"]
TAGS += ["figure", "figcaption", "a", "strong", "em", "br", "span", "section", "aside", "b", "script"]
ATTRIBUTES = ["", ' id="x"', ' href="bilag:x"', " colspan=2", " rowspan=3", " colspan=-1", ' lang="en"', " href='#x'"]
ATTRIBUTES += [' data-at="a:1"', ' data-at="b:²"', ' alt=""', " src", ' class="lead"', ' class="a', " /"]
PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(["<", ">", "&", "&amp;", "&#x;", "&#99999999;", "<!--", "-->", "<![CDATA[", "\n", '"', "\x00"]),
    st.text(max_size=5),
)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("<a href=bilag:x><p><a href=bilag:y></a></p></a>")
def test_tag_soup_is_blocks_or_problems(markup: str) -> None:
    try:
        blocks = parse(markup)
    except ContentError as error:
        caught = error
    else:
        assert isinstance(blocks, tuple)
        return
    assert caught.problems
    assert all(problem.message and problem.where for problem in caught.problems)


def test_nfc_holds_for_whole_runs_of_text() -> None:
    (found,) = parse("<p>e&#x301;</p>")
    assert isinstance(found, Paragraph)
    assert unicodedata.is_normalized("NFC", plain_text(found.content))
