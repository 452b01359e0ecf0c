"""Which pictures a text may show: files in the folders it belongs to, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

import attrs

from styringsdialog.errors import MessageError
from styringsdialog.loading.reading import on_disk
from styringsdialog.messages.message import Message, message

__all__ = ["NO_IMAGES", "ImageError", "Images"]

_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How a PNG (ISO/IEC 15948, 5.2) and a JPEG file (ITU-T T.81, SOI and a marker) begin."""

# One letter is a drive, more are a scheme; «//host/x.png» is a URL as well.
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class ImageError(MessageError):
    """A picture may not be shown."""


def _folders(root: Path | Iterable[Path] | None) -> tuple[Path, ...]:
    match root:
        case None:
            return ()
        case Path():
            return (root,)
        case _:
            return tuple(root)


@attrs.frozen
class Images:
    """The folders that pictures may come from: one, several, or none (``None``).

    Attributes:
        name: What messages call the folders, for whoever has to put a picture there.
        closed: Files that no text of this package may show.
    """

    roots: tuple[Path, ...] = attrs.field(default=None, alias="root", converter=_folders)
    name: Message = attrs.field(default=message("content.folder"), kw_only=True)
    closed: frozenset[Path] = attrs.field(default=frozenset(), kw_only=True)

    def find(self, src: str) -> Path:
        """Return the absolute path of the picture ``src``, which is written relative to one of the folders.

        Nothing is ever fetched, and links out of a folder are not followed.

        Raises:
            ImageError: It is no PNG or JPEG file in the folders.
        """
        path = PurePosixPath(src)
        if not src.strip() or _URL.match(src):
            raise ImageError(message("content.picture-elsewhere", picture=src, folder=self.name))
        # A backslash parts folders on one system and is a letter of a name on others.
        if path.is_absolute() or ".." in path.parts or "\\" in src or not src.isprintable():
            raise ImageError(message("content.picture-outside", picture=src, folder=self.name))
        if not self.roots:
            raise ImageError(message("content.picture-without-folder", picture=src))
        # A set: two of the folders may lead to one and the same file.
        files = {file for root in self.roots if (file := _real(root, path)) is not None}
        if not files:
            raise ImageError(message("content.picture-missing", picture=src, folder=self.name))
        if len(files) > 1:
            raise ImageError(message("content.picture-twice", picture=src))
        real = files.pop()
        if real in self.closed:
            raise ImageError(message("content.picture-closed", picture=src))
        _check_signature(src, real)
        return real


NO_IMAGES: Final = Images()
"""For texts that have no folder."""


def _real(root: Path, path: PurePosixPath) -> Path | None:
    """Return the file with links resolved, ``None`` where there is no such file within ``root``."""
    try:
        # Resolved on both sides: the folder itself may be reached by a link, and a link in it may lead out.
        real = on_disk(root, path).resolve(strict=True)
        return real if real.is_file() and real.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        return None


def _check_signature(src: str, real: Path) -> None:
    try:
        with real.open("rb") as file:
            # Only its beginning: the picture itself is decoded in a process of its own (``compose.pictures``).
            start = file.read(8)
    except OSError as error:
        raise ImageError(message("content.picture-unreadable", picture=src, reason=str(error.strerror))) from None
    if not start.startswith(_SIGNATURES):
        raise ImageError(message("content.picture-of-another-kind", picture=src))
