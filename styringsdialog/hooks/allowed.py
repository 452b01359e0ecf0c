"""Which files a plugin may name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from styringsdialog.errors import MessageError
from styringsdialog.messages.message import message

__all__ = ["RefusedFileError", "allowed_file", "shown"]


class RefusedFileError(MessageError):
    """A plugin may not name the file; ``what`` is the rest of a sentence that begins with the file."""


def allowed_file(path: Path, roots: Sequence[Path]) -> Path:
    """Return ``path`` with its links resolved.

    Args:
        path: As a plugin named it.
        roots: The folders whose files it may name, their links followed too.

    Raises:
        RefusedFileError: It is no file, or lies outside ``roots``.
    """
    if not path.is_absolute():
        raise RefusedFileError(message("hooks.not-absolute"))
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        inside = any(path.is_relative_to(root) for root in roots) and ".." not in path.parts
        raise RefusedFileError(message("hooks.not-there") if inside else message("hooks.outside")) from None
    if not any(real.is_relative_to(root.resolve()) for root in roots):
        raise RefusedFileError(message("hooks.outside"))
    if not real.is_file():
        raise RefusedFileError(message("hooks.not-a-file"))
    return real


def shown(path: Path, *, edition: Path, roots: Sequence[Path]) -> str:
    """Return ``path`` as messages say it: within the edition, or from the name of a plugin's package on."""
    bases = (edition, *(root.parent for root in roots))
    for base in (*bases, *(base.resolve() for base in bases)):
        if path.is_relative_to(base):
            return unicodedata.normalize("NFC", path.relative_to(base).as_posix())
    return unicodedata.normalize("NFC", path.name)
