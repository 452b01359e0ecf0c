"""Numbers in tables that came as text: which columns hold quantities, and how those are printed in Danish.

A column is printed as it was written. Only where something says that it holds quantities (who handed the table in,
its heading, a unit, thousands that are grouped), and all of its cells can be read in one way, are its numbers
printed in Danish, with the decimals that they were written with.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import attrs

from styringsdialog.danish.numbers import NBSP, number
from styringsdialog.model.bilag import ColumnKind


class Notation(enum.StrEnum):
    """A way of writing numbers, by its decimal mark."""

    DANISH = ","
    ENGLISH = "."


@attrs.frozen
class Column:
    """A column as it is printed.

    Attributes:
        cells: In the order of the rows.
        numeric: Whether all of them are numbers, of whatever kind, and so stand to the right.
        quantities: Whether they are numbers that are compared, and so name no row.
    """

    cells: tuple[str, ...]
    numeric: bool = False
    quantities: bool = False


_SIGN: Final = "(?P<sign>[-+\N{MINUS SIGN}\N{EN DASH}]?)"
_KRONER: Final = r"(?:kr\.?|DKK)"
_SPACES: Final = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t ]+")


def _pattern(group: str, mark: str) -> re.Pattern[str]:
    digits = (
        rf"(?P<whole>(?P<grouped>[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)"
        r"|[1-9][0-9]{0,2}(?: [0-9]{3})+|0|[1-9][0-9]*)"
        rf"(?:{mark}(?P<part>[0-9]+))?"
    )
    return re.compile(
        rf"{_SIGN} ?(?:(?P<before>{_KRONER}) ?)?(?P<inner>-?){digits}(?: ?(?P<unit>%|{_KRONER}))?", re.IGNORECASE
    )


_PATTERNS: Final = {Notation.DANISH: _pattern(r"\.", ","), Notation.ENGLISH: _pattern(",", r"\.")}

# What stands in a column of numbers where there is none; Statistics Denmark's signs among them.
_NOTHING: Final = frozenset({"", "-", "–", "—", ".", "..", "*", "n/a", "i/a", "i.a."})

# In a heading: what is counted or measured, at the end of a Danish compound, or a unit. «Lejemål» is neither.
_QUANTITY: Final = re.compile(
    r"(?:antal|beløb(?:et)?|leje|pris|udgift(?:er)?|indtægt(?:er)?|saldo|sum|total|kroner|areal|mængde|forbrug|procent)\b"
    r"|\b(?:i alt|t?kr|dkk|mio|mia|pct|stk|kvm|m[23]|kwh|mwh)\b|[%‰²³]",
    re.IGNORECASE,
)
# In a heading: what names something, whatever else stands there.
_LABEL: Final = re.compile(r"\b(?:nr|no|id|kontonr|type)\b|(?:nummer|kode|gruppe|konto)\b", re.IGNORECASE)


@attrs.frozen
class Quantity:
    """A number as it was read.

    Attributes:
        value: With its sign.
        sign: A plus where one was written.
        decimals: How many digits stood after the mark.
        unit: «kr.» or «%» where it was written beside the number.
        grouped: Whether a mark stood between its thousands and another before its decimals: no number of an account.
    """

    value: Decimal
    sign: str
    decimals: int
    unit: str
    grouped: bool


def says_nothing(cell: str) -> bool:
    """Tell whether ``cell`` is what people write where they have no number."""
    return cell.lower() in _NOTHING


def read_quantity(cell: str, notation: Notation) -> Quantity | None:
    """Return the number in ``cell``, written in ``notation`` with or without a unit; ``None`` where it is none.

    What begins with a zero that no decimal mark follows («0045») names something.
    """
    match = _PATTERNS[notation].fullmatch(_SPACES.sub(" ", cell).strip())
    if (
        match is None
        or (match["before"] and match["unit"])
        # Behind «kr.» a minus is the number's sign; anywhere else it would be a second one.
        or (match["inner"] and (match["sign"] or not match["before"]))
    ):
        return None
    part = match["part"] or ""
    value = Decimal(f"{re.sub(r'[., ]', '', match['whole'])}.{part or 0}")
    unit = match["before"] or match["unit"] or ""
    # Decimal and not float: what is printed is what was written, to the last digit.
    return Quantity(
        value=-value if match["inner"] or match["sign"] not in {"", "+"} else value,
        sign="+" if match["sign"] == "+" else "",
        decimals=len(part),
        # «kr» and «Kr.» are one unit; «DKK» stays, because it is another word.
        unit="kr." if unit.lower().startswith("kr") else unit,
        grouped=match["grouped"] is not None and match["part"] is not None,
    )


def is_number(cell: str) -> bool:
    """Tell whether ``cell`` may stand in a column of numbers."""
    return bool(_notations([cell])) or says_nothing(cell)


def read_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], kinds: Mapping[str, ColumnKind]
) -> tuple[Column, ...]:
    """Return the columns of a table, its quantities in Danish.

    Args:
        names: Their headings.
        rows: Their cells, as many in each as there are names.
        kinds: What was said of columns, by heading.
    """
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    notations = list(map(_notations, columns))
    quantities = [
        _are_quantities(name, cells, ways, kinds.get(name))
        for name, cells, ways in zip(names, columns, notations, strict=True)
    ]
    # What could be written in either way is read as the other quantities of its table are, if those agree.
    settled = {ways[0] for ways, counted in zip(notations, quantities, strict=True) if counted and len(ways) == 1}
    return tuple(
        Column(
            _in_danish(cells, ways, settled) if counted else cells,
            numeric=bool(ways) and kinds.get(name) != ColumnKind.TEXT,
            quantities=counted,
        )
        for name, cells, ways, counted in zip(names, columns, notations, quantities, strict=True)
    )


def _are_quantities(name: str, cells: Sequence[str], notations: Sequence[Notation], kind: ColumnKind | None) -> bool:
    """Tell whether ``cells`` are numbers, and something says that they are quantities."""
    if not notations or kind is not None:
        return bool(notations) and kind == ColumnKind.NUMBER
    # «Kontonr.» and «postnummer» are read as written: a point between thousands would make them amounts.
    if _LABEL.search(name):
        return False
    readings = [reading for cell in cells if (reading := read_quantity(cell, notations[0]))]
    return bool(_QUANTITY.search(name)) or any(reading.grouped or reading.unit for reading in readings)


def _in_danish(cells: Sequence[str], notations: Sequence[Notation], settled: set[Notation]) -> tuple[str, ...]:
    """Return quantities as they are printed; «1.250», which may be Danish, stays beside English numbers too."""
    english = settled == {Notation.ENGLISH} and not any("." in cell for cell in cells)
    notation = Notation.ENGLISH if english else notations[0]
    readings = [read_quantity(cell, notation) for cell in cells]
    return tuple(_printed(reading) if reading else cell for cell, reading in zip(cells, readings, strict=True))


def _printed(quantity: Quantity) -> str:
    unit = f"{NBSP}{quantity.unit}" if quantity.unit else ""
    return f"{quantity.sign}{number(quantity.value, quantity.decimals)}{unit}"


def _notations(cells: Sequence[str]) -> tuple[Notation, ...]:
    """Return the ways in which all of ``cells`` can be read as numbers; none where every cell is empty."""
    filled = [cell for cell in cells if not says_nothing(cell)]
    return tuple(
        notation
        for notation in Notation
        if filled and all(read_quantity(cell, notation) is not None for cell in filled)
    )
