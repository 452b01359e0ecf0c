"""From an empty folder to a plugin that is checked, installed and tested, nothing edited."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from support.editions import PROJECT, contributor, run, write_edition
from support.environment import Environment

from styringsdialog.errors import PluginError
from styringsdialog.workshop.project import new_plugin

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

START = """
title = "Styringsdialogkonference"
host = "Prøveby Kommune"
start = 2031-05-15T15:00:00
end = 2031-05-15T18:00:00
place = "Rådhuset"
"""


def test_three_commands_lead_from_an_empty_folder_to_a_checked_plugin_in_under_a_minute(tmp_path: Path) -> None:
    start = time.perf_counter()
    for command in (
        ("plugin", "new", "vestby-bolig"),
        ("plugin", "check", "vestby-bolig"),
        ("plugin", "preview", "vestby-bolig", "-o", "vestby.pdf"),
    ):
        done = run(*command, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    assert time.perf_counter() - start < 60
    assert {path.name for path in tmp_path.iterdir()} == {"vestby-bolig", "vestby.pdf"}


def test_a_new_plugin_passes_its_own_checks_as_written_where_it_is_installed(
    environment: Environment, tmp_path: Path
) -> None:
    # A name that is the longest and the least like an identifier that there is in practice.
    done = environment.run(["styringsdialog", "plugin", "new", "Boligforeningen af 1931, Østerå & Ærø"], cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (project,) = tmp_path.iterdir()
    assert project.name == "boligforeningen-af-1931-oesteraa-aeroe"
    environment.install(project)
    done = environment.run([project / ".ci" / "run"], cwd=tmp_path, env={"PYTHON": str(environment.python)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "9 passed" in done.stdout
    assert "Success: no issues found" in done.stdout
    assert done.stdout.endswith("good: a conference can use it\n")

    # Installed, its templates and texts came along; and an edition can name it.
    listed = environment.run(["styringsdialog", "plugin", "check", project.name], cwd=Path("/"))
    assert listed.returncode == 0, listed.stderr
    settings = 'lead = "Vi har bygget."\n'
    edition = write_edition(tmp_path / "udgave", START + contributor("nyt", plugin=project.name, settings=settings))
    built = environment.run(["styringsdialog", "build", edition, "-o", tmp_path / "ud"], cwd=tmp_path)
    assert built.returncode == 0, built.stderr


def test_what_its_readme_says_of_an_edition_holds(tmp_path: Path) -> None:
    assert run("plugin", "new", "vestby-bolig", cwd=tmp_path).returncode == 0
    readme = (tmp_path / "vestby-bolig" / "README.md").read_text("utf-8")
    toml = readme.partition("```toml\n")[2].partition("```")[0]
    edition = write_edition(tmp_path / "udgave", START + toml)
    done = run("plugin", "check", tmp_path / "vestby-bolig", "--edition", edition)
    assert done.returncode == 0, done.stderr


def test_it_is_written_only_where_nothing_stands(tmp_path: Path) -> None:
    (tmp_path / "min.txt").write_text("min egen", "utf-8")
    done = run("plugin", "new", "vestby-bolig", tmp_path)
    assert (done.returncode, "not empty" in done.stderr) == (6, True)
    assert [path.name for path in tmp_path.iterdir()] == ["min.txt"]


@pytest.mark.parametrize(
    ("name", "key", "printed"),
    [
        ("vestby-bolig", "vestby-bolig", "Vestby Bolig"),
        ("Vestby Bolig", "vestby-bolig", "Vestby Bolig"),
        ("DAB", "dab", "DAB"),
        ('Boligforeningen "Østerå"', "boligforeningen-oesteraa", "Boligforeningen Østerå"),
    ],
)
def test_the_name_gives_the_id_and_what_people_read(name: str, key: str, printed: str) -> None:
    made = new_plugin(name)
    assert made.id == key
    module = made.files[f"styringsdialog_{key.replace('-', '_')}/__init__.py"]
    assert f'ID = "{key}"\nNAME = "{printed}"\n' in module
    assert tomllib.loads(made.files["pyproject.toml"])["project"]["name"] == f"styringsdialog-{key}"


@pytest.mark.parametrize("name", ["", "1931", "«»", "folder", "Folder", "a" * 51])
def test_a_name_that_makes_no_id_is_refused(name: str) -> None:
    with pytest.raises(PluginError) as caught:
        new_plugin(name)
    assert caught.value.problems[0].hint


def test_every_template_of_a_new_plugin_is_written() -> None:
    templates = list((PROJECT / "templates" / "plugin").iterdir())
    assert len(new_plugin("vestby").files) == len(templates)
