"""What is wrong with how a command was called, as a message: click's own words are in English."""

from __future__ import annotations

import click

from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Language, Message, message, text_of
from styringsdialog.messages.place import Where

_DATE, _CLOCK = "2031-05-03", "03:30"
"""What a value of each looks like."""


class Misuse(click.UsageError):
    """A wrong use that click does not know of.

    Attributes:
        what: What is wrong.
    """

    def __init__(self, what: Message, ctx: click.Context | None = None) -> None:
        """Carry ``what``; ``ctx`` is filled in by click where a command is running."""
        # For click alone: ``misuse_problem`` tells ``what`` in the user's language.
        super().__init__(text_of(what, Language.ENGLISH).what, ctx)
        self.what = what


def misuse_problem(error: click.UsageError) -> Problem:
    """Return ``error`` as a problem, with where to read how the command is called."""
    command = error.ctx.command_path if error.ctx else "styringsdialog"
    where = Where(origin=message("place.command-line"))
    return Problem(Fault.EDITION, where, message("cli.misuse", reason=_reason(error), command=command))


def _reason(error: click.UsageError) -> Message:
    match error:
        case Misuse():
            return error.what
        case click.NoSuchOption(possibilities=[_, *_]):
            return message("cli.no-such-option-but", name=error.option_name, options=error.possibilities or ())
        case click.NoSuchOption():
            return message("cli.no-such-option", name=error.option_name)
        case click.BadOptionUsage():
            # Click has one class for an option with a value too many and for one without its value.
            if _is_flag(error):
                return message("cli.option-takes-no-value", name=error.option_name)
            return message("cli.option-needs-a-value", name=error.option_name)
        case click.MissingParameter(param=click.Argument() as argument, ctx=click.Context() as context):
            return message("cli.missing-argument", name=argument.make_metavar(context))
        case click.MissingParameter(param=click.Option() as option):
            return message("cli.missing-option", name=option.opts[-1])
    # Click refuses a group without a command by a UsageError that has no class of its own.
    if isinstance(error.ctx and error.ctx.command, click.Group):
        return message("cli.no-command")
    return message("cli.not-understood", words=error.format_message())


def _is_flag(error: click.BadOptionUsage) -> bool:
    options = error.ctx.command.params if error.ctx else []
    return any(
        isinstance(option, click.Option) and option.is_flag and error.option_name in option.opts for option in options
    )


def bad_value(parameter: click.Parameter, value: object, error: click.BadParameter) -> Message:
    """Return why ``value`` cannot be that of ``parameter``, which click tells as ``error``."""
    name = parameter.opts[-1]
    values = [str(single) for single in value] if isinstance(value, list | tuple) else str(value)
    match parameter.type:
        case click.Choice(choices=choices):
            return message("cli.not-one-of", name=name, value=values, choices=[str(choice) for choice in choices])
        case click.DateTime(formats=["%H:%M"]):
            return message("cli.no-such-moment", name=name, value=values, example=_CLOCK)
        case click.DateTime():
            return message("cli.no-such-moment", name=name, value=values, example=_DATE)
    return message("cli.not-understood", words=error.format_message())
