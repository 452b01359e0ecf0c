"""Contrast is WCAG's, and what is proposed in a colour's place can be read and keeps its hue."""

from __future__ import annotations

import colorsys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styringsdialog.model.colour import (
    READABLE,
    STANDARD_ACCENT,
    WHITE,
    contrast,
    mixed,
    nearest_readable,
    parse_colour,
    written,
)

CODES = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The grey that everybody knows for the border: 4.54 on white, and the next lighter one 4.48.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    found = contrast(parse_colour(one), parse_colour(other))
    assert found == pytest.approx(ratio, abs=0.005)
    assert found == contrast(parse_colour(other), parse_colour(one))


@given(CODES)
def test_a_colour_is_written_as_it_was_read(code: str) -> None:
    assert written(parse_colour(code)) == code


@pytest.mark.parametrize("code", ["", "#fff", "1d4f72", "#1d4f7g", "#1d4f72 ", "#1d4f72ff", "blå", "#１２３４５６"])
def test_what_is_no_colour_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is no colour"):
        parse_colour(code)


@given(CODES)
def test_what_is_proposed_can_be_read_and_what_can_be_read_is_proposed(code: str) -> None:
    colour = parse_colour(code)
    better = nearest_readable(colour)
    assert contrast(better, WHITE) >= READABLE
    assert (better == colour) is (contrast(colour, WHITE) >= READABLE)


@given(CODES)
def test_what_is_proposed_is_no_darker_than_it_must_be(code: str) -> None:
    colour = parse_colour(code)
    if contrast(colour, WHITE) < READABLE:
        assert contrast(nearest_readable(colour), WHITE) < READABLE * 1.02


@pytest.mark.parametrize("code", ["#f5a623", "#ff6f61", "#7bc043", "#00aeef", "#e91e90", "#ffd400"])
def test_what_is_proposed_keeps_its_hue(code: str) -> None:
    hue, _, _ = colorsys.rgb_to_hsv(*parse_colour(code))
    kept, _, _ = colorsys.rgb_to_hsv(*nearest_readable(parse_colour(code)))
    assert min(abs(hue - kept), 1 - abs(hue - kept)) < 20 / 360


def test_grey_stays_grey() -> None:
    assert written(nearest_readable(parse_colour("#bbbbbb"))) in {"#767676", "#757575"}


def test_a_mixture_goes_from_one_colour_to_the_other() -> None:
    ratios = [contrast(mixed(WHITE, (0.0, 0.0, 0.0), share / 10), WHITE) for share in range(11)]
    assert (ratios[0], round(ratios[-1], 6)) == (1, 21)
    assert all(less < more for less, more in pairwise(ratios))


def test_the_standard_accent_can_be_read() -> None:
    assert contrast(parse_colour(STANDARD_ACCENT), WHITE) > READABLE
