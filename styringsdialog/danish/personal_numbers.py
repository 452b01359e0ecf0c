"""Danish personal numbers (CPR) in text, however they are written, and texts without them.

Day, month and year, a digit that tells the century, and three more (cpr.dk, «Personnummeret i CPR»).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product
from typing import Final

import attrs

# Nine digits too: a spreadsheet leaves out a nought at the beginning. Eight signs of a hash beside them are no text.
_END = r"\d)(?!\d)(?![0-9a-f]{8})"
_DIGITS: Final = re.compile(
    rf"(?=\d)(?<!\d)(?<![0-9a-f]{{8}})(?=((?:\d[\W_]{{0,5}}){{9}}{_END}|)(?=((?:\d[\W_]{{0,5}}){{8}}{_END}|)"
)
# The last two are what PDFium gives for a hyphen at the end of a line.
_DASH: Final = re.compile("[-\u00ad\u02d7\u058a\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d\x02\ufffe]")
_BREAK: Final = re.compile("[\r\n\u00ad\u200b-\u200f\u2060\ufeff\x02\ufffe]")
# Digits as «0», and of what stands between two of them «-» for a hyphen and «\n» for what is not seen within a line.
_JOINED: Final = re.compile("0{6}-\n?0{4}")
_WHOLE: Final = re.compile("0{6}[^0]*0{4}|00([^0])00\\1(?:00-\n?0{4}|0{6})")
_BROKEN: Final = re.compile("0+-?\n0+(?:[^0]+0{4})?|0{6}[^0]+0+-?\n0+")
_PARTED: Final = re.compile("00([^0])00\\1(?:00)[^0]*0{4}|(?:0[^0]+){9}0")
_WORD: Final = re.compile(
    r"c\W?p\W?r|person\W{0,2}(?:nummer|nr)|(?<![^\W_])p(?:\. ?)?nr|f(?:ø|oe?)dt|f(?:ø|oe?)dsels|\bf\.\W*#",
    re.IGNORECASE,
)
_AMONG_NUMBERS: Final = re.compile(r"\d[\s|;]*#|#[\s|;]*\d")
_BESIDE: Final = 60  # characters before a number within which a word stands beside it; behind it, half as many
_WEIGHTS: Final = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
# Of the hundred years that each seventh digit stands for.
_FIRST_YEARS: Final = (1900, 1900, 1900, 1900, 1937, 1858, 1858, 1858, 1858, 1937)


@attrs.frozen
class PersonalNumber:
    """A number in a text: its ten digits, by which it is known, and where it begins and ends."""

    digits: str = attrs.field(repr=False)
    start: int = attrs.field(eq=False)
    end: int = attrs.field(eq=False)

    @property
    def mask(self) -> str:
        """Return what may be shown of it: «010190-••••»."""
        return f"{self.digits[:6]}-••••"


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Yield the personal numbers in ``text``.

    What has a hyphen before its last four digits is one. Any other has a word such as «cpr» beside it, or a number
    that has; or it satisfies modulus 11, which numbers since 2007 need not.
    """
    end, worded = 0, -2 * _BESIDE
    for match, length in product(_DIGITS.finditer(text), (1, 2)):
        start, stop = match.span(length)
        digits = "".join(str(int(digit)) for digit in match[length] or "" if digit.isdecimal()).zfill(len(_WEIGHTS))
        # Digits of a number that was read are not the beginning of another.
        if start < end or not _has_date(digits):
            continue
        missing = len(_WEIGHTS) - sum(map(str.isdecimal, match[length]))
        shape = "0" * missing + re.sub(r"\d", "0", re.sub(r"\D+", _joint, match[length]))
        beside = f"{text[max(0, start - _BESIDE) : start]}#{text[stop : stop + _BESIDE // 2]}"
        # In a table the end of one line and the beginning of the next are two numbers.
        is_whole = _WHOLE.fullmatch(shape) or (_BROKEN.fullmatch(shape) and not _AMONG_NUMBERS.search(beside))
        has_word = start - worded <= _BESIDE or _WORD.search(beside)
        is_checked = not sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
        by_itself = not missing and (_JOINED.fullmatch(shape) or (is_whole and is_checked))
        if by_itself or (has_word and any(form.fullmatch(shape) for form in (_WHOLE, _BROKEN, _PARTED))):
            end, worded = stop, stop if has_word else worded
            yield PersonalNumber(digits, start, stop)


def _joint(gap: re.Match[str]) -> str:
    return ("-" if _DASH.search(gap[0]) else "") + ("\n" if _BREAK.search(gap[0]) else "") or gap[0][0]


def _has_date(digits: str) -> bool:
    day, month, year, first = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), _FIRST_YEARS[int(digits[6])]
    try:
        # Sixty is added to the day of a number that stands in for another.
        dt.date(first + (year - first) % 100, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def masked(text: str) -> str:
    """Return ``text`` with only the first six digits of each personal number in it."""
    for number in reversed([*personal_numbers(text)]):
        text = text[: number.start] + number.mask + text[number.end :]
    return text
