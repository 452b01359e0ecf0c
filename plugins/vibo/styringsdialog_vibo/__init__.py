"""VIBO's bilag: a Markdown text from its data folder."""

from __future__ import annotations

from styringsdialog import Bilag, BilagRequest, FileContents, PluginInfo, hookimpl


@hookimpl
def plugin_info() -> PluginInfo:
    """Return what the plugin is."""
    return PluginInfo(id="vibo", name="VIBO", api=1)


@hookimpl
def bilag(request: BilagRequest[None]) -> list[Bilag]:
    """Return the one bilag."""
    text = FileContents(request.file("naturvenlige-udearealer.md"))
    return [Bilag(key="udearealer", title="Naturvenlige udearealer", contents=text)]
