"""The rules of docs/conventions.md and docs/glossary.md that no other tool holds."""

from __future__ import annotations

import ast
import builtins
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import styringsdialog

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "styringsdialog"
MODULES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_bytes(), str(path)) for path in sorted(PACKAGE.rglob("*.py"))
}
OURS = [
    path
    for folder in (PACKAGE, ROOT / "plugins", ROOT / "tests", ROOT / ".ci")
    for path in sorted(folder.rglob("*.py"))
]

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} - {
    "__init__",
    "__main__",
}

ONLY_IN_CLI = re.compile(
    r"""print | input | breakpoint | exit | quit
    | sys\.(exit|stdin|stdout|stderr|argv|__std\w+__)
    | os\.(environ|environb|getenv|getenvb|putenv|unsetenv|urandom|getrandom|getcwd|_exit|abort)
    | pathlib\.Path\.(cwd|home)
    | datetime\.(datetime\.(now|utcnow|today)|date\.today)
    | (time|random|secrets|uuid|locale|getpass|logging)(\..*)?
    """,
    re.VERBOSE,
)
"""What makes a result depend on when, where or by whom it is made, or what speaks to a person."""

ENGLISH_AFTER_ALL = {
    ("styringsdialog/assemble/package.py", "minutes"),  # sixty to the hour
}


PDF_ROOMS = {"assemble", "convert", "intake", "pdf", "tags", "testing"}


IN_ISOLATE = {"os.environ", "os._exit", "sys.argv"}
"""Whoever starts a process gives it an environment, and a process that was asked for one value ends with it."""


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_for_and_reads_annotations_late(name: str) -> None:
    tree = MODULES[name]
    assert ast.get_docstring(tree)
    if len(tree.body) > 1:
        assert ast.unparse(tree.body[1]) == "from __future__ import annotations"


@pytest.mark.parametrize("name", MODULES)
def test_imports_name_the_defining_module_and_never_the_package_itself(name: str) -> None:
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.ImportFrom):
            assert (node.level, node.module) != (0, "styringsdialog"), f"{name}:{node.lineno}"
            assert node.level == 0, f"{name}:{node.lineno}: a relative import"
            assert not borrowed(node), f"{name}:{node.lineno}"
        elif isinstance(node, ast.Import):
            assert "styringsdialog" not in {alias.name for alias in node.names}, f"{name}:{node.lineno}"


def borrowed(node: ast.ImportFrom) -> set[str]:
    """Give the names that ``node`` takes from a module of ours that has them from elsewhere."""
    path = (node.module or "").replace(".", "/")
    module = MODULES.get(f"{path}.py") or MODULES.get(f"{path}/__init__.py")
    if module is None:
        return set()
    elsewhere = {
        alias.asname or alias.name
        for inner in ast.walk(module)
        if isinstance(inner, ast.Import | ast.ImportFrom)
        for alias in inner.names
    }
    return {alias.name for alias in node.names} & elsewhere


def test_the_rule_above_sees_a_name_that_was_passed_on() -> None:
    passed_on = ast.parse("from styringsdialog.hooks.contribute import Contribution, contributions").body[0]
    assert isinstance(passed_on, ast.ImportFrom)
    assert borrowed(passed_on) == {"Contribution"}


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("styringsdialog/cli/")])
def test_no_clock_environment_randomness_printing_or_exit_below_cli(name: str) -> None:
    allowed = IN_ISOLATE if name.startswith("styringsdialog/isolate/") else set()
    found = {
        f"{name}:{line}: {used}"
        for line, used in uses(MODULES[name])
        if ONLY_IN_CLI.fullmatch(used) and used not in allowed
    }
    assert not found


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("import datetime as dt\ndt.datetime.now()", "datetime.datetime.now"),
        ("from datetime import date as d\nd.today()", "datetime.date.today"),
        ("from os import environ", "os.environ"),
        ("import os.path\nos.getenv('A')", "os.getenv"),
        ("import random", "random"),
        ("from time import monotonic", "time.monotonic"),
        ("print('x')", "print"),
        ("import sys\nsys.stdout.write('x')", "sys.stdout"),
        ("raise exit(1)", "exit"),
    ],
)
def test_the_rule_above_sees_through_aliases(code: str, used: str) -> None:
    assert used in {used for _, used in uses(ast.parse(code)) if ONLY_IN_CLI.fullmatch(used)}


