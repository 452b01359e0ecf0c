"""What people wrote in Word, PowerPoint and OpenDocument stands on the page as they wrote it, or they are told."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from support.drawings import illustrated_docx, inline
from support.editions import CONFERENCE, contributor, write_edition
from support.field_cases import CASES, case
from support.office import needs_soffice, paragraph
from support.pdf import page_texts
from support.remarks import danish

from styringsdialog import BuildOptions, BuildReport, build_package, load_conference
from styringsdialog.model.conformance import Profile

pytestmark = [needs_soffice, pytest.mark.long]


def build(edition: Path) -> BuildReport:
    return build_package(load_conference(edition), edition.parent / "out", BuildOptions(keep_going=True))


def pages_of(report: BuildReport, number: int = 1) -> str:
    """Give the text of the bilag's own pages, one space wherever there is any."""
    bilag = next(bilag for bilag in report.bilag if bilag.number == number)
    own = page_texts(report.pdf)[bilag.first_page : bilag.first_page + bilag.pages]
    return " ".join(" ".join(own).split())


def said(report: BuildReport, number: int = 1) -> str:
    """Give what is said of a bilag in Danish, with plain spaces."""
    (bilag,) = (bilag for bilag in report.bilag if bilag.number == number)
    return re.sub(r"\s", " ", " ".join(danish(bilag.notes)))


def test_fields_show_what_they_showed_when_the_file_was_saved(tmp_path: Path) -> None:
    report = build(case("04-word-felter", tmp_path))
    text = pages_of(report)
    for line in (
        "Vestby, den 3. marts 2031",
        "Gemt: 2. marts 2031",
        "Udskrevet: 14:35",
        "Se afsnit 2.3 om ventelister.",
        "Se side 7.",
        "I alt kr. 12.500",
        "Kære Birgit, tak for brevet.",
        "Jf. [henvisning mangler] i aftalen.",
        "Se Ventelister på side 1",
        "Høringssvar-endelig.docx – side 1 af 1",
    ):
        assert line in text
    assert not re.search(r"Error|Fejl|/tmp", text)
    assert "1 henvisning i filen fører ingen steder hen og viser en fejl dér" in said(report)


def test_the_font_that_is_missing_is_named_and_a_placeholder_told(tmp_path: Path) -> None:
    report = build(case("05-word-aptos-skjult-tekst", tmp_path))
    text = pages_of(report)
    assert text.count("Afdelingsbestyrelsen har drøftet ventelister") == 14
    assert "CPR" not in text
    assert re.search(
        r"Filen beder om skriften «Aptos», som ikke er her; teksten er sat med «\w+» i stedet", said(report)
    )
    assert "skabelon, som ingen har udfyldt: «Klik eller tryk for at angive en dato.»" in said(report)


def test_changes_are_accepted_and_comments_left_out_in_word(tmp_path: Path) -> None:
    report = build(case("06-word-rettelser", tmp_path))
    assert "9 pct." not in pages_of(report)
    assert "registrerede ændringer; siderne viser teksten, som den er, når de er accepteret" in said(report)
    assert "1 kommentar i filen er ikke med" in said(report)


def test_changes_are_accepted_and_comments_left_out_in_each_format(tmp_path: Path) -> None:
    report = build(case("42-word-rettelser-andre-formater", tmp_path))
    for bilag in report.bilag:
        number = bilag.number
        assert isinstance(number, int)
        assert "Huslejen stiger med 4 pct." in pages_of(report, number)
        assert not re.search(r"9 pct\.|Slettet række", pages_of(report, number))
        assert "registrerede ændringer" in said(report, number)
        assert "1 kommentar i filen er ikke med" in said(report, number)
    assert len(report.bilag) == 4


def test_words_of_a_diagram_without_a_drawing_are_told(tmp_path: Path) -> None:
    report = build(case("09-powerpoint-oplaeg", tmp_path))
    text = pages_of(report)
    assert "15-05-2031" in text
    assert "Punkt 24: afdelingen foreslår" in text
    assert "Dias 3 er skjult og er ikke med" in said(report)
    assert "1 lyd eller film i filen er ikke med" in said(report)
    assert (
        "Filen har ikke gemt tegningen af et diagram (SmartArt), og dets ord kan mangle på siden: "
        "«Byrådet», «Direktionen» og «Boligkontoret»"
    ) in said(report)


def test_a_presentation_of_open_document_with_a_film_becomes_pages(tmp_path: Path) -> None:
    report = build(case("43b-odp-med-film", tmp_path))
    assert not report.problems
    assert "1 lyd eller film i filen er ikke med" in said(report)


def illustrated(folder: Path, data: bytes) -> BuildReport:
    return build(write_edition(folder / "edition", f"{CONFERENCE}{contributor('vestby')}", {"vestby/Brev.docx": data}))


def figures_in(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        holders = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
        return [str(holder.Alt) for holder in holders if holder.get("/S") == pikepdf.Name.Figure]


def test_alternative_texts_stand_in_the_finished_package_which_claims_to_be_accessible(tmp_path: Path) -> None:
    pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    body = inline('descr="Rådhuset set fra torvet"') + inline('title="Kort over Vestby"')
    report = illustrated(tmp_path, illustrated_docx(body))
    assert figures_in(report.pdf) == ["Rådhuset set fra torvet", "Kort over Vestby"]
    assert Profile.UA1 in report.conformance.satisfied
    assert "alternativ" not in said(report)


def test_a_lost_alternative_text_is_told_and_the_claim_dropped(tmp_path: Path) -> None:
    pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    # Nothing of it is on any page: a picture that its paragraph places a metre to the left.
    away = '<w:p><w:pPr><w:ind w:left="-60000"/></w:pPr>'
    body = paragraph("Ses") + inline('descr="Udenfor siden"').replace("<w:p>", away)
    report = illustrated(tmp_path, illustrated_docx(body))
    assert figures_in(report.pdf) == []
    assert "Den alternative tekst til et billede kunne ikke komme med: «Udenfor siden»" in said(report)
    assert Profile.UA1 not in report.conformance.satisfied
    assert [(finding.rule, finding.bilag) for finding in report.conformance.of(Profile.UA1)] == [
        ("STYRINGSDIALOG-FIGURE-ALT-LOST", (1,))
    ]
    with pikepdf.open(report.pdf) as pdf:
        assert b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("name", ["16-bullets.docx", "17-doctype.odt"])
def test_bullets_that_are_private_characters_and_old_formulas_keep_nothing_from_the_archive(
    name: str, tmp_path: Path
) -> None:
    pytest.importorskip("page", reason="page-validation is not installed; the extra verify installs it")
    fault = CASES.parent / "corpus" / "_faults" / name
    if not fault.is_file():
        pytest.skip(f"{fault} is not there")
    files = {f"vestby/{name}": fault.read_bytes()}
    report = build(write_edition(tmp_path / "edition", f"{CONFERENCE}{contributor('vestby')}", files))
    assert not report.problems
    assert Profile.A2A in report.conformance.satisfied
