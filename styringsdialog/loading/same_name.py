"""A file by its name, however the letters of that are stored: å is one character (NFC) or, from a Mac, two (NFD)."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from pathlib import Path, PurePath

__all__ = ["on_disk"]


def on_disk(folder: Path, written: str | PurePath) -> Path:
    """Return the path of ``written`` in ``folder``, each part as the disk has it, or as written where it has none."""
    path = folder
    for part in PurePath(written).parts:
        there = path / part
        if not part.isascii() and not os.path.lexists(there):
            wanted = unicodedata.normalize("NFC", part)
            with contextlib.suppress(OSError):
                same = sorted(entry for entry in path.iterdir() if unicodedata.normalize("NFC", entry.name) == wanted)
                there = (same or [there])[0]
        path = there
    return path
