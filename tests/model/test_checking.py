"""A conference guards itself: one made in Python is told what one in a folder is told, and nothing else is raised."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from styringsdialog import (
    Agreement,
    Bilag,
    BlocksContents,
    Conference,
    Contributor,
    ContributorKind,
    Design,
    EditionError,
    ImageFile,
    KeyFigureRow,
    KeyFigures,
    Limits,
    Participant,
    ProgrammeItem,
    Talk,
    TextFile,
    Theme,
)
from styringsdialog.loading.series import load_conference
from styringsdialog.workshop.sample import sample_conference

GOOD: dict[str, Any] = {
    "title": "Styringsdialogkonference",
    "host": "Prøveby Kommune",
    "start": dt.datetime(2030, 5, 16, 15),  # noqa: DTZ001 - wall-clock time at the place
    "end": dt.datetime(2030, 5, 16, 18),  # noqa: DTZ001 - as above
    "place": "Rådhuset",
    "folder": Path("/udgave"),
}
TOML = {
    "title": '"Styringsdialogkonference"',
    "host": '"Prøveby Kommune"',
    "start": "2030-05-16T15:00:00",
    "end": "2030-05-16T18:00:00",
    "place": '"Rådhuset"',
}

VIBO = '[[contributors]]\nid = "vibo"\nname = "VIBO"\nkind = "other"\nplugin = "folder"\n'


def untyped(value: object) -> Any:
    """Return ``value`` as mypy lets it pass: that it is of the wrong type is the point."""
    return value


def contributor(**changes: Any) -> Contributor:
    given = {"id": "vibo", "name": "VIBO", "kind": ContributorKind.OTHER, "plugin": "folder"}
    return Contributor(**given | changes)


def figures(**changes: Any) -> dict[str, Any]:
    row = KeyFigureRow(label="Familieboliger", values=changes.pop("values", (1.0, 2.0)))
    return {"key_figures": (KeyFigures(**{"title": "Boliger", "columns": ("2029", "2030"), "rows": (row,)} | changes),)}


def figures_in_toml(title: str = '"Boliger"', columns: str = '["2029", "2030"]', values: str = "[1, 2]") -> str:
    row = f'[[key_figures.rows]]\nlabel = "Familieboliger"\nvalues = {values}\n'
    return f"[[key_figures]]\ntitle = {title}\ncolumns = {columns}\n{row}"


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that is wrong, as Python says it and as conference.toml does.

    Attributes:
        python: What is not as in a good conference.
        toml: The same; nothing where a file cannot say it.
        told: What is told of it.
        told_of_file: The same of a file, where it has other words for types.
    """

    python: dict[str, Any]
    toml: dict[str, str] | str = ""
    where: str
    told: str
    told_of_file: str = ""


