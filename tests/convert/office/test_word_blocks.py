"""A Word file becomes the blocks that Markdown would, with the numbers that Word prints; what has no block is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from support.drawings import chart, inline, picture, png
from support.office import HIDING, WORD, docx, field, paragraph

from styringsdialog.convert.office.package import UnusableOfficeError
from styringsdialog.convert.office.word_blocks import read_word
from styringsdialog.errors import Remark
from styringsdialog.messages.message import Language
from styringsdialog.model.blocks import (
    Align,
    Aside,
    Blocks,
    Emphasis,
    Figure,
    Heading,
    LineBreak,
    Link,
    List,
    Paragraph,
    Strong,
    Table,
    Text,
    plain_text,
)

NUMBERING = f"""<w:numbering {WORD}>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="§ %1"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="3">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"""


Read = tuple[Blocks, tuple[Remark, ...], str, str]


def read(folder: Path, body: str, **parts: str) -> Read:
    names = {"numbering": NUMBERING, **parts}
    links: list[tuple[str, str, str] | tuple[str, str, str, str]] = [
        *((f"rId{name}", name, f"{name}.xml") for name in names),
        ("rIdLink", "hyperlink", "https://example.dk/", "External"),
        ("rIdFile", "hyperlink", "file:///C:/plan.docx", "External"),
        ("rIdBilag", "hyperlink", "bilag:vibo", "External"),
        ("rIdP", "image", "media/billede.png"),
        ("rIdOutside", "image", "https://example.dk/b.png", "External"),
    ]
    content = {f"word/{name}.xml": part for name, part in names.items()}
    path = folder / "tekst.docx"
    path.write_bytes(docx(body, links=links, parts={**content, "word/media/billede.png": png()}))
    place = folder / "billeder"
    place.mkdir(exist_ok=True)
    return read_word(path, "referat.docx", place)


def remarks(text: Read) -> list[str]:
    lines = (f"{note.place.text(Language.DANISH)}: {note.text(Language.DANISH).what}" for note in text[1])
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def item(text: str, number: int, level: int = 0) -> str:
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def outline(blocks: Blocks) -> list[object]:
    """Give lists as the labels of their items, each with the lists in it; of other blocks their words."""
    lines: list[object] = []
    for block in blocks:
        match block:
            case List(ordered=ordered, items=items, numbers=numbers):
                labels = numbers if ordered else ("•",) * len(items)
                deeper = zip(labels, (outline(own.content[1:]) for own in items), strict=True)
                lines.append([entry for label, inner in deeper for entry in (label, *inner)])
            case Heading() | Paragraph():
                lines.append(plain_text(block.content))
    return lines


def test_lists_have_the_numbers_that_word_prints(tmp_path: Path) -> None:
    body = (
        *(item("a", 1), item("b", 1), item("b1", 1, 1), item("b2", 1, 1), item("b2c", 1, 2), item("c", 1)),
        *(paragraph("imellem"), item("d", 1), item("d1", 1, 1), paragraph("nyt"), item("e", 4), item("f", 4)),
        *(paragraph("videre"), item("g", 5), paragraph("andet"), item("h", 2), item("h1", 2, 1), item("i", 2)),
        *(paragraph("punkter"), item("j", 3), item("uden", 3, 1), item("k", 3), item("nej", 9)),
    )
    assert outline(read(tmp_path, "".join(body))[0]) == [
        ["1.", "2.", ["2.1", "2.2", ["c)"]], "3."],
        "imellem",
        ["4.", ["4.1"]],
        "nyt",
        ["7.", "8."],
        "videre",
        ["9."],
        "andet",
        ["§\N{NO-BREAK SPACE}IV", ["4.1"], "§\N{NO-BREAK SPACE}V"],
        "punkter",
        ["•"],
        "uden",
        ["•"],
        "nej",
    ]


def test_headings_stand_under_that_of_the_text_and_skip_no_level(tmp_path: Path) -> None:
    numbered = paragraph("Anden", heading=1).replace("</w:pPr>", '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = paragraph("Første", heading=1) + paragraph("Dyb", heading=4) + numbered + paragraph("Brød")
    blocks = read(tmp_path, body)[0]
    assert [(block.level, plain_text(block.content)) for block in blocks if isinstance(block, Heading)] == [
        (2, "Første"),
        (3, "Dyb"),
        (2, "1. Anden"),
    ]


def test_words_are_set_as_they_were_and_links_lead_where_a_package_can_lead(tmp_path: Path) -> None:
    body = (
        "<w:p>" + run("Et ") + run("fedt", "<w:b/>") + run(" og ", '<w:b w:val="0"/>') + run("skråt", "<w:i/>")
        + run(" CO") + run("2", '<w:vertAlign w:val="subscript"/>') + "<w:r><w:br/></w:r>"
        + f'<w:hyperlink r:id="rIdLink">{run("link")}</w:hyperlink>{run(", ")}'
        + f'<w:hyperlink r:id="rIdFile">{run("fil")}</w:hyperlink></w:p>'
    )  # fmt: skip
    text = read(tmp_path, body)
    (line,) = text[0]
    assert isinstance(line, Paragraph)
    assert line.content == (
        Text("Et "),
        Strong((Text("fedt"),)),
        Text(" og "),
        Emphasis((Text("skråt"),)),
        Text(" CO₂"),
        LineBreak(),
        Link("https://example.dk/", (Text("link"),)),
        Text(", fil"),
    )
    assert remarks(text) == [
        (
            "referat.docx: «Et fedt og skråt CO2 link, fil»: "
            "Linket til file:///C:/plan.docx er trykt som almindelig tekst: pakken kan ikke føre derhen"
        )
    ]


def test_references_lead_to_what_they_name_in_word_as_in_markdown(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Se &lt;bilag:')}{run('vibo/plan&gt; og ')}{run('&lt;Del:program&gt;', '<w:b/>')}"
        f"{run(', a &lt; b &gt; c')}"
        f'<w:hyperlink r:id="rIdBilag">{run("planen")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="_Toc1">{run("her")}</w:hyperlink></w:p>'
    )
    blocks, remarks, said, left_out = read(tmp_path, body)
    (line,) = blocks
    assert isinstance(line, Paragraph)
    assert line.content == (
        Text("Se "),
        Link("bilag:vibo/plan", ()),
        Text(" og "),
        Strong((Link("del:program", (), capital=True),)),
        Text(", a < b > c"),
        Link("bilag:vibo", (Text("planen"),)),
        Text("her"),
    )
    assert len(remarks) == 1, "a bookmark of Word's own leads nowhere in the package"
    assert "bilag:vibo/plan" in said
    assert "bilag:vibo/plan" in left_out


@pytest.mark.parametrize(
    ("said", "is_headed"),
    [
        ('w:val="04A0"', True),
        ('w:val="" w:firstRow="true"', True),
        ('w:val="0480" w:firstRow="on"', True),
        ('w:val="0480" w:firstRow="0"', False),
        ('w:val="" w:firstRow=""', False),
        ('w:val="ukendt"', False),
    ],
)
def test_a_table_keeps_its_cells_and_its_headings(tmp_path: Path, said: str, *, is_headed: bool) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{paragraph(text)}</w:tc>"

    right = '<w:tc><w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>4</w:t></w:r></w:p></w:tc>'
    rows = (
        cell("") + cell("Boliger", '<w:gridSpan w:val="2"/>'),
        cell("Vestby", "<w:vMerge w:val='restart'/>") + cell("2028") + right,
        cell("", "<w:vMerge/>") + cell("2029"),
    )
    look = f"<w:tblPr><w:tblLook {said}/></w:tblPr>"
    table = f"<w:tbl>{look}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    (block,) = read(tmp_path, table)[0]
    assert isinstance(block, Table)
    shown = [
        [(plain_text(own.content[0].content) if own.content else "", own.colspan, own.rowspan) for own in row.cells]  # type: ignore[union-attr,arg-type]  # paragraphs
        for row in (*block.head, *block.body)
    ]
    assert shown == [
        [("", 1, 1), ("Boliger", 2, 1)],
        [("Vestby", 1, 2), ("2028", 1, 1), ("4", 1, 1)],
        [("2029", 1, 1), ("", 1, 1)],
    ]
    assert [[own.scope for own in row.cells] for row in block.head] == [["", "col"]] * is_headed
    assert block.body[-2].cells[2].align is Align.END


@pytest.mark.parametrize("span", ["0", "", "-1", "to", "1.0"])
def test_a_cell_covers_a_column_at_least(tmp_path: Path, span: str) -> None:
    cells = "".join(
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph(text)}</w:tc>' for text in ("a", "b")
    )
    (block,) = read(tmp_path, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")[0]
    assert isinstance(block, Table)
    assert [own.colspan for own in block.body[0].cells if own.content] == [1, 1]


def test_pictures_keep_their_alternative_text_and_others_are_told(tmp_path: Path) -> None:
    text = read(tmp_path, inline('descr="Fem blokke"', picture()) + inline("", picture()) + inline("", chart()))
    figures = [block for block in text[0] if isinstance(block, Figure)]
    assert [figure.alt for figure in figures] == ["Fem blokke", "Billede uden beskrivelse"]
    assert all(Path(figure.path).read_bytes() == png() for figure in figures)
    told = remarks(text)
    assert "referat.docx: «Ord»: Et billede har ingen alternativ tekst" in told
    assert any("En tegning, et diagram eller en indsat fil er ikke trykt" in line for line in told)


def test_changes_hidden_words_comments_and_fields_are_told(tmp_path: Path) -> None:
    body = (
        f'<w:p>{run("Vi ")}<w:del w:id="1"><w:r><w:delText>ville</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("skal")}</w:ins>{run(" hemmeligt", "<w:vanish/>")}{run(" ikke", "<w:strike/>")}'
        f'<w:r><w:commentReference w:id="5"/></w:r>{field("PAGE", "7")}</w:p>'
        '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Afsnit 3</w:t></w:r></w:p>'
    )
    comments = f'<w:comments {WORD}><w:comment w:id="5">{paragraph("Er det sikkert?")}</w:comment></w:comments>'
    styles = f'<w:styles {WORD}><w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
    text = read(tmp_path, body, comments=comments, styles=styles)
    assert outline(text[0]) == ["Vi skal ikke7"]
    assert sorted(line.partition(": ")[2].rpartition("»: ")[2] for line in remarks(text)) == sorted(
        [
            "2 registrerede ændringer er taget for godkendt: teksten er trykt, som den endte",
            "Skjult tekst er ikke trykt",
            "«ikke» er gennemstreget i Word og er trykt uden streg",
            "En kommentar er ikke trykt",
            "«PAGE» er sat ind af Word og kan være et andet tal i pakken",
            "Word-filens egen indholdsfortegnelse er ikke trykt: «Afsnit 3»",
        ]
    )


@pytest.mark.parametrize(
    ("paragraph_style", "properties", "is_hidden"),
    [
        ("", "<w:vanish/>", True),
        ("", '<w:rStyle w:val="Skjult2"/>', True),
        ("Skjult2", "", True),
        ("Skjult2", '<w:vanish w:val="0"/>', False),
        ("Vist", "", False),
        ("Skjult2", '<w:rStyle w:val="Skjult"/>', False),
    ],
)
def test_hidden_words_are_nowhere_in_a_box_neither(
    tmp_path: Path, paragraph_style: str, properties: str, *, is_hidden: bool
) -> None:
    inside = f"<w:txbxContent>{paragraph('KANARIE')}</w:txbxContent>"
    box = f"<w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict>"
    hiding = f"<w:r><w:rPr>{properties}</w:rPr><w:t>KANARIE</w:t>{box}</w:r>"
    named = f'<w:p><w:pPr><w:pStyle w:val="{paragraph_style}"/></w:pPr>{hiding}</w:p>'
    text = read(tmp_path, named + paragraph("[indsæt dato]"), styles=HIDING)
    assert ("KANARIE" not in str((text[0], remarks(text), text[2]))) is is_hidden
    assert ("KANARIE" in text[3]) is is_hidden


def test_a_note_that_refers_to_itself_or_to_another_stands_once(tmp_path: Path) -> None:
    def note(number: int, *others: int) -> str:
        return "".join(f'<w:r><w:footnoteReference w:id="{other}"/></w:r>' for other in others).join(
            (f'<w:footnote w:id="{number}"><w:p>{run(f"Note {number} ")}', "</w:p></w:footnote>")
        )

    notes = f"<w:footnotes {WORD}>{note(2, 2, 3)}{note(3, 2)}</w:footnotes>"
    body = f'<w:p>{run("Aftalt")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    blocks = read(tmp_path, body, footnotes=notes)[0]
    assert isinstance(blocks[-1], List)
    assert [outline(own.content) for own in blocks[-1].items] == [["Note 2 [1][2]"], ["Note 3 [1]"]]


def test_of_a_picture_that_is_cropped_what_is_seen_is_kept_whatever_it_is_called(tmp_path: Path) -> None:
    body = inline('descr="Halv"', picture().replace("<a:stretch>", '<a:srcRect r="50000"/><a:stretch>'))
    path, place = tmp_path / "tekst.docx", tmp_path / "billeder"
    name = f"media/{'lang' * 50}.png"
    path.write_bytes(docx(body, links=[("rIdP", "image", name)], parts={f"word/{name}": png()}))
    place.mkdir()
    (figure,) = (block for block in read_word(path, "referat.docx", place)[0] if isinstance(block, Figure))
    with Image.open(figure.path) as cut, Image.open(io.BytesIO(png())) as whole:
        assert cut.size == (whole.width // 2, whole.height)


def test_notes_stand_under_the_text_and_boxes_beside_it(tmp_path: Path) -> None:
    notes = f'<w:footnotes {WORD}><w:footnote w:id="2">{paragraph("Se bilag 3.")}</w:footnote></w:footnotes>'
    inside = f"<w:txbxContent>{paragraph('I boks')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"
    body = f'<w:p>{run("Aftalt")}<w:r><w:footnoteReference w:id="2"/></w:r>{box}</w:p>'
    blocks = read(tmp_path, body, footnotes=notes)[0]
    assert [type(block) for block in blocks] == [Paragraph, Aside, Paragraph, List]
    assert outline(blocks) == ["Aftalt[1]", "Noter", ["1."]]


@pytest.mark.parametrize("damage", ["no zip", "no document", "no xml", "too deep"])
def test_a_broken_file_is_told_in_one_sentence(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "tekst.docx"
    good = docx(paragraph("a"))
    contents = {"no zip": good[:200], "no document": docx(""), "no xml": docx("<w:p>")}
    contents["too deep"] = docx("<w:sdt>" * 1500 + paragraph("a") + "</w:sdt>" * 1500)
    path.write_bytes(contents[damage])
    if damage == "no document":
        assert read_word(path, "tekst.docx", tmp_path)[0] == ()
        return
    with pytest.raises(UnusableOfficeError, match="within each other" if damage == "too deep" else "damaged"):
        read_word(path, "tekst.docx", tmp_path)
