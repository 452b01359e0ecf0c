"""The commands for a plugin's author: ``plugin new``, ``check``, ``preview`` and ``hooks``."""

from __future__ import annotations

from pathlib import Path

import click

from styringsdialog.cli.options import JSON
from styringsdialog.cli.output import say

__all__ = ["plugin"]

# Commands import what they need when they run, as in ``main``.

SUBJECT = click.argument("plugin", metavar="PATH_OR_NAME")
TRIED_ON = click.option(
    "--edition", type=click.Path(path_type=Path), help="Try it on this edition instead of a sample conference."
)
CONTRIBUTOR = click.option("--contributor", metavar="ID", help="For whom, when several in the edition have the plugin.")


@click.group()
def plugin() -> None:
    """Make a plugin, check it, and see its bilag: for an organisation's developer."""


@plugin.command()
@click.argument("name")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
def new(name: str, folder: Path | None) -> None:
    """Write a plugin for the organisation NAME to DIR: a whole distribution that works as it is."""
    from styringsdialog.cli.bench import write_plugin  # noqa: PLC0415 - see above

    write_plugin(name, folder)


@plugin.command("check")
@SUBJECT
@TRIED_ON
@CONTRIBUTOR
@JSON
@click.pass_context
def check_one(ctx: click.Context, plugin: str, *, edition: Path | None, contributor: str | None, as_json: bool) -> None:
    """Run one plugin alone, twice, and tell whether a conference can use it.

    PATH_OR_NAME is the folder of its project, or the id of an installed one. Of a project the
    wheel is built, of a copy and without fetching anything, and what is in it is what runs.
    """
    from styringsdialog.cli.bench import check_plugin  # noqa: PLC0415 - see above

    ctx.meta["json"] = as_json
    ctx.exit(check_plugin(plugin, edition=edition, contributor=contributor, as_json=as_json))


@plugin.command()
@SUBJECT
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The PDF to write.")
@TRIED_ON
@CONTRIBUTOR
def preview(plugin: str, *, output: Path, edition: Path | None, contributor: str | None) -> None:
    """Write the bilag of one plugin to a PDF by themselves."""
    from styringsdialog.cli.bench import preview_plugin  # noqa: PLC0415 - see above

    preview_plugin(plugin, output, edition=edition, contributor=contributor)


@plugin.command()
def hooks() -> None:
    """Print the reference of the hooks, as Markdown."""
    from styringsdialog.workshop.reference import hook_reference  # noqa: PLC0415 - see above

    say(hook_reference().rstrip("\n"))
