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

from styringsdialog.cli.output import print_json, print_problems, progress, say
from styringsdialog.errors import EditionError, OutputError, PluginError, error_for
from styringsdialog.hooks.contribute import contribute
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.question import Asking
from styringsdialog.hooks.registry import Registry
from styringsdialog.loading.edition import load_conference
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Contributor
from styringsdialog.publish import publish
from styringsdialog.workshop.finding import Outcome
from styringsdialog.workshop.new import new_plugin
from styringsdialog.workshop.preview import make_preview
from styringsdialog.workshop.project import read_project
from styringsdialog.workshop.sample import sample_conference
from styringsdialog.workshop.trial import QUESTIONS, Answer, Verdict, judge
from styringsdialog.workshop.wheel import Packed, pack

__all__ = ["check_plugin", "preview_plugin", "write_plugin"]


def write_plugin(name: str, folder: Path | None) -> None:
    """Write a new plugin called ``name`` to ``folder``; else to a folder of its id."""
    made = new_plugin(name)
    place = folder or Path(made.id)
    try:
        place.mkdir(parents=True, exist_ok=True)
        if any(place.iterdir()):
            raise OutputError.at(str(place), "is not empty, and nothing in it was changed", "name another folder")
        for file, text in made.files.items():
            path = place / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            if text.startswith("#!"):
                path.chmod(0o755)
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise OutputError.at(str(place), message, "choose another folder") from error
    say(f"{place}: a plugin with the id {made.id}; try it: styringsdialog plugin check {shlex.quote(str(place))}")


def check_plugin(subject: str, *, edition: Path | None, contributor: str | None, as_json: bool) -> int:
    """Try the plugin ``subject`` alone, print the verdict, and give the exit code."""
    with (
        progress(wanted=not as_json) as show,
        _bench(subject, edition, contributor, packing=lambda: show("building its wheel")) as bench,
    ):
        show(f"asking {bench.provider.name}")
        answers = bench.ask()
        show("making pages")
        verdict = judge(bench.conference, answers, bench.work)
        if bench.packed is not None:
            verdict = verdict.after(bench.packed.finding, bench.packed.problems)
        exit_code = int(error_for(verdict.problems).exit_code) if verdict.problems else 0
        if as_json:
            print_json(_as_data(bench, verdict, answers, exit_code))
        else:
            _print_verdict(bench, verdict, answers)
    print_problems(verdict.problems)
    if not as_json and edition is None and any("settings" in problem.where for problem in verdict.problems):
        click.echo("       the sample conference has no settings for it: name an edition that has, --edition", err=True)
    return exit_code


def preview_plugin(subject: str, output: Path, *, edition: Path | None, contributor: str | None) -> None:
    """Write the bilag of the plugin ``subject`` to the PDF ``output``.

    Raises:
        StyringsdialogError: With everything that keeps them from becoming pages.
    """
    with _bench(subject, edition, contributor) as bench:
        answer = bench.answer(QUESTIONS[0])
        if answer.problems:
            raise error_for(answer.problems)
        if not answer.contribution.bilag:
            raise PluginError.at(f"plugin {bench.provider}", "gave no bilag", "there is nothing to preview")
        preview = make_preview(bench.conference, answer.contribution, bench.work)
        publish({output.name: preview.path}, output.parent)
    say(f"{output}: {preview.pages} pages, {len(preview.bilag)} bilag")


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
        return Answer.of(contribute(self.conference, self.contributor, asking, registry=Registry((self.provider,))))

    def ask(self) -> list[Answer]:
        """Ask every question of a trial and give the answers; the first alone when it is a refusal."""
        answers: list[Answer] = []
        for asking in QUESTIONS:
            if answers and answers[0].contribution.problems:
                break
            answers.append(self.answer(asking))
        return answers


@contextlib.contextmanager
def _bench(
    subject: str, edition: Path | None, contributor_id: str | None, *, packing: Callable[[], None] | None = None
) -> Iterator[_Bench]:
    """Give the plugin ``subject`` with what it is tried on; with ``packing``, which is told, a project as its wheel."""
    with tempfile.TemporaryDirectory(prefix="styringsdialog-") as scratch:
        work, folder, wheel = Path(scratch, "work"), Path(scratch, "edition"), Path(scratch, "wheel")
        for one in (work, folder, wheel):
            one.mkdir()
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
    """Give the plugin that ``subject`` names: a project folder when there is one, else an installed one's id."""
    folder = Path(subject)
    if not folder.is_dir() and os.sep not in subject:
        return Registry.of_environment().provider(subject, where="styringsdialog plugin"), "installed", None
    project = read_project(folder)
    packed = None
    if packing is not None:
        packing()
        packed = pack(project, folder, wheel)
    # The processes in which plugins run get the path of this one.
    sys.path.insert(0, str(packed.root if packed else project.root))
    return packed.provider if packed else project.provider, str(folder), packed


def _contributor(conference: Conference, plugin: str, wanted: str | None) -> Contributor:
    found = [one for one in conference.contributors if one.plugin == plugin and wanted in {None, one.id}]
    match found:
        case [contributor]:
            return contributor
        case []:
            named = f" and the id '{wanted}'" if wanted else ""
            raise EditionError.at("conference.toml: contributors", f"none has the plugin '{plugin}'{named}")
    ids = ", ".join(one.id for one in found)
    raise EditionError.at(
        "conference.toml: contributors", f"several have the plugin '{plugin}': {ids}", "--contributor ID"
    )


def _print_verdict(bench: _Bench, verdict: Verdict, answers: Sequence[Answer]) -> None:
    say(f"{bench.provider}, {bench.where}, tried alone for {bench.contributor.name}")
    for finding in verdict.findings:
        said = f": {finding.said}" if finding.said else ""
        say(f"  {finding.outcome.value:<9}  {finding.point}{said}")
    if verdict.preview:
        for one in verdict.preview.bilag:
            pages = "1 page" if one.pages == 1 else f"{one.pages} pages"
            say(f"             - {one.key}: {one.title}, {pages}")
            for note in one.notes:
                say(f"               {note}")
        say(f"  size       {verdict.preview.size / 1000:.0f} kB as a preview")
    seconds, megabytes = _spent(answers)
    if seconds:
        took = " and ".join(f"{one:.2f}" for one in seconds[:2])
        say(f"  took       {took} s of processor time, {max(megabytes):.0f} MB of memory")
    bad = any(finding.outcome is Outcome.BAD for finding in verdict.findings)
    say("not good: see below" if bad else "good: a conference can use it")


def _spent(answers: Sequence[Answer]) -> tuple[list[float], list[float]]:
    """Give the seconds and the megabytes of each answer's process, as far as one ran."""
    runs = [one.contribution.run for one in answers if one.contribution.run is not None]
    return [one.seconds for one in runs], [one.megabytes for one in runs]


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
        "findings": [
            {"point": finding.point, "outcome": finding.outcome.value, "said": finding.said}
            for finding in verdict.findings
        ],
        "bilag": [
            {"key": one.key, "title": one.title, "kind": one.kind, "pages": one.pages, "notes": list(one.notes)}
            for one in (preview.bilag if preview else ())
        ],
        "bytes": preview.size if preview else None,
        "seconds": [round(one, 3) for one in seconds],
        "megabytes": [round(one, 1) for one in megabytes],
        "problems": [problem.as_data() for problem in verdict.problems],
    }
