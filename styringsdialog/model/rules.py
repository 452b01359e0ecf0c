"""What holds between the values of a conference.

The rules look at plain data, a file's or a conference's own, so that they are told together with
everything else: each passes over what is not of the right type, which is told elsewhere.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from styringsdialog.errors import Problem
from styringsdialog.messages.message import message
from styringsdialog.model.part_order import PackagePart
from styringsdialog.model.people import ProgrammeKind
from styringsdialog.model.places import TomlPath, did_you_mean, dotted, problem

_Table = Mapping[str, Any]


def broken_rules(data: _Table) -> Iterator[Problem]:
    """Return a problem for every rule between values that ``data`` breaks, by the path in ``data``."""
    yield from _order_of_times(data)
    yield from _repeated(data, "contributors", "id")
    yield from _two_sources(data)
    yield from _repeated(data, "themes", "key")
    yield from _repeated_talks(data)
    yield from _references(data)
    yield from _parts(data)
    yield from _programme(data)
    yield from _key_figures(data)


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
        if not isinstance(part, str):
            continue
        if part in parts[:index]:
            yield problem(("parts", index), "edition.part-twice", part=part)
        # The journal fields are stamped at the foot of page 1, and the cover alone leaves room for them.
        elif index and part == PackagePart.FORSIDE:
            yield problem(("parts", index), "edition.cover-not-first", part=part)


def _programme(data: _Table) -> Iterator[Problem]:
    """Return the problems of the programme: its order in time, the talks it names, what says nothing."""
    talks = [talk.get("key") for path, theme in _tables(data, "themes") for _, talk in _tables(theme, "talks", path)]
    known = [key for key in talks if isinstance(key, str)]
    last: tuple[dt.date, dt.time] | None = None
    opening = data.get("start")
    # Without a readable opening any day will do: it stands for the day of every item before the first that names one.
    day = opening.date() if isinstance(opening, dt.datetime) else dt.date.min
    for path, item in _tables(data, "programme"):
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
    for path, figures in _tables(data, "key_figures"):
        columns = figures.get("columns")
        yield from _blank_lines(path, figures, "title")
        for name in ("columns", "rows"):
            # A file has lists, and a conference tuples.
            if figures.get(name) in ([], ()):
                yield problem((*path, name), "edition.list-empty")
        if not isinstance(columns, list | tuple):
            continue
        for index, column in enumerate(columns):
            if isinstance(column, str) and not column.strip():
                yield problem((*path, "columns", index), "edition.column-blank")
            elif isinstance(column, str) and column in columns[:index]:
                yield problem((*path, "columns", index), "edition.column-twice", column=column)
        for row_path, row in _tables(figures, "rows", path):
            yield from _blank_lines(row_path, row, "label")
            values = row.get("values")
            if not isinstance(values, list | tuple):
                continue
            if len(values) != len(columns):
                yield problem((*row_path, "values"), "edition.uneven-row", values=len(values), columns=len(columns))
            for index, value in enumerate(values):
                # TOML 1.0.0 has ``inf``, but no axis and no column of a table can show it; ``nan`` is a number that
                # is missing.
                if isinstance(value, float) and math.isinf(value):
                    yield problem((*row_path, "values", index), "edition.endless-number")


def _blank_lines(path: TomlPath, table: _Table, *names: str) -> Iterator[Problem]:
    """Return a problem for each text of ``table`` that says nothing."""
    for name in names:
        value = table.get(name)
        if isinstance(value, str) and not value.strip():
            yield problem((*path, name), "edition.blank")


def _repeated_talks(data: _Table) -> Iterator[Problem]:
    """Return a problem for each talk whose key another one had before it, in any theme."""
    first: dict[str, TomlPath] = {}
    for theme, themes in _tables(data, "themes"):
        for path, talk in _tables(themes, "talks", theme):
            yield from _again(first, path, "key", talk.get("key"))


def _repeated(data: _Table, name: str, key: str) -> Iterator[Problem]:
    """Return a problem for each table in the list ``name`` whose ``key`` another one had before it."""
    first: dict[str, TomlPath] = {}
    for path, table in _tables(data, name):
        yield from _again(first, path, key, table.get(key))


def _again(first: dict[str, TomlPath], path: TomlPath, key: str, value: object) -> Iterator[Problem]:
    """Return a problem when ``value`` is in ``first``, which maps what was seen to its table; else note it there."""
    if not isinstance(value, str):
        return
    if value in first:
        yield problem((*path, key), "edition.name-taken", name=value, key=key, owner=dotted(first[value]))
    else:
        first[value] = path


def _two_sources(data: _Table) -> Iterator[Problem]:
    """Return a problem for each contributor whose bilag a plugin makes and code gives."""
    for path, table in _tables(data, "contributors"):
        if table.get("plugin") and table.get("bilag"):
            yield problem((*path, "bilag"), "hooks.two-sources", plugin=str(table["plugin"]))


def _references(data: _Table) -> Iterator[Problem]:
    """Return a problem for each talk whose ``bilag`` leads to no contributor."""
    ids = [table.get("id") for _, table in _tables(data, "contributors")]
    known = [value for value in ids if isinstance(value, str)]
    # An id that could not be read may be the one that is meant: its own fault is told, and not this one as well.
    readable = len(known) == len(ids) and _is_list_of_tables(data.get("contributors", []))
    for theme, themes in _tables(data, "themes"):
        for talk, table in _tables(themes, "talks", theme):
            path = (*talk, "bilag")
            match table.get("bilag"):
                case None | "":
                    pass
                # The prefix belongs in the references of a text, from where it is copied.
                case str(target) if target.startswith("bilag:"):
                    better = target.removeprefix("bilag:")
                    yield problem(path, "edition.bilag-prefix", target=target, better=better)
                case str(target):
                    contributor, slash, key = target.partition("/")
                    # Unlike a contributor's id, a bilag's key may begin with a digit: the folder plugin makes keys of
                    # file names.
                    if slash and not re.fullmatch("[a-z0-9_-]+", key):
                        yield problem(path, "edition.no-bilag-reference", target=target)
                    elif readable and contributor not in known:
                        others = message("edition.ids", ids=", ".join(known))
                        hint = (
                            did_you_mean(contributor, known, others) if known else message("edition.add-a-contributor")
                        )
                        yield problem(path, "edition.no-such-contributor", id=contributor, hint=hint)


def _is_list_of_tables(value: object) -> bool:
    # tomllib gives plain dicts, and so does attrs.asdict.
    return isinstance(value, list | tuple) and all(isinstance(item, dict) for item in value)


def _tables(data: _Table, name: str, path: TomlPath = ()) -> Iterator[tuple[TomlPath, _Table]]:
    """Return the tables in the list ``name``, each with its path; what is no table is passed over."""
    value = data.get(name)
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield (*path, name, index), item
