"""The sheets of a workbook, as LibreOffice wrote them to OpenDocument: what they show is made to fit on pages.

There each cell holds, in words, what it shows, whatever format the workbook came in: nothing is calculated or
formatted here, and texts are only measured.
"""

from __future__ import annotations

import copy
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

import attrs

from styringsdialog.convert.office.facts import Sheet
from styringsdialog.convert.office.package import Package
from styringsdialog.convert.office.sheet_styles import Look, Styles, points, put
from styringsdialog.convert.office.xml import Element, full_names, kids_named, named, value
from styringsdialog.model.places import column_letters

# Points, in which most of a sheet may be set; one that is still too wide is divided between columns.
_SMALLEST: Final = 6.0
# Points: the page of a sheet that would be set smaller is turned.
_COMFORTABLE: Final = 8.0
# Points: a column is widened, but not further, until no text in it takes more lines.
_HIGHEST: Final = 400.0
_WIDEST: Final = 450.0
# Points: no column is widened to a longer word.
_LONGEST_WORD: Final = 200.0
# A text that would be cut is to go in so many lines, or in one where its column is nearly wide enough.
_MOST_LINES: Final = 3
_LITTLE_MORE: Final = 1.5
# Points: higher headings are not repeated.
_MOST_HEADINGS: Final = 200.0
# Points: narrower columns and lower rows hide what stands in them.
_TURNED_OFF: Final = 4.0
# The height of a line, in sizes of its letters.
_LINE: Final = 1.25
# What a text takes on several lines, against one: lines end where words do.
_LOOSE: Final = 1.1
# Rows with something in them, among which headings are looked for.
_NEAR_TOP: Final = 15
# The part of the columns over which headings stand.
_FULL: Final = 0.6
# So many texts side by side are headings, even where nothing tells them from those beneath.
_SURE: Final = 4
# Of a number without a format of its own, that are to be seen.
_DECIMALS: Final = 4
_MOST_COLUMNS: Final = 1 << 14

_AREA: Final = re.compile(r"\.\$?([A-Z]+)\$?(\d+)(?::[^\s]*?\.\$?([A-Z]+)\$?(\d+))?(?=\s|$)")
_YEAR: Final = re.compile(r"(19|20)\d\d([/-]\d\d(\d\d)?)?")
_VALUE: Final = re.compile(r"@|^[-\d.,:/%\s]*$")
_FITTED: Final = ("style:scale-to-pages", "style:scale-to-X", "style:scale-to-Y")
_WIDTH: Final = ("fo:page-width", "21cm")
_HEIGHT: Final = ("fo:page-height", "29.7cm")
# Points that the texts in both margins take.
_IN_MARGINS: Final = 60.0
_OPTIMAL: Final = "style:use-optimal-row-height"
_UNSEEN: Final = frozenset({"collapse", "filter"})
_PARAGRAPH: Final = full_names("text:p")
_CELLS: Final = ("table:table-cell", "table:covered-table-cell")


def fit_sheets(package: Package, frozen: Mapping[str, tuple[int, int]]) -> tuple[Sheet, ...]:
    """Make the sheets in ``package``, which LibreOffice wrote, fit on pages; return what these will not show.

    Args:
        package: An OpenDocument spreadsheet.
        frozen: By sheet, how many rows and columns stay in sight when one scrolls.

    Raises:
        UnusableOfficeError: A part is damaged.
    """
    content, paper = package.xml("content.xml"), package.xml("styles.xml")
    assert content is not None
    assert paper is not None
    styles = Styles(content, paper)
    ranges = _headed_rows(content)
    sheets = []
    for spreadsheet in named(content, "office:spreadsheet"):
        for element in list(kids_named(spreadsheet, "table:table")):
            for comment in named(element, "office:annotation"):
                # One that its author left open would lie over cells.
                put(comment, "office:display", "false")
            table = _Table(element, styles)
            rows, columns = frozen.get(table.name, (0, 0))
            strips: list[tuple[int, int]] = []
            if table.is_shown and table.end:
                headings = _headings(table, rows, ranges[table.name])
                _widen(table)
                strips, room = _strips(table, columns, _Page(table, paper))
                _unfold(table, strips, room)
                table.repeat("rows", headings)
            sheets.append(table.told(strips))
    package.change("content.xml", content)
    package.change("styles.xml", paper)
    return tuple(sheets)


