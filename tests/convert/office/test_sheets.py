"""What the sheets of a workbook show is whole on their pages, and what they hide is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.office import AMOUNT, BOLD, DATE, KRONER, TIME, Sheet, column_letters, needs_soffice, odf, workbook
from support.pdf import page_texts
from support.remarks import danish

from styringsdialog.convert.office.converting import Converted, to_pdf
from styringsdialog.convert.office.package import open_package
from styringsdialog.convert.office.sheets import fit_sheets

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

SECONDS = 300


def office(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test for which LibreOffice converts a workbook."""
    marked: Callable[..., None] = pytest.mark.long(needs_soffice(test))
    return marked


@attrs.frozen
class Pages:
    """A converted workbook: its pages, spaces and lines left out of account."""

    converted: Converted
    texts: list[str]

    def with_(self, text: str) -> list[str]:
        return [page for page in self.texts if text in page]

    @property
    def told(self) -> list[str]:
        return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in danish(self.converted.notes)]


def pages(folder: Path, data: bytes, kind: str = ".xlsx") -> Pages:
    path = folder / f"fil{kind}"
    path.write_bytes(data)
    converted = to_pdf(path, kind, folder, seconds=SECONDS)
    return Pages(converted, [" ".join(text.split()) for text in page_texts(converted.path)])


