"""The numbers at the axis of a chart."""

from __future__ import annotations

import itertools
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

__all__ = ["ticks"]

# Decimals, because three steps of 0.1 in floats are 0.30000000000000004, which would be printed at the axis.
_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_MOST: Final = 6
"""Numbers on an axis."""


def ticks(low: float, high: float) -> tuple[Decimal, ...]:
    """Return two to six round numbers, evenly apart, the first no more than ``low`` and the last no less than ``high``.

    An axis begins at zero, unless all values lie so close to each other that their difference would
    not be seen: within the upper half of the greatest.

    Raises:
        ValueError: ``low`` is more than ``high``.
    """
    if low > high:
        raise ValueError(f"{low} is more than {high}")
    # repr gives the shortest decimal that is the float: Decimal(0.1) has fifty-five digits.
    first, last = Decimal(repr(low)), Decimal(repr(high))
    if not (first > last / 2 > 0 or last < first / 2 < 0):
        first, last = min(first, Decimal(0)), max(last, Decimal(0))
    if first == last:
        # Where all numbers are the same, the axis still needs a length.
        last += abs(last) or 1
    # One power of ten beneath the difference: a smaller step gives more than ten marks, always too many.
    exponent = (last - first).adjusted() - 1
    for power in itertools.count(exponent):
        for digit in _STEPS:
            step = digit.scaleb(power)
            start = (first / step).to_integral_value(ROUND_FLOOR)
            count = int((last / step).to_integral_value(ROUND_CEILING) - start)
            if count < _MOST:
                return tuple((start + number) * step for number in range(count + 1))
    raise AssertionError("a step as long as the axis is always found")
