"""Numbers, money, shares and sizes in Danish.

Rounding is half up, as people do it and as accounts are checked; Babel alone rounds half to even.
A float is taken for what it prints as, so that 0.145 is 0.145 and not a little less.
Between a number and its unit stands a no-break space.
"""

from __future__ import annotations

import decimal
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from babel.numbers import format_decimal

NBSP: Final = "\N{NO-BREAK SPACE}"

# As wide as the plus and the digits, and read aloud as minus; the hyphen is not.
MINUS: Final = "\N{MINUS SIGN}"

# What stands where there is no number.
MISSING: Final = "ikke oplyst"

# Babel's name for Danish in Denmark; plain ``da`` counts weeks from 1 January, which Denmark does not.
LOCALE: Final = "da_DK"


def decimal_places(value: float | Decimal) -> int:
    """Return how many digits ``value`` has after the comma, trailing zeros not counted.

    Raises:
        ValueError: ``value`` is not finite.
    """
    return len(f"{_decimal(value):f}".partition(".")[2].rstrip("0"))


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """Return «1.234,5» with ``decimals`` digits after the comma; ``None``: as many as it has.

    A year or a file number is no quantity: print it with ``str``.

    Raises:
        ValueError: ``value`` is not finite.
    """
    exact = _decimal(value)
    if decimals is None:
        decimals = decimal_places(exact)
    rounded = _rounded(exact, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # Babel counts in the current context, whose 28 digits a long number would burst.
    with decimal.localcontext(_context(rounded, decimals)):
        return format_decimal(rounded, pattern, locale=LOCALE).replace("-", MINUS)


def kroner(value: float | Decimal) -> str:
    """Return «1.234 kr.», or «1.234,50 kr.» where there are øre."""
    rounded = _rounded(_decimal(value), 2)
    return f"{number(rounded, 0 if rounded == rounded.to_integral_value() else 2)}{NBSP}kr."


def percent(share: float | Decimal, decimals: int = 0) -> str:
    """Return a share of one as «12,5 %»: ``percent(0.125, 1)``."""
    exact = _decimal(share)
    return f"{number(exact.scaleb(2, _context(exact, decimals)), decimals)}{NBSP}%"


def byte_size(size: int) -> str:
    """Return the size of a file as «812 B», «45 kB» or «3,2 MB», in powers of 1000 (IEC 80000-13).

    Raises:
        ValueError: ``size`` is negative.
    """
    if size < 0:
        raise ValueError(f"no file has {size} bytes")
    scaled = Decimal(size)
    for unit, decimals in (("B", 0), ("kB", 0), ("MB", 1), ("GB", 1)):
        # Rounded first: 999.6 kB is 1,0 MB and not 1.000 kB.
        if _rounded(scaled, decimals) < 1000:
            return f"{number(scaled, decimals)}{NBSP}{unit}"
        scaled /= 1000
    return f"{number(scaled, 1)}{NBSP}TB"


def _decimal(value: float | Decimal) -> Decimal:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} is no number that can be printed")
    return exact


def _rounded(value: Decimal, decimals: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=_context(value, decimals))
    # Nothing is printed as «-0».
    return abs(rounded) if rounded.is_zero() else rounded


def _context(value: Decimal, decimals: int) -> decimal.Context:
    """Return a context with room for every digit of ``value`` and a carry, rounding half up."""
    return decimal.Context(
        prec=max(28, value.adjusted() + decimals + 4, len(value.as_tuple().digits) + 4), rounding=ROUND_HALF_UP
    )