# ---------------------------------------------------------------------------- what a sheet holds


@attrs.define(kw_only=True)
class _Cell:
    """A cell that shows something."""

    element: Element
    row: int
    column: int
    rows: int
    columns: int
    lines: Sequence[str]
    is_text: bool
    style: str
    look: Look


class _Table:
    """A sheet: its columns and rows, counted from 0, and the cells that its pages show, row by row."""

    def __init__(self, element: Element, styles: Styles) -> None:
        self.element, self.styles = element, styles
        self.name = value(element, "table:name")
        self.is_shown = styles.get("table", value(element, "table:style-name"), "table:display") != "false"
        self.cells: list[list[_Cell]] = []
        self._hidden_rows = self._unprinted = 0
        # From 1, as their letters are counted.
        self._hidden_columns: set[int] = set()
        self._reach, self._drawn_rows = (0, 0.0), 0
        self.columns = [
            column
            for column in named(element, "table:table-column")
            for _ in range(int(value(column, "table:number-columns-repeated", "1")))
        ][:_MOST_COLUMNS]
        # A sheet has 16,384 columns and more, by a handful of elements.
        widths = {column: self._extent(column, "column", "width") for column in dict.fromkeys(self.columns)}
        self.widths = [widths[column] for column in self.columns]
        self.rows: list[tuple[int, int, Element]] = []
        self._areas = [
            (column_number(left), int(top) - 1, column_number(right or left), int(bottom or top) - 1)
            for left, top, right, bottom in _AREA.findall(value(element, "table:print-ranges"))
        ]
        # Sheets that are not to be printed are, where no sheet says which part of it is.
        self._is_left_out = value(element, "table:print") == "false" and any(
            value(sheet, "table:print-ranges") for sheet in element.itersiblings(preceding=True)
        )
        number = 0
        for row in named(element, "table:table-row"):
            times = int(value(row, "table:number-rows-repeated", "1"))
            self.rows.append((number, times, row))
            if any(len(cell) for cell in row):
                self._read(number, times, row)
            number += times
        last = max((cell.column + cell.columns for row in self.cells for cell in row), default=0)
        self.first = min((area[0] for area in self._areas), default=0)
        self.end = min(max((area[2] + 1 for area in self._areas), default=_MOST_COLUMNS), max(last, self._reach[0]))
        self._part_columns()

    def _extent(self, element: Element, kind: str, side: str) -> float:
        """Return the width of a column or the height of a row, in points; 0 where it is hidden."""
        extent = points(self.styles.get(f"table-{kind}", value(element, "table:style-name"), f"style:{kind}-{side}"))
        return extent if extent >= _TURNED_OFF and value(element, "table:visibility") not in _UNSEEN else 0.0

    def height(self, row: Element) -> float:
        """Return the height of a row in points; 0 where it is hidden."""
        return self._extent(row, "row", "height")

    def _read(self, number: int, times: int, row: Element) -> None:
        """Take in the cells of a row that show something, and count those that nobody will see."""
        is_seen = self.height(row) > 0
        cells = []
        for cell in self._filled(number, row):
            if not is_seen:
                self._hidden_rows += times
                break
            if not any(self.widths[cell.column : cell.column + cell.columns]):
                self._hidden_columns.add(cell.column + 1)
            elif not self._is_printed(cell):
                self._unprinted += times
            else:
                cells.append(cell)
        if cells:
            self.cells.append(cells)

    def _filled(self, number: int, row: Element) -> Iterator[_Cell]:
        column = 0
        for element in kids_named(row, *_CELLS):
            times = int(value(element, "table:number-columns-repeated", "1"))
            for index in range(column, column + times) if len(element) else ():
                lines = []
                for part in element:
                    if part.tag in _PARAGRAPH:
                        lines.append("".join(part.itertext()))
                    elif end := _AREA.search(value(part, "table:end-cell-address")):
                        self._reach = max(self._reach, (column_number(end[1]), points(value(part, "table:end-x"))))
                        self._drawn_rows = max(self._drawn_rows, int(end[2]))
                if not any(lines):
                    continue
                style = value(element, "table:style-name", value(self.columns[index], "table:default-cell-style-name"))
                yield _Cell(
                    element=element,
                    row=number,
                    column=index,
                    rows=int(value(element, "table:number-rows-spanned", "1")),
                    columns=int(value(element, "table:number-columns-spanned", "1")),
                    lines=lines,
                    is_text=value(element, "office:value-type") == "string",
                    style=style,
                    look=self.styles.look(style),
                )
            column += times

    def _is_printed(self, cell: _Cell) -> bool:
        return not self._is_left_out and (
            not self._areas
            or any(
                left <= cell.column <= right and top <= cell.row <= bottom for left, top, right, bottom in self._areas
            )
        )

    def _part_columns(self) -> None:
        """Let each column that holds something be an element of its own, as wide as it alone is to be."""
        number = 0
        for column in list(named(self.element, "table:table-column")):
            times = int(value(column, "table:number-columns-repeated", "1"))
            apart = min(times, max(0, self.end - number))
            for index in range(number, number + apart):
                self.columns[index] = copy.deepcopy(column)
                put(self.columns[index], "table:number-columns-repeated", 1)
                column.addprevious(self.columns[index])
            put(column, "table:number-columns-repeated", times - apart)
            parent = column.getparent()
            if times == apart and parent is not None:
                parent.remove(column)
            number += times

    @property
    def extent(self) -> float:
        """Points from the first column to the end of the last, or of the drawing that goes furthest."""
        column, rest = self._reach
        drawn = sum(self.widths[self.first : column]) + rest if not self._areas else 0.0
        return max(sum(self.widths[self.first : self.end]), drawn)

    @property
    def drawn_height(self) -> float:
        """Points from the first row to the last with something in it; 0 where there is no drawing."""
        stop = max(self._drawn_rows, self.cells[-1][0].row + 1) if self._drawn_rows and self.cells else self._drawn_rows
        return sum(self.height(row) * min(times, max(0, stop - number)) for number, times, row in self.rows)

    def style_column(self, column: int, settings: Mapping[str, str]) -> None:
        """Let a column be set otherwise."""
        element = self.columns[column]
        name = self.styles.variant("table-column", value(element, "table:style-name"), settings)
        put(element, "table:style-name", name)

    def widen(self, column: int, width: float) -> None:
        """Let a column be ``width`` points wide."""
        self.widths[column] = width
        self.style_column(column, {"style:column-width": f"{width:.2f}pt"})

    def repeat(self, kind: str, headings: range) -> None:
        """Repeat rows or columns, which stand beside each other, on every page, unless the sheet says itself which."""
        rows = [row for number, times, row in self.rows if number in headings and number + times <= headings.stop]
        elements = rows if kind == "rows" else [self.columns[column] for column in headings]
        name = f"table:table-header-{kind}"
        is_whole = len(elements) == len(headings) and len({element.getparent() for element in elements}) == 1
        if is_whole and next(named(self.element, name), None) is None:
            holder = self.element.makeelement(full_names(name)[0])
            elements[0].addprevious(holder)
            holder.extend(elements)

    def told(self, strips: Sequence[tuple[int, int]]) -> Sheet:
        """Return what the pages of the sheet, divided into ``strips``, do not show."""
        holds_something = bool(self.cells or self._hidden_rows or self._reach[0])
        return Sheet(
            name=self.name,
            hidden=not self.is_shown and holds_something,
            hidden_rows=self._hidden_rows if self.is_shown else 0,
            hidden_columns=tuple(map(column_letters, sorted(self._hidden_columns))) if self.is_shown else (),
            unprinted=self._unprinted if self.is_shown else 0,
            parts=tuple(
                "–".join(dict.fromkeys((column_letters(first + 1), column_letters(end))))
                for first, end in (strips if len(strips) > 1 else ())
            ),
        )


