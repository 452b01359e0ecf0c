"""Which plugins there are, and one of them loaded: guarded, alone, and typed.

pluggy's own loader stops at the first plugin that cannot be imported, and keeps a plugin
that it has rejected; so entry points are loaded here, each into a ``PluginManager`` of its
own that is thrown away with it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import attrs
import pluggy

from styringsdialog.errors import PluginError, Problem
from styringsdialog.hooks import words
from styringsdialog.hooks.guard import Origin, guarded
from styringsdialog.hooks.providers import Provider, installed_providers
from styringsdialog.hooks.spec import API_VERSION, GROUP, PROJECT, BilagRequest, HookSpec, PluginInfo
from styringsdialog.model.bilag import Bilag
from styringsdialog.model.places import nearest

__all__ = ["LoadedPlugin", "Registry", "load"]

_REQUIRED = ("bilag", "plugin_info")
_ID = re.compile(r"[a-z][a-z0-9_-]*")
"""What conference.toml takes for ``plugin``."""

T = TypeVar("T")


@attrs.frozen
class Registry:
    """The plugins of an environment; nothing of theirs has run."""

    providers: tuple[Provider, ...]

    @classmethod
    def of_environment(cls) -> Registry:
        """Give what is installed now."""
        return cls(installed_providers())

    def provider(self, name: str, *, where: str) -> Provider:
        """Give the one that provides ``name``; ``where`` is the place that asks for it.

        Raises:
            PluginError: Nobody provides it, or several do.
        """
        providers = [provider for provider in self.providers if provider.name == name]
        match providers:
            case [provider]:
                return provider
            case []:
                raise PluginError.at(where, f"there is no plugin '{name}'", self._advice(name), words.NOT_INSTALLED)
        parties = " and ".join(" ".join(filter(None, (one.distribution, one.version))) for one in providers)
        message = f"the plugin '{name}' is provided by {parties}"
        raise PluginError.at(where, message, "uninstall all of them but one", words.NOT_ONE)

    def _advice(self, name: str) -> str:
        names = sorted({provider.name for provider in self.providers})
        near = nearest(name, names)
        meant = f"did you mean '{near}'? " if near else ""
        return (
            f"{meant}installed are {', '.join(names)}; another is installed with pip, "
            f'in the environment of styringsdialog: a distribution with an entry point "{name}" in the group "{GROUP}"'
        )


@attrs.frozen
class LoadedPlugin:
    """One plugin that keeps the contract as far as can be seen; its hooks as typed methods.

    Each method raises ``PluginError`` when the hook raises, or gives back something else
    than ``spec`` says.
    """

    origin: Origin
    info: PluginInfo
    _hooks: pluggy.HookRelay = attrs.field(repr=False, eq=False)

    @property
    def hooks(self) -> tuple[str, ...]:
        """Give the names of the hooks that the plugin implements, sorted."""
        return tuple(name for name in sorted(vars(HookSpec)) if _is_hook(name) and self._has(name))

    def settings_type(self) -> type[Any] | None:
        """Give the class of the plugin's settings, ``None`` without one."""
        origin = self.origin.at("settings_type")
        answer = self._call("settings_type")
        if answer is None or (isinstance(answer, type) and attrs.has(answer)):
            return answer
        raise origin.error(f"gave {_name(answer)}, not an attrs class")

    def template_root(self) -> Path | None:
        """Give the folder of the plugin's templates, ``None`` without one."""
        origin = self.origin.at("template_root")
        answer = self._call("template_root")
        if answer is None:
            return None
        if not isinstance(answer, Path):
            raise origin.error(f"gave {_name(answer)}, not a Path")
        package = self.origin.provider.package
        root = guarded(origin, answer.resolve)
        if not root.is_dir():
            raise origin.error(f"gave {answer.name}, which is no folder")
        if package is None or not root.is_relative_to(package.resolve()):
            hint = 'usually Path(__file__).parent / "templates", in a plugin that is a package'
            raise origin.error(f"gave the folder {answer.name}, which is not in the plugin's package", hint)
        return root

    def check(self, request: BilagRequest[Any]) -> tuple[Problem, ...]:
        """Give what the plugin finds wrong with the contributor's data."""
        if not self._has("check"):
            return ()
        return self._values("check", Problem, request)

    def bilag(self, request: BilagRequest[Any]) -> tuple[Bilag, ...]:
        """Give the contributor's bilag, as the plugin orders them."""
        return self._values("bilag", Bilag, request)

    def _values(self, hook: str, kind: type[T], request: BilagRequest[Any]) -> tuple[T, ...]:
        origin = self.origin.at(hook)
        answer = self._call(hook, request=request)
        if answer is None:
            hint = "an empty list says that there are none"
            raise origin.error(f"gave None, not a sequence of {kind.__name__}", hint)
        if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
            raise origin.error(f"gave {_name(answer)}, not a sequence of {kind.__name__}", "give a list or a tuple")
        items: tuple[object, ...] = guarded(origin, lambda: tuple(answer))
        for index, item in enumerate(items):
            if type(item) is not kind:
                raise origin.error(f"gave {_name(item)} at index {index}, not a {kind.__name__}")
        return tuple(item for item in items if isinstance(item, kind))

    def _has(self, hook: str) -> bool:
        caller: pluggy.HookCaller = getattr(self._hooks, hook)
        return bool(caller.get_hookimpls())

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
    plugin: object = guarded(origin.at("import"), origin.provider.entry_point.load)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(HookSpec)
    try:
        _register(manager, plugin, origin)
    except PluginError:
        # What it does wrong may be right in the API that it was written for.
        _refuse_newer(plugin, origin)
        raise
    loaded = LoadedPlugin(origin, PluginInfo(id="", name="", api=0), manager.hook)
    info = loaded._call("plugin_info")  # noqa: SLF001 - the one answer that stands in the value itself
    return attrs.evolve(loaded, info=_accepted(info, origin.at("plugin_info")))


