"""A project is tried as the wheel that would be installed, and what that lacks is found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.editions import run

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "prov-plugin"
version = "0.3"

[project.entry-points.styringsdialog]
prov = "prov_plugin"
"""

MODULE = """\
from pathlib import Path
from styringsdialog import *

@hookimpl
def plugin_info():
    return PluginInfo(id="prov", name="Prøv", api=1)

@hookimpl
def template_root():
    return Path(__file__).parent / "templates"

@hookimpl
def bilag(request):
    return [Bilag(key="a", title="A", contents=TemplateContents("a.j2"))]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files: Mapping[str, str] = {
        "pyproject.toml": PYPROJECT,
        "prov_plugin/__init__.py": MODULE,
        "prov_plugin/templates/a.j2": "<p>Tekst.</p>",
        "prov_plugin/.hemmelig": "",
    }
    for name, text in files.items():
        path = tmp_path / "prov" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "prov"


def check(project: Path) -> tuple[int, dict[str, Any], dict[str, Any]]:
    done = run("plugin", "check", project, "--json")
    assert "Traceback" not in done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    found = {finding["point"]: finding for finding in data["findings"]}
    assert data["findings"][0]["point"] == "wheel"
    return done.returncode, found, data


def add(project: Path, toml: str) -> None:
    file = project / "pyproject.toml"
    file.write_text(file.read_text("utf-8") + toml, "utf-8")


def test_what_would_be_installed_is_what_runs(project: Path) -> None:
    before = sorted(path.relative_to(project) for path in project.rglob("*"))
    code, found, data = check(project)
    assert (code, found["wheel"]["outcome"], found["pages"]["outcome"]) == (0, "good", "good")
    assert found["wheel"]["said"].startswith("prov_plugin-0.3-")
    assert (data["plugin"]["distribution"], data["plugin"]["version"]) == ("prov-plugin", "0.3")
    assert sorted(path.relative_to(project) for path in project.rglob("*")) == before


def test_a_wheel_that_lacks_its_templates_is_found(project: Path) -> None:
    add(project, '[tool.hatch.build.targets.wheel]\npackages = ["prov_plugin"]\nexclude = ["*.j2"]\n')
    code, found, data = check(project)
    assert (code, found["wheel"]["outcome"]) == (3, "bad")
    (lacks, *_) = data["problems"]
    assert lacks["where"].endswith("pyproject.toml")
    assert lacks["message"] == "the wheel lacks 1 file of the package: prov_plugin/templates/a.j2"
    assert "package-data" in lacks["hint"]
    # And what follows from it at the municipality is seen too.
    assert found["contract"]["outcome"] == "bad"


def test_a_template_that_only_some_settings_need_is_missed_as_well(project: Path) -> None:
    (project / "prov_plugin" / "templates" / "b.j2").write_text("<p>Kun nogle.</p>", "utf-8")
    add(project, '[tool.hatch.build.targets.wheel]\npackages = ["prov_plugin"]\nexclude = ["b.j2"]\n')
    code, found, data = check(project)
    assert (code, found["wheel"]["outcome"], found["pages"]["outcome"]) == (3, "bad", "good")
    assert [problem["message"] for problem in data["problems"]] == [
        "the wheel lacks 1 file of the package: prov_plugin/templates/b.j2"
    ]


def test_a_wheel_without_the_entry_point_is_found(project: Path) -> None:
    # A backend of the project's own that does not read it.
    (project / "backend.py").write_text(BACKEND, "utf-8")
    file = project / "pyproject.toml"
    own = 'build-backend = "backend"\nbackend-path = ["."]'
    file.write_text(file.read_text("utf-8").replace('build-backend = "hatchling.build"', own), "utf-8")
    code, found, data = check(project)
    assert (code, found["wheel"]["outcome"]) == (3, "bad")
    assert "has no entry point prov = prov_plugin" in data["problems"][0]["message"]
    assert len(data["problems"]) == 1


BACKEND = """\
import pathlib, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "prov_plugin-0.3-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for file in pathlib.Path("prov_plugin").rglob("*"):
            wheel.write(file)
        metadata = "Metadata-Version: 2.1\\nName: prov-plugin\\nVersion: 0.3\\n"
        wheel.writestr("prov_plugin-0.3.dist-info/METADATA", metadata)
    return name
"""


def test_a_project_that_cannot_be_built_is_told_so_in_the_backends_words(project: Path) -> None:
    file = project / "pyproject.toml"
    file.write_text(file.read_text("utf-8").replace('version = "0.3"\n', ""), "utf-8")
    code, found, data = check(project)
    assert (code, found["wheel"]["outcome"], found["pages"]["outcome"]) == (3, "bad", "good")
    assert "no wheel can be built" in data["problems"][0]["message"]
    assert "version" in data["problems"][0]["message"]


def test_without_its_build_backend_the_folder_is_tried_and_that_is_said(project: Path) -> None:
    file = project / "pyproject.toml"
    file.write_text(file.read_text("utf-8").replace("hatchling.build", "findes_ikke.build"), "utf-8")
    code, found, _ = check(project)
    assert (code, found["wheel"]["outcome"], found["pages"]["outcome"]) == (0, "not tried", "good")
    assert found["wheel"]["said"].startswith("findes_ikke, which builds it, is not installed here")
