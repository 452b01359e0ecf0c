"""Whatever a user gets wrong: one clear message with its place, the right code, the old package untouched."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest
from support.editions import CONFERENCE, contributor, note_of, run, write_edition
from support.pdf import encrypted_pdf, simple_pdf
from support.plugin_zoo import BILAG, Zoo

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

GOOD = simple_pdf("En side")


@attrs.frozen(kw_only=True)
class Bad:
    """An edition with a fault, the exit code it deserves, and what the message must say."""

    name: str
    code: int
    says: tuple[str, ...]
    toml: str | bytes = CONFERENCE
    files: Mapping[str, str | bytes] = attrs.field(factory=dict)


EDITION = (
    Bad(name="broken TOML", code=2, says=("conference.toml", "line 6"), toml=CONFERENCE + "[[themes]\n"),
    Bad(name="not UTF-8", code=2, says=("conference.toml", "UTF-8"), toml=CONFERENCE.encode("latin-1")),
    Bad(name="empty", code=2, says=("conference.toml", "empty"), toml=""),
    Bad(
        name="wrong type",
        code=2,
        says=("conference.toml: title",),
        toml=CONFERENCE.replace('"Styringsdialogkonference"', "7"),
    ),
    Bad(name="unknown key", code=2, says=("recurence", "'recurrence'"), toml=CONFERENCE + 'recurence = "hvert år"\n'),
    Bad(
        name="end before start",
        code=2,
        says=("conference.toml: end", "before"),
        toml=CONFERENCE.replace("18:00", "14:00"),
    ),
    Bad(
        name="two contributors with one id",
        code=2,
        says=("contributors[1].id", "'vibo'", "contributors[0]"),
        toml=CONFERENCE + contributor("vibo") * 2,
        files={"vibo/a.md": "Tekst."},
    ),
    Bad(
        name="a text that is not there",
        code=2,
        says=("conference.toml: referat", "referat.md"),
        toml='referat = "referat.md"\n' + CONFERENCE,
    ),
    Bad(
        name="a text that is not UTF-8",
        code=2,
        says=("referat.md", "UTF-8"),
        toml='referat = "referat.md"\n' + CONFERENCE,
        files={"referat.md": "Mødet var på Rådhuset.".encode("latin-1")},
    ),
    Bad(
        name="a reference to a bilag that is not there",
        code=2,
        says=("referat.md, line 3", "bilag:vobi", "bilag:vibo"),
        toml='referat = "referat.md"\n' + CONFERENCE + contributor("vibo"),
        files={"referat.md": "Tekst.\n\nSe <bilag:vobi>.\n", "vibo/a.md": "Tekst."},
    ),
    Bad(
        name="a talk that refers to a bilag that is not there",
        code=2,
        says=("themes[0].talks[0].bilag", "'vibo/b'", "'vibo/a'"),
        toml=CONFERENCE
        + contributor("vibo")
        + '[[themes]]\nkey = "t"\ntitle = "Tema"\n[[themes.talks]]\nbilag = "vibo/b"\n',
        files={"vibo/a.md": "Tekst."},
    ),
    Bad(
        name="a title that no cover holds",
        code=2,
        says=("core/forside.j2", "no room"),
        toml=CONFERENCE.replace("Styringsdialogkonference", "Ord " * 400),
    ),
    Bad(
        name="tables without end",
        code=2,
        says=("conference.toml", "deeply"),
        toml=CONFERENCE + "a." * 20_000 + "b = 1\n",
    ),
    Bad(
        name="a character that the font lacks, in a text",
        code=2,
        says=("referat.md, line 3", "U+1F600"),
        toml='referat = "referat.md"\n' + CONFERENCE,
        files={"referat.md": "Tekst.\n\nGodt \N{GRINNING FACE}\n"},
    ),
    Bad(
        name="a character that the font lacks, in a title",
        code=2,
        says=("conference.toml: place", "U+4E2D"),
        toml=CONFERENCE.replace("Rådhuset", "\N{CJK UNIFIED IDEOGRAPH-4E2D}"),
    ),
)

PLUGIN = (
    Bad(
        name="unknown plugin",
        code=3,
        says=("'foldr'", "folder", "vibo"),
        toml=CONFERENCE + contributor("vibo", plugin="foldr", settings=""),
    ),
)

ZOO = {
    "cannot be imported": ("import findes_ikke", ("ModuleNotFoundError",), 3),
    "raises": (BILAG.replace("return", "raise RuntimeError('i stykker')\n    return"), ("RuntimeError: i stykker",), 3),
    "returns None": (BILAG.replace("return", "return None\n    return"), ("None",), 3),
    "returns rubbish": (BILAG.replace("return", "return [7]\n    return"), ("int",), 3),
    "gives one key twice": (BILAG.replace("return", "return 2 *"), ("2 bilag with the key 'a'",), 3),
    "a template with an undefined name": ("{{ ukendt }}", ("zoo/a.j2, line 2", "ukendt"), 4),
    "a template with an unknown element": ("<p><blink>Hej</blink></p>", ("zoo/a.j2, line 2", "blink"), 4),
}
"""What a plugin's code or template holds, what the message says, and the code."""

