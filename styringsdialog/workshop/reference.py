"""The hooks as a page of Markdown, from the specification itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from styringsdialog.hooks.spec import PROJECT, BilagRequest, HookSpec, PluginInfo

_LABEL = re.compile(r"(When called|Returns|Empty|Errors|Since): +(.*)")


def hook_reference() -> str:
    """Return every hook with its signature and what the specification says, then the values they deal in."""
    # pluggy's marker leaves an attribute of this name on each function that it marks; a class keeps their order.
    hooks = [value for value in vars(HookSpec).values() if hasattr(value, f"{PROJECT}_spec")]
    parts = [
        *((_signature(hook), _described(inspect.getdoc(hook) or "")) for hook in hooks),
        *((kind.__name__, _attributes(inspect.getdoc(kind) or "")) for kind in (BilagRequest, PluginInfo)),
    ]
    return "\n".join(line for title, body in parts for line in (f"### `{title}`", "", *body)).rstrip() + "\n"


def _signature(hook: object) -> str:
    """Return ``bilag(request: BilagRequest[Any]) -> Sequence[Bilag]``: as a plugin writes it, without ``self``."""
    assert callable(hook)
    signature = inspect.signature(hook)
    arguments = [parameter for parameter in signature.parameters.values() if parameter.name != "self"]
    # Annotations are kept as text (PEP 563), which a signature shows in quotation marks.
    return f"{getattr(hook, '__name__', '')}{signature.replace(parameters=arguments)}".replace("'", "")


def _described(text: str) -> Iterator[str]:
    """Return a hook's docstring, its headings as bold words."""
    told, _, example = text.partition("Example::\n\n")
    first, _, rest = _markdown(told).partition("\n\n")
    yield first
    for line in rest.splitlines():
        match = _LABEL.match(line)
        # What goes on after a heading is indented in the docstring, and would be code in Markdown.
        yield f"\n**{match[1]}.** {match[2]}" if match else line.removeprefix("    ")
    yield from ("", "```python", inspect.cleandoc(example).rstrip(), "```", "")


def _attributes(text: str) -> Iterator[str]:
    """Return a class's docstring, its attributes as a list."""
    description, _, attributes = _markdown(text).partition("Attributes:\n")
    yield from (description.strip(), "")
    for line in inspect.cleandoc(attributes).splitlines():
        name, colon, rest = line.partition(": ")
        yield f"- `{name}`: {rest}" if colon and not line.startswith(" ") else f"  {line.strip()}"
    yield ""


def _markdown(text: str) -> str:
    """Return text with reStructuredText's literals as Markdown's."""
    return text.replace("``", "`")
