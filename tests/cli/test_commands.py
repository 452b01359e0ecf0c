"""The commands around building: init, plugins, schema, help."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest
from support.editions import EXAMPLE, run


def test_a_blank_edition_builds_at_once(tmp_path: Path) -> None:
    edition = tmp_path / "ny udgave ø"
    made = run("init", edition)
    assert made.returncode == 0, made.stderr
    done = run("build", edition, "-o", tmp_path / "ud")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "ud").iterdir())) == 3


def test_init_never_writes_into_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "conference.toml").write_text("min egen", "utf-8")
    done = run("init", tmp_path)
    assert (done.returncode, "not empty" in done.stderr) == (6, True)
    assert (tmp_path / "conference.toml").read_text("utf-8") == "min egen"


def test_plugins_lists_what_is_installed_and_the_built_in() -> None:
    done = run("plugins", "--json")
    found = {plugin["name"]: plugin for plugin in json.loads(done.stdout)["plugins"]}
    assert {"folder", "dab", "hoeje_taastrup", "vibo"} <= set(found)
    assert {found[name]["status"] for name in ("folder", "dab", "hoeje_taastrup", "vibo")} == {"ok"}
    assert "vibo" in run("plugins").stdout


def test_the_schema_accepts_the_example() -> None:
    schema = json.loads(run("schema").stdout)
    document = tomllib.loads((EXAMPLE / "conference.toml").read_text("utf-8"))
    jsonschema.validate(json.loads(json.dumps(document, default=lambda value: value.isoformat())), schema)


def test_the_version_is_the_distributions() -> None:
    assert run("--version").stdout == f"styringsdialog, version {version('styringsdialog')}\n"


@pytest.mark.parametrize(
    "command", [(), ("build",), ("check",), ("init",), ("plugins",), ("run",), ("schema",), ("status",), ("plugin",)]
)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_help_does_not_load_the_libraries_that_make_pages() -> None:
    code = (
        "import sys, styringsdialog.cli.main\n"
        "print([name for name in ('reportlab', 'pikepdf', 'babel', 'rich') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_source_date_epoch_is_named(tmp_path: Path) -> None:
    done = run("build", EXAMPLE, "-o", tmp_path, env={"SOURCE_DATE_EPOCH": "i går"})
    assert (done.returncode, "SOURCE_DATE_EPOCH" in done.stderr) == (2, True)
