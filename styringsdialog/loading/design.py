"""The accent colour as conference.toml writes it, refused with the nearest that can be read."""

from __future__ import annotations

from styringsdialog.loading.places import UnfitError
from styringsdialog.model.colour import (
    READABLE,
    STANDARD_ACCENT,
    WHITE,
    Accent,
    contrast,
    nearest_readable,
    parse_colour,
    written,
)

__all__ = ["fit_accent"]


def fit_accent(code: str) -> Accent:
    """Give ``code`` as an accent, in small letters.

    Raises:
        UnfitError: It is no colour, or what is printed in it, and in white on it, could not be read.
    """
    try:
        colour = parse_colour(code)
    except ValueError as error:
        hint = f"write a number sign and six digits 0-9 and a-f: {STANDARD_ACCENT}"
        raise UnfitError(str(error), hint) from None
    found = contrast(colour, WHITE)
    if found < READABLE:
        better = nearest_readable(colour)
        raise UnfitError(
            f"'{code}' has a contrast of {_ratio(found)} to white, and text needs {_ratio(READABLE)}",
            f"write '{written(better)}', the nearest that can be read ({_ratio(contrast(better, WHITE))})",
        )
    return Accent(code.lower())


def _ratio(contrast: float) -> str:
    """Give ``contrast`` rounded down, so that none is told as more than it is."""
    return f"{int(contrast * 100) / 100:g}:1"
