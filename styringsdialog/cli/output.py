"""What the command says, in Danish or English: to people on standard error, to machines on standard output."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from styringsdialog.errors import OutputError, Problem, Remark
from styringsdialog.messages.message import Language, Message, Where, message, system_reason, text_of
from styringsdialog.messages.showing import shown_data, shown_lines
from styringsdialog.model.conformance import Conformance, Profile
from styringsdialog.report.reasons import meaning_of

_META = "language"


def language() -> Language:
    """Return the language of the command that runs."""
    context = click.get_current_context(silent=True)
    return (context.meta.get(_META) if context else None) or _of_the_locale()


def words(what: Message) -> str:
    """Return what ``what`` says in the language of the command that runs, without its hint."""
    return text_of(what, language()).what


def choose_language(context: click.Context, arguments: Sequence[str]) -> None:
    """Let ``context``, and what runs in it, speak the language that ``--lang`` among ``arguments`` names.

    Looked for before they are parsed: what is wrong with them is told in that language too.
    """
    given = list(arguments)
    for argument, following in zip(given, (*given[1:], ""), strict=True):
        name, _, value = argument.partition("=")
        if name == "--lang" and (value or following) in {*Language}:
            context.meta[_META] = Language(value or following)


def _of_the_locale() -> Language:
    """Return English where the locale is an English one; everything else is Danish, ``C`` too."""
    # POSIX, 8.2: of these variables the first that is not empty counts.
    locale = next(filter(None, (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return (
        Language.ENGLISH if re.split(r"[_.@]", locale, maxsplit=1)[0].lower() in {"en", "english"} else Language.DANISH
    )


def print_problems(problems: Sequence[Problem]) -> None:
    """Print every problem with where it is and what to do, on standard error."""
    _print_all(words(message("cli.label-error")), problems)


def print_notes(notes: Sequence[Problem | Remark]) -> None:
    """Print what somebody should see to and nothing stops for, on standard error."""
    _print_all(words(message("cli.label-note")), notes)


def _print_all(label: str, messages: Sequence[Problem | Remark]) -> None:
    for item in messages:
        text = item.text(language())
        click.echo(": ".join(filter(None, (label, item.place.text(language()), text.what))), err=True)
        if text.hint:
            click.echo(f"{'':{len(label) + 2}}{text.hint}", err=True)


def print_conformance(file: str, conformance: Conformance, profiles: Sequence[Profile]) -> None:
    """Print which of ``profiles`` the file satisfies, and the rules that it breaks, on standard output."""
    reasons = dict(conformance.reasons)
    for profile in profiles:
        if profile in conformance.satisfied:
            tell("cli.satisfied", file=file, profile=profile.label)
        elif profile in reasons:
            tell("cli.unchecked", file=file, profile=profile.label, reason=reasons[profile])
        else:
            tell("cli.not-satisfied", file=file, profile=profile.label)
            for finding in conformance.of(profile):
                # The checker's own words are in English, and say more; ours say what is known of such rules.
                meaning = message("cli.broken-rule", meaning=meaning_of(finding.rule), checker=finding.message)
                say(f"  {finding.rule}: {words(meaning)}")


def print_json(data: dict[str, Any]) -> None:
    """Print ``data`` as one JSON object on standard output."""
    # Danish letters as they are: people read this JSON too.
    print_bytes(json.dumps(shown_data(data), ensure_ascii=False, indent=2) + "\n")


def tell(code: str, /, **arguments: str | float | Message | Sequence[str]) -> None:
    """Print the message ``code`` of ``arguments`` on standard output.

    Raises:
        OutputError: It cannot be written there.
        BrokenPipeError: Nobody listens any more, which is no fault.
    """
    say(words(message(code, **arguments)))


def say(text: str) -> None:
    """Print ``text`` on standard output.

    Raises:
        OutputError: It cannot be written there.
        BrokenPipeError: Nobody listens any more, which is no fault.
    """
    print_bytes(f"{shown_lines(text)}\n")


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
        # What it still holds is led nowhere: Python tries to write it once more when it ends, and failing again makes
        # the exit code 120.
        with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path: where nothing goes
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise OutputError.at(
            Where(origin=message("place.standard-output")),
            message("cli.cannot-be-printed", reason=system_reason(error)),
        ) from error


def failure(exit_code: int, problems: Sequence[Problem]) -> dict[str, Any]:
    """Return what ``--json`` says of a command that failed."""
    return {"ok": False, "exit_code": exit_code, "problems": [problem.as_data() for problem in problems]}


@contextlib.contextmanager
def progress(*, wanted: bool) -> Iterator[Callable[[Message], None]]:
    """Return a function that shows what is being done: a spinner on a terminal, nothing elsewhere."""
    # A service may have no standard error at all.
    if not (wanted and sys.stderr and sys.stderr.isatty()):
        yield lambda _: None
        return
    # Imported here because a third of a second matters to --help and to scheduled jobs.
    from rich.console import Console  # noqa: PLC0415 - see above

    with Console(stderr=True).status(words(message("cli.reading"))) as status:
        yield lambda step: status.update(words(step))


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Return ``rows`` as lines of columns; the last column may be as wide as it likes."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths[-1] = 0
    yield from ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
