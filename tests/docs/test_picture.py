"""The README's picture shows pages as they are made today."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docs.pages import ROOT, links
from docs.picture import draw_pages, pages_to_show
from PIL import Image, ImageChops, ImageStat
from support.editions import EXAMPLE

from styringsdialog import build_package, load_conference

PICTURE = ROOT / "docs" / "pages.png"
AFAR = (64, 24)
"""Pixels at which letters are grey: another release of the renderer draws them a little otherwise."""


def test_the_picture_shows_pages_as_they_are_made_today(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    report = build_package(load_conference(EXAMPLE), tmp_path)
    drawn = draw_pages(report.pdf, pages_to_show(report))
    if request.config.getoption("--update-golden"):
        PICTURE.write_bytes(drawn)
    old, new = (Image.open(source).convert("RGB") for source in (PICTURE, io.BytesIO(drawn)))
    assert old.size == new.size
    difference = ImageChops.difference(old.resize(AFAR, Image.Resampling.BOX), new.resize(AFAR, Image.Resampling.BOX))
    assert max(high for _, high in ImageStat.Stat(difference).extrema) < 16, "run with --update-golden, and look at it"


def test_the_picture_is_small_and_is_shown() -> None:
    assert PICTURE.stat().st_size <= 150_000
    assert "docs/pages.png" in links(ROOT / "README.md")
    assert "pages.png" in links(ROOT / "docs" / "index.md")
