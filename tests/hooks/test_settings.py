from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from styringsdialog import EditionError, Fault
from styringsdialog.hooks.answer import structure_settings
from styringsdialog.model.scalars import freeze


class Colour(enum.StrEnum):
    GREEN = "grøn"
    RED = "rød"


class Level(enum.IntEnum):
    ONE = 1
    TWO = 2


@attrs.frozen(kw_only=True)
class Row:
    name: str
    count: int = 0


def positive(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if value < 1:
        raise ValueError(f"{attribute.name} must be at least 1")


@attrs.frozen(kw_only=True)
class Settings:
    path: Path
    share: float = 0.5
    open: bool = True
    day: dt.date | None = None
    moment: dt.datetime | None = None
    colour: Colour = Colour.GREEN
    level: Level = Level.ONE
    rows: tuple[Row, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict)
    year: int = attrs.field(default=1, validator=positive)


WHERE = "conference.toml: contributors[1].settings"


def structured(**settings: object) -> object:
    frozen = freeze(settings)
    assert isinstance(frozen, Mapping)
    return structure_settings(frozen, Settings, place=1, plugin="prøve")


def test_a_table_becomes_the_plugins_own_class() -> None:
    assert structured(
        path="tal.csv",
        share=1,
        open=False,
        day=dt.date(2030, 5, 16),
        colour="rød",
        level=2,
        rows=[{"name": "a", "count": 2}, {"name": "b"}],
        names={"æ": "ø"},
    ) == Settings(
        path=Path("tal.csv"),
        share=1.0,
        open=False,
        day=dt.date(2030, 5, 16),
        colour=Colour.RED,
        level=Level.TWO,
        rows=(Row(name="a", count=2), Row(name="b")),
        names={"æ": "ø"},
    )


@pytest.mark.parametrize(
    ("settings", "place", "message"),
    [
        ({"path": 7}, ".path", "must be a string, but is a whole number (7)"),
        ({"path": ""}, ".path", "may not be blank"),
        ({"path": "a", "share": "0.5"}, ".share", "must be a number, but is a string"),
        ({"path": "a", "share": True}, ".share", "must be a number, but is a boolean (true)"),
        ({"path": "a", "open": "ja"}, ".open", "must be a boolean, but is a string"),
        ({"path": "a", "open": 1}, ".open", "must be a boolean, but is a whole number (1)"),
        ({"path": "a", "year": "2030"}, ".year", "must be a whole number, but is a string"),
        ({"path": "a", "year": True}, ".year", "must be a whole number, but is a boolean (true)"),
        ({"path": "a", "year": 0}, "", "year must be at least 1"),
        ({"path": "a", "day": "2030-05-16"}, ".day", "must be a local date, but is a string"),
        ({"path": "a", "day": dt.datetime(2030, 5, 16)}, ".day", "must be a local date"),  # noqa: DTZ001 - TOML's local time
        ({"path": "a", "colour": "blå"}, ".colour", "'blå' is not one of grøn, rød"),
        ({"path": "a", "colour": 7}, ".colour", "must be a string, but is a whole number (7)"),
        ({"path": "a", "level": 3}, ".level", "'3' is not one of 1, 2"),
        ({"path": "a", "rows": [{"name": "a"}, {"count": 1}]}, ".rows[1].name", "is required, and missing"),
        ({"path": "a", "rows": [{"name": "a", "count": "1"}]}, ".rows[0].count", "must be a whole number"),
        ({"path": "a", "rows": 7}, ".rows", "must be a list"),
        ({"path": "a", "rows": "abc"}, ".rows", "must be a list"),
        ({"path": "a", "rows": [7]}, ".rows[0]", "must be a table"),
        ({"path": "a", "names": 7}, ".names", "must be a table"),
        ({}, ".path", "is required, and missing"),
        ({"path": "a", "pathh": "b"}, ".pathh", "is not a known key"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(settings: dict[str, object], place: str, message: str) -> None:
    with pytest.raises(EditionError) as caught:
        structured(**settings)
    (problem,) = caught.value.problems
    assert problem.fault is Fault.EDITION
    assert problem.where == f"{WHERE}{place}"
    assert message in problem.message


def test_everything_wrong_is_told_at_once_with_near_misses() -> None:
    with pytest.raises(EditionError) as caught:
        structured(pth="a", yaer="x", share="y")
    assert {(problem.where.removeprefix(WHERE), problem.hint) for problem in caught.value.problems} == {
        (".path", 'write path = "…"'),
        (".pth", "did you mean 'path'?"),
        (".yaer", "did you mean 'year'?"),
        (".share", "write it without quotation marks, with a full stop before the decimals: 1234.5"),
    }


def test_a_plugin_without_settings_takes_none() -> None:
    assert structure_settings({}, None, place=1, plugin="prøve") is None
    with pytest.raises(EditionError) as caught:
        structure_settings({"path": 1, "b": 2}, None, place=1, plugin="prøve")
    assert [problem.where for problem in caught.value.problems] == [f"{WHERE}.path", f"{WHERE}.b"]
    assert caught.value.problems[0].message == "the plugin 'prøve' has no settings"


def test_a_fault_of_the_class_itself_is_not_the_editions() -> None:
    def explode(_: object) -> str:
        raise RuntimeError("i stykker")

    @attrs.frozen
    class Broken:
        name: str = attrs.field(converter=explode)

    with pytest.raises(RuntimeError, match="i stykker"):
        structure_settings({"name": "a"}, Broken, place=1, plugin="prøve")