def column_number(letters: str) -> int:
    """Return the number, from 0, of the column that ``letters`` name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# -------------------------------------------------------------------------------------- headings


def _headed_rows(content: Element) -> Mapping[str, list[int]]:
    """Return by sheet the rows of headings over ranges that can be filtered or are tables."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for database in named(content, "table:database-range"):
        address = value(database, "table:target-range-address")
        if (start := _AREA.search(address)) and value(database, "table:contains-header", "true") == "true":
            rows[address[: start.start()].strip("$'").replace("''", "'")].append(int(start[2]) - 1)
    return rows


def _headings(table: _Table, frozen: int, ranges: Sequence[int]) -> range:
    """Return the rows that are headings, empty where nothing says so."""
    headings = range(frozen) or (range(ranges[0], ranges[0] + 1) if len(ranges) == 1 else range(0))
    if not headings and not ranges:
        headings = _likely_headings(table)
    height = sum(table.height(row) * times for number, times, row in table.rows if number in headings)
    return headings if height <= _MOST_HEADINGS else range(0)


def _likely_headings(table: _Table) -> range:
    """Return the first row that goes over most columns, if it names them, with those above that group it."""
    most = max(map(len, table.cells), default=0)
    for index, cells in enumerate(table.cells[:_NEAR_TOP]):
        if len(cells) < max(2, _FULL * most):
            continue
        below = table.cells[index + 1 : index + 4]
        if not below or not all(_names_something(cell) for cell in cells):
            return range(0)
        beneath = {cell.column: cell for row in reversed(below) for cell in row}
        differs = any(
            under.is_text != cell.is_text or under.style != cell.style
            for cell in cells
            if (under := beneath.get(cell.column)) is not None
        )
        if not differs and len({*cells[0].lines, *(line for cell in cells for line in cell.lines)}) < _SURE:
            return range(0)
        first, stop = cells[0].row, cells[0].row + max(cell.rows for cell in cells)
        for above in reversed(table.cells[:index]):
            if above[0].row != first - 1 or len(above) < 2 or not all(map(_names_something, above)):
                break
            first -= 1
        return range(first, stop)
    return range(0)


