"""``docs/api.md``: what a program can import, made from the docstrings."""

from __future__ import annotations

import enum
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import attrs

import styringsdialog
from styringsdialog import blocks, testing

__all__ = ["api_page"]

HEAD = '''\
# The library

<!-- Made from the docstrings: pytest tests/docs --update-golden. Do not mend it by hand. -->

A program, or a test, can do all that the command does. This makes a conference in code, with bilag and without a
folder, builds its package and reads it back:

```python
import datetime as dt

from styringsdialog import Bilag, BlocksContents, Conference, Contributor, ContributorKind
from styringsdialog import MarkdownContents, build_package
from styringsdialog.blocks import KeyFigureRow, KeyFigures
from styringsdialog.testing import describe_pdf

homes = KeyFigureRow(label="Familieboliger", values=(1210, 1234))
vibo = Contributor(
    id="vibo",
    name="Nordkær Boligforening",
    kind=ContributorKind.BOLIGORGANISATION,
    bilag=(
        Bilag(key="beretning", title="Beretning", contents=MarkdownContents("Det går **godt**.", "beretning")),
        Bilag(
            key="boliger",
            title="Boliger",
            contents=BlocksContents((KeyFigures(title="Almene boliger", columns=("2028", "2030"), rows=(homes,)),)),
        ),
    ),
)
conference = Conference(
    title="Styringsdialogkonference",
    host="Nordkær Kommune",
    place="Rådhuset",
    start=dt.datetime(2030, 5, 16, 15),
    end=dt.datetime(2030, 5, 16, 18),
    invitation="I inviteres til **dialog**.",
    contributors=(vibo,),
)
report = build_package(conference, "out")
assert "Familieboliger 1.210 1.234" in describe_pdf(report.pdf)
print(report.pdf, [bilag.title for bilag in report.bilag])
```

`invitation`, `welcome` and `referat` are Markdown text or a list of blocks; a bilag is Markdown, blocks, or a file by
its path (`FileContents`). A type checker wants `Key("vibo")` and `Line("Rådhuset")` where the model says so. What is
wrong with a conference is told at once, all of it, by one `EditionError`. A conference that stands in a folder comes
from `load_conference`:

```python
from pathlib import Path

from styringsdialog import BuildOptions, Conference, EditionError, Stage, build_package, load_conference

conference = load_conference("docs/examples/hoeje-taastrup")
report = build_package(conference, "out", BuildOptions(stage=Stage.REFERAT), progress=lambda step: None)
print(report.pdf.name)
try:
    Conference(title="", host=conference.host, start=conference.end, end=conference.start, place=conference.place)
except EditionError as error:
    assert [problem.where for problem in error.problems] == ["title", "end"]
```

Plugins that are installed are there as they are for the command. One that is not is handed over as its module, as a
test does with the one that it tries. It runs as every plugin does: in a process of its own, within the time and memory
of the conference's `limits`. That process imports the module by its name, so one that has none, as `__main__`, is
refused:

```python
import datetime as dt
import importlib
from pathlib import Path

from styringsdialog import Conference, Contributor, ContributorKind, build_package

Path("vestby.py").write_text("""
from styringsdialog import Bilag, MarkdownContents, PluginInfo, hookimpl

@hookimpl
def plugin_info():
    return PluginInfo(id="vestby", name="Vestby Bolig", api=1)

@hookimpl
def bilag(request):
    text = f"Vi ses på {request.conference.place}."
    return [Bilag(key="hilsen", title="Hilsen", contents=MarkdownContents(text, "hilsen"))]
""")
conference = Conference(
    title="Styringsdialogkonference",
    host="Vestby Kommune",
    place="Rådhuset",
    start=dt.datetime(2030, 5, 16, 15),
    end=dt.datetime(2030, 5, 16, 18),
    contributors=(
        Contributor(id="vestby", name="Vestby Bolig", kind=ContributorKind.BOLIGORGANISATION, plugin="vestby"),
    ),
)
report = build_package(conference, "out", plugins=[importlib.import_module("vestby")])
print(report.pdf, report.bilag[0].title)
```

Many editions are made at once by whatever runs calls: any `concurrent.futures.Executor`. What goes wrong in one
edition is said of that one. A cluster of [dask.distributed](https://distributed.dask.org) is such an executor too; its
workers need this library, the plugins, and the folders under the same paths:

```python
from concurrent.futures import ProcessPoolExecutor

from distributed import Client, LocalCluster
from styringsdialog import build_many

if __name__ == "__main__":
    editions = ["docs/examples/hoeje-taastrup"]
    with ProcessPoolExecutor() as pool:
        by_processes = build_many(editions, "out/pool", executor=pool, progress=print)
    with LocalCluster(n_workers=2, dashboard_address=None) as cluster, Client(cluster) as client:
        by_dask = build_many(editions, "out/dask", executor=client.get_executor(), progress=print)
    assert [result.sha256 for result in by_processes] == [result.sha256 for result in by_dask]
    print(*(result.files[-1] for result in by_dask if result.files))
```

What a hook gets and gives is told in [Plugins](plugins.md). The names below are all that is public.
'''

