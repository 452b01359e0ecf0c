"""``docs/hvert-andet-aar.md`` names every key of series.toml, as the model explains it."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from styringsdialog.loading.starter import series_files
from styringsdialog.model.fields import written_fields
from styringsdialog.model.series import Deadlines, Event, Notify, Runs, Season, Series

PAGE = (Path(__file__).parents[2] / "docs" / "hvert-andet-aar.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Serien selv", Series),
        ("`[deadlines]`", Deadlines),
        ("`[run]`", Runs),
        ("`[[seasons]]`", Season),
        ("`[[events]]`", Event),
        ("`[notify]`", Notify),
    ],
)
def test_every_key_stands_under_its_table_with_what_it_is(heading: str, kind: type[attrs.AttrsInstance]) -> None:
    section = PAGE.partition(f"### {heading}\n")[2].partition("\n#")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", section, re.MULTILINE))
    below = {"deadlines", "run", "seasons", "events", "notify"} if kind is Series else set()
    assert rows == {name: field.doc for name, field in written_fields(kind).items() if name not in below}


def test_what_holds_without_a_key_is_what_a_blank_series_shows() -> None:
    # Of the tables that are lists, a blank series shows an example and no default.
    blank = series_files()["series.toml"].partition("[[seasons]]")[0]
    shown = dict(re.findall(r"^#(\w+) = (.*)$", blank, re.MULTILINE))
    told = re.findall(r"^\| `(\w+)` \| .*? \| `(.*)` \|$", PAGE.partition("`[[seasons]]`")[0], re.MULTILINE)
    assert dict(told) == shown