TEMPLATE = """
@hookimpl
def template_root():
    return Path(__file__).parent / "templates"

@hookimpl
def bilag(request):
    return [Bilag(key="a", title="Bilag A", contents=TemplateContents("a.j2"))]
"""

CONTENT = (
    Bad(
        name="a Markdown file that is not UTF-8",
        code=4,
        says=("vibo", "a.md", "UTF-8"),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.md": "Blåbærgrød".encode("cp1252")},
    ),
    Bad(
        name="a footnote",
        code=4,
        says=("a.md, line 1", "[^1]"),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.md": "Tekst[^1].\n\nMere tekst.\n"},
    ),
    Bad(
        name="a heading deeper than the vocabulary",
        code=4,
        says=("a.md, line 3",),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.md": "Tekst.\n\n##### For dybt\n"},
    ),
)

FILE = (
    Bad(
        name="encrypted",
        code=5,
        says=("vibo: a.pdf", "password"),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.pdf": encrypted_pdf("Hemmeligt")},
    ),
    Bad(
        name="an empty file",
        code=5,
        says=("vibo: a.pdf", "empty"),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.pdf": b""},
    ),
    Bad(
        name="cut off",
        code=5,
        says=("vibo: a.pdf", "cut off"),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.pdf": simple_pdf(*"abcdefgh")[:2000]},
    ),
    Bad(
        name="not a PDF",
        code=5,
        says=("vibo: a.pdf", "HTML"),
        toml=CONFERENCE + contributor("vibo"),
        files={"vibo/a.pdf": b"<!doctype html><title>Log ind</title>"},
    ),
)


@pytest.mark.parametrize("bad", [*EDITION, *PLUGIN, *CONTENT, *FILE], ids=lambda bad: bad.name)
def test_a_fault_gives_its_code_one_message_and_no_change(bad: Bad, tmp_path: Path) -> None:
    out = tmp_path / "out"
    good = write_edition(tmp_path / "good", CONFERENCE + contributor("vibo"), {"vibo/a.pdf": GOOD})
    assert run("build", good, "-o", out).returncode == 0
    before = _contents(out)

    edition = write_edition(tmp_path / "bad", "", bad.files)
    (edition / "conference.toml").write_bytes(bad.toml if isinstance(bad.toml, bytes) else bad.toml.encode())
    done = run("build", edition, "-o", out)

    assert done.returncode == bad.code, done.stderr
    for words in bad.says:
        assert words in done.stderr
    assert done.stderr.count("error:") == 1, "one fault, one message"
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert _contents(out) == before


@pytest.mark.parametrize("name", ZOO)
def test_a_broken_plugin_is_named_with_its_version_and_costs_nobody_else(name: str, tmp_path: Path) -> None:
    code, says, exit_code = ZOO[name]
    site = tmp_path / "site"
    site.mkdir()
    zoo = Zoo(site, tmp_path)
    if exit_code == 4:
        zoo.plugin("zoo", TEMPLATE, files={"templates/a.j2": f"<p>Tekst.</p>\n{code}\n"})
    else:
        zoo.plugin("zoo", code)
    toml = CONFERENCE + contributor("a") + contributor("b", plugin="zoo", settings="") + contributor("c")
    edition = write_edition(tmp_path / "e", toml, {"a/a.md": "Tekst.", "c/c.md": "Tekst."})
    environment = {"PYTHONPATH": os.pathsep.join((str(site), os.environ.get("PYTHONPATH", "")))}

    done = run("build", edition, "-o", tmp_path / "out", env=environment)
    assert (done.returncode, done.stderr.count("error:")) == (exit_code, 1), done.stderr
    for words in says:
        assert words in done.stderr
    if exit_code == 3:
        assert "zoo-zoo 1.2" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()

    kept = run("build", edition, "-o", tmp_path / "out", "--keep-going", "--json", env=environment)
    assert kept.returncode == 9, kept.stderr
    assert [bilag["status"] for bilag in json.loads(kept.stdout)["bilag"]] == ["delivered", "missing", "delivered"]


