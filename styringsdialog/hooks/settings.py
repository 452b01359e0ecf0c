"""A contributor's table of settings as the plugin's own class."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from styringsdialog.errors import EditionError
from styringsdialog.loading.structuring import structure_table
from styringsdialog.model.places import FILE, TomlPath, in_file, problem
from styringsdialog.model.scalars import Readers, read_line, read_lines

__all__ = ["structure_settings"]

# A plugin knows what its texts are for: they may hold lines and tabs.
_READERS: Final[Readers] = MappingProxyType({str: read_lines, Path: lambda value: Path(read_line(value))})


def structure_settings(settings: Mapping[str, object], kind: type[Any] | None, *, place: int, plugin: str) -> Any:
    """Return ``settings`` as an instance of ``kind``; ``None`` when the plugin has no settings.

    Args:
        settings: The contributor's table.
        kind: From ``settings_type()``.
        place: The contributor's index in conference.toml.
        plugin: The plugin's name, for messages.

    Raises:
        EditionError: With everything that is wrong with the table.
        Exception: What the class itself raises that is neither ``ValueError`` nor ``TypeError``.
    """
    path: TomlPath = ("contributors", place, "settings")
    if kind is None:
        if settings:
            unasked = [problem((*path, key), "edition.plugin-without-settings", plugin=plugin) for key in settings]
            raise EditionError([in_file(problem, FILE) for problem in unasked])
        return None
    structured, problems = structure_table(kind, settings, _READERS, path=path)
    if problems:
        raise EditionError(problems)
    return structured
