"""What the command says: to people on standard error, to machines on standard output."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from styringsdialog.cli.language import language
from styringsdialog.errors import OutputError, Problem, Remark
from styringsdialog.messages.message import Language
from styringsdialog.model.conformance import Conformance, Profile

__all__ = [
    "failure",
    "print_bytes",
    "print_conformance",
    "print_json",
    "print_notes",
    "print_problems",
    "progress",
    "say",
]


def print_problems(problems: Sequence[Problem]) -> None:
    """Print every problem with where it is and what to do, on standard error."""
    _print_all({Language.DANISH: "fejl", Language.ENGLISH: "error"}[language()], problems)


def print_notes(notes: Sequence[Problem | Remark]) -> None:
    """Print what somebody should see to and nothing stops for, on standard error."""
    _print_all({Language.DANISH: "bemærk", Language.ENGLISH: "note"}[language()], notes)


def _print_all(label: str, messages: Sequence[Problem | Remark]) -> None:
    for item in messages:
        text = item.text(language())
        click.echo(": ".join(filter(None, (label, item.place.text(language()), text.what))), err=True)
        if text.hint:
            click.echo(f"{'':{len(label) + 2}}{text.hint}", err=True)


def print_conformance(file: str, found: Conformance, wanted: Sequence[Profile]) -> None:
    """Print which of ``wanted`` the file satisfies, and the rules that it breaks, on standard output."""
    unchecked = dict(found.unchecked)
    for profile in wanted:
        if profile in found.satisfied:
            say(f"{file}: {profile.label}: satisfied")
        elif profile in unchecked:
            say(f"{file}: {profile.label}: cannot be checked: {unchecked[profile]}")
        else:
            say(f"{file}: {profile.label}: not satisfied")
            for finding in found.of(profile):
                say(f"  {finding.rule}: {finding.message}")


def print_json(data: dict[str, Any]) -> None:
    """Print ``data`` as one JSON object on standard output."""
    say(json.dumps(data, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Print ``text`` on standard output.

    Raises:
        OutputError: It cannot be written there.
        BrokenPipeError: Nobody listens any more, which is no fault.
    """
    print_bytes(f"{text}\n")


def print_bytes(content: str | bytes) -> None:
    """Print ``content`` on standard output as it is.

    Raises:
        OutputError: It cannot be written there.
        BrokenPipeError: Nobody listens any more, which is no fault.
    """
    try:
        click.echo(content, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_standard_output()
        message = f"cannot be written: {error.strerror or error}"
        raise OutputError.at("standard output", message, "what the command makes in files is not concerned") from error


def _give_up_standard_output() -> None:
    """Lead what standard output still holds nowhere.

    Python tries to write it once more when it ends, and failing again makes the exit code 120.
    """
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path: where nothing goes
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def failure(exit_code: int, problems: Sequence[Problem]) -> dict[str, Any]:
    """Give what ``--json`` says of a command that failed."""
    return {"ok": False, "exit_code": exit_code, "problems": [problem.as_data() for problem in problems]}


@contextlib.contextmanager
def progress(*, wanted: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done: a spinner on a terminal, nothing elsewhere."""
    # A service may have no standard error at all.
    if not (wanted and sys.stderr and sys.stderr.isatty()):
        yield lambda _: None
        return
    # Imported here because a third of a second matters to --help and to scheduled jobs.
    from rich.console import Console  # noqa: PLC0415 - see above

    with Console(stderr=True).status("reading") as status:
        yield status.update
