"""Key figures that are written as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from styringsdialog.content.html import parse_html
from styringsdialog.content.links import Images
from styringsdialog.errors import ContentError
from styringsdialog.model.blocks import KeyFigures

WORKING = "<caption>Boliger</caption><thead><tr><th></th><th>2029</th></tr></thead>"


def read(*cells: str, head: str = WORKING) -> KeyFigures:
    rows = "".join(f"<tr><th>Række {number}</th><td>{cell}</td></tr>" for number, cell in enumerate(cells, 1))
    markup = f'<table class="key-figures" data-unit="antal">{head}<tbody>{rows}</tbody></table>'
    (figures,) = parse_html(markup, source="t", images=Images(root=Path("/nowhere")))
    assert isinstance(figures, KeyFigures)
    return figures


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("1 234", 1234),
        ("-80", -80),
        ("\N{MINUS SIGN}80", -80),
        ("12.345.678", 12_345_678),
        ("0,25", 0.25),
        ("", None),
        ("..", None),
        ("\N{EN DASH}", None),
        ("ikke oplyst", None),
    ],
)
def test_a_number_is_read_as_danish_writes_it_wherever_it_stands(written: str, meant: float | None) -> None:
    assert read("1", written).rows[1].values == (meant,)


@pytest.mark.parametrize("written", ["1,234.5", "12.34", "12 %", "5 kr.", "mange", "1.2.3", "٣"])  # the last is Arabic
def test_what_is_no_number_is_told_with_its_words(written: str) -> None:
    with pytest.raises(ContentError) as caught:
        read("1", written)
    assert [problem.message for problem in caught.value.problems] == [f"'{written}' is no number as Danish writes it"]


def test_every_thing_that_is_wrong_is_told_at_once() -> None:
    head = "<thead><tr><th></th><th></th></tr></thead>"
    with pytest.raises(ContentError) as caught:
        read("mange", "flere", head=head)
    assert len(caught.value.problems) == 4
