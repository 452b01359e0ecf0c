"""The command ``styringsdialog``: few words, because people return to them every second year."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from styringsdialog.cli.init import init
from styringsdialog.cli.output import (
    choose_language,
    failure,
    print_json,
    print_notes,
    print_problems,
    progress,
    say,
    tell,
    words,
)
from styringsdialog.cli.plugin import plugin
from styringsdialog.cli.run import check, run, status
from styringsdialog.cli.schedule import schedule
from styringsdialog.cli.speaking import (
    DATE,
    EDITION,
    JSON,
    LANGUAGE,
    PATH,
    Group,
    Misuse,
    Option,
    argument,
    misuse_problem,
    option,
)
from styringsdialog.cli.store import NO_STORE, store
from styringsdialog.cli.verify import verify
from styringsdialog.errors import (
    GAPS_EXIT_CODE,
    EditionError,
    Fault,
    OutputError,
    Problem,
    Remark,
    StyringsdialogError,
)
from styringsdialog.hooks import ANSWERING
from styringsdialog.messages.message import Where, message
from styringsdialog.model.conference import Audience, Stage

if TYPE_CHECKING:
    from styringsdialog.report.build import BuildReport


# What is wrong with bilag alone; a text of the edition's own is the edition's fault.
_OF_BILAG = frozenset({Fault.PLUGIN, Fault.CONTENT, Fault.FILE, Fault.PERSONAL_DATA})
_KEEP_GOING = Problem(Fault.FILE, Where(origin=message("place.package")), message("cli.could-keep-going"))

# Commands import what they need when they run: reportlab and pikepdf take longer to load than
# --help takes to print.


class _Program(Group):
    """The group of all commands; it turns errors into messages and exit codes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        choose_language(ctx, args)
        # Until a command is found out about, and for what is wrong with how it is called.
        ctx.meta["json"] = _wants_json(args)
        return super().parse_args(ctx, args)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        # Copied, because click's parser takes the words out of the list that it is given.
        given = tuple(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        # A UsageError too, but nobody did anything wrong: it prints the help.
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            # The context that was being made is gone already.
            with click.Context(self, info_name=info_name) as ctx:
                choose_language(ctx, given)
                ctx.meta["json"] = _wants_json(given)
                _refuse(ctx, error)

    def invoke(self, ctx: click.Context) -> Any:
        # A command may set it too, which is of no use to whoever called it in a wrong way.
        as_json = bool(ctx.meta["json"])
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            ctx.meta["json"] = as_json
            _refuse(ctx, error)
        except StyringsdialogError as error:
            _fail(ctx, error.exit_code, error.problems)
        # Click's own ``main`` makes an exit code of each of these.
        except (click.exceptions.Exit, click.ClickException, BrokenPipeError):
            raise
        except (click.Abort, KeyboardInterrupt):
            click.echo(f"\n{words(message('cli.aborted'))}", err=True)
            ctx.exit(1)
        except Exception:  # noqa: BLE001 - the last resort: whatever it is, it is a fault of ours
            traceback.print_exc()
            _fail(
                ctx,
                Fault.INTERNAL,
                (Problem(Fault.INTERNAL, Where(origin=message("place.program")), message("cli.own-fault")),),
            )


def _fail(ctx: click.Context, exit_code: int, problems: tuple[Problem, ...]) -> NoReturn:
    print_problems(problems)
    # Only ``build`` sets it; of another command it is neither true nor false.
    if ctx.meta.get("keep_going") is False and _OF_BILAG.issuperset(problem.fault for problem in problems):
        print_notes([_KEEP_GOING])
    if ctx.meta.get("json"):
        # Where standard output is what failed, there is nothing more to say on it.
        with contextlib.suppress(OutputError):
            print_json(failure(exit_code, problems))
    ctx.exit(exit_code)


def _refuse(ctx: click.Context, error: click.UsageError) -> NoReturn:
    """Tell that the command was called in a wrong way, and how it is called."""
    click.echo((error.ctx or ctx).get_usage(), err=True)
    # Not ``_fail``: no package was asked for that could be made with gaps.
    ctx.meta.pop("keep_going", None)
    _fail(ctx, error.exit_code, (misuse_problem(error),))


def _wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether ``--json`` is among the options; behind ``--`` there are none."""
    given = list(arguments)
    return "--json" in given[: given.index("--") if "--" in given else None]


@click.group(
    cls=_Program,
    help=message("cli.help"),
    # ``-h`` too, which click does not have by itself.
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
# By its name, because under ``python -m`` click would print that instead.
@click.version_option(
    package_name="styringsdialog", prog_name="styringsdialog", cls=Option, help=message("cli.option-version")
)
def main() -> None:
    """Make the package for a styringsdialogkonference."""
    # A command is short, and keeps most of what it makes: the search for garbage took a twentieth of its time.
    gc.set_threshold(100_000)
    # A scheduler ends jobs with SIGTERM; as an exit it leaves no scratch folder behind.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        # Else each relative path would fail later, in words about the path.
        Path.cwd()
    except OSError as error:
        raise OutputError.at(Where(file="."), message("cli.folder-is-gone")) from error


@main.command(help=message("cli.help-build"))
@EDITION
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    metavar=PATH,
    help=message("cli.option-output"),
)
@option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    default=Stage.INFORMATIONSPAKKE.value,
    show_default=True,
    help=message("cli.option-stage"),
)
@option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help=message("cli.option-audience"),
)
@option("--separate", is_flag=True, help=message("cli.option-separate"))
@option("--distribute", is_flag=True, help=message("cli.option-distribute"))
@option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar=DATE, help=message("cli.option-build-today"))
@option("--keep-going", is_flag=True, help=message("cli.option-keep-going"))
@option("--trace-hooks", is_flag=True, help=message("cli.option-trace-hooks"))
@NO_STORE
@JSON
@click.pass_context
def build(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context,
    edition: Path,
    *,
    output: Path,
    stage: str,
    audience: str,
    distribute: bool,
    today: dt.datetime | None,
    keep_going: bool,
    separate: bool,
    trace_hooks: bool,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Make the package of the folder EDITION: PDF, manifest and a report in Danish."""
    from styringsdialog.isolate.running import start_workers, unguarded  # noqa: PLC0415 - see the top

    # First, so that they load what they need beside this process.
    workers = ctx.with_resource(start_workers(ANSWERING))

    from styringsdialog.loading.series import load_conference  # noqa: PLC0415 - see the top
    from styringsdialog.loading.starter import unfilled  # noqa: PLC0415 - see the top
    from styringsdialog.model.options import BuildOptions  # noqa: PLC0415 - see the top
    from styringsdialog.pipeline import build_with  # noqa: PLC0415 - see the top
    from styringsdialog.versions.shelf import mark_sent  # noqa: PLC0415 - see the top

    ctx.meta["keep_going"] = keep_going
    tracer = None
    if trace_hooks:
        from styringsdialog.cli.plugins import print_trace  # noqa: PLC0415 - see the top

        tracer = print_trace
    timestamp = _source_date_epoch()
    # Only what is sent out bears the day's date: the same edition gives the same bytes on any day.
    date = (today or dt.datetime.now()).date() if distribute or today else None  # noqa: DTZ005 - the date where the user sits
    conference = load_conference(edition)
    # Each of its pages says «Kladde», and what is sent out is no draft.
    if distribute and conference.draft:
        raise EditionError.at(Where(file="conference.toml", path="draft"), message("cli.draft-is-not-sent"))
    notes: tuple[Problem | Remark, ...] = (*unguarded(), *unfilled(conference, (Stage(stage),)))
    print_notes(notes)
    with progress(wanted=not as_json) as show:
        report = build_with(
            workers,
            conference,
            output,
            BuildOptions(
                stage=Stage(stage),
                audience=Audience(audience),
                keep_going=keep_going,
                separate=separate,
                timestamp=timestamp,
                revised=date,
                keep_sent=True,
            ),
            progress=show,
            trace=tracer,
            store=kept,
        )
    # When the package stands where it was asked for: one that could not be made was sent to nobody.
    marked = date is not None and distribute and mark_sent(report, date)
    exit_code = 0 if report.complete else GAPS_EXIT_CODE
    print_notes(report.remarks)
    print_problems(report.problems)
    if as_json:
        summary = {
            "ok": report.complete,
            "exit_code": exit_code,
            "files": [str(file) for file in report.files],
            "notes": [*(note.as_data() for note in notes), *(note.as_data() for note in report.remarks)],
        }
        print_json({**summary, **({"newly_marked_as_sent": marked} if distribute else {}), **report.as_data()})
    else:
        _tell_built(report)
        if distribute:
            say(words(message("cli.marked-as-sent") if marked else message("cli.was-marked-as-sent")))
    ctx.exit(exit_code)


def _tell_built(report: BuildReport) -> None:
    size = message("cli.size", pages=report.pages, bilag=len(report.bilag))
    if not report.complete:
        size = message("cli.size-with-gaps", size=size)
    if report.revision.number > 1:
        size = message("cli.size-of-a-revision", size=size, number=report.revision.number)
    tell("cli.built", file=str(report.pdf), size=size)
    for file in report.files:
        if file.name.endswith(".report.html"):
            tell("cli.report-is", file=str(file))


@main.command(help=message("cli.help-plugins"))
@argument("edition", type=click.Path(path_type=Path), required=False, metavar=message("cli.value-edition"))
@JSON
def plugins(edition: Path | None, *, as_json: bool) -> None:
    """List the plugins that are installed, whether they can be used, and who in EDITION has them."""
    from styringsdialog.cli.plugins import list_plugins  # noqa: PLC0415 - see the top

    list_plugins(edition, as_json=as_json)


@main.command(help=message("cli.help-schema"))
@argument("file", type=click.Choice(["conference.toml", "bilag.toml"]), default="conference.toml")
def schema(file: str) -> None:
    """Print a JSON Schema of conference.toml, or of bilag.toml, for editors that complete and check it."""
    from styringsdialog.loading.starter import edition_schema, listing_schema  # noqa: PLC0415 - see the top

    print_json(edition_schema() if file == "conference.toml" else listing_schema())


def _source_date_epoch() -> dt.datetime | None:
    """Return the date that reproducible builds set for all tools, as UTC; nothing when it is not set."""
    if not (value := os.environ.get("SOURCE_DATE_EPOCH", "")):
        return None
    try:
        return dt.datetime.fromtimestamp(int(value), tz=dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Misuse(message("cli.no-epoch", value=value)) from error


for _command in (check, init, run, schedule, status, store, verify, plugin):
    main.add_command(_command)
# On each command too, since people write ``--lang`` before its name and after it.
for _any_command in (main, *main.commands.values(), *plugin.commands.values()):
    LANGUAGE(_any_command)

if __name__ == "__main__":
    sys.exit(main())
