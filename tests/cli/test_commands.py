"""The commands around building: init, plugins, schema, help."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest
from PIL import Image
from support.editions import CONFERENCE, EXAMPLE, contributor, run, write_edition
from support.images import saved


@pytest.mark.long
def test_a_blank_edition_builds_at_once(tmp_path: Path) -> None:
    edition = tmp_path / "ny udgave ø"
    made = run("init", edition)
    assert made.returncode == 0, made.stderr
    said = shlex.split(made.stdout.partition("then: ")[2])
    assert said == ["styringsdialog", "check", str(edition)]
    assert run(*said[1:]).returncode == 0
    done = run("build", edition, "-o", tmp_path / "ud")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "ud").iterdir())) == 3
    told = [line for line in done.stderr.splitlines() if line.startswith("note: ")]
    notes = [line.removeprefix("note: conference.toml: ") for line in told if "conference.toml" in line]
    assert notes == [
        "host: still says «Kommunens navn», as in a blank edition",
        "place: still says «Mødestedets navn og adresse», as in a blank edition",
        "notice: still says «Eksempel: oplysningerne er endnu ikke udfyldt.», as in a blank edition",
    ]
    checked = json.loads(run("check", edition, "--json").stdout)
    assert [note["where"] for note in checked["notes"]][-1] == "referat.md"
    assert all(
        note["hint"].startswith("write") and note["da"]["hint"].startswith("udfyld") for note in checked["notes"]
    )


@pytest.mark.long
def test_whoever_builds_is_told_what_is_larger_than_many_can_send(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (2000, 1900), os.urandom(2000 * 1900 * 3))
    files: dict[str, str | bytes] = {"vibo/luftfoto.png": saved(noise, "PNG")}
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), files)
    done = run("build", edition, "-o", tmp_path / "ud", "--json")
    assert done.returncode == 0, done.stderr
    assert "note: bilag 1, Luftfoto: is 11.4\N{NO-BREAK SPACE}MB\n      ask for it in a smaller form\n" in done.stderr
    assert [note["where"] for note in json.loads(done.stdout)["notes"]] == ["bilag 1, Luftfoto"]
    assert "note: bilag 1, Luftfoto" in run("check", edition).stderr


@pytest.mark.long
def test_a_build_that_stops_for_a_bilag_alone_says_that_it_can_go_on_without(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), {"vibo/tom.pdf": b""})
    assert "--keep-going" in run("build", edition, "-o", tmp_path / "ud").stderr
    assert "--keep-going" not in run("check", edition).stderr
    (edition / "conference.toml").write_text(f'titel = "x"\n{CONFERENCE}{contributor("vibo")}', "utf-8")
    assert "--keep-going" not in run("build", edition, "-o", tmp_path / "ud").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "udgave", "--jsn", "--json"), "--jsn"),
        (("build", "--json"), "EDITION"),
        (("bild", "--json"), "bild"),
        (("--json", "build", "udgave"), "--json"),
        (("check", "udgave", "ekstra", "--json"), "ekstra"),
        (("build", "udgave", "--stage", "efter", "--json"), "efter"),
        (("plugin", "check", "--json"), "PATH_OR_NAME"),
        (("plugin", "tjek", "--json"), "tjek"),
    ],
)
def test_wrong_use_is_told_as_json_where_json_is_asked_for(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    data = json.loads(done.stdout)
    (problem,) = data["problems"]
    assert (done.returncode, data["ok"], data["exit_code"], problem["code"]) == (2, False, 2, 2)
    assert said in problem["message"]
    assert problem["hint"].endswith("--help")
    assert "Usage:" in done.stderr


def test_wrong_use_is_told_in_words_alone_where_json_is_not_asked_for() -> None:
    done = run("plugin", "check", "--", "--json", "ekstra")
    assert (done.returncode, done.stdout, "Usage:" in done.stderr) == (2, "", True)


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


def test_there_is_a_schema_of_bilag_toml_too() -> None:
    schema = json.loads(run("schema", "bilag.toml").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"bilag": [{"file": "a.png", "alt": "Et kort", "order": 1, "skip": False}]}, schema)
    for wrong in ({"file": 1}, {"alt": "uden fil"}, {"file": "a", "order": "1"}, {"file": "a", "skip": "ja"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"bilag": [wrong]}, schema)
    assert run("schema", "andet.toml").returncode == 2


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
