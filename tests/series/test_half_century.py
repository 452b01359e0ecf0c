"""A share of ``half_century.py``, which runs all."""

from __future__ import annotations

from pathlib import Path

import pytest
from series.half_century import decided, with_real_packages

from styringsdialog.series.running import Happened


@pytest.mark.parametrize("seed", [1, 2])
def test_fifty_years_with_outages_late_bilag_and_clocks_that_go_back(seed: int) -> None:
    found = decided(seed)
    assert found.editions == 26
    assert found.off > 1000
    assert 50 <= found.packages <= 76


@pytest.mark.long
def test_a_year_of_nights_with_real_packages(tmp_path: Path) -> None:
    happened = with_real_packages(tmp_path / "serie", years=1, seed=3, rehearsals=0)
    built = [event for event in happened if event.happened is Happened.BUILT]
    assert [event.what for event in built if event.edition == "2028"] == ["informationspakke", "referat"]
