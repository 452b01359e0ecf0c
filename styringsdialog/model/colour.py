"""Colours of the screen: how they are written, their contrast, and the nearest that can be read."""

from __future__ import annotations

import bisect
import re
from typing import Final, NewType

# Red, green and blue from 0 to 1, as sRGB has them (IEC 61966-2-1).
Colour = tuple[float, float, float]

# A colour as ``#1d4f72`` that can be read on white, and white on it: its contrast is at least ``READABLE``.
Accent = NewType("Accent", str)

# 8.7:1 on white, either way round.
STANDARD_ACCENT: Final = Accent("#1d4f72")

# The least contrast of text with what it stands on (WCAG 2.1, 1.4.3, level AA).
READABLE: Final = 4.5

WHITE: Final[Colour] = (1.0, 1.0, 1.0)

_WRITTEN: Final = re.compile("#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")


def parse_colour(code: str) -> Colour:
    """Return the colour that ``#1d4f72`` says.

    Raises:
        ValueError: It is no number sign with six hexadecimal digits.
    """
    if (match := _WRITTEN.fullmatch(code)) is None:
        raise ValueError(f"'{code}' is no colour")
    # Four decimals tell all eight-bit values apart (1/255 is 0.0039), and equal colours compare as equal.
    red, green, blue = (round(int(part, 16) / 255, 4) for part in match.groups())
    return (red, green, blue)


def written(colour: Colour) -> str:
    """Return ``#1d4f72``: the nearest colour of eight bits."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def contrast(colour: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours (WCAG 2.1, «contrast ratio»): from 1 to 21."""
    dark, light = sorted((_luminance(colour), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return ``colour`` with ``share`` of it, from 0 to 1, replaced by ``other``."""
    # Rounded, because ``Palette.shown`` knows a tint of the standard look by equality.
    red, green, blue = (round(part + (aim - part) * share, 4) for part, aim in zip(colour, other, strict=True))
    return (red, green, blue)


def nearest_readable(colour: Colour, ground: Colour = WHITE) -> Colour:
    """Return ``colour`` when it can be read on ``ground``, a light one; else the lightest darker one that can.

    Only its lightness changes as the eye sees it (OKLCH), and its chroma where the screen has no such
    colour: a municipality's green stays its green. What is given has eight bits a component.
    """
    # Rounded to eight bits first, because that is what is printed: rounding could take it below the bound.
    shown = parse_colour(written(colour))
    lightness, green_red, blue_yellow = _oklab(shown)
    if contrast(shown, ground) >= READABLE:
        return shown

    def shade(step: int) -> Colour:
        # In eight bits, as the colour is written that is offered.
        return parse_colour(written(_in_gamut(lightness * (1 - step / _STEPS), green_red, blue_yellow)))

    # On a light ground contrast only grows from step to step, so that the first one that is enough can be bisected.
    enough = bisect.bisect_left(range(_STEPS), True, key=lambda step: contrast(shade(step), ground) >= READABLE)
    return shade(enough)


# From the colour to black: a step is less than any eye sees.
_STEPS: Final = 500


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    # WCAG 2.1, «relative luminance».
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    # As IEC 61966-2-1 has it. WCAG 2.1 first printed 0.03928; no colour of eight bits lies between the two.
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


# The matrices are Björn Ottosson's («A perceptual color space for image processing», 2020), which CSS
# Color 4 (§ 9.2) took over.


def _oklab(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = map(_linear, colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear_of(lightness: float, green_red: float, blue_yellow: float) -> Colour:
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _in_gamut(lightness: float, green_red: float, blue_yellow: float) -> Colour:
    """Return the colour with as much of its chroma as sRGB has at this lightness (CSS Color 4, § 13.2)."""
    low, high = 0.0, 1.0
    # Bisecting would stop a little short of the full chroma, and change a colour that needs no change.
    if all(-_SLACK <= part <= 1 + _SLACK for part in _linear_of(lightness, green_red, blue_yellow)):
        low = 1.0
    else:
        # Twenty halvings are finer than a step of eight bits.
        for _ in range(20):
            share = (low + high) / 2
            shade = _linear_of(lightness, green_red * share, blue_yellow * share)
            fits = all(-_SLACK <= part <= 1 + _SLACK for part in shade)
            low, high = (share, high) if fits else (low, share)
    red, green, blue = _linear_of(lightness, green_red * low, blue_yellow * low)
    return (_screen(red), _screen(green), _screen(blue))


def _screen(part: float) -> float:
    within = min(max(part, 0.0), 1.0)
    # The inverse of ``_linear``: 0.0031308 is 0.04045 / 12.92.
    return within * 12.92 if within <= 0.0031308 else 1.055 * within ** (1 / 2.4) - 0.055


# Rounding in the matrices takes white itself a little out of the gamut.
_SLACK: Final = 1e-4
