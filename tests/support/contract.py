"""What plugins are promised, as one readable text: whatever changes in it is a change of the contract."""

from __future__ import annotations

import enum
import hashlib
import inspect
import re
import types
from collections.abc import Iterator
from typing import Any, get_args

import attrs

import styringsdialog
from styringsdialog import blocks, testing
from styringsdialog.content.links import INSIDE
from styringsdialog.content.templating import _FILTERS
from styringsdialog.hooks.spec import API_VERSION, PROJECT, HookSpec

# For programs that build packages; a plugin has no use for them, and SemVer is promise enough.
HOST_ONLY = {
    "BilagReport",
    "BilagStatus",
    "BuildOptions",
    "BuildReport",
    "build_package",
    "Body",
    "Caption",
    "Change",
    "ChangeKind",
    "ContributedBilag",
    "Contribution",
    "Dispatch",
    "HookCall",
    "Original",
    "PageRange",
    "PluginFacts",
    "Progress",
    "Revision",
    "Run",
    "SentSection",
    "SeparateReport",
    "Trace",
    "Version",
    "Withdrawn",
    "build_version",
    "check_conference",
    "load_conference",
}


def contract() -> str:
    """Give the contract: hooks, the public names with their attributes, template filters, the kit."""
    lines = [f"API {API_VERSION}", "", "hooks:"]
    hooks = {name: hook for name, hook in vars(HookSpec).items() if hasattr(hook, f"{PROJECT}_spec")}
    for name, hook in hooks.items():
        required = "Required." in (inspect.getdoc(hook) or "").partition("\n")[0]
        lines.append(f"  {name}{_signature(hook)}  {'required' if required else 'optional'}")
    flat = set(blocks.__all__) & set(styringsdialog.__all__)
    for title, module, left_out in (
        ("styringsdialog", styringsdialog, HOST_ONLY),
        ("styringsdialog.blocks", blocks, flat),
        ("styringsdialog.testing", testing, set()),
    ):
        lines += ["", f"{title}:"]
        for name in sorted(set(module.__all__) - left_out):
            lines += [f"  {line}" for line in _described(name, getattr(module, name))]
        if module is blocks:
            lines.append(f"  as in styringsdialog: {', '.join(sorted(flat))}")
    lines += ["", f"template filters: {', '.join(sorted(_FILTERS))}", f"reference schemes: {', '.join(sorted(INSIDE))}"]
    return "\n".join(lines) + "\n"


def fingerprint(text: str) -> str:
    """Give what a changelog entry calls the contract by: the first eight digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _described(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, enum.EnumType):
        members: list[enum.Enum] = list(value)
        yield f"enum {name}: {', '.join(f'{member.name}={member.value!r}' for member in members)}"
    elif isinstance(value, type) and issubclass(value, Exception):
        yield f"error {name}({value.__base__.__name__ if value.__base__ else ''})"
    elif isinstance(value, type):
        yield f"class {name}"
        for field in attrs.fields(value) if attrs.has(value) else ():
            if not field.name.startswith("_"):
                keyword = "*" if field.kw_only else ""
                # As written: attrs' own record of types is filled in by whoever resolves them first.
                yield f"  {keyword}{field.name}: {value.__annotations__[field.name]}{_default(field)}"
        for method, function in vars(value).items():
            public = method == "__call__" or (method == "__init__" and hasattr(value, "__attrs_init__"))
            if inspect.isfunction(function) and (public or not method.startswith("_")):
                yield f"  {method}{_signature(function)}"
            elif isinstance(function, property):
                yield f"  property {method}: {function.fget.__annotations__['return']}"
    elif isinstance(value, types.UnionType):
        yield f"union {name}: {' | '.join(kind.__name__ for kind in get_args(value))}"
    elif inspect.isfunction(value):
        yield f"def {name}{_signature(value)}"
    else:
        yield f"name {name}: {_plain(value)}"


def _plain(value: object) -> str:
    """Give a name's value without module paths: ``tuple[Text | Strong]``, ``1``."""
    if isinstance(value, types.GenericAlias):
        return re.sub(r"\b[a-z_.]+\.(?=[A-Z])", "", str(value))
    supertype = getattr(value, "__supertype__", None)
    if supertype is not None:
        return f"NewType of {supertype.__name__}"
    return type(value).__name__ if callable(value) else repr(value)


def _default(field: Any) -> str:
    if field.default is attrs.NOTHING:
        return ""
    if isinstance(field.default, attrs.Factory):  # type: ignore[arg-type] # a class, which the stub has as a function
        return " = ..."
    return f" = {field.default.name if isinstance(field.default, enum.Enum) else repr(field.default)}"


def _signature(function: Any) -> str:
    found = inspect.signature(inspect.unwrap(function))
    arguments = [one for one in found.parameters.values() if one.name != "self"]
    # Annotations are text, in quotes.
    return str(found.replace(parameters=arguments)).replace("= ''", '= ""').replace("'", "")
