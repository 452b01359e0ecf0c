"""What whoever reads a package on a screen is promised holds in the finished file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from assemble.packages import small_package
from support.promises import broken_promises


def test_a_package_keeps_what_it_promises(tmp_path: Path) -> None:
    assert broken_promises(small_package(tmp_path).path) == []


def relabelled(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("Uden tal")


def fitted(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First
    first.Dest = pikepdf.Array([first.Dest[0], pikepdf.Name.Fit])


def fattened(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Extra = pdf.make_stream(b"0 " * 2000)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (relabelled, "page 1: bears another number"),
        (retitled, "bookmark Uden tal: does not name its page"),
        (fitted, "changes the zoom"),
        (fattened, "not packed"),
    ],
)
def test_a_broken_promise_is_seen(tmp_path: Path, change: Callable[[pikepdf.Pdf], None], broken: str) -> None:
    package = small_package(tmp_path).path
    with pikepdf.open(package, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(package, compress_streams=False)
    assert any(broken in one for one in broken_promises(package))
