"""The list of plugins that are installed, or handed over by a program as modules: each looked at in its own process."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from importlib.machinery import BuiltinImporter, PathFinder
from types import ModuleType

import attrs

from styringsdialog.errors import Fault, PluginError, Problem
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.contribute import failure
from styringsdialog.hooks.contribution import PluginFacts
from styringsdialog.hooks.guard import Note, Origin, Watch
from styringsdialog.hooks.providers import BUILT_IN, Provider
from styringsdialog.hooks.registry import Registry, load
from styringsdialog.hooks.vetting import vetted_problems
from styringsdialog.isolate.outcome import Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, cores, run
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.conference import Conference
from styringsdialog.model.limits import Limits


@attrs.frozen(kw_only=True)
class InstalledPlugin(PluginFacts):
    """A line of the list of plugins.

    Attributes:
        api: The API that it was written for; 0 when that is not known.
        hooks: Those it implements, sorted.
        contributors: The ids of those in the edition that name it.
        problems: Why it cannot be used.
    """

    built_in: bool
    api: int = 0
    hooks: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def installed(conference: Conference | None = None) -> tuple[InstalledPlugin, ...]:
    """Return what came of loading every plugin of the environment, sorted by name.

    Args:
        conference: Whose contributors are to be named, and whose limits hold.
    """
    registry = Registry.of_environment()
    plugins = inspected(registry.providers, conference.limits if conference is not None else Limits())
    times = Counter(provider.name for provider in registry.providers)
    return tuple(
        attrs.evolve(
            # As a build would tell of it, which refuses to choose between two.
            _ambiguous(provider, registry) if times[provider.name] > 1 else plugin,
            contributors=tuple(
                contributor.id
                for contributor in (conference.contributors if conference is not None else ())
                if contributor.plugin == provider.name
            ),
        )
        for provider, plugin in zip(registry.providers, plugins, strict=True)
    )


def inspected(providers: Sequence[Provider], limits: Limits) -> list[InstalledPlugin]:
    """Return what came of loading each of ``providers`` in a process of its own, within ``limits``."""
    jobs = [
        Job(
            target="styringsdialog.hooks.installed:inspect_plain",
            argument=to_plain(provider),
            seconds=limits.seconds,
            megabytes=limits.megabytes,
            read=() if provider.home is None else (provider.home,),
        )
        for provider in providers
    ]
    outcomes = run(jobs, at_once=cores())
    return [_read(provider, outcome, limits) for provider, outcome in zip(providers, outcomes, strict=True)]


def inspect_plain(provider: Plain, note: Note) -> Plain:
    """Return the ``InstalledPlugin`` of a ``Provider``, both as plain data; its problems say what is wrong.

    A provider without a name yet gets the plugin's own id.
    """
    return to_plain(_inspected(from_plain(Provider, provider), Watch(note)))


def _inspected(provider: Provider, watch: Watch) -> InstalledPlugin:
    try:
        plugin = load(Origin(provider, watch=watch))
    except PluginError as error:
        return attrs.evolve(_line(provider), problems=error.problems)
    info = plugin.info
    return attrs.evolve(
        _line(provider), name=provider.name or info.id, title=info.name, api=info.api, hooks=plugin.hooks
    )


def _read(provider: Provider, outcome: Outcome, limits: Limits) -> InstalledPlugin:
    """Return what a process said of ``provider``, as far as it can be trusted."""
    origin = Origin(provider)
    if problem := failure(outcome, origin, limits):
        return attrs.evolve(_line(provider), problems=(problem,))
    try:
        answer: InstalledPlugin = from_plain(InstalledPlugin, outcome.value)
    except Exception:  # noqa: BLE001 - whatever the plain data are, they are not such a line
        return attrs.evolve(_line(provider), problems=(origin.problem(message("isolate.not-as-agreed")),))
    return attrs.evolve(
        _line(provider),
        name=provider.name or answer.name,
        title=answer.title,
        api=answer.api,
        hooks=answer.hooks,
        problems=vetted_problems(answer.problems, origin),
    )


def _ambiguous(provider: Provider, registry: Registry) -> InstalledPlugin:
    try:
        registry.provider(provider.name, where=Where())
    except PluginError as error:
        return attrs.evolve(_line(provider), problems=error.problems)
    return _line(provider)


def _line(provider: Provider) -> InstalledPlugin:
    return InstalledPlugin(
        name=provider.name,
        distribution=provider.distribution,
        version=provider.version,
        built_in=provider.built_in,
    )


def registry_with(modules: Sequence[ModuleType], limits: Limits) -> Registry:
    """Return the plugins of the environment and those that are ``modules``, which take the place of their namesakes.

    Their ids are asked for in processes of their own, so that a module that hangs or crashes is only named.

    Raises:
        PluginError: One is no module, cannot be imported by its name, or is no plugin.
    """
    if not modules:
        return Registry.of_environment()
    if refused := [what for index, module in enumerate(modules) if (what := _refusal(index, module)) is not None]:
        raise PluginError(
            [Problem(Fault.PLUGIN, Where(origin=message("place.build-package")), what) for what in refused]
        )
    # The module's name stands where a distribution's would: it is what a message can name.
    unnamed = [
        Provider(name="", distribution=module.__name__, version="", target=module.__name__) for module in modules
    ]
    plugins = inspected(unnamed, limits)
    if problems := [problem for plugin in plugins for problem in plugin.problems]:
        raise PluginError(problems)
    handed = [attrs.evolve(provider, name=plugin.name) for provider, plugin in zip(unnamed, plugins, strict=True)]
    # What is handed over replaces what is installed, but never what comes with the host: that stays ambiguous.
    names = {provider.name for provider in handed} - BUILT_IN.keys()
    others = [provider for provider in Registry.of_environment().providers if provider.name not in names]
    return Registry((*others, *handed))


def _refusal(index: int, module: object) -> Message | None:
    """Return why ``module`` cannot be imported in another process, as far as can be seen without running it."""
    if not isinstance(module, ModuleType):
        return message("hooks.no-module", index=index, type=type(module).__qualname__)
    name = module.__name__
    top = name.partition(".")[0]
    # ``__main__`` is another module in each process.
    is_importable = top != "__main__" and (PathFinder.find_spec(top) or BuiltinImporter.find_spec(top))
    # Its process imports it anew by its name, and must get the module that was handed over.
    if not is_importable or sys.modules.get(name) is not module:
        return message("hooks.not-importable", index=index, module=name)
    return None
