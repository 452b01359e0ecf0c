"""Which pictures a text may show: files in the folders it belongs to, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

import attrs

__all__ = ["NO_IMAGES", "ImageError", "Images"]

_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How a PNG (ISO/IEC 15948, 5.2) and a JPEG file (ITU-T T.81, SOI and a marker) begin."""

_SAVE: Final = "save it as one of these; a drawing (SVG, PDF) is exported as PNG by the program that it was made with"

# One letter is a drive, more are a scheme; «//host/x.png» is a URL as well.
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class ImageError(ValueError):
    """A picture may not be shown.

    Attributes:
        message: What is wrong with it, as in ``Problem.message``.
        hint: What to do now.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Carry both texts."""
        self.message = message
        self.hint = hint
        super().__init__(message)


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
        said: What messages call the folders, for whoever has to put a picture there.
    """

    roots: tuple[Path, ...] = attrs.field(default=None, alias="root", converter=_folders)
    said: str = attrs.field(default="the folder", kw_only=True)

    def find(self, src: str) -> Path:
        """Give the absolute path of the picture ``src``, which is written relative to one of the folders.

        Nothing is ever fetched, and links out of a folder are not followed.

        Raises:
            ImageError: It is no PNG or JPEG file in the folders.
        """
        inside = f"write the path of a PNG or JPEG file, such as billeder/kort.png, seen from {self.said}"
        path = PurePosixPath(src)
        if not src.strip() or _URL.match(src):
            raise ImageError(f"the picture '{src}' is no file in {self.said}", f"nothing is fetched: {inside}")
        if path.is_absolute() or ".." in path.parts or "\\" in src or not src.isprintable():
            raise ImageError(f"the picture '{src}' does not stand in {self.said}", inside)
        if not self.roots:
            raise ImageError(f"the picture '{src}' has no folder to come from", "pictures cannot stand here")
        found = {real for root in self.roots if (real := _real(root, path)) is not None}
        if not found:
            raise ImageError(f"the picture '{src}' is not there", inside)
        if len(found) > 1:
            raise ImageError(f"the picture '{src}' stands in more than one folder", "give one of them another name")
        real = found.pop()
        _check_signature(src, real)
        return real


NO_IMAGES: Final = Images()
"""For texts that have no folder."""


def _real(root: Path, path: PurePosixPath) -> Path | None:
    """Give the file without links, ``None`` where there is no such file within ``root``."""
    try:
        real = root.joinpath(path).resolve(strict=True)
        return real if real.is_file() and real.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        return None


def _check_signature(src: str, real: Path) -> None:
    try:
        with real.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise ImageError(f"the picture '{src}' cannot be read: {error.strerror}") from None
    if not start.startswith(_SIGNATURES):
        raise ImageError(f"the picture '{src}' is neither PNG nor JPEG", _SAVE)
