"""What the commands for a plugin's author do: write one, try one on a bench, print what came of it."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs
import click

from styringsdialog.cli.init import fill
from styringsdialog.cli.output import language, print_json, print_problems, progress, say, tell, words
from styringsdialog.errors import EditionError, Fault, PluginError, error_for
from styringsdialog.hooks.contribute import Asking, contribute
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.registry import Registry
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Message, Where, message
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Contributor
from styringsdialog.publish import publish
from styringsdialog.workshop.preview import make_preview
from styringsdialog.workshop.project import Packed, new_plugin, pack, read_project
from styringsdialog.workshop.sample import sample_conference
from styringsdialog.workshop.trial import QUESTIONS, Answer, Outcome, Verdict, judge


def write_plugin(name: str, folder: Path | None) -> None:
    """Write a new plugin called ``name`` to ``folder``; else to a folder of its id."""
    made = new_plugin(name)
    place = folder or Path(made.id)
    fill(place, made.files, taken=message("cli.plugin-folder-not-empty"))
    tell("cli.plugin-made", folder=str(place), id=made.id, quoted=shlex.quote(str(place)))


def check_plugin(subject: str, *, edition: Path | None, contributor: str | None, traceback: bool, as_json: bool) -> int:
    """Try the plugin ``subject`` alone, print the verdict, and return the exit code."""
    with (
        progress(wanted=not as_json) as show,
        _bench(subject, edition, contributor, packing=lambda: show(message("cli.building-a-wheel"))) as bench,
    ):
        show(message("cli.asking", name=bench.provider.name))
        answers = bench.ask()
        show(message("cli.making-pages"))
        verdict = judge(bench.conference, answers, bench.work)
        if bench.packed is not None:
            verdict = verdict.after(bench.packed.finding, bench.packed.problems)
        exit_code = int(error_for(verdict.problems).exit_code) if verdict.problems else 0
        if as_json:
            print_json(_as_data(bench, verdict, answers, exit_code))
        else:
            _print_verdict(bench, verdict, answers)
    # On standard error, with --json too: standard output holds the one object.
    print_problems(verdict.problems)
    tracebacks = (answer.contribution.run.traceback for answer in answers if answer.contribution.run)
    for text in dict.fromkeys(filter(None, tracebacks)) if traceback else ():
        click.echo(text.rstrip(), err=True)
    # The sample conference has no fault of its own: what is wrong with an edition there is that it has no settings.
    if not as_json and edition is None and any(problem.fault is Fault.EDITION for problem in verdict.problems):
        click.echo(f"       {words(message('cli.sample-has-no-settings'))}", err=True)
    return exit_code


def preview_plugin(
    subject: str, output: Path, *, edition: Path | None, contributor: str | None, store: Path | None
) -> None:
    """Write the bilag of the plugin ``subject`` to the PDF ``output``.

    Raises:
        StyringsdialogError: With everything that keeps them from becoming pages.
    """
    with _bench(subject, edition, contributor) as bench:
        answer = bench.answer(QUESTIONS[0])
        if answer.problems:
            raise error_for(answer.problems)
        if not answer.contribution.bilag:
            raise PluginError.at(
                Where(origin=message("place.plugin", plugin=str(bench.provider))), message("cli.nothing-to-preview")
            )
        preview = make_preview(bench.conference, answer.contribution, bench.work, store=store)
        publish({output.name: preview.path}, output.parent)
    tell("cli.built", file=str(output), size=message("cli.size", pages=preview.pages, bilag=len(preview.bilag)))


@attrs.frozen(kw_only=True)
class _Bench:
    """A plugin with what it is tried on.

    Attributes:
        where: ``installed``, or the project folder.
        work: An empty folder.
        packed: How the project was packed, when it was.
    """

    provider: Provider
    where: str
    packed: Packed | None
    conference: Conference
    contributor: Contributor
    work: Path

    def answer(self, asking: Asking) -> Answer:
        """Ask once."""
        # With this plugin alone: one of the same id that is installed would answer in its place.
        return Answer.of(contribute(self.conference, self.contributor, asking, registry=Registry((self.provider,))))

    def ask(self) -> list[Answer]:
        """Ask every question of a trial and return the answers; the first alone when it is a refusal."""
        first = self.answer(QUESTIONS[0])
        return [first] if first.contribution.problems else [first, *map(self.answer, QUESTIONS[1:])]


@contextlib.contextmanager
def _bench(
    subject: str, edition: Path | None, contributor_id: str | None, *, packing: Callable[[], None] | None = None
) -> Iterator[_Bench]:
    """Return the plugin ``subject`` with what it is tried on; with ``packing``, a project as its wheel."""
    with tempfile.TemporaryDirectory(prefix="styringsdialog-") as scratch:
        work, folder, wheel = Path(scratch, "work"), Path(scratch, "edition"), Path(scratch, "wheel")
        for place in (work, folder, wheel):
            place.mkdir()
        provider, where, packed = _provider(subject, wheel, packing)
        if edition is None:
            conference = sample_conference(folder, plugin=provider.name)
            contributor = conference.contributors[0]
        else:
            conference = load_conference(edition)
            contributor = _contributor(conference, provider.name, contributor_id)
        yield _Bench(
            provider=provider, where=where, packed=packed, conference=conference, contributor=contributor, work=work
        )


def _provider(subject: str, wheel: Path, packing: Callable[[], None] | None) -> tuple[Provider, str, Packed | None]:
    """Return the plugin that ``subject`` names: a project folder when there is one, else an installed one's id."""
    folder = Path(subject)
    # A word with a separator in it was meant for a folder, also where there is none.
    if not folder.is_dir() and os.sep not in subject:
        return Registry.of_environment().provider(subject, where=Where(path="styringsdialog plugin")), "installed", None
    project = read_project(folder)
    packed = None
    # As the wheel that would be installed: what the build leaves out is missed nowhere else.
    if packing is not None:
        packing()
        packed = pack(project, folder, wheel)
    # The processes in which plugins run get the path of this one.
    sys.path.insert(0, str(packed.root if packed else project.root))
    return packed.provider if packed else project.provider, str(folder), packed


