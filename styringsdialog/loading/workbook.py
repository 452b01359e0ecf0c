"""Workbooks (.xlsx): read in a process of their own, where nothing is calculated; and written for a new edition."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum, EnumType
from pathlib import Path
from typing import Any, Final

import attrs
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from styringsdialog.danish.dates import day, month, time_of_day
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.headings import LISTS
from styringsdialog.loading.lists import list_fields
from styringsdialog.messages.message import message
from styringsdialog.model.blocks import KeyFigures
from styringsdialog.model.people import Speaker
from styringsdialog.model.scalars import in_danish

# Cells that are named; how many there are is told.
_FEW: Final = 8
_FORMATS: Final = {dt.time: "hh:mm", dt.date: "dd-mm-yyyy"}
# What a workbook with a password holds in place of its parts ([MS-OFFCRYPTO] 2.3.4.4).
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


# What a number's format shows as it is written.
_TEXT_OF_FORMAT: Final = re.compile(r'"[^"]*"|\\.|_.|\*.')


def read_plain(path: Plain, _: Callable[[object], None]) -> Plain:
    """Return the sheets of the workbook at ``path``, or why it cannot be read: the worker's side.

    Each is its name, its rows by number, and what is to be said of it. Of cells that are merged down a column, each has
    what the first has.
    """
    file = Path(str(path))
    if not (content := file.read_bytes()).startswith(b"PK"):
        return (message("edition.workbook-locked") if _LOCKED in content else message("edition.no-workbook")).as_data()
    try:
        shown, written = load_workbook(file, data_only=True), load_workbook(file)
    except Exception:  # noqa: BLE001 - of a damaged file openpyxl raises whatever comes
        return message("edition.workbook-damaged").as_data()
    return [_sheet(shown[sheet.title], sheet) for sheet in written.worksheets]


def written_workbook(lists: Mapping[str, Sequence[Any]]) -> bytes:
    """Return a workbook with a sheet for each of ``lists``, its items in rows beneath Danish headings."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for key, items in lists.items():
        words, fields = LISTS[key], list_fields(key)
        sheet = book.create_sheet(words.sheets[0])
        rows = [row for item in items for row in _rows(item, fields)]
        numbers = list(dict.fromkeys(name for row in rows for name in row if name not in fields))
        sheet.append([*(words.columns[name][0] for name in fields), *numbers])
        for row in rows:
            sheet.append([_cell(row.get(name)) for name in (*fields, *numbers)])
        for cells in sheet.iter_cols():
            letters, name = cells[0].column_letter, [*fields, *numbers][cells[0].column - 1]
            cells[0].font = Font(bold=True)
            sheet.column_dimensions[letters].width = 24
            if isinstance(kind := fields[name].type if name in fields else None, EnumType):
                choice = DataValidation(type="list", formula1=f'"{",".join(map(in_danish, kind))}"', allow_blank=True)
                choice.add(f"{letters}2:{letters}1000")
                sheet.add_data_validation(choice)
            for cell in cells[1:]:
                # As Danes write them; what is a day too has a day in its format.
                cell.number_format = _FORMATS.get(type(cell.value), cell.number_format)
        sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(item: Any, names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows of an item: of key figures one for each of theirs, with a column for each number."""
    values = {name: getattr(item, name, None) for name in names}
    if not isinstance(item, KeyFigures):
        return [values]
    return [{**values, "label": row.label, **dict(zip(item.columns, row.values, strict=True))} for row in item.rows]


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return "; ".join(
            ", ".join(filter(None, attrs.astuple(part))) if isinstance(part, Speaker) else part for part in value
        )
    return in_danish(value) if isinstance(value, Enum) else value


def _sheet(shown: Any, written: Any) -> Plain:
    # Not row by row: a sheet may be set in a format down to its last row.
    formulas = [place for place, cell in written._cells.items() if cell.data_type == "f"]  # noqa: SLF001 - see above
    cells: dict[tuple[int, int], Plain] = {place: {"error": "="} for place in formulas}
    yearless: list[str] = []
    for place, cell in shown._cells.items():  # noqa: SLF001 - see above
        if cell.value is not None:
            # What is set in per cent shows a hundred times what is stored; a sign that is only text does not (18.8.31).
            shape = _TEXT_OF_FORMAT.sub("", cell.number_format).lower()
            value = round(cell.value * 100, 9) if cell.data_type == "n" and "%" in shape else cell.value
            if cell.is_date and "y" in shape and "d" not in shape:
                # The day is Excel's own: who writes «maj 2028» gets the first.
                value = month(value)
            if cell.is_date and "y" not in shape and {*"dm"} <= {*shape}:
                # The year is Excel's own: who writes «15. maj» gets the one it was then.
                yearless.append(f"{cell.coordinate} ({day(value)})")
            cells[place] = {"error": value} if cell.data_type == "e" else _plain(value)
    merged = [merge for merge in written.merged_cells.ranges if merge.max_row > merge.min_row]
    cells |= {
        (row, merge.min_col): cells.get((merge.min_row, merge.min_col))
        for merge in merged
        for row in range(merge.min_row, merge.max_row + 1)
    }
    rows: defaultdict[int, dict[int, Plain]] = defaultdict(dict)
    for (row, column), value in sorted((place, value) for place, value in cells.items() if value is not None):
        rows[row][column] = value
    hidden = [
        *(str(row) for row in rows if row in written.row_dimensions and written.row_dimensions[row].hidden),
        *(
            get_column_letter(number)
            for column in written.column_dimensions.values()
            if column.hidden
            # Columns side by side that are alike stand as one.
            for number in range(column.min, min(column.max, written.max_column) + 1)
        ),
    ]
    worked_out = [f"{get_column_letter(column)}{row}" for row, column in sorted(formulas)]
    blank = [str(row) for row in range(1, max(rows, default=0)) if row not in rows]
    told = (
        (merged, message("edition.merged-cells", cells=list(map(str, merged[:_FEW])), count=len(merged))),
        (hidden, message("edition.hidden-cells", cells=hidden[:_FEW], count=len(hidden))),
        (written.sheet_state != "visible", message("edition.hidden-sheet", sheet=written.title)),
        (yearless, message("edition.days-without-year", cells=yearless[:_FEW], count=len(yearless))),
        (formulas, message("edition.formulas", cells=worked_out[:_FEW], count=len(formulas))),
        (blank, message("edition.blank-rows", cells=blank[:_FEW], count=len(blank))),
    )
    return {
        "name": written.title,
        "rows": [[row, [values.get(column) for column in range(1, max(values) + 1)]] for row, values in rows.items()],
        "remarks": [what.as_data() for is_so, what in told if is_so],
    }


def _plain(value: Any) -> Plain:
    if isinstance(value, dt.timedelta):
        # What is set as a length of time, such as [h]:mm, is an hour of the day to whoever wrote it, if a day has it.
        if value.days:
            return {"error": str(value)}
        value = (dt.datetime(1, 1, 1) + value).time()  # noqa: DTZ001 - an hour has no zone
    if isinstance(value, dt.time):
        return time_of_day(value)
    return day(value) if isinstance(value, dt.date) else value