Rows = Sequence[Sequence[object]]
NARROW = '<cols><col min="1" max="9" width="5" customWidth="1"/></cols>'
LIST: Rows = [["Navn", "Boliger", "Bemærkning"], *([f"Afdeling {n}", n * 10, f"Note {n}"] for n in range(1, 120))]
WIDE: Rows = [[f"Felt {c}" for c in range(1, 21)], *([n * 100 + c for c in range(1, 21)] for n in range(1, 90))]
VERY_WIDE: Rows = [[f"Emne {c}" for c in range(1, 61)], *([f"e{n}.{c}" for c in range(1, 61)] for n in range(1, 60))]
LONG = "Tagene skal skiftes, før vinteren kommer, og taget på nummer 7 haster mest af dem alle sammen"
TITLE = "Oversigt over afdelingernes henlæggelser til planlagt vedligeholdelse i de kommende år"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Give what becomes of a workbook in which each sheet is odd in its own way."""
    sheets = {
        "Smal": Sheet(
            before=NARROW,
            rows=[
                ["Beløb", "Dato", "I alt", "Tid", "Tal", "Minus"],
                [
                    (1234567.89, AMOUNT),
                    (47484, DATE),
                    (9876543.21, KRONER),
                    (0.625, TIME),
                    123456789,
                    (-5432100.5, AMOUNT),
                ],
            ],
        ),
        "Liste": Sheet(rows=LIST),
        "Bred": Sheet(rows=WIDE),
        "Meget bred": Sheet(rows=VERY_WIDE),
        "Skjulte": Sheet(
            before='<cols><col min="2" max="2" width="9" hidden="1"/><col min="3" max="3" width="0"/></cols>',
            rows=[["Vises", "skjultkolonne", "nulkolonne"], ["visesnu", "a", "b"], ["skjultrække"], ["visesigen"]],
            hidden=[3],
        ),
        "Område": Sheet(rows=[["indenfor", 1], ["indenfor igen", 2], ["udenfor", 3]]),
        "Klippet": Sheet(before=NARROW, rows=[[TITLE], ["Nr.", "Tekst", "Beløb"], [1, LONG, 100], [2, "kort", 200]]),
        "Frosset": Sheet(
            before='<sheetViews><sheetView workbookViewId="0"><pane ySplit="2" topLeftCell="A3" state="frozen"/>'
            "</sheetView></sheetViews>",
            rows=[["Frosset titel"], ["1. kvartal", "2. kvartal"], *([n, n] for n in range(200, 320))],
        ),
        "Flettet": Sheet(
            rows=[
                ["Budgettitel"],
                [None, ("Tidligere", BOLD), None, ("Kommende", BOLD)],
                *([(text, BOLD) for text in ("Konto", "2029", "2030", "2031", "2032")],),
                *([f"konto {n}", n, n, n, n] for n in range(1, 120)),
            ],
            after='<mergeCells count="2"><mergeCell ref="B2:C2"/><mergeCell ref="D2:E2"/></mergeCells>',
        ),
        "Højre": Sheet(
            before='<sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews>',
            rows=[[f"RTL{c}" for c in range(1, 16)]] * 3,
        ),
        "Kladde": Sheet(rows=[["hemmelig"]], state="hidden"),
        "Dybt": Sheet(rows=[["dybhemmelig"]], state="veryHidden"),
        "Tomt": Sheet(rows=[], state="hidden"),
    }
    area = '<definedName name="_xlnm.Print_Area" localSheetId="5">Område!$A$1:$B$2</definedName>'
    return pages(tmp_path_factory.mktemp("ark"), workbook(sheets, names=area))


@office
def test_a_number_is_whole_however_narrow_its_column(seen: Pages) -> None:
    (page,) = seen.with_("Minus")
    for number in ("1.234.567,89", "01-01-2030", "9.876.543,21 kr.", "15:00", "123456789", "-5.432.100,50"):
        assert number in page
    assert not seen.with_("###")


@office
def test_the_headings_of_a_list_stand_on_each_of_its_pages(seen: Pages) -> None:
    listed = seen.with_("Afdeling ")
    assert len(listed) > 1
    assert all("Navn Boliger Bemærkning" in page for page in listed)
    assert " ".join(listed).count("Note 119") == 1


@office
def test_a_wide_sheet_stands_on_one_page_across(seen: Pages) -> None:
    wide = seen.with_("Felt 1 ")
    assert all("Felt 20" in page for page in wide)
    assert " ".join(wide).count(" 8920") == 1


@office
def test_a_sheet_that_is_too_wide_is_divided_with_its_headings_and_that_is_told(seen: Pages) -> None:
    parts = seen.with_("Emne 1 ")
    assert len({page.split("e1.2 ")[0] for page in parts}) > 1
    assert all(f"e{n}.{c}" in " ".join(parts) for n in (1, 59) for c in (1, 30, 60))
    (told,) = [sentence for sentence in seen.told if "Meget bred" in sentence]
    assert told.startswith("Arket «Meget bred» er for bredt til én side og er delt på tværs: først kolonne A–")
    assert "–BH" in told


@office
def test_what_is_hidden_is_not_shown_and_is_told_with_its_sheet(seen: Pages) -> None:
    (page,) = seen.with_("visesnu")
    assert "visesigen" in page
    for text in ("skjultkolonne", "nulkolonne", "skjultrække", "udenfor", "hemmelig"):
        assert not seen.with_(text)
    assert [sentence.split(":")[0] for sentence in seen.told if "Meget bred" not in sentence] == [
        "Arkene «Kladde» og «Dybt» er skjulte og er ikke med.",
        "I arket «Skjulte» er kolonnerne B og C skjulte og er ikke med",
        "I arket «Skjulte» er 1 række med indhold skjult eller filtreret fra og er ikke med",
        "I arket «Område» står 2 celler med indhold uden for udskriftsområdet og er ikke med",
    ]
    assert seen.with_("indenfor igen")


@office
def test_a_text_that_its_neighbour_would_cut_goes_on_in_new_lines(seen: Pages) -> None:
    (page,) = seen.with_("Nr. Tekst")
    assert TITLE in page
    assert LONG in page


@office
def test_rows_that_stay_in_sight_are_headings_and_so_are_those_that_group_others(seen: Pages) -> None:
    assert len(seen.with_("Frosset titel 1. kvartal 2. kvartal")) > 1
    grouped = seen.with_("konto ")
    assert len(grouped) > 1
    assert all("Tidligere Kommende Konto 2029 2030 2031 2032" in page for page in grouped)
    assert len(seen.with_("Budgettitel")) == 1


@office
def test_a_sheet_from_right_to_left_fits_too(seen: Pages) -> None:
    (page,) = seen.with_("RTL1 ")
    assert "RTL15" in page


@office
def test_a_drawing_stands_whole_on_one_page_with_its_sheet(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>række {}</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    frame = (
        '<table:table-row><table:table-cell><draw:frame table:end-cell-address="Ark.F80" table:end-x="1cm" '
        'svg:width="10cm" svg:height="9cm" svg:x="0cm" svg:y="0cm"><draw:text-box><text:p>i rammen</text:p>'
        "</draw:text-box></draw:frame></table:table-cell></table:table-row>"
    )
    rows = "".join(row.format(number) for number in range(1, 49))
    body = f'<table:table table:name="Ark"><table:table-column/>{rows}{frame}</table:table>'
    (page,) = pages(tmp_path, odf("spreadsheet", body), ".ods").texts
    assert "række 48" in page
    assert "i rammen" in page


@given(st.lists(st.integers(min_value=5, max_value=300), min_size=1, max_size=60))
def test_the_parts_of_a_divided_sheet_are_all_of_its_columns_in_their_order(millimetres: list[int]) -> None:
    styles = "".join(
        f'<style:style style:name="c{index}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width}mm"/></style:style>'
        for index, width in enumerate(millimetres)
    )
    columns = "".join(f'<table:table-column table:style-name="c{index}"/>' for index in range(len(millimetres)))
    cells = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>' * len(millimetres)
    high = '<style:table-row-properties style:row-height="5mm"/>'
    row = f'<style:style style:name="r" style:family="table-row">{high}</style:style>'
    body = (
        f'<table:table table:name="Ark">{columns}<table:table-row table:style-name="r">{cells}</table:table-row>'
        "</table:table>"
    )
    paper = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>'
        '<style:page-layout style:name="p"><style:page-layout-properties/></style:page-layout>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Default" '
        'style:page-layout-name="p"/></office:master-styles></office:document-styles>'
    )
    data = odf("spreadsheet", body, styles=styles + row, parts={"styles.xml": paper})
    (sheet,) = fit_sheets(open_package(zipfile.ZipFile(io.BytesIO(data))), {})
    letters = [column_letters(index) for index in range(len(millimetres))]
    ends = [part.split("–") for part in sheet.parts] or [[letters[0], letters[-1]]]
    parts = [letters[letters.index(part[0]) : letters.index(part[-1]) + 1] for part in ends]
    assert [letter for part in parts for letter in part] == letters
    if sum(millimetres) <= 170:
        assert not sheet.parts
