"""Key figures become a table and a chart that says the same, to those who see it and to those who hear it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import attrs
import pikepdf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.pdf import page_texts

from styringsdialog.danish.numbers import MISSING
from styringsdialog.model.blocks import KeyFigureRow, KeyFigures
from styringsdialog.model.structure import Element
from styringsdialog.typeset.boxes import Drawing, SetLine
from styringsdialog.typeset.charts import described, is_drawn, printed_values, set_chart, spread, ticks
from styringsdialog.typeset.elements import Node
from styringsdialog.typeset.inlines import Ink, Run
from styringsdialog.typeset.lines import Line, break_lines
from styringsdialog.typeset.render import typeset
from styringsdialog.typeset.styles import PAGE, TextStyle

YEARS = ("2024", "2026", "2028", "2030")
LEFT, WIDTH = PAGE.left, PAGE.measure


def figures(
    *rows: tuple[str, Sequence[float | None]], columns: tuple[str, ...] = YEARS, unit: str = "antal"
) -> KeyFigures:
    made = tuple(KeyFigureRow(label=label, values=tuple(values)) for label, values in rows)
    return KeyFigures(title="Boliger", unit=unit, columns=columns, rows=made, source="Kommunen")


HOMES = figures(("Familieboliger", [1200, 1234.5, None, 1300]), ("Ungdomsboliger", [410, 415, 430, 420]))


def chart(what: KeyFigures) -> Drawing:
    node = Node("Figure", Node("Document"))

    def words(text: str, style: TextStyle, width: float) -> tuple[Line, ...]:
        return break_lines((Run(text, Ink(style.face, style.size, style.colour, node)),), width, hyphenate=False)

    return set_chart(what, left=LEFT, width=WIDTH, node=node, words=words)


def said(line: SetLine) -> str:
    return "".join(piece.text for piece in line.line.pieces).rstrip()


values = st.none() | st.floats(-1e7, 1e7, allow_nan=False).map(lambda value: round(value, 2))


@st.composite
def any_figures(draw: st.DrawFn) -> KeyFigures:
    count = draw(st.integers(1, 8))
    names = st.text("abcæøå ", min_size=1, max_size=60).map(lambda text: text.strip() or "x")
    years = draw(st.booleans())
    columns = tuple(
        str(year) for year in sorted(draw(st.sets(st.integers(1990, 2060), min_size=count, max_size=count)))
    )
    if not years:
        columns = tuple(f"{number} {draw(names)}" for number in range(count))
    rows = [(draw(names), [draw(values) for _ in columns]) for _ in range(draw(st.integers(1, 6)))]
    return figures(*rows, columns=columns)


# ----------------------------------------------------------------------------- arithmetic


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_an_axis_has_few_round_numbers_that_reach_over_everything(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assume(high == low or (high - low) > 1e-9 * max(abs(high), abs(low)))
    found = ticks(low, high)
    assert 2 <= len(found) <= 6
    # A float is taken for what it prints as, as everywhere.
    assert found[0] <= Decimal(repr(low))
    assert found[-1] >= Decimal(repr(high))
    steps = {later - earlier for earlier, later in itertools.pairwise(found)}
    assert len(steps) == 1
    assert str(steps.pop().normalize().as_tuple().digits) in {"(1,)", "(2,)", "(2, 5)", "(5,)"}


@pytest.mark.parametrize(
    ("low", "high", "first"),
    [(3, 10, 0), (-5, 10, -5), (980, 1020, 980), (-1020, -980, -1020), (0, 0, 0), (7, 7, 6), (5, 5.5, 5)],
)
def test_an_axis_begins_at_nothing_unless_nothing_could_be_seen(low: float, high: float, first: float) -> None:
    assert ticks(low, high)[0] == first


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(1, 20))
def test_labels_never_stand_on_each_other_and_keep_their_order(wanted: list[float], apart: float) -> None:
    found = spread(wanted, apart, 0, 100)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    places = [found[index] for index in order]
    assert all(later - earlier >= apart - 1e-6 for earlier, later in itertools.pairwise(places))
    assert all(place >= -1e-6 for place in places)
    if apart * (len(wanted) - 1) <= 100:
        assert all(place <= 100 + 1e-6 for place in places)


# ---------------------------------------------------------------------------------- charts


@given(any_figures())
def test_all_that_is_drawn_stays_in_its_column_and_no_words_meet(what: KeyFigures) -> None:
    assume(is_drawn(what, WIDTH))
    drawn = chart(what)
    for path in drawn.paths:
        assert all(LEFT - 4 <= x <= LEFT + WIDTH + 4 and -4 <= y <= drawn.height + 4 for x, y in path.points)
    places = [(one.left, one.left + one.line.width, one.dy, one) for one in drawn.words if one.line.width]
    for left, right, baseline, _ in places:
        assert left >= LEFT - 0.01
        assert right <= LEFT + WIDTH + 0.01
        assert 0 < baseline <= drawn.height
    for index, (left, right, baseline, one) in enumerate(places):
        for other_left, other_right, other_baseline, other in places[index + 1 :]:
            if abs(baseline - other_baseline) < 7 and right > other_left + 0.01 and other_right > left + 0.01:
                raise AssertionError(f"{said(one)!r} stands on {said(other)!r}")


@given(any_figures())
def test_every_number_is_heard(what: KeyFigures) -> None:
    words = described(what)
    for row, printed in zip(what.rows, printed_values(what), strict=True):
        for column, value in zip(what.columns, printed, strict=True):
            assert f"{column} {value}" in words
        assert row.label in words


def test_bars_begin_at_nothing_and_are_as_long_as_their_numbers() -> None:
    drawn = chart(figures(("Andel", [10, 20, -5]), columns=("A", "B", "C")))
    bars = [path for path in drawn.paths if path.fill is not None]
    spans = [sorted({x for x, _ in bar.points}) for bar in bars]
    zero = spans[0][0]
    assert spans[1][0] == zero
    assert spans[2][1] == pytest.approx(zero)
    lengths = [right - left for left, right in spans]
    assert lengths[1] == pytest.approx(2 * lengths[0])
    assert lengths[2] == pytest.approx(lengths[0] / 2)


def test_rows_can_be_told_apart_without_colour() -> None:
    rows = [(f"Række {number}", [1.0, 2.0, 3.0, 4.0]) for number in range(6)]
    lines = chart(figures(*rows)).paths
    looks = {(path.dash, path.fill, path.stroke) for path in lines if path.width > 1}
    assert len(looks) == 6


def test_a_number_that_is_missing_breaks_the_line_and_is_said_to_be_missing() -> None:
    drawn = chart(figures(("Boliger", [1, 2, None, 4])))
    assert [len(path.points) for path in drawn.paths if path.width > 1] == [2]
    bars = chart(figures(("Boliger", [1, None]), columns=("A", "B")))
    assert MISSING in {said(line) for line in bars.words}


def test_an_axis_that_does_not_begin_at_nothing_says_so() -> None:
    assert "Aksen begynder ved 980." in {said(line) for line in chart(figures(("Tal", [980, 990, 1000, 1020]))).words}


@pytest.mark.parametrize(
    "what",
    [
        figures(("Et tal", [5]), columns=("2030",)),
        figures(("Intet", [None, None]), columns=("A", "B")),
        figures(("Nul", [0, 0]), columns=("A", "B")),
        figures(*((f"Række {row}", [1.0] * 9) for row in range(9)), columns=tuple("ABCDEFGHI")),
    ],
)
def test_what_nobody_could_see_is_a_table_alone(what: KeyFigures, tmp_path: Path) -> None:
    assert not is_drawn(what, WIDTH)
    assert roles(typeset((what,), title="Prøve", path=tmp_path / "part.pdf").structure).count("Figure") == 0


# ---------------------------------------------------------------------------------- pages


def roles(element: Element | None) -> list[str]:
    assert element is not None
    kids = [kid for kid in element.kids if isinstance(kid, Element)]
    return [element.role, *(role for kid in kids for role in roles(kid))]


def test_key_figures_are_a_table_and_a_figure_with_its_words(tmp_path: Path) -> None:
    part = typeset((HOMES,), title="Prøve", path=tmp_path / "part.pdf")
    assert part.structure is not None
    table, figure = (kid for kid in part.structure.kids if isinstance(kid, Element))
    assert (table.role, figure.role) == ("Table", "Figure")
    assert figure.attributes["Alt"] == (
        "Diagram: Boliger (antal). "
        "Familieboliger: 2024 1.200,0, 2026 1.234,5, 2028 ikke oplyst, 2030 1.300,0; "
        "Ungdomsboliger: 2024 410,0, 2026 415,0, 2028 430,0, 2030 420,0."
    )
    assert roles(figure) == ["Figure", "Caption"]
    (text,) = page_texts(part.path)
    assert "Kilde: Kommunen" in text
    # One title for both.
    assert text.count("Boliger (antal)") == 1
    with pikepdf.open(part.path) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
    drawn = code[code.index(b"/Figure <<") :]
    assert drawn.index(b"ET") < drawn.index(b"EMC")
    assert drawn[: drawn.index(b"EMC")].count(b"BDC") == 1


def test_a_chart_stands_on_one_page_with_its_short_table(tmp_path: Path) -> None:
    text = page_texts(typeset((HOMES,) * 7, title="Prøve", path=tmp_path / "part.pdf").path)
    assert len(text) > 2
    for page in text:
        assert page.count("Familieboliger") % 2 == 0


def test_a_chart_that_would_leave_its_caption_behind_is_a_table_alone(tmp_path: Path) -> None:
    years = ("2025", "2026", "2027", "2028", "2029")
    rows = [(f"Boligorganisation {number}", [float(number + year) for year in range(5)]) for number in range(9)]
    for count, drawn in ((7, 0), (8, 0), (2, 1)):
        part = typeset((figures(*rows[:count], columns=years),), title="Prøve", path=tmp_path / "part.pdf")
        (text,) = page_texts(part.path)
        assert roles(part.structure).count("Figure") == drawn
        assert "Kilde: Kommunen" in text


def test_more_than_six_years_stand_beneath_each_other(tmp_path: Path) -> None:
    years = tuple(str(year) for year in range(2020, 2030))
    what = figures(("Boliger", [float(number) for number in range(10)]), columns=years)
    part = typeset((what,), title="Prøve", path=tmp_path / "part.pdf")
    assert roles(part.structure).count("TR") == 11


def test_what_stands_in_a_narrow_column_is_a_table_alone() -> None:
    assert is_drawn(HOMES, WIDTH)
    assert not is_drawn(HOMES, 200)


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    first = typeset((HOMES,), title="Prøve", path=tmp_path / "a.pdf").path.read_bytes()
    other = typeset((attrs.evolve(HOMES),), title="Prøve", path=tmp_path / "b.pdf").path.read_bytes()
    assert first == other
