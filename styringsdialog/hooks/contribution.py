"""What came of asking a contributor: values for which no code of the plugin is needed any more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from styringsdialog.errors import Problem, Remark
from styringsdialog.model.bilag import Caption, Checked, Visibility
from styringsdialog.model.blocks import Blocks

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
        """Return name, distribution and version as one line."""
        return f"{self.name} ({' '.join(filter(None, (self.distribution, self.version)))})"


@attrs.frozen(kw_only=True)
class ContributedBilag:
    """One bilag whose contents are known; the rest is as in ``Bilag``.

    Attributes:
        body: Blocks, or a file that was found to be allowed; ``None`` when ``problems`` say why.
        awaited: Whether it has problems because it will come later.
    """

    key: str
    caption: Caption
    visibility: Visibility
    order: int
    comments: bool = False
    flatten: bool = False
    checked: tuple[Checked, ...] = ()
    not_cpr: Mapping[str, str] = attrs.field(factory=dict)
    body: Body
    problems: tuple[Problem, ...] = ()
    awaited: bool = False


@attrs.frozen(kw_only=True)
class HookCall:
    """What a hook got and gave, shortened.

    Attributes:
        answer: Empty when it never answered.
    """

    hook: str
    arguments: str
    answer: str = ""


@attrs.frozen(kw_only=True)
class Run:
    """What a plugin's process used, and what it said on its way.

    Attributes:
        seconds: Of processor time.
        megabytes: The most memory that it held at one time.
        printed: The beginning of what was printed in it.
        strays: How many processes it left behind; they were ended.
        calls: The calls of its hooks, when they were traced.
        traceback: What Python tells of the exception that a hook raised; empty where none did. It names paths of
            this machine, and is for the plugin's author alone.
    """

    seconds: float
    megabytes: float
    printed: str = ""
    strays: int = 0
    calls: tuple[HookCall, ...] = ()
    traceback: str = ""


@attrs.frozen(kw_only=True)
class Contribution:
    """A contributor's bilag, in the order in which they are printed.

    Attributes:
        plugin: ``None`` when no single plugin answers to the name.
        problems: Why there are no bilag; with problems ``bilag`` is empty. What is wrong with one
            bilag stands in that bilag.
        remarks: What the plugin or the host says of the contributor's data or of the plugin, and nothing stops for.
        run: How it came about, which is another each time and no part of what was given;
            ``None`` when no process ran.
    """

    contributor_id: str
    plugin: PluginFacts | None = None
    bilag: tuple[ContributedBilag, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    run: Run | None = attrs.field(default=None, eq=False)
