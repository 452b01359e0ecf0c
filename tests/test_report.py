"""What a build says of itself."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.values import Line
from styringsdialog.report import BilagReport, BilagStatus, BuildReport, reason_in_danish

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
    title="Ude | inde",
    contributor="VIBO",
    status=BilagStatus.DELIVERED,
    first_page=4,
    pages=3,
)
MISSING = BilagReport(
    number=2,
    target="bilag:dab",
    title="DAB",
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
    note = REPORT.markdown()
    assert note.startswith("# Informationspakke: Styringsdialogkonference\n")
    assert "Prøveby Kommune, torsdag den 15. maj 2031 kl. 15.00-18.00, Rådhuset." in note
    assert "1 af 1 bilag er med" in note
    assert "Det mangler" not in note


def test_what_is_missing_comes_first_with_its_reason_and_the_next_step() -> None:
    note = attrs.evolve(REPORT, bilag=(DELIVERED, MISSING)).markdown()
    assert note.index("## Det mangler") < note.index("## Det skal du gøre nu") < note.index("## Bilag")
    assert "**Bilag 2** fra DAB: Filen er tom." in note
    assert "Bilag 2, DAB: Bed om filen igen" in note


def test_the_note_holds_no_english_and_no_path() -> None:
    note = attrs.evolve(REPORT, bilag=(DELIVERED, MISSING)).markdown()
    assert "is empty" not in note
    assert "a.pdf" not in note


def test_a_title_cannot_break_the_table() -> None:
    (row,) = [line for line in REPORT.markdown().splitlines() if "Ude" in line]
    assert "Ude \\| inde" in row


def test_the_manifest_is_json_that_holds_every_problem_and_no_promise() -> None:
    report = attrs.evolve(REPORT, bilag=(DELIVERED, MISSING))
    said = json.loads(report.manifest())
    assert said["complete"] is False
    assert said["bilag"][1]["problems"] == [
        {"code": 5, "where": "dab: a.pdf", "message": "is empty", "hint": "ask for it again"}
    ]
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
