"""Forms and what is seen and not seen of a PDF, among the field cases."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from support.editions import note_of
from support.field_cases import case
from support.pdf import page_texts, words

from styringsdialog import BuildOptions, BuildReport, build_package, load_conference
from styringsdialog.errors import Fault, StyringsdialogError
from styringsdialog.messages.message import Language

pytestmark = pytest.mark.long


def build(name: str, tmp_path: Path) -> BuildReport:
    return build_package(load_conference(case(name, tmp_path)), tmp_path / "out", BuildOptions(keep_going=True))


def report_of(built: BuildReport) -> str:
    written = note_of(built.pdf)
    return written.replace("\N{NO-BREAK SPACE}", " ")


def page_with(path: Path, text: str) -> int:
    return next(number for number, page in enumerate(page_texts(path)) if text in page)


def grey(path: Path, page: int, x: float, y: float) -> int:
    """Give how dark the page is at a point of an A4 page, 0 to 255."""
    with pypdfium2.PdfDocument(path) as document:
        picture = document[page].render(scale=4, grayscale=True).to_pil()
    return int(picture.getpixel((int(x * 4), int((842 - y) * 4))))


def test_a_text_of_several_lines_is_broken_in_its_field(tmp_path: Path) -> None:
    built = build("10b-skema-flere-linjer", tmp_path)
    said = "Første linje Anden linje med æøå, som er noget længere end feltet er bredt, så den skal brydes Tredje linje"
    assert " ".join(words(said)) in " ".join(words(" ".join(page_texts(built.pdf))))
    assert "det viste er blevet stående" not in report_of(built)


def test_a_tick_without_an_appearance_is_seen(tmp_path: Path) -> None:
    built = build("10d-skema-kryds-uden-udseende", tmp_path)
    page = page_with(built.pdf, "Skema 1")
    assert min(grey(built.pdf, page, 150 + x / 2, 650 + y / 2) for x in range(8, 20) for y in range(8, 20)) < 64
    assert grey(built.pdf, page, 150.5, 657) < 64


def test_a_name_keeps_its_letters(tmp_path: Path) -> None:
    text = " ".join(page_texts(build("10e-skema-fremmede-bogstaver", tmp_path).pdf))
    assert "Łódź Ğürsel" in text
    assert "?" not in text


def test_what_is_drawn_says_what_it_is_and_what_is_marked_is_told(tmp_path: Path) -> None:
    built = build("11-pdf-underskrift-og-pile", tmp_path)
    with pikepdf.open(built.pdf) as pdf:
        page = pdf.pages[page_with(built.pdf, "Aftale 1")].obj
        said = {str(item.Contents) for item in page.Annots if item.Subtype not in {"/Link", "/Popup"}}
    assert said >= {"Håndtegning", "Pil", "Stempel: GODKENDT", "Firkant", "Skrevet på: Åse Ærø godkender"}
    assert "1 kommentar i filen er ikke med i pakken" in report_of(built)


def test_a_form_that_only_acrobat_shows_is_refused(tmp_path: Path) -> None:
    assert "er en XFA-formular" in report_of(build("12-pdf-xfa", tmp_path))


def test_a_portfolio_is_told_with_its_files(tmp_path: Path) -> None:
    report = report_of(build("13-pdf-portefoelje", tmp_path))
    assert "bilaget er de filer, der ligger i den (Budget.pdf og Regnskab.pdf), og de er ikke med i pakken" in report
    assert "bed om at få hver af de filer som en PDF for sig" in report


def test_a_link_to_another_file_is_told(tmp_path: Path) -> None:
    assert "henvisning til andre filer er fjernet" in report_of(build("14-pdf-links-mellem-bilag", tmp_path))


@pytest.mark.parametrize("name", ["15-pdf-sider-paa-skraa", "32-pdf-tekst-til-kanten"])
def test_no_page_is_cut_off_by_its_footer(name: str, tmp_path: Path) -> None:
    built = build(name, tmp_path)
    (source,) = (tmp_path / name / "edition" / "vestby").glob("*.pdf")
    given, made = (words(" ".join(page_texts(path))) for path in (source, built.pdf))
    assert not set(given) - set(made)


def test_a_redaction_that_was_not_carried_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(StyringsdialogError) as error:
        build_package(load_conference(case("17-pdf-ikke-gennemfoert-overstregning", tmp_path)), tmp_path / "ud")
    # It hides a number that stops the package; and what hides it is told with it.
    assert {problem.fault for problem in error.value.problems} == {Fault.PERSONAL_DATA}
    said = [str(problem.text(Language.DANISH)) for problem in error.value.problems]
    assert "010180-•••• ligner et personnummer (CPR): i teksten, side 1" in said[0]
    assert "Side 1 i filen har noget, der er markeret til overstregning, men ikke fjernet" in said[1]
    assert "bed om en udgave, hvor overstregningen er gennemført" in said[1]
