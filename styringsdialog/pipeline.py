"""Build a package: the one place that knows the order of the steps."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from styringsdialog.assemble.conformance import blame_bilag, checker, settle_claims
from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.verify import verify
from styringsdialog.compose.bilag import number_bilag
from styringsdialog.compose.design import palette_of, templates_of
from styringsdialog.compose.layout import Press
from styringsdialog.compose.makers import made_with
from styringsdialog.compose.numbering import keep_numbers
from styringsdialog.compose.order import Order, Trace
from styringsdialog.compose.proofreading import proofread
from styringsdialog.compose.reporting import report_on, report_separate, sections_of
from styringsdialog.compose.requirements import shortfalls
from styringsdialog.compose.revision import digests, revision_of
from styringsdialog.compose.sections import draft_sections
from styringsdialog.compose.separate import left_over, separate_bilag
from styringsdialog.errors import EditionError, OutputError, Problem, StyringsdialogError, error_for
from styringsdialog.hooks.contribute import contributions
from styringsdialog.loading.inputs import input_digests
from styringsdialog.loading.sent import read_sent
from styringsdialog.messages.message import Message, message
from styringsdialog.messages.place import Where
from styringsdialog.messages.system import system_reason
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Conformance, Profile
from styringsdialog.model.sent import FIRST, Dispatch, locked_sections
from styringsdialog.publish import publish
from styringsdialog.report.build import BuildReport
from styringsdialog.report.note import danish_note
from styringsdialog.versions.shelf import Version, publish_version, workplace

__all__ = ["build_package", "build_version", "check_conference"]

Progress = Callable[[Message], None]


def build_package(  # noqa: PLR0913 - each names one choice a caller has; none belongs to another
    conference: Conference,
    folder: Path | str,
    *,
    stage: Stage = Stage.INFORMATIONSPAKKE,
    audience: Audience = Audience.PUBLIC,
    keep_going: bool = False,
    separate: bool = False,
    timestamp: dt.datetime | None = None,
    revised: dt.date | None = None,
    sent: Sequence[Dispatch] | None = None,
    progress: Progress | None = None,
    trace: Trace | None = None,
) -> BuildReport:
    """Make the package of ``conference`` in ``folder``: PDF, manifest and report.

    Args:
        conference: From ``load_conference``.
        folder: Made when it is not there. Of what it holds, only bilag that an earlier run of this package
            wrote by themselves are taken away; all else that is not replaced stays.
        stage: Before the meeting, or after it with the referat.
        audience: A closed bilag is only in the internal package.
        keep_going: Make the package although bilag are missing; a page in their place says so.
        separate: Write each bilag to a file of its own too, in a folder beside the package.
        timestamp: The date inside the PDF; else the edition's own (``updated``, or its start).
        revised: What a revision that was not sent yet bears; else the date of ``timestamp`` or ``updated``.
        sent: What was sent out before, which keeps its numbers; else what the edition's folder remembers.
        progress: Is told what is being done; ``str`` of it is in English.
        trace: Is told what each contributor gave, with every call of a hook.

    Raises:
        StyringsdialogError: With every problem that was found. What ``folder`` held before
            stands there still.
    """
    order = Order(
        conference=conference,
        stage=Stage(stage),
        audience=Audience(audience),
        keep_going=keep_going,
        separate=separate,
        timestamp=timestamp,
        revised=revised,
        sent=sent,
        trace=trace,
    )
    # Taken now: not all that runs before it is used is ours, and it might go to another folder.
    place = Path(folder).absolute()
    with _scratch() as work:
        report, package, beside = _make(order, work, progress or _silent)
        # Without --separate too: beside this package, an earlier one's bilag would be taken for its own.
        leftovers = left_over(place / order.apart, {Path(name).name for name in beside})
        files = publish(_files(report, package, beside), place, leftovers=leftovers)
    return attrs.evolve(report, files=tuple(Path(folder) / file.name for file in files))


def build_version(  # noqa: PLR0913 - as build_package
    conference: Conference,
    place: Path | str,
    *,
    stage: Stage = Stage.INFORMATIONSPAKKE,
    audience: Audience = Audience.PUBLIC,
    keep_going: bool = False,
    separate: bool = False,
    timestamp: dt.datetime | None = None,
    revised: dt.date | None = None,
    sent: Sequence[Dispatch] | None = None,
    progress: Progress | None = None,
) -> tuple[BuildReport, Version]:
    """Make the package of ``conference`` as a version in ``place``, and give its report and the version.

    As ``build_package``, but the files stand in a folder of their own under ``place/versions``, and
    ``place/current`` leads to it once it is whole; see ``versions.shelf.publish_version``. When nothing
    changed since the current version, that is what is given, and it is not ``fresh``. All that is written
    on the way stands in ``place`` too, so that the next build finds and removes it when this one is killed.

    Args:
        conference: From ``load_conference``.
        place: A folder for the versions of this one package: of one edition, stage and audience.
        stage: Before the meeting, or after it with the referat.
        audience: A closed bilag is only in the internal package.
        keep_going: Make the package although bilag are missing; a page in their place says so.
        separate: Write each bilag to a file of its own too.
        timestamp: The date inside the PDF; else the edition's own (``updated``, or its start).
        revised: What a revision that was not sent yet bears; else the date of ``timestamp`` or ``updated``.
        sent: What was sent out before, which keeps its numbers; else what the edition's folder remembers.
        progress: Is told what is being done; ``str`` of it is in English.

    Raises:
        StyringsdialogError: With every problem that was found. What was current in ``place`` is so still.
    """
    order = Order(
        conference=conference,
        stage=Stage(stage),
        audience=Audience(audience),
        keep_going=keep_going,
        separate=separate,
        timestamp=timestamp,
        revised=revised,
        sent=sent,
    )
    place = Path(place).absolute()
    with _scratch(workplace(place)) as work:
        report, package, beside = _make(order, work, progress or _silent)
        files = _files(report, package, beside)
        version = publish_version(files, place)
    return attrs.evolve(report, files=tuple(version.folder / name for name in files)), version


def _files(report: BuildReport, package: Path, beside: Mapping[str, Path]) -> Mapping[str, bytes | Path]:
    """Give what is published, the PDF last."""
    return {
        **beside,
        f"{report.stem}.report.md": danish_note(report).encode(),
        f"{report.stem}.manifest.json": report.manifest().encode(),
        f"{report.stem}.pdf": package,
    }


def check_conference(conference: Conference, *, progress: Progress | None = None) -> tuple[BuildReport, ...]:
    """Make the package of every stage in a scratch place, give the reports, and leave nothing.

    Raises:
        StyringsdialogError: With every problem that was found in any stage.
    """
    reports = []
    problems: list[Problem] = []
    for stage in Stage:
        if stage is Stage.REFERAT and conference.referat is None:
            continue
        order = Order(conference=conference, stage=stage, audience=Audience.INTERNAL)
        try:
            with _scratch() as work:
                reports.append(_make(order, work, progress or _silent)[0])
        except StyringsdialogError as error:
            problems += error.problems
    if problems:
        raise error_for(tuple(dict.fromkeys(problems)))
    return tuple(reports)


def _make(order: Order, work: Path, progress: Progress) -> tuple[BuildReport, Path, Mapping[str, Path]]:
    """Make the package in ``work`` and give its report, its file, and by name what stands beside it."""
    conference = order.conference
    if order.stage is Stage.REFERAT and conference.referat is None:
        raise EditionError.at(Where(file="conference.toml", path="referat"), message("package.no-referat"))

    given = contributions(
        conference,
        conference.contributors,
        stage=order.stage,
        audience=order.audience,
        traced=order.trace is not None,
        asking=lambda contributor: progress(message("package.step-asking", name=str(contributor.name))),
    )
    if order.trace is not None:
        for contribution in given:
            order.trace(contribution)
    sent = read_sent(conference.folder) if order.sent is None else tuple(order.sent)
    bilag = number_bilag(conference, given, work, audience=order.audience, progress=progress)
    bilag, withdrawn = keep_numbers(bilag, locked_sections(sent), conference.output.late_bilag)
    versions = made_with(one.program for one in bilag if one.program)

    progress(message("package.step-typesetting"))
    press = Press(work, quotes=conference.quotes, palette=palette_of(conference))
    templates = templates_of(conference)
    texts, bilag = proofread(order, bilag, templates, press, versions)
    drafts = draft_sections(conference, order.stage, texts, bilag, templates, versions)
    found = digests(drafts, bilag)
    revision = revision_of(sent, (order.stage, order.audience), found, drafts, withdrawn, order.revised or order.stated)
    if revision != FIRST:
        drafts = draft_sections(conference, order.stage, texts, bilag, templates, versions, revision)
    plan = press.lay_out(conference, drafts)

    progress(message("package.step-joining"))
    package = work / "package.pdf"
    metadata = attrs.evolve(order.metadata, edition=order.stem, revision=revision.number)
    checked = bool(checker())
    assemble(plan, metadata=metadata, path=package, claims=tuple(Profile) if checked else ())
    progress(message("package.step-checking"))
    conformance = settle_claims(package, metadata) if checked else Conformance()
    conformance = blame_bilag(conformance, plan, metadata, work)
    progress(message("package.step-reading-back"))
    if mismatches := verify(package, plan):
        raise error_for(mismatches)
    report = attrs.evolve(
        report_on(order, bilag, plan, package, versions),
        conformance=conformance,
        revision=revision,
        sections=tuple(sections_of(plan, bilag, found)),
        timestamp=metadata.modified,
        inputs=input_digests(conference.folder),
    )
    if missed := tuple(shortfalls(report)):
        raise error_for(missed)
    beside = {order.original_name(one.number): one.original for one in bilag if one.original}
    if order.separate:
        progress(message("package.step-separating"))
        apart = separate_bilag(conference, drafts, plan, press, attrs.evolve(metadata, edition=""), work)
        beside |= {f"{order.apart}/{one.name}": one.path for one in apart}
        report = attrs.evolve(report, separate=tuple(report_separate(order, one) for one in apart))
    return report, package, beside


@contextlib.contextmanager
def _scratch(folder: contextlib.AbstractContextManager[Path | str] | None = None) -> Iterator[Path]:
    """Give an empty folder that is gone afterwards; a full disk is the user's to mend, not a crash."""
    try:
        with folder or tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
            yield Path(work)
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        what = message("package.no-scratch", reason=system_reason(error))
        raise OutputError.at(Where(file=str(place)), what) from error


def _silent(_: Message) -> None:
    """Say nothing."""
