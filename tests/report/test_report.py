"""What a build says of itself."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs
import pytest

from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.messages.message import Language, message
from styringsdialog.model.bilag import Caption
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Conformance, Finding, Profile
from styringsdialog.model.scalars import Line
from styringsdialog.report.build import BilagReport, BilagStatus, BuildReport, Original
from styringsdialog.report.note import danish_note, danish_page
from styringsdialog.report.reasons import reason_in_danish

CONFERENCE = Conference(
    title=Line("Styringsdialogkonference"),
    host=Line("Prøveby Kommune"),
    start=dt.datetime(2031, 5, 15, 15, 0),  # noqa: DTZ001 - wall-clock time, as in the model
    end=dt.datetime(2031, 5, 15, 18, 0),  # noqa: DTZ001 - as above
    place=Line("Rådhuset"),
    folder=Path("udgave"),
)
DELIVERED = BilagReport(
    number=1,
    target="bilag:vibo/a",
    caption=Caption(title="Ude | inde"),
    contributor="VIBO",
    status=BilagStatus.DELIVERED,
    first_page=4,
    pages=3,
)
MISSING = BilagReport(
    number=2,
    target="bilag:dab",
    caption=Caption(title="DAB"),
    contributor="DAB",
    status=BilagStatus.MISSING,
    first_page=8,
    pages=0,
    problems=(Problem(Fault.FILE, "dab: a.pdf", "is empty", "ask for it again", "Filen er tom."),),
)
REPORT = BuildReport(
    conference=CONFERENCE,
    stage=Stage.INFORMATIONSPAKKE,
    audience=Audience.PUBLIC,
    stem="proeveby-2031-informationspakke",
    pages=8,
    size=123_456,
    sha256="0" * 64,
    bilag=(DELIVERED,),
    without_bilag=(),
    versions={"styringsdialog": "0.1.0"},
)


def test_a_complete_package_is_said_to_be_ready() -> None:
    note = danish_note(REPORT)
    assert note.startswith("# Informationspakke: Styringsdialogkonference\n")
    assert "Prøveby Kommune, torsdag den 15. maj 2031 kl. 15.00–18.00, Rådhuset." in note
    assert "1 af 1 bilag er med" in note
    assert "Det mangler" not in note


def test_what_is_missing_comes_first_with_its_reason_and_the_next_step() -> None:
    note = danish_note(attrs.evolve(REPORT, bilag=(DELIVERED, MISSING)))
    assert note.index("## Det mangler") < note.index("## Det skal du gøre nu") < note.index("## Bilag")
    assert "**Bilag 2** fra DAB: Filen er tom." in note
    assert "Bilag 2, DAB: Bed om filen igen" in note


def test_the_note_holds_no_english_and_no_path() -> None:
    note = danish_note(attrs.evolve(REPORT, bilag=(DELIVERED, MISSING)))
    assert "is empty" not in note
    assert "a.pdf" not in note


def test_a_title_cannot_break_the_table() -> None:
    (row,) = [line for line in danish_note(REPORT).splitlines() if "Ude" in line]
    assert "Ude \\| inde" in row


def test_the_manifest_is_json_that_holds_every_problem_and_no_promise() -> None:
    report = attrs.evolve(REPORT, bilag=(DELIVERED, MISSING))
    said = json.loads(report.manifest())
    assert said["complete"] is False
    (problem,) = said["bilag"][1]["problems"]
    expected = {"code": 5, "where": "dab: a.pdf", "message": "is empty", "hint": "ask for it again"}
    assert problem.items() >= expected.items()
    assert {"message_code", "arguments", "place", "da", "en"} <= set(problem)
    assert said["accessibility"] == {
        "checked": False,
        "checker": "",
        "satisfied": [],
        "unchecked": {},
        "findings": [],
        "required": [],
    }


def test_every_fault_of_a_bilag_has_a_danish_reason() -> None:
    for fault in Fault:
        reason = reason_in_danish(Problem(fault, "somewhere", "in English"))
        assert reason.endswith(".")
        assert "English" not in reason


UNTAGGED = attrs.evolve(DELIVERED, number=2, target="bilag:vibo/b", contributor="DAB", tagged=False)
FONT = Finding(profile=Profile.UA1, rule="PDFUA1-FONT-EMBEDDING-001", message="font object 4 0", bilag=(2,))
CHECKED = Conformance(checker="page-validation 0.11", satisfied=(Profile.A2A,), findings=(FONT,))


def test_what_was_not_checked_is_said_to_be_so() -> None:
    note = danish_note(REPORT)
    assert "PDF/UA-1 (tilgængelighed): ikke kontrolleret." in note
    assert "PDF/A-2a (arkivformat): ikke kontrolleret." in note


def test_who_builds_is_told_what_could_not_be_checked_and_is_not_claimed() -> None:
    reason = message("package.checker-says-nothing")
    report = attrs.evolve(
        REPORT, conformance=Conformance(checker="page-validation 0.11", reasons=((Profile.UA1, reason),))
    )
    (remark,) = (remark for remark in report.remarks if remark.what.code == "package.unchecked")
    assert "PDF/UA-1" in remark.text(Language.DANISH).what
    assert "byg igen" in remark.text(Language.DANISH).hint
    assert not [remark for remark in REPORT.remarks if remark.what.code == "package.unchecked"]


def test_which_bilag_stands_in_the_way_is_said_with_the_next_step_and_without_english() -> None:
    report = attrs.evolve(REPORT, bilag=(DELIVERED, UNTAGGED), conformance=CHECKED)
    note = danish_note(report)
    assert "PDF/UA-1 (tilgængelighed): ikke overholdt. Det skyldes bilag 2." in note
    assert "PDF/A-2a (arkivformat): overholdt, kontrolleret med page-validation 0.11." in note
    (line,) = [line for line in note.splitlines() if line.startswith("- **Bilag 2** fra DAB")]
    assert "Ikke tagget" in line
    assert "En skrifttype er ikke lagt ind i filen." in line
    assert "Bed om filen igen" in line
    assert "font object" not in note
    assert json.loads(report.manifest())["accessibility"]["findings"][0]["bilag"] == [2]


def test_bilag_with_the_same_shortcoming_share_a_line() -> None:
    alike = attrs.evolve(UNTAGGED, number=3, contributor="VIBO")
    note = danish_note(attrs.evolve(REPORT, bilag=(DELIVERED, UNTAGGED, alike)))
    assert "- **Bilag 2 og 3** fra DAB og VIBO: Ikke tagget" in note


def test_a_rule_that_no_bilag_breaks_is_the_packages_own() -> None:
    own = attrs.evolve(FONT, rule="PDFUA1-HEADING-NESTING-001", bilag=())
    note = danish_note(attrs.evolve(REPORT, conformance=attrs.evolve(CHECKED, findings=(own,))))
    assert "Det skyldes ikke et enkelt bilag." in note
    assert "Pakken selv bryder PDFUA1-HEADING-NESTING-001" in note


LARGE = attrs.evolve(DELIVERED, size=10_000_001)


def test_the_table_says_how_much_each_bilag_fills() -> None:
    note = danish_note(attrs.evolve(REPORT, bilag=(LARGE, MISSING)))
    rows = [line.split("|") for line in note.splitlines() if line.startswith("| ")][1:]
    assert [row[-3].strip() for row in rows] == ["10,0\N{NO-BREAK SPACE}MB", "–"]


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (25_000_000, ""),
        (25_000_001, "mange kan ikke modtage så meget med e-mail"),
        (99_500_000, "mange kan ikke modtage så meget med e-mail"),
        (99_500_001, "(100 MB)"),
    ],
)
def test_a_package_that_many_cannot_receive_is_warned_of_once(size: int, said: str) -> None:
    report = attrs.evolve(REPORT, size=size)
    assert len(report.warnings) == bool(said)
    assert all(said in warning for warning in report.warnings)
    assert json.loads(report.manifest())["warnings"] == list(report.warnings)
    notes = [(str(note.place), bool(note.text(Language.DANISH).hint)) for note in report.large]
    assert notes == [(f"{report.stem}.pdf", True)] * bool(said)


def test_a_bilag_of_more_than_ten_megabytes_is_warned_of() -> None:
    note = danish_note(attrs.evolve(REPORT, bilag=(LARGE, attrs.evolve(LARGE, number=2, size=10_000_000))))
    assert note.count("bed om det i en mindre udgave") == 1
    assert "Læs de bemærkninger nedenfor, der bør ses" in note


def test_remarks_stand_by_their_level_and_once_for_all_bilag_that_they_are_true_of() -> None:
    repaired, unlocked = Remark(message("intake.repaired")), Remark(message("intake.unlocked"))
    note = danish_note(
        attrs.evolve(
            REPORT,
            bilag=(
                attrs.evolve(DELIVERED, notes=(unlocked, repaired, repaired)),
                attrs.evolve(DELIVERED, number=3, notes=(repaired,)),
            ),
        )
    )
    remarks = note.partition("## Bemærkninger")[2].partition("## Tilgængelighed")[0].split("\n\n")
    assert [part.strip() for part in remarks if part.strip()] == [
        "### Bør ses",
        "- Bilag 1 og 3: Filen var beskadiget og er repareret: se dens sider igennem.",
        "### Til orientering",
        "- Bilag 1: Filen var beskyttet mod ændringer; i pakken er den det ikke.",
    ]


def test_what_is_only_for_information_is_no_step() -> None:
    note = danish_note(
        attrs.evolve(REPORT, bilag=(attrs.evolve(DELIVERED, notes=(Remark(message("intake.unlocked")),)),))
    )
    assert "Læs pakken igennem, og send den ud." in note


def test_a_signed_original_is_named_in_the_note_and_in_the_manifest() -> None:
    original = Original(name="a.bilag-1-underskrevet.pdf", size=7, sha256="0" * 64)
    report = attrs.evolve(REPORT, bilag=(attrs.evolve(DELIVERED, original=original),))
    assert "den underskrevne fil ligger som a.bilag-1-underskrevet.pdf. Den er ikke renset" in danish_note(report)
    assert json.loads(report.manifest())["bilag"][0]["signed_original"] == {
        "name": "a.bilag-1-underskrevet.pdf",
        "bytes": 7,
        "sha256": "0" * 64,
    }


def test_the_table_says_what_is_tagged() -> None:
    rows = danish_note(attrs.evolve(REPORT, bilag=(attrs.evolve(DELIVERED, tagged=True), UNTAGGED, MISSING)))
    assert [line.split("|")[-2].strip() for line in rows.splitlines() if line.startswith("| ")][1:] == [
        "ja",
        "nej",
        "–",
    ]


def test_the_report_is_a_page_too_that_holds_the_same_and_lets_no_html_of_others_through() -> None:
    hostile = attrs.evolve(DELIVERED, caption=Caption(title="<script>alert(1)</script> & co."))
    page = danish_page(attrs.evolve(REPORT, bilag=(hostile, MISSING)))
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert "<title>Informationspakke: Styringsdialogkonference</title>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co." in page
    assert "<script" not in page
    lines = [line for line in danish_note(REPORT).splitlines() if line.startswith("## ")]
    assert [line for line in lines if f"<h2>{line[3:]}</h2>" not in page] == []
