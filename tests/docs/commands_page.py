"""``docs/commands.md``: every command, option and exit code, made from the command itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from styringsdialog.cli.main import main
from styringsdialog.errors import DUE_EXIT_CODE, GAPS_EXIT_CODE, Fault, StyringsdialogError

__all__ = ["commands", "commands_page"]

HEAD = """\
# Commands

<!-- Made from the command itself: pytest tests/docs --update-golden. Do not mend it by hand. -->

What a person reads goes to standard error, except results; what a machine reads (`--json`) is one JSON object on
standard output, and of `run` one on each line. A spinner shows only on a terminal. `python -m styringsdialog` is the
same command.
"""

ENVIRONMENT = """\

## Environment

`SOURCE_DATE_EPOCH`, seconds since 1970, replaces the dates inside the PDF, which otherwise come from the edition.
Nothing else in the environment changes a package.
"""

EXIT_CODES = """\

## Exit codes

The code says whose table a problem lands on. With several problems all are printed, and the lowest code is given.

| code | what it means |
|--:|---|
| 0 | good |
"""

INTERNAL = "a fault of the program's own: please report it"
USAGE = "; also a command line that cannot be understood"


def commands(
    command: click.Command = main, name: str = "styringsdialog", parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Give each command in a context that knows its full name, groups before what is in them."""
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for inner_name, inner in _within(command, context):
            yield from commands(inner, inner_name, context)


def commands_page() -> str:
    """Give the page."""
    sections = "".join("\n".join(("", *_section(context), "")) for context in commands())
    return f"{HEAD}{sections}{EXIT_CODES}{''.join(_exit_codes())}{ENVIRONMENT}"


def _section(context: click.Context) -> Iterator[str]:
    command = context.command
    assert command.help
    usage = " ".join([_name(context), *command.collect_usage_pieces(context)])
    yield from (f"## `{_name(context)}`", "", f"`{usage}`", "", " ".join(command.help.split()), "")
    yield from ("| option | what it does |", "|---|---|")
    for option in command.get_params(context):
        if isinstance(option, click.Option):
            assert option.help
            yield f"| {_cell(_names(option))} | {_cell(_meaning(option))} |"
    if isinstance(command, click.Group):
        yield from ("", "| command | what it does |", "|---|---|")
        for name, inner in _within(command, context):
            yield f"| `{_name(context)} {name}` | {_cell(inner.get_short_help_str(200))} |"


def _within(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        yield name, command


def _name(context: click.Context) -> str:
    """Give the whole name, without the arguments that a group may have taken."""
    above = [f"{_name(context.parent)} "] if context.parent else []
    return "".join([*above, str(context.info_name)])


def _names(option: click.Option) -> str:
    value = "" if option.is_flag or option.count else f" {'VALUE' if isinstance(option.type, click.Choice) else 'TEXT'}"
    if isinstance(option.type, click.Path):
        value = " PATH"
    return ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))


def _meaning(option: click.Option) -> str:
    parts = [option.help or ""]
    if isinstance(option.type, click.Choice):
        parts.append("One of " + ", ".join(f"`{choice}`" for choice in option.type.choices) + ".")
    if option.show_default:
        parts.append(f"Without it: `{option.default}`.")
    return " ".join(parts)


def _exit_codes() -> Iterator[str]:
    """Give a line for each code."""
    said = {kind.fault: " ".join((kind.__doc__ or "").split()) for kind in StyringsdialogError.__subclasses__()}
    for fault in Fault:
        text = INTERNAL if fault is Fault.INTERNAL else said[fault].rstrip(".")
        usage = USAGE if fault == click.UsageError.exit_code else ""
        yield f"| {int(fault)} | {_lowered(text)}{usage} |\n"
    yield f"| {GAPS_EXIT_CODE} | a package was made, but with gaps (`--keep-going`) |\n"
    yield f"| {DUE_EXIT_CODE} | something in a series is due (`status --due`) |\n"


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
