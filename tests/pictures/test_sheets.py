from __future__ import annotations

from typing import Any

import pytest

from styringsdialog.pictures.reading import sheet_of


@pytest.mark.parametrize(
    ("size", "dpi", "sheet"),
    [
        ((1240, 1754), (150, 150), (210, 297)),
        ((1754, 1240), (150, 150), (297, 210)),
        ((3508, 4961), (300, 300), (297, 420)),
        ((1654, 1169), (200, 100), (210, 297)),
        ((1216, 1754), (150, 150), (210, 297)),
        ((1240, 1754), (72, 72), None),
        ((1240, 1754), (300, 300), None),
        ((4000, 3000), (300, 300), None),
        ((1240, 1754), None, None),
        ((1240, 1754), (0, 0), None),
        ((1240, 1754), ("a",), None),
        ((1240, 1754), (float("nan"), 150), None),
    ],
)
def test_a_scan_is_what_says_its_resolution_and_is_as_large_as_a_sheet(
    size: tuple[int, int], dpi: Any, sheet: tuple[int, int] | None
) -> None:
    found = sheet_of(*size, dpi)
    assert found == (None if sheet is None else pytest.approx(tuple(side / 25.4 * 72 for side in sheet)))
