"""Schema and loader hold documents to the same: any good one loads as what it says, any bad one is refused by both."""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from styringsdialog.errors import EditionError
from styringsdialog.loading.series import load_conference
from styringsdialog.loading.starter import edition_schema
from styringsdialog.model.conference import Agreement, Conference, FollowUp, Journal
from styringsdialog.model.fields import written_fields
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.people import (
    Attendance,
    Contributor,
    ContributorKind,
    Participant,
    ProgrammeItem,
    ProgrammeKind,
    Speaker,
    Talk,
    Theme,
)
from styringsdialog.model.scalars import Quotes

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "hoeje-taastrup"

# ------------------------------------------------------------- a TOML writer


def toml(value: Any) -> str:
    """Write a value as TOML, tables in line."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            escaped = "".join(
                char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08X}" for char in value
            )
            return f'"{escaped}"'
        case dt.date() | dt.time():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{toml(key)} = {toml(item)}' for key, item in value.items())} }}"
    raise TypeError(value)


def document(data: Mapping[str, Any]) -> str:
    return "".join(f"{toml(key)} = {toml(value)}\n" for key, value in data.items())


def as_json(value: Any) -> Any:
    """Give TOML data as JSON has it, dates and times as strings."""
    return json.loads(json.dumps(value, default=lambda moment: moment.isoformat()))


# ------------------------------------------------------------ good documents

# Nor what says that a letter was lost: U+FFFD, and what «æ» becomes when it is saved in two encodings.
printable = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="Ã\N{REPLACEMENT CHARACTER}")
texts = st.text(printable, max_size=12)
lines = texts.filter(str.strip)
keys = st.from_regex("[a-z][a-z0-9_-]{0,8}", fullmatch=True)
moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1))  # noqa: DTZ001 - local, as the model has it
scalars = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from("\n\t"), max_size=8)
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | moments
    | st.dates(dt.date(1900, 1, 1))
)
plain = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)


def table(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give tables that have all keys without a trailing _, and any of the others."""
    required = {name: field for name, field in fields.items() if not name.endswith("_")}
    optional = {name.removesuffix("_"): field for name, field in fields.items() if name.endswith("_")}
    return st.fixed_dictionaries(required, optional=optional)


