"""A plugin that was built before the host grew: its wheel works on the newer host, and gives the same pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.editions import PROJECT

from styringsdialog.testing import describe_pdf

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "gammelt-plugin"
version = "1.0"

[project.entry-points.styringsdialog]
gammelt = "gammelt_plugin"

[tool.hatch.build.targets.wheel]
packages = ["gammelt_plugin"]
"""

# As API 1 was first: it takes requests apart and makes values by position and by name.
MODULE = """\
from pathlib import Path

import attrs
from styringsdialog import (
    Bilag, BilagRequest, BlocksContents, Cell, MarkdownContents, Paragraph, PluginInfo, Row, Stage, Table,
    TemplateContents, Text, Visibility, hookimpl,
)


@attrs.frozen
class Settings:
    greeting: str = "Goddag"


@hookimpl
def plugin_info():
    return PluginInfo(id="gammelt", name="Gammelt", api=1)


@hookimpl
def settings_type():
    return Settings


@hookimpl
def template_root():
    return Path(__file__).parent / "templates"


@hookimpl
def check(request):
    assert isinstance(request, BilagRequest)
    return []


@hookimpl
def bilag(request):
    known = attrs.asdict(request.contributor)
    cell = Cell(content=(Paragraph(content=(Text(known["name"]),)),))
    return [
        Bilag(key="a", title="Skabelon", contents=TemplateContents("a.j2", {"stage": Stage(request.stage).label})),
        Bilag(key="b", title="Tabel", contents=BlocksContents((Table(body=(Row(cells=(cell,)),)),)), order=1),
        Bilag(key="c", title="Tekst", contents=MarkdownContents("Farvel.", "c"), visibility=Visibility.OPEN, order=2),
    ]
"""

TEMPLATE = "<p>{{ settings.greeting }} fra {{ contributor.name }}, {{ stage }}.</p>"

# What a later version may add within API 1: a file, a line in it, and what then stands beside it.
NEWER = (
    ("hooks/spec.py", "    audience: Audience\n", '    language: str = "da"\n'),
    (
        "hooks/spec.py",
        "class HookSpec(Protocol):\n",
        "    @hookspec\n    def farewell(self, word: str) -> str | None: ...\n",
    ),
    ("model/people.py", "class Speaker:\n", '    pronouns: str = attrs.field(default="", metadata={"doc": "x"})\n'),
    ("model/people.py", "class Contributor:\n", '    cvr: str = attrs.field(default="", metadata={"doc": "x"})\n'),
    ("model/conference.py", "class Conference:\n", '    motto: str = attrs.field(default="", metadata={"doc": "x"})\n'),
    ("model/bilag.py", "class Bilag:\n", '    summary: str = ""\n'),
    ("model/blocks.py", "class Paragraph:\n", "    keep: bool = False\n"),
    ("model/blocks.py", "class Table:\n", '    summary: str = ""\n'),
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Give a folder with what the old plugin's wheel holds: that is how a wheel of pure Python is installed."""
    project = tmp_path / "project"
    (project / "gammelt_plugin" / "templates").mkdir(parents=True)
    (project / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (project / "gammelt_plugin" / "__init__.py").write_text(MODULE, "utf-8")
    (project / "gammelt_plugin" / "templates" / "a.j2").write_text(TEMPLATE, "utf-8")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "dist")]
    done = subprocess.run(build, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    return tmp_path / "site"


def newer_host(folder: Path) -> Path:
    """Give a folder with a copy of the host to which everything in ``NEWER`` was added."""
    shutil.copytree(PROJECT / "styringsdialog", folder / "styringsdialog", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "templates", folder / "templates")
    for name, after, added in NEWER:
        path = folder / "styringsdialog" / name
        text = path.read_text("utf-8")
        assert text.count(after) == 1, (name, after)
        if after.startswith("class"):
            # Behind the docstring, before the first attribute; all of these are keyword-only.
            head, tail = text.split(after)
            docstring_end = tail.index('"""\n', tail.index('"""') + 3) + len('"""\n')
            text = f"{head}{after}{tail[:docstring_end]}\n{added}{tail[docstring_end:]}"
        else:
            text = text.replace(after, after + added)
        path.write_text(text, "utf-8")
    return folder


def python(*arguments: str | Path, path: tuple[Path, ...]) -> str:
    """Run Python with ``path`` before everything else, and give what it printed."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))},
        cwd="/",  # the checkout would come first
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wheel_from_before_a_new_field_works_and_gives_the_same_pages(installed: Path, tmp_path: Path) -> None:
    pages = []
    newer = newer_host(tmp_path / "newer")
    for name, host in (("now", PROJECT), ("newer", newer)):
        path = (host, installed)
        output = tmp_path / f"{name}.pdf"
        data = json.loads(python("-m", "styringsdialog", "plugin", "check", "gammelt", "--json", path=path))
        assert (data["plugin"]["version"], [one["key"] for one in data["bilag"]]) == ("1.0", ["a", "b", "c"])
        python("-m", "styringsdialog", "plugin", "preview", "gammelt", "-o", output, path=path)
        pages.append(describe_pdf(output))
    assert pages[0] == pages[1]
    assert "Goddag fra Prøveby Boligforening, Informationspakke." in pages[0]


def test_the_newer_host_is_the_one_that_is_asked_and_has_the_fields(tmp_path: Path) -> None:
    newer = newer_host(tmp_path)
    code = "import attrs, styringsdialog as s; print(s.__file__, *(f.name for f in attrs.fields(s.BilagRequest)))"
    said = python("-c", code, path=(newer,))
    assert said.startswith(str(newer))
    assert said.split()[-1] == "language"
