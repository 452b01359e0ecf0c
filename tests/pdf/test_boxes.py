"""The visible box holds for every way in which a page can say its size and its rotation."""

from __future__ import annotations

import math
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake.odd_pdf import write_pdf

from styringsdialog.pdf.boxes import VisibleBox, add_strip, read_rectangle, side_margin, visible_box

NUMBERS = st.integers(-2000, 2000)
RECTANGLES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS).filter(lambda box: box[0] != box[2] and box[1] != box[3])
TURNS = st.integers(-8, 8).map(lambda quarter: quarter * 90)


def page(**keys: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary({f"/{key}": value for key, value in keys.items()})


BOXES = st.builds(
    lambda media, crop, turn, unit: visible_box(
        page(MediaBox=pikepdf.Array(media), CropBox=pikepdf.Array(crop), Rotate=turn, UserUnit=unit)
    ),
    RECTANGLES,
    RECTANGLES,
    TURNS,
    st.sampled_from([1, 2, 10]),
)


@given(box=BOXES)
def test_the_corners_as_one_sees_them_are_the_corners_of_the_box(box: VisibleBox) -> None:
    seen = {box.on_page(x, y) for x in (0, box.width) for y in (0, box.height)}
    own = {(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)}
    assert {(round(x, 6), round(y, 6)) for x, y in seen} == {(round(x, 6), round(y, 6)) for x, y in own}


@given(box=BOXES)
def test_a_point_is_as_large_on_the_page_as_it_says(box: VisibleBox) -> None:
    a, b, c, d, _, _ = box.matrix
    assert math.isclose((a * d - b * c) * box.unit**2, 1), "neither scaled nor mirrored"


@given(box=BOXES, height=st.integers(1, 200))
def test_a_strip_is_added_below_and_nothing_else_moves(box: VisibleBox, height: int) -> None:
    grown = box.extended(height)
    assert math.isclose(grown.height, box.height + height)
    assert math.isclose(grown.width, box.width)
    x, y = grown.on_page(0, grown.height)
    assert (round(x, 6), round(y, 6)) == tuple(round(edge, 6) for edge in box.on_page(0, box.height))
    assert math.isclose(box.overhang(grown.rectangle), height)


@given(media=RECTANGLES, crop=st.none() | RECTANGLES, turn=TURNS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_viewer_sees_the_same_box(
    media: tuple[int, ...], crop: tuple[int, ...] | None, turn: int, tmp_path: Path
) -> None:
    keys: dict[str, object] = {"/MediaBox": pikepdf.Array(media), "/Rotate": turn}
    if crop:
        keys["/CropBox"] = pikepdf.Array(crop)
    path = write_pdf(tmp_path / "a.pdf", keys=keys)
    with pikepdf.open(path) as pdf:
        box = visible_box(pdf.pages[0].obj)
        pdf.pages[0].obj.CropBox = pikepdf.Array(box.rectangle)
        pdf.save(tmp_path / "b.pdf")
    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as document:
        assert document[0].get_size() == pytest.approx((box.width, box.height))


@pytest.mark.parametrize(
    "value", [None, 0, pikepdf.Array([0, 0, 9]), pikepdf.Array([0, 0, 0, 9]), pikepdf.Array([0, 0, pikepdf.Name.X, 9])]
)
def test_a_box_that_is_none_is_seen_as_none(value: object) -> None:
    assert read_rectangle(value) is None


@pytest.mark.parametrize(("rotate", "turned"), [(450, 90), (-90, 270), (360, 0), (45, 0), (True, 0), ("90", 0)])
def test_only_quarters_turn_a_page(rotate: object, turned: int) -> None:
    value = pikepdf.String(rotate) if isinstance(rotate, str) else rotate
    assert visible_box(page(MediaBox=pikepdf.Array([0, 0, 10, 20]), Rotate=value)).rotation == turned


def test_a_page_that_says_no_size_is_as_large_as_viewers_show_it() -> None:
    assert visible_box(page()).rectangle == (0, 0, 612, 792)
    outside = page(MediaBox=pikepdf.Array([0, 0, 10, 20]), CropBox=pikepdf.Array([50, 50, 60, 60]))
    assert visible_box(outside).rectangle == (0, 0, 10, 20)


def test_a_strip_enlarges_both_boxes_and_drops_those_for_the_printer() -> None:
    one = page(
        MediaBox=pikepdf.Array([0, 0, 100, 200]),
        CropBox=pikepdf.Array([10, 10, 90, 190]),
        TrimBox=pikepdf.Array([10, 10, 90, 190]),
        Rotate=90,
    )
    add_strip(one, visible_box(one), 42)
    assert [float(edge) for edge in one.CropBox.as_list()] == [10, 10, 132, 190]
    assert [float(edge) for edge in one.MediaBox.as_list()] == [0, 0, 132, 200]
    assert "/TrimBox" not in one


def test_the_margin_is_25_mm_on_a4_and_less_on_less() -> None:
    assert side_margin(595.28) == pytest.approx(70.87, abs=0.01)
    assert side_margin(2000) == side_margin(595.28)
    assert side_margin(100) == 12
