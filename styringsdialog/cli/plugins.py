"""Plugins as the command shows them: the list, and the calls of their hooks."""

from __future__ import annotations

from pathlib import Path

import click

from styringsdialog.cli.output import language, print_json, say, table, words
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.installed import InstalledPlugin, installed
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language, Message, message

# The column that only a list for an edition has.
_USED_FOR = 4

_HEADINGS = (
    message("cli.heading-plugin"),
    message("cli.heading-distribution"),
    message("cli.heading-api"),
    message("cli.heading-hooks"),
    message("cli.heading-used-for"),
    message("cli.heading-plugin-status"),
)


def list_plugins(edition: Path | None, *, as_json: bool) -> None:
    """Print every plugin that is installed; with ``edition``, also which of its contributors name it.

    Raises:
        EditionError: The edition cannot be loaded.
    """
    conference = load_conference(edition) if edition is not None else None
    plugins = installed(conference)
    if as_json:
        print_json({"plugins": [_as_data(plugin, used=conference is not None) for plugin in plugins]})
        return
    columns = [column for column in range(len(_HEADINGS)) if conference is not None or column != _USED_FOR]
    rows = [tuple(map(words, _HEADINGS)), *map(_row, plugins)]
    for line in table([[row[column] for column in columns] for row in rows]):
        say(line)


def print_trace(contribution: Contribution) -> None:
    """Print on standard error what a contributor's hooks got and gave, what was printed, and what it took."""
    who = {"plugin": str(contribution.plugin or "-"), "contributor": contribution.contributor_id}
    if (run := contribution.run) is None:
        click.echo(words(message("cli.hook-of-nobody", **who)), err=True)
        return
    for call in run.calls:
        click.echo(words(message("cli.hook-called", **who, call=f"{call.hook}({call.arguments})")), err=True)
        answer = message("cli.hook-answered", answer=call.answer)
        _trace(answer if call.answer else message("cli.hook-without-answer"))
    for line in run.printed.splitlines():
        _trace(message("cli.hook-printed", line=line))
    spent = {"seconds": f"{run.seconds:.2f}", "megabytes": f"{run.megabytes:.0f}"}
    left = message("cli.hooks-took-and-left", **spent, processes=run.strays)
    _trace(left if run.strays else message("cli.hooks-took", **spent))


def _trace(what: Message) -> None:
    click.echo(f"      {words(what)}", err=True)


def _as_data(plugin: InstalledPlugin, *, used: bool) -> dict[str, object]:
    data: dict[str, object] = {
        "name": plugin.name,
        "title": plugin.title,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "built_in": plugin.built_in,
        "api": plugin.api or None,
        "hooks": list(plugin.hooks),
        "status": _status(plugin, Language.ENGLISH),
        "problems": [problem.as_data() for problem in plugin.problems],
    }
    return data | {"contributors": list(plugin.contributors)} if used else data


def _row(plugin: InstalledPlugin) -> tuple[str, ...]:
    return (
        plugin.name,
        f"{plugin.distribution} {plugin.version}".strip(),
        str(plugin.api or "-"),
        " ".join(plugin.hooks) or "-",
        " ".join(plugin.contributors) or "-",
        _status(plugin, language()),
    )


def _status(plugin: InstalledPlugin, language: Language) -> str:
    return "; ".join(problem.text(language).line for problem in plugin.problems) or "ok"
