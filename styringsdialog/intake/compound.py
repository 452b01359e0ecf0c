"""What an old Office file is: the names of its streams tell."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from styringsdialog.intake.compound_directory import read_directory
from styringsdialog.intake.kinds import Kind, office, other

__all__ = ["compound_kind"]

_STREAMS: Final = (
    ("EncryptedPackage", other("an Office file with a password", "en Office-fil med adgangskode")),
    ("WordDocument", office("an old Word document", "et ældre Word-dokument", ".doc")),
    ("PowerPoint Document", office("an old PowerPoint presentation", "en ældre PowerPoint-præsentation", ".ppt")),
    ("Workbook", office("an old Excel workbook", "et ældre Excel-regneark", ".xls")),
    ("Book", office("an old Excel workbook", "et ældre Excel-regneark", ".xls")),
    ("__properties_version1.0", other("an Outlook message", "en e-mail")),
    ("VisioDocument", other("a Visio drawing", "en Visio-tegning")),
)
_UNNAMED: Final = other("an old Office file", "en ældre Office-fil")


def compound_kind(path: Path) -> Kind:
    """Give what the compound file at ``path`` is, by the streams that its root holds."""
    try:
        with path.open("rb") as stream:
            names = read_directory(stream).streams
    except (OSError, struct.error, ValueError):
        return _UNNAMED
    return next((kind for name, kind in _STREAMS if name in names), _UNNAMED)
