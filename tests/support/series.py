"""Series for tests, written as a person would write them."""

from __future__ import annotations

from pathlib import Path

from support.editions import CONFERENCE, write_edition

__all__ = ["TITLE", "series_with"]

TITLE = "Styringsdialogkonferencen i Prøveby"


def series_with(folder: Path, *days: str, more: str = "", edition: str = "") -> Path:
    """Write a series with an edition for each of ``days``, named by its year.

    ``more`` is added to ``series.toml``, and ``edition`` to each ``conference.toml``.
    """
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "series.toml").write_text(f'title = "{TITLE}"\n{more}', encoding="utf-8")
    for day in days:
        write_edition(folder / day[:4], CONFERENCE.replace("2031-05-15", day) + edition)
    return folder
