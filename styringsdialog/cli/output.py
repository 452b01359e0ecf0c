"""What the command says: to people on standard error, to machines on standard output."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from styringsdialog.errors import Problem
from styringsdialog.model.conformance import Conformance, Profile

__all__ = ["failure", "print_conformance", "print_json", "print_problems", "progress"]


def print_problems(problems: Sequence[Problem]) -> None:
    """Print every problem with where it is and what to do, on standard error."""
    for problem in problems:
        click.echo(f"error: {problem.where}: {problem.message}", err=True)
        if problem.hint:
            click.echo(f"       {problem.hint}", err=True)


def print_conformance(file: str, found: Conformance, wanted: Sequence[Profile]) -> None:
    """Print which of ``wanted`` the file satisfies, and the rules that it breaks, on standard output."""
    unchecked = dict(found.unchecked)
    for profile in wanted:
        if profile in found.satisfied:
            click.echo(f"{file}: {profile.label}: satisfied")
        elif profile in unchecked:
            click.echo(f"{file}: {profile.label}: cannot be checked: {unchecked[profile]}")
        else:
            click.echo(f"{file}: {profile.label}: not satisfied")
            for finding in found.of(profile):
                click.echo(f"  {finding.rule}: {finding.message}")


def print_json(data: dict[str, Any]) -> None:
    """Print ``data`` as one JSON object on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def failure(exit_code: int, problems: Sequence[Problem]) -> dict[str, Any]:
    """Give what ``--json`` says of a command that failed."""
    return {"ok": False, "exit_code": exit_code, "problems": [problem.as_data() for problem in problems]}


@contextlib.contextmanager
def progress(*, wanted: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done: a spinner on a terminal, nothing elsewhere."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda _: None
        return
    # Imported here because a third of a second matters to --help and to scheduled jobs.
    from rich.console import Console  # noqa: PLC0415 - see above

    with Console(stderr=True).status("reading") as status:
        yield status.update
