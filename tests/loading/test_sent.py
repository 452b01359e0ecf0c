"""The record of what was sent out: read as it was written, and what is damaged named with its place."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from styringsdialog.errors import EditionError
from styringsdialog.loading.sent import SENT_FILE, read_sent, sent_as_text
from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.sent import Dispatch, SentSection

SENT = Dispatch(
    stage=Stage.INFORMATIONSPAKKE,
    audience=Audience.PUBLIC,
    revision=1,
    date=dt.date(2031, 4, 1),
    sha256="ab",
    sections=(
        SentSection(key="del:temaer", title="Temaer", first=3, pages=2),
        SentSection(key="bilag:vibo/a", title="Æ", contributor="VIBO", number="4a", first=5, pages=1, digest="cd"),
    ),
)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / SENT_FILE).write_text(sent_as_text([SENT]), "utf-8")
    assert read_sent(tmp_path) == (SENT,)


def test_everything_that_is_damaged_is_named_with_its_place_and_where_to_get_it_back(tmp_path: Path) -> None:
    record = json.loads(sent_as_text([SENT]))
    first, second = record["sent"][0]["sections"]
    record["sent"][0] |= {"stage": "x", "date": 5}
    first |= {"first": "3", "number": None}
    second |= {"number": "0", "tilte": "x"}
    (tmp_path / SENT_FILE).write_text(json.dumps(record), "utf-8")
    with pytest.raises(EditionError) as caught:
        read_sent(tmp_path)
    assert [(problem.where, problem.message) for problem in caught.value.problems] == [
        (f"{SENT_FILE}: sent[0].stage", "'x' is not one of informationspakke, referat"),
        (f"{SENT_FILE}: sent[0].date", "must be a date as text, but is a whole number (5)"),
        (f"{SENT_FILE}: sent[0].sections[0].first", "must be a whole number, but is a string"),
        (f"{SENT_FILE}: sent[0].sections[1].number", "'0' is no number of a bilag"),
        (f"{SENT_FILE}: sent[0].sections[1].tilte", "is not a known key"),
    ]
    assert all("from a backup" in problem.hint for problem in caught.value.problems)