NO_KEY = "'Væ' is not a key: small letters a-z, digits, _ and -, with a letter first"
FAULTS = {
    "an empty title": Fault(python={"title": ""}, toml={"title": '""'}, where="title", told="may not be blank"),
    "a title of two lines": Fault(
        python={"title": "a\nb"},
        toml={"title": '"a\\nb"'},
        where="title",
        told="must stand on one line, without tabs",
    ),
    "a title that cannot be printed": Fault(
        python={"title": "a\x01b"},
        toml={"title": '"a\\u0001b"'},
        where="title",
        told="holds the control character U+0001, as character 2",
    ),
    "an end before the start": Fault(
        python={"end": dt.datetime(2030, 5, 16, 14)},  # noqa: DTZ001 - as above
        toml={"end": "2030-05-16T14:00:00"},
        where="end",
        told="2030-05-16T14:00:00 is before the start, 2030-05-16T15:00:00",
    ),
    "uneven key figures": Fault(
        python=figures(values=(1.0,)),
        toml=figures_in_toml(values="[1]"),
        where="key_figures[0].rows[0].values",
        told="there are 1 numbers for 2 columns",
    ),
    "key figures without end": Fault(
        python=figures(values=(1.0, math.inf)),
        toml=figures_in_toml(values="[1, inf]"),
        where="key_figures[0].rows[0].values[1]",
        told="is no number that can be printed",
    ),
    "key figures that are none": Fault(
        python=figures(values=5),
        toml=figures_in_toml(values="5"),
        where="key_figures[0].rows[0].values",
        told="must be a tuple, but is a whole number (5)",
        told_of_file="must be a list, but is a whole number (5)",
    ),
    "key figures without a title": Fault(
        python=figures(title=" "), toml=figures_in_toml('" "'), where="key_figures[0].title", told="may not be blank"
    ),
    "an id that is no key": Fault(
        python={"contributors": (contributor(id="Væ"),)},
        toml=VIBO.replace('"vibo"', '"Væ"'),
        where="contributors[0].id",
        told=NO_KEY,
    ),
    "two contributors of one id": Fault(
        python={"contributors": (contributor(), contributor())},
        toml=VIBO + VIBO,
        where="contributors[1].id",
        told="'vibo' is already the id of contributors[0]",
    ),
    "a kind as text": Fault(
        python={"contributors": (contributor(kind="kommune"),)},
        where="contributors[0].kind",
        told="must be a ContributorKind, but is a string",
    ),
    "a kind that there is not": Fault(
        python={"contributors": (contributor(kind="andet"),)},
        toml=VIBO.replace('"other"', '"andet"'),
        where="contributors[0].kind",
        told="'andet' is not one of kommune, boligorganisation, administrationsorganisation, andre",
    ),
    "settings that no file could hold": Fault(
        python={"contributors": (contributor(settings={"path": [Path("bilag")]}),)},
        where="contributors[0].settings.path[0]",
        told="must be a string, a number, a boolean, a date, a time, a list or a table, but is a PosixPath",
    ),
    "settings that are none": Fault(
        python={"contributors": (contributor(settings="bilag"),)},
        toml=f'{VIBO}settings = "bilag"\n',
        where="contributors[0].settings",
        told="must be a table, but is a string",
    ),
    "a start with a zone": Fault(
        python={"start": dt.datetime(2030, 5, 16, 15, tzinfo=dt.UTC)},
        toml={"start": "2030-05-16T15:00:00Z"},
        where="start",
        told="must be a local date-time, but is a date-time with an offset",
    ),
    "an item with a zone": Fault(
        python={
            "programme": (
                ProgrammeItem(start=dt.time(15), title="Velkomst"),
                ProgrammeItem(start=dt.time(16, tzinfo=dt.UTC), title="Pause"),
            )
        },
        where="programme[1].start",
        told="must be a local time, but is a time with an offset",
    ),
    "a text where a list is wanted": Fault(
        python={"agreements": (Agreement(what=untyped("Byg"), parties=untyped("Alle")),)},
        toml='[[agreements]]\nwhat = "Byg"\nparties = "Alle"\n',
        where="agreements[0].parties",
        told="must be a tuple, but is a string",
        told_of_file="must be a list, but is a string",
    ),
    "a list where a tuple is wanted": Fault(
        python={"participants": [Participant(name=untyped("Åse"), organisation=untyped("VIBO"))]},
        where="participants",
        told="must be a tuple, but is a list",
    ),
    "a text where a folder is wanted": Fault(
        python={"folder": "udgave"}, where="folder", told="must be a path, but is a string"
    ),
    "a text where a date is wanted": Fault(
        python={"updated": "2030-05-01"},
        toml={"updated": '"2030-05-01"'},
        where="updated",
        told="must be a local date, but is a string",
    ),
    "a moment where a date is wanted": Fault(
        python={"updated": dt.datetime(2030, 5, 1)},  # noqa: DTZ001 - as above
        toml={"updated": "2030-05-01T00:00:00"},
        where="updated",
        told="must be a local date, but is a local date-time",
    ),
    "the name of a text in place of the text": Fault(
        python={"referat": "referat.md"}, where="referat", told="must be a TextFile, but is a string"
    ),
    "a text that says nothing": Fault(
        python={"referat": TextFile("referat.md", "\n")}, where="referat.text", told="may not be blank"
    ),
    "a logo without a name": Fault(
        python={"design": Design(logo=ImageFile(""))},
        toml='[design]\nlogo = ""\n',
        where="design.logo.path",
        told="may not be blank",
    ),
    "a colour that cannot be read": Fault(
        python={"design": Design(accent=untyped("#ffff00"))},
        toml='[design]\naccent = "#ffff00"\n',
        where="design.accent",
        told="'#ffff00' has a contrast of 1.07:1 to white, and text needs 4.5:1",
    ),
    "limits that nobody could keep": Fault(
        python={"limits": Limits(seconds=0)},
        toml="[limits]\nseconds = 0\n",
        where="limits.seconds",
        told="must be 1 or more",
    ),
    "a talk that refers to nobody": Fault(
        python={"themes": (Theme(key=untyped("t"), title=untyped("T"), talks=(Talk(bilag="dab"),)),)},
        toml='[[themes]]\nkey = "t"\ntitle = "T"\n[[themes.talks]]\nbilag = "dab"\n',
        where="themes[0].talks[0].bilag",
        told="there is no contributor with the id 'dab'",
    ),
    "an item that says nothing": Fault(
        python={"programme": (ProgrammeItem(start=dt.time(15)),)},
        toml="[[programme]]\nstart = 15:00:00\n",
        where="programme[0].title",
        told="says nothing of what happens",
    ),
    "a dictionary in place of a value": Fault(
        python={"journal": {"doknr": "1"}}, where="journal", told="must be a Journal, but is a table"
    ),
    "nothing where something is required": Fault(
        python={"host": None}, where="host", told="must be a string, but is nothing"
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_conference_made_in_python_is_told_with_its_path(name: str) -> None:
    fault = FAULTS[name]
    with pytest.raises(EditionError) as caught:
        Conference(**GOOD | fault.python)
    (problem,) = caught.value.problems
    assert (problem.where, problem.message) == (fault.where, fault.told)


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.toml])
def test_the_same_fault_in_conference_toml_is_told_with_the_file(name: str, tmp_path: Path) -> None:
    fault = FAULTS[name]
    keys, tables = (fault.toml, "") if isinstance(fault.toml, dict) else ({}, fault.toml)
    toml = "".join(f"{key} = {value}\n" for key, value in (TOML | keys).items()) + tables
    (tmp_path / "conference.toml").write_text(toml, "utf-8")
    with pytest.raises(EditionError) as caught:
        load_conference(tmp_path)
    (problem,) = caught.value.problems
    assert problem.where == f"conference.toml: {fault.where.removesuffix('.path')}"
    assert problem.message == (fault.told_of_file or fault.told)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(EditionError) as caught:
        Conference(**GOOD | {"title": "", "folder": "x", "contributors": (contributor(id="Væ"), contributor(), "x")})
    assert [problem.where for problem in caught.value.problems] == [
        "title",
        "contributors[0].id",
        "contributors[2]",
        "folder",
    ]


