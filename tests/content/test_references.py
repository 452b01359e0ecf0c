"""What references print, and what is said of those that lead nowhere."""

from __future__ import annotations

import pytest

from styringsdialog.content.html import parse_html
from styringsdialog.content.links import NO_IMAGES
from styringsdialog.content.references import Destination, anchors, resolve, targets
from styringsdialog.errors import ContentError, EditionError, Fault
from styringsdialog.model.blocks import (
    Blocks,
    Contents,
    ContentsEntry,
    Heading,
    Link,
    Paragraph,
    Section,
    Text,
    plain_text,
)

NBSP = "\N{NO-BREAK SPACE}"

REFERENCES = {
    # A bilag begins with its divider, which is none of its own pages.
    "bilag:vibo": Destination(f"bilag{NBSP}3", page=27, last=40, pages=13, title="Naturvenlige udearealer"),
    "bilag:vibo/oversigt": Destination(f"bilag{NBSP}3", page=27, last=40, pages=13),
    "bilag:dab": Destination(f"bilag{NBSP}1", page=5, last=5, pages=1),
    "tema:faellesskaber": Destination("Fællesskaber", page=4, last=4, pages=1),
    "punkt:vibo/tal": Destination("tal fra drift", page=1030, last=1030, pages=1),
    "punkt:tom": Destination("", page=1, last=1, pages=1),
    "del:indhold": Destination("Indhold", page=2, last=2, pages=1),
}


def parse(markup: str, scope: str = "") -> Blocks:
    return parse_html(markup, source="t", scope=scope, images=NO_IMAGES)


def printed(blocks: Blocks) -> str:
    (block,) = blocks
    assert isinstance(block, Heading | Paragraph)
    return plain_text(block.content)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p><a href="bilag:vibo"></a></p>', f"bilag{NBSP}3"),
        ('<p>Se <a href="bilag:vibo/oversigt"></a>.</p>', f"Se bilag{NBSP}3."),
        ('<p>(<a href="Bilag:dab"></a>)</p>', f"(Bilag{NBSP}1)"),
        ('<h2><a href="bilag:dab"></a> og <a href="bilag:vibo"></a></h2>', f"Bilag{NBSP}1 og bilag{NBSP}3"),
        ('<h2><strong><a href="bilag:dab"></a></strong></h2>', f"Bilag{NBSP}1"),
        ('<h2>Om <a href="bilag:dab"></a></h2>', f"Om bilag{NBSP}1"),
        ('<h2><em>Om</em><strong><a href="bilag:dab"></a></strong></h2>', f"Ombilag{NBSP}1"),
        ('<p><a href="bilag:vibo#side"></a></p>', f"side{NBSP}27"),
        ('<p><a href="Bilag:vibo#side"></a></p>', f"Side{NBSP}27"),
        ('<p><a href="bilag:vibo#sider"></a></p>', f"side{NBSP}27–40"),
        ('<p><a href="bilag:dab#sider"></a></p>', f"side{NBSP}5"),
        ('<p><a href="bilag:vibo#antal"></a></p>', f"13{NBSP}sider"),
        ('<p><a href="bilag:dab#antal"></a></p>', f"1{NBSP}side"),
        ('<p><a href="tema:faellesskaber"></a></p>', "Fællesskaber"),
        ('<p><a href="punkt:vibo/tal"></a>, <a href="punkt:vibo/tal#side"></a></p>', f"tal fra drift, side{NBSP}1030"),
        ('<p><a href="del:indhold">Til indholdet</a></p>', "Til indholdet"),
        ('<p><a href="bilag:vibo#side">bagest</a></p>', "bagest"),
        ('<p><a href="https://dab.dk/#side">dab</a></p>', "dab"),
    ],
)
def test_each_reference_prints_what_it_leads_to(markup: str, expected: str) -> None:
    assert printed(resolve(parse(markup), REFERENCES)) == expected


@pytest.mark.parametrize(
    "markup",
    [
        '<ul><li><a href="bilag:vibo#side"></a></li></ul>',
        '<dl><dt><a href="bilag:vibo#side"></a></dt><dd>a</dd></dl>',
        '<dl><dt>a</dt><dd><a href="bilag:vibo#side"></a></dd></dl>',
        '<table><caption><a href="bilag:vibo#side"></a></caption><tr><td>a</td></tr></table>',
        '<table><thead><tr><th><a href="bilag:vibo#side"></a></th></tr></thead><tr><td>a</td></tr></table>',
        '<table><tr><td><a href="bilag:vibo#side"></a></td></tr></table>',
        '<section><aside><a href="bilag:vibo#side"></a></aside></section>',
        '<p><span lang="en"><em><a href="bilag:vibo#side"></a></em></span></p>',
    ],
)
def test_references_are_found_everywhere(markup: str) -> None:
    blocks = parse(markup)
    assert targets(blocks) == {"bilag:vibo"}
    filled = resolve(blocks, REFERENCES)
    assert repr(filled) == repr(blocks).replace(
        "Link(target='bilag:vibo#side', content=()",
        f"Link(target='bilag:vibo', content=({Text(f'side{NBSP}27')!r},)",
    )
    assert targets(filled) == {"bilag:vibo"}
    assert resolve(filled, REFERENCES) is filled


