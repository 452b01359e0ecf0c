"""Lists that an edition has in a workbook or a CSV file, as the tables that conference.toml would have in their place.

Every value keeps the place it came from, so that what is wrong with it is told of its cell.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args, get_origin

import attrs

from styringsdialog.danish.numbers import MISSING, number
from styringsdialog.errors import Fault, Problem, Remark
from styringsdialog.isolate.outcome import Outcome
from styringsdialog.isolate.running import Job, cores, run
from styringsdialog.loading.delimited import BrokenRowError, delimited_rows
from styringsdialog.loading.headings import LISTS, NAME_PARTS
from styringsdialog.loading.reading import find_file, on_disk, read_text_file
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.blocks import KeyFigureRow, KeyFigures
from styringsdialog.model.checking import normalised
from styringsdialog.model.conference import Conference
from styringsdialog.model.fields import Field, written_fields
from styringsdialog.model.limits import Limits
from styringsdialog.model.people import Speaker
from styringsdialog.model.places import FILE, UnfitError, column_letters, in_file, problem

# Rows among which the headings are looked for.
_TOP: Final = 20
# How much a heading must be like one that is known, 0 to 1, to be taken for it misspelt.
_NEAR: Final = 0.8
# Of a column of numbers.
_OTHER: Final = Field(name="", type=float, required=False)
_NOTHING: Final = (None, "")
_LIMITS: Final = Limits()
_UNKNOWN: Final = frozenset({"-", "–", "—", ".", MISSING})
_CLOCK: Final = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?::00)?", re.IGNORECASE)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_DAY: Final = re.compile(
    rf"(\d{{1,2}})\s*[./-]\s*(?:(\d{{1,2}})|({'|'.join(_MONTHS)})[a-z]*\.?)\s*[./-]?\s*(\d{{4}})", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"[-−]?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?(?=\s*%?$)")


@attrs.frozen(kw_only=True)
class _Sheet:
    """A sheet, or a CSV file, which has no name: its rows by number, from 1."""

    file: str
    rows: Sequence[tuple[int, Sequence[Any]]]
    name: str = ""
    remarks: tuple[Message, ...] = ()

    def place(self, row: int = 0, column: int = 0) -> Where:
        """Return a place in it; columns count from 1, and 0 is none."""
        if not self.name:
            return Where(self.file, column_letters(column), row)
        origin = (
            message("place.cell", file=self.file, sheet=self.name, row=row, column=column_letters(column))
            if column
            else message("place.row", file=self.file, sheet=self.name, row=row)
            if row
            else message("place.sheet", file=self.file, sheet=self.name)
        )
        return Where(origin=origin)


def list_fields(key: str) -> Mapping[str, Field]:
    """Return what a column of the list ``key`` may hold, by the names that ``LISTS`` has."""
    kind = get_args(written_fields(Conference)[key].type)[0]
    fields = {**written_fields(kind), **(written_fields(KeyFigureRow) if kind is KeyFigures else {})}
    return {name: fields[name] for name in LISTS[key].columns}


@attrs.frozen
class _Row:
    """A row: its values, and the place of each, of those that it has not too; under no name, its own."""

    values: dict[str, Any]
    places: dict[str, Where]


@attrs.define
class Lists:
    """The lists that stand in files of their own.

    Attributes:
        tables: By key, as TOML has them.
        places: By the path that a value would have in conference.toml, its cell.
    """

    tables: dict[str, list[dict[str, Any]]] = attrs.field(factory=dict)
    places: dict[str, Where] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)
    remarks: list[Remark] = attrs.field(factory=list)

    def relocated(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return all that is wrong, ``problems`` of values in these lists by their cells; of each, one thing."""
        told: dict[Where | Problem, Problem] = {wrong.place: wrong for wrong in self.problems}
        for wrong in problems:
            path = wrong.place.path
            while path and path not in self.places:
                path = re.sub(r"[.\[]?[^.\[]*$", "", path)
            where = self.places.get(path)
            told.setdefault(where or wrong, attrs.evolve(wrong, where=where or wrong.place))
        return list(told.values())

    def fault(self, where: Where, what: Message) -> None:
        """Note that something is wrong at a place."""
        self.problems.append(Problem(Fault.EDITION, where, what))

    def add(self, key: str, sheet: _Sheet) -> None:
        """Read the list ``key`` in ``sheet``, and tell everything that is wrong with it."""
        words, told = LISTS[key].columns, len(self.problems)
        known = {_plain(word): name for name, said in words.items() for word in (name, *said)}
        heads = [
            {at: known[_plain(cell)] for at, cell in enumerate(cells, 1) if _plain(cell) in known}
            for _, cells in sheet.rows[:_TOP]
        ]
        if not (columns := max(heads, key=len, default={})):
            self.fault(sheet.place(), message("edition.no-headings", headings=[said[0] for said in words.values()]))
            return
        line, headings = sheet.rows[heads.index(columns)]
        # A name in one column goes before its parts in several.
        parts = {at for at in columns if _plain(headings[at - 1]) in _NAME_PARTS}
        whole = {name for at, name in columns.items() if at not in parts}
        columns = {at: name for at, name in columns.items() if at not in parts or name not in whole}
        body = sheet.rows[heads.index(columns) + 1 :]
        if missing := [words[name][0] for name in _needed(key) if name not in columns.values()]:
            self.fault(sheet.place(line), message("edition.no-column", headings=missing))
        if read_as := [
            f"«{headings[at - 1]}» = {words[name][0]}"
            for at, name in columns.items()
            if _plain(headings[at - 1]) != _plain(words[name][0])
        ]:
            self.remarks.append(Remark(message("edition.columns", columns=read_as), sheet.place(line)))
        filled = {at for _, cells in body for at, cell in enumerate(cells, 1) if cell not in _NOTHING} - {*columns}
        others = {at: _text(headings[at - 1]) if at <= len(headings) else "" for at in sorted(filled)}
        # Passed over, «Synlighd» would open what is closed.
        near = {at: get_close_matches(_plain(name), known, n=1, cutoff=_NEAR) for at, name in others.items()}
        for at, words_near in near.items():
            if words_near and (name := known[words_near[0]]) not in columns.values():
                self.fault(
                    sheet.place(line, at),
                    message("edition.misspelt-heading", written=others[at], heading=words[name][0]),
                )
        if len(self.problems) > told:
            # Of each row the same would be told once more.
            return
        if key == "key_figures":
            columns |= {at: f"#{name}" for at, name in others.items() if name}
            others = {at: name for at, name in others.items() if not name}
        if others:
            unused = [f"«{name}»" if name else column_letters(at) for at, name in others.items()]
            self.remarks.append(Remark(message("edition.unused-columns", columns=unused), sheet.place(line)))
        for name, count in Counter(columns[at] for at in columns.keys() - parts).items():
            if count > 1:
                self.fault(
                    sheet.place(line),
                    message(
                        "edition.doubled-columns",
                        columns=[f"«{headings[at - 1]}»" for at, of in columns.items() if of == name],
                    ),
                )
        # A name may stand in two columns, in whatever order.
        order = sorted(columns, key=lambda at: (_NAME_PARTS.get(_plain(headings[at - 1]), 0), at))
        rows = [self._row(key, sheet, row, cells, {at: columns[at] for at in order}) for row, cells in body]
        given = [row for row in rows if row.values]
        for table, places in _figures(given) if key == "key_figures" else [(row.values, {"": row}) for row in given]:
            for inner, row in places.items():
                path = f"{key}[{len(self.tables[key])}]{inner}"
                self.places |= {f"{path}.{name}".rstrip("."): where for name, where in row.places.items()}
            self.tables[key].append(table)

    def _row(self, key: str, sheet: _Sheet, row: int, cells: Sequence[Any], columns: Mapping[int, str]) -> _Row:
        """Return a row; without values where it has none, or is that of a blank workbook."""
        fields, values = list_fields(key), dict[str, Any]()
        places = {name: sheet.place(row, at) for at, name in columns.items()} | {"": sheet.place(row)}
        for at, name in columns.items():
            if at > len(cells) or cells[at - 1] in _NOTHING:
                continue
            try:
                value = _value(fields.get(name, _OTHER).type, cells[at - 1])
            except UnfitError as error:
                self.fault(sheet.place(row, at), error.what)
                # Only what is not there at all is told of as missing.
                values[name] = None if name in fields else math.nan
                continue
            if name == "start" and isinstance(value, tuple):
                value, values["end"] = value
            if name in values and not isinstance(value, str):
                self.fault(sheet.place(row, at), message("edition.doubled-value", written=_text(cells[at - 1])))
            values[name] = f"{values[name]} {value}" if name in values and isinstance(value, str) else value
        texts = {name: value for name, value in values.items() if isinstance(fields.get(name, _OTHER).example, str)}
        own = {name for name in texts if fields[name].example == texts[name] and not fields[name].keep}
        if own and all(value == fields[name].example for name, value in texts.items()):
            return _Row({}, places)
        for name in _needed(key) if values else ():
            if name not in values:
                self.fault(
                    places.get(name, places[""]), message("edition.cell-empty", heading=LISTS[key].columns[name][0])
                )
        return _Row({name: value for name, value in values.items() if value is not None}, places)


