"""Numbers in tables that came as text: which columns hold them, how they are read and printed in Danish.

Nothing is guessed from one cell alone. A column holds quantities when each of its cells can be
read in one and the same way of writing numbers; what a number is not (a year, a postcode, the number of
a case) is printed as it was written.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

import attrs

from styringsdialog.danish.numbers import NBSP, number

__all__ = ["Column", "Notation", "Quantity", "read_columns", "read_quantity", "says_nothing"]


class Notation(enum.StrEnum):
    """A way of writing numbers, by its decimal mark."""

    DANISH = ","
    ENGLISH = "."


@attrs.frozen
class Column:
    """A column as it is printed.

    Attributes:
        cells: In the order of the rows.
        quantities: Whether they are numbers that are compared, and so stand to the right.
    """

    cells: tuple[str, ...]
    quantities: bool = False


_SIGN: Final = "(?P<sign>[-+\N{MINUS SIGN}\N{EN DASH}]?)"
_KRONER: Final = r"(?:kr\.?|DKK)"
_SPACES: Final = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t ]+")


def _pattern(group: str, mark: str) -> re.Pattern[str]:
    digits = (
        rf"(?P<whole>[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]{{1,3}}(?: [0-9]{{3}})+|[0-9]+)(?:{mark}(?P<part>[0-9]+))?"
    )
    return re.compile(
        rf"{_SIGN} ?(?:(?P<before>{_KRONER}) ?)?(?P<inner>-?){digits}(?: ?(?P<unit>%|{_KRONER}))?", re.IGNORECASE
    )


_PATTERNS: Final = {Notation.DANISH: _pattern(r"\.", ","), Notation.ENGLISH: _pattern(",", r"\.")}

_NOTHING: Final = frozenset({"", "-", "–", "—", ".", "..", "*", "n/a", "i/a", "i.a."})
"""What stands in a column of numbers where there is none; Statistics Denmark's signs among them."""

_NAMED_AS_LABEL: Final = re.compile(
    r"(?:^|[\W_])(?:nr|no|id|år|aar|cvr|cpr|ean|tlf|mobil|p-nr|uge)(?:$|[\W_])"
    r"|\w(?:nr\.?|nummer|kode|årstal|år)$|^(?:nummer|kode|årstal|telefon|year|matrikel)",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"antal|beløb|leje|pris|udgift|indtægt|saldo|i alt|pct|%|m2|m²|(?:^|[\W_])(?:kr|sum)(?:$|[\W_])", re.IGNORECASE
)
"""«Antal år» are years that are counted, not years that have a name."""

_YEARS: Final = range(1800, 2200)
_NUMBER_OF_SOMEBODY: Final = 8
"""Digits of a CVR number, and of a telephone number."""
_LONGEST_COUNT: Final = 9
"""Digits without any mark: what has more is the number of somebody or something."""


@attrs.frozen
class Quantity:
    """A number as it was read.

    Attributes:
        value: With its sign.
        sign: A plus where one was written.
        decimals: How many digits stood after the mark.
        unit: «kr.» or «%» where it was written beside the number.
    """

    value: Decimal
    sign: str
    decimals: int
    unit: str


def says_nothing(cell: str) -> bool:
    """Tell whether ``cell`` is what people write where they have no number."""
    return cell.lower() in _NOTHING


def read_quantity(cell: str, notation: Notation) -> Quantity | None:
    """Return the number in ``cell``, written in ``notation`` with or without a unit; ``None`` where it is none."""
    match = _PATTERNS[notation].fullmatch(_SPACES.sub(" ", cell).strip())
    if (
        match is None
        or (match["before"] and match["unit"])
        or (match["inner"] and (match["sign"] or not match["before"]))
    ):
        return None
    part = match["part"] or ""
    value = Decimal(f"{re.sub(r'[., ]', '', match['whole'])}.{part or 0}")
    unit = match["before"] or match["unit"] or ""
    return Quantity(
        value=-value if match["inner"] or match["sign"] not in {"", "+"} else value,
        sign="+" if match["sign"] == "+" else "",
        decimals=len(part),
        unit="kr." if unit.lower().startswith("kr") else unit,
    )


def read_columns(names: Sequence[str], rows: Sequence[Sequence[str]], *, likely: Notation) -> tuple[Column, ...]:
    """Return the columns of a table, their numbers in Danish.

    Args:
        names: Their headings.
        rows: Their cells, as many in each as there are names.
        likely: How numbers are written where nothing in the table tells, such as in «1.234».
    """
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    readings = [
        () if _are_labels(name, cells) else tuple(_notations(cells)) for name, cells in zip(names, columns, strict=True)
    ]
    settled = {notations[0] for notations in readings if len(notations) == 1}
    # In a table with both, a number that could be either is left as it is.
    usual = likely if not settled else settled.pop() if len(settled) == 1 else None
    return tuple(_column(cells, notations, usual) for cells, notations in zip(columns, readings, strict=True))


def _column(cells: Sequence[str], notations: Sequence[Notation], usual: Notation | None) -> Column:
    if not notations:
        return Column(tuple(cells))
    notation = notations[0] if len(notations) == 1 else usual
    if notation is None:
        if not all(cell.isdecimal() for cell in _filled(cells)):
            return Column(tuple(cells))
        notation = Notation.DANISH
    numbers = [read_quantity(cell, notation) for cell in cells]
    decimals = max(quantity.decimals for quantity in numbers if quantity is not None)
    return Column(
        tuple(
            cell if quantity is None else _printed(quantity, decimals)
            for cell, quantity in zip(cells, numbers, strict=True)
        ),
        quantities=True,
    )


def _printed(quantity: Quantity, decimals: int) -> str:
    """Return a number with as many decimals as the others of its column, so that digits stand under each other."""
    unit = f"{NBSP}{quantity.unit}" if quantity.unit else ""
    return f"{quantity.sign}{number(quantity.value, decimals)}{unit}"


def _notations(cells: Sequence[str]) -> Iterator[Notation]:
    """Return the ways in which all of ``cells`` can be read as numbers; none where every cell is empty."""
    filled = list(_filled(cells))
    for notation in Notation:
        if filled and all(read_quantity(cell, notation) is not None for cell in filled):
            yield notation


def _filled(cells: Sequence[str]) -> Iterator[str]:
    return (cell for cell in cells if not says_nothing(cell))


def _are_labels(name: str, cells: Sequence[str]) -> bool:
    """Tell whether digits in a column name something instead of counting it.

    They do when one of them begins with a zero or is very long; and unless the heading says that
    something is counted, when it says the opposite, or when all are years, or as long as a CVR number.
    """
    filled = list(_filled(cells))
    if any(re.match(r"[-+]?0\d", cell) for cell in filled):
        return True
    if not filled or not all(cell.isdecimal() for cell in filled):
        return False
    lengths = {len(cell) for cell in filled}
    if max(lengths) > _LONGEST_COUNT:
        return True
    if _COUNTED.search(name):
        return False
    years = lengths == {4} and all(int(cell) in _YEARS for cell in filled)
    return years or lengths == {_NUMBER_OF_SOMEBODY} or bool(_NAMED_AS_LABEL.search(name.strip()))