def test_outside_addresses_are_no_targets_and_stay_as_they_are() -> None:
    blocks = parse('<p><a href="https://dab.dk/a#side">a</a><a href="mailto:a@b.dk">b</a></p>')
    assert targets(blocks) == frozenset()
    assert resolve(blocks, {}) is blocks


def test_a_count_of_pages_is_text_and_leads_nowhere() -> None:
    (line,) = resolve(parse('<p><a href="bilag:vibo#antal"></a></p>'), REFERENCES)
    assert isinstance(line, Paragraph)
    assert line.content == (Text(f"13{NBSP}sider"),)


def test_contents_get_their_pages() -> None:
    entries = (
        ContentsEntry(title=(Text("Indhold"),), target="del:indhold"),
        ContentsEntry(title=(Link("bilag:vibo"),), target="bilag:vibo/oversigt", level=2),
    )
    (contents,) = resolve((Contents(entries=entries),), REFERENCES)
    assert isinstance(contents, Contents)
    assert [entry.page for entry in contents.entries] == ["2", "27"]
    assert plain_text(contents.entries[1].title) == f"Bilag{NBSP}3"
    assert targets((contents,)) == {"del:indhold", "bilag:vibo", "bilag:vibo/oversigt"}
    assert resolve((contents,), REFERENCES) == (contents,)


def test_blocks_without_references_stay_the_same_objects() -> None:
    blocks = parse('<section><p>a</p></section><p><a href="bilag:dab"></a></p>')
    filled = resolve(blocks, REFERENCES)
    assert filled[0] is blocks[0]
    assert filled[1] is not blocks[1]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("bilag:vibu", "did you mean bilag:vibo?"),
        ("bilag:Vibo#side", "did you mean bilag:vibo?"),
        ("punkt:faellesskaber", "did you mean tema:faellesskaber?"),
        ("bilag:zzzzzz", "there is bilag:dab, bilag:vibo, bilag:vibo/oversigt"),
    ],
)
def test_unknown_target_is_named_with_what_is_there(target: str, hint: str) -> None:
    with pytest.raises(ContentError) as caught:
        resolve(parse(f'\n<ul>\n<li><p>a</p>\n<p><a href="{target}">x</a></p></li></ul>'), REFERENCES)
    (problem,) = caught.value.problems
    assert problem.where == "t, line 4"
    assert problem.message == f"{target.partition('#')[0]} is not in the package"
    assert problem.hint == hint


def test_every_unknown_target_is_named_and_on_the_table_it_belongs_to() -> None:
    blocks = (
        *parse('<p><a href="tema:a"></a></p>\n<h1><a href="del:b"></a></h1>'),
        Paragraph(content=(Link("del:c"),)),
    )
    with pytest.raises(EditionError) as caught:
        resolve(
            blocks,
            {f"del:{number:02}": Destination("x", page=1, last=1, pages=1) for number in range(20)},
            fault=Fault.EDITION,
        )
    assert [(one.fault, one.where) for one in caught.value.problems] == [
        (Fault.EDITION, "t, line 1"),
        (Fault.EDITION, "t, line 2"),
        (Fault.EDITION, "blocks without a place"),
    ]
    assert caught.value.problems[0].hint == "there is no tema: at all"
    assert caught.value.problems[1].hint.endswith("del:07 and 12 more")


def test_target_without_a_title_needs_words() -> None:
    with pytest.raises(ContentError, match="punkt:tom has no title that could be printed"):
        resolve(parse('<p><a href="#tom"></a></p>'), REFERENCES)
    assert printed(resolve(parse('<p><a href="#tom#side"></a></p>'), REFERENCES)) == f"side{NBSP}1"


def test_anchors_give_the_titles_of_headings_and_sections() -> None:
    blocks = parse(
        '<h1 id="tema:a">A <em>b</em></h1><h2>uden</h2>'
        '<section id="c"><p>x</p><section><h3 id="d">D</h3></section></section><section id="e">y</section>'
    )
    assert anchors(blocks) == {"tema:a": "A b", "punkt:c": "D", "punkt:d": "D", "punkt:e": "y"}
    assert isinstance(blocks[2], Section)
