"""What a package is made from, as one number: the files of its edition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from styringsdialog.errors import OutputError
from styringsdialog.model.conference import Stage
from styringsdialog.series.carrying import CHECKLIST
from styringsdialog.series.editions import Edition

__all__ = ["inputs_of"]


def inputs_of(edition: Edition, stage: Stage) -> str:
    """Give the SHA-256 of every file's name and content in the folder of ``edition``.

    Versions of programs are not in it: a package that is already sent out is not made again
    because a library came out. Nor are hidden files, what editors leave behind, the list of
    what is to be filled in, and, before the meeting, the referat.

    Raises:
        OutputError: A file cannot be read.
    """
    referat = edition.conference.referat
    left_out = {referat.path} if referat and stage is not Stage.REFERAT else set()
    digest = hashlib.sha256()
    try:
        for name, path in sorted(_files(edition.folder)):
            if name in left_out:
                continue
            with path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
            digest.update(f"{name}\0{content}\n".encode())
    except OSError as error:
        place = error.filename or edition.folder
        raise OutputError.at(str(place), f"cannot be read: {error.strerror or error}") from error
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "~")) or part.endswith("~") for part in inside.parts)
        if path.is_file() and not hidden and inside.as_posix() != CHECKLIST:
            yield inside.as_posix(), path
