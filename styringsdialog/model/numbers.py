"""The numbers of bilag."""

from __future__ import annotations

import re

__all__ = ["BilagNumber", "number_order"]

BilagNumber = int | str
"""A bilag's number: a whole number; with a letter, «4a», where it came late and stands between others."""

_NUMBER = re.compile(r"([1-9]\d*)([a-z]*)", re.ASCII)


def number_order(number: BilagNumber) -> tuple[int, int, str]:
    """Return the key that sorts ``number``: 4, then «4a» to «4z» and «4aa», then 5.

    Raises:
        ValueError: It is none.
    """
    match = _NUMBER.fullmatch(str(number))
    if match is None:
        raise ValueError(f"{number!r} is no number of a bilag")
    return int(match[1]), len(match[2]), match[2]