def _names_something(cell: _Cell) -> bool:
    """Tell whether a cell may be a heading: years are, other numbers, dates and addresses are not."""
    return bool(_YEAR.fullmatch(cell.lines[0])) or not _VALUE.search(cell.lines[0])


# ------------------------------------------------------------------------------- columns and pages


def _widen(table: _Table) -> None:
    """Widen columns to the numbers and dates in them, and to words that would be cut."""
    needed: defaultdict[int, float] = defaultdict(float)
    for row in table.cells:
        for index, cell in enumerate(row):
            if cell.look.fixed or cell.columns > 1:
                continue
            width, whole = table.widths[cell.column], max(map(cell.look.width, cell.lines))
            if not cell.is_text:
                # What of a number, a date or a truth is always to be seen.
                shown = re.sub(rf"([.,]\d{{{_DECIMALS}}})\d+$", r"\1", cell.lines[0])
                need = cell.look.width(shown if cell.look.general else cell.lines[0])
            elif cell.look.wraps or _is_cut(row, index, width):
                need = 0.0
                if _height(cell, width) > _HIGHEST > len(cell.lines) * cell.look.size * _LINE:
                    # Else the row would be higher than a page.
                    need = min(_WIDEST, width * _height(cell, width) / _HIGHEST)
                words = (cell.look.width(word) for line in cell.lines for word in line.split())
                cut = 0.0 if cell.look.wraps else whole if whole < _LITTLE_MORE * width else whole / _MOST_LINES
                need = max(need, min(max((cut, *words)), _LONGEST_WORD))
            else:
                continue
            if need > width:
                needed[cell.column] = max(needed[cell.column], need)
    for column, need in needed.items():
        table.widen(column, need)


def _is_cut(row: Sequence[_Cell], index: int, width: float) -> bool:
    """Tell whether a text is wider than its cell, and the next cell keeps it from going on."""
    cell, after = row[index], row[index + 1 : index + 2]
    return any(other.column == cell.column + 1 for other in after) and max(map(cell.look.width, cell.lines)) > width


