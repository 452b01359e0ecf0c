"""Click's commands and parameters with help from the catalogue, in the language of the command that runs.

Click takes its own words from gettext, whose catalogue and language belong to the whole process; the few of them that
are printed here come from ours instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.decorators import FC

from styringsdialog.cli.output import language, words
from styringsdialog.errors import Fault, Problem
from styringsdialog.messages.message import Language, Message, Where, message, text_of

# What a value of each looks like.
_DATE, _CLOCK = "2031-05-03", "03:30"


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
    return Problem(
        Fault.EDITION,
        Where(origin=message("place.command-line")),
        message(
            "cli.misuse",
            reason=_reason(error),
            command=error.ctx.command_path if error.ctx else "styringsdialog",
        ),
    )


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
            return (
                message("cli.option-takes-no-value", name=error.option_name)
                if _is_flag(error)
                else message("cli.option-needs-a-value", name=error.option_name)
            )
        case click.MissingParameter(param=click.Argument() as argument, ctx=click.Context() as context):
            return message("cli.missing-argument", name=argument.make_metavar(context))
        case click.MissingParameter(param=click.Option() as option):
            return message("cli.missing-option", name=option.opts[-1])
    # Click refuses a group without a command by a UsageError that has no class of its own.
    return (
        message("cli.no-command")
        if isinstance(error.ctx and error.ctx.command, click.Group)
        else message("cli.not-understood", words=error.format_message())
    )


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


class _Parameter(click.Parameter):
    """A parameter whose wrong values are told in our words."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            raise Misuse(bad_value(self, value, error), ctx) from error


class Option(_Parameter, click.Option):
    """An option; its help says what it does and, as the message's hint, what holds without it."""

    # ``help`` is click's own name for it.
    def __init__(self, names: Sequence[str], *, help: Message, metavar: Message | None = None, **settings: Any) -> None:  # noqa: A002 - see above
        """Make the option ``names``, with click's own ``settings``."""
        self._help = help
        self._metavar = metavar
        super().__init__(names, **settings)

    @property
    def help(self) -> str:
        """Return what it does, and what holds without it."""
        text = text_of(self._help, language())
        return f"{text.what}.{_default(text.hint)}"

    @help.setter  # noqa: A003 - click sets what it was given, and the catalogue has the words
    def help(self, _: str | None) -> None:
        """Leave it as it is."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what its value is called."""
        return words(self._metavar) if self._metavar else super().make_metavar(ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return its line in the help."""
        # Made here, because click writes «[default: …]» in English.
        value = "" if self.is_flag else f" {self.make_metavar(ctx)}"
        default = _default(str(self.default)) if self.show_default else ""
        return f"{', '.join(self.opts)}{value}", f"{self.help}{default}"


def _default(value: str) -> str:
    return f"  [{words(message('cli.default', value=value))}]" if value else ""


class _Argument(_Parameter, click.Argument):
    """An argument; its name in the usage line is a message."""

    def __init__(self, names: Sequence[str], *, metavar: Message | None = None, **settings: Any) -> None:
        self._metavar = metavar
        super().__init__(names, **settings)

    def make_metavar(self, ctx: click.Context) -> str:
        if self._metavar is None:
            return super().make_metavar(ctx)
        return words(self._metavar) if self.required else f"[{words(self._metavar)}]"


class Command(click.Command):
    """A command; a second paragraph of its help is the message's hint."""

    def __init__(self, name: str | None, *, help: Message, **settings: Any) -> None:  # noqa: A002 - as in Option
        """Make the command ``name``, with click's own ``settings``."""
        self._help = help
        super().__init__(name, **settings)

    @property
    def help(self) -> str:
        """Return what it does."""
        text = text_of(self._help, language())
        return "\n\n".join(filter(None, (f"{text.what}.", text.step)))

    @help.setter  # noqa: A003 - click sets what it was given, and the catalogue has the words
    def help(self, _: str | None) -> None:
        """Leave it as it is."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse ``args``; those that are too many are refused here, because click's refusal holds no list of them."""
        takes_more = ctx.allow_extra_args
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            # The parser's own errors do not name the command that they are about.
            error.ctx = error.ctx or ctx
            raise
        if left and not takes_more:
            raise Misuse(message("cli.too-many-arguments", arguments=left), ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``, whose words would be click's."""
        if (option := super().get_help_option(ctx)) is not None:
            # Click keeps the option it has made: its words are put in each time, in this call's language.
            option.help = f"{words(message('cli.option-help'))}."
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line."""
        # Made here, because click begins with «[OPTIONS]».
        pieces = (piece for parameter in self.get_params(ctx) for piece in parameter.get_usage_pieces(ctx))
        return [words(message("cli.usage-options")), *pieces]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        usage = words(message("cli.usage"))
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=f"{usage}: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options."""
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        with formatter.section(words(message("cli.options"))):
            formatter.write_dl([record for option in options if (record := option.get_help_record(ctx))])


class Group(Command, click.Group):
    """A command of several commands."""

    command_class: type[click.Command] | None = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that ``args`` names; one that is not there is refused here, in our words."""
        if self.get_command(ctx, args[0]) is None:
            raise Misuse(message("cli.no-such-command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line."""
        return [*super().collect_usage_pieces(ctx), f"{words(message('cli.usage-command'))}..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of options, and that of commands."""
        super().format_options(ctx, formatter)
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        # The 6 is click's own (``Group.format_commands``), whose heading cannot be had in other words.
        room = formatter.width - 6 - max(len(name) for name, _ in commands)
        with formatter.section(words(message("cli.commands"))):
            formatter.write_dl([(name, command.get_short_help_str(room)) for name, command in commands])


# Click's decorators, for what is ours.
command: Callable[..., Callable[[Callable[..., Any]], Command]] = partial(click.command, cls=Command)
option: Callable[..., Callable[[FC], FC]] = partial(click.option, cls=Option)
argument: Callable[..., Callable[[FC], FC]] = partial(click.argument, cls=_Argument)


def _note_json(ctx: click.Context, _: click.Parameter, value: bool) -> bool:  # noqa: FBT001 - click calls it so
    """Note for ``main`` whether errors are JSON too."""
    ctx.meta["json"] = value
    return value


PATH = message("cli.value-path")
DATE = message("cli.value-date")

EDITION = argument("edition", type=click.Path(path_type=Path), metavar=message("cli.value-edition"))
EDITION_OR_FILE = argument("edition", type=click.Path(path_type=Path), metavar=message("cli.value-edition-or-file"))
EDITION_OR_SERIES = argument("edition", type=click.Path(path_type=Path), metavar=message("cli.value-edition-or-series"))
JSON = option("--json", "as_json", is_flag=True, callback=_note_json, help=message("cli.option-json"))
# Gives the command a day: the one that is named, else today where the user sits.
TODAY = option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=lambda _, __, named: (named or dt.datetime.now()).date(),  # noqa: DTZ005 - see above
    metavar=DATE,
    help=message("cli.option-today"),
)
LANGUAGE = option(
    "--lang",
    type=click.Choice([choice.value for choice in Language]),
    expose_value=False,  # ``choose_language`` has looked for it already
    help=message("cli.option-lang"),
)
