"""A blank edition loads as it is, shows every key, and loads with all of them in use."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import attrs
import openpyxl
import pytest

from styringsdialog.loading import starter
from styringsdialog.loading.headings import LISTS
from styringsdialog.loading.series import load_conference
from styringsdialog.loading.starter import starter_files, unfilled
from styringsdialog.messages.message import Language
from styringsdialog.model.blocks import KeyFigures
from styringsdialog.model.conference import Conference, Journal, Output, Stage
from styringsdialog.model.conformance import Profile
from styringsdialog.model.design import Design, PageTemplates
from styringsdialog.model.fields import written_fields
from styringsdialog.model.part_order import DEFAULT_ORDER
from styringsdialog.model.people import Contributor, Speaker, Talk, Theme
from styringsdialog.model.scalars import ImageFile, Line, Quotes

START = dt.datetime(2031, 11, 20, 22, 30, 0, 123)  # noqa: DTZ001 - wall-clock time at the place


def written(folder: Path, *, all_in_use: bool = False) -> Path:
    for name, content in starter_files(START).items():
        (folder / name).parent.mkdir(exist_ok=True)
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
            continue
        is_used = all_in_use and name.endswith(".toml")
        used = re.sub(r"^#(?=[^\s:])", "", content, flags=re.MULTILINE) if is_used else content
        (folder / name).write_text(used, encoding="utf-8")
    if all_in_use:
        # What a blank edition names and does not bring: a logo, and templates of its own.
        for name in ("logo.png", *(f"templates/{field.name}.j2" for field in attrs.fields(PageTemplates))):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text("x", encoding="utf-8")
    return folder


def test_a_blank_edition_loads(tmp_path: Path) -> None:
    conference = load_conference(written(tmp_path))
    assert conference.start == START.replace(microsecond=0)
    assert conference.end == conference.start + dt.timedelta(hours=3)
    assert conference.referat is not None
    assert (conference.contributors, conference.themes, conference.journal) == ((), (), Journal())
    assert (conference.programme, conference.participants, conference.parts) == ((), (), DEFAULT_ORDER)


def test_a_blank_edition_says_that_it_is_one(tmp_path: Path) -> None:
    assert "ikke udfyldt" in load_conference(written(tmp_path)).notice


def test_what_nobody_has_filled_in_is_named_with_its_key(tmp_path: Path) -> None:
    blank = load_conference(written(tmp_path))
    found = unfilled(blank, (Stage.INFORMATIONSPAKKE,))
    assert [problem.where for problem in found] == [
        f"conference.toml: {key}" for key in ("host", "place", "notice")
    ] + [
        "invitation.md",
        "velkomst.md",
    ]
    assert all("write" in problem.hint and "udfyld" in problem.text(Language.DANISH).hint for problem in found)
    assert found[0].message == "still says «Kommunens navn», as in a blank edition"
    assert unfilled(blank, (Stage.REFERAT,))[-1].where == "referat.md"


def test_in_use_every_placeholder_that_is_printed_is_named_and_nothing_else(tmp_path: Path) -> None:
    found = {one.where.partition(": ")[2] for one in unfilled(load_conference(written(tmp_path, all_in_use=True)), ())}
    talk = "themes[0].talks[0]"
    assert found == {
        *(
            "host",
            "place",
            "contact",
            "notice",
            "contributors[0].name",
            "contributors[0].sort_name",
            "contributors[0].contact",
        ),
        *("contributors[0].ask", "design.logo_text"),
        *("themes[0].title", f"{talk}.title"),
        *(f"{talk}.speakers[0].{key}" for key in ("name", "title", "organisation")),
    }


def test_key_figures_that_happen_to_be_for_the_same_years_and_zero_are_no_placeholders(tmp_path: Path) -> None:
    conference = load_conference(written(tmp_path, all_in_use=True))
    figures = starter._blank(KeyFigures, START)
    (row,) = figures.rows
    told = attrs.evolve(
        figures, title="Almene boliger", source="BBR", rows=(attrs.evolve(row, label="Familieboliger"),)
    )
    assert (told.unit, told.columns, row.values) == ("boliger", ("2028", "2029", "2030"), (0, 0, 0))
    found = unfilled(attrs.evolve(conference, key_figures=(told,)), ())
    assert not [one for one in found if "key_figures" in one.where]


def test_a_filled_in_edition_is_passed_over(tmp_path: Path) -> None:
    conference = load_conference(written(tmp_path))
    filled = attrs.evolve(
        conference, host=Line("Vestby"), place=Line("Rådhuset"), notice="", invitation=None, welcome=None, referat=None
    )
    assert unfilled(filled, tuple(Stage)) == ()


def test_every_key_can_be_put_to_use(tmp_path: Path) -> None:
    conference = load_conference(written(tmp_path, all_in_use=True))
    assert conference.slug == "kommunens-navn-2031"
    assert conference.updated == START.date()
    assert conference.contributors[0].settings == {"path": "bilag/kommunen"}
    assert conference.themes[0].talks[0].speakers[0].name
    assert conference.output.require == (Profile.UA1, Profile.A2A)
    assert (conference.draft, conference.quotes) == (True, Quotes.CURLY)
    assert conference.design.logo == ImageFile("logo.png")
    assert [name for name, _ in conference.design.templates.chosen] == list(written_fields(PageTemplates))


@pytest.mark.parametrize(
    "kind",
    [
        Conference,
        Journal,
        Design,
        PageTemplates,
        Output,
        Contributor,
        Theme,
        Talk,
        Speaker,
    ],
)
def test_every_key_of_the_model_is_shown_with_its_explanation(kind: type[attrs.AttrsInstance]) -> None:
    text = str(starter_files(START)["conference.toml"])
    for field in written_fields(kind).values():
        explained = re.escape(f"# {field.doc}\n")
        assert re.search(rf"^{explained}#?(?:{field.name} = |\[+(?:\w+\.)*{field.name}\]+$)", text, re.MULTILINE)


def test_every_column_of_a_list_stands_in_the_workbook_with_an_example_that_is_not_printed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path) / "konference.xlsx")
    for words in LISTS.values():
        headings, example = book[words.sheets[0]].iter_rows(values_only=True)
        assert headings[: len(words.columns)] == tuple(said[0] for said in words.columns.values())
        assert any(example)
    choices = [one.formula1 for one in book["Deltagere"].data_validations.dataValidation]
    assert choices == ['"til stede,afbud,udeblevet"', '"åben,lukket"']
    assert [getattr(load_conference(tmp_path), key) for key in LISTS] == [()] * len(LISTS)


def test_what_is_required_stands_in_use_and_what_is_not_is_commented_out() -> None:
    used = tomllib.loads(str(starter_files(START)["conference.toml"]))
    assert list(used) == [
        "title",
        "host",
        "start",
        "end",
        "place",
        "notice",
        "invitation",
        "welcome",
        "referat",
        *LISTS,
        "journal",
        "limits",
        "privacy",
        "design",
        "output",
    ]
    assert (used["journal"], used["output"]) == ({}, {})


def test_the_time_zone_of_the_clock_is_left_out() -> None:
    files = starter_files(START.replace(tzinfo=dt.UTC))
    assert files["conference.toml"] == starter_files(START)["conference.toml"]


def test_no_line_ends_in_a_space() -> None:
    for text in [content for content in starter_files(START).values() if isinstance(content, str)]:
        assert text.endswith("\n")
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