def _needed(key: str) -> list[str]:
    """Return the columns without which a row says nothing."""
    # Of key figures, the title holds for the rows beneath it too.
    required = [name for name, field in list_fields(key).items() if field.required]
    return [name for name in required if (key, name) != ("key_figures", "title")]


def _figures(rows: Sequence[_Row]) -> Iterator[tuple[dict[str, Any], dict[str, _Row]]]:
    """Yield the key figures that ``rows`` beneath each other of one title make, and where each row of them stands."""
    titles: Iterator[str] = accumulate(
        (str(row.values.get("title", "")) for row in rows), lambda above, title: title or above
    )
    for title, group in groupby(zip(titles, rows, strict=True), key=itemgetter(0)):
        own = [row for _, row in group]
        names = [name for name in own[0].places if name.startswith("#") and any(name in row.values for row in own)]
        table: dict[str, Any] = {
            name: value for row in own for name, value in row.values.items() if name in {"unit", "source", "decimals"}
        }
        table |= {
            "title": title,
            "columns": [name.removeprefix("#") for name in names],
            "rows": [
                {"label": row.values.get("label", ""), "values": [row.values.get(name, math.nan) for name in names]}
                for row in own
            ],
        }
        yield table, {"": own[0], **{f".rows[{index}]": row for index, row in enumerate(own)}}


