"""An edition that was sent stays itself, whatever version of the program builds it again.

``sent_by_0_1/serie`` was made and sent out by version 0.1.0 as of commit 93287bc, and nothing in it is ever changed or
written anew: the first package on 1 April 2031, the internal one on the 2nd, a revision on the 28th, the referat on
1 June. ``told.json`` holds what that version said of it when it built it once more on 2 June. What is held is what
people have in their hands: keys, numbers, digests, revisions and «Ændringer». The bytes of a PDF are not: they may
follow a library.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import attrs
import pytest
from support.pdf import page_texts, words

from styringsdialog.loading.sent import SENT_FILE, read_sent
from styringsdialog.loading.series import load_conference
from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.sent import Dispatch
from styringsdialog.pipeline import build_package
from styringsdialog.report.build import BuildReport
from styringsdialog.series.rehearsal import Machine
from styringsdialog.series.running import Happened, run_series

pytestmark = pytest.mark.long  # whole commands: each takes a second or more

STORED = Path(__file__).parent / "sent_by_0_1"
TODAY = dt.date(2031, 6, 2)

LINES = [
    (Stage.INFORMATIONSPAKKE, Audience.PUBLIC),
    pytest.param(Stage.INFORMATIONSPAKKE, Audience.INTERNAL, marks=pytest.mark.long),
    (Stage.REFERAT, Audience.PUBLIC),
]


@pytest.fixture
def series(tmp_path: Path) -> Path:
    return shutil.copytree(STORED / "serie", tmp_path / "serie")


def built(series: Path, stage: Stage, audience: Audience) -> BuildReport:
    conference = load_conference(series / "2031")
    options = BuildOptions(stage=stage, audience=audience, revised=TODAY)
    return build_package(conference, series.parent / "ud", options)


def sections(report: BuildReport | Dispatch) -> list[dict[str, Any]]:
    """Give what is known of each section, by its key, but for its pages: where a line breaks is a library's."""
    known = [
        attrs.asdict(section, filter=lambda field, _: field.name not in {"first", "pages"})
        for section in report.sections
    ]
    # After the meeting, what was said there comes first now.
    return sorted(known, key=lambda section: str(section["key"]))


def without_numbers(words_of_page: str) -> str:
    """Return what a page says without the numbers of pages: parts may have moved since, and share a page."""
    places = r",? side \d+(–\d+)?(, \d+ sider?)?( af \d+)?| \(før \d+ sider?\)"
    return re.sub(places, "", words_of_page, flags=re.IGNORECASE)


@pytest.mark.parametrize(("stage", "audience"), LINES)
def test_an_edition_that_an_earlier_version_sent_is_the_same_revision_with_the_same_changes(
    series: Path, stage: Stage, audience: Audience
) -> None:
    told = json.loads((STORED / "told.json").read_text("utf-8"))[f"{stage.value} {audience.value}"]
    report = built(series, stage, audience)
    assert report.revision.as_data() == told["revision"]
    # What every internal page says of itself, that version did not say yet.
    pages = [" ".join(words(page)).replace("Intern – må ikke offentliggøres · ", "") for page in page_texts(report.pdf)]
    changes = [without_numbers(page) for page in pages if page.startswith("Ændringer")]
    assert changes == ([without_numbers(told["page"])] if told["page"] else [])
    if audience is Audience.PUBLIC:  # of the internal package nothing was sent after the revision
        sent = [one for one in read_sent(series / "2031") if (one.stage, one.audience) == (stage, audience)][-1]
        assert sections(report) == sections(sent)


def test_numbers_that_an_earlier_version_sent_are_those_of_every_later_package(series: Path) -> None:
    (series / "2031" / "bilag" / "aab" / "0 - nyt øverst.md").write_text("Nyt.\n", "utf-8")
    report = built(series, Stage.INFORMATIONSPAKKE, Audience.PUBLIC)
    sent = {section.key: section.number for section in read_sent(series / "2031")[2].sections}
    now = {section.key: section.number for section in report.sections}
    assert {key: now[key] for key in sent} == sent
    assert [(change.key, change.number) for change in report.revision.changes] == [("bilag:aab/nyt-oeverst", 16)]
    assert report.revision.number == 3


def test_a_night_in_a_series_that_an_earlier_version_sent_sends_nothing_again(series: Path) -> None:
    before = (series / "2031" / SENT_FILE).read_bytes()
    machine = Machine(soffice=None, stopwatch=time.monotonic)
    events = list(run_series(series, TODAY, machine=machine, progress=lambda _: None))
    assert [event.what for event in events if event.happened is Happened.BUILT] == ["informationspakke", "referat"]
    assert (series / "2031" / SENT_FILE).read_bytes() == before
