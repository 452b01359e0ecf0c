"""Blocks become pages: what is printed, what can be found, where links and references lead."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from support.pdf import page_texts, words

from styringsdialog.errors import ContentError
from styringsdialog.model.blocks import (
    Align,
    Aside,
    Block,
    Cell,
    Contents,
    ContentsEntry,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Heading,
    Inline,
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
from styringsdialog.model.parts import PreparedPart
from styringsdialog.typeset.render import typeset
from styringsdialog.typeset.styles import PAGE

SEED = (Path(__file__).parents[1] / "data" / "referat.txt").read_text("utf-8")
MARKUP = '<img src="file:///etc/passwd"/> <b>x</b> &amp; <para> <a href="https://e.dk">y</a> {{ 7*7 }} <br/>'


def paragraph(*content: str | Inline, role: ParagraphRole = ParagraphRole.PLAIN) -> Paragraph:
    return Paragraph(content=tuple(Text(one) if isinstance(one, str) else one for one in content), role=role)


def table(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> Table:
    def row(cells: Sequence[str], *, header: bool) -> Row:
        return Row(cells=tuple(Cell(content=(paragraph(cell),), header=header, scope="col" * header) for cell in cells))

    return Table(head=(row(head, header=True),) if head else (), body=tuple(row(cells, header=False) for cells in rows))


def set_(path: Path, *blocks: Block) -> PreparedPart:
    return typeset(blocks, title="Prøve", path=path / "part.pdf")


def found(part: PreparedPart) -> Counter[str]:
    return Counter(word for page in page_texts(part.path) for word in words(page))


# ------------------------------------------------------------------------------ words


def seed_blocks(random_: random.Random) -> list[Block]:
    """Give the minutes in every kind of column, with bold, italics and links in the midst of words."""
    blocks: list[Block] = []
    for text in SEED.split("\n\n"):
        line = " ".join(text.split())
        cut = random_.randrange(len(line) + 1)
        end = random_.randrange(cut, len(line) + 1)
        within = Text(line[cut:end])
        around: list[Inline] = [Strong((within,)), Emphasis((within,)), Link("https://eksempel.dk/", (within,)), within]
        middle = random_.choice(around)
        mixed = paragraph(line[:cut], middle, line[end:])
        wrap = random_.randrange(4)
        if wrap == 0:
            blocks.append(mixed)
        elif wrap == 1:
            blocks.append(List(items=(ListItem(content=(mixed,)),)))
        elif wrap == 2:
            cells = tuple(Cell(content=(mixed if number == 1 else paragraph("Ja"),)) for number in range(3))
            blocks.append(Table(body=(Row(cells=cells),)))
        else:
            blocks.append(Aside(content=(mixed,)))
    return blocks


def expected_words(blocks: Sequence[Block]) -> Counter[str]:
    count: Counter[str] = Counter(word for text in SEED.split("\n\n") for word in words(text))
    count.update("Ja" for block in blocks if isinstance(block, Table) for _ in range(2))
    return count


@pytest.mark.parametrize("seed", range(12))
def test_every_word_is_found_whole_and_as_often_as_it_is_said(seed: int, tmp_path: Path) -> None:
    blocks = seed_blocks(random.Random(seed))  # noqa: S311 - a choice of layouts, not a secret
    part = set_(tmp_path, *blocks)
    expected = expected_words(blocks)
    by_pdfium = found(part)
    assert not expected - by_pdfium
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed, .ci/run installs poppler-utils; PDFium found every word")
    said = subprocess.run(["pdftotext", part.path, "-"], capture_output=True, check=True).stdout.decode()  # noqa: S607 - on the PATH, as its users have it
    assert not expected - Counter(words(said))


def test_a_divided_word_is_found_by_search(tmp_path: Path) -> None:
    # One long word after another: every line ends in a division.
    word = "afdelingsbestyrelsesmedlemmerne"
    part = set_(tmp_path, paragraph(" ".join([word] * 40)))
    with pypdfium2.PdfDocument(part.path) as document:
        search = document[0].get_textpage().search(word)
        count = 0
        while search.get_next():
            count += 1
    assert count == 40
    with pikepdf.open(part.path) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert content.count(b"/ActualText") > 10, "no word was divided, so nothing was tried"


def test_real_hyphens_are_kept_on_paper_and_in_search(tmp_path: Path) -> None:
    text = "e-mail, udgifts- og indtægtsbudget og nordøst-området. " * 30
    part = set_(tmp_path, paragraph(text))
    for word, times in Counter(words(text)).items():
        assert found(part)[word] == times


def test_text_is_never_mark_up(tmp_path: Path) -> None:
    blocks: list[Block] = [
        Heading(level=1, content=(Text(MARKUP),)),
        paragraph(MARKUP),
        paragraph(Link("https://eksempel.dk/", (Text(MARKUP),))),
        List(items=(ListItem(content=(paragraph(MARKUP),)),)),
        Definitions(items=(Definition(term=(Text(MARKUP),), content=(paragraph(MARKUP),)),)),
        table([[MARKUP]], head=[MARKUP]),
        Aside(content=(paragraph(MARKUP),)),
        Contents(entries=(ContentsEntry(title=(Text(MARKUP),), target="del:x", note=MARKUP, page="7"),)),
        Section(content=(Heading(level=1, content=(Text(MARKUP),)), paragraph(MARKUP)), role=SectionRole.COVER),
        Section(content=(paragraph(MARKUP, role=ParagraphRole.NUMERAL),), role=SectionRole.DIVIDER),
    ]
    part = set_(tmp_path, *blocks)
    text = " ".join(words(" ".join(page_texts(part.path))))
    assert text.replace(" ", "").count("file:///etc/passwd") == 14
    with pikepdf.open(part.path) as pdf:
        assert not any("/XObject" in page.get("/Resources", {}) for page in pdf.pages)


# ------------------------------------------------------------------------- characters


def test_every_character_that_the_fonts_lack_is_named_with_its_place_all_at_once(tmp_path: Path) -> None:
    blocks = (
        Paragraph(content=(Text("Godt 😀"),), place=Place("a.md", 3)),
        List(items=(ListItem(content=(Paragraph(content=(Text("中 og 😀"),), place=Place("a.md", 7)),)),)),
    )
    with pytest.raises(ContentError) as caught:
        set_(tmp_path, *blocks)
    said = [str(problem) for problem in caught.value.problems]
    assert [line.split(":")[0] for line in said] == ["a.md, line 3", "a.md, line 7", "a.md, line 7"]
    assert "U+1F600 GRINNING FACE" in said[0]
    assert "U+4E2D" in said[1]
    assert not (tmp_path / "part.pdf").exists()


def test_danish_and_its_neighbours_can_be_printed(tmp_path: Path) -> None:
    text = "ÆØÅ æøå Éé Üü Öö Ää ß “x” ”y” »z« «å» ’ – — … § € ½ · • × ° m² −7 % 1.234,50 kr."
    assert not Counter(words(text)) - found(set_(tmp_path, paragraph(text)))


# ------------------------------------------------------------------------------- pages


def test_nothing_stands_outside_the_frame_however_long_the_words(tmp_path: Path) -> None:
    long = "Speciallægepraksisplanlægningsstabiliseringsperiode" * 4
    part = set_(
        tmp_path,
        Heading(level=1, content=(Text(long),)),
        paragraph(long),
        table([[long, "1", long]], head=["A", "B", "C"]),
        Contents(entries=(ContentsEntry(title=(Text(long),), target="del:x", page="12"),)),
    )
    with pypdfium2.PdfDocument(part.path) as document:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if right > left and text.get_text_range(index, 1).strip():
                    assert PAGE.left - 1 <= left
                    assert right <= PAGE.width - PAGE.right + 1
                    assert PAGE.bottom - 6 <= bottom
                    assert top <= PAGE.height


def test_no_heading_ends_a_page_and_no_paragraph_leaves_one_line(tmp_path: Path) -> None:
    text = "Der var et stort fremmøde, og alle var repræsenteret. " * 8
    blocks: list[Block] = []
    for number in range(40):
        blocks += [Heading(level=2, content=(Text(f"Overskrift {number}"),)), paragraph(text)]
    for page in page_texts(set_(tmp_path, *blocks).path):
        lines = [line for line in page.splitlines() if line.strip()]
        assert not lines[-1].startswith("Overskrift")
        starts = [number for number, line in enumerate(lines) if line.startswith("Overskrift")]
        assert starts[0] != 1, "the page begins with one last line of a paragraph"
        assert len(lines) - starts[-1] > 2, "the page ends with one first line of a paragraph"


def test_a_tables_heading_row_stands_on_every_page_and_no_row_is_torn(tmp_path: Path) -> None:
    rows = [[f"Afdeling {number}", "Første linje\nog en lang, lang tekst " * 6, str(number)] for number in range(60)]
    part = set_(tmp_path, table(rows, head=["Navn", "Tekst", "Antal"]))
    texts = page_texts(part.path)
    assert len(texts) > 2
    assert all("Navn" in text and "Antal" in text for text in texts)
    assert all("fortsættes" in text for text in texts[:-1])
    for number in range(60):
        holding = [
            text for text in texts if f"Afdeling {number}\n" in text.replace("\r", "") or f"Afdeling {number} " in text
        ]
        assert len(holding) == 1


def test_numbers_in_a_column_end_at_one_edge(tmp_path: Path) -> None:
    cells = [Cell(content=(paragraph(text),), align=Align.END) for text in ("1.234,5", "7,0", "98,6")]
    part = set_(tmp_path, Table(body=tuple(Row(cells=(cell,)) for cell in cells)))
    with pypdfium2.PdfDocument(part.path) as document:
        text = document[0].get_textpage()
        ends = []
        for word in ("1.234,5", "7,0", "98,6"):
            index, count = text.search(word).get_next()
            ends.append(text.get_charbox(index + count - 1, loose=True)[2])
    assert max(ends) - min(ends) < 0.1


# ----------------------------------------------------------------------- links, anchors


def test_a_link_covers_its_words_and_says_where_it_leads(tmp_path: Path) -> None:
    part = set_(tmp_path, paragraph("Se ", Link("bilag:vibo", (Text("bilag 3"),)), " i pakken."))
    with pikepdf.open(part.path) as pdf, pypdfium2.PdfDocument(part.path) as document:
        (annotation,) = pdf.pages[0].Annots
        assert str(annotation.A.URI) == "bilag:vibo"
        left, bottom, right, top = map(float, annotation.Rect)
        inside = document[0].get_textpage().get_text_bounded(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5)
    assert inside.strip() == "bilag 3"


def test_a_link_over_several_lines_is_one_link_in_several_rectangles(tmp_path: Path) -> None:
    part = set_(tmp_path, paragraph("Se ", Link("https://eksempel.dk/", (Text("et meget langt link " * 12),))))
    with pikepdf.open(part.path) as pdf:
        assert {str(one.A.URI) for one in pdf.pages[0].Annots} == {"https://eksempel.dk/"}
        assert len(pdf.pages[0].Annots) == 3


def test_a_line_of_the_contents_is_a_link_with_its_number(tmp_path: Path) -> None:
    part = set_(tmp_path, Contents(entries=(ContentsEntry(title=(Text("Temaer"),), target="del:temaer", page="12"),)))
    with pikepdf.open(part.path) as pdf, pypdfium2.PdfDocument(part.path) as document:
        (annotation,) = pdf.pages[0].Annots
        text = document[0].get_textpage().get_text_bounded(*map(float, annotation.Rect))
    assert words(text) == ["Temaer", "12"]


def test_headings_are_bookmarks_and_anchors_with_their_height(tmp_path: Path) -> None:
    part = set_(
        tmp_path,
        Heading(level=1, content=(Text("Først"),)),
        paragraph("Tekst. " * 2000),
        Heading(level=2, content=(Text("Så"),), anchor="punkt:saa"),
    )
    (first,) = part.bookmarks
    (second,) = first.children
    assert (first.title, first.anchor.page, second.title) == ("Først", 1, "Så")
    assert part.anchors["punkt:saa"] == second.anchor
    assert second.anchor.page == len(part.pages) > 1
    assert second.anchor.top is not None
    assert PAGE.bottom < second.anchor.top <= PAGE.height


# ----------------------------------------------------------------------------- pictures


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "1", "P", "I;16", "CMYK", "LA"])
def test_pictures_of_every_mode_are_printed_within_the_frame(mode: str, tmp_path: Path) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    file = tmp_path / f"billede.{suffix}"
    Image.new(mode, (3000, 200)).save(file)
    part = set_(tmp_path, Figure(path=str(file), alt="Et billede", caption=(Text("Et billede"),)))
    with pikepdf.open(part.path) as pdf:
        assert len(pdf.pages[0].Resources.XObject.keys()) >= 1
    with pypdfium2.PdfDocument(part.path) as document:
        (picture,) = [item for item in document[0].get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        left, _, right, _ = picture.get_bounds()
    assert right - left <= PAGE.measure + 0.1


def test_a_picture_that_cannot_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "billede.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"ikke mere")
    with pytest.raises(ContentError, match=r"a\.md, line 4: the picture billede\.png"):
        set_(tmp_path, Figure(path=str(file), alt="Et billede", place=Place("a.md", 4)))


# -------------------------------------------------------------------------------- file


def test_every_font_is_embedded_and_no_other_is_named(tmp_path: Path) -> None:
    part = set_(tmp_path, Heading(level=1, content=(Text("Først"),)), paragraph("x", Strong((Text("y"),))))
    with pikepdf.open(part.path) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert fonts
        assert all("/FontFile2" in one.FontDescriptor for one in fonts)
        assert all("<0000>" not in str(one.ToUnicode.read_bytes()).split("beginbfchar")[1] for one in fonts)


def test_the_bytes_depend_on_the_blocks_alone(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from styringsdialog.model.blocks import *\n"
        "from styringsdialog.typeset.render import typeset\n"
        "p = Paragraph(content=(Text('Blåbærgrød ' * 300), Strong((Text('fed'),)), Link('bilag:x', (Text('y'),))))\n"
        "typeset((Heading(level=1, content=(Text('Å'),)), p), title='T', path=pathlib.Path(sys.argv[1]))"
    )
    made = []
    for number, (zone, seed) in enumerate([("UTC", "1"), ("Pacific/Kiritimati", "4711")]):
        path = tmp_path / f"{number}.pdf"
        subprocess.run(
            [sys.executable, "-c", code, path],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            check=True,
            cwd=tmp_path if number else None,
        )
        made.append(path.read_bytes())
    assert made[0] == made[1]
