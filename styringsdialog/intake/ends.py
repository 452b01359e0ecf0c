"""The first and the last bytes of a file, or one sentence on why it cannot be read."""

from __future__ import annotations

from pathlib import Path

import attrs

from styringsdialog.errors import BilagFileError
from styringsdialog.intake import words

__all__ = ["HEAD", "Ends", "read_ends"]

HEAD = 1024
"""Bytes from the start within which readers accept a PDF's header (Adobe's implementation note 13)."""

_TAIL = 2048


@attrs.frozen
class Ends:
    """How a file begins and ends, and how many bytes it has."""

    head: bytes
    tail: bytes
    size: int


def read_ends(source: Path, name: str) -> Ends:
    """Give the first and the last bytes of ``source``, which messages call ``name``.

    Raises:
        BilagFileError: It is not there, no ordinary file, cannot be read, or is empty.
    """
    try:
        if source.is_dir():
            raise BilagFileError.at(name, "is a folder, not a file", dansk=words.NOT_THERE)
        if source.exists() and not source.is_file():
            # Opening a named pipe would wait for a writer for ever.
            raise BilagFileError.at(name, "is not an ordinary file", dansk=words.NOT_THERE)
        with source.open("rb") as stream:
            head = stream.read(HEAD)
            size = stream.seek(0, 2)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read()
    except FileNotFoundError as error:
        raise BilagFileError.at(name, "there is no such file", dansk=words.NOT_THERE) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BilagFileError.at(name, f"cannot be read: {why}", dansk=words.NOT_THERE) from error
    if not size:
        raise BilagFileError.at(name, "is empty", "ask for the file again", words.EMPTY)
    return Ends(head, tail, size)