def sorted_cover_first(parts: list[PackagePart]) -> list[str]:
    """Give ``parts`` as an edition may order them: the cover is the first page or none."""
    return [part.value for part in sorted(parts, key=lambda part: part is not PackagePart.FORSIDE)]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Give the TOML data of a good edition."""
    kinds = st.sampled_from([kind.value for kind in ContributorKind])
    contributors = draw(
        st.lists(
            table(
                id=keys,
                name=lines,
                kind=kinds,
                plugin=keys,
                sort_name_=texts,
                settings_=st.dictionaries(texts, plain, max_size=3),
            ),
            max_size=3,
            unique_by=lambda contributor: contributor["id"],
        )
    )
    targets = st.sampled_from(["", *(contributor["id"] for contributor in contributors)])
    speakers = st.lists(table(name=lines, title_=texts, organisation_=texts), max_size=2)
    talks = st.lists(table(title_=texts, speakers_=speakers, bilag_=targets), max_size=2)
    parts = draw(st.lists(st.sampled_from(PackagePart), unique=True).map(sorted_cover_first))
    statuses = st.sampled_from([status.value for status in Attendance])
    participants = table(name=lines, organisation=lines, title_=texts, administrator_=texts, status_=statuses)
    clock = st.times().map(lambda time: time.replace(second=0, microsecond=0))
    kinds_of_item = st.sampled_from([kind.value for kind in ProgrammeKind])
    items = table(start=clock, title=lines, kind_=kinds_of_item, speakers_=speakers, place_=texts)
    programme = st.lists(items, max_size=3).map(lambda found: sorted(found, key=lambda item: item["start"]))
    themes = st.lists(table(key=keys, title=lines, talks_=talks), max_size=3, unique_by=lambda theme: theme["key"])
    start, end = sorted(draw(st.tuples(moments, moments)))
    return draw(
        table(
            title=lines,
            host=lines,
            start=st.just(start),
            end=st.just(end),
            place=lines,
            recurrence_=texts,
            notice_=texts,
            updated_=st.dates(dt.date(1900, 1, 1)),
            slug_=keys,
            journal_=table(sagsbehandler_=texts, doknr_=texts, sagsnr_=texts),
            contributors=st.just(contributors),
            themes_=themes,
            draft_=st.booleans(),
            quotes_=st.sampled_from([quotes.value for quotes in Quotes]),
            parts_=st.just(parts),
            programme_=programme,
            participants_=st.lists(participants, max_size=2),
            agreements_=st.lists(table(what=lines, parties_=st.lists(lines, max_size=2), when_=texts), max_size=2),
            follow_ups_=st.lists(table(what=lines, contact_=texts, when_=texts, condition_=texts), max_size=2),
        )
    )


def composed(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case list():
            return [composed(item) for item in value]
        case dict():
            return {composed(key): composed(item) for key, item in value.items()}
    return value


def conference_of(data: dict[str, Any], folder: Path) -> Conference:
    """Give the conference that good data says, made by hand."""
    data = composed(data)
    themes = tuple(
        Theme(
            **theme
            | {
                "talks": tuple(
                    Talk(**talk | {"speakers": tuple(Speaker(**speaker) for speaker in talk.get("speakers", []))})
                    for talk in theme.get("talks", [])
                )
            }
        )
        for theme in data.pop("themes", [])
    )
    contributors = tuple(
        Contributor(**contributor | {"kind": ContributorKind(contributor["kind"])})
        for contributor in data.pop("contributors")
    )
    journal = Journal(**data.pop("journal", {}))
    structured: dict[str, Any] = {
        "programme": tuple(
            ProgrammeItem(
                **item
                | {"kind": ProgrammeKind(item.get("kind", ProgrammeKind.ANDET))}
                | {"speakers": tuple(Speaker(**speaker) for speaker in item.get("speakers", []))}
            )
            for item in data.pop("programme", [])
        ),
        "participants": tuple(
            Participant(**one | {"status": Attendance(one.get("status", Attendance.PRESENT))})
            for one in data.pop("participants", [])
        ),
        "agreements": tuple(
            Agreement(**one | {"parties": tuple(one.get("parties", []))}) for one in data.pop("agreements", [])
        ),
        "follow_ups": tuple(FollowUp(**one) for one in data.pop("follow_ups", [])),
    }
    if "parts" in data:
        structured["parts"] = tuple(map(PackagePart, data.pop("parts")))
    if "quotes" in data:
        structured["quotes"] = Quotes(data.pop("quotes"))
    return Conference(
        **data, **structured, contributors=contributors, themes=themes, journal=journal, folder=folder.resolve()
    )


@given(documents())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_good_document_loads_as_what_it_says(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "conference.toml").write_text(document(data), encoding="utf-8")
    assert load_conference(folder) == conference_of(data, folder)
    assert VALIDATOR.is_valid(as_json(data))


# -------------------------------------------------------------------- schema

VALIDATOR = Draft202012Validator(edition_schema(), format_checker=FormatChecker())


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(edition_schema())
    assert json.loads(json.dumps(edition_schema())) == edition_schema()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ((), Conference),
        (("journal",), Journal),
        (("contributors", "[]"), Contributor),
        (("themes", "[]"), Theme),
        (("themes", "[]", "talks", "[]"), Talk),
        (("themes", "[]", "talks", "[]", "speakers", "[]"), Speaker),
        (("programme", "[]"), ProgrammeItem),
        (("programme", "[]", "speakers", "[]"), Speaker),
        (("participants", "[]"), Participant),
        (("agreements", "[]"), Agreement),
        (("follow_ups", "[]"), FollowUp),
    ],
)
def test_each_table_has_the_models_keys_and_explanations(
    path: tuple[str, ...], kind: type[attrs.AttrsInstance]
) -> None:
    found = edition_schema()
    for step in path:
        found = found["items"] if step == "[]" else found["properties"][step]
    fields = written_fields(kind)
    assert {name: key["description"] for name, key in found["properties"].items()} == {
        name: field.doc for name, field in fields.items()
    }
    assert found.get("required", []) == [name for name, field in fields.items() if field.required]
    assert found["additionalProperties"] is False


def test_only_settings_take_any_key() -> None:
    contributor = edition_schema()["properties"]["contributors"]["items"]
    assert "additionalProperties" not in contributor["properties"]["settings"]
    assert "folder" not in edition_schema()["properties"]


def test_the_example_fits_the_schema() -> None:
    data = tomllib.loads((EXAMPLE / "conference.toml").read_text(encoding="utf-8"))
    assert [error.message for error in VALIDATOR.iter_errors(as_json(data))] == []


def test_kinds_are_listed() -> None:
    contributor = edition_schema()["properties"]["contributors"]["items"]
    assert contributor["properties"]["kind"]["enum"] == [*ContributorKind, "andre", "anden"]


# ------------------------------------------------------------- bad documents

LOCAL = dt.datetime(2030, 5, 16, 15)  # noqa: DTZ001 - wall-clock time at the place
GOOD: dict[str, Any] = {
    "title": "a",
    "host": "b",
    "start": LOCAL,
    "end": LOCAL,
    "place": "c",
    "updated": LOCAL.date(),
    "slug": "a-2030",
    "journal": {"doknr": "1"},
    "contributors": [{"id": "vibo", "name": "V", "kind": "other", "plugin": "folder", "settings": {"a": 1}}],
    "themes": [{"key": "a", "title": "b", "talks": [{"bilag": "vibo", "speakers": [{"name": "N"}]}]}],
    "draft": True,
    "quotes": "“…”",
    "parts": ["forside", "program"],
    "programme": [{"start": dt.time(14), "end": dt.time(16), "title": "T", "kind": "pause", "place": "P"}],
    "participants": [{"name": "N", "organisation": "O", "administrator": "D", "status": "afbud"}],
    "agreements": [{"what": "W", "parties": ["P"], "when": "W"}],
    "follow_ups": [{"what": "W", "contact": "C", "when": "W", "condition": "C"}],
}

Path_ = tuple[str | int, ...]
DELETED = object()


def mutated(path: Path_, value: Any) -> dict[str, Any]:
    """Give the good document with another value in one place, or without it."""
    data = copy.deepcopy(GOOD)
    parent: Any = data
    for step in path[:-1]:
        parent = parent[step]
    if value is DELETED:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return data


def value_at(path: Path_) -> Any:
    value: Any = GOOD
    for step in path:
        value = value[step]
    return value


def places(value: Any, path: Path_ = ()) -> list[Path_]:
    """Give the path of every value in the good document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(place for key, item in items for place in places(item, (*path, key)))]


