"""What came of asking a contributor: values that need nothing of the plugin any more."""

from __future__ import annotations

from pathlib import Path

import attrs

from styringsdialog.errors import Problem
from styringsdialog.model.bilag import Visibility
from styringsdialog.model.blocks import Blocks

__all__ = ["Body", "ContributedBilag", "Contribution", "PluginFacts"]

Body = Blocks | Path | None


@attrs.frozen(kw_only=True)
class PluginFacts:
    """Which plugin made something.

    Attributes:
        title: What the plugin calls itself; empty when it never got so far.
    """

    name: str
    distribution: str
    version: str
    title: str = ""

    def __str__(self) -> str:
        """Give name, distribution and version as one line."""
        return f"{self.name} ({' '.join(filter(None, (self.distribution, self.version)))})"


@attrs.frozen(kw_only=True)
class ContributedBilag:
    """One bilag whose contents are known.

    Attributes:
        body: Blocks, or a file that was found to be allowed; ``None`` when ``problems`` say why.
    """

    key: str
    title: str
    visibility: Visibility
    order: int
    description: str
    body: Body
    problems: tuple[Problem, ...] = ()


@attrs.frozen(kw_only=True)
class Contribution:
    """A contributor's bilag, in the order in which they are printed.

    Attributes:
        plugin: ``None`` when no single plugin answers to the name.
        problems: Why there are no bilag; with problems ``bilag`` is empty. What is wrong with one
            bilag stands in that bilag.
    """

    contributor_id: str
    plugin: PluginFacts | None = None
    bilag: tuple[ContributedBilag, ...] = ()
    problems: tuple[Problem, ...] = ()
