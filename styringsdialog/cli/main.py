"""The command ``styringsdialog``: few words, because people return to them every second year."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from styringsdialog.cli.check import check
from styringsdialog.cli.init import init
from styringsdialog.cli.language import LANGUAGE, chosen_language
from styringsdialog.cli.options import EDITION, JSON
from styringsdialog.cli.output import (
    failure,
    print_json,
    print_notes,
    print_problems,
    progress,
    say,
)
from styringsdialog.cli.plugin import plugin
from styringsdialog.cli.run import run
from styringsdialog.cli.schedule import schedule
from styringsdialog.cli.status import status
from styringsdialog.cli.verify import verify
from styringsdialog.errors import (
    GAPS_EXIT_CODE,
    EditionError,
    Fault,
    OutputError,
    Problem,
    StyringsdialogError,
)
from styringsdialog.model.conference import Audience, Stage

__all__ = ["main"]

# What is wrong with bilag alone; a text of the edition's own is the edition's fault.
_OF_BILAG = frozenset({Fault.PLUGIN, Fault.CONTENT, Fault.FILE})
_KEEP_GOING = Problem(
    Fault.FILE, "the package", "was not made", "with --keep-going it is, with a page in the place of what is missing"
)

# Commands import what they need when they run: reportlab and pikepdf take longer to load than
# --help takes to print.


class _Command(click.Group):
    """A group that turns our errors into messages and exit codes."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        wanted = _wants_json(args)
        try:
            ctx = super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            _misused(error, as_json=wanted)
            raise
        ctx.meta["language"] = chosen_language(args)
        # Until a command is found out about, and for what is wrong with how it is called.
        ctx.meta["json"] = wanted
        return ctx

    def invoke(self, ctx: click.Context) -> Any:
        wanted = bool(ctx.meta.get("json"))
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            _misused(error, as_json=wanted)
            raise
        except StyringsdialogError as error:
            _fail(ctx, error.exit_code, error.problems)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except Exception:  # noqa: BLE001 - the last resort: whatever it is, it is a fault of ours
            traceback.print_exc()
            where = "styringsdialog"
            message = "stopped by a fault of its own, shown above"
            problem = Problem(Fault.INTERNAL, where, message, "please report it")
            _fail(ctx, Fault.INTERNAL, (problem,))


def _fail(ctx: click.Context, exit_code: int, problems: tuple[Problem, ...]) -> None:
    print_problems(problems)
    if ctx.meta.get("keep_going") is False and _OF_BILAG.issuperset(problem.fault for problem in problems):
        print_notes([_KEEP_GOING])
    if ctx.meta.get("json"):
        # Where standard output is what failed, there is nothing more to say on it.
        with contextlib.suppress(OutputError):
            print_json(failure(exit_code, problems))
    ctx.exit(exit_code)


def _wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether ``--json`` is among the options; behind ``--`` there are none."""
    words = list(arguments)
    return "--json" in words[: words.index("--") if "--" in words else None]


def _misused(error: click.UsageError, *, as_json: bool) -> None:
    """Say as JSON that the command was called in a wrong way; in words click says it."""
    if not as_json:
        return
    command = error.ctx.command_path if error.ctx else "styringsdialog"
    problem = Problem(Fault.EDITION, "the command line", error.format_message(), f"see {command} --help")
    with contextlib.suppress(OutputError):
        print_json(failure(error.exit_code, (problem,)))


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="styringsdialog", prog_name="styringsdialog")
def main() -> None:
    """Make the package for a styringsdialogkonference: one PDF with everybody's bilag."""
    # A scheduler ends jobs with SIGTERM; as an exit it leaves no scratch folder behind.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        Path.cwd()
    except OSError as error:
        raise OutputError.at(".", "the current folder is no longer there", "change to another one") from error


