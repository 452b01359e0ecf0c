"""The list of plugins that are installed: each looked at in a process of its own, broken ones with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from styringsdialog.errors import PluginError, Problem
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.guard import Origin
from styringsdialog.hooks.process_ending import failure
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.registry import Registry, load
from styringsdialog.hooks.tracing import Note, Watch
from styringsdialog.hooks.vetting import vetted_problems
from styringsdialog.isolate.outcome import Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, cores, run
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where
from styringsdialog.model.conference import Conference
from styringsdialog.model.limits import Limits

__all__ = ["InstalledPlugin", "inspect_plain", "inspected", "installed"]


@attrs.frozen(kw_only=True)
class InstalledPlugin:
    """A line of the list of plugins.

    Attributes:
        title: What the plugin calls itself; empty when it cannot be loaded.
        api: The API that it was written for; 0 when that is not known.
        hooks: Those it implements, sorted.
        contributors: The ids of those in the edition that name it.
        problems: Why it cannot be used.
    """

    name: str
    distribution: str
    version: str
    built_in: bool
    title: str = ""
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
            contributors=_named_by(provider.name, conference),
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
    line = attrs.evolve(_line(provider), name=provider.name or plugin.info.id)
    return attrs.evolve(line, title=plugin.info.name, api=plugin.info.api, hooks=plugin.hooks)


def _read(provider: Provider, outcome: Outcome, limits: Limits) -> InstalledPlugin:
    """Return what a process said of ``provider``, as far as it can be trusted."""
    origin = Origin(provider)
    if problem := failure(outcome, origin, limits):
        return attrs.evolve(_line(provider), problems=(problem,))
    try:
        answer: InstalledPlugin = from_plain(InstalledPlugin, outcome.value)
    except Exception:  # noqa: BLE001 - whatever the plain data are, they are not such a line
        return attrs.evolve(_line(provider), problems=(origin.problem(message("isolate.not-as-agreed")),))
    problems = vetted_problems(answer.problems, origin)
    line = attrs.evolve(_line(provider), name=provider.name or answer.name)
    return attrs.evolve(line, title=answer.title, api=answer.api, hooks=answer.hooks, problems=problems)


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


def _named_by(name: str, conference: Conference | None) -> tuple[str, ...]:
    contributors = conference.contributors if conference is not None else ()
    return tuple(contributor.id for contributor in contributors if contributor.plugin == name)
