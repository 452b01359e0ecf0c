"""Every code block of the README and the docs is run, or read by what would read it."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from docs.commands_page import commands
from docs.pages import DOCS, PAGES, ROOT, CodeBlock, code, code_blocks
from PIL import Image
from support.editions import CONFERENCE, EXAMPLE, contributor, write_edition

from styringsdialog import Conference, load_conference
from styringsdialog.loading.series import load_series
from styringsdialog.loading.starter import listing_schema, starter_files
from styringsdialog.model.fields import written_fields
from styringsdialog.model.scalars import TextFile
from styringsdialog.pipeline import check_conference
from styringsdialog.report.build import BilagStatus

# Run from top to bottom by a test of its own.
TUTORIALS = {ROOT / "docs" / "plugins.md"}
BLOCKS = [block for page in PAGES if page not in TUTORIALS for block in code_blocks(page)]

# The README's first block is what .ci/run runs in a fresh copy; tests/test_readme.py holds its words.
SET_UP = next(block for block in code_blocks(ROOT / "README.md"))

# Programs that people are told to run beside our own, each with what it is in the checkout.
PROGRAMS = {
    "git",
    "python3",
    ".ci/run",
    *(f".venv/bin/{name}" for name in ("mkdocs", "mypy", "pytest", "python", "ruff")),
}


def blocks(language: str) -> list[CodeBlock]:
    return [block for block in BLOCKS if block.language == language and block != SET_UP]


def environment(*path: Path) -> dict[str, str]:
    """Give an environment in which our command is found first, and modules in ``path``."""
    scripts = [sysconfig.get_path("scripts"), os.environ.get("PATH", "")]
    modules = [*map(str, path), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PATH": os.pathsep.join(filter(None, scripts)),
        "PYTHONPATH": os.pathsep.join(filter(None, modules)),
    }


def checkout(folder: Path) -> Path:
    """Give ``folder`` with the example where the pages say it is."""
    shutil.copytree(EXAMPLE, folder / EXAMPLE.relative_to(ROOT))
    return folder


def test_every_block_is_of_a_language_that_is_tried_here() -> None:
    assert {block.language for block in BLOCKS} == {"sh", "python", "toml", "markdown", "jinja", ""}
    # What has no language is a drawing.
    assert {block.page.name for block in BLOCKS if not block.language} == {"architecture.md"}


@pytest.mark.long
@pytest.mark.parametrize("page", [page for page in PAGES if page not in TUTORIALS], ids=lambda page: page.stem)
def test_what_the_shell_blocks_of_a_page_say_can_be_done_in_their_order(page: Path, tmp_path: Path) -> None:
    mine = [block for block in blocks("sh") if block.page == page]
    if not mine:
        assert not any(block.language == "sh" for block in BLOCKS if block.page == page and block != SET_UP)
        return
    folder = checkout(tmp_path)
    for block in mine:
        ours = [line for line in block.text.splitlines() if line.startswith("styringsdialog ")]
        for line in block.text.splitlines():
            if line not in ours and line and not line.startswith("#"):
                assert_can_be_done(line, block)
        done = subprocess.run(
            ["bash", "-euc", "\n".join(ours)],  # noqa: S607 - as people have it
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"


def assert_can_be_done(line: str, block: CodeBlock) -> None:
    """Hold a line that would change the checkout, or take long, against what is there."""
    program, *arguments = shlex.split(line)
    assert program in PROGRAMS, f"{block}: {program}"
    if program.startswith(".ci"):
        assert (ROOT / program).is_file()
    for argument in arguments:
        # Set-up makes .venv; what stands below ./ the reader has made.
        if "/" in argument and not argument.startswith(("-", "out/", ".venv/", "./")):
            assert (ROOT / argument).exists(), f"{block}: there is no {argument}"


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_toml_is_what_an_edition_or_a_project_may_say(block: CodeBlock, tmp_path: Path) -> None:
    data = tomllib.loads(block.text)
    assert data
    if data.keys() == {"bilag"}:
        # A bilag.toml; tests/docs/test_bilag_page.py puts the one of its own page to use.
        jsonschema.validate(data, listing_schema())
        return
    if data.keys() == {"notify"}:
        (tmp_path / "series.toml").write_text(f'title = "Serien"\n{block.text}', encoding="utf-8")
        assert load_series(tmp_path).notify.to
        return
    if data.keys() <= {"project", "build-system", "tool", "dependency-groups"}:
        return
    # What the block leaves out is put before it; tables may follow keys, not the other way about.
    missing = [line for line in CONFERENCE.splitlines() if line.partition(" =")[0] not in data]
    named = [
        name for name, field in written_fields(Conference).items() if name in data and TextFile in get_args(field.type)
    ]
    files: dict[str, str | bytes] = {data[name]: "Tekst.\n" for name in named}
    design = data.get("design", {})
    files |= {name: "Tekst.\n" for name in (design.get("logo"), *design.get("templates", {}).values()) if name}
    if "konference.xlsx" in data.values():
        files["konference.xlsx"] = starter_files(data["start"])["konference.xlsx"]
    edition = write_edition(tmp_path / "udgave", "\n".join([*missing, block.text]), files)
    conference = load_conference(edition)
    assert [one.id for one in conference.contributors] == [one["id"] for one in data.get("contributors", [])]


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_runs_and_does_what_it_is_for(block: CodeBlock, tmp_path: Path) -> None:
    folder = checkout(tmp_path)
    names = {node.name for node in ast.walk(ast.parse(block.text)) if isinstance(node, ast.FunctionDef)}
    (folder / "block.py").write_text(block.text, "utf-8")
    if "plugin_info" in names:
        (plugin,) = re.findall(r'PluginInfo\(id="(\w+)"', block.text)
        install(folder, plugin)
        write_edition(folder / "udgave", CONFERENCE + contributor(plugin, plugin=plugin, settings=""))
        command = [sys.executable, "-m", "styringsdialog", "build", "udgave", "-o", "out"]
    else:
        command = [sys.executable, "block.py"]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ".pdf" in done.stdout
    assert list((folder / "out").rglob("*.pdf"))


def install(folder: Path, plugin: str) -> None:
    """Write the metadata of a distribution whose plugin is the module ``block``."""
    info = folder / f"{plugin}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {plugin}\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[styringsdialog]\n{plugin} = block\n", "utf-8")


@pytest.mark.parametrize("block", blocks("markdown"), ids=str)
def test_markdown_can_be_handed_in_as_it_stands(block: CodeBlock, tmp_path: Path) -> None:
    edition = write_edition(tmp_path, CONFERENCE + contributor("vestby"), {"vestby/1 Bilag.md": block.text})
    for name in re.findall(r"!\[.+\]\((.+)\)", block.text):
        (edition / "vestby" / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (8, 8)).save(edition / "vestby" / name)
    for report in check_conference(load_conference(edition)):
        assert [bilag.status for bilag in report.bilag] == [BilagStatus.DELIVERED]


@pytest.mark.parametrize("block", blocks("jinja"), ids=str)
def test_a_template_can_stand_in_for_the_packages_own(block: CodeBlock, tmp_path: Path) -> None:
    (name,) = re.findall(r"^\{# (templates/\w+\.j2) #\}\n", block.text)
    toml = f'[design.templates]\n{Path(name).stem} = "{name}"\n'
    toml = CONFERENCE + toml + contributor("vestby").replace("plugin =", 'ask = "Bo"\nplugin =')
    edition = write_edition(tmp_path, toml, {name: block.text, "vestby/a.md": "Tekst.\n"})
    assert check_conference(load_conference(edition))


COMMANDS = {context.command_path: context for context in commands()}


@pytest.mark.parametrize("page", [*DOCS, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.stem)
def test_commands_in_running_text_are_commands_with_options_of_theirs(page: Path) -> None:
    for text in code(page):
        words = text.split()
        # Behind «…» stand the options of the command above it in the table.
        if words and words[0] == "styringsdialog" and len(words) > 1:
            names = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
            context = COMMANDS[next(name for name in names if name in COMMANDS)]
            known = {name for option in context.command.get_params(context) for name in option.opts}
            used = [word.strip("[]") for word in words if word.startswith("-")]
            assert set(used) <= known, f"{page.name}: {text}"
            assert words[1].startswith(("-", "[", "COMMAND")) or context.parent, f"{page.name}: {text}"
