"""The hooks, API 1: the reference text for plugin authors.

A plugin is a module (or an object) named by an entry point in the group ``styringsdialog``,
whose functions carry the names below and the mark ``@hookimpl``. Everything a hook gets is
frozen, everything it gives back is a value. A hook may take fewer arguments than are named
here, never others; new facts come as new attributes of the request.

A plugin is used only for those contributors in conference.toml that name it, and the order
of the bilag is the order of the contributors: ``tryfirst`` and ``trylast`` do nothing, and
wrappers are refused. A hook that raises, or that gives back something else than is said
here, costs its own contributor the bilag and nobody else; the message names the plugin, its
version, the hook and the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import attrs
import pluggy

from styringsdialog.errors import Problem, Remark
from styringsdialog.loading.reading import on_disk
from styringsdialog.model.bilag import Bilag
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.people import Contributor

# What pluggy knows our hooks by.
PROJECT = "styringsdialog"

# The entry point group; an entry point's name is the plugin's id.
GROUP = "styringsdialog"

API_VERSION = 1
"""The contract on this page. It grows only when an old plugin could no longer be served."""

# Where contributors' data folders stand in an edition: ``bilag/<contributor id>``.
BILAG_FOLDER = "bilag"

hookspec: pluggy.HookspecMarker = pluggy.HookspecMarker(PROJECT)
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker(PROJECT)

Settings = TypeVar("Settings")


@attrs.frozen(kw_only=True)
class PluginInfo:
    """What a plugin says it is.

    Attributes:
        id: The name of its entry point, and what conference.toml says: ``plugin = "dab"``.
        name: For people: «Dansk almennyttigt Boligselskab».
        api: The API it was written for, as a number of its own; this page is API 1.
    """

    id: str
    name: str
    api: int


@attrs.frozen(kw_only=True)
class BilagRequest(Generic[Settings]):
    """What a contributor is asked for.

    Attributes:
        conference: The edition, with the settings and contacts of other contributors left out.
        contributor: The one whose bilag are asked for; several may share a plugin.
        settings: An instance of what ``settings_type()`` gave; ``None`` when it gave none.
        folder: The contributor's data folder ``bilag/<contributor id>`` in the edition;
            ``None`` when there is none.
        stage: Before the meeting, or after it.
        audience: Who will read the package. Closed bilag are kept out by the host: a plugin
            gives them all the same, so that numbers do not depend on the reader.
    """

    conference: Conference
    contributor: Contributor
    settings: Settings
    folder: Path | None
    stage: Stage
    audience: Audience

    def file(self, name: str) -> Path:
        """Return the path of ``name`` in the contributor's data folder, whether or not it is there."""
        # As the disk has the name: «å» is two characters where a Mac wrote it.
        return on_disk(self.conference.folder / BILAG_FOLDER / self.contributor.id, name)


class HookSpec(Protocol):
    """The hooks; a plugin implements them as functions of a module, without ``self``."""

    @hookspec
    def plugin_info(self) -> PluginInfo:
        """Return what the plugin is. Required.

        When called: First, each time the plugin is loaded.
        Returns: A ``PluginInfo`` whose ``id`` is the entry point's name.
        Empty: Not possible.
        Errors: Another ``id`` and an unknown API are refused; a newer API asks for a newer host.
        Since: API 1.
        Example::

            @hookimpl
            def plugin_info() -> PluginInfo:
                return PluginInfo(id="vestby", name="Vestby Bolig", api=1)
        """

    @hookspec
    def settings_type(self) -> type[Any] | None:
        """Return the class of the contributor's settings. Optional.

        When called: After ``plugin_info``, before anything is asked for.
        Returns: A frozen attrs class; the contributor's ``[contributors.settings]`` is made an
            instance of it. Attributes may be ``str``, ``int``, ``float``, ``bool``, ``Path``, dates
            and times, enums, tuples and mappings of these, unions with ``None``, and attrs
            classes. Nothing is converted: ``"5"`` is no ``int``.
        Empty: Without this hook, or with ``None``, there are no settings: a contributor who has some
            is told so, and ``request.settings`` is ``None``.
        Errors: Missing, unknown and ill-typed settings are the edition's fault and are told with
            their place in conference.toml. A ``ValueError`` or ``TypeError`` from a validator of
            the class is told the same way, with its message.
        Since: API 1.
        Example::

            @hookimpl
            def settings_type() -> type[Settings]:
                return Settings
        """

    @hookspec
    def template_root(self) -> Path | None:
        """Return the folder of the plugin's Jinja templates. Optional.

        When called: After ``settings_type``, before ``check``.
        Returns: An absolute path inside the plugin's own package, usually
            ``Path(__file__).parent / "templates"``. ``TemplateContents`` names a file in it;
            ``{% include %}`` and ``{% extends %}`` put ``<plugin id>/`` before the name.
        Empty: Without this hook, or with ``None``, the plugin has no templates.
        Errors: A path that is no folder, or is not in the plugin's package, is refused.
        Since: API 1.
        Example::

            @hookimpl
            def template_root() -> Path:
                return Path(__file__).parent / "templates"
        """

    @hookspec
    def check(self, request: BilagRequest[Any]) -> Sequence[Problem | Remark]:
        """Return what is wrong with the contributor's data. Optional.

        When called: Before each ``bilag``, with the same request.
        Returns: A ``Problem`` for each thing that a person can mend, all of them at once, and a ``Remark`` for what
            a person should see although nothing stops for it; the report and the manifest hold it.
        Empty: Nothing is wrong. ``None`` is refused.
        Errors: Bad data is never raised. When there are problems, ``bilag`` is not called; remarks alone
            keep nothing back.
        Since: API 1.
        Example::

            @hookimpl
            def check(request: BilagRequest[Settings]) -> list[Problem]:
                if request.file("tal.csv").is_file():
                    return []
                return [Problem(Fault.FILE, "tal.csv", "is missing", "put it in the data folder")]
        """

    @hookspec
    def bilag(self, request: BilagRequest[Any]) -> Sequence[Bilag]:
        """Return the contributor's bilag. Required.

        When called: Once for each contributor who names the plugin, at each build.
        Returns: ``Bilag`` with keys that are unique for the contributor; printed by ``order``, then key.
            Their contents are one of:

            * ``TemplateContents``: a template of the plugin's, and its variables; ``conference``,
              ``contributor`` and ``settings`` are there without being named.
            * ``MarkdownContents``: a text.
            * ``BlocksContents``: blocks of ``styringsdialog.blocks`` that the plugin made; anchors in them are
              ``punkt:<contributor id>/…``.
            * ``FileContents``: a file in the contributor's data folder or in the plugin's
              package. One whose name ends in ``.md`` is read as Markdown, ``.csv`` and ``.tsv`` as a
              table with its headings first, ``.txt`` as text, all in UTF-8; of the rest PDF files,
              images and Office files become pages, by what they are and not by their names.
            * ``AwaitedContents``: the bilag will come, and why not now; a page in its place keeps its number.
        Empty: «No bilag from us», and nothing is said about it. ``None`` is refused.
        Errors: A bilag whose contents cannot become pages is missing on its own; the other bilag of
            the same contributor are printed.
        Since: API 1.
        Example::

            @hookimpl
            def bilag(request: BilagRequest[Settings]) -> list[Bilag]:
                contents = TemplateContents("tal.j2", {"total": request.settings.total})
                return [Bilag(key="tal", title="Tal", contents=contents)]
        """
