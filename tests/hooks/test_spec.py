"""The specification is the reference text: it must be whole, and agree with the façade."""

from __future__ import annotations

import inspect

import pluggy
import pytest

from styringsdialog.hooks.registry import LoadedPlugin
from styringsdialog.hooks.spec import API_VERSION, PROJECT, HookSpec

HOOKS = [name for name, value in vars(HookSpec).items() if hasattr(value, f"{PROJECT}_spec")]
REQUIRED = {"bilag", "plugin_info"}


def test_the_hooks_of_api_1_are_these_and_take_these_arguments() -> None:
    assert API_VERSION == 1
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(HookSpec)
    found = {}
    for name, caller in vars(manager.hook).items():
        assert isinstance(caller, pluggy.HookCaller)
        assert caller.spec is not None
        assert not caller.spec.opts["historic"]
        found[name] = caller.spec.argnames
    assert found == {
        "bilag": ("request",),
        "check": ("request",),
        "plugin_info": (),
        "settings_type": (),
        "template_root": (),
    }


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_says_when_what_empty_errors_and_since(name: str) -> None:
    text = inspect.getdoc(getattr(HookSpec, name)) or ""
    headings = [line.partition(":")[0] for line in text.splitlines() if line[:1].isupper() and ":" in line]
    assert headings == ["When called", "Returns", "Empty", "Errors", "Since", "Example"]
    first = text.splitlines()[0]
    assert first.endswith("Required." if name in REQUIRED else "Optional.")


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_has_its_typed_method(name: str) -> None:
    if name == "plugin_info":
        assert "info" in LoadedPlugin.__annotations__
        return
    spec = inspect.signature(getattr(HookSpec, name))
    facade = inspect.signature(getattr(LoadedPlugin, name))
    assert list(facade.parameters) == list(spec.parameters)


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_says_what_it_returns(name: str) -> None:
    assert inspect.signature(getattr(HookSpec, name)).return_annotation is not inspect.Signature.empty
