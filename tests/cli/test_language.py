"""What a command says, in Danish and in English: the same, and never the one language in the other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from messages.test_catalogue import ENGLISH
from support.editions import CONFERENCE, contributor, run, write_edition

from styringsdialog.cli.output import _of_the_locale

SAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "da": {"LC_ALL": "", "LC_MESSAGES": "C", "LANG": "C.UTF-8"},
    "en": {"LC_ALL": "", "LC_MESSAGES": "en_GB.UTF-8"},
}

# How a command is called, its exit code, and what it says in each language.
FAILING: Final = {
    "no command": (("--lang", "da"), 2, "der mangler en kommando", "a command is missing"),
    "unknown command": (("byg",), 2, "der er ingen kommando, der hedder 'byg'", "no such command: 'byg'"),
    "unknown option": (("build", "e", "--jsn"), 2, "der hedder --jsn; måske --json", "no such option: --jsn"),
    "missing argument": (("build",), 2, "argumentet UDGAVE mangler", "the argument EDITION is missing"),
    "missing option": (("plugin", "preview", "x"), 2, "tilvalget --output mangler", "the option --output is missing"),
    "missing value": (("build", "e", "--today"), 2, "tilvalget --today skal have en værdi", "needs a value"),
    "value of a flag": (("build", "e", "--json=x"), 2, "tilvalget --json har ingen værdi", "takes no value"),
    "too many": (("check", "e", "f", "g"), 2, "for mange argumenter: f og g", "too many arguments: f and g"),
    "no choice": (("build", "e", "--stage", "x"), 2, "informationspakke og referat", "informationspakke and referat"),
    "no date": (("build", "e", "--today", "i går"), 2, "skriv den som 2031-05-03", "write it like 2031-05-03"),
    "options that exclude": (("init", "ny", "--date", "2031-05-03"), 2, "skal have --from med sig", "needs --from"),
    "full folder": (("init", "e"), 6, "er ikke tom, og intet i den er ændret", "is not empty, and nothing in it"),
    "no series": (("status", "e", "--due"), 2, "er for en serie", "are for a series"),
    "nothing to start": (("schedule", "e"), 2, "skriv, hvad der skal starte det", "say what starts it"),
    "schedule of no series": (("schedule", "e", "--cron"), 2, "er ikke en serie", "is no series"),
    "no file": (("verify", "nej.pdf"), 5, "er der ikke, eller er ikke en fil", "is not there, or no file"),
    "draft": (("build", "kladde", "--distribute"), 2, "en kladde sendes ikke ud", "a draft is not sent out"),
    "unwritable": (("build", "e", "-o", "e/conference.toml"), 6, "kan ikke skrives", "cannot be written"),
    "no plugin folder": (("plugin", "new", "x", "e"), 6, "er ikke tom", "is not empty"),
}


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en.UTF-8", "en"), ("en", "en"), ("en_DK.UTF-8@euro", "en"), ("eng_x", "da"), ("da_DK.UTF-8", "da"), ("C", "da")],
)
def test_the_locale_tells_the_language(locale: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert _of_the_locale() == language


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with an edition, and one that is a draft."""
    folder = tmp_path_factory.mktemp("sprog")
    write_edition(folder / "e", CONFERENCE)
    write_edition(folder / "kladde", f"draft = true\n{CONFERENCE}")
    return folder


@pytest.mark.long
@pytest.mark.parametrize("name", FAILING)
def test_a_command_that_fails_says_why_in_the_language_of_the_machine(name: str, place: Path) -> None:
    arguments, code, danish, english = FAILING[name]
    spoken = run(*arguments, cwd=place, env=SAYS["da"])
    assert (spoken.returncode, danish in spoken.stderr) == (code, True), spoken.stderr
    assert spoken.stderr.splitlines()[-1].startswith((" ", "fejl: ")), spoken.stderr
    strange = set(re.findall(r"[a-zæøå]+", re.sub(r"'[^']*'|«[^»]*»|--\w+", "", spoken.stderr).lower())) & ENGLISH
    assert not strange, spoken.stderr
    if "--lang" not in arguments:
        told = run(*arguments, cwd=place, env=SAYS["en"])
        assert (told.returncode, english in told.stderr) == (code, True), told.stderr
        assert run("--lang", "da", *arguments, cwd=place, env=SAYS["en"]).stderr == spoken.stderr


@pytest.mark.parametrize("arguments", [("build", "e", "-o", "e/conference.toml"), ("build", "e", "--jsn")])
def test_a_problem_as_data_has_its_code_its_place_and_both_texts(arguments: tuple[str, ...], place: Path) -> None:
    (problem,) = json.loads(run(*arguments, "--json", cwd=place, env=SAYS["da"]).stdout)["problems"]
    assert set(problem["place"]) == {"file", "path", "line", "origin"}
    assert problem["message_code"].partition(".")[0] in {"cli", "package"}
    assert problem["da"]["what"] != problem["en"]["what"] == problem["message"]


@pytest.mark.parametrize(
    "command", ["", "build", "check", "init", "plugins", "run", "status", "verify", "plugin check"]
)
def test_help_is_in_the_language_of_the_machine(command: str) -> None:
    danish = run(*command.split(), "--help", env=SAYS["da"]).stdout
    assert danish.startswith("Brug: ")
    words = re.sub(r"\[[^\]]*\]|--\w[\w-]*|\w+\.toml|«[^»]*»", "", danish).lower()
    assert not set(re.findall(r"[a-zæøå]+", words)) & ENGLISH, danish
    assert run(*command.split(), "--help", "--lang", "en", env=SAYS["da"]).stdout.startswith("Usage: ")


@pytest.mark.long
def test_what_a_secretary_does_is_told_in_danish_from_beginning_to_end(tmp_path: Path) -> None:
    edition = tmp_path / "2031"
    spoken = [run("init", edition, env=SAYS["da"])]
    toml = CONFERENCE + contributor("vibo", name="Vibo Østerå")
    (edition / "conference.toml").write_text(toml, encoding="utf-8")
    (edition / "vibo").mkdir()
    (edition / "vibo" / "ord.md").write_text("Ord.", encoding="utf-8")
    spoken += [
        run("status", edition, env=SAYS["da"]),
        run("check", edition, env=SAYS["da"]),
        run("build", edition, "-o", tmp_path / "ud", "--distribute", env=SAYS["da"]),
        run("plugins", edition, env=SAYS["da"]),
    ]
    for done in spoken:
        assert done.returncode == 0, done.stderr
        text = re.sub(re.escape(str(tmp_path)), "", done.stdout + done.stderr).lower()
        assert not set(re.findall(r"[a-zæøå]+", text)) & ENGLISH, text
    assert "udfyld conference.toml, og kør så: styringsdialog check" in spoken[0].stdout
    assert re.search(r"^leverandør +status +frist +dage +bilag$", spoken[1].stdout, re.MULTILINE)
    assert re.search(r"^Vibo Østerå +afleveret +Ord$", spoken[1].stdout, re.MULTILINE)
    assert "informationspakke: i orden, " in spoken[2].stdout
    assert spoken[3].stdout.endswith("mærket som sendt ud\n")
