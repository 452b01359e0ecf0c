"""Build a package: the one place that knows the order of the steps."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final

import attrs

from styringsdialog.assemble.conformance import make_checked
from styringsdialog.compose.bilag import number_bilag, spaced_addresses
from styringsdialog.compose.design import templates_of
from styringsdialog.compose.layout import Footing, Press
from styringsdialog.compose.makers import made_with, store_in
from styringsdialog.compose.numbering import keep_numbers
from styringsdialog.compose.outputs import written
from styringsdialog.compose.personal_data import with_personal_data, withheld
from styringsdialog.compose.proofreading import proofread
from styringsdialog.compose.reporting import report_on, sections_of, shortfalls
from styringsdialog.compose.revision import digests, revision_of, shown_files
from styringsdialog.compose.sections import Material, draft_sections
from styringsdialog.compose.separate import Made, Output, left_over
from styringsdialog.compose.wanted import Order
from styringsdialog.compose.word_texts import read_word_texts, remarks_on_texts
from styringsdialog.errors import EditionError, Fault, OutputError, Problem, StyringsdialogError, error_for
from styringsdialog.hooks.contribute import Asking, contributions
from styringsdialog.hooks.contribution import Contribution
from styringsdialog.hooks.installed import registry_with
from styringsdialog.isolate.running import Workers, start_workers, workers_with
from styringsdialog.loading.inputs import file_digest, input_digests, passed_over, refuse_as_output
from styringsdialog.loading.sent import read_sent
from styringsdialog.loading.series import list_remarks
from styringsdialog.messages.message import Message, Where, message, system_reason
from styringsdialog.model.bilag import Visibility
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.model.sent import FIRST, locked_sections
from styringsdialog.publish import publish
from styringsdialog.report.build import HIDDEN_WORDS, BuildReport
from styringsdialog.versions.shelf import Version, publish_version, workplace

Progress = Callable[[Message], None]
Trace = Callable[[Contribution], None]

_DEFAULT: Final = BuildOptions()


def build_package(  # noqa: PLR0913 - who listens, and what with, are no choices about the package
    conference: Conference,
    folder: Path | str,
    options: BuildOptions = _DEFAULT,
    *,
    progress: Progress | None = None,
    trace: Trace | None = None,
    plugins: Sequence[ModuleType] = (),
    store: Path | str | None = None,
) -> BuildReport:
    """Make the package of ``conference`` in ``folder``: PDF, manifest and report.

    Args:
        conference: From ``load_conference``, or made in code.
        folder: Made when it is not there. Of what it holds, only bilag that an earlier run of this package
            wrote by themselves are taken away; all else that is not replaced stays.
        options: Which package, and how.
        progress: Is told what is being done; ``str`` of it is in English.
        trace: Is told what each contributor gave, with every call of a hook.
        plugins: Modules with hooks, to use beside the plugins that are installed. They run as those do, in
            processes of their own, which import them by their names: one that has none, as ``__main__``, is refused.
        store: A folder in which it is kept what became of open files, and of public packages their pages, the
            finished file, and what checkers said of it, so that the next build need not ask again; the same bytes
            with it as without. ``None`` for nowhere.

    Raises:
        StyringsdialogError: With every problem that was found. What ``folder`` held before
            stands there still.
    """
    with start_workers() as workers:
        return build_with(
            workers, conference, folder, options, progress=progress, trace=trace, plugins=plugins, store=store
        )


def build_with(  # noqa: PLR0913 - as above
    workers: Workers,
    conference: Conference,
    folder: Path | str,
    options: BuildOptions,
    *,
    progress: Progress | None = None,
    trace: Trace | None = None,
    plugins: Sequence[ModuleType] = (),
    store: Path | str | None = None,
) -> BuildReport:
    """Make a package as ``build_package`` does, by ``workers`` that may have begun before."""
    order = Order(conference=conference, options=options)
    # Taken now: not all that runs before it is used is ours, and it might go to another folder.
    place = Path(folder).absolute()
    refuse_as_output(place, conference)
    with _scratch() as work, workers_with(store_in(store), workers) as storing:
        output = _make(order, work, storing, progress or _silent, trace=trace, plugins=plugins)
        if options.keep_sent:
            _keep_what_was_sent(place / f"{order.stem}.pdf", output.report)
        # Without --separate too: beside this package, an earlier one's bilag would be taken for its own.
        publish(output.files, place, leftovers=left_over(place, order, output.files), private=order.is_private)
    return attrs.evolve(output.report, files=tuple(Path(folder) / name for name in output.files))


def build_version(  # noqa: PLR0913 - as above
    conference: Conference,
    place: Path | str,
    options: BuildOptions = _DEFAULT,
    *,
    progress: Progress | None = None,
    trace: Trace | None = None,
    plugins: Sequence[ModuleType] = (),
    store: Path | str | None = None,
) -> tuple[BuildReport, Version]:
    """Make the package of ``conference`` as a version in ``place``, and return its report and the version.

    As ``build_package``, but the files stand in a folder of their own under ``versions`` in ``place``, and
    ``current`` beside it leads to it once it is whole; see ``versions.shelf.publish_version``. When nothing
    changed since the current version, that is what is returned, and it is not ``fresh``. All that is written
    on the way stands in ``place`` too, so that the next build finds and removes it when this one is killed.

    Args:
        conference: From ``load_conference``.
        place: A folder for the versions of this one package: of one edition, stage and audience.
        options: As for ``build_package``.
        progress: As for ``build_package``.
        trace: As for ``build_package``.
        plugins: As for ``build_package``.
        store: As for ``build_package``.

    Raises:
        StyringsdialogError: With every problem that was found. What was current in ``place`` is so still.
    """
    order = Order(conference=conference, options=options)
    place = Path(place).absolute()
    refuse_as_output(place, conference)
    with _scratch(place) as work, workers_with(store_in(store)) as workers:
        output = _make(order, work, workers, progress or _silent, trace=trace, plugins=plugins)
        version = publish_version(output.files, place, private=order.is_private)
    return attrs.evolve(output.report, files=tuple(version.folder / name for name in output.files)), version


def check_conference(
    conference: Conference,
    *,
    progress: Progress | None = None,
    plugins: Sequence[ModuleType] = (),
    store: Path | str | None = None,
) -> tuple[BuildReport, ...]:
    """Make the package of every stage in a scratch place, return the reports, and leave nothing.

    Args:
        conference: As for ``build_package``, and so are the others.
        progress: Is told what is being done.
        plugins: Modules with hooks.
        store: As for ``build_package``.

    Raises:
        StyringsdialogError: With every problem that was found in any stage.
    """
    reports = []
    problems: list[Problem] = []
    with workers_with(store_in(store)) as workers:
        for stage in Stage:
            if stage is Stage.REFERAT and conference.referat is None:
                continue
            # The internal package holds every bilag; the public one stops for what the internal one tells of.
            try:
                for audience in (Audience.INTERNAL, Audience.PUBLIC):
                    order = Order(conference=conference, options=BuildOptions(stage=stage, audience=audience))
                    with _scratch() as work:
                        report = _make(order, work, workers, progress or _silent, plugins=plugins).report
                    if order.is_internal:
                        reports.append(report)
                    if not report.may_stop_the_public:
                        break
            except StyringsdialogError as error:
                problems += error.problems
    if problems:
        # Most faults are met in both stages.
        raise error_for(tuple(dict.fromkeys(problems)))
    return tuple(reports)


def _make(  # noqa: PLR0913 - as above
    order: Order,
    work: Path,
    workers: Workers,
    progress: Progress,
    *,
    trace: Trace | None = None,
    plugins: Sequence[ModuleType] = (),
) -> Output:
    """Make the package in ``work``, and return its report and every file that is published."""
    if not order.is_internal:
        known = tuple(person for person in order.conference.participants if person.visibility is Visibility.OPEN)
        order = attrs.evolve(order, conference=attrs.evolve(order.conference, participants=known))
    conference, options = order.conference, order.options
    if options.stage is Stage.REFERAT and conference.referat is None:
        raise EditionError.at(Where(file="conference.toml", path="referat"), message("package.no-referat"))

    answers = contributions(
        conference,
        conference.contributors,
        Asking(stage=options.stage, audience=options.audience, traced=trace is not None),
        registry=registry_with(plugins, conference.limits),
        started=lambda contributor: progress(message("package.step-asking", name=str(contributor.name))),
        workers=workers,
    )
    if trace is not None:
        for contribution in answers:
            trace(contribution)
    sent = read_sent(conference.folder) if options.sent is None else options.sent
    bilag = number_bilag(conference, answers, work, audience=options.audience, progress=progress, workers=workers)
    if not (order.is_internal or conference.output.publish_signed):
        bilag = tuple(attrs.evolve(numbered, original=None) for numbered in bilag)
    # Before anything is set, because numbers stand in texts, on dividers and in bookmarks.
    bilag, withdrawn = keep_numbers(bilag, locked_sections(sent, options.audience), conference.output.late_bilag)
    # After the bilag, because a program such as LibreOffice counts only where it made one of them.
    versions = made_with(numbered.program for numbered in bilag if numbered.program)

    progress(message("package.step-typesetting"))
    word_texts = read_word_texts(
        conference, work, lambda file: progress(message("package.step-reading", file=file)), workers
    )
    # Of what is closed nothing is kept, and an internal package holds it.
    workers = attrs.evolve(workers, store=None) if order.is_internal else workers
    press = Press(conference, work, workers.store)
    material = Material(
        conference=conference,
        stage=options.stage,
        bilag=bilag,
        templates=templates_of(conference, workers),
        versions=versions,
        word_texts=word_texts,
    )
    # Before pages are joined, so that all that is wrong with the parts is told at once.
    material = proofread(material, press, keep_going=options.keep_going)
    while True:
        drafts = draft_sections(material)
        # Of words and files as they were handed in, so that a new version of a library is no revision.
        section_digests = digests(drafts, material.bilag)
        if (revision := revision_of(order, sent, section_digests, drafts, withdrawn)) != FIRST:
            # Drafted again, because a revision begins with a page of what it changes.
            drafts = draft_sections(material, revision)
        plan = press.lay_out(drafts, Footing.of_package(conference, order.mark))

        package = work / "package.pdf"
        metadata = attrs.evolve(order.metadata, edition=order.stem, revision=revision.number)
        conformance, read_back = make_checked(
            plan,
            metadata,
            package,
            scratch=work,
            workers=workers,
            progress=progress,
        )
        report = attrs.evolve(
            report_on(order, material.bilag, plan, package, versions),
            conformance=conformance,
            revision=revision,
            sections=tuple(sections_of(drafts, plan, material.bilag, section_digests)),
            timestamp=metadata.modified,
            # Of a public package those that it shows: a digest tells when a closed file changes, and what it may be.
            inputs=input_digests(
                conference.folder, None if order.is_internal else shown_files((drafts, material.bilag))
            ),
            plugin_remarks=(
                *(remark for contribution in answers for remark in contribution.remarks),
                *(
                    remark
                    for draft in material.texts
                    for part in draft.parts
                    if isinstance(part, tuple)
                    for remark in spaced_addresses(part, placed=True)
                ),
                *passed_over(conference),
                *remarks_on_texts(conference, word_texts, plan),
                *list_remarks(conference.folder),
            ),
        )
        made = Made(
            order=order,
            bilag=material.bilag,
            drafts=drafts,
            plan=plan,
            path=package,
            metadata=metadata,
            press=press,
            work=work,
            progress=progress,
            workers=workers,
        )
        report, personal = with_personal_data(made, report, read_back)
        if order.is_internal or not (options.keep_going and any(personal)):
            break
        # Made anew without the bilag that have one. This ends: of what is missing, nothing is found in the next round.
        kept = tuple(withheld(numbered, personal.get(numbered.target, ())) for numbered in material.bilag)
        material = attrs.evolve(material, bilag=kept)
    # Known of the finished file only, and told before anything of it is published.
    problems = list(shortfalls(report))
    if not order.is_internal:
        problems += itertools.chain.from_iterable(personal.values())
        # Where words are not seen, the number may be among them.
        problems += (
            Problem(Fault.PERSONAL_DATA, bilag.place, note.what)
            for bilag in report.bilag
            if personal.get(bilag.target)
            for note in bilag.notes
            if note.what.code in HIDDEN_WORDS
        )
    if problems:
        raise error_for(problems)
    return written(made, report)


def _keep_what_was_sent(package: Path, report: BuildReport) -> None:
    """Refuse to put another package in the place of one that was sent out: it would be gone.

    Raises:
        OutputError: ``package`` was sent, and is not as ``report`` says.
    """
    if not package.is_file() or (there := file_digest(package.resolve())) == report.sha256:
        return
    if any(dispatch.sha256 == there for dispatch in read_sent(report.conference.folder)):
        place = f"{package.parent.name}-{report.revision.number}"
        raise OutputError.at(Where(file=str(package)), message("package.sent-is-there", place=place))


@contextlib.contextmanager
def _scratch(place: Path | None = None) -> Iterator[Path]:
    """Return an empty folder in ``place`` that is gone afterwards; a full disk is the user's to mend, not a crash."""
    try:
        with workplace(place or _temporary()) as work:
            yield work
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.ECHILD, errno.ENOMEM}:
            where = Where(origin=message("place.machine"))
            raise OutputError.at(where, message("package.no-process", reason=system_reason(error))) from error
        where = Where(file=str(error.filename or tempfile.gettempdir()))
        raise OutputError.at(where, message("package.no-scratch", reason=system_reason(error))) from error


def _temporary() -> Path:
    """Return a folder in the system's temporary one in which a build finds, and removes, what a killed one left."""
    place = Path(tempfile.gettempdir(), f"styringsdialog-{os.getuid()}")
    place.mkdir(0o700, exist_ok=True)
    # Anybody may make one of this name, and would own what is in it.
    return place if place.lstat().st_uid == os.getuid() else Path(tempfile.mkdtemp(prefix="styringsdialog-"))


def _silent(_: Message) -> None:
    """Say nothing."""
