"""A plugin where it is written: its project folder, not installed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs

from styringsdialog.errors import PluginError
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.spec import GROUP
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where

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
    where = Where(file=str(folder / _FILE))
    try:
        data = tomllib.loads((folder / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PluginError.at(where, message("workshop.no-project")) from None
    # ValueError takes in bytes that are no UTF-8, and what is no TOML.
    except (OSError, ValueError) as error:
        raise PluginError.at(where, message("workshop.project-unreadable", error=str(error))) from error
    project = _table_or_empty(data, "project")
    points = _table_or_empty(_table_or_empty(project, "entry-points"), GROUP)
    if not points:
        raise PluginError.at(where, message("workshop.no-plugin-in-project", group=GROUP))
    if len(points) > 1:
        plugins = ", ".join(sorted(points))
        raise PluginError.at(where, message("workshop.several-plugins-in-project", group=GROUP, plugins=plugins))
    ((name, target),) = points.items()
    # What stands on the path is the package; the target may name a module within it.
    package = str(target).partition(":")[0].partition(".")[0]
    # ``src`` first: in that layout the folder itself may hold something else of the same name.
    for root in (folder / "src", folder):
        if (root / package).is_dir() or (root / f"{package}.py").is_file():
            provider = Provider(
                name=str(name),
                distribution=str(project.get("name", folder.name)),
                version=str(project.get("version", "")),
                target=str(target),
            )
            return Project(provider, root.resolve())
    raise PluginError.at(where, message("workshop.no-such-package", package=package))


def _table_or_empty(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key, {})
    return value if isinstance(value, dict) else {}
