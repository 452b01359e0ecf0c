"""Who provides which plugin: what the installed distributions say, before any of their code runs."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from importlib.metadata import Distribution, EntryPoint
from pathlib import Path

import attrs

from styringsdialog.hooks.spec import GROUP

_HOST = "styringsdialog"


@attrs.frozen(kw_only=True)
class Provider:
    """One entry point, as plain data.

    Attributes:
        name: The plugin's id.
        distribution: What is installed, as pip names it.
        version: Empty when the host runs from a checkout that is not installed.
        target: The module, or ``module:object``.
        built_in: Whether it comes with the host.
        in_code: Whether it stands for bilag that a program gave with the conference.
    """

    name: str
    distribution: str
    version: str
    target: str
    built_in: bool = False
    in_code: bool = False

    def __str__(self) -> str:
        """Return name, distribution and version as one line."""
        distribution = " ".join(filter(None, (self.distribution, self.version)))
        return f"{self.name} ({distribution})" if self.name else distribution

    @property
    def home(self) -> Path | None:
        """Return the plugin's package folder, or its file when it is one module; found without importing it."""
        try:
            # Only the first part of the name: to find a submodule Python imports the packages around it.
            spec = importlib.util.find_spec(self.target.partition(":")[0].partition(".")[0])
        except (ImportError, ValueError):
            return None
        # A namespace package has no origin: its folder may be shared with strangers.
        if spec is None or not spec.has_location or spec.origin is None:
            return None
        origin = Path(spec.origin)
        return origin.parent if spec.submodule_search_locations else origin

    @property
    def package(self) -> Path | None:
        """Return the package folder; ``None`` for a single module, whose folder is not its own."""
        home = self.home
        return home if home is not None and home.is_dir() else None


def installed_version(name: str) -> str:
    """Return the version of a distribution as it is installed here; empty when it is not."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


# The plugins that come with the host, by name.
BUILT_IN = {"folder": "styringsdialog.hooks.folder"}


def in_code() -> Provider:
    """Return what makes the bilag of a contributor without a plugin; no edition can name it."""
    target = "styringsdialog.hooks.given"
    return Provider(name="i-koden", distribution=_HOST, version=installed_version(_HOST), target=target, in_code=True)


def installed_providers() -> tuple[Provider, ...]:
    """Return every provider in this environment, sorted by name, then distribution."""
    version = installed_version(_HOST)
    providers = {
        Provider(name=name, distribution=_HOST, version=version, target=target, built_in=True)
        for name, target in BUILT_IN.items()
    }
    seen = set()
    for distribution in importlib.metadata.distributions():
        name, points = _read(distribution)
        # The first on the path is the one that Python imports; a later copy is shadowed by it.
        if _normalized(name) in seen:
            continue
        seen.add(_normalized(name))
        providers |= {
            Provider(name=point.name, distribution=name, version=distribution.version, target=point.value)
            for point in points
        }
    # ``distributions`` follows the order of folders on the disk.
    return tuple(sorted(providers, key=lambda provider: (provider.name, provider.distribution, provider.target)))


def _read(distribution: Distribution) -> tuple[str, tuple[EntryPoint, ...]]:
    """Return name and our entry points; none of a stranger's distribution whose metadata is damaged."""
    try:
        # By its line: to parse all that distributions say of themselves takes longer than a plugin takes to answer.
        said = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
        name, *_ = re.findall(r"^Name: *(\S+)", said, re.MULTILINE)
        return name, tuple(distribution.entry_points.select(group=GROUP))
    except Exception:  # noqa: BLE001 - damaged metadata may raise anything, and must not stop the others
        return "", ()


def _normalized(name: str) -> str:
    # Names of distributions are compared like this (PEP 503): «Vest_By» and «vest-by» are one.
    return name.lower().replace("_", "-").replace(".", "-")
