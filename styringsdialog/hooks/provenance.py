"""Which plugin a wrong template or text came from: plugin, distribution and version as the origin of its place."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.hooks.providers import BUILT_IN
from styringsdialog.messages.message import message

__all__ = ["with_provenance"]


def with_provenance(
    problems: Sequence[Problem], plugin: PluginFacts | None, *, contributor: str, key: str
) -> tuple[Problem, ...]:
    """Return ``problems`` of a bilag's contents, each with the plugin that it came from as its origin.

    Those of the built-in plugin stay as they are: its texts are the edition's own files, and their
    path says all. So do those that name a plugin already, and those of files, which somebody
    handed in.
    """
    if plugin is None or plugin.name in BUILT_IN:
        return tuple(problems)
    origin = message(
        "place.plugin-hook-of-contributor", plugin=str(plugin), hook=f"bilag '{key}'", contributor=contributor
    )
    return tuple(
        attrs.evolve(problem, where=attrs.evolve(problem.place, origin=origin))
        if problem.fault is Fault.CONTENT and problem.place.origin is None
        else problem
        for problem in problems
    )