def _register(manager: pluggy.PluginManager, plugin: object, origin: Origin) -> None:
    """Register ``plugin`` and refuse what pluggy would let pass.

    Raises:
        PluginError: It has unknown hooks, wrappers, hook specifications, one hook twice, or lacks a required one.
    """
    registration = origin.at("registration")
    if misfits := guarded(registration, lambda: tuple(_misfits(manager, plugin))):
        raise PluginError([origin.at(hook).problem(message, hint) for hook, message, hint in misfits])
    rejected = guarded(registration, lambda: _rejected(manager, plugin, origin.provider.name))
    if rejected:
        raise origin.at("registration").error(rejected, "hooks and their arguments are as in styringsdialog.hooks.spec")
    for name in guarded(origin.at("registration"), lambda: _specifications(plugin)):
        raise origin.at(name).error("is marked as a hook specification", "mark it with @hookimpl alone")
    for caller in manager.get_hookcallers(plugin) or ():
        implementations = caller.get_hookimpls()
        if any(one.wrapper or one.hookwrapper for one in implementations):
            raise origin.at(caller.name).error("is a wrapper", "a hook gives a value; mark it with @hookimpl alone")
        if len(implementations) > 1:
            raise origin.at(caller.name).error("is implemented twice", "one hook, one function")
    for name in _REQUIRED:
        hook: pluggy.HookCaller = getattr(manager.hook, name)
        if not hook.get_hookimpls():
            unmarked = callable(getattr(plugin, name, None))
            said = "is a function without its mark" if unmarked else "is required, and is not there"
            raise origin.at(name).error(said, "mark the function with @hookimpl")


def _misfits(manager: pluggy.PluginManager, plugin: object) -> Iterator[tuple[str, str, str]]:
    """Find the hooks that the specification lacks, and arguments that it does not hand over.

    pluggy finds them too, one at a time and in the words of its own authors.

    Yields:
        The hook, what is wrong, and what was probably meant.
    """
    known = {name: _arguments(getattr(HookSpec, name))[1:] for name in sorted(vars(HookSpec)) if _is_hook(name)}
    for name in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, name)
        if options is None:
            continue
        hook = options.get("specname") or name
        if hook not in known:
            if not options.get("optionalhook"):
                near = nearest(hook, known)
                hint = f"did you mean '{near}'?" if near else f"the hooks are {', '.join(known)}"
                yield hook, f"unknown hook '{hook}'", hint
            continue
        there = known[hook]
        for argument in _arguments(getattr(plugin, name)):
            if argument not in there:
                hint = f"write {hook}({', '.join(there)})"
                yield hook, f"has the argument '{argument}', which the hook does not get", hint


def _arguments(function: Callable[..., object]) -> tuple[str, ...]:
    """Give the names of the arguments that have no value of their own: pluggy hands over these and no others."""
    positional = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD}
    parameters = inspect.signature(function).parameters.values()
    return tuple(one.name for one in parameters if one.kind in positional and one.default is inspect.Parameter.empty)


def _rejected(manager: pluggy.PluginManager, plugin: object, name: str) -> str:
    """Register ``plugin`` and give what pluggy has against it; empty when nothing."""
    try:
        manager.register(plugin, name)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        # pluggy names the plugin first, and the function with its address last.
        lines = str(error).splitlines()
        return " ".join(lines[1:] or lines).partition(" (pluginmanager=")[0]
    return ""


def _specifications(plugin: object) -> list[str]:
    return [name for name in dir(plugin) if hasattr(getattr(plugin, name, None), f"{PROJECT}_spec")]


def _accepted(info: object, origin: Origin) -> PluginInfo:
    if type(info) is not PluginInfo:
        raise origin.error(f"gave {_name(info)}, not a PluginInfo")
    if type(info.api) is not int or type(info.id) is not str or type(info.name) is not str:
        raise origin.error("gave a PluginInfo whose id and name are not text, or whose api is not a whole number")
    if info.api > API_VERSION:
        raise _too_new(info, origin)
    if info.api < 1:
        raise origin.error(
            f"was written for API {info.api}, which there never was",
            f"this styringsdialog knows API {API_VERSION}: write api={API_VERSION}",
        )
    if info.id != origin.provider.name:
        raise origin.error(
            f"says that it is '{info.id}'", f"its entry point, and so its id, is '{origin.provider.name}'"
        )
    if not _ID.fullmatch(info.id):
        hint = "small letters a-z, digits, _ and -, with a letter first; in pyproject.toml and in PluginInfo"
        raise origin.error(f"has the id '{info.id}', which no edition can name", hint)
    if not info.name.strip():
        raise origin.error("has a blank name")
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
    return origin.error(
        f"was written for API {info.api}; this styringsdialog knows API {API_VERSION}", "upgrade styringsdialog"
    )


def _name(value: object) -> str:
    return "None" if value is None else f"an object of type {type(value).__qualname__}"


def _is_hook(name: str) -> bool:
    return hasattr(getattr(HookSpec, name), f"{PROJECT}_spec")
