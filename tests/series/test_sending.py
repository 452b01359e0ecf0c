"""What a night builds on its day is sent out: numbers stay, and what comes later is a revision."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from support.editions import contributor
from support.pdf import page_texts, words
from support.series import series_with

from styringsdialog.loading.sent import read_sent
from styringsdialog.series.rehearsal import Machine
from styringsdialog.series.running import RunEvent, run_series

pytestmark = pytest.mark.long  # whole commands: each takes a second or more


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """Give a series with one edition in May 2030, with two contributors and no rehearsals."""
    folder = series_with(
        tmp_path / "serie",
        "2030-05-16",
        more="[run]\nrehearsals = 0\n",
        edition=contributor("dab") + contributor("vibo"),
    )
    for name in ("dab", "vibo"):
        (folder / "2030" / name).mkdir()
        (folder / "2030" / name / "ord.md").write_text("Ord.", encoding="utf-8")
    return folder


def night(series: Path, today: str) -> list[RunEvent]:
    machine = Machine(soffice=None, stopwatch=time.monotonic)
    return list(run_series(series, dt.date.fromisoformat(today), machine=machine, progress=lambda _: None))


def pages(series: Path) -> list[str]:
    (pdf,) = (series / "packages" / "2030" / "informationspakke" / "current").glob("*.pdf")
    return [" ".join(words(page)) for page in page_texts(pdf)]


def test_a_bilag_that_comes_after_the_day_is_a_revision_with_the_next_number(series: Path) -> None:
    night(series, "2030-05-07")
    assert [(one.revision, one.date) for one in read_sent(series / "2030")] == [(1, dt.date(2030, 5, 7))]
    (series / "2030" / "dab" / "tal.md").write_text("Tal.", encoding="utf-8")
    night(series, "2030-05-09")
    assert [one.revision for one in read_sent(series / "2030")] == [1, 2]
    cover, _, changes, *_ = pages(series)
    assert "Revideret den 9. maj 2030" in cover
    assert "blev sendt ud den 7. maj 2030" in changes
    assert "Bilag 3: Tal er kommet til" in changes
    assert "Bilag 2" not in changes


def test_a_night_that_was_cut_off_before_it_was_marked_sends_the_same_once(series: Path) -> None:
    night(series, "2030-05-07")
    place = series / "packages" / "2030" / "informationspakke"
    for mark in (place / "built.json", series / "2030" / ".udsendt.json"):
        mark.unlink()
    before = (place / "current").readlink()
    night(series, "2030-05-08")
    assert (place / "current").readlink() == before
    assert [one.revision for one in read_sent(series / "2030")] == [1]
