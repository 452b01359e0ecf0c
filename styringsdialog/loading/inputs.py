"""The files that a package is made from, each with its hash."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from styringsdialog.errors import EditionError, OutputError
from styringsdialog.loading.reading import on_disk
from styringsdialog.messages.message import Where, message, system_reason
from styringsdialog.model.conference import Conference

__all__ = ["bilag_folders", "file_digest", "input_digests", "refuse_as_output"]


_MADE = ".manifest.json"
"""Ends the name of a file that stands beside every package; a folder that holds one is output."""


def input_digests(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of every file in the edition ``folder``, by its path in it, in order.

    Paths are NFC, and have forward slashes. Which of them a plugin reads only the plugin knows, so it is all: without
    hidden files, what editors and office programs leave behind, and folders into which packages were built.

    Raises:
        EditionError: A file cannot be read.
    """
    names = {unicodedata.normalize("NFC", name): name for name in _names(folder)}
    return {name: _digest(folder / names[name]) for name in sorted(names)}


def bilag_folders(conference: Conference) -> Iterator[Path]:
    """Return the folders in the edition that contributors' files are in, each with its links resolved."""
    for contributor in conference.contributors:
        path = contributor.settings.get("path")
        for inside in (path if isinstance(path, str) else "", f"bilag/{contributor.id}"):
            place = on_disk(conference.folder, inside).resolve()
            if place.is_dir() and place.is_relative_to(conference.folder) and place != conference.folder:
                yield place


def refuse_as_output(place: Path, conference: Conference) -> None:
    """Refuse a folder whose files the edition is made from: packages put there would become bilag, or hide them.

    Raises:
        OutputError: ``place`` is such a folder.
    """
    edition = conference.folder.resolve()
    real = place.resolve()
    texts = (conference.invitation, conference.welcome, conference.referat)
    beside = {(edition / text.path).parent.resolve() for text in texts if text is not None}
    folders = set(bilag_folders(conference))
    among_bilag = any(real.is_relative_to(folder) for folder in folders)
    above = real.is_relative_to(edition) and any(folder.is_relative_to(real) for folder in (*folders, *beside, edition))
    if among_bilag or above:
        raise OutputError.at(Where(file=str(place)), message("package.output-among-inputs"))


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
