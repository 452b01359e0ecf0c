"""The plugins of an environment, and one of them loaded, its hooks guarded and typed.

pluggy's own loader stops at the first plugin that cannot be imported, and keeps a plugin
that it has rejected; so entry points are loaded here, each into a ``PluginManager`` of its
own that is thrown away with it.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pluggy

from styringsdialog.errors import PluginError, Problem, Remark
from styringsdialog.hooks.guard import Origin, guarded
from styringsdialog.hooks.providers import Provider, installed_providers
from styringsdialog.hooks.spec import API_VERSION, GROUP, PROJECT, BilagRequest, HookSpec, PluginInfo
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.bilag import Bilag
from styringsdialog.model.places import nearest

_REQUIRED = ("bilag", "plugin_info")
# What conference.toml takes for ``plugin``.
_ID = re.compile(r"[a-z][a-z0-9_-]*")

T = TypeVar("T")


@attrs.frozen
class Registry:
    """The plugins of an environment; nothing of theirs has run."""

    providers: tuple[Provider, ...]

    @classmethod
    def of_environment(cls) -> Registry:
        """Return what is installed now."""
        return cls(installed_providers())

    def provider(self, name: str, *, where: Where) -> Provider:
        """Return the one that provides ``name``; ``where`` is the place that asks for it.

        Raises:
            PluginError: Nobody provides it, or several do.
        """
        providers = [provider for provider in self.providers if provider.name == name]
        match providers:
            case [provider]:
                return provider
            case []:
                raise PluginError.at(where, self._no_plugin(name))
        distributions = [" ".join(filter(None, (provider.distribution, provider.version))) for provider in providers]
        raise PluginError.at(where, message("hooks.several-plugins", name=name, providers=distributions))

    def _no_plugin(self, name: str) -> Message:
        names = sorted({provider.name for provider in self.providers})
        installed = ", ".join(names)
        if near := nearest(name, names):
            return message("hooks.no-plugin-but-one-like-it", name=name, near=near, installed=installed, group=GROUP)
        return message("hooks.no-plugin", name=name, installed=installed, group=GROUP)


@attrs.frozen
class LoadedPlugin:
    """One plugin that keeps the contract as far as can be seen; its hooks as typed methods.

    Each method raises ``PluginError`` when the hook raises, or gives back something else
    than ``spec`` says.

    Attributes:
        remarks: What the plugin uses that is deprecated.
    """

    origin: Origin
    info: PluginInfo
    remarks: tuple[Remark, ...]
    _hooks: pluggy.HookRelay = attrs.field(repr=False, eq=False)

    @property
    def hooks(self) -> tuple[str, ...]:
        """Return the names of the hooks that the plugin implements, sorted."""
        return tuple(filter(self._has, _HOOKS))

    def settings_type(self) -> type[Any] | None:
        """Return the class of the plugin's settings, ``None`` without one."""
        origin = self.origin.at("settings_type")
        if (answer := self._call("settings_type")) is None or (isinstance(answer, type) and attrs.has(answer)):
            return answer
        raise origin.error(message("hooks.no-settings-class", given=_described(answer)))

    def template_root(self) -> Path | None:
        """Return the folder of the plugin's templates, ``None`` without one."""
        origin = self.origin.at("template_root")
        if (answer := self._call("template_root")) is None:
            return None
        if not isinstance(answer, Path):
            raise origin.error(message("hooks.no-path", given=_described(answer)))
        package = self.origin.provider.package
        root = guarded(origin, answer.resolve)
        if not root.is_dir():
            raise origin.error(message("hooks.no-folder", name=answer.name))
        if package is None or not root.is_relative_to(package.resolve()):
            raise origin.error(message("hooks.folder-outside", name=answer.name))
        return root

    def check(self, request: BilagRequest[Any]) -> tuple[Problem | Remark, ...]:
        """Return what the plugin finds wrong with the contributor's data, and what it remarks."""
        return self._values("check", (Problem, Remark), request) if self._has("check") else ()

    def bilag(self, request: BilagRequest[Any]) -> tuple[Bilag, ...]:
        """Return the contributor's bilag, as the plugin orders them."""
        return self._values("bilag", (Bilag,), request)

    def _values(self, hook: str, kinds: tuple[type[T], ...], request: BilagRequest[Any]) -> tuple[T, ...]:
        origin = self.origin.at(hook)
        if (answer := self._call(hook, request=request)) is None:
            raise origin.error(message("hooks.none-for-a-sequence", type=kinds[0].__name__))
        if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
            raise origin.error(message("hooks.no-sequence", given=_described(answer), type=kinds[0].__name__))
        # Guarded, because a sequence of the plugin's own making runs its code here.
        items: tuple[object, ...] = guarded(origin, lambda: tuple(answer))
        for index, item in enumerate(items):
            # A subclass would lose what it adds on its way over the border.
            if type(item) not in kinds:
                raise origin.error(
                    message("hooks.wrong-item", given=_described(item), index=index, type=kinds[0].__name__)
                )
        return tuple(item for item in items if isinstance(item, kinds))

    def _has(self, hook: str) -> bool:
        return bool(getattr(self._hooks, hook).get_hookimpls())

    def _call(self, hook: str, **arguments: object) -> object:
        caller: pluggy.HookCaller = getattr(self._hooks, hook)
        if not self._has(hook):
            return None
        watch = self.origin.watch
        watch.calls(hook, arguments)
        results: list[object] = guarded(self.origin.at(hook), lambda: caller(**arguments))
        # pluggy leaves None out of its results: none at all is the only implementation's None.
        answer = results[0] if results else None
        watch.answers(answer)
        return answer


