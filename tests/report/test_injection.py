"""What a file or a plugin says is text in the report and in letters, and nothing that a reader could be led by."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest
from markdown_it import MarkdownIt
from support.editions import CONFERENCE, contributor, write_edition
from support.office import needs_soffice
from support.plugin_zoo import contributor as made_contributor

from styringsdialog import build_package, load_conference
from styringsdialog.deliveries import Delivery, DeliveryStatus
from styringsdialog.series.telling import reminders

ATTACK = Path(__file__).resolve().parents[3] / "shared" / "attack"
LURE = "[klik](https://evil.example) ![spor](https://evil.example/p.png)\n# Falsk overskrift"


def types(text: str) -> set[str]:
    tokens = MarkdownIt("commonmark").parse(text)
    return {kind.type for token in tokens for kind in (token, *(token.children or []))}


@needs_soffice
@pytest.mark.long
def test_a_languages_name_makes_no_heading_link_or_picture_in_the_report(tmp_path: Path) -> None:
    file = ATTACK / "06-lang-injection.docx"
    if not file.is_file():
        pytest.skip(f"{file} is not there")
    edition = write_edition(tmp_path / "udgave", CONFERENCE + contributor("aa"), {"aa/1-brev.docx": file.read_bytes()})
    build_package(load_conference(edition), tmp_path / "ud")
    note = next((tmp_path / "ud").rglob("*.report.md")).read_text("utf-8")
    assert "evil.example" in note, "the language is told"
    assert not types(note) & {"link_open", "image", "html_inline", "html_block"}
    assert "# Falsk" not in [line[:7] for line in note.splitlines()]


def test_what_is_lacking_makes_no_heading_link_or_picture_in_a_letter(tmp_path: Path) -> None:
    conference = load_conference(write_edition(tmp_path / "udgave", CONFERENCE))
    one = Delivery(
        contributor=attrs.evolve(made_contributor("vibo", "folder"), deadline=dt.date(2031, 4, 1)),
        status=DeliveryStatus.FAILED,
        titles=(LURE,),
        lacking=((LURE, "Filen er tom."),),
    )
    letter = reminders(conference, [one])
    assert not types(letter) & {"link_open", "image"}
    assert not [line for line in letter.splitlines() if line.startswith("# ")]
