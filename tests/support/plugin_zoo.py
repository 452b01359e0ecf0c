"""A zoo: plugins made as real distributions in a folder on the path, and a conference that asks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import attrs

from styringsdialog import Conference, Contributor, ContributorKind, Key, Line
from styringsdialog.hooks.contribute import Asking, contributions
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.model.limits import Limits

IMPORTS = """
from pathlib import Path
import attrs
from styringsdialog.errors import *
from styringsdialog.hooks.spec import *
from styringsdialog.model.bilag import *
from styringsdialog.model.blocks import *
"""
"""What a plugin would import from ``styringsdialog`` name by name; «import *» from there loads the typesetter too."""

INFO = """
@hookimpl
def plugin_info():
    return PluginInfo(id="{name}", name="Zoo", api=1)
"""

BILAG = """
@hookimpl
def bilag(request):
    return [Bilag(key="a", title="Bilag A", contents=MarkdownContents("Tekst.", "a"))]
"""


@attrs.frozen
class Zoo:
    """Makes plugins in ``path``, which is on Python's path, and asks them for bilag in ``edition``."""

    path: Path
    edition: Path

    def plugin(
        self,
        name: str,
        code: str,
        *,
        info: str = INFO,
        version: str = "1.2",
        distribution: str = "",
        files: Mapping[str, str] | None = None,
    ) -> str:
        """Install a plugin whose module holds ``code``, and give its name.

        Args:
            name: Of the entry point.
            code: What follows the imports and ``info``.
            info: The ``plugin_info`` hook; empty for none.
            version: Of the distribution.
            distribution: Its name; ``zoo-<name>`` when empty.
            files: More files of the package, by name.
        """
        package = self.path / f"zoo_{name}"
        sources = {"__init__.py": f"{IMPORTS}{info.format(name=name)}{code}", **(files or {})}
        for file, text in sources.items():
            (package / file).parent.mkdir(parents=True, exist_ok=True)
            (package / file).write_text(text, encoding="utf-8")
        self.distribution(distribution or f"zoo-{name}", {name: f"zoo_{name}"}, version=version)
        return name

    def distribution(self, name: str, points: Mapping[str, str], *, version: str = "1.2") -> None:
        """Write a distribution's metadata with entry points in our group."""
        folder = self.path / f"{name.replace('-', '_')}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        lines = "".join(f"{point} = {target}\n" for point, target in points.items())
        (folder / "entry_points.txt").write_text(f"[styringsdialog]\n{lines}")

    def conference(self, *contributors: Contributor, limits: Limits | None = None) -> Conference:
        """Give a conference of ``contributors``."""
        return Conference(
            title=Line("Styringsdialogkonference"),
            host=Line("Vestby Kommune"),
            start=dt.datetime(2030, 5, 16, 15, 0),  # noqa: DTZ001 - wall-clock time at the place
            end=dt.datetime(2030, 5, 16, 18, 0),  # noqa: DTZ001 - as above
            place=Line("Rådhuset"),
            contributors=contributors,
            limits=limits or Limits(),
            folder=self.edition,
        )

    def ask(self, *contributors: Contributor, limits: Limits | None = None) -> tuple[Contribution, ...]:
        """Give the contribution of each of ``contributors``, who share a conference."""
        conference = self.conference(*contributors, limits=limits)
        return contributions(conference, contributors, Asking())

    def file(self, name: str, data: str | bytes) -> Path:
        """Write a file of the edition and give its path."""
        path = self.edition / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path


def contributor(id_: str, plugin: str, **settings: object) -> Contributor:
    """Give a contributor whose bilag ``plugin`` makes."""
    return Contributor(
        id=Key(id_),
        name=Line(id_.capitalize()),
        kind=ContributorKind.BOLIGORGANISATION,
        plugin=Key(plugin),
        settings=settings,
    )


def open_zoo(folder: Path) -> Zoo:
    """Give a zoo in ``folder`` with one healthy plugin, ``sund``."""
    zoo = Zoo(folder / "site", folder / "udgave")
    zoo.path.mkdir()
    zoo.edition.mkdir()
    zoo.plugin("sund", BILAG)
    return zoo
