"""Whoever imports the library can name every type that its signatures name, and hand over a path as text."""

from __future__ import annotations

import ast
import builtins
import enum
import importlib
import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from types import ModuleType
from typing import Any, TypeVar

import pytest

import styringsdialog
from styringsdialog import blocks, testing

MODULES = (styringsdialog, blocks, testing)
PUBLIC = {name: getattr(module, name) for module in MODULES for name in module.__all__}

PYTHONS = set(vars(builtins))


def signatures() -> Iterator[tuple[str, Any]]:
    """Give every public function and class, and the public methods and properties of these, by a name for people."""
    for name, value in PUBLIC.items():
        if inspect.isfunction(value):
            yield name, value
        elif isinstance(value, type) and not issubclass(value, enum.Enum | Exception):
            for kind in value.__mro__[:-1]:
                if kind.__module__.startswith("styringsdialog"):
                    yield name, kind
                    for method, member in vars(kind).items():
                        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
                        if inspect.isfunction(function) and (not method.startswith("_") or method == "__call__"):
                            yield f"{name}.{method}", function


def hints(value: Any) -> dict[str, tuple[str, Any]]:
    """Give what is annotated in the signature ``value``, as it is written and as it is."""
    written = value.__annotations__
    evaluated = typing.get_type_hints(value, vars(sys.modules[value.__module__]))
    return {name: (written[name], evaluated[name]) for name in written if not name.startswith("_")}


def is_public(value: Any) -> bool:
    """Tell whether ``value`` can be imported, if need be by another name: blocks have ``Text`` and ``Language``."""
    return any(public is value for public in PUBLIC.values())


def types_in(hint: Any) -> Iterator[type]:
    """Give every class that ``hint`` is made of."""
    if isinstance(hint, list | tuple):
        for inner in hint:
            yield from types_in(inner)
    elif arguments := typing.get_args(hint):
        yield from types_in([typing.get_origin(hint), *arguments])
    elif isinstance(hint, type):
        yield hint


def aliases_in(written: str, module: ModuleType) -> Iterator[str]:
    """Give every name in the annotation ``written`` that ``module`` has for something which is no class."""
    for node in ast.walk(ast.parse(written, mode="eval")):
        if isinstance(node, ast.Name) and node.id not in PYTHONS:
            value = getattr(module, node.id)
            if not isinstance(value, type | ModuleType | TypeVar) and getattr(value, "__module__", "") != "typing":
                yield node.id


@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in signatures()])
def test_every_type_in_a_public_signature_can_be_imported(value: Any) -> None:
    module = sys.modules[value.__module__]
    missing = set()
    for written, hint in hints(value).values():
        ours = {kind for kind in types_in(hint) if kind.__module__.startswith("styringsdialog")}
        missing |= {kind.__name__ for kind in ours if not is_public(kind)}
        missing |= {alias for alias in aliases_in(written, module) if not is_public(getattr(module, alias))}
    assert not missing


@pytest.mark.parametrize(
    "function", [pytest.param(value, id=name) for name, value in PUBLIC.items() if inspect.isfunction(value)]
)
def test_a_path_may_be_handed_over_as_text(function: Any) -> None:
    for parameter, (written, _) in hints(function).items():
        if parameter != "return" and "Path" in written:
            each = written.removeprefix("Iterable[").removesuffix("]")
            assert set(each.split(" | ")) >= {"Path", "str"}, parameter


def test_the_rule_sees_a_class_an_alias_and_what_stands_within_others() -> None:
    given = {name: name for name, _ in signatures()}
    assert {"build_package", "BuildReport", "BuildReport.pdf", "BuildBilag.__call__"} <= given.keys()
    pipeline = importlib.import_module("styringsdialog.pipeline")
    assert {"Trace", "Progress"} <= set(aliases_in("tuple[Trace, ...] | Progress | None", pipeline))
    assert {kind.__name__ for kind in types_in(tuple[styringsdialog.Bilag | None, ...])} >= {"Bilag", "tuple"}


def test_the_blocks_are_the_same_under_their_flat_names() -> None:
    flat = set(styringsdialog.__all__) & set(blocks.__all__)
    assert set(blocks.__all__) - flat == {"Contents", "ContentsEntry"}
    assert all(getattr(styringsdialog, name) is getattr(blocks, name) for name in flat)
    assert list(blocks.__all__) == sorted(blocks.__all__)


def test_importing_the_library_loads_nothing_that_makes_pages() -> None:
    code = "import sys, styringsdialog; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "attrs" in loaded
    assert not {"babel", "cattrs", "jinja2", "PIL", "pikepdf", "pypdfium2", "reportlab", "rich", "tomlkit"} & set(
        loaded
    )