@pytest.mark.parametrize(
    "code", ["key.time", "time = 1\ntime", "self.print()", "import datetime\ndatetime.datetime.fromisoformat('')"]
)
def test_the_rule_above_leaves_others_alone(code: str) -> None:
    assert not [used for _, used in uses(ast.parse(code)) if ONLY_IN_CLI.fullmatch(used)]


def test_templates_holds_nothing_but_templates() -> None:
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert files
    assert {path.suffix for path in files} == {".j2"}


def test_every_contract_of_import_linter_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("contract", "home"),
    [
        ("reportlab lives in typeset", {"typeset"}),
        ("pikepdf lives in assemble, convert, intake, pdf and tags", PDF_ROOMS),
    ],
)
def test_a_library_is_barred_from_every_room_but_its_own(contract: str, home: set[str]) -> None:
    (found,) = [one for one in CONTRACTS if one["name"] == contract]
    assert {module.removeprefix("styringsdialog.") for module in found["source_modules"]} == ROOMS - home


def test_the_architecture_page_names_every_room_and_the_layers_as_they_are_held() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", page, re.MULTILINE)
    assert sorted(named) == sorted(ROOMS)
    (layers,) = [one["layers"] for one in CONTRACTS if one["type"] == "layers"]
    _, _, sentence = page.partition("Imports point down only")
    sentence = sentence.partition(". ")[0].partition(": ")[2]
    assert [re.findall(r"\w+", layer) for layer in sentence.split("→")] == [re.findall(r"\w+", one) for one in layers]


def test_the_public_names_are_sorted_and_there() -> None:
    names = styringsdialog.__all__
    assert list(names) == sorted(names)
    assert not [name for name in names if not hasattr(styringsdialog, name)]


def test_words_that_stay_danish_are_not_translated_in_identifiers() -> None:
    barred = {snake(word) for row in glossary("Stay Danish") for word in row["Never"]}
    assert {"appendix", "minutes", "case_number"} <= barred
    pattern = re.compile(rf"(?:^|_)(?:{'|'.join(sorted(barred))})s?(?:_|$)")
    found = {
        f"{module}:{line}: {name}"
        for path in OURS
        for module in [path.relative_to(ROOT).as_posix()]
        for line, name in ((0, path.stem), *bound(ast.parse(path.read_bytes(), module)))
        if pattern.search(snake(name))
        and not name.startswith("test_")  # an English sentence
        and (module, name) not in ENGLISH_AFTER_ALL
    }
    assert not found, "docs/glossary.md has the word to use"


@pytest.mark.parametrize("heading", ["Stay Danish", "English in code, Danish in print"])
def test_every_identifier_of_the_glossary_is_in_use(heading: str) -> None:
    used = {name for tree in MODULES.values() for _, name in bound(tree)} | {"styringsdialog"}
    used |= {word for name in used for word in snake(name).split("_")}
    assert not {name for row in glossary(heading) for name in row["In code"] if name not in used}


def uses(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give line and full dotted name of everything that is imported or reached through an import or a built-in."""
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                origin[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                origin[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield node.lineno, f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and (node.id in origin or hasattr(builtins, node.id)):
            yield node.lineno, origin.get(node.id, node.id)
        elif isinstance(node, ast.Attribute):
            start, _, rest = ast.unparse(node).partition(".")
            if start in origin:
                yield node.lineno, f"{origin[start]}.{rest}"


def bound(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give line and name of everything that ``tree`` itself names."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def snake(name: str) -> str:
    """Give ``name`` in small letters, its words parted by ``_``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")


def glossary(heading: str) -> list[dict[str, list[str]]]:
    """Give the rows of the table under ``heading``: per column the names in backticks."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, heading
    lines = [line.strip("|").split("|") for line in section[1].splitlines() if line.startswith("|")]
    titles = [title.strip() for title in lines[0]]
    return [dict(zip(titles, [re.findall(r"`([^`]+)`", cell) for cell in line], strict=True)) for line in lines[2:]]