class _Page:
    """The page on which a sheet stands."""

    def __init__(self, table: _Table, paper: Element) -> None:
        self._table = table
        style = value(table.element, "table:style-name")
        name = table.styles.get("table", style, "style:master-page-name") or "Default"
        self._master = _by_name(paper, "style:master-page", name)
        self._layout = _by_name(paper, "style:page-layout", value(self._master, "style:page-layout-name"))
        self._properties = next(kids_named(self._layout, "style:page-layout-properties"))
        breaks = {
            table.styles.get("table-column", value(column, "table:style-name"), "fo:break-before")
            for column in table.columns[: table.end]
        }
        self.scale = float(value(self._properties, "style:scale-to", "100%").rstrip("%")) / 100
        self.is_set = self.scale != 1 or any(value(self._properties, name) for name in _FITTED) or "page" in breaks

    def _points(self, name: str, default: str) -> float:
        return points(value(self._properties, name, default))

    @property
    def is_upright(self) -> bool:
        """Whether the page is higher than wide."""
        return self._points(*_WIDTH) < self._points(*_HEIGHT)

    def room(self, *, turned: bool) -> float:
        """Return the points between the margins, of the page or of the one that is turned."""
        margins = self._points("fo:margin-left", "2cm") + self._points("fo:margin-right", "2cm")
        return self._points(*(_HEIGHT if turned else _WIDTH)) - margins

    def room_below(self, *, turned: bool) -> float:
        """Return the points between the upper margin and the lower one, with what stands in them."""
        margins = self._points("fo:margin-top", "2cm") + self._points("fo:margin-bottom", "2cm")
        return self._points(*(_WIDTH if turned else _HEIGHT)) - margins - _IN_MARGINS

    def change(self, settings: Mapping[str, str], *, turned: bool) -> None:
        """Give the sheet a page of its own, scaled as ``settings`` say."""
        master, layout, name = copy.deepcopy(self._master), copy.deepcopy(self._layout), f"ark-{self._table.name}"
        for element, old in ((master, self._master), (layout, self._layout)):
            old.addnext(element)
            put(element, "style:name", name)
        put(master, "style:display-name", name)
        put(master, "style:page-layout-name", name)
        for margin in kids_named(layout, "style:header-style", "style:footer-style"):
            if not len(margin):
                # LibreOffice sets a margin that says nothing of itself in the middle of the page.
                margin.append(margin.makeelement(full_names("style:header-footer-properties")[0]))
                put(margin[0], "fo:min-height", "0.75cm")
        properties = next(kids_named(layout, "style:page-layout-properties"))
        for attribute, setting in {"style:scale-to": "100%", **settings}.items():
            put(properties, attribute, setting)
        if turned:
            put(properties, "fo:page-width", f"{self._points(*_HEIGHT):.2f}pt")
            put(properties, "fo:page-height", f"{self._points(*_WIDTH):.2f}pt")
            put(properties, "style:print-orientation", "landscape")
        own = self._table.styles.variant(
            "table", value(self._table.element, "table:style-name"), {"style:master-page-name": name}
        )
        put(self._table.element, "table:style-name", own)


def _by_name(root: Element, kind: str, name: str) -> Element:
    return next(element for element in named(root, kind) if value(element, "style:name") == name)


def _strips(table: _Table, frozen: int, page: _Page) -> tuple[list[tuple[int, int]], float]:
    """Fit a sheet to the width of its page; return its strips, first column and end of each, and how wide they are.

    A sheet whose author said how it is printed is left so.
    """
    whole = [(table.first, table.end)]
    if page.is_set:
        return whole, page.room(turned=False) / page.scale
    sizes = Counter(cell.look.size for row in table.cells for cell in row)
    size = sizes.most_common(1)[0][0] if sizes else _SMALLEST
    turned = page.is_upright and table.extent * min(1, _COMFORTABLE / size) > page.room(turned=False)
    room = page.room(turned=turned)
    percent = min(100, math.ceil(100 * _SMALLEST / size))
    if table.extent * percent / 100 <= room:
        # A drawing is not divided between pages where all of its sheet can stand on one.
        is_one = 0 < table.drawn_height <= page.room_below(turned=turned) * 100 / percent
        page.change({"style:scale-to-X": "1", **({"style:scale-to-Y": "1"} if is_one else {})}, turned=turned)
        return whole, room
    headings = range(table.first, min(table.end, table.first + (frozen or 1)))
    if sum(table.widths[column] for column in headings) * percent / 100 > room / 4:
        headings = range(0)
    least = len(_divided(table, headings, room * 98 / percent))
    percent = max(each for each in range(percent, 101) if len(_divided(table, headings, room * 98 / each)) == least)
    room *= 98 / percent
    for column in range(table.first, table.end):
        if table.widths[column] > (most := room - sum(table.widths[heading] for heading in headings)):
            table.widen(column, most)
    strips = _divided(table, headings, room)
    for start, _ in strips[1:]:
        table.style_column(start, {"fo:break-before": "page"})
    table.repeat("columns", headings)
    page.change({"style:scale-to": f"{percent}%"}, turned=turned)
    return strips, room