# ---------------------------------------------------------------------------------- cells


def _plain(heading: Any) -> str:
    """Return a heading without what makes no difference."""
    return " ".join(re.sub(r"\([^)]*\)|[:*.?]", " ", str(heading).casefold()).split())


_NAME_PARTS: Final = {_plain(part): place for place, part in enumerate(NAME_PARTS, 1)}


def _value(kind: Any, cell: Any) -> Any:
    """Return what ``cell`` says as TOML has a value of ``kind``.

    Raises:
        UnfitError: It says nothing of that kind.
    """
    if NoneType in get_args(kind):
        (kind,) = {*get_args(kind)} - {NoneType}
    match cell:
        case {"error": "="}:
            raise UnfitError(message("edition.formula-without-value"))
        case {"error": written}:
            raise UnfitError(message("edition.cell-error", written=str(written)))
    text = _text(cell)
    if kind is dt.time:
        clocks = [_clock(part) for part in re.split(r"\s*(?:[-–—]|til)\s*", text, maxsplit=1)]
        if None in clocks:
            raise UnfitError(message("edition.cell-no-time", written=text))
        return clocks[0] if len(clocks) == 1 else tuple(clocks)
    if kind is dt.date:
        return _day(text)
    if kind in {int, float}:
        return _number(cell, text)
    if get_origin(kind) is not tuple:
        return text
    parts = [part for part in re.split(r"\s*[;\n]\s*", text) if part]
    if get_args(kind)[0] is not Speaker:
        return parts
    return [dict(zip(written_fields(Speaker), re.split(r"\s*,\s*", part, maxsplit=2), strict=False)) for part in parts]


def _text(cell: Any) -> str:
    """Return ``cell`` as it is printed."""
    match cell:
        case bool():
            return "ja" if cell else "nej"
        case int() | float():
            return str(int(cell)) if cell == int(cell) else number(cell)
    return str(cell or "").strip()


def _clock(text: str) -> dt.time | None:
    try:
        return dt.time(int(clock[1]), int(clock[2] or 0)) if (clock := _CLOCK.fullmatch(text)) else None
    except ValueError:
        return None


