"""Which files a plugin may name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["allowed_file", "shown"]

_OUTSIDE = "is in neither the contributor's data folder nor the plugin's package"


def allowed_file(path: Path, roots: Sequence[Path]) -> tuple[Path | None, str]:
    """Give ``path`` without links, or ``None`` and what is wrong with it.

    Args:
        path: As a plugin named it.
        roots: The folders whose files it may name, their links followed too.
    """
    if not path.is_absolute():
        return None, "is not an absolute path"
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        inside = any(path.is_relative_to(root) for root in roots) and ".." not in path.parts
        return None, "is not there" if inside else _OUTSIDE
    if not any(real.is_relative_to(root.resolve()) for root in roots):
        return None, _OUTSIDE
    if not real.is_file():
        return None, "is not a file"
    return real, ""


def shown(path: Path, *, edition: Path, roots: Sequence[Path]) -> str:
    """Give ``path`` as messages say it: within the edition, or from the name of a plugin's package on."""
    bases = (edition, *(root.parent for root in roots))
    for base in (*bases, *(base.resolve() for base in bases)):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.name