def _divided(table: _Table, headings: range, room: float) -> list[tuple[int, int]]:
    """Return the strips of at most ``room`` into which a sheet is divided, with its headings on each."""
    strips, start, used = [], table.first, 0.0
    for column in range(table.first, table.end):
        if used + table.widths[column] > room:
            strips.append((start, column))
            start, used = column, sum(table.widths[heading] for heading in headings)
        used += table.widths[column]
    return [*strips, (start, table.end)]


# ------------------------------------------------------------------------------------------ texts


def _unfold(table: _Table, strips: Sequence[tuple[int, int]], room: float) -> None:
    """Let texts that would be cut go on in new lines, and rows be high enough for all of theirs."""
    for row in table.cells:
        for index, cell in enumerate(row):
            if cell.look.fixed or not cell.is_text:
                continue
            start, stop = next((strip for strip in strips if cell.column < strip[1]), strips[-1])
            settings = {}
            if cell.column + cell.columns > stop > cell.column:
                # Centred over several strips, it would be divided between two pages.
                cell.columns = stop - cell.column
                put(cell.element, "table:number-columns-spanned", cell.columns)
                settings["fo:text-align"] = "start"
            end = cell.column + cell.columns
            own = sum(table.widths[cell.column : end])
            widest = max(map(cell.look.width, cell.lines))
            if not cell.look.wraps and widest > own:
                before = row[index - 1].column + row[index - 1].columns if index else start
                after = row[index + 1].column if index + 1 < len(row) else len(table.widths)
                left = sum(table.widths[max(before, start) : cell.column])
                right = sum(table.widths[end : min(after, stop)])
                if after >= stop:
                    right += max(0.0, room - sum(table.widths[start:stop]))
                free = {"end": left, "center": 2 * min(left, right)}.get(cell.look.align, right)
                if widest > own + free:
                    settings["fo:wrap-option"] = "wrap"
                    while end < min(after, len(table.widths)) and table.widths[end] <= right:
                        own, right, end = own + table.widths[end], right - table.widths[end], end + 1
                    cell.columns = end - cell.column
                    put(cell.element, "table:number-columns-spanned", cell.columns)
                    put(cell.element, "table:number-rows-spanned", cell.rows)
            if settings:
                put(cell.element, "table:style-name", table.styles.variant("table-cell", cell.style, settings))
            if cell.look.wraps or "fo:wrap-option" in settings or len(cell.lines) > 1:
                _make_high(table, cell, _height(cell, own))


def _height(cell: _Cell, width: float) -> float:
    """Return about how many points the text of a cell is high where its lines end at ``width``."""
    lines = sum(math.ceil(line * _LOOSE / width) if line > width else 1 for line in map(cell.look.width, cell.lines))
    return lines * cell.look.size * _LINE


def _make_high(table: _Table, cell: _Cell, need: float) -> None:
    """Let the row of ``cell`` be high enough: LibreOffice sees to it, but for cells over several rows or columns."""
    row = cell.element.getparent()
    assert row is not None
    name = value(row, "table:style-name")
    is_one = cell.rows == cell.columns == 1
    if is_one and cell.look.wraps and table.styles.get("table-row", name, _OPTIMAL) == "true":
        return
    height = table.height(row)
    missing = need - height - sum(map(table.height, islice(row.itersiblings(), cell.rows - 1)))
    if missing > 0:
        settings = {_OPTIMAL: "false", "style:row-height": f"{height + missing:.2f}pt"}
        put(row, "table:style-name", table.styles.variant("table-row", name, settings))