def _day(text: str) -> dt.date:
    try:
        if not (written := _DAY.fullmatch(text)):
            return dt.date.fromisoformat(text)
        return dt.date(int(written[4]), int(written[2] or _MONTHS.index(written[3].lower()) + 1), int(written[1]))
    except ValueError:
        raise UnfitError(message("edition.cell-no-date", written=text)) from None


def _number(cell: Any, text: str) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    if text.lower() in _UNKNOWN:
        return math.nan
    if not (written := _NUMBER.match(text)):
        raise UnfitError(message("edition.cell-no-number", written=text))
    plain = re.sub(r"[.\s]", "", written[0]).replace("−", "-").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


# ---------------------------------------------------------------------------------- files


def read_lists(folder: Path, data: Mapping[str, Any]) -> Lists:
    """Return the lists that ``data``, of conference.toml in ``folder``, names files for."""
    lists = Lists()
    wanted: dict[str, tuple[str, str]] = {}
    for key in LISTS:
        if isinstance(data.get(key), str):
            lists.tables[key] = []
            file, _, sheet = data[key].partition("#")
            try:
                find_file(folder, file, message("edition.name-a-list"))
                wanted[key] = file, sheet
            except UnfitError as error:
                lists.problems.append(in_file(problem((key,), error.what), FILE))
    files = list(dict.fromkeys(file for file, _ in wanted.values()))
    workbooks = [file for file in files if file.lower().endswith(".xlsx")]
    jobs = [
        Job(
            target="styringsdialog.loading.workbook:read_plain",
            argument=str(on_disk(folder, file)),
            read=(on_disk(folder, file),),
            seconds=_LIMITS.file_seconds,
            megabytes=_LIMITS.file_megabytes,
        )
        for file in workbooks
    ]
    outcomes = dict(zip(workbooks, run(jobs, at_once=cores()), strict=True))
    for file in files:
        keys = [key for key, (named, _) in wanted.items() if named == file]
        try:
            sheets = _sheets(file, outcomes[file]) if file in outcomes else [_csv(folder, file)]
            chosen = {key: _chosen(sheets, key, wanted[key][1]) for key in keys}
        except UnfitError as error:
            lists.fault(error.place or Where(file), error.what)
            continue
        for key, sheet in chosen.items():
            lists.remarks += [Remark(what, sheet.place()) for what in sheet.remarks]
            lists.add(key, sheet)
        unused = [sheet.name for sheet in sheets if sheet.rows and sheet not in chosen.values()]
        lists.remarks += [Remark(message("edition.unused-sheets", sheets=unused), Where(file))] if unused else []
    return lists


def _sheets(file: str, outcome: Outcome) -> list[_Sheet]:
    """Return the sheets of a workbook, as the process that read it says."""
    if not isinstance(outcome.value, list):
        raise UnfitError(
            Message.from_data(outcome.value)
            if isinstance(outcome.value, dict)
            else outcome.why or message("edition.workbook-damaged")
        )
    return [
        _Sheet(file=file, **{**sheet, "remarks": tuple(map(Message.from_data, sheet["remarks"]))})
        for sheet in normalised(outcome.value)
    ]


def _csv(folder: Path, file: str) -> _Sheet:
    if not file.lower().endswith(".csv"):
        raise UnfitError(message("edition.no-list"))
    try:
        return _Sheet(file=file, rows=list(delimited_rows(read_text_file(folder, file).text)))
    except BrokenRowError as error:
        raise UnfitError(message("content.open-quotation"), Where(file, line=error.line)) from None


def _chosen(sheets: Sequence[_Sheet], key: str, wanted: str) -> _Sheet:
    """Return the sheet that is ``wanted``, or called as the list ``key``, or the only one."""
    names = {_plain(name) for name in ([wanted] if wanted else LISTS[key].sheets)}
    is_only = len(sheets) == 1 and not wanted
    if not (fitting := [sheet for sheet in sheets if is_only or _plain(sheet.name) in names]):
        there = [sheet.name for sheet in sheets]
        raise UnfitError(message("edition.no-sheet", sheet=wanted or LISTS[key].sheets[0], sheets=there))
    return fitting[0]
