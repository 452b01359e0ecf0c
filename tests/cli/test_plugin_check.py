"""One plugin tried alone: what the verdict says, and whose table it lands on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.editions import EXAMPLE, contributor, run, write_edition
from support.pdf import page_texts, simple_pdf

from styringsdialog.workshop.trial import QUESTIONS

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

HEAD = """\
from pathlib import Path
import attrs
from styringsdialog import *

@hookimpl
def plugin_info():
    return PluginInfo(id="prov", name="Prøv", api=1)
"""

GOOD = """
@hookimpl
def bilag(request):
    return [Bilag(key="a", title="Bilag A", contents=MarkdownContents("Se [](tema:oekonomi).", "a"))]
"""

NEEDS_SETTINGS = (
    """
@attrs.frozen
class S:
    navn: str

@hookimpl
def settings_type():
    return S
"""
    + GOOD
)

MORE_FOR_SOME = """
@hookimpl
def bilag(request):
    keys = "ab" if request.audience is Audience.INTERNAL else "a"
    return [Bilag(key=key, title="A", contents=MarkdownContents("Tekst.", "a")) for key in keys]
"""

LEAVES_ONE = """
@hookimpl
def bilag(request):
    import subprocess
    subprocess.Popen(["sleep", "60"])
    return []
"""

FAILS_LATER = """
@hookimpl
def bilag(request):
    assert request.stage is not Stage.REFERAT, "nej"
    return []
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes a plugin's project whose module holds the code."""

    def write(code: str) -> Path:
        project = tmp_path / "prov"
        (project / "prov_plugin").mkdir(parents=True)
        (project / "prov_plugin" / "__init__.py").write_text(HEAD + code, "utf-8")
        (project / "pyproject.toml").write_text(
            '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
            '[project]\nname = "prov-plugin"\nversion = "0.3"\n'
            '[project.entry-points.styringsdialog]\nprov = "prov_plugin"\n',
            "utf-8",
        )
        return project

    return write


