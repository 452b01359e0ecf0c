"""Plugins as the command shows them: the list, and the calls of their hooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from styringsdialog.cli.output import print_json, say
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.installed import InstalledPlugin, installed
from styringsdialog.hooks.vetting import one_line
from styringsdialog.loading.edition import load_conference

__all__ = ["list_plugins", "print_trace"]

_HEADINGS = ("PLUGIN", "DISTRIBUTION", "API", "HOOKS", "USED FOR", "STATUS")


def list_plugins(edition: Path | None, *, as_json: bool) -> None:
    """Print every plugin that is installed; with ``edition``, also which of its contributors name it.

    Raises:
        EditionError: The edition cannot be loaded.
    """
    conference = load_conference(edition) if edition is not None else None
    found = installed(conference)
    if as_json:
        print_json({"plugins": [_as_data(plugin, used=conference is not None) for plugin in found]})
        return
    columns = [index for index, name in enumerate(_HEADINGS) if conference is not None or name != "USED FOR"]
    _print_table([[row[index] for index in columns] for row in (_HEADINGS, *map(_row, found))])


def print_trace(contribution: Contribution) -> None:
    """Print on standard error what a contributor's hooks got and gave, what was printed, and what it took."""
    who = f"plugin {contribution.plugin or '-'}, contributor {contribution.contributor_id}"
    run = contribution.run
    if run is None:
        click.echo(f"hook: {who}: there is no such plugin, or several", err=True)
        return
    for call in run.calls:
        click.echo(f"hook: {who}: {one_line(call.hook)}({one_line(call.arguments)})", err=True)
        click.echo(f"      gave {one_line(call.answer) or 'no answer'}", err=True)
    for line in run.printed.splitlines():
        click.echo(f"      printed {one_line(line)}", err=True)
    strays = f", {run.strays} processes left behind and ended" if run.strays else ""
    click.echo(f"      took {run.seconds:.2f} s of processor time, {run.megabytes:.0f} MB{strays}", err=True)


def _as_data(plugin: InstalledPlugin, *, used: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "name": plugin.name,
        "title": plugin.title,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "built_in": plugin.built_in,
        "api": plugin.api or None,
        "hooks": list(plugin.hooks),
        "status": plugin.status,
    }
    return data | {"contributors": list(plugin.contributors)} if used else data


def _row(plugin: InstalledPlugin) -> tuple[str, ...]:
    return (
        plugin.name,
        f"{plugin.distribution} {plugin.version}".strip(),
        str(plugin.api or "-"),
        " ".join(plugin.hooks) or "-",
        " ".join(plugin.contributors) or "-",
        plugin.status,
    )


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print ``rows`` in columns; the last may be as long as it likes."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths[-1] = 0
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
