"""Which version is the current one: a link that is replaced in one step."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["CURRENT", "pointed_at", "write_pointer"]

CURRENT = "current"
"""The name of the pointer: a symbolic link or, where there are none, a text file of one line."""


def write_pointer(path: Path, target: str) -> None:
    """Write at ``path`` a pointer that says ``target``, relative to where it is going to stand.

    A symbolic link, so that a web server or a person follows it. Windows keeps links from ordinary users, and some
    network drives have none: there it is a text file of the same name, so that either replaces the other.

    Raises:
        OSError: Neither can be written.
    """
    try:
        path.symlink_to(target, target_is_directory=True)
    except OSError as unlinked:
        try:
            with path.open("x", encoding="utf-8") as stream:
                stream.write(f"{target}\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            # A full disk refuses both, and says so of the file; why there is no link matters less.
            raise error from unlinked


def pointed_at(place: Path) -> str:
    """Return what the pointer in ``place`` says, with forward slashes; empty when there is none."""
    path = place / CURRENT
    try:
        if path.is_symlink():
            return path.readlink().as_posix()
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