def check(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    done = run("plugin", "check", *arguments, "--json")
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["exit_code"] == done.returncode
    assert "Traceback" not in done.stderr
    return done.returncode, data


def outcomes(data: dict[str, Any]) -> dict[str, str]:
    return {finding["point"]: finding["outcome"] for finding in data["findings"]}


def test_a_good_plugin_is_told_so_point_by_point(write: Write) -> None:
    code, data = check(write(GOOD))
    assert (code, data["ok"], data["problems"]) == (0, True, [])
    assert data["plugin"]["name"] == "prov"
    assert (data["plugin"]["distribution"], data["plugin"]["version"]) == ("prov-plugin", "0.3")
    assert data["bilag"] == [{"key": "a", "title": "Bilag A", "kind": "typeset", "pages": 1, "notes": []}]
    assert outcomes(data) == {
        "wheel": "good",
        "contract": "good",
        "same answer twice": "good",
        "same bilag for every reader": "good",
        "after the meeting": "good",
        "nothing left behind": "good",
        "contents": "good",
        "pages": "good",
        "tags": "good",
        "PDF/UA-1": "good",
    }
    assert data["bytes"] > 1000
    assert len(data["seconds"]) == len(QUESTIONS)
    # A process that has loaded Python and the host needs some tens of megabytes.
    assert all(10 < one < 1000 for one in data["megabytes"])
    assert len(data["megabytes"]) == len(QUESTIONS)


def test_time_and_memory_are_those_of_the_plugins_own_process(write: Write) -> None:
    busy = "import time\n@hookimpl\ndef bilag(request):\n    held = bytearray(150_000_000)\n"
    busy += "    while time.process_time() < 0.9: pass\n    return []\n"
    _, data = check(write(busy))
    assert [0.9 <= seconds < 3 for seconds in data["seconds"]] == [True] * len(QUESTIONS)
    assert [150 < megabytes < 400 for megabytes in data["megabytes"]] == [True] * len(QUESTIONS)


def test_size_and_pages_are_those_of_the_preview(write: Write, tmp_path: Path) -> None:
    text = "MarkdownContents('Et afsnit. ' * 2000, 'a')"
    project = write(BILAG.format(text))
    _, data = check(project)
    assert data["bilag"][0]["pages"] > 2
    run("plugin", "preview", project, "-o", tmp_path / "a.pdf")
    # The preview of its own makes no claim that was not checked, and is shorter by that much.
    assert abs(data["bytes"] - (tmp_path / "a.pdf").stat().st_size) < 2000


def test_a_file_with_faults_of_its_own_is_a_note_and_one_of_ours_would_be_bad(write: Write) -> None:
    project = write(BILAG.format("FileContents(Path(__file__).parent / 'b.pdf')"))
    (project / "prov_plugin" / "b.pdf").write_bytes(simple_pdf("første"))
    code, data = check(project)
    assert (code, outcomes(data)["tags"], outcomes(data)["PDF/UA-1"]) == (0, "note", "note")
    said = {finding["point"]: finding["said"] for finding in data["findings"]}
    assert "a" in said["tags"]
    assert said["PDF/UA-1"].startswith("not satisfied, says page-validation")


def test_without_a_checker_nothing_is_said_of_the_standard_but_why(write: Write, tmp_path: Path) -> None:
    # A module of that name that is found first is not the checker.
    (tmp_path / "skygge").mkdir()
    (tmp_path / "skygge" / "page.py").write_text("", "utf-8")
    path = os.pathsep.join([str(tmp_path / "skygge"), os.environ.get("PYTHONPATH", "")])
    done = run("plugin", "check", write(GOOD), "--json", env={"PYTHONPATH": path})
    found = {finding["point"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert (done.returncode, found["tags"]["outcome"], found["PDF/UA-1"]["outcome"]) == (0, "good", "not tried")
    assert "not installed" in found["PDF/UA-1"]["said"]


def test_the_verdict_can_be_read(write: Write) -> None:
    done = run("plugin", "check", write(GOOD))
    assert done.stdout.splitlines()[0].startswith("prov (prov-plugin 0.3), ")
    assert "  good       pages: 1 page, typeset" in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1] == "good: a conference can use it"


BILAG = '@hookimpl\ndef bilag(request):\n    return [Bilag(key="a", title="A", contents={})]\n'

BAD = {
    "raises": ("@hookimpl\ndef bilag(request):\n    1 / 0\n", 3, "contract", "ZeroDivisionError"),
    "none": ("@hookimpl\ndef bilag(request):\n    return None\n", 3, "contract", "gave None"),
    "wrong type": ('@hookimpl\ndef bilag(request):\n    return ["a"]\n', 3, "contract", "type str"),
    "import": ("import findes_ikke\n" + GOOD, 3, "contract", "findes_ikke"),
    "settings": (NEEDS_SETTINGS, 2, "contract", "navn"),
    "chance": (
        "import random\n" + BILAG.format('MarkdownContents(str(random.random()), "a")'),
        3,
        "same answer twice",
        "bilag 'a' was another when asked again",
    ),
    "a set's order": (
        BILAG.format('MarkdownContents(" ".join(set("abcdefghijkl")), "a")'),
        3,
        "same answer twice",
        "bilag 'a' was another with sets in another order",
    ),
    "the day": (
        "from datetime import date\n" + BILAG.format('MarkdownContents(f"{date.today()}", "a")'),
        3,
        "same answer twice",
        "bilag 'a' was another on another day",
    ),
    "the year, as time tells it": (
        "import time\n" + BILAG.format('MarkdownContents(time.strftime("%Y"), "a")'),
        3,
        "same answer twice",
        "bilag 'a' was another on another day",
    ),
    "compiled bytecode": (
        BILAG.format('MarkdownContents(str(len(__spec__.cached)), "a")'),
        3,
        "same answer twice",
        "bilag 'a' was another without compiled bytecode",
    ),
    "more for some readers": (MORE_FOR_SOME, 3, "same bilag for every reader", "internal package"),
    "fails after the meeting": (FAILS_LATER, 3, "after the meeting", "nej"),
    "leaves a process": (LEAVES_ONE, 3, "nothing left behind", "left 1 process running"),
    "picture": (BILAG.format('MarkdownContents("![alt](findes-ikke.png)", "a")'), 4, "contents", "findes-ikke.png"),
    "template": (
        "@hookimpl\ndef template_root():\n    return Path(__file__).parent\n"
        + BILAG.format('TemplateContents("a.j2")'),
        4,
        "contents",
        "prov/a.j2",
    ),
    "no such character": (BILAG.format('MarkdownContents("漢", "a")'), 4, "pages", "漢"),
    "a reference to nowhere": (BILAG.format('MarkdownContents("[](tema:nej)", "a")'), 4, "pages", "tema:nej"),
    "a file that is not there": (BILAG.format('FileContents(request.file("a.pdf"))'), 5, "contents", "not there"),
    "a file that is no PDF": (BILAG.format("FileContents(Path(__file__))"), 5, "pages", "__init__.py"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_wrong_is_found_under_its_point_with_the_code_of_whose_fault_it_is(kind: str, write: Write) -> None:
    source, expected, point, said = BAD[kind]
    code, data = check(write(source))
    assert code == expected
    assert outcomes(data)[point] == "bad"
    assert any(said in f"{problem['where']} {problem['message']}" for problem in data["problems"])
    # What was found good before the bad point was found so, and nothing bad is claimed besides.
    assert list(outcomes(data).values()).count("bad") == 1


def test_what_a_plugin_prints_is_told_since_a_build_hides_it(write: Write) -> None:
    _, data = check(write("print('her er jeg')\n" + GOOD))
    (finding,) = [finding for finding in data["findings"] if finding["point"] == "nothing left behind"]
    assert (finding["outcome"], "'her er jeg" in finding["said"]) == ("good", True)


def test_without_bilag_there_is_nothing_against_it_and_nothing_to_see(write: Write, tmp_path: Path) -> None:
    project = write("@hookimpl\ndef bilag(request):\n    return []\n")
    code, data = check(project)
    assert (code, outcomes(data)["pages"]) == (0, "not tried")
    done = run("plugin", "preview", project, "-o", tmp_path / "ud.pdf")
    assert (done.returncode, (tmp_path / "ud.pdf").exists()) == (3, False)


def test_who_lacks_settings_is_told_where_they_can_come_from(write: Write, tmp_path: Path) -> None:
    project = write(NEEDS_SETTINGS)
    assert "--edition" in run("plugin", "check", project).stderr
    toml = f"{EDITION}{contributor('x', plugin='prov', settings='navn = 5')}"
    toml += contributor("y", plugin="prov", settings='navn = "Åse"')
    edition = write_edition(tmp_path / "udgave", toml)
    several, data = check(project, "--edition", edition)
    assert (several, "x, y" in data["problems"][0]["message"]) == (2, True)
    assert check(project, "--edition", edition, "--contributor", "y")[0] == 0
    assert check(project, "--edition", edition, "--contributor", "x")[0] == 2
    assert check(project, "--edition", edition, "--contributor", "z")[0] == 2


EDITION = """\
title = "Styringsdialogkonference"
host = "Prøveby Kommune"
start = 2031-05-15T15:00:00
end = 2031-05-15T18:00:00
place = "Rådhuset"
themes = [{ key = "oekonomi", title = "Økonomi" }]
"""


@pytest.mark.parametrize("plugin", ["dab", "hoeje_taastrup", "vibo"])
def test_the_projects_own_plugins_are_good_on_the_example_by_name(plugin: str) -> None:
    code, data = check(plugin, "--edition", EXAMPLE)
    assert (code, data["plugin"]["where"]) == (0, "installed")


@pytest.mark.parametrize("subject", ["findes-ikke", "findes/ikke", "tom"])
def test_what_is_no_plugin_is_said_to_be_none(subject: str, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    done = run("plugin", "check", subject, cwd=tmp_path)
    assert done.returncode == 3
    assert subject.partition("/")[0] in done.stderr


@pytest.mark.parametrize(
    ("points", "said"),
    [("", "names no plugin"), ('a = "x"\nb = "x"', "names a, b"), ('a = "findes_ikke"', "neither here nor in src/")],
)
def test_a_project_without_exactly_one_plugin_is_told_so(points: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[project.entry-points.styringsdialog]\n{points}\n", "utf-8")
    done = run("plugin", "check", tmp_path)
    assert (done.returncode, said in done.stderr) == (3, True)


def test_the_preview_holds_the_bilag_by_themselves_with_pages_from_1(write: Write, tmp_path: Path) -> None:
    project = write(
        "@hookimpl\ndef bilag(request):\n"
        '    text = "Se [](bilag:prov/b#side) og [](tema:oekonomi)."\n'
        '    return [Bilag(key="a", title="Ord", contents=MarkdownContents(text, "a")),\n'
        '            Bilag(key="b", title="Fil", contents=FileContents(Path(__file__).parent / "b.pdf"))]\n'
    )
    (project / "prov_plugin" / "b.pdf").write_bytes(simple_pdf("første", "anden"))
    output = tmp_path / "ud" / "bilag.pdf"
    done = run("plugin", "preview", project, "-o", output)
    assert (done.returncode, done.stdout) == (0, f"{output}: 6 pages, 2 bilag\n")
    texts = [" ".join(text.split()) for text in page_texts(output)]
    assert [f"Side {page} af 6" in text for page, text in enumerate(texts, 1)] == [True] * 6
    # The reference prints the preview's own page; the theme has a name and no page here.
    assert "Se side 4 og Økonomi og drift." in texts[2]
    assert "Bilag 2 · side 2 af 2" in texts[5]
    assert [path.name for path in output.parent.iterdir()] == ["bilag.pdf"]


def test_a_preview_takes_from_the_store_what_its_files_became_and_has_the_same_bytes(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write(
        "@hookimpl\ndef bilag(request):\n"
        '    return [Bilag(key="b", title="Fil", contents=FileContents(Path(__file__).parent / "b.pdf"))]\n'
    )
    (project / "prov_plugin" / "b.pdf").write_bytes(simple_pdf("første", "anden"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "lager"))
    entries: list[dict[str, int]] = []
    for output, options in (("a.pdf", ()), ("b.pdf", ()), ("c.pdf", ("--no-store",))):
        assert run("plugin", "preview", project, "-o", tmp_path / output, *options).returncode == 0
        entries.append({path.name: path.stat().st_ino for path in (tmp_path / "lager" / "styringsdialog").iterdir()})
        assert (tmp_path / output).read_bytes() == (tmp_path / "a.pdf").read_bytes()
    assert entries[0]
    assert entries[0] == entries[1] == entries[2]


def test_a_preview_that_fails_leaves_what_was_there(write: Write, tmp_path: Path) -> None:
    output = tmp_path / "bilag.pdf"
    output.write_text("fra i går", "utf-8")
    done = run("plugin", "preview", write(BAD["no such character"][0]), "-o", output)
    assert done.returncode == 4
    assert output.read_text("utf-8") == "fra i går"
