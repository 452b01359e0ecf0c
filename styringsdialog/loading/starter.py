"""What the model says of its keys: a blank edition and a blank series, what of them is not filled in, a JSON Schema."""

from __future__ import annotations

import datetime as dt
import enum
import json
import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Union, get_args, get_origin

import attrs

from styringsdialog.errors import Problem
from styringsdialog.loading.headings import LISTS
from styringsdialog.loading.series import HANDING_IN
from styringsdialog.model.bilag_toml import Listing
from styringsdialog.model.colour import Accent
from styringsdialog.model.conference import WORKBOOK, Conference, Stage
from styringsdialog.model.fields import Field, written_fields
from styringsdialog.model.places import FILE, SERIES_FILE, TomlPath, in_file, problem
from styringsdialog.model.scalars import DANISH, KEY_PATTERN, ImageFile, Key, Line, TextFile, as_written
from styringsdialog.model.series import Series

# What editors read of conference.toml: its name begins with a dot, so that it is no part of the edition.
SCHEMA: Final = ".conference.schema.json"

_HEAD: Final = f"""\
#:schema ./{SCHEMA}
# En udgave af en styringsdialogkonference.
#
# Linjer, der begynder med # og et mellemrum, er forklaringer. Linjer, der begynder med # uden
# mellemrum, er nøgler, der ikke er i brug: fjern tegnet, og skriv værdien.
# Nøgler til konferencen selv skal stå over den første linje i [klammer].
"""

_SERIES_HEAD: Final = """\
# En serie af styringsdialogkonferencer. Hver udgave har sin egen mappe ved siden af denne fil.
#
# Linjer, der begynder med # og et mellemrum, er forklaringer. Linjer, der begynder med # uden
# mellemrum, er nøgler, der ikke er i brug, med den værdi, de har uden at stå her.
"""

# In place of the texts, by their keys.
_UNWRITTEN: Final = MappingProxyType(
    {
        "invitation": "Invitationen er endnu ikke skrevet.\n",
        "welcome": "Velkomsten er endnu ikke skrevet.\n",
        "referat": "## Baggrund\n\nReferatet er endnu ikke skrevet.\n",
    }
)
_ANY_TEXT: Final = "Teksten er endnu ikke skrevet.\n"


def starter_files(start: dt.datetime) -> dict[str, str | bytes]:
    """Return the files of a blank edition that begins at ``start`` and lasts three hours: name and content.

    Every key of the model is there with its Danish explanation, the optional ones commented
    out. It loads as it is, and with any of them put to use.
    """
    begins = start.replace(tzinfo=None, microsecond=0)
    keys = written_fields(Conference)
    return {
        FILE: "\n".join([_HEAD, *_keys(Conference, (), begins, active=True)]) + "\n",
        **{keys[name].example: text for name, text in _UNWRITTEN.items()},
        WORKBOOK: blank_workbook(begins),
        f"bilag/{HANDING_IN}": (
            "Lav en mappe her til hver leverandør, med det navn, der står som id i conference.toml, "
            "og læg deres bilag i den.\n"
        ),
        **schema_file(),
    }


def schema_file() -> dict[str, str | bytes]:
    """Return the file that tells editors what the keys of conference.toml are: name and content."""
    return {SCHEMA: json.dumps(edition_schema(), ensure_ascii=False, indent=1) + "\n"}


def blank_workbook(start: dt.datetime, items: Mapping[str, Sequence[Any]] = MappingProxyType({})) -> bytes:
    """Return a workbook with a sheet for each list, which holds ``items``, or else a row that is an example."""
    # Takes as long to import as all the rest, and only a new edition needs it.
    from styringsdialog.loading.workbook import written_workbook  # noqa: PLC0415 - see above

    kinds = {key: get_args(written_fields(Conference)[key].type)[0] for key in LISTS}
    return written_workbook({key: items.get(key) or (_blank(kind, start),) for key, kind in kinds.items()})


