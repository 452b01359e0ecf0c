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

from styringsdialog.assemble.package import Metadata, assemble
from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.verify import verify
from styringsdialog.compose.bilag import NumberedBilag, number_bilag
from styringsdialog.compose.characters import unprintable_texts
from styringsdialog.compose.layout import Press
from styringsdialog.compose.sections import Draft, draft_sections, draft_texts
from styringsdialog.compose.separate import SEPARATE_NAME, separate_bilag
from styringsdialog.content.templating import Templates, core_templates
from styringsdialog.danish.dates import period
from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import EditionError, OutputError, Problem, StyringsdialogError, error_for
from styringsdialog.hooks.contribute import Contribution, contribute
from styringsdialog.hooks.registry import Registry
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.publish import publish
from styringsdialog.report import BilagReport, BuildReport

__all__ = ["build_package", "check_conference"]

Progress = Callable[[str], None]


def build_package(  # noqa: PLR0913 - each names one choice a caller has; none belongs to another
    conference: Conference,
    folder: Path,
    *,
    stage: Stage = Stage.INFORMATIONSPAKKE,
    audience: Audience = Audience.PUBLIC,
    keep_going: bool = False,
    separate: bool = False,
    timestamp: dt.datetime | None = None,
    progress: Progress | None = None,
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
        progress: Is told in a few words what is being done.

    Raises:
        StyringsdialogError: With every problem that was found. What ``folder`` held before
            stands there still.
    """
    order = _Order(
        conference=conference,
        stage=stage,
        audience=audience,
        keep_going=keep_going,
        separate=separate,
        timestamp=timestamp,
    )
    with _scratch() as work:
        report, package, bilag = _make(order, work, progress or _silent)
        apart = f"{report.stem}-bilag"
        files = publish(
            {
                **{f"{apart}/{name}": path for name, path in bilag.items()},
                f"{report.stem}.report.md": report.markdown().encode(),
                f"{report.stem}.manifest.json": report.manifest().encode(),
                f"{report.stem}.pdf": package,
            },
            folder,
            leftovers=_leftovers(folder / apart, bilag) if separate else (),
        )
    return attrs.evolve(report, files=files)


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

    @property
    def stem(self) -> str:
        """Give the first part of the output's file names."""
        # File names end at 255 bytes on most disks, and a host's name may be a sentence.
        host = slug(self.conference.host)[:60].rstrip("-") or "konference"
        name = self.conference.slug or f"{host}-{self.conference.start.year}"
        internal = "-intern" if self.audience is Audience.INTERNAL else ""
        return f"{name}-{self.stage.value}{internal}"


def _leftovers(folder: Path, names: Collection[str]) -> tuple[Path, ...]:
    """Give the files in ``folder`` that an earlier run wrote and this one does not."""
    there = sorted(folder.iterdir()) if folder.is_dir() else ()
    return tuple(path for path in there if SEPARATE_NAME.fullmatch(path.name) and path.name not in names)


def _make(order: _Order, work: Path, progress: Progress) -> tuple[BuildReport, Path, Mapping[str, Path]]:
    """Make the package in ``work`` and give its report, its file, and each bilag's own where wanted, by name."""
    conference = order.conference
    if order.stage is Stage.REFERAT and conference.referat is None:
        hint = 'write it in a Markdown file of the edition and name it: referat = "referat.md"'
        raise EditionError.at("conference.toml: referat", "the stage referat needs a referat", hint)

    registry = Registry.of_environment()
    contributions = []
    for contributor in conference.contributors:
        progress(f"asking {contributor.name}")
        contributions.append(
            contribute(conference, contributor, stage=order.stage, audience=order.audience, registry=registry)
        )
    bilag = number_bilag(conference, contributions, work, audience=order.audience, progress=progress)

    progress("typesetting")
    press = Press(work, quotes=conference.quotes)
    templates = Templates({"core": core_templates()})
    texts, bilag = _proofread(order, bilag, templates, press)
    drafts = draft_sections(conference, order.stage, texts, bilag, templates, _versions())
    plan = press.lay_out(conference, drafts)

    progress("joining")
    package = work / "package.pdf"
    assemble(plan, metadata=_metadata(order), path=package)
    progress("reading back")
    if mismatches := verify(package, plan):
        raise error_for(mismatches)
    apart: Mapping[str, Path] = {}
    if order.separate:
        progress("writing each bilag by itself")
        apart = separate_bilag(conference, drafts, plan, press, _metadata(order), work)
    return _report(order, bilag, contributions, plan, package), package, apart


def _proofread(
    order: _Order, bilag: Sequence[NumberedBilag], templates: Templates, press: Press
) -> tuple[tuple[Draft, ...], tuple[NumberedBilag, ...]]:
    """Give the edition's texts and ``bilag``, with those bilag marked as missing that cannot be typeset.

    Raises:
        StyringsdialogError: The edition's own texts have problems; or bilag are missing and
            the order is not to keep going. All of them at once.
    """
    conference = order.conference
    problems = list(unprintable_texts(conference))
    # The referat is read and checked at every stage, so that nobody meets its faults the day after.
    texts, unreadable = draft_texts(conference, templates)
    problems += unreadable
    sections = draft_sections(conference, order.stage, texts, bilag, templates, _versions())
    there = {section.key for section in sections}
    faults = press.proof((*sections, *(text for text in texts if text.key not in there)))
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
    contributions: Sequence[Contribution],
    plan: Plan,
    package: Path,
) -> BuildReport:
    names: dict[str, str] = {contributor.id: contributor.name for contributor in order.conference.contributors}
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
                plugin=str(one.contribution.plugin or ""),
                notes=plan.notes(one.target),
                problems=one.problems,
            )
            for one in bilag
        ),
        without_bilag=tuple(names[one.contributor_id] for one in contributions if not one.bilag and not one.problems),
        versions=_versions(),
    )


def _versions() -> Mapping[str, str]:
    """Give the version of everything that can change the bytes of a package."""
    names = ("styringsdialog", "babel", "jinja2", "markdown-it-py", "pikepdf", "pyphen", "reportlab")
    return {name: importlib.metadata.version(name) for name in names}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def _scratch() -> Iterator[Path]:
    """Give an empty folder that is gone afterwards; a full disk is the user's to mend, not a crash."""
    try:
        with tempfile.TemporaryDirectory(prefix="styringsdialog-") as work:
            yield Path(work)
    except OSError as error:
        place = error.filename or tempfile.gettempdir()
        message = f"a temporary file cannot be written: {error.strerror or error}"
        raise OutputError.at(str(place), message, "make room there, or set TMPDIR to another folder") from error


def _silent(_: str) -> None:
    """Say nothing."""
