"""What an Office file hides is counted, and what would reach outside or move is stilled, before anything opens it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from support.office import (
    Sheet,
    docx,
    field,
    figure,
    linked_picture,
    odf,
    paragraph,
    pptx,
    relationships,
    slide,
    workbook,
    xlsx,
    zipped,
)

from styringsdialog.convert.office import package as office_package
from styringsdialog.convert.office.facts import DECORATION, OfficeFacts
from styringsdialog.convert.office.fonts import asked_fonts, named_fonts
from styringsdialog.convert.office.odf import still_odf
from styringsdialog.convert.office.ooxml import still_ooxml
from styringsdialog.convert.office.package import Package, UnusableOfficeError, open_package


def package(data: bytes) -> Package:
    return open_package(zipfile.ZipFile(io.BytesIO(data)))


def stilled(data: bytes, part: str) -> tuple[OfficeFacts, str]:
    opened = package(data)
    facts = still_odf(opened) if "content.xml" in opened else still_ooxml(opened)
    return facts, opened.read(part).decode()


ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def cropped(identifier: str, crop: str) -> str:
    return linked_picture(identifier).replace("r:link", "r:embed").replace("<a:stretch>", f"{crop}<a:stretch>")


@pytest.mark.parametrize(
    ("crops", "size", "left"),
    [
        (['<a:srcRect r="50000"/>'], (100, 100), ['r="0"']),
        (['<a:srcRect l="25000" t="10000" r="25%"/>'], (100, 90), ['l="0"']),
        (['<a:srcRect r="50000"/>', '<a:srcRect l="25000" r="50000"/>'], (100, 100), ['r="0"', 'l="50000"']),
        (['<a:srcRect r="50000"/>', ""], (200, 100), ['r="50000"']),
        (['<a:srcRect l="-10000" r="50000"/>'], (100, 100), ['l="-20000"']),
        (['<a:srcRect l="" t="nan" r="50 %" b="meget"/>'], (100, 100), ['r="0"', 't="0"']),
        (['<a:srcRect r="99999999999999"/>'], (200, 100), ['r="99999999999999"']),
        (['<a:srcRect l="60000" r="60000"/>'], (200, 100), ['l="60000"']),
    ],
    ids=[
        "half",
        "three sides",
        "twice",
        "whole elsewhere",
        "room on one side",
        "no numbers",
        "too much",
        "nothing left",
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "MPO"])
def test_what_was_cropped_from_a_picture_is_cut_out_of_the_file(
    kind: str, crops: list[str], size: tuple[int, int], left: list[str]
) -> None:
    picture = io.BytesIO()
    image = Image.new("RGB", (200, 100), "white")
    image.paste("black", (0, 0, 100, 100))
    image.save(picture, kind, **({"save_all": True, "append_images": [image]} if kind == "MPO" else {}))
    # Beside the pixels, as Word keeps it, a drawing of the whole.
    drawing = f'<a:extLst><a:ext><s:svgBlip xmlns:s="{ASVG}" r:embed="rId2"/></a:ext></a:extLst>'
    body = "".join(
        cropped("rId1", crop).replace('embed="rId1"/>', f'embed="rId1">{drawing}</a:blip>') for crop in crops
    )
    assert "svgBlip" in body
    parts: dict[str, str | bytes] = {"word/media/b.bin": picture.getvalue(), "word/media/b.svg": "<svg/>"}
    links = [("rId1", "image", "media/b.bin"), ("rId2", "image", "media/b.svg")]
    opened = package(docx(body, links=links, parts=parts))
    still_ooxml(opened)
    assert (b"svgBlip" in opened.read("word/document.xml")) is (size == (200, 100))
    assert Image.open(io.BytesIO(opened.read("word/media/b.bin"))).size == size
    assert all(words in opened.read("word/document.xml").decode() for words in left)


def test_hidden_slides_and_those_without_a_title_have_their_numbers() -> None:
    facts, _ = stilled(pptx(slide("Et"), slide("To", hidden=True), slide("", "punkt")), "ppt/slides/slide1.xml")
    assert (facts.slides, facts.hidden_slides, facts.untitled_slides) == (3, (2,), (3,))
    assert [facts.slide_of(page) for page in (1, 2)] == [1, 3]
    assert facts.language == "da-DK"


def test_hidden_slides_of_a_presentation_in_open_document_have_their_numbers() -> None:
    style = '<style:style style:name="s" style:family="drawing-page"><style:drawing-page-properties {}/></style:style>'
    title = '<draw:frame presentation:class="title"><draw:text-box><text:p>Titel</text:p></draw:text-box></draw:frame>'
    body = (
        f'<draw:page draw:name="a">{title}</draw:page><draw:page draw:name="b" draw:style-name="s">{title}</draw:page>'
    )
    facts, _ = stilled(
        odf("presentation", body, styles=style.format('presentation:visibility="hidden"')), "content.xml"
    )
    assert (facts.slides, facts.hidden_slides, facts.untitled_slides) == (2, (2,), ())


def test_what_stands_elsewhere_is_cut_and_links_for_the_reader_stay() -> None:
    data = docx(
        linked_picture("rIdB"),
        links=[
            ("rIdB", "image", "http://127.0.0.1/billede.png", "External"),
            ("rIdF", "image", "file:///etc/hostname", "External"),
            ("rIdL", "hyperlink", "https://example.org/", "External"),
            ("rIdD", "attachedTemplate", "file:///skabelon.dotx", "External"),
        ],
    )
    facts, links = stilled(data, "word/_rels/document.xml.rels")
    # The template changes nothing that one sees, and nearly every Word file names one.
    assert facts.outside == 2
    assert "rIdL" in links
    assert not any(one in links for one in ("127.0.0.1", "file:"))


def test_pictures_elsewhere_are_cut_from_open_document_and_those_in_the_file_stay() -> None:
    images = "".join(
        f'<draw:frame><draw:image xlink:href="{address}"/></draw:frame>'
        for address in ("http://127.0.0.1/a.png", "../udenfor.png", "/etc/hostname", "Pictures/a.png")
    )
    link = '<text:p><text:a xlink:href="https://example.org/">et link</text:a></text:p>'
    facts, content = stilled(odf("text", images + link, parts={"Pictures/a.png": ""}), "content.xml")
    assert facts.outside == 3
    assert content.count('xlink:href=""') == 3
    assert "Pictures/a.png" in content
    assert "https://example.org/" in content


def test_drawings_in_a_file_are_cut_too() -> None:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawing = f'<svg {space}><image xlink:href="file:///etc/hostname"/><use xlink:href="#a"/></svg>'
    facts, svg = stilled(odf("text", "<text:p/>", parts={"Pictures/t.svg": drawing}), "Pictures/t.svg")
    assert facts.outside == 1
    assert "hostname" not in svg
    assert "#a" in svg


def test_fields_that_would_move_show_what_they_last_showed_and_others_stay() -> None:
    fields = ["DATE \\@ dd", "INCLUDETEXT C:\\x.docx", "PAGE", "FILENAME"]
    facts, document = stilled(docx("".join(field(one, f"vist {one[:4]}") for one in fields)), "word/document.xml")
    assert (facts.fixed_fields, facts.outside) == (2, 1)
    assert document.count("vist ") == 4
    assert document.count("<w:instrText>") == 1
    assert document.count("fldChar ") == 3


def test_a_field_within_a_field_goes_without_the_other() -> None:
    inner = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    inner += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    outer = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
    outer += f'{inner}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    facts, document = stilled(docx(outer), "word/document.xml")
    assert (facts.fixed_fields, facts.blank_fields) == (0, 1)
    assert "IF " not in document
    assert "DATE" not in document


def test_dates_on_slides_and_in_open_document_become_text() -> None:
    date = '<a:fld id="{1}" type="datetime1"><a:rPr lang="da-DK"/><a:pPr/><a:t>1. maj</a:t></a:fld>'
    shape = f"<p:sp><p:txBody><a:p>{date}</a:p></p:txBody></p:sp>"
    facts, text = stilled(pptx(slide("Dato", more=shape)), "ppt/slides/slide1.xml")
    assert facts.fixed_fields == 1
    assert '<a:r><a:rPr lang="da-DK"/><a:t>1. maj</a:t></a:r>' in text
    facts, text = stilled(
        odf("text", '<text:p><text:date text:date-value="1">1. maj</text:date></text:p>'), "content.xml"
    )
    assert facts.fixed_fields == 1
    assert "<text:p>1. maj</text:p>" in text
    fixed = '<text:p><text:time text:fixed="true" text:time-value="14:08">14:08:01</text:time></text:p>'
    facts, text = stilled(odf("text", fixed), "content.xml")
    assert facts.fixed_fields == 0
    assert "<text:p>14:08:01</text:p>" in text


def test_a_date_from_an_old_format_is_that_of_today_and_is_not_believed() -> None:
    opened = package(odf("text", "<text:p><text:date>i dag</text:date></text:p>"))
    assert still_odf(opened, old=True).blank_fields == 1
    assert b"i dag" not in opened.read("content.xml")


def test_changes_are_taken_for_accepted() -> None:
    change = '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>ny</w:t></w:r></w:ins></w:p>'
    facts, settings = stilled(docx(change), "word/settings.xml")
    assert (facts.changes, facts.changes_shown) == (1, False)
    assert '<w:revisionView w:markup="0" w:comments="0" w:insDel="0"' in settings
    deleted = "<text:p>slettet</text:p>"
    region = (
        f'<text:tracked-changes><text:changed-region text:id="c">{deleted}</text:changed-region></text:tracked-changes>'
    )
    facts, content = stilled(
        odf("text", f'{region}<text:p>A<text:change text:change-id="c"/>B</text:p>'), "content.xml"
    )
    assert facts.changes == 1
    assert "slettet" not in content
    assert "<text:p>AB</text:p>" in content


def test_cells_show_their_value_and_calculate_nothing() -> None:
    rows = '<row><c r="A1"><f>NOW()</f><v>7</v></c><c r="B1"><f>1+1</f></c></row>'
    facts, sheet = stilled(xlsx(rows, footer="&LSide &P&R&D &F"), "xl/worksheets/sheet1.xml")
    assert facts.fixed_fields == 1
    assert "NOW" not in sheet
    # Without a value there is nothing else to show.
    assert "<f>1+1</f>" in sheet
    assert "<oddFooter>&amp;LSide &amp;P&amp;R </oddFooter>" in sheet


def test_decoration_is_named_as_such() -> None:
    _, text = stilled(pptx(slide("Pynt", more=figure(decorative=True))), "ppt/slides/slide1.xml")
    assert f'descr="{DECORATION}"' in text


def test_the_fonts_that_a_file_names_are_known_with_what_is_as_wide() -> None:
    run = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Gill Sans MT"/></w:rPr></w:r></w:p>'
    assert {"gillsans"} <= named_fonts(package(docx(run)))
    assert {"calibri", "carlito"} <= named_fonts(package(docx(run.replace("Gill Sans MT", "Calibri Light"))))
    assert {"timesnewroman", "liberationserif"} <= named_fonts(
        package(xlsx("", footer='&C&"Times New Roman,Regular"&12&A'))
    )
    assert "carlito" in named_fonts(package(pptx(slide("x"))))


def test_the_fonts_that_text_asks_for_are_those_of_runs_of_styles_that_it_has_and_of_the_usual_one() -> None:
    style = '<w:style w:type="paragraph" w:styleId="{0}"{2}><w:rPr><w:rFonts w:ascii="{1}"/></w:rPr></w:style>'
    styles = style.format("Normal", "Aptos", ' w:default="1"') + style.format("Brugt", "Garamond", "")
    styles += style.format("Ubrugt", "Papyrus", "")
    run = '<w:r><w:rPr><w:rFonts w:ascii="Gill Sans MT"/></w:rPr></w:r>'
    text = f'<w:p><w:pPr><w:pStyle w:val="Brugt"/></w:pPr>{run}</w:p>'
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    opened = package(docx(text, parts={"word/styles.xml": f"<w:styles {space}>{styles}</w:styles>"}))
    assert asked_fonts(opened) == {"Aptos", "Garamond", "Gill Sans MT"}
    assert asked_fonts(package(pptx(slide("x", "y")))) == {"Carlito"}


# ------------------------------------------------------------------------------ saved results

_TARGET = '<w:p><w:bookmarkStart w:id="5" w:name="_Ref5"/><w:r><w:t>Mål</w:t></w:r><w:bookmarkEnd w:id="5"/></w:p>'


@pytest.mark.parametrize(
    "instruction",
    [
        *(
            "REF _Findes_ikke \\h",
            "PAGEREF _Findes_ikke",
            "REF _Ref5 \\r",
            "REF _Ref5 \\* Lower",
            "_Ref5",
            "NOTEREF _Ref5",
        ),
        *(
            "DATE \\@ d.M.yyyy",
            "SAVEDATE",
            "CREATEDATE",
            "FILENAME \\p",
            "SEQ Tabel \\* ARABIC",
            "STYLEREF 1",
            "= 2 + 2",
        ),
        *("MERGEFIELD Navn", "DOCPROPERTY Sag", "TITLE", "AUTHOR", "NUMWORDS", "SECTIONPAGES", "QUOTE x", "UKENDT x"),
    ],
)
@pytest.mark.parametrize("is_simple", [True, False])
def test_a_field_keeps_what_it_last_showed(instruction: str, is_simple: bool) -> None:  # noqa: FBT001 - by parametrize
    simple = f'<w:p><w:fldSimple w:instr=" {instruction} "><w:r><w:t>gemt</w:t></w:r></w:fldSimple></w:p>'
    _, text = stilled(docx(_TARGET + (simple if is_simple else field(instruction, "gemt"))), "word/document.xml")
    assert "gemt" in text
    assert not any(name in text for name in ("fldSimple", "fldChar", "instrText"))


@pytest.mark.parametrize(
    "instruction",
    ["PAGE", "NUMPAGES \\* roman", "REF _Ref5 \\h", "PAGEREF _Ref5 \\h", 'HYPERLINK "https://a.dk"', "TOC \\o"],
)
def test_page_numbers_links_and_references_whose_target_is_there_stay_fields(instruction: str) -> None:
    facts, text = stilled(docx(_TARGET + field(instruction, "gemt")), "word/document.xml")
    assert text.count("fldChar ") == 3
    assert (facts.fixed_fields, facts.blank_fields, facts.broken) == (0, 0, 0)


def test_what_stands_in_an_instruction_is_not_shown_when_its_field_is_text() -> None:
    inner = field("MERGEFIELD Køn", "M").removeprefix("<w:p>").removesuffix("</w:p>")
    outer = field("IF", "han").replace("</w:instrText></w:r>", f"</w:instrText></w:r>{inner}", 1)
    facts, text = stilled(docx(outer), "word/document.xml")
    assert ">han<" in text
    assert ">M<" not in text
    assert facts.blank_fields == 0


@pytest.mark.parametrize(
    "error",
    ["Fejl! Henvisningskilde ikke fundet.", "Fejl! Bogmærke er ikke defineret.", "Error! Reference source not found."],
)
def test_the_error_of_a_reference_that_leads_nowhere_is_on_no_page_and_told(error: str) -> None:
    facts, text = stilled(docx(field("REF _Findes_ikke \\h", error)), "word/document.xml")
    assert "[henvisning mangler]" in text
    assert error not in text
    assert facts.broken == 1
    facts, text = stilled(docx(paragraph(error)), "word/document.xml")
    assert error in text, "what somebody wrote stays"
    assert facts.broken == 0


def test_fields_of_open_document_keep_what_they_showed_and_references_with_a_target_stay() -> None:
    body = (
        '<text:p><text:bookmark text:name="m"/><text:title>Gemt titel</text:title>'
        '<text:bookmark-ref text:ref-name="m">Mål</text:bookmark-ref>'
        '<text:bookmark-ref text:ref-name="ukendt">2.3</text:bookmark-ref>'
        '<text:reference-ref text:ref-name="væk">Error: Reference source not found</text:reference-ref></text:p>'
    )
    facts, text = stilled(odf("text", body), "content.xml")
    assert (
        'Gemt titel<text:bookmark-ref text:ref-name="m">Mål</text:bookmark-ref>2.3[henvisning mangler]</text:p>' in text
    )
    assert facts.broken == 1


def test_placeholders_that_nobody_filled_in_are_told_and_prose_is_not() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>" + paragraph("Vælg en dato") + "</w:sdtContent></w:sdt>"
    body = (
        control.format("<w:showingPlcHdr/>")
        + control.format("")
        + paragraph("Kære [Skriv navn her]")
        + paragraph("Klik her for at angive tekst.")
        + field("MACROBUTTON NoMacro [Indsæt dato]", "")
        + paragraph("Se [1] og [bilag 2]. Klik på kortet for at se mere om afdelingen.")
    )
    facts, _ = stilled(docx(body), "word/document.xml")
    assert set(facts.placeholders) == {
        *("Vælg en dato", "[Skriv navn her]", "Klik her for at angive tekst.", "[Indsæt dato]"),
    }
    assert stilled(pptx(slide("[Indsæt titel]")), "ppt/slides/slide1.xml")[0].placeholders == ("[Indsæt titel]",)
    text = "<text:p><text:placeholder>&lt;Skriv dato&gt;</text:placeholder></text:p>"
    assert stilled(odf("text", text), "content.xml")[0].placeholders == ("<Skriv dato>",)


def test_words_of_diagrams_are_told_only_where_no_drawing_of_them_is_there() -> None:
    space = 'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    data = (
        f'<dgm:dataModel {space} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>Byrådet</a:t>'
        '<dsp:dataModelExt xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" relId="rId9"/>'
        "</dgm:dataModel>"
    )
    shown = ("rId8", "diagramData", "diagrams/data1.xml")
    parts = {"word/diagrams/data1.xml": data}
    assert stilled(docx("", links=[shown], parts=parts), "word/document.xml")[0].undrawn == ("Byrådet",)
    drawn = ("rId9", "diagramDrawing", "diagrams/drawing1.xml")
    assert stilled(docx("", links=[shown, drawn], parts=parts), "word/document.xml")[0].undrawn == ()


def test_a_formula_with_the_document_type_of_open_office_is_taken_and_written_without() -> None:
    kind = '<!DOCTYPE math:math PUBLIC "-//OpenOffice.org//DTD Modified W3C MathML 1.01//EN" "math.dtd">'
    formula = f'<?xml version="1.0"?>\n{kind}<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"/>'
    _, text = stilled(odf("text", "<text:p/>", parts={"Object 1/content.xml": formula}), "Object 1/content.xml")
    assert "DOCTYPE" not in text


def test_comments_and_macros_are_counted() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comments = f'<w:comments {space}><w:comment w:id="0"/><w:comment w:id="1"/></w:comments>'
    facts, _ = stilled(
        docx(
            paragraph("x"),
            links=[("rIdK", "comments", "bemaerkninger.xml")],
            parts={"word/bemaerkninger.xml": comments, "word/vbaProject.bin": "x"},
        ),
        "word/document.xml",
    )
    assert (facts.comments, facts.macros) == (2, True)
    script = {"Basic/Standard/Module1.xml": "<x/>", "Basic/script-lc.xml": "<x/>"}
    assert stilled(odf("text", "<text:p/>", parts=script), "content.xml")[0].macros
    assert not stilled(odf("text", "<text:p/>", parts={"Basic/script-lc.xml": "<x/>"}), "content.xml")[0].macros


def test_comments_of_a_workbook_are_counted_by_relationship_and_those_of_a_thread_once() -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    notes = (
        f"<comments {space}><authors><author>Åse</author><author>tc={{1}}</author></authors><commentList>"
        '<comment ref="A1" authorId="0"/><comment ref="A2" authorId="1"/></commentList></comments>'
    )
    thread = '<ThreadedComments xmlns="urn:x"><threadedComment ref="A2"/><threadedComment ref="A2"/></ThreadedComments>'
    sheet = Sheet(rows=[["a"]], links=[("rId1", "comments", "../noter.xml"), ("rId2", "threadedComment", "../tr.xml")])
    data = workbook({"Ark": sheet}, parts={"xl/noter.xml": notes, "xl/tr.xml": thread})
    assert stilled(data, "xl/workbook.xml")[0].comments == 3


def test_rows_that_stay_in_sight_and_columns_without_a_width_are_known_by_relationship() -> None:
    before = '<sheetViews><sheetView><pane xSplit="1.0" ySplit="3" state="frozen"/></sheetView></sheetViews>'
    sheet = Sheet(rows=[["a"]], before=f'{before}<cols><col min="1" max="1" width="0.0"/></cols>')
    facts, part = stilled(workbook({"Ark": sheet, "Andet": Sheet(rows=[])}), "xl/worksheets/ark1.xml")
    assert facts.frozen == {"Ark": (3, 1)}
    assert 'hidden="1"' in part


def test_figures_that_cannot_be_drawn_are_counted() -> None:
    sheet = Sheet(rows=[["a"]], links=[("rId1", "chartEx", "../charts/x.xml")], after='<legacyDrawingHF r:id="rId9"/>')
    assert stilled(workbook({"Ark": sheet}, parts={"xl/charts/x.xml": "<x/>"}), "xl/workbook.xml")[0].unshown == 2


def test_a_chart_of_open_document_stands_in_the_file() -> None:
    frame = (
        '<table:table table:name="Ark"><table:table-row><table:table-cell><draw:frame>'
        '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/>'
        "</draw:frame></table:table-cell></table:table-row></table:table>"
    )
    space = 'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    chart = f'<chart:chart {space} xlink:href=".." xlink:type="simple"/>'
    facts, content = stilled(odf("spreadsheet", frame, parts={"Object 1/content.xml": chart}), "content.xml")
    assert facts.outside == 0
    assert "./Object 1" in content


def test_the_copy_depends_on_nothing_but_the_parts(tmp_path: Path) -> None:
    copies = []
    for _ in range(2):
        package(odf("text", "<text:p/>")).write(tmp_path / "kopi.odt")
        copies.append((tmp_path / "kopi.odt").read_bytes())
    assert copies[0] == copies[1]
    assert copies[0][30:38] == b"mimetype"


def test_a_part_in_which_nothing_is_stilled_stays_as_it_is_to_the_byte(tmp_path: Path) -> None:
    odd = "<?xml version='1.0'?><!-- -->\r\n<x  a = '1'/>"
    data = docx(field("DATE", "1. maj"), parts={"word/theme/theme1.xml": odd, "word/footnotes.xml": odd})
    opened = package(data)
    still_ooxml(opened)
    opened.write(tmp_path / "kopi.docx")
    assert opened.changed.keys() == {"word/document.xml"}
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(tmp_path / "kopi.docx") as after:
        names = set(before.namelist()) - opened.changed.keys()
        assert {name: after.read(name) for name in names} == {name: before.read(name) for name in names}


def test_a_font_in_quotation_marks_of_its_own_is_named_in_a_part_that_is_written_anew() -> None:
    styles = '<style:style style:name="a"><style:text-properties fo:font-family="&apos;Open Sans&apos;"/></style:style>'
    opened = package(odf("text", "<text:p><text:date>1. maj</text:date></text:p>", styles=styles))
    still_odf(opened)
    assert "content.xml" in opened.changed
    assert "opensans" in named_fonts(opened)


def test_bombs_are_known_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = docx(paragraph("x"), parts={"word/media/nuller.bin": "\0" * 3_000_000})
    package(bomb)
    monkeypatch.setattr(office_package, "LARGEST", 2_000_000)
    with pytest.raises(UnusableOfficeError, match="unpacks to"):
        package(bomb)
    monkeypatch.undo()
    monkeypatch.setattr(office_package, "MOST_PARTS", 3)
    with pytest.raises(UnusableOfficeError, match="parts"):
        package(docx(paragraph("x")))
    monkeypatch.undo()
    monkeypatch.setattr(office_package, "LARGEST_XML", 100)
    with pytest.raises(UnusableOfficeError, match=r"document\.xml"):
        still_ooxml(package(docx(paragraph("x" * 1000))))


def test_names_that_lead_out_of_the_file_are_no_parts() -> None:
    opened = package(zipped({"../ude.xml": "", "/rod.xml": "", "a\\b.xml": "", "inde.xml": ""}))
    assert set(opened.parts) == {"a/b.xml", "inde.xml"}


def test_an_open_document_file_with_a_password_says_so() -> None:
    manifest = '<manifest:manifest xmlns:manifest="urn:x"><manifest:encryption-data/></manifest:manifest>'
    opened = package(zipped({"content.xml": "", "META-INF/manifest.xml": manifest}))
    with pytest.raises(UnusableOfficeError, match="password"):
        still_odf(opened)


def test_a_part_that_declares_entities_is_refused_by_name() -> None:
    document = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    with pytest.raises(UnusableOfficeError, match=r"word/document\.xml has a document type"):
        still_ooxml(package(docx("", parts={"word/document.xml": document})))


def test_relationships_that_are_no_xml_are_refused() -> None:
    with pytest.raises(UnusableOfficeError, match="no XML"):
        still_ooxml(package(docx("", parts={"word/_rels/document.xml.rels": relationships()[:-3]})))
