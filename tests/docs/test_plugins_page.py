"""docs/plugins.md and the README's plugin do what they say: every block is run, every hook is there."""

from __future__ import annotations

import importlib
import inspect
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from support.editions import PROJECT, run
from support.environment import Environment

from styringsdialog.hooks.contribute import Asking, contribute
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.folder import FolderSettings
from styringsdialog.hooks.installed import registry_with
from styringsdialog.hooks.spec import PROJECT as NAME
from styringsdialog.hooks.spec import BilagRequest, HookSpec, PluginInfo
from styringsdialog.workshop.reference import hook_reference
from styringsdialog.workshop.sample import sample_conference

PAGE = PROJECT / "docs" / "plugins.md"
TEXT = PAGE.read_text("utf-8")
README = (PROJECT / "README.md").read_text("utf-8")
BEGIN, END = "<!-- hooks: begin -->\n", "<!-- hooks: end -->"


@attrs.frozen
class CodeBlock:
    """A fenced block, and the line it begins on."""

    language: str
    text: str
    line: int


def code_blocks(text: str) -> Iterator[CodeBlock]:
    """Give every fenced block of a page of Markdown."""
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield CodeBlock(match[1], match[2], text.count("\n", 0, match.start()) + 1)


@pytest.mark.long
def test_the_tutorial_does_what_it_says_block_by_block(environment: Environment, tmp_path: Path) -> None:
    output = ""
    for block in code_blocks(TEXT.partition(BEGIN)[0] + TEXT.partition(END)[2]):
        match block.language:
            case "sh":
                output = "".join(shell(line, environment, tmp_path) for line in block.text.splitlines())
            case "text":
                wanted = re.escape(block.text).replace("…", r"[\d., ]+")
                assert re.fullmatch(wanted, output), f"docs/plugins.md, line {block.line}: it was\n{output}"
            case "python" | "toml" | "jinja":
                name = re.match(r"(?:#|\{#) (\S+)(?: #\})?\n", block.text)
                assert name, f"docs/plugins.md, line {block.line}: the first line names the file"
                path = tmp_path / name[1]
                assert path.is_relative_to(tmp_path)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block.text, "utf-8")
            case _:
                pytest.fail(f"docs/plugins.md, line {block.line}: nobody runs a block of «{block.language}»")


def shell(line: str, environment: Environment, folder: Path) -> str:
    """Run a line of the tutorial and give what it printed; ``# 4`` at its end is the exit code it promises."""
    command, _, code = line.partition("  # ")
    if command.startswith("python -m pip install "):
        environment.pip(*shlex.split(command)[4:], cwd=folder)
        return ""
    done = environment.run(["bash", "-c", command], cwd=folder)
    assert done.returncode == int(code or 0), f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_the_reference_of_the_hooks_is_what_the_specification_says(request: pytest.FixtureRequest) -> None:
    before, _, rest = TEXT.partition(BEGIN)
    written, _, after = rest.partition(END)
    wanted = f"\n{hook_reference()}\n"
    if request.config.getoption("--update-golden"):
        PAGE.write_text(f"{before}{BEGIN}{wanted}{END}{after}", "utf-8")
        return
    assert written == wanted, "run: styringsdialog plugin hooks, or the tests with --update-golden"


def test_the_examples_of_the_hooks_are_a_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "vestby_eksempel"
    (package / "templates").mkdir(parents=True)
    (package / "templates" / "tal.j2").write_text("<p>{{ total | tal }} boliger.</p>", "utf-8")
    examples = [block.text for block in code_blocks(hook_reference())]
    assert len(examples) == len(HOOKS)
    head = (
        "from pathlib import Path\nimport attrs\n"
        "from styringsdialog import Bilag, BilagRequest, Fault, PluginInfo, Problem, TemplateContents, hookimpl\n"
        "@attrs.frozen\nclass Settings:\n    total: int\n"
    )
    (package / "__init__.py").write_text("\n".join([head, *examples]), "utf-8")
    (tmp_path / "bilag" / "vestby").mkdir(parents=True)
    conference = sample_conference(tmp_path, plugin="vestby", settings={"total": 1234})
    registry = registry_with([importlib.import_module("vestby_eksempel")], conference.limits)

    def asked() -> Contribution:
        return contribute(conference, conference.contributors[0], Asking(), registry=registry)

    assert [problem.message for problem in asked().problems] == ["is missing"]
    (tmp_path / "bilag" / "vestby" / "tal.csv").write_text("a", "utf-8")
    (bilag,) = asked().bilag
    assert bilag.problems == ()


def test_the_command_prints_the_same() -> None:
    assert run("plugin", "hooks").stdout == hook_reference()


HOOKS = [name for name, hook in vars(HookSpec).items() if hasattr(hook, f"{NAME}_spec")]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented_with_its_arguments(hook: str) -> None:
    (heading,) = re.findall(rf"^### `({hook}\(.*)`$", TEXT, re.MULTILINE)
    arguments = [name for name in inspect.signature(getattr(HookSpec, hook)).parameters if name != "self"]
    assert re.findall(r"(\w+): ", heading.partition(") ->")[0]) == arguments
    section = TEXT.partition(f"### `{heading}`")[2].partition("\n### ")[0]
    for label in ("When called", "Returns", "Empty", "Errors", "Since"):
        assert f"**{label}.** " in section


@pytest.mark.parametrize("kind", [BilagRequest, PluginInfo])
def test_every_attribute_of_what_hooks_deal_in_is_documented(kind: type[attrs.AttrsInstance]) -> None:
    section = TEXT.partition(f"### `{kind.__name__}`\n")[2].partition("\n##")[0]
    assert re.findall(r"^- `(\w+)`: ", section, re.MULTILINE) == [field.name for field in attrs.fields(kind)]


def test_every_setting_of_folder_is_documented() -> None:
    section = TEXT.partition("## Without code: `folder`\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [
        field.name for field in attrs.fields(FolderSettings)
    ]


@pytest.mark.long
def test_the_readmes_plugin_works_as_it_stands(tmp_path: Path) -> None:
    (source,) = [
        block.text for block in code_blocks(README) if block.language == "python" and "@hookimpl" in block.text
    ]
    (tmp_path / "vestby.py").write_text(source, "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "vestby"\nversion = "1"\n[project.entry-points.styringsdialog]\nvestby = "vestby"\n', "utf-8"
    )
    done = run("plugin", "check", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "hilsen: Hilsen fra Vestby, 1 page" in done.stdout


def test_the_readmes_plugin_is_as_long_as_its_heading_says() -> None:
    section = README.partition("## A plugin in twelve lines\n")[2]
    (block,) = [one for one in code_blocks(section.partition("\n## ")[0]) if one.language == "python"]
    assert len(block.text.splitlines()) <= 12
