"""A conference held against what its types say, what may stand in a text, and what holds between its values.

The rules between values look at plain data, a file's or a conference's own, so that they are told together with
everything else: each passes over what is not of the right type, which is told elsewhere.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import itertools
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import NoneType, UnionType
from typing import Any, Final, NewType, Union, get_args, get_origin, get_type_hints

import attrs

from styringsdialog.errors import EditionError, Problem
from styringsdialog.messages.message import message
from styringsdialog.messages.showing import with_texts
from styringsdialog.model.bilag import BilagContents, MarkdownContents
from styringsdialog.model.blocks import MOST_DECIMALS, Block, Inline, Text
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.people import Contributor, ProgrammeKind
from styringsdialog.model.places import TomlPath, UnfitError, did_you_mean, dotted, problem
from styringsdialog.model.scalars import (
    READERS,
    ImageFile,
    Line,
    Readers,
    TextFile,
    WrongTypeError,
    read_choice,
    read_key,
    read_lines,
)

# Control characters but the tab and the line feed, and Unicode's two own line breaks.
# TOML 1.0.0 keeps C0 controls out of a file's text, but not as escapes (``\u000b``), and not the C1 controls.
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def control_character(text: str) -> int | None:
    """Return where the first control character in ``text`` stands, line feed and tab excepted."""
    match = _CONTROL.search(text)
    return match.start() if match else None


def name_of(character: str) -> str:
    """Return a character that cannot be shown as «U+000B»."""
    return f"U+{ord(character):04X}"


def normalised(value: Any) -> Any:
    """Return TOML data with every string in it, keys too, in NFC."""
    # macOS and some PDF programs hand out «å» as «a» and a ring: it would match no key, no file name and no search.
    return with_texts(value, partial(unicodedata.normalize, "NFC"))


def control_characters(value: Any, path: TomlPath = ()) -> Iterator[Problem]:
    """Return a problem for every string in plain data that holds a control character."""
    match value:
        case str():
            if (at := control_character(value)) is not None:
                yield problem(path, "edition.control-character", character=name_of(value[at]), number=at + 1)
        case Mapping():
            for key, item in value.items():
                yield from control_characters(item, (*path, key))
        case list() | tuple():
            for index, item in enumerate(value):
                yield from control_characters(item, (*path, index))


_Table = Mapping[str, Any]


def broken_rules(data: _Table) -> Iterator[Problem]:
    """Return a problem for every rule between values that ``data`` breaks, by the path in ``data``."""
    return itertools.chain(
        _order_of_times(data),
        _repeated(tables_in(data, "contributors"), "id"),
        _two_sources(data),
        _repeated(tables_in(data, "themes"), "key"),
        _repeated(_talks(data), "key"),
        _references(data),
        _parts(data),
        _programme(data),
        _key_figures(data),
    )


def _order_of_times(data: _Table) -> Iterator[Problem]:
    match data.get("start"), data.get("end"):
        # Python cannot compare a time that has an offset with one that has none; the offset is told elsewhere.
        case dt.datetime(tzinfo=None) as start, dt.datetime(tzinfo=None) as end if end < start:
            yield problem(("end",), "edition.end-before-start", end=end.isoformat(), start=start.isoformat())


def _parts(data: _Table) -> Iterator[Problem]:
    """Return a problem for each part that stands twice, and for a cover that is not the first page."""
    parts = data.get("parts")
    if not isinstance(parts, list | tuple):
        return
    for index, part in enumerate(parts):
        if isinstance(part, str) and part in parts[:index]:
            yield problem(("parts", index), "edition.part-twice", part=part)
        # The journal fields are stamped at the foot of page 1, and the cover alone leaves room for them.
        elif index and part == PackagePart.FORSIDE:
            yield problem(("parts", index), "edition.cover-not-first", part=part)


def _programme(data: _Table) -> Iterator[Problem]:
    """Return the problems of the programme: its order in time, the talks it names, what says nothing."""
    known = [key for _, talk in _talks(data) if isinstance(key := talk.get("key"), str)]
    last: tuple[dt.date, dt.time] | None = None
    opening = data.get("start")
    # Without a readable opening any day will do: it stands for the day of every item before the first that names one.
    day = opening.date() if isinstance(opening, dt.datetime) else dt.date.min
    for path, item in tables_in(data, "programme"):
        match item.get("day"):
            # A datetime is a date to isinstance; that it is none to TOML is told elsewhere.
            case dt.date() as given if not isinstance(given, dt.datetime):
                day = given
        start, end = item.get("start"), item.get("end")
        if isinstance(start, dt.time) and start.tzinfo is None:
            if isinstance(end, dt.time) and end.tzinfo is None and end <= start:
                yield problem((*path, "end"), "edition.item-ends-too-early", end=str(end), start=str(start))
            # Equal times are in order, because groups may meet at once.
            if last and (day, start) < last:
                yield problem((*path, "start"), "edition.item-out-of-order", time=last[1].isoformat())
            # With its day, because the second day of a programme may begin earlier than the first.
            last = (day, start)
        yield from _item_words(path, item, known)


def _item_words(path: TomlPath, item: _Table, talks: Sequence[str]) -> Iterator[Problem]:
    """Return a problem for an item of the programme whose talk is not there, or that has no words."""
    talk = item.get("talk", "")
    if not isinstance(talk, str):
        return
    if talk:
        if talk not in talks:
            others = message("edition.talk-keys", keys=", ".join(talks))
            hint = did_you_mean(talk, talks, others) if talks else message("edition.give-a-talk-its-key")
            yield problem((*path, "talk"), "edition.no-such-talk", talk=talk, hint=hint)
        return
    kind, title = item.get("kind", ProgrammeKind.ANDET.value), item.get("title", "")
    says_nothing = isinstance(title, str) and not title.strip()
    # A file's kind is a text and a conference's a StrEnum, which is one too: both are looked up alike.
    if says_nothing and isinstance(kind, str) and kind in {kind.value for kind in ProgrammeKind if kind.needs_title}:
        yield problem((*path, "title"), "edition.item-without-words")


def _key_figures(data: _Table) -> Iterator[Problem]:
    """Return a problem for key figures that say nothing, and for each row that has not a number for each column."""
    for path, figures in tables_in(data, "key_figures"):
        columns = figures.get("columns")
        yield from _blank(path, figures, "title")
        if isinstance(decimals := figures.get("decimals"), int) and decimals > MOST_DECIMALS:
            yield problem((*path, "decimals"), "edition.too-large", maximum=MOST_DECIMALS)
        # A file has lists, and a conference tuples.
        empty = [name for name in ("columns", "rows") if figures.get(name) in ([], ())]
        yield from (problem((*path, name), "edition.list-empty") for name in empty)
        if not isinstance(columns, list | tuple):
            continue
        for index, column in enumerate(columns):
            if isinstance(column, str) and not column.strip():
                yield problem((*path, "columns", index), "edition.column-blank")
            elif isinstance(column, str) and column in columns[:index]:
                yield problem((*path, "columns", index), "edition.column-twice", column=column)
        for row_path, row in tables_in(figures, "rows", path):
            yield from _blank(row_path, row, "label")
            values = row.get("values")
            if not isinstance(values, list | tuple):
                continue
            if len(values) != len(columns):
                yield problem((*row_path, "values"), "edition.uneven-row", values=len(values), columns=len(columns))
            # TOML 1.0.0 has ``inf``, but no axis and no column of a table can show it; ``nan`` is a number that is
            # missing.
            yield from (
                problem((*row_path, "values", index), "edition.endless-number")
                for index, value in enumerate(values)
                if isinstance(value, float) and math.isinf(value)
            )


def _blank(path: TomlPath, table: _Table, name: str) -> Iterator[Problem]:
    """Return a problem where the text ``name`` of ``table`` says nothing."""
    value = table.get(name)
    if isinstance(value, str) and not value.strip():
        yield problem((*path, name), "edition.blank")


def _talks(data: _Table) -> Iterator[tuple[TomlPath, _Table]]:
    """Return the talks of all themes, each with its path."""
    for theme, table in tables_in(data, "themes"):
        yield from tables_in(table, "talks", theme)


def _repeated(tables: Iterable[tuple[TomlPath, _Table]], key: str) -> Iterator[Problem]:
    """Return a problem for each of ``tables`` whose ``key`` another one had before it."""
    first: dict[str, TomlPath] = {}
    for path, table in tables:
        value = table.get(key)
        if isinstance(value, str) and value in first:
            yield problem((*path, key), "edition.name-taken", name=value, key=key, owner=dotted(first[value]))
        elif isinstance(value, str):
            first[value] = path


def _two_sources(data: _Table) -> Iterator[Problem]:
    """Return a problem for each contributor whose bilag a plugin makes and code gives."""
    yield from (
        problem((*path, "bilag"), "hooks.two-sources", plugin=str(table["plugin"]))
        for path, table in tables_in(data, "contributors")
        if table.get("plugin") and table.get("bilag")
    )


def _references(data: _Table) -> Iterator[Problem]:
    """Return a problem for each talk whose ``bilag`` leads to no contributor."""
    ids = [table.get("id") for _, table in tables_in(data, "contributors")]
    known = [value for value in ids if isinstance(value, str)]
    # An id that could not be read may be the one that is meant: its own fault is told, and not this one as well.
    listed = data.get("contributors", [])
    # tomllib gives plain dicts, and so does attrs.asdict.
    is_list = isinstance(listed, list | tuple) and all(isinstance(item, dict) for item in listed)
    readable = len(known) == len(ids) and is_list
    for talk, table in _talks(data):
        path = (*talk, "bilag")
        match table.get("bilag"):
            case None | "":
                pass
            # The prefix belongs in the references of a text, from where it is copied.
            case str(target) if target.startswith("bilag:"):
                yield problem(path, "edition.bilag-prefix", target=target, better=target.removeprefix("bilag:"))
            case str(target):
                contributor, slash, key = target.partition("/")
                # Unlike a contributor's id, a bilag's key may begin with a digit: the folder plugin makes keys of
                # file names.
                if slash and not re.fullmatch("[a-z0-9_-]+", key):
                    yield problem(path, "edition.no-bilag-reference", target=target)
                elif readable and contributor not in known:
                    others = message("edition.ids", ids=", ".join(known))
                    hint = did_you_mean(contributor, known, others) if known else message("edition.add-a-contributor")
                    yield problem(path, "edition.no-such-contributor", id=contributor, hint=hint)


def tables_in(data: _Table, name: str, path: TomlPath = ()) -> Iterator[tuple[TomlPath, _Table]]:
    """Return the tables in the list ``name``, each with its path; what is no table is passed over."""
    value = data.get(name)
    if isinstance(value, list | tuple):
        yield from (((*path, name, index), item) for index, item in enumerate(value) if isinstance(item, dict))


_Check = Callable[[Any, TomlPath], Iterable[Problem]]


def check(conference: attrs.AttrsInstance) -> None:
    """Hold ``conference`` against what its types say and against the rules between its values.

    Raises:
        EditionError: With everything that is wrong, each with its path.
    """
    # As plain data: the rules between values are the ones that a file's tables are held to, before any value is made.
    data = attrs.asdict(conference)
    problems = (*_checker(type(conference))(conference, ()), *control_characters(data), *broken_rules(data))
    if problems:
        raise EditionError(problems)


_WANTED: Final = {tuple: message("edition.type-tuple"), Mapping: message("edition.type-table")}


# Built once for each type, because get_type_hints evaluates every annotation anew.
@functools.cache
def _checker(kind: Any) -> _Check:
    """Return what tells everything that is wrong with a value that should be of ``kind``, its declared type."""
    # Both, because ``X | None`` of a NewType (``Key | None``) is a typing.Union, and of a class a UnionType.
    if get_origin(kind) in {Union, UnionType}:
        return _of_union([option for option in get_args(kind) if option is not NoneType], kind)
    read = _READERS.get(kind) or functools.partial(_of_type, kind)
    check_inside = _inside(kind)

    def check_value(value: Any, path: TomlPath) -> Iterable[Problem]:
        try:
            read(value)
        except WrongTypeError as unfit:  # whose hint says how a file has it
            return (problem(path, unfit.without_hint),)
        except UnfitError as unfit:
            return (problem(path, unfit.what),)
        return check_inside(value, path)

    return check_value


def _of_union(options: Sequence[Any], kind: Any) -> _Check:
    """Return what tells everything that is wrong with a value of one of ``options``, or with none where it may be."""
    if len(options) == 1:
        check_given = _checker(options[0])
        return lambda value, path: () if value is None else check_given(value, path)

    def check_option(value: Any, path: TomlPath) -> Iterable[Problem]:
        if type(value) in options:
            # Not before there is such a value: blocks may stand in blocks.
            kind_of_value: Any = type(value)
            return _checker(kind_of_value)(value, path)
        if value is None and NoneType in get_args(kind):
            return ()
        return (problem(path, WrongTypeError(value, _UNIONS[kind]).without_hint),)

    return check_option


def _of_type(kind: Any, value: Any) -> None:
    """Take ``value`` for one of ``kind``, whatever is inside of it.

    Raises:
        UnfitError: It is none.
    """
    outer = get_origin(kind) or kind
    if isinstance(value, outer):
        return
    wanted = _WANTED.get(outer) or message("edition.type-of-class", name=outer.__name__)
    # Whoever writes "closed" in Python is told which member that is; a file's reader takes the value itself.
    if issubclass(outer, enum.Enum):
        member = read_choice(value, outer)
        hint = message("edition.write-member", member=f"{kind.__name__}.{member.name}")
        raise UnfitError(WrongTypeError(value, wanted, hint).what)
    raise WrongTypeError(value, wanted)


def _inside(kind: Any) -> _Check:
    """Return what tells everything that is wrong inside of a value of ``kind``."""
    # Every tuple of the model holds items of one type (``tuple[X, ...]``), which its first argument names.
    if get_origin(kind) is tuple:
        check_item = _checker(get_args(kind)[0])
        return lambda value, path: [
            problem for index, item in enumerate(value) for problem in check_item(item, (*path, index))
        ]
    if get_origin(kind) is Mapping:
        return _unfit_settings
    if not attrs.has(kind):
        return lambda *_: ()
    # Annotations are text here (PEP 563); get_type_hints makes types of them.
    hints = {**get_type_hints(kind), **_OF_CLASS.get(kind, {})}
    attributes = [
        (field.name, _checker(hints[field.name]), field.metadata.get("minimum", -math.inf))
        for field in attrs.fields(kind)
    ]

    def check_attributes(value: Any, path: TomlPath) -> Iterator[Problem]:
        for name, check_attribute, minimum in attributes:
            inner, below = getattr(value, name), (*path, name)
            yield from check_attribute(inner, below)
            # Not isinstance, because bool is an int; another wrong type was told the line before.
            if type(inner) is int and inner < minimum:
                yield problem(below, "edition.too-small", minimum=minimum)

    return check_attributes


def _unfit_settings(value: Any, path: TomlPath) -> Iterator[Problem]:
    """Return a problem for each value of a contributor's settings that no file could say, and no plugin be handed."""
    match value:
        case Mapping():
            for key, inner in value.items():
                if not isinstance(key, str):
                    # Keys are texts in TOML, and in the JSON by which settings reach a plugin.
                    yield problem(path, "edition.key-is-no-text", key=repr(key))
                yield from _unfit_settings(inner, (*path, str(key)))
        case tuple():
            for index, inner in enumerate(value):
                yield from _unfit_settings(inner, (*path, index))
        # bool and datetime come under int and date, whose subclasses they are.
        case str() | int() | float() | dt.date() | dt.time():
            pass
        case _:
            yield problem(path, WrongTypeError(value, message("edition.type-of-settings")).what)


_Prose = NewType("_Prose", str)
_Lines = NewType("_Lines", str)
_Plugin = NewType("_Plugin", str)


def _read_prose(value: Any) -> str:
    """Return a text of however many lines that says something."""
    text = read_lines(value)
    if not text.strip():
        raise UnfitError(message("edition.blank"))
    return text


def _read_plugin(value: Any) -> str:
    """Return the id of a plugin, or nothing for a contributor without one."""
    return value if value == "" else read_key(value)


_READERS: Final[Readers] = {**READERS, _Prose: _read_prose, _Lines: read_lines, _Plugin: _read_plugin}
# What messages call a value of these types.
_UNIONS: Final = {
    Block: message("hooks.type-block"),
    Inline: message("hooks.type-inline"),
    BilagContents: message("hooks.type-contents"),
}

# Where an attribute's type, which is public, says less than what is checked.
_OF_CLASS: Final[Mapping[type, Mapping[str, Any]]] = {
    TextFile: {"path": Line, "text": _Prose},
    ImageFile: {"path": Line},
    MarkdownContents: {"text": _Lines},
    Text: {"text": _Lines},
    Contributor: {"plugin": _Plugin},
}
