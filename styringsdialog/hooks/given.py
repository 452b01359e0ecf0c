"""The built-in plugin behind a contributor without one: the bilag that a program gave with the conference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from styringsdialog.hooks.spec import API_VERSION, BilagRequest, PluginInfo, hookimpl
from styringsdialog.model.bilag import Bilag


@hookimpl
def plugin_info() -> PluginInfo:
    """Return what the plugin is."""
    return PluginInfo(id="i-koden", name="Givet i koden", api=API_VERSION)


@hookimpl
def bilag(request: BilagRequest[Any]) -> Sequence[Bilag]:
    """Return the bilag of the contributor, as they were given."""
    return request.contributor.bilag
