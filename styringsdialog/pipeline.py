"""Build a package: the one place that knows the order of the steps."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from styringsdialog.assemble.conformance import blame_bilag, checker, settle_claims
from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.verify import verify
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.compose.bilag import NumberedBilag, number_bilag, unknown_bilag
from styringsdialog.compose.characters import unprintable_texts
from styringsdialog.compose.design import palette_of, templates_of, unprintable_logo
from styringsdialog.compose.layout import Press
from styringsdialog.compose.numbering import keep_numbers
from styringsdialog.compose.revision import digests, revision_of
from styringsdialog.compose.sections import Draft, draft_sections, draft_texts
from styringsdialog.compose.separate import SEPARATE_NAME, SeparateBilag, separate_bilag
from styringsdialog.content.templating import Templates
from styringsdialog.danish.dates import period
from styringsdialog.danish.identifiers import slug
from styringsdialog.danish.rules import meaning_of
from styringsdialog.errors import EditionError, Fault, OutputError, Problem, StyringsdialogError, error_for
from styringsdialog.hooks.contribute import Contribution, PluginFacts, contributions
from styringsdialog.loading.inputs import input_digests
from styringsdialog.loading.sent import read_sent
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.conformance import Conformance, Profile
from styringsdialog.model.parts import PreparedPart
from styringsdialog.model.sent import FIRST, Dispatch, SentSection, locked_sections
from styringsdialog.publish import publish
from styringsdialog.report import BilagReport, BuildReport, Original, PageRange, SeparateReport
from styringsdialog.versions.shelf import Version, publish_version, workplace

__all__ = ["build_package", "build_version", "check_conference"]

_HOST = "styringsdialog"

Progress = Callable[[str], None]
Trace = Callable[[Contribution], None]


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
        folder: Made when it is not there; other files in it are not touched.
        stage: Before the meeting, or after it with the referat.
        audience: A closed bilag is only in the internal package.
        keep_going: Make the package although bilag are missing; a page in their place says so.
        separate: Write each bilag to a file of its own too, in a folder beside the package.
        timestamp: The date inside the PDF; else the edition's own (``updated``, or its start).
        revised: What a revision that was not sent yet bears; else the date of ``timestamp`` or ``updated``.
        sent: What was sent out before, which keeps its numbers; else what the edition's folder remembers.
        progress: Is told in a few words what is being done.
        trace: Is told what each contributor gave, with every call of a hook.

    Raises:
        StyringsdialogError: With every problem that was found. What ``folder`` held before
            stands there still.
    """
    order = _Order(
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
        leftovers = _leftovers(place / order.apart, {Path(name).name for name in beside})
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
        progress: Is told in a few words what is being done.

    Raises:
        StyringsdialogError: With every problem that was found. What was current in ``place`` is so still.
    """
    order = _Order(
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
        f"{report.stem}.report.md": report.markdown().encode(),
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
        order = _Order(conference=conference, stage=stage, audience=Audience.INTERNAL)
        try:
            with _scratch() as work:
                reports.append(_make(order, work, progress or _silent)[0])
        except StyringsdialogError as error:
            problems += error.problems
    if problems:
        raise error_for(tuple(dict.fromkeys(problems)))
    return tuple(reports)


@attrs.frozen(kw_only=True)
class _Order:
    """What is to be made."""

    conference: Conference
    stage: Stage
    audience: Audience
    keep_going: bool = False
    separate: bool = False
    timestamp: dt.datetime | None = None
    revised: dt.date | None = None
    sent: Sequence[Dispatch] | None = None
    trace: Trace | None = None

    @property
    def stem(self) -> str:
        """Give the first part of the output's file names."""
        # File names end at 255 bytes on most disks, and a host's name may be a sentence.
        host = slug(self.conference.host)[:60].rstrip("-") or "konference"
        name = self.conference.slug[:60] if self.conference.slug else f"{host}-{self.conference.start.year}"
        internal = "-intern" if self.audience is Audience.INTERNAL else ""
        return f"{name}-{self.stage.value}{internal}"

    @property
    def apart(self) -> str:
        """Give the name of the folder for each bilag's own file."""
        return f"{self.stem}-bilag"


def _leftovers(folder: Path, names: Collection[str]) -> tuple[Path, ...]:
    """Give the files in ``folder`` that an earlier run wrote and this one does not."""
    there = sorted(folder.iterdir()) if folder.is_dir() else ()
    return tuple(path for path in there if SEPARATE_NAME.fullmatch(path.name) and path.name not in names)


def _make(order: _Order, work: Path, progress: Progress) -> tuple[BuildReport, Path, Mapping[str, Path]]:
    """Make the package in ``work`` and give its report, its file, and by name what stands beside it."""
    conference = order.conference
    if order.stage is Stage.REFERAT and conference.referat is None:
        hint = 'write it in a Markdown file of the edition and name it: referat = "referat.md"'
        raise EditionError.at("conference.toml: referat", "the stage referat needs a referat", hint)

    given = contributions(
        conference,
        conference.contributors,
        stage=order.stage,
        audience=order.audience,
        traced=order.trace is not None,
        asking=lambda contributor: progress(f"asking {contributor.name}"),
    )
    if order.trace is not None:
        for contribution in given:
            order.trace(contribution)
    sent = read_sent(conference.folder) if order.sent is None else tuple(order.sent)
    bilag = number_bilag(conference, given, work, audience=order.audience, progress=progress)
    bilag, withdrawn = keep_numbers(bilag, locked_sections(sent), conference.output.late_bilag)

    progress("typesetting")
    press = Press(work, quotes=conference.quotes, palette=palette_of(conference))
    templates = templates_of(conference)
    texts, bilag = _proofread(order, bilag, templates, press)
    drafts = draft_sections(conference, order.stage, texts, bilag, templates, _versions())
    found = digests(drafts, bilag)
    revision = revision_of(
        sent, (order.stage, order.audience), found, drafts, withdrawn, order.revised or _stated(order)
    )
    if revision != FIRST:
        drafts = draft_sections(conference, order.stage, texts, bilag, templates, _versions(), revision)
    plan = press.lay_out(conference, drafts)

    progress("joining")
    package = work / "package.pdf"
    metadata = attrs.evolve(_metadata(order), edition=order.stem, revision=revision.number)
    checked = bool(checker())
    assemble(plan, metadata=metadata, path=package, claims=tuple(Profile) if checked else ())
    progress("checking")
    conformance = settle_claims(package, metadata) if checked else Conformance()
    conformance = blame_bilag(conformance, plan, metadata, work)
    progress("reading back")
    if mismatches := verify(package, plan):
        raise error_for(mismatches)
    report = attrs.evolve(
        _report(order, bilag, plan, package),
        conformance=conformance,
        revision=revision,
        sections=tuple(_sections(plan, bilag, found)),
        timestamp=metadata.modified,
        inputs=input_digests(conference.folder),
    )
    if shortfalls := tuple(_shortfalls(report)):
        raise error_for(shortfalls)
    beside = {_original_name(order, one): one.original for one in bilag if one.original}
    if order.separate:
        progress("writing each bilag by itself")
        apart = separate_bilag(conference, drafts, plan, press, attrs.evolve(metadata, edition=""), work)
        beside |= {f"{order.apart}/{one.name}": one.path for one in apart}
        report = attrs.evolve(report, separate=tuple(_separate_report(order, one) for one in apart))
    return report, package, beside


def _separate_report(order: _Order, one: SeparateBilag) -> SeparateReport:
    return SeparateReport(
        number=one.number,
        name=f"{order.apart}/{one.name}",
        pages=one.pages,
        size=one.path.stat().st_size,
        sha256=_sha256(one.path),
        conformance=one.conformance,
    )


def _shortfalls(report: BuildReport) -> Iterator[Problem]:
    """Find what the edition requires of the package and the package is not."""
    found = report.conformance
    titles = {bilag.number: bilag.title for bilag in report.bilag}
    for profile in report.conference.output.require:
        where = f"conference.toml: output.require: {profile.value}"
        if profile in found.satisfied:
            continue
        if not found.checker:
            message, hint = "nothing here can check the package", 'install page-validation: the extra "verify"'
            yield Problem(Fault.REQUIREMENT, where, message, hint)
        for one, reason in found.unchecked:
            if one is profile:
                message = f"the package cannot be checked: {reason}"
                yield Problem(Fault.REQUIREMENT, where, message, "make it smaller, or require less")
        for finding in found.of(profile):
            rule = f"{finding.rule}: {finding.message}"
            for number in finding.bilag:
                meaning = meaning_of(finding.rule)
                place = f"bilag {number}, {titles[number]}"
                message = f"keeps the package from {profile.label}: {rule}"
                yield Problem(Fault.REQUIREMENT, place, message, f"{meaning.wrong} {meaning.step}")
            if not finding.bilag:
                message = f"the package does not satisfy {profile.label}: {rule}"
                yield Problem(Fault.REQUIREMENT, where, message, "no single bilag causes it: please report it")


def _proofread(
    order: _Order, bilag: Sequence[NumberedBilag], templates: Templates, press: Press
) -> tuple[tuple[Draft, ...], tuple[NumberedBilag, ...]]:
    """Give the edition's texts and ``bilag``, with those bilag marked as missing that cannot be typeset.

    Raises:
        StyringsdialogError: The edition's own texts have problems; or bilag are missing and
            the order is not to keep going. All of them at once.
    """
    conference = order.conference
    problems = [*unprintable_texts(conference), *unprintable_logo(conference), *unknown_bilag(conference, bilag)]
    # The referat is read and checked at every stage, so that nobody meets its faults the day after.
    texts, unreadable = draft_texts(conference, templates)
    problems += unreadable
    sections: tuple[Draft, ...] | None = None
    try:
        sections = draft_sections(conference, order.stage, texts, bilag, templates, _versions())
    except StyringsdialogError as error:
        told = bool(problems)
        # The package's own templates print what conference.toml says, and what is wrong with that is told already.
        problems += [one for one in error.problems if not (told and one.where.startswith("core/"))]
    there = {section.key for section in sections or ()}
    others = tuple(text for text in texts if text.key not in there)
    faults = press.proof((*(sections or ()), *others), complete=sections is not None)
    proofed = tuple(one.missing(faults[one.target]) if one.target in faults else one for one in bilag)
    own = {one.target for one in bilag}
    told = bool(problems)
    problems += [
        problem
        for key, found in faults.items()
        if key not in own
        for problem in found
        # Our own templates print what conference.toml says, and what is wrong with that is told already.
        if not (told and problem.where.startswith("core/"))
    ]
    gaps = [problem for one in proofed for problem in one.problems]
    if problems or (gaps and not order.keep_going):
        raise error_for(tuple(dict.fromkeys((*problems, *gaps))))
    return texts, proofed


def _stated(order: _Order) -> dt.date | None:
    """Give the day on which the edition last changed, as far as anybody has said it."""
    return order.timestamp.date() if order.timestamp else order.conference.updated


def _metadata(order: _Order) -> Metadata:
    """Give what the PDF says of itself; its date is the edition's, never the clock's."""
    conference = order.conference
    stated = dt.datetime.combine(conference.updated, dt.time()) if conference.updated else None
    return Metadata(
        title=f"{order.stage.label}: {conference.title}",
        author=conference.host,
        subject=f"{period(conference.start, conference.end)}, {conference.place}",
        modified=order.timestamp or stated or conference.start,
    )


def _report(
    order: _Order,
    bilag: Sequence[NumberedBilag],
    plan: Plan,
    package: Path,
) -> BuildReport:
    handed_in = {one.contributor.id for one in bilag}
    versions = _versions()
    return BuildReport(
        conference=order.conference,
        stage=order.stage,
        audience=order.audience,
        stem=order.stem,
        pages=plan.pages,
        size=package.stat().st_size,
        sha256=_sha256(package),
        bilag=tuple(
            BilagReport(
                number=one.number,
                target=one.target,
                title=one.title,
                contributor=one.contributor.name,
                status=one.status,
                first_page=plan.references[one.target].page,
                pages=plan.references[one.target].pages,
                size=sum(part.path.stat().st_size for part in _own_parts(plan, one.target)),
                original=_original(order, one),
                plugin=str(one.contribution.plugin or ""),
                notes=(*one.notes, *plan.notes(one.target)),
                problems=one.problems,
                tagged=_tagged(plan, one.target),
            )
            for one in bilag
        ),
        without_bilag=tuple(one.name for one in order.conference.contributors if one.id not in handed_in),
        versions=versions,
        ranges=tuple(_ranges(plan, bilag, PluginFacts(name="", distribution=_HOST, version=versions[_HOST]))),
    )


def _sections(plan: Plan, bilag: Sequence[NumberedBilag], found: Mapping[str, str]) -> Iterator[SentSection]:
    """Give every section as a later revision has to know it."""
    contributors = {one.target: one.contributor.name for one in bilag}
    for section in plan.sections:
        yield SentSection(
            key=section.key,
            title=section.title,
            contributor=contributors.get(section.key, ""),
            number=section.number,
            first=section.first,
            pages=section.own_pages,
            digest=found.get(section.key, ""),
        )


def _ranges(plan: Plan, bilag: Sequence[NumberedBilag], host: PluginFacts) -> Iterator[PageRange]:
    """Give who made which pages; a bilag's divider, and the page that stands for a missing one, are the host's."""
    made = {one.target: one for one in bilag}
    for section in plan.sections:
        before = section.own_first - section.first if section.key in made else section.pages
        if before:
            yield PageRange(
                first=section.first,
                last=section.first + before - 1,
                target=section.key,
                contributor="",
                maker=host,
            )
        if before < section.pages:
            one = made[section.key]
            yield PageRange(
                first=section.own_first,
                last=section.last,
                target=section.key,
                contributor=one.contributor.id,
                maker=one.contribution.plugin or host,
            )


def _original_name(order: _Order, bilag: NumberedBilag) -> str:
    return f"{order.stem}.bilag-{bilag.number}-underskrevet.pdf"


def _original(order: _Order, bilag: NumberedBilag) -> Original | None:
    """Give what is said of the signed file that is published beside the package."""
    if bilag.original is None:
        return None
    size = bilag.original.stat().st_size
    return Original(name=_original_name(order, bilag), size=size, sha256=_sha256(bilag.original))


def _own_parts(plan: Plan, target: str) -> tuple[PreparedPart, ...]:
    """Give the parts that are the bilag's own; its divider is not."""
    section = plan.section(target)
    return section.parts[section.own_from :]


def _tagged(plan: Plan, target: str) -> bool | None:
    """Tell whether the pages that are the bilag's own are tagged; nothing where it has none."""
    parts = _own_parts(plan, target)
    return all(part.tagged or part.structure is not None for part in parts) if parts else None


def _versions() -> Mapping[str, str]:
    """Give the version of everything that can change the bytes of a package."""
    names = (_HOST, "babel", "jinja2", "markdown-it-py", "pikepdf", "pillow", "pyphen", "reportlab")
    return {name: importlib.metadata.version(name) for name in names}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _scratch(folder: contextlib.AbstractContextManager[Path | str] | None = None) -> Iterator[Path]:
    """Give an empty folder that is gone afterwards; a full disk is the user's to mend, not a crash."""
    try:
        with folder or tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
            yield Path(work)
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        message = f"a temporary file cannot be written: {error.strerror or error}"
        raise OutputError.at(str(place), message, "make room there, or set TMPDIR to another folder") from error


def _silent(_: str) -> None:
    """Say nothing."""
