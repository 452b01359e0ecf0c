"""What a package is made with, and in which versions: what can change its bytes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from styringsdialog.assemble.conformance import checker
from styringsdialog.convert.office.program import OFFICE, find_soffice, office_version
from styringsdialog.hooks.providers import installed_version
from styringsdialog.isolate.store import Store

HOST: Final = "styringsdialog"

_FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts")

_LIBRARIES: Final = ("babel", "jinja2", "markdown-it-py", "pikepdf", "pillow", "pyphen", "pypdfium2", "reportlab")


def made_with(programs: Iterable[str] = ()) -> Mapping[str, str]:
    """Return the version of all that can change the bytes of a package: of us, our libraries, and ``programs``."""
    return {name: version_of(name) for name in (HOST, *_LIBRARIES, *sorted(set(programs)))}


def store_in(folder: Path | str | None) -> Store | None:
    """Return the store in ``folder`` for answers of all that is installed here as it is now; ``None`` for nowhere."""
    if folder is None:
        return None
    soffice = find_soffice()
    # A version does not tell a font that was added, or a file of ours that somebody changes.
    places = [Path(__file__).parents[1], *map(Path, _FONTS), *([soffice.resolve().parent] if soffice else [])]
    files = sorted(path for place in places for path in place.rglob("*") if path.suffix != ".pyc" and path.is_file())
    facts = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    # lxml reads Office files, and makes no byte of a package itself.
    made_with_all = repr((sys.version, checker(), sorted(made_with(["lxml"]).items()), facts))
    return Store(Path(folder), hashlib.sha256(made_with_all.encode()).hexdigest())


def version_of(name: str) -> str:
    """Return the version of a distribution, or of LibreOffice, as it is installed here; empty when it is not."""
    # LibreOffice is a program and no distribution of Python's.
    return office_version() if name == OFFICE else installed_version(name)
