"""What a package is made with, and in which versions: what can change its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from styringsdialog.convert.office.program import OFFICE, office_version
from styringsdialog.hooks.providers import installed_version

HOST: Final = "styringsdialog"

_LIBRARIES: Final = ("babel", "jinja2", "markdown-it-py", "pikepdf", "pillow", "pyphen", "pypdfium2", "reportlab")


def made_with(programs: Iterable[str] = ()) -> Mapping[str, str]:
    """Return the version of all that can change the bytes of a package: of us, our libraries, and ``programs``."""
    return {name: version_of(name) for name in (HOST, *_LIBRARIES, *sorted(set(programs)))}


def version_of(name: str) -> str:
    """Return the version of a distribution, or of LibreOffice, as it is installed here; empty when it is not."""
    # LibreOffice is a program and no distribution of Python's.
    return office_version() if name == OFFICE else installed_version(name)
