"""Høje-Taastrup Kommune's bilag: the slides of an oplæg, as the slide program saved them, or as PDF."""

from __future__ import annotations

import attrs
from styringsdialog import Bilag, BilagRequest, FileContents, PluginInfo, hookimpl


@attrs.frozen(kw_only=True)
class Settings:
    """What the edition says of the slides.

    Attributes:
        slides: The file's name in the contributor's data folder.
    """

    title: str
    slides: str


@hookimpl
def plugin_info() -> PluginInfo:
    """Return what the plugin is."""
    return PluginInfo(id="hoeje_taastrup", name="Høje-Taastrup Kommune", api=1)


@hookimpl
def settings_type() -> type[Settings]:
    """Return the class of its settings."""
    return Settings


@hookimpl
def bilag(request: BilagRequest[Settings]) -> list[Bilag]:
    """Return the one bilag."""
    contents = FileContents(request.file(request.settings.slides))
    return [Bilag(key="slides", title=request.settings.title, contents=contents, description="Oplæg, præsentation")]
