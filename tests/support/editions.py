"""Editions for tests, written as a person would write them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from styringsdialog.loading.inputs import SECRETARY

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "docs" / "examples" / "hoeje-taastrup"

CONFERENCE = """\
title = "Styringsdialogkonference"
host = "Prøveby Kommune"
start = 2031-05-15T15:00:00
end = 2031-05-15T18:00:00
place = "Rådhuset"
"""


def contributor(key: str, *, plugin: str = "folder", settings: str | None = None, name: str = "") -> str:
    """Give one contributor's tables."""
    settings = f'path = "{key}"' if settings is None else settings
    return f"""
[[contributors]]
id = "{key}"
name = "{name or key.upper()}"
kind = "boligorganisation"
plugin = "{plugin}"
[contributors.settings]
{settings}
"""


def write_edition(folder: Path, toml: str, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write an edition with ``toml`` as its conference.toml and give its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conference.toml").write_text(toml, encoding="utf-8")
    for name, content in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def note_of(package: Path) -> str:
    """Give the report on ``package``, which stands apart from what is published."""
    return (package.parent / f"{package.stem}{SECRETARY}" / f"{package.stem}.report.md").read_text("utf-8")


def run(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own and give what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "styringsdialog", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        cwd=cwd,
        check=False,
    )