def test_an_edition_without_conference_toml_is_named(tmp_path: Path) -> None:
    done = run("build", tmp_path, "-o", tmp_path / "out")
    assert (done.returncode, "conference.toml" in done.stderr, "init" in done.stderr) == (2, True, True)


def test_an_edition_that_is_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "conference.toml"
    file.write_text(CONFERENCE, "utf-8")
    done = run("build", file, "-o", tmp_path / "out")
    assert (done.returncode, "is a file" in done.stderr) == (2, True)


def test_all_faults_are_printed_and_the_lowest_code_is_returned(tmp_path: Path) -> None:
    toml = CONFERENCE + contributor("a") + contributor("b", plugin="nej", settings="") + contributor("c")
    edition = write_edition(tmp_path / "e", toml, {"a/a.pdf": b"", "c/c.md": b"\xe6"})
    done = run("build", edition, "-o", tmp_path / "out", "--json")
    said = json.loads(done.stdout)
    assert [problem["code"] for problem in said["problems"]] == [5, 3, 4]
    assert (said["ok"], said["exit_code"], done.returncode) == (False, 3, 3)
    assert done.stderr.count("error:") == 3


def test_with_keep_going_a_page_says_what_is_missing_and_the_code_is_9(tmp_path: Path) -> None:
    toml = CONFERENCE + contributor("a") + contributor("b", plugin="nej", settings="") + contributor("c")
    edition = write_edition(tmp_path / "e", toml, {"a/a.pdf": b"", "c/c.md": "Her er vi. Se <bilag:b>."})
    out = tmp_path / "out"
    done = run("build", edition, "-o", out, "--keep-going", "--json")
    assert done.returncode == 9, done.stderr
    said = json.loads(done.stdout)
    assert [bilag["status"] for bilag in said["bilag"]] == ["missing", "missing", "delivered"]
    assert [bilag["number"] for bilag in said["bilag"]] == [1, 2, 3]
    (package,) = out.glob("*.pdf")
    assert "## Det mangler" in note_of(package)


def test_a_plugin_that_changes_folder_does_not_move_the_package(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    Zoo(site, tmp_path).plugin("zoo", BILAG.replace("return", "import os; os.chdir('/')\n    return"))
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("b", plugin="zoo", settings=""))
    environment = {"PYTHONPATH": os.pathsep.join((str(site), os.environ.get("PYTHONPATH", "")))}
    done = run("build", edition, "-o", "out", env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_ended_by_a_scheduler_a_build_leaves_no_scratch_folder(tmp_path: Path) -> None:
    toml = CONFERENCE + "".join(contributor(f"a{number}") for number in range(30))
    edition = write_edition(tmp_path / "e", toml, {f"a{number}/a.pdf": GOOD for number in range(30)})
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    command = [sys.executable, "-m", "styringsdialog", "build", str(edition), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, env={**os.environ, "TMPDIR": str(scratch)}, stderr=subprocess.PIPE) as job:
        while job.poll() is None and not list(scratch.iterdir()):
            time.sleep(0.01)
        job.terminate()
        job.communicate(timeout=30)
    assert job.returncode == 143
    # The user's own place for such folders stays, and nothing is in it.
    assert [path.name for path in scratch.rglob("*")] == [f"styringsdialog-{os.getuid()}", "versions"]
    assert not (tmp_path / "out").exists()


def test_a_standard_output_that_cannot_be_written_is_named_and_the_package_stands(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "e", CONFERENCE)
    command = [sys.executable, "-m", "styringsdialog", "build", str(edition), "-o", str(tmp_path / "out"), "--json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (6, False), done.stderr
    assert "standard output" in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_a_folder_that_cannot_be_written_is_code_6(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "e", CONFERENCE)
    (tmp_path / "out").write_text("a file stands where the folder should be", "utf-8")
    done = run("build", edition, "-o", tmp_path / "out" / "under")
    assert (done.returncode, "Traceback" in done.stderr) == (6, False), done.stderr
    assert str(tmp_path / "out") in done.stderr


@pytest.mark.parametrize("limit", [100, 4_000, 20_000])
def test_a_disk_that_runs_full_is_code_6_and_leaves_the_old_package(tmp_path: Path, limit: int) -> None:
    edition = write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), {"vibo/a.pdf": GOOD})
    out = tmp_path / "out"
    assert run("build", edition, "-o", out).returncode == 0
    before = _contents(out)

    # A limit on file size fails a write as a full disk does, without needing a disk to fill.
    done = subprocess.run(
        [sys.executable, "-B", "-m", "styringsdialog", "build", edition, "-o", out],
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        env=os.environ,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (6, False), done.stderr
    assert _contents(out) == before


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
