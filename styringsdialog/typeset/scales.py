"""Arithmetic of charts: round numbers for an axis, and labels that do not stand on each other."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

__all__ = ["spread", "ticks"]

_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_MOST: Final = 6
"""Numbers on an axis."""


def ticks(low: float, high: float) -> tuple[Decimal, ...]:
    """Give two to six round numbers, evenly apart, the first no more than ``low`` and the last no less than ``high``.

    An axis begins at nothing, unless all values lie so close to each other that nothing would be
    seen of their difference: within the upper half of what they are.

    Raises:
        ValueError: ``low`` is more than ``high``.
    """
    if low > high:
        raise ValueError(f"{low} is more than {high}")
    first, last = Decimal(repr(low)), Decimal(repr(high))
    if not (first > last / 2 > 0 or last < first / 2 < 0):
        first, last = min(first, Decimal(0)), max(last, Decimal(0))
    if first == last:
        last += abs(last) or 1
    exponent = (last - first).adjusted() - 1
    for power in itertools.count(exponent):
        for digit in _STEPS:
            step = digit.scaleb(power)
            start = (first / step).to_integral_value(ROUND_FLOOR)
            count = int((last / step).to_integral_value(ROUND_CEILING) - start)
            if count < _MOST:
                return tuple((start + number) * step for number in range(count + 1))
    raise AssertionError("a step as long as the axis is always found")


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> tuple[float, ...]:
    """Give places near those ``wanted``, in their order, at least ``apart`` from each other and from ``low`` on.

    They end before ``high`` where there is room for all of them.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places: list[float] = []
    for index in order:
        places.append(max(wanted[index], places[-1] + apart if places else low))
    # What was pushed over the end is pushed back, and pushes its neighbours in turn.
    end = high
    for number in range(len(places) - 1, -1, -1):
        places[number] = max(min(places[number], end), low + number * apart)
        end = places[number] - apart
    found = [0.0] * len(wanted)
    for index, place in zip(order, places, strict=True):
        found[index] = place
    return tuple(found)
