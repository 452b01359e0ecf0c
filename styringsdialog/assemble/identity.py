"""Which package a file says that it is."""

from __future__ import annotations

from pathlib import Path

import attrs
import pikepdf

from styringsdialog.assemble.xmp import PACKAGE_SPACE
from styringsdialog.errors import BilagFileError
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where

__all__ = ["Identity", "read_identity"]


@attrs.frozen
class Identity:
    """What stands in a package's XMP: the edition, with stage and audience, and which revision it is."""

    edition: str
    revision: int


def read_identity(path: Path) -> Identity | None:
    """Return which package the PDF at ``path`` says that it is; nothing when it says nothing of that.

    Raises:
        BilagFileError: It cannot be opened as a PDF.
    """
    try:
        with pikepdf.open(path) as pdf:
            metadata = pdf.open_metadata()
            edition = metadata.get(f"{{{PACKAGE_SPACE}}}edition")
            revision = metadata.get(f"{{{PACKAGE_SPACE}}}revision")
    except (pikepdf.PdfError, OSError) as error:
        what = message("package.no-pdf", reason=str(error))
        raise BilagFileError.at(Where(file=str(path)), what) from error
    if not isinstance(edition, str) or not isinstance(revision, str) or not revision.isdecimal():
        return None
    return Identity(edition, int(revision))