def load(origin: Origin) -> LoadedPlugin:
    """Import a plugin, into this process, and hold it against the contract.

    Args:
        origin: The plugin, and for whom it is loaded.

    Raises:
        PluginError: It cannot be imported, or does not keep the contract.
    """
    # Importing is the first that runs code of the plugin's.
    point = EntryPoint(origin.provider.name, origin.provider.target, GROUP)
    plugin: object = guarded(origin.at("import"), point.load)
    # What is deprecated in the specification, pluggy tells as warnings when a plugin is registered.
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(HookSpec)
    try:
        with warnings.catch_warnings(record=True) as deprecations:
            warnings.simplefilter("always")
            _register(manager, plugin, origin)
    except PluginError:
        # What it does wrong may be right in the API that it was written for.
        _refuse_newer(plugin, origin)
        raise
    where = Where(origin=origin.at("registration").message)
    remarks = tuple(Remark(message("hooks.deprecated", reason=str(told.message)), where) for told in deprecations)
    loaded = LoadedPlugin(origin, PluginInfo(id="", name="", api=0), remarks, manager.hook)
    info = loaded._call("plugin_info")  # noqa: SLF001 - the one answer that stands in the value itself
    return attrs.evolve(loaded, info=_accepted(info, origin.at("plugin_info")))


def _register(manager: pluggy.PluginManager, plugin: object, origin: Origin) -> None:
    """Register ``plugin`` and refuse what pluggy would let pass.

    Raises:
        PluginError: It has unknown hooks, wrappers, hook specifications, one hook twice, or lacks a required one.
    """
    registration = origin.at("registration")
    if misfits := guarded(registration, lambda: tuple(_misfits(manager, plugin))):
        raise PluginError([origin.at(hook).problem(what) for hook, what in misfits])
    if rejected := guarded(registration, lambda: _rejected(manager, plugin, origin.provider.name)):
        raise registration.error(message("hooks.rejected", reason=rejected))
    for name in guarded(registration, lambda: _specified(plugin)):
        raise origin.at(name).error(message("hooks.specification"))
    for caller in manager.get_hookcallers(plugin) or ():
        implementations = caller.get_hookimpls()
        # A wrapper goes around hooks of other plugins, and here each is alone.
        if any(implementation.wrapper or implementation.hookwrapper for implementation in implementations):
            raise origin.at(caller.name).error(message("hooks.wrapper"))
        if len(implementations) > 1:
            raise origin.at(caller.name).error(message("hooks.implemented-twice"))
    for name in _REQUIRED:
        # pluggy is content with a plugin that implements nothing.
        if not getattr(manager.hook, name).get_hookimpls():
            unmarked = callable(getattr(plugin, name, None))
            raise origin.at(name).error(message("hooks.unmarked") if unmarked else message("hooks.hook-missing"))


