"""Which sheet of paper an image is a scan of: at the resolution that it states, it is as large as one."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["sheet_of"]

_MM: Final = 72 / 25.4
_SHEETS: Final = ((841, 1189), (594, 841), (420, 594), (297, 420), (210, 297), (148, 210))
"""A0 to A5 in millimetres (ISO 216)."""

_NEAR: Final = 0.02
"""How much of its length a side may differ by: scanners cut a little off."""

_SCANNED: Final = (90, 1300)
"""Pixels to the inch between which people scan; a camera says 72 of everything."""


def sheet_of(columns: int, rows: int, resolution: Any) -> tuple[float, float] | None:
    """Return width and height in points of the sheet that an image is a scan of, turned as the image is.

    Args:
        columns: Of pixels.
        rows: As ``columns``.
        resolution: Pixels to the inch, across and down, as the file has it: of any type.
    """
    try:
        across, down = map(float, resolution)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    least, most = _SCANNED
    if not (least <= across <= most and least <= down <= most):
        return None
    size = (columns / across * 72, rows / down * 72)
    for short, long in _SHEETS:
        sheet = (short * _MM, long * _MM) if size[0] <= size[1] else (long * _MM, short * _MM)
        if all(abs(length - side) <= side * _NEAR for length, side in zip(size, sheet, strict=True)):
            return sheet
    return None
