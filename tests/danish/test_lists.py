"""Lists end in «og», without a comma before it."""

from __future__ import annotations

import pytest

from styringsdialog.danish.lists import counted, join


@pytest.mark.parametrize(
    ("items", "written"),
    [
        ([], ""),
        (["DAB"], "DAB"),
        (["DAB", "VIBO"], "DAB og VIBO"),
        (["DAB", "Høje-Taastrup Kommune", "VIBO"], "DAB, Høje-Taastrup Kommune og VIBO"),
        (["a", "b", "c", "d"], "a, b, c og d"),
    ],
)
def test_the_last_two_are_joined_by_og(items: list[str], written: str) -> None:
    assert join(items) == written


def test_braces_in_an_item_are_text() -> None:
    assert join(["{0}", "{1}", "{x}"]) == "{0}, {1} og {x}"


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 sider"), (1, "1 side"), (2, "2 sider"), (1234, "1.234 sider"), (-1, "−1 sider")]
)
def test_only_one_is_singular(count: int, written: str) -> None:
    assert counted(count, "side", "sider") == written.replace(" ", "\N{NO-BREAK SPACE}")
