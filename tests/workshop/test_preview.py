"""A preview is the package's own pages."""

from __future__ import annotations

from pathlib import Path

from support.editions import CONFERENCE, contributor, write_edition
from support.pdf import page_texts

from styringsdialog import build_package, load_conference
from styringsdialog.hooks.contribute import Asking, contribute
from styringsdialog.workshop.preview import make_preview

TEXT = """\
# Oplæg

Han sagde "hej" - og gik. Se [](bilag:vibo/b) og [](del:program).

## Tal

2018-2020
"""

PROGRAM = """
[[programme]]
start = 15:00:00
title = "Velkomst"
"""


def test_what_a_bilag_prints_in_a_preview_it_prints_in_the_package(tmp_path: Path) -> None:
    files = {"dab/x.md": "# X\n\nY", "vibo/1 a.md": TEXT, "vibo/2 b.md": "# B\n\nC"}
    toml = f'quotes = "»…«"\n{CONFERENCE}{PROGRAM}{contributor("dab")}{contributor("vibo")}'
    conference = load_conference(write_edition(tmp_path / "e", toml, files))
    report = build_package(conference, tmp_path / "o")
    (tmp_path / "w").mkdir()
    contribution = contribute(conference, conference.contributors[1], Asking())
    preview = make_preview(conference, contribution, tmp_path / "w")

    def body(path: Path, before: str) -> list[str]:
        """Return the lines of the page that begins with its title and ``before``, without its footer."""
        (page,) = (text.splitlines() for text in page_texts(path) if f"\n{before} " in text[:20])
        return page[:-2]

    assert body(preview.path, "Oplæg") == body(report.pdf, "Oplæg")
    assert "»hej« –" in " ".join(body(preview.path, "Oplæg"))
