"""DAB's bilag: a template of its own, filled in by the conference's settings."""

from __future__ import annotations

from pathlib import Path

import attrs
from styringsdialog import Bilag, BilagRequest, PluginInfo, TemplateContents, hookimpl


@attrs.frozen(kw_only=True)
class Settings:
    """What the edition says of DAB's oplæg.

    Attributes:
        lead: What it was about, in a sentence.
        points: What it said, a sentence each.
    """

    title: str = "Fællesskaber"
    lead: str
    points: tuple[str, ...]


@hookimpl
def plugin_info() -> PluginInfo:
    """Return what the plugin is."""
    return PluginInfo(id="dab", name="Dansk almennyttigt Boligselskab (DAB)", api=1)


@hookimpl
def settings_type() -> type[Settings]:
    """Return the class of its settings."""
    return Settings


@hookimpl
def template_root() -> Path:
    """Return the folder of its templates."""
    return Path(__file__).parent / "templates"


@hookimpl
def bilag(request: BilagRequest[Settings]) -> list[Bilag]:
    """Return the one bilag."""
    talks = [
        (theme, talk)
        for theme in request.conference.themes
        for talk in theme.talks
        if talk.bilag.partition("/")[0] == request.contributor.id
    ]
    contents = TemplateContents("oplaeg.j2", {"talks": talks})
    return [Bilag(key="oplaeg", title=request.settings.title, contents=contents, description="Oplæg")]
