"""PDFs of odd sizes, tags, bookmarks and fonts, among the field cases: each as it was, side by side with the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from support.field_cases import case
from support.pdf import page_texts, words
from support.structure import read_structure

from styringsdialog import BuildOptions, BuildReport, build_package, load_conference
from styringsdialog.report.note import danish_note

pytestmark = pytest.mark.long


def build(name: str, tmp_path: Path) -> BuildReport:
    return build_package(load_conference(case(name, tmp_path)), tmp_path / "out", BuildOptions(keep_going=True))


def text_of(report: BuildReport, title: str) -> str:
    """Give the words of a bilag's own first page."""
    (first,) = [bilag.first_page for bilag in report.bilag if bilag.title == title]
    return " ".join(words(page_texts(report.pdf)[first]))


def test_a_plan_and_a_card_keep_their_size_and_have_a_footer(tmp_path: Path) -> None:
    report = build("16-pdf-a0-og-visitkort", tmp_path)
    with pikepdf.open(report.pdf) as pdf:
        sizes = {bilag.title: pdf.pages[bilag.first_page].mediabox[2:] for bilag in report.bilag}
    assert {title: [float(side) for side in size] for title, size in sizes.items()} == {
        "Baand": [200, 14000],
        "Plan": [2384, 3370],
        # Its footer has a strip of its own.
        "Visitkort": [240, 156],
    }
    for number, title in enumerate(sizes, 1):
        assert f"Bilag {number} · side 1 af 1" in text_of(report, title)


def test_tags_of_two_files_that_mean_other_things_by_one_name_stay_apart(tmp_path: Path) -> None:
    report = build("19-tags-stoeder-sammen", tmp_path)
    with pikepdf.open(report.pdf) as pdf:
        tree = read_structure(pdf)
        assert not tree.complaints
        tables = pdf.Root.StructTreeRoot
        titles = [str(tables.RoleMap[f"/{element.role}"]) for element in tree.elements if "/C" in element.handle]
        assert titles == ["/H1", "/P"]
        known = [element.handle for element in tree.elements if "/C" in element.handle]
        assert [str(tables.ClassMap[element.C].TextAlign) for element in known] == ["/Center", "/End"]
        # No cell seeks them by their names, so that no name is left to stand for two.
        assert not any("/ID" in element for element in known)
        languages = [dict(element.said)["Lang"] for element in tree.elements if "Lang" in dict(element.said)]
        assert languages == ["da-DK", "en-GB"]


def test_bookmarks_of_one_name_lead_to_the_page_of_their_own_bilag(tmp_path: Path) -> None:
    report = build("24-pdf-bogmaerker", tmp_path)
    with pikepdf.open(report.pdf) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        led = {
            child.title: numbers[child.destination[0].objgen]  # type: ignore[index]  # of ours it is an array
            for item in outline.root
            if item.title.startswith("Bilag ")
            for child in item.children
        }
    first = {bilag.title: bilag.first_page for bilag in report.bilag}
    # Both lead to the third page of their file, and none of those that lead nowhere is there.
    assert led == {f"Afsnit 1 i {title} (side {page + 3})": page + 3 for title, page in first.items()}
    assert "Bilag 1 og 2: Filen giver sine sider egne numre (i, ii, 1 …); i pakken tælles de fra 1" in danish_note(
        report
    )


def test_a_scanned_page_with_invisible_text_is_searchable_and_nothing_is_told_of_it(tmp_path: Path) -> None:
    report = build("30-pdf-ocr", tmp_path)
    assert "Referat fra møde" in text_of(report, "Skannet")
    assert not report.bilag[0].notes


def test_two_fonts_of_one_name_keep_their_own_letters(tmp_path: Path) -> None:
    report = build("31-pdf-ens-skriftnavne", tmp_path)
    assert "Huslejen er 1.250 kr." in text_of(report, "A")
    assert "Ventelisten tæller 98 æøå" in text_of(report, "B")
    with pikepdf.open(report.pdf) as pdf:
        programs = set()
        for bilag in report.bilag:
            for font in pdf.pages[bilag.first_page].Resources.Font.values():
                if "Skrift" in str(font.BaseFont) and "/FontFile2" in font.get("/FontDescriptor", {}):
                    programs.add(bytes(font.FontDescriptor.FontFile2.read_bytes()))
    assert len(programs) == 2


def test_a_font_that_does_not_say_its_letters_is_told(tmp_path: Path) -> None:
    note = danish_note(build("33-pdf-uden-tounicode", tmp_path))
    assert "En skrifttype er mangelfuld: teksten kan måske ikke læses op, søges i eller kopieres." in note
    assert "Bed om filen igen, gemt som PDF med alle skrifttyper indlejret" in note


def test_pictures_have_their_colours_on_white_and_stand_upright(tmp_path: Path) -> None:
    report = build("18-billeder", tmp_path)
    first = {bilag.title: bilag.first_page for bilag in report.bilag}
    with pypdfium2.PdfDocument(report.pdf) as document:
        for title in ("Cmyk", "Gennemsigtig", "Drejet", "Palet", "Kaempe", "Kun ikon"):
            picture = document[first[title]].render().to_pil().convert("RGB")
            colours = [(at, colour) for at, colour in points(picture) if max(colour) - min(colour) > 60]
            red = [at for at, colour in colours if colour[0] > 150 and max(colour[1:]) < 90]
            green = [at for at, colour in colours if colour[1] > 120 and max(colour[0], colour[2]) < 100]
            # No third colour but where the two meet: what is transparent is white.
            assert len(red) + len(green) > 0.9 * len(colours) > 0, title
            axis = 1 if title == "Drejet" else 0
            assert max(at[axis] for at in red) <= min(at[axis] for at in green), title


def points(picture: Image.Image) -> list[tuple[tuple[int, int], tuple[int, ...]]]:
    """Give what colour there is on a coarse grid of a page, without its footer."""
    places = [(x, y) for x in range(0, picture.width, 12) for y in range(0, picture.height - 60, 12)]
    read: Any = picture.getpixel
    return [(place, read(place)) for place in places]