PARTS = (
    ("What a program does", styringsdialog, inspect.isfunction),
    ("What goes wrong", styringsdialog, lambda value: isinstance(value, type) and issubclass(value, Exception)),
    ("The values", styringsdialog, lambda value: isinstance(value, type) and not issubclass(value, Exception)),
    ("Blocks: `styringsdialog.blocks`", blocks, lambda value: isinstance(value, type)),
    ("For tests of plugins: `styringsdialog.testing`", testing, callable),
)

_LABEL = re.compile(r"(Args|Returns|Raises|Attributes|Yields):$")
_ITEM = re.compile(r"(\w+): (.*)")


def api_page() -> str:
    """Return the page."""
    lines: list[str] = []
    for title, module, belongs in PARTS:
        lines += ["", f"## {title}", ""]
        for name, value in _public(module):
            if belongs(value):
                lines += [*_described(name, value), ""]
    text = "\n".join(lines).rstrip()
    return f"{HEAD}{text}\n"


def _public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Return the public names of ``module`` with what they are; blocks stand in their own module alone."""
    for name in sorted(module.__all__):
        if module is blocks or name not in blocks.__all__:
            yield name, getattr(module, name)


def _described(name: str, value: Any) -> Iterator[str]:
    yield f"### `{name}`"
    yield ""
    if inspect.isfunction(value):
        yield from ("`" + _signature(name, value) + "`", "")
    yield from _prose(inspect.getdoc(value) or "")
    if isinstance(value, enum.EnumType):
        members: list[enum.Enum] = list(value)
        yield ", ".join(f"`{name}.{member.name}`" for member in members) + "."
    elif attrs.has(value):
        yield from _fields(value)
    if inspect.isclass(value):
        for method, member in vars(value).items():
            function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if inspect.isfunction(function) and not method.startswith("_"):
                first = (inspect.getdoc(function) or "").partition("\n\n")[0]
                shown = method if isinstance(member, property) else _signature(method, function)
                yield f"- `.{shown}`: {_markdown(' '.join(first.split()))}"


def _fields(kind: Any) -> Iterator[str]:
    """Return a line with type and default of each attribute."""
    for field in attrs.fields(kind):
        if not field.name.startswith("_"):
            default = "" if field.default is attrs.NOTHING else f" = {_default(field.default)}"
            yield f"- `{field.name}: {kind.__annotations__[field.name]}{default}`"


def _default(default: Any) -> str:
    if isinstance(default, enum.Enum):
        return f"{type(default).__name__}.{default.name}"
    return "…" if isinstance(default, attrs.Factory) or attrs.has(type(default)) else repr(default)  # type: ignore[arg-type]  # the stub has the class as a function


def _signature(name: str, function: Any) -> str:
    signature = inspect.signature(inspect.unwrap(function))
    parameters = [
        parameter
        if parameter.default is inspect.Parameter.empty
        else parameter.replace(default=_Shown(parameter.default))
        for parameter in signature.parameters.values()
        if parameter.name != "self"
    ]
    return f"{name}{str(signature.replace(parameters=parameters)).replace(chr(39), '')}"


class _Shown:
    """A default value as the page shows it."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __repr__(self) -> str:
        """Return it without what makes lines long."""
        return _default(self._value)


def _prose(text: str) -> Iterator[str]:
    """Return a docstring as Markdown: what it says of arguments and attributes as lists."""
    listed = False
    for line in _markdown(text).splitlines():
        if match := _LABEL.match(line):
            listed = True
            yield from (f"**{match[1]}**", "")
        elif not line.startswith(" "):
            listed = listed and not line
            yield line
        elif listed and (match := _ITEM.match(line.removeprefix("    "))):
            yield f"- `{match[1]}`: {match[2]}"
        else:
            yield f"  {line.strip()}" if listed else line
    yield ""


def _markdown(text: str) -> str:
    """Return text with reStructuredText's literals as Markdown's."""
    return text.replace("``", "`")