def _blank(kind: Any, start: dt.datetime) -> Any:
    """Return the example of a value of ``kind``; of no talk, which a blank edition has not, and of no day."""
    given = {}
    for field in written_fields(kind).values():
        inner = _table_in(field.type)
        given[field.name] = _example(kind, field, start) if inner is None else (_blank(inner, start),)
    return kind(**given | ({"talk": "", "day": None} if "talk" in given else {}))


def series_files() -> dict[str, str]:
    """Return the files of a blank series: name and text. Every key of the model is there with its explanation."""
    return {SERIES_FILE: "\n".join([_SERIES_HEAD, *_keys(Series, (), None, active=True)]) + "\n"}


def unwritten(key: str) -> str:
    """Return what a blank edition has in place of the text that ``key`` of conference.toml names."""
    return _UNWRITTEN.get(key, _ANY_TEXT)


def is_unwritten(text: TextFile) -> bool:
    """Tell whether ``text`` still says, below its headings, only what a blank edition has in its place."""
    lines = [line for line in text.text.splitlines() if line.strip() and not line.startswith("#")]
    return lines in [[content.splitlines()[-1]] for content in (*_UNWRITTEN.values(), _ANY_TEXT)]


def unfilled(conference: Conference, stages: Collection[Stage]) -> tuple[Problem, ...]:
    """Return a problem for each text of the blank edition that ``stages`` would print: no fault of anybody's yet."""
    printed = (
        (conference.invitation, Stage.INFORMATIONSPAKKE),
        (conference.welcome, Stage.INFORMATIONSPAKKE),
        (conference.referat, Stage.REFERAT),
    )
    return (
        *(in_file(problem(path, "edition.not-filled-in", text=text), FILE) for path, text in _blanks(conference, ())),
        *(
            in_file(problem((), "edition.text-not-filled-in"), text.path)
            for text, stage in printed
            if text is not None and stage in stages and is_unwritten(text)
        ),
    )