def _contributor(conference: Conference, plugin: str, wanted: str | None) -> Contributor:
    using = [contributor for contributor in conference.contributors if contributor.plugin == plugin]
    matching = [contributor for contributor in using if wanted in {None, contributor.id}]
    where = Where(file="conference.toml", path="contributors")
    match matching:
        case [contributor]:
            return contributor
        case []:
            if wanted:
                raise EditionError.at(where, message("cli.no-such-contributor", plugin=plugin, id=wanted))
            raise EditionError.at(where, message("cli.nobody-has-the-plugin", plugin=plugin))
    ids = ", ".join(contributor.id for contributor in matching)
    raise EditionError.at(where, message("cli.several-have-the-plugin", plugin=plugin, ids=ids))


def _print_verdict(bench: _Bench, verdict: Verdict, answers: Sequence[Answer]) -> None:
    tell("cli.tried-alone", plugin=str(bench.provider), where=bench.where, contributor=bench.contributor.name)
    for finding in verdict.findings:
        reasons = finding.text(language())
        _say_beside(finding.outcome.label, f"{words(finding.point)}: {reasons}" if reasons else words(finding.point))
    if verdict.preview:
        for bilag in verdict.preview.bilag:
            say(f"{'':{_column() + 4}}- {bilag.key}: {bilag.title}, {words(message('cli.pages', pages=bilag.pages))}")
            for note in bilag.notes:
                say(f"{'':{_column() + 6}}{note.text(language()).sentence}")
        size = message("cli.size-as-a-preview", size=f"{verdict.preview.size / 1000:.0f}")
        _say_beside(message("cli.measure-size"), words(size))
    seconds, megabytes = _spent(answers)
    if seconds:
        # The first two answers are to the same question.
        times = [f"{second:.2f}" for second in seconds[:2]]
        spent = message("cli.spent", seconds=times, megabytes=f"{max(megabytes):.0f}")
        _say_beside(message("cli.measure-time"), words(spent))
    bad = any(finding.outcome is Outcome.BAD for finding in verdict.findings)
    say(words(message("cli.plugin-is-not-good") if bad else message("cli.plugin-is-good")))


def _say_beside(name: Message, text: str) -> None:
    say(f"  {words(name):<{_column()}}  {text}")


def _column() -> int:
    """Return how wide the column of outcomes is."""
    return max(len(words(outcome.label)) for outcome in Outcome)


def _spent(answers: Sequence[Answer]) -> tuple[list[float], list[float]]:
    """Return the seconds and the megabytes of each answer's process, as far as one ran."""
    runs = [answer.contribution.run for answer in answers if answer.contribution.run is not None]
    return [run.seconds for run in runs], [run.megabytes for run in runs]


def _as_data(bench: _Bench, verdict: Verdict, answers: Sequence[Answer], exit_code: int) -> dict[str, object]:
    preview = verdict.preview
    seconds, megabytes = _spent(answers)
    return {
        "ok": not verdict.problems,
        "exit_code": exit_code,
        "plugin": {
            "name": bench.provider.name,
            "distribution": bench.provider.distribution,
            "version": bench.provider.version,
            "where": bench.where,
        },
        "contributor": bench.contributor.id,
        "findings": [finding.as_data() for finding in verdict.findings],
        "bilag": [
            {
                "key": bilag.key,
                "title": bilag.title,
                "kind": bilag.kind,
                "pages": bilag.pages,
                "notes": [note.as_data() for note in bilag.notes],
            }
            for bilag in (preview.bilag if preview else ())
        ],
        "bytes": preview.size if preview else None,
        "seconds": [round(second, 3) for second in seconds],
        "megabytes": [round(megabyte, 1) for megabyte in megabytes],
        "problems": [problem.as_data() for problem in verdict.problems],
    }
