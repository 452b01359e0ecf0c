"""The commands for a plugin's author: ``plugin new``, ``check``, ``preview`` and ``hooks``."""

from __future__ import annotations

from pathlib import Path

import click

from styringsdialog.cli.output import say
from styringsdialog.cli.speaking import JSON, PATH, Group, argument, option
from styringsdialog.cli.store import NO_STORE
from styringsdialog.messages.message import message

# Commands import what they need when they run, as in ``main``.

SUBJECT = argument("plugin", metavar=message("cli.value-path-or-name"))
TRIED_ON = option("--edition", type=click.Path(path_type=Path), metavar=PATH, help=message("cli.option-edition"))
CONTRIBUTOR = option("--contributor", metavar=message("cli.value-id"), help=message("cli.option-contributor"))


@click.group(cls=Group, help=message("cli.help-plugin"))
def plugin() -> None:
    """Make a plugin, check it, and see its bilag: for an organisation's developer."""


@plugin.command(help=message("cli.help-plugin-new"))
@argument("name", metavar=message("cli.value-name"))
@argument("folder", metavar=message("cli.value-dir"), type=click.Path(path_type=Path), required=False)
def new(name: str, folder: Path | None) -> None:
    """Write a plugin for the organisation NAME to DIR: a whole distribution that works as it is."""
    from styringsdialog.cli.bench import write_plugin  # noqa: PLC0415 - see above

    write_plugin(name, folder)


@plugin.command("check", help=message("cli.help-plugin-check"))
@SUBJECT
@TRIED_ON
@CONTRIBUTOR
@option("--traceback", is_flag=True, help=message("cli.option-traceback"))
@JSON
@click.pass_context
def check_one(  # noqa: PLR0913 - one for each option
    ctx: click.Context, plugin: str, *, edition: Path | None, contributor: str | None, traceback: bool, as_json: bool
) -> None:
    """Run one plugin alone, twice, and tell whether a conference can use it."""
    from styringsdialog.cli.bench import check_plugin  # noqa: PLC0415 - see above

    ctx.exit(check_plugin(plugin, edition=edition, contributor=contributor, traceback=traceback, as_json=as_json))


@plugin.command(help=message("cli.help-plugin-preview"))
@SUBJECT
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar=PATH,
    help=message("cli.option-preview-output"),
)
@TRIED_ON
@CONTRIBUTOR
@NO_STORE
def preview(plugin: str, *, output: Path, edition: Path | None, contributor: str | None, kept: Path | None) -> None:
    """Write the bilag of one plugin to a PDF by themselves."""
    from styringsdialog.cli.bench import preview_plugin  # noqa: PLC0415 - see above

    preview_plugin(plugin, output, edition=edition, contributor=contributor, store=kept)


@plugin.command(help=message("cli.help-plugin-hooks"))
def hooks() -> None:
    """Print the reference of the hooks, as Markdown."""
    from styringsdialog.workshop.reference import hook_reference  # noqa: PLC0415 - see above

    say(hook_reference().rstrip("\n"))
