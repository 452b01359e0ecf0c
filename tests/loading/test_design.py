"""A colour nobody could read, a logo that is not there, a template nobody asks for: each is refused with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.editions import CONFERENCE, write_edition

from styringsdialog import EditionError, Problem, load_conference
from styringsdialog.model.colour import READABLE, STANDARD_ACCENT, WHITE, contrast, parse_colour
from styringsdialog.model.design import Design
from styringsdialog.model.places import UnfitError
from styringsdialog.model.scalars import fit_accent


def problems(folder: Path, toml: str, files: Mapping[str, str | bytes] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(EditionError) as caught:
        load_conference(write_edition(folder / "e", CONFERENCE + toml, files))
    return caught.value.problems


def test_an_edition_that_says_nothing_has_the_standard_look(tmp_path: Path) -> None:
    assert load_conference(write_edition(tmp_path, CONFERENCE)).design == Design()
    assert Design().accent == STANDARD_ACCENT


@given(st.integers(0, 0xFFFFFF).map("#{:06X}".format))
def test_a_colour_is_taken_or_refused_with_one_that_is_taken(code: str) -> None:
    try:
        assert fit_accent(code) == code.lower()
        assert contrast(parse_colour(code), WHITE) >= READABLE
    except UnfitError as unfit:
        (better,) = re.findall(r"write '(#[0-9a-f]{6})'", str(unfit))
        assert fit_accent(better) == better


def test_a_colour_that_cannot_be_read_is_told_with_its_contrast(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, '[design]\naccent = "#f5a623"\n')
    assert found.where == "conference.toml: design.accent"
    assert found.message == "'#f5a623' has a contrast of 2.02:1 to white, and text needs 4.5:1"
    assert found.hint == "write '#a36b00', the nearest that can be read (4.5:1)"


@pytest.mark.parametrize("accent", ['"blå"', '"#fff"', "123456", '""'])
def test_what_is_no_colour_is_told_with_how_one_is_written(tmp_path: Path, accent: str) -> None:
    (found,) = problems(tmp_path, f"[design]\naccent = {accent}\n")
    assert found.where == "conference.toml: design.accent"
    assert found.hint


@pytest.mark.parametrize(
    ("toml", "where", "hint"),
    [
        ('[design]\nlogo = "log.png"', "design.logo", "did you mean 'logo.png'?"),
        ('[design]\nlogo = "../logo.png"', "design.logo", "write it relative to the folder"),
        ('[design]\nlogo = "billeder"', "design.logo", "name a PNG or JPEG file"),
        ('[design.templates]\nforside = "templates/forside.j2"', "design.templates.forside", "did you mean"),
        ('[design.templates]\nforsiden = "forside.html.j2"', "design.templates.forsiden", "did you mean 'forside'?"),
        ('[design]\nacent = "#1d4f72"', "design.acent", "did you mean 'accent'?"),
    ],
)
def test_what_is_misspelt_is_told_with_what_may_be_meant(tmp_path: Path, toml: str, where: str, hint: str) -> None:
    files: dict[str, str | bytes] = {"logo.png": b"x", "templates/forsiden.j2": "x", "billeder/a.txt": "x"}
    (found,) = problems(tmp_path, f"{toml}\n", files)
    assert found.where == f"conference.toml: {where}"
    assert hint in found.hint
