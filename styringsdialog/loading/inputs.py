"""The files that a package is made from, each with its hash."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from styringsdialog.errors import EditionError
from styringsdialog.messages.message import message, system_reason
from styringsdialog.messages.place import Where

__all__ = ["file_digest", "input_digests"]


_MADE = ".manifest.json"
"""Ends the name of a file that stands beside every package; a folder that holds one is output."""


def input_digests(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of every file in the edition ``folder``, by its path in it, with forward slashes, in order.

    Which of them a plugin reads only the plugin knows, so it is all: without hidden files, what editors and
    office programs leave behind, and folders into which packages were built.

    Raises:
        EditionError: A file cannot be read.
    """
    return {name: _digest(folder / name) for name in sorted(_names(folder))}


def _names(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        if any(name.endswith(_MADE) for name in files):
            # In place, because os.walk goes on into what is left in the list.
            folders.clear()
            continue
        folders[:] = [name for name in folders if not _is_litter(name)]
        for name in files:
            if not _is_litter(name):
                yield (Path(place) / name).relative_to(folder).as_posix()


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.endswith("~")


def _digest(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError as error:
        unreadable = message("edition.input-unreadable", reason=system_reason(error))
        raise EditionError.at(Where(file=str(path)), unreadable) from error


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the file at ``path`` (FIPS 180-4), hexadecimal.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
