"""Numbers in tables, numbered lists, dates and links stand on the page as they were written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from support.editions import CONFERENCE, contributor, write_edition
from support.field_cases import case
from support.pdf import page_texts
from support.readout import read_out

from styringsdialog import BuildOptions, BuildReport, build_package, load_conference
from styringsdialog.errors import StyringsdialogError
from styringsdialog.messages.message import Language

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

EDITION = f"{CONFERENCE}{contributor('vestby')}"


def build(edition: Path) -> BuildReport:
    return build_package(load_conference(edition), edition.parent / "out", BuildOptions(keep_going=True))


def pages(report: BuildReport) -> str:
    """Give all text of the package, one space wherever there is any."""
    return " ".join(" ".join(page_texts(report.pdf)).split())


def made(tmp_path: Path, files: Mapping[str, str]) -> BuildReport:
    return build(write_edition(tmp_path / "edition", EDITION, {f"vestby/{name}": text for name, text in files.items()}))


def told(report: BuildReport) -> list[str]:
    """Give what is told in Danish of what is missing."""
    return [
        f"{problem.place.text(Language.DANISH)}: {problem.text(Language.DANISH).line}" for problem in report.problems
    ]


# ------------------------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (
            "01-md-datoliste",
            ["12. april: frist", "26. april: materialet", "16. maj: konferencen", "29. april", "13. maj"],
        ),
        ("01-md-datoliste", ["1986. var et godt år.", "3. behandling", "5. behandling", "7. eventuelt"]),
        ("01b-md-datoliste-fra-1", ["1. maj: frist", "15. maj: konferencen", "29. maj: referatet", "1. juni er"]),
        ("01b-md-datoliste-fra-1", ["1. januar 2030 trådte", "1. Valg", "3. Budget", "5. Eventuelt", "1.10 15.30"]),
    ],
)
def test_the_numbers_of_lists_and_the_days_of_dates_are_those_that_were_written(
    tmp_path: Path, name: str, written: list[str]
) -> None:
    report = build(case(name, tmp_path))
    assert report.complete
    text = pages(report)
    assert [words for words in written if words not in text] == []


def test_a_list_goes_on_after_a_paragraph_and_its_tags_say_what_is_printed(tmp_path: Path) -> None:
    report = made(tmp_path, {"punkter.md": "3) Budget\n\nEt afsnit.\n\n4) Valg\n7) Eventuelt\n\n- 1. maj: frist\n"})
    assert re.search(r"3\) Budget Et afsnit\. 4\) Valg 7\) Eventuelt • 1\. maj: frist", pages(report))
    said = read_out(report.pdf)
    assert re.findall(r"Lbl.*?(3\)|4\)|7\)|•)", said) == ["3)", "4)", "7)", "•"]
    with pikepdf.open(report.pdf) as pdf:
        numbering = [str(element.A.ListNumbering) for element in pdf.objects if _is_list(element)]
    assert sorted(numbering) == ["/Decimal", "/Decimal", "/Disc"]


def _is_list(element: pikepdf.Object) -> bool:
    return (
        isinstance(element, pikepdf.Dictionary)
        and element.get("/S") == "/L"
        and "/ListNumbering" in element.get("/A", {})
    )


# ------------------------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("02b-csv-program", ["9.15 Kaffe", "15.00 Velkomst", "15.30 Oplæg", "16.15 Pause"]),
        ("02c-csv-numre", ["1034 1001 31200 100234567 875,50", "2205 1002 31201 100234999 1.012,25"]),
        (
            "02d-csv-konti",
            ["101.1 Netto", "105.9 Ydelser", "115 Alm", "401.2 Ops", "1.250.000", "85.300", "\N{MINUS SIGN}12.000"],
        ),
    ],
)
def test_tables_print_what_names_something_as_it_was_written(tmp_path: Path, name: str, rows: list[str]) -> None:
    report = build(case(name, tmp_path))
    assert report.complete
    text = pages(report)
    assert [row for row in rows if row not in text] == []


def test_every_table_that_excel_writes_is_a_table_or_refused_with_what_to_do(tmp_path: Path) -> None:
    report = build(case("23-csv-fra-excel", tmp_path))
    text = pages(report)
    rows = [
        "A 1,2E+05 12,5 % 1.250- 0012 08:30",
        "B 125000 7 % 300 0103 23:59",
        "Nord 12 Syd 1.300",
        "Nord, 1. tv. 1.250,50 Syd 300,25",
        "Nord 1.250 Syd 12,5 Øst ukendt Vest 3.500,00",
        "1 1.250 1.012 1 2 2 85 998 2 12",
        "31123 100234567 2031 3-4",
        "Nord 12345678 1946 1001",
    ]
    assert [row for row in rows if row not in text.replace("\N{NO-BREAK SPACE}", " ")] == []
    assert told(report) == [
        (
            "vestby/a utf16.csv: er ikke gemt i UTF-8 (byte 0): det ligner UTF-16 "
            "(gem den som UTF-8: vælg «Gem som» i Excel og filtypen «CSV UTF-8»)"
        ),
        (
            "vestby/b cp1252.csv: er ikke gemt i UTF-8 (byte 8 i linje 1): det ligner Windows-1252, hvor tegnet er 'ø' "
            "(gem den som UTF-8: vælg «Gem som» i Excel og filtypen «CSV UTF-8»)"
        ),
        (
            "vestby/c titel.csv, linje 1: øverst står ikke kolonnernes navne, men en titel: «Husleje 2031» "
            "(slet den og hvad der ellers står over kolonnernes navne, og skriv den som titel i bilag.toml: "
            'title = "Husleje 2031")'
        ),
    ]
    assert "Tabellen kunne ikke læses, fordi der står en titel over kolonnernes navne." in text


def test_a_column_is_settled_in_bilag_toml_and_a_wrong_word_there_is_told(tmp_path: Path) -> None:
    table = "Post;Boliger;Beløb\nA;1250;1250\n"
    listing = '[[bilag]]\nfile = "t.csv"\n[bilag.columns]\nBoliger = "tal"\n"Beløb" = "text"\n'
    assert "A 1.250 1250" in pages(made(tmp_path / "1", {"t.csv": table, "bilag.toml": listing}))
    report = made(tmp_path / "2", {"t.csv": table, "bilag.toml": listing.replace("Boliger", "Bolig")})
    assert told(report) == [
        (
            "vestby/t.csv, linje 1: columns i bilag.toml nævner kolonnen «Bolig», og tabellen har: "
            "Post, Boliger, Beløb (skriv overskriften, som den står i første række)"
        )
    ]


def test_a_character_without_a_font_is_blamed_on_its_own_line(tmp_path: Path) -> None:
    report = build(case("21b-emoji-i-csv", tmp_path))
    assert {problem.place.line for problem in report.problems} == {2, 3}


def test_a_character_in_a_cell_is_blamed_on_the_line_of_the_cell(tmp_path: Path) -> None:
    report = made(tmp_path, {"svar.csv": "Navn;Svar\nAnna;ja\nBo 😀;nej\n"})
    assert [problem.place.line for problem in report.problems] == [3]


def test_characters_that_have_a_font_are_printed(tmp_path: Path) -> None:
    report = build(case("21-tegn-uden-skrift", tmp_path))
    assert report.complete
    text = pages(report)
    signs = [
        "→",
        "☐ ☑ ✓",
        "½ ⅓",
        "≥ ≤ ± −",
        "€",
        "Şahin",
        "Łukasz",
        "Ελένη",
        "Дмитрий",
        "boligorganisation",
        "[x] klaret",
    ]
    assert [sign for sign in signs if sign not in text] == []


# ----------------------------------------------------------------------------- Markdown


def test_what_people_write_in_markdown_stands_as_they_wrote_it(tmp_path: Path) -> None:
    report = build(case("39-md-almindelige-ting", tmp_path))
    assert report.complete
    text = pages(report)
    written = [
        "»det er godt«",
        "2*3*4 = 24, snake_case_navn, 5 < 6 & 7 > 3.",
        '5" bred',
        r"C:\bilag\vestby",
        "1. Første punkt med fortsættelse",
        "a) bogstavpunkt b) bogstavpunkt",
        "Se kommunen, https://example.org, www.example.org.",
    ]
    assert [words for words in written if words not in text] == []
    with pikepdf.open(report.pdf) as pdf:
        targets = {
            str(area.A.URI) for page in pdf.pages for area in page.get("/Annots", []) if "/URI" in area.get("/A", {})
        }
    assert {
        "https://www.example.org/%C3%A6%C3%B8%C3%A5%20side",
        "https://example.org",
        "https://www.example.org",
    } <= targets
    (note,) = report.bilag[0].notes
    assert note.text(Language.DANISH).line == (
        "Adressen «https://www.example.org/æøå side» (vestby/tekst.md, linje 26) har mellemrum, og linket fører til "
        "https://www.example.org/æøå%20side (skriv adressen uden mellemrum (%20 i stedet for hvert), og prøv linket)"
    )


def test_a_signature_keeps_its_lines(tmp_path: Path) -> None:
    report = made(
        tmp_path, {"brev.md": "Med venlig hilsen\nAnna Hansen\nDirektør\n\nVi mødes på rådhuset, og\ndet er alt.\n"}
    )
    lines = [line.strip() for text in page_texts(report.pdf) for line in text.splitlines()]
    first = lines.index("Med venlig hilsen")
    assert lines[first + 1 : first + 4] == ["Anna Hansen", "Direktør", "Vi mødes på rådhuset, og det er alt."]


# -------------------------------------------------------------------- conference.toml


@pytest.mark.parametrize(
    "name",
    [
        "a-uden-sekunder",
        "b-dansk-dato",
        "c-kroellede",
        "d-cp1252",
        "e-utf16",
        "f-bom",
        "g-sti",
        "h-slut-foer",
        "i-store",
        "j-tekstdato",
        "k-noegle",
        "l-tidszone",
    ],
)
def test_what_is_wrong_with_conference_toml_is_told_with_its_place_and_what_to_write(tmp_path: Path, name: str) -> None:
    try:
        problems = build(case(f"29-opsaetning-{name}", tmp_path)).problems
    except StyringsdialogError as error:
        problems = error.problems
    assert bool(problems) == (name != "f-bom")
    assert {problem.place.file for problem in problems} <= {"conference.toml"}
    # That the end is before the start needs no word of what to do.
    assert all(problem.text(Language.DANISH).hint for problem in problems) or name == "h-slut-foer"


# ------------------------------------------------------------------------ key figures


FIGURES = """
[[key_figures]]
title = "Boliger"
columns = ["2029", "2030"]
{decimals}
[[key_figures.rows]]
label = "Vestby"
values = [4.010, 4.39]
"""


def test_three_decimals_in_conference_toml_are_printed_and_asked_about(tmp_path: Path) -> None:
    toml = f"{EDITION}{FIGURES}"
    report = build(write_edition(tmp_path / "edition", toml.format(decimals=""), {"vestby/a.txt": "a"}))
    assert "Vestby 4,010 4,390" in pages(report)
    assert report.warnings == (
        (
            "conference.toml: key_figures[0]: «Boliger» har 4.010, som trykkes 4,010 og kan være ment som 4010: "
            "skriv 4010, hvis det er tusinder, eller decimals = 3 under titlen, hvis det er rigtigt."
        ),
    )
    report = build(write_edition(tmp_path / "edition", toml.format(decimals="decimals = 3"), {"vestby/a.txt": "a"}))
    assert "Vestby 4,010 4,390" in pages(report)
    assert report.warnings == ()


def test_more_decimals_than_anybody_reads_are_refused(tmp_path: Path) -> None:
    toml = f"{EDITION}{FIGURES}".format(decimals="decimals = 10")
    with pytest.raises(StyringsdialogError, match=r"key_figures\[0\]\.decimals: must be 9 or less"):
        build(write_edition(tmp_path / "edition", toml, {"vestby/a.txt": "a"}))


def test_an_address_with_spaces_in_the_editions_own_text_is_told_with_its_place(tmp_path: Path) -> None:
    files = {"vestby/a.txt": "a", "velkomst.md": "Hej.\n\nSe [planen](<https://www.example.org/en plan>).\n"}
    assert build(write_edition(tmp_path / "edition", f'welcome = "velkomst.md"\n{EDITION}', files)).warnings == (
        (
            "velkomst.md, linje 3: Adressen «https://www.example.org/en plan» har mellemrum, og linket fører til "
            "https://www.example.org/en%20plan: skriv adressen uden mellemrum (%20 i stedet for hvert), og prøv linket."
        ),
    )
