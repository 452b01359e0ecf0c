"""Plugins that a program hands over as modules: they run where installed ones do, and are found by their own id."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import BuiltinImporter, PathFinder
from types import ModuleType

import attrs

from styringsdialog.errors import Fault, PluginError, Problem
from styringsdialog.hooks.installed import inspected
from styringsdialog.hooks.providers import BUILT_IN, Provider
from styringsdialog.hooks.registry import Registry
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.place import Where
from styringsdialog.model.limits import Limits

__all__ = ["registry_with"]


def registry_with(modules: Sequence[ModuleType], limits: Limits) -> Registry:
    """Return the plugins of the environment and those that are ``modules``, which take the place of their namesakes.

    Their ids are asked for in processes of their own, so that a module that hangs or crashes is only named.

    Raises:
        PluginError: One is no module, cannot be imported by its name, or is no plugin.
    """
    if not modules:
        return Registry.of_environment()
    if refused := [what for index, module in enumerate(modules) if (what := _refusal(index, module)) is not None]:
        where = Where(origin=message("place.build-package"))
        raise PluginError([Problem(Fault.PLUGIN, where, what) for what in refused])
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
    found = top != "__main__" and (PathFinder.find_spec(top) or BuiltinImporter.find_spec(top))
    # Its process imports it anew by its name, and must get the module that was handed over.
    if not found or sys.modules.get(name) is not module:
        return message("hooks.not-importable", index=index, module=name)
    return None