def _misfits(manager: pluggy.PluginManager, plugin: object) -> Iterator[tuple[str, Message]]:
    """Return the hooks that the specification lacks, and arguments that it does not hand over, with the hook's name.

    pluggy finds them too, one at a time and in the words of its own authors.
    """
    known = {name: _arguments(getattr(HookSpec, name))[1:] for name in _HOOKS}
    for name in dir(plugin):
        if (options := manager.parse_hookimpl_opts(plugin, name)) is None:
            continue
        hook = options.get("specname") or name
        if hook not in known:
            if not options.get("optionalhook"):
                yield hook, _unknown_hook(hook, tuple(known))
            continue
        specified = known[hook]
        for argument in _arguments(getattr(plugin, name)):
            if argument not in specified:
                signature = f"{hook}({', '.join(specified)})"
                yield hook, message("hooks.unknown-argument", argument=argument, signature=signature)


def _unknown_hook(hook: str, known: Sequence[str]) -> Message:
    if near := nearest(hook, known):
        return message("hooks.unknown-hook-like-another", hook=hook, near=near)
    return message("hooks.unknown-hook", hook=hook, hooks=", ".join(known))


def _arguments(function: Callable[..., object]) -> tuple[str, ...]:
    """Return the names of the arguments that have no value of their own: pluggy hands over these and no others."""
    positional = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    return tuple(
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        # pluggy hands over arguments without a default only, so others cannot be misnamed.
        if parameter.kind in positional and parameter.default is inspect.Parameter.empty
    )


def _rejected(manager: pluggy.PluginManager, plugin: object, name: str) -> str:
    """Register ``plugin`` and return pluggy's reason for refusing it; empty where it does not."""
    try:
        manager.register(plugin, name)
        # ``register`` lets hooks pass that it does not know; only this refuses them.
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        # pluggy names the plugin first, and the function with its address last.
        lines = str(error).splitlines()
        return " ".join(lines[1:] or lines).partition(" (pluginmanager=")[0]
    return ""


def _specified(holder: object) -> list[str]:
    """Return the names of what pluggy's marker for specifications has marked, sorted."""
    return [name for name in dir(holder) if hasattr(getattr(holder, name, None), f"{PROJECT}_spec")]


_HOOKS = tuple(_specified(HookSpec))


def _accepted(info: object, origin: Origin) -> PluginInfo:
    # Before its attributes are read: an object of the plugin's own could answer differently each time.
    if type(info) is not PluginInfo:
        raise origin.error(message("hooks.no-plugin-info", given=_described(info)))
    if type(info.api) is not int or type(info.id) is not str or type(info.name) is not str:
        raise origin.error(message("hooks.plugin-info-types"))
    if info.api > API_VERSION:
        raise _too_new(info, origin)
    if info.api < 1:
        raise origin.error(message("hooks.api-never-was", api=str(info.api), known=API_VERSION))
    # A module that a program hands over has no entry point yet, and gets its name from here.
    if origin.provider.name and info.id != origin.provider.name:
        raise origin.error(message("hooks.other-id", id=info.id, name=origin.provider.name))
    if not _ID.fullmatch(info.id):
        raise origin.error(message("hooks.unusable-id", id=info.id))
    if not info.name.strip():
        raise origin.error(message("hooks.blank-name"))
    return info


def _refuse_newer(plugin: object, origin: Origin) -> None:
    """Say of a plugin that could not be registered that it is too new, if it is."""
    function: Callable[[], object] | None = getattr(plugin, "plugin_info", None)
    if not callable(function):
        return
    try:
        info = guarded(origin, function)
    except PluginError:
        return
    if type(info) is PluginInfo and type(info.api) is int and info.api > API_VERSION:
        raise _too_new(info, origin.at("plugin_info"))


def _too_new(info: PluginInfo, origin: Origin) -> PluginError:
    return origin.error(message("hooks.api-too-new", api=str(info.api), known=API_VERSION))


def _described(value: object) -> Message:
    return (
        message("hooks.given-none") if value is None else message("hooks.given-object", type=type(value).__qualname__)
    )
