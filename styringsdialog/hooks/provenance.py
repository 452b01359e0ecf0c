"""Whose text it is that is wrong: plugin, distribution and version before a place in a template or a text."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.hooks.providers import BUILT_IN

__all__ = ["with_provenance"]


def with_provenance(
    problems: Sequence[Problem], plugin: PluginFacts | None, *, contributor: str, key: str
) -> tuple[Problem, ...]:
    """Give ``problems`` of a bilag's contents, each with the plugin that they came from before its place.

    Those of the built-in plugin stay as they are: its texts are the edition's own files, and their
    path says all. So do those that name a plugin already, and those of files, which somebody
    handed in.
    """
    if plugin is None or plugin.name in BUILT_IN:
        return tuple(problems)
    origin = f"plugin {plugin}, bilag '{key}', contributor {contributor}"
    return tuple(
        attrs.evolve(one, where=f"{origin}: {one.where}")
        if one.fault is Fault.CONTENT and not one.where.startswith("plugin ")
        else one
        for one in problems
    )
