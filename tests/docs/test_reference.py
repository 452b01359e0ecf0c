"""The reference pages: made from the model and the command, and nothing left out of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import click
import pytest
from docs.api_page import api_page
from docs.commands_page import commands, commands_page
from docs.edition_page import edition_page
from docs.pages import ROOT

import styringsdialog
from styringsdialog import Fault, blocks
from styringsdialog.hooks.folder import FolderSettings
from styringsdialog.loading.starter import edition_schema

EDITION = ROOT / "docs" / "edition.md"
COMMANDS = ROOT / "docs" / "commands.md"
API = ROOT / "docs" / "api.md"


def test_the_edition_page_is_what_the_model_says(assert_written: Callable[[Path, str], None]) -> None:
    assert_written(EDITION, edition_page())


def test_the_commands_page_is_what_the_command_says(assert_written: Callable[[Path, str], None]) -> None:
    assert_written(COMMANDS, commands_page())


def test_the_api_page_is_what_the_docstrings_say(assert_written: Callable[[Path, str], None]) -> None:
    assert_written(API, api_page())


def test_every_public_name_has_its_place_and_its_words() -> None:
    page = api_page()
    for module in (styringsdialog, blocks):
        for name in module.__all__:
            if inspect.isclass(getattr(module, name)) or inspect.isfunction(getattr(module, name)):
                described = page.partition(f"### `{name}`\n\n")[2].partition("\n### ")[0]
                assert re.search(r"^[A-Z«].*[.:»]$|^[A-Z]", described, re.MULTILINE), name


def tables(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give each table of conference.toml as it is written, with its keys."""
    yield ".".join(path), schema["properties"]
    for name, value in schema["properties"].items():
        inner = value.get("items", value)
        if "properties" in inner:
            yield from tables(inner, (*path, name))


@pytest.mark.parametrize("name", [name for name, _ in tables(edition_schema())])
def test_every_key_that_the_schema_knows_stands_under_its_table_with_what_it_is(name: str) -> None:
    keys = dict(tables(edition_schema()))[name]
    heading = rf"## `\[{{1,2}}{re.escape(name)}\]{{1,2}}`" if name else "## Konferencen selv"
    section = re.search(rf"^{heading}\n(.*?)(?=^## )", EDITION.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert section
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", section[1], re.MULTILINE))
    assert rows == {key: value["description"].replace("|", "\\|") for key, value in keys.items()}


def test_every_setting_of_the_built_in_plugin_is_there() -> None:
    section = EDITION.read_text("utf-8").partition("pluginet `folder`\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [
        field.name for field in attrs.fields(FolderSettings)
    ]


@pytest.mark.parametrize("context", list(commands()), ids=lambda context: context.command_path)
def test_every_command_and_every_option_is_there_with_its_choices(context: click.Context) -> None:
    text = COMMANDS.read_text("utf-8")
    section = text.partition(f"\n## `{context.command_path}`\n")[2].partition("\n## ")[0]
    for parameter in context.command.get_params(context):
        if isinstance(parameter, click.Argument):
            assert parameter.make_metavar(context) in section
            continue
        for name in (*parameter.opts, *parameter.secondary_opts):
            assert re.search(rf"^\|.*`{name}[ `]", section, re.MULTILINE), f"{name} is not on the page"
        if isinstance(parameter.type, click.Choice):
            assert all(f"`{choice}`" in section for choice in parameter.type.choices)


def test_every_exit_code_is_there_once() -> None:
    section = COMMANDS.read_text("utf-8").partition("## Exit codes\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| (\d+) \|", section, re.MULTILINE) == [str(code) for code in (0, *map(int, Fault), 9, 10)]
