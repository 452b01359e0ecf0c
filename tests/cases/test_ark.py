"""Workbooks among the field cases: every number can be read, and a wide sheet is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.editions import note_of
from support.field_cases import case
from support.office import needs_soffice
from support.pdf import page_texts

from styringsdialog import BuildOptions, BuildReport, build_package, load_conference

pytestmark = [pytest.mark.long, needs_soffice]


def build(edition: Path) -> BuildReport:
    return build_package(load_conference(edition), edition.parent / "out", BuildOptions(keep_going=True))


def test_amounts_and_dates_in_narrow_columns_are_printed_whole(tmp_path: Path) -> None:
    text = " ".join(page_texts(build(case("07b-excel-havelaager", tmp_path)).pdf))
    assert "1.234.567,89" in text
    assert "05-01-2030" in text
    assert "##" not in text


def test_a_list_of_forty_columns_is_divided_with_headings_on_each_page_and_told(tmp_path: Path) -> None:
    report = build(case("08-excel-bred-liste", tmp_path))
    texts = page_texts(report.pdf)
    words = set(" ".join(texts).split())
    assert {f"R{row}K{column}" for row in range(1, 201) for column in range(1, 41)} <= words
    sheets = [text for text in texts if "K1" in text]
    assert len(sheets) < 21
    assert all("Kolonne" in text for text in sheets)
    written = note_of(report.pdf)
    assert "Arket «Lejemål» er for bredt til én side og er delt på tværs: først kolonne A–" in written
    assert "fortrolig" not in written