def accepted(folder: Path, data: dict[str, Any]) -> bool:
    (folder / "conference.toml").write_text(document(data), encoding="utf-8")
    try:
        load_conference(folder)
    except EditionError:
        return False
    return True


VALUES = [
    DELETED,
    5,
    1.5,
    True,
    "",
    " ",
    "x",
    "Å",
    "a\nb",
    "a\u0085b",
    LOCAL.replace(tzinfo=dt.UTC),
    dt.time(15),
    [],
    ["a"],
    [{}],
    {},
    {"unknown": 1},
]


@pytest.mark.parametrize("path", places(GOOD), ids=str)
def test_schema_and_loader_agree_on_every_change(tmp_path: Path, path: Path_) -> None:
    for value in VALUES:
        if path[-1] == "bilag" and isinstance(value, str):
            continue  # Whether there is such a contributor is no matter for a schema.
        if isinstance(value, dt.datetime | dt.time) and not isinstance(value_at(path), dt.date | dt.time):
            continue  # To JSON a moment is a string, and would do for one.
        if "settings" in path[:-1]:
            continue  # The schema does not look into what is the plugin's.
        if path in {("contributors",), ("contributors", 0), ("contributors", 0, "id")}:
            data = mutated(path, value)
            del data["themes"]  # They refer to the contributor.
        else:
            data = mutated(path, value)
        assert accepted(tmp_path, data) is VALIDATOR.is_valid(as_json(data)), (path, value)


def test_the_good_document_is_good(tmp_path: Path) -> None:
    assert accepted(tmp_path, GOOD)
    assert VALIDATOR.is_valid(as_json(GOOD))


def test_an_unknown_key_is_refused_in_every_table(tmp_path: Path) -> None:
    for path in [(), *places(GOOD)]:
        if isinstance(value_at(path), dict) and "settings" not in path:
            data = mutated((*path, "unknown"), 1)
            assert not accepted(tmp_path, data)
            assert not VALIDATOR.is_valid(as_json(data))
