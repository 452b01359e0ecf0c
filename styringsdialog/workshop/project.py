"""A plugin where it is written: its project folder, not installed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs

from styringsdialog.errors import PluginError
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.spec import GROUP

__all__ = ["Project", "read_project"]

_FILE = "pyproject.toml"


@attrs.frozen
class Project:
    """What a project folder says.

    Attributes:
        provider: As if it were installed.
        root: The folder that has to be on Python's path for it to be imported.
    """

    provider: Provider
    root: Path


def read_project(folder: Path) -> Project:
    """Return the plugin that the project in ``folder`` makes, without running any of it.

    Raises:
        PluginError: The folder holds no project, or none with exactly one plugin.
    """
    where = str(folder / _FILE)
    try:
        data = tomllib.loads((folder / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "name the folder of a plugin's project, or a plugin that is installed (styringsdialog plugins)"
        raise PluginError.at(where, "is not there", hint) from None
    except (OSError, ValueError) as error:
        raise PluginError.at(where, f"cannot be read: {error}") from error
    project = _table(data, "project")
    points = _table(_table(project, "entry-points"), GROUP)
    if len(points) != 1:
        found = f"names {', '.join(sorted(points))}" if points else "names no plugin"
        hint = f'[project.entry-points.{GROUP}] holds one line: id = "package"; install several, and check each by name'
        raise PluginError.at(where, found, hint)
    ((name, target),) = points.items()
    package = str(target).partition(":")[0].partition(".")[0]
    for root in (folder / "src", folder):
        if (root / package).is_dir() or (root / f"{package}.py").is_file():
            provider = Provider(
                name=str(name),
                distribution=str(project.get("name", folder.name)),
                version=str(project.get("version", "")),
                target=str(target),
            )
            return Project(provider, root.resolve())
    raise PluginError.at(where, f"names the package '{package}', which is neither here nor in src/")


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    return value if isinstance(value, dict) else {}
