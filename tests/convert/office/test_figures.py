"""The alternative text of every picture that pages show is read aloud where the picture is, or its loss is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from support.drawings import (
    DECORATIVE,
    beside,
    chart,
    chart_on_slide,
    group,
    group_on_slide,
    illustrated_docx,
    illustrated_odt,
    illustrated_pptx,
    in_odt,
    inline,
    old_picture,
    on_slide,
    picture,
    shape,
)
from support.office import HIDING, docx, needs_soffice, paragraph, slide
from support.readout import shown
from support.remarks import danish
from support.structure import read_structure

from styringsdialog.convert.office.converting import to_pdf
from styringsdialog.convert.office.facts import NUMBERED, OfficeFacts, Picture
from styringsdialog.convert.office.figures import lost_pictures, mend_figures
from styringsdialog.intake.pdf import take_in_pdf

pytestmark = [needs_soffice, pytest.mark.long]


def figures(folder: Path, kind: str, data: bytes) -> tuple[list[str], OfficeFacts]:
    """Give what is said of the figures of a file that was taken in, in the order in which they are read."""
    source, path = folder / f"fil{kind}", folder / "prepared.pdf"
    source.write_bytes(data)
    converted = to_pdf(source, kind, folder, seconds=120)
    take_in_pdf(converted.path, path)
    assert not lost_pictures(path, converted.facts.pictures)
    with pikepdf.open(path) as pdf:
        tree = read_structure(pdf)
        assert not tree.complaints
        drawn = {piece.mcid for page in pdf.pages for piece in shown(page.obj) if piece.mcid is not None}
        found = [element for element in tree.elements if element.role == "Figure"]
        for element in found:
            assert element.marks, "a figure shows something"
            assert {kid for kid in element.handle.K if isinstance(kid, int)} <= drawn
        return [str(element.handle.get("/Alt", "")) for element in found], converted.facts


def test_pictures_of_a_word_document_keep_their_words(tmp_path: Path) -> None:
    turned = picture('descr="fra filen"', turned=' rot="2700000"')
    cropped = picture(more='<a:srcRect l="20000" r="30000"/>')
    in_cell = inline('descr="i en celle"')
    cell = f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{in_cell}</w:tc>'
    body = (
        inline('descr="i teksten"')
        + inline('title="kun en titel"')
        + inline(graphic=picture('descr="kun i billedet"'))
        + inline('descr="drejet"', turned)
        + inline('descr="beskåret"', cropped)
        + beside('descr="ved siden af"')
        + beside('descr="bag teksten"', behind=1)
        + f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    )
    found, _ = figures(tmp_path, ".docx", illustrated_docx(body))
    assert sorted(found) == sorted(
        [
            "i teksten",
            "kun en titel",
            "kun i billedet",
            "drejet",
            "beskåret",
            "ved siden af",
            "bag teksten",
            "i en celle",
        ]
    )
    # Those that stand in the text are read in its order.
    assert [alt for alt in found if alt in {"i teksten", "drejet", "i en celle"}] == [
        "i teksten",
        "drejet",
        "i en celle",
    ]


def test_what_libreoffice_names_nothing_keeps_its_words_too(tmp_path: Path) -> None:
    body = (
        inline('descr="en graf"', chart(), size='cx="2743200" cy="1600200"')
        + old_picture('alt="et gammelt billede"')
        + old_picture(image='o:title="et gammelt med titel"')
        + beside('descr="et hus, to billeder"', group())
        + beside("", group('descr="det ene"', 'descr="det andet"'))
        + beside('descr="en grøn kasse"', shape(paragraph("ord i kassen")))
        + beside("", shape(inline('descr="et billede i en kasse"')))
    )
    found, _ = figures(tmp_path, ".docx", illustrated_docx(body))
    assert set(found) == {
        *("en graf", "et gammelt billede", "et gammelt med titel", "et hus, to billeder", "det ene", "det andet"),
        *("en grøn kasse", "et billede i en kasse", ""),
    }
    assert found.count("et hus, to billeder") == 1


def test_a_picture_in_a_header_or_a_footer_is_read_once(tmp_path: Path) -> None:
    page_break = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    data = illustrated_docx(
        paragraph("side et") + page_break + paragraph("side to"),
        header=inline('descr="kommunens logo"'),
        footer=beside('descr="et mærke"', picture(), "", 0),
    )
    found, _ = figures(tmp_path, ".docx", data)
    assert sorted(found) == ["et mærke", "kommunens logo"]


def test_decoration_is_no_figure_and_what_lacks_words_is_told(tmp_path: Path) -> None:
    body = inline("", more=DECORATIVE) + beside("", more=DECORATIVE) + inline('descr="med ord"') + inline()
    source = tmp_path / "fil.docx"
    source.write_bytes(illustrated_docx(body))
    converted = to_pdf(source, ".docx", tmp_path, seconds=120)
    assert converted.lack.figures == (1,)
    assert any(
        "1\N{NO-BREAK SPACE}billede eller figur mangler alternativ tekst" in note for note in danish(converted.notes)
    )
    with pikepdf.open(converted.path) as pdf:
        elements = [element for element in read_structure(pdf).elements if element.role == "Figure"]
    assert [str(element.handle.get("/Alt", "")) for element in elements] == ["med ord", ""]


def test_what_was_deleted_or_hidden_is_not_missed(tmp_path: Path) -> None:
    hidden = inline('descr="skjult"').replace("<w:r><w:drawing>", "<w:r><w:rPr><w:vanish/></w:rPr><w:drawing>")
    hidden += inline('descr="skjult"').replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="Skjult2"/></w:pPr>')
    deleted = (
        inline('descr="slettet"')
        .replace("<w:p>", '<w:p><w:del w:id="1" w:author="x">')
        .replace("</w:p>", "</w:del></w:p>")
    )
    found, facts = figures(tmp_path, ".docx", illustrated_docx(inline('descr="ses"') + hidden + deleted, styles=HIDING))
    assert found == ["ses"]
    assert [known.alt for known in facts.pictures] == ["ses"]


def test_pictures_on_slides_keep_their_words_and_words_in_shapes_are_read(tmp_path: Path) -> None:
    first = (
        on_slide('descr="et billede"')
        + on_slide('title="kun en titel"', left=2000000)
        + group_on_slide('descr="to billeder i et"', on_slide(left=4000000), on_slide(left=5000000))
        + chart_on_slide('descr="en graf"')
        + on_slide('descr="pynt"', DECORATIVE, left=7000000)
    )
    hidden = on_slide('descr="skjult"')
    second = group_on_slide("", on_slide('descr="det ene"', left=4000000), on_slide('descr="det andet"', left=5000000))
    data = illustrated_pptx(
        slide("Et", more=first), slide("Skjult", hidden=True, more=hidden), slide("To", more=second)
    )
    found, _ = figures(tmp_path, ".pptx", data)
    assert found == ["et billede", "kun en titel", "to billeder i et", "en graf", "det ene", "det andet"]


@pytest.mark.parametrize("anchor", ["as-char", "char", "paragraph"])
def test_pictures_of_open_document_keep_their_words(anchor: str, tmp_path: Path) -> None:
    body = (
        in_odt(anchor, "<svg:desc>beskrevet</svg:desc>")
        + in_odt(anchor, "<svg:title>kun en titel</svg:title>")
        + in_odt(anchor, "<svg:title>Huset</svg:title><svg:desc>set fra gaden</svg:desc>")
    )
    found, _ = figures(tmp_path, ".odt", illustrated_odt(body))
    assert found == ["beskrevet", "kun en titel", "Huset - set fra gaden"]


def table(words: str, *cells: str) -> str:
    said = f'<w:tblCaption w:val="{words}"/><w:tblDescription w:val="pr. år"/>' if words else ""
    rows = "".join(f"<w:tr><w:tc>{paragraph(cell)}</w:tc></w:tr>" for cell in cells)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{said}</w:tblPr>{rows}</w:tbl>'


def test_what_is_written_of_tables_is_their_summary_or_is_told(tmp_path: Path) -> None:
    source, path = tmp_path / "fil.docx", tmp_path / "prepared.pdf"
    nested = table("Ydre", "a", "b").replace(paragraph("b"), table("Indre", "c") + paragraph("b"))
    source.write_bytes(docx(table("", "0") + paragraph("Så") + table("Leje", "1", "2") + paragraph("Og") + nested))
    converted = to_pdf(source, ".docx", tmp_path, seconds=120)
    take_in_pdf(converted.path, path)
    with pikepdf.open(path) as pdf:
        found = [element.handle for element in read_structure(pdf).elements if element.role == "Table"]
        said = [str(entry.Summary) for element in found for entry in element.get("/A", ()) if "/Summary" in entry]
    assert said == ["Leje - pr. år", "Ydre - pr. år", "Indre - pr. år"]
    assert not lost_pictures(path, (), converted.facts.tables)
    assert [picture.alt for picture in lost_pictures(path, (), [("Andet", 1)])] == ["Andet"]


def test_a_text_that_is_nowhere_is_lost_and_each_is_held_against_one_figure(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Kept = pdf.make_indirect(pikepdf.Dictionary(Alt=pikepdf.String("Logo")))
        pdf.save(path)
    logo, house = Picture(alt="Logo", size=(1, 1)), Picture(alt="Hus", size=(1, 1))
    assert lost_pictures(path, [logo, Picture(alt="", size=(1, 1)), house, logo]) == [house, logo]


def test_a_diagram_is_the_shapes_that_are_drawn_within_it() -> None:
    def figure(pdf: pikepdf.Pdf, left: int, width: int, **entries: Any) -> Any:
        box = pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=[left, 100, left + width, 200])
        return pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Pg=pdf.pages[0].obj, A=box, **entries))

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        whole = figure(pdf, 100, 200, Alt=f"{NUMBERED}0")
        parts = [figure(pdf, 100, 90, K=1), figure(pdf, 200, 90, K=2)]
        other = figure(pdf, 400, 90, K=3)
        root = pdf.make_indirect(pikepdf.Dictionary(K=[whole, *parts, other]))
        mend_figures(pdf, root, [Picture(alt="Byrådet og dets udvalg", size=(200, 100))])
        assert str(whole.Alt) == "Byrådet og dets udvalg"
        assert [int(mark) for mark in whole.K] == [1, 2]
        assert [len(part.K) for part in parts] == [0, 0]
        assert other.K == 3