def _blanks(value: Any, path: TomlPath) -> Iterator[tuple[TomlPath, str]]:
    """Return every text beneath ``value`` that the blank edition has in its place, with its TOML path."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _blanks(item, (*path, index))
    elif attrs.has(kind := type(value)):
        for field in written_fields(kind).values():
            inner = getattr(value, field.name)
            if field.keep:
                continue
            if isinstance(inner, str):
                # An empty one is not printed at all.
                if inner and inner == field.example:
                    yield (*path, field.name), inner
            elif isinstance(field.example, tuple):
                yield from (((*path, field.name, at), text) for at, text in enumerate(inner) if text in field.example)
            else:
                yield from _blanks(inner, (*path, field.name))


def _keys(
    kind: type[attrs.AttrsInstance], path: tuple[str, ...], start: dt.datetime | None, *, active: bool
) -> Iterator[str]:
    """Return the lines of a table: first its own keys, then the tables in it, as TOML wants it."""
    below: list[Field] = []
    for field in written_fields(kind).values():
        if _table_in(field.type) is not None and not isinstance(field.example, str):
            below.append(field)
            continue
        yield f"# {field.doc}"
        line = f"{field.name} = {_toml(_example(kind, field, start))}"
        yield _line(line, active=active and (field.required or field.active))
    for field in below:
        table = _table_in(field.type)
        is_list = get_origin(field.type) is tuple
        # A blank edition has a journal, but none of the things that there can be several of.
        in_use = active and not is_list and table is not Mapping
        inner = (*path, field.name)
        yield from ("", f"# {field.doc}")
        yield _line(f"[[{'.'.join(inner)}]]" if is_list else f"[{'.'.join(inner)}]", active=in_use)
        if table is Mapping:
            yield from (_line(f"{name} = {_toml(value)}", active=in_use) for name, value in field.example.items())
        else:
            yield from _keys(table, inner, start, active=in_use)


def _line(text: str, *, active: bool) -> str:
    return text if active else f"#{text}"


def _example(kind: type[attrs.AttrsInstance], field: Field, start: dt.datetime | None) -> Any:
    if field.example is None:
        return getattr(attrs.fields(kind), field.name).default
    return field.example(start) if callable(field.example) else field.example


def _toml(value: Any) -> str:
    """Return ``value`` as TOML writes it; what TOML has no type for is written as text."""
    match value:
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case int() | dt.date() | dt.time():
            return as_written(value)
    return json.dumps(str(value), ensure_ascii=False)


def _table_in(kind: Any) -> Any:
    """Return the class of the table or tables that a key of type ``kind`` holds; ``None`` for a plain value."""
    if get_origin(kind) is Mapping:
        return Mapping
    table = get_args(kind)[0] if get_origin(kind) is tuple else kind
    # A distance from the conference is a class too, but written as text: its attributes are no keys.
    return table if attrs.has(table) and any(field.doc for field in written_fields(table).values()) else None


# The same characters that loading refuses; a pattern that finds one is easier to read than
# one that finds none.
_ONE_LINE: Final[dict[str, Any]] = {
    "type": "string",
    "not": {"pattern": "[\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]"},
}
_TEXT: Final[dict[str, Any]] = _ONE_LINE | {"pattern": "\\S"}

_SIMPLE: Final[dict[Any, dict[str, Any]]] = {
    str: _ONE_LINE,
    int: {"type": "integer"},
    # nan is TOML's, and no number of JSON's.
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Line: _TEXT,
    TextFile: _TEXT,
    ImageFile: _TEXT,
    Accent: {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
    Key: {"type": "string", "pattern": f"^{KEY_PATTERN}$"},
    # Not "format": "date-time", which demands the offset that a local date-time has not.
    dt.datetime: {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$"},
    dt.time: {"type": "string", "pattern": "^\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$"},
    dt.date: {"type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
}


def listing_schema() -> dict[str, Any]:
    """Return the JSON Schema of bilag.toml, which stands beside the files of a folder."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bilag.toml",
        "description": "Hvad der skal siges om filerne i en mappe med bilag.",
        **_table(Listing),
    }


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of conference.toml, TOML's dates and times as strings.

    It holds what one value can say about itself; the rules between values, and that a named
    text is there, are ``load_conference``'s.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "conference.toml",
        "description": "Én udgave af en styringsdialogkonference.",
        **_table(Conference),
    }


def _table(kind: type[attrs.AttrsInstance]) -> dict[str, Any]:
    fields = written_fields(kind).values()
    table: dict[str, Any] = {"type": "object", "properties": {field.name: _key(field) for field in fields}}
    if required := [field.name for field in fields if field.required]:
        table["required"] = required
    return table | {"additionalProperties": False}


def _key(field: Field) -> dict[str, Any]:
    least = {} if field.minimum is None else {"minimum": field.minimum}
    value = _value(field.type)
    if isinstance(field.example, str) and "items" in value:
        # A list may stand in a file of its own, which is named in its place.
        value |= {"type": ["array", "string"], "pattern": "\\.([xX][lL][sS][xX]|[cC][sS][vV])(#.+)?$"}
    return {"title": field.name, "description": field.doc, **value, **least}


def _value(kind: Any) -> dict[str, Any]:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        values = [member.value for member in kind]
        return {"enum": [*values, *(word for word, value in DANISH.items() if value in values and word != value)]}
    if attrs.has(kind):
        return _table(kind)
    if get_origin(kind) in {Union, types.UnionType}:
        # TOML has no null: an optional value is there or is left out.
        (given,) = (option for option in get_args(kind) if option is not types.NoneType)
        return _value(given)
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _value(get_args(kind)[0])}
    if get_origin(kind) is Mapping:
        value = get_args(kind)[1]
        return {"type": "object"} | ({} if value is object else {"additionalProperties": _value(value)})
    raise NotImplementedError(f"the model uses {kind!r}, which the schema has no words for")