def test_a_good_conference_that_is_changed_is_judged_anew() -> None:
    conference = Conference(**GOOD)
    with pytest.raises(EditionError, match="title: may not be blank"):
        attrs.evolve(conference, title=untyped(" "))


def test_what_plugins_make_is_judged_by_the_host_and_not_where_it_is_made() -> None:
    uneven = figures(values=(1.0,))["key_figures"]
    assert Bilag(key="Væ", title="", contents=BlocksContents(uneven)).key == "Væ"


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the path of every attribute, and of every item, in a conference."""
    if path:
        yield path
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from places(getattr(value, field.name), (*path, field.name))


def with_another(value: Any, path: tuple[str | int, ...], odd: object) -> Any:
    """Return ``value`` with ``odd`` at ``path``."""
    if not path:
        return odd
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], with_another(value[step], tuple(rest), odd), *value[step + 1 :])
    return attrs.evolve(value, **{step: with_another(getattr(value, step), tuple(rest), odd)})


@pytest.mark.parametrize(
    "odd",
    [
        *(
            None,
            5,
            10**5000,
            1.5,
            math.nan,
            True,
            "",
            "x",
            "a\tb",
            b"x",
            (),
            [],
            {},
            {1: 2},
            {"a"},
            object(),
            Path("x"),
        ),
        *((None,), ("x",), (5, 5), ([],), dt.date(2030, 5, 16), dt.time(15), dt.time(15, tzinfo=dt.UTC), dt.UTC),
        *(dt.datetime.max, dt.datetime(2030, 5, 16, tzinfo=dt.UTC), Limits(), Talk()),  # noqa: DTZ901 - as above
    ],
    ids=lambda odd: type(odd).__name__,
)
def test_whatever_stands_where_nothing_but_an_edition_error_comes_of_it(odd: object, tmp_path: Path) -> None:
    sample = sample_conference(tmp_path, plugin="folder", settings={"path": "bilag", "list": [{"a": 1}]})
    errors = []
    for path in places(sample):
        try:
            with_another(sample, path, odd)
        except EditionError as error:
            errors.append(error)
    assert errors
    assert all(problem.where and problem.message for error in errors for problem in error.problems)