@main.command()
@EDITION
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for the package; made when it is not there.",
)
@click.option(
    "--stage",
    type=click.Choice([stage.value for stage in Stage]),
    default=Stage.INFORMATIONSPAKKE.value,
    show_default=True,
    help="Before the meeting, or after it.",
)
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    default=Audience.PUBLIC.value,
    show_default=True,
    help="Closed bilag are only in the internal package.",
)
@click.option(
    "--separate", is_flag=True, help="Write each bilag to a PDF of its own too, in a folder beside the package."
)
@click.option("--distribute", is_flag=True, help="Mark the package as sent out: its bilag keep their numbers.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which it is sent out, or a later revision bears.  [default: the date of the clock]",
)
@click.option("--keep-going", is_flag=True, help="Make the package even if bilag are missing; a page says which.")
@click.option("--trace-hooks", is_flag=True, help="Show what each plugin's hooks got and gave, on standard error.")
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
    as_json: bool,
) -> None:
    """Make the package of the folder EDITION: PDF, manifest and a report in Danish."""
    from styringsdialog.loading.edition import load_conference  # noqa: PLC0415 - see the top
    from styringsdialog.loading.starter import unfilled  # noqa: PLC0415 - see the top
    from styringsdialog.model.options import BuildOptions  # noqa: PLC0415 - see the top
    from styringsdialog.pipeline import build_package  # noqa: PLC0415 - see the top
    from styringsdialog.versions.sent import mark_sent  # noqa: PLC0415 - see the top

    ctx.meta["json"] = as_json
    ctx.meta["keep_going"] = keep_going
    tracer = None
    if trace_hooks:
        from styringsdialog.cli.plugins import print_trace  # noqa: PLC0415 - see the top

        tracer = print_trace
    timestamp = _source_date_epoch()
    # Only what is sent out bears the day's date: the same edition gives the same bytes on any day.
    date = (today or dt.datetime.now()).date() if distribute or today else None  # noqa: DTZ005 - the date where the user sits
    conference = load_conference(edition)
    if distribute and conference.draft:
        hint = "take draft out of conference.toml, or build without --distribute"
        raise EditionError.at("conference.toml: draft", "a draft is not sent out: every page says «Kladde»", hint)
    notes = unfilled(conference, (Stage(stage),))
    print_notes(notes)
    with progress(wanted=not as_json) as show:
        report = build_package(
            conference,
            output,
            BuildOptions(
                stage=Stage(stage),
                audience=Audience(audience),
                keep_going=keep_going,
                separate=separate,
                timestamp=timestamp,
                revised=date,
            ),
            progress=show,
            trace=tracer,
        )
    marked = date is not None and distribute and mark_sent(report, date)
    exit_code = 0 if report.complete else GAPS_EXIT_CODE
    print_notes(report.large)
    if as_json:
        files = [str(file) for file in report.files]
        sent = {"newly_marked_as_sent": marked} if distribute else {}
        told = {
            "ok": report.complete,
            "exit_code": exit_code,
            "files": files,
            "notes": [one.as_data() for one in (*notes, *report.large)],
        }
        print_json({**told, **sent, **report.as_data()})
    print_problems(report.problems)
    if not as_json:
        gaps = "" if report.complete else ", with gaps"
        revision = f", revision {report.revision.number}" if report.revision.number > 1 else ""
        say(f"{report.pdf}: {report.pages} pages, {len(report.bilag)} bilag{gaps}{revision}")
    if distribute and not as_json:
        say("marked as sent out" if marked else "was marked as sent out before")
    ctx.exit(exit_code)


@main.command()
@click.argument("edition", type=click.Path(path_type=Path), required=False)
@JSON
@click.pass_context
def plugins(ctx: click.Context, edition: Path | None, *, as_json: bool) -> None:
    """List the plugins that are installed, whether they can be used, and who in EDITION has them."""
    from styringsdialog.cli.plugins import list_plugins  # noqa: PLC0415 - see the top

    ctx.meta["json"] = as_json
    list_plugins(edition, as_json=as_json)


@main.command()
@click.argument("file", type=click.Choice(["conference.toml", "bilag.toml"]), default="conference.toml")
def schema(file: str) -> None:
    """Print a JSON Schema of conference.toml, or of bilag.toml, for editors that complete and check it."""
    from styringsdialog.loading.schema import edition_schema, listing_schema  # noqa: PLC0415 - see the top

    print_json(edition_schema() if file == "conference.toml" else listing_schema())


def _source_date_epoch() -> dt.datetime | None:
    """Give the date that reproducible builds set for all tools, as UTC; nothing when it is not set."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    try:
        return dt.datetime.fromtimestamp(int(value), tz=dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"SOURCE_DATE_EPOCH is not a number of seconds: {value!r}"
        raise click.UsageError(message) from error


main.add_command(check)
main.add_command(init)
main.add_command(run)
main.add_command(schedule)
main.add_command(status)
main.add_command(verify)
main.add_command(plugin)
for command in (main, *main.commands.values(), *plugin.commands.values()):
    LANGUAGE(command)

if __name__ == "__main__":
    sys.exit(main())
