"""A finished file held against PDF/UA-1 and PDF/A-2a, so that it claims only what was checked.

What checks is page-validation, which the extra ``verify`` installs. Nothing is claimed without it.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import mmap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.assemble.checking import Verdict, check_files, check_jobs, run_on, verdict_of
from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import Plan, PlannedSection, plan_package
from styringsdialog.assemble.verify import ReadBack, read_back_job, read_back_of
from styringsdialog.assemble.xmp import Metadata, xmp_packet
from styringsdialog.errors import error_for
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.running import Workers
from styringsdialog.loading.inputs import made_of
from styringsdialog.messages.message import Message, message
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.model.conformance import Conformance, Finding, Profile

_CHECKER = "page-validation"

_LOST: Final = "STYRINGSDIALOG-FIGURE-ALT-LOST"
# As a checker would say it, which sees no original.
_LOST_WORDS: Final = "An alternative text of the original is in no Figure"


def checker() -> str:
    """Return name and version of what checks; empty when it is not installed."""
    try:
        distribution = importlib.metadata.distribution(_CHECKER)
    except importlib.metadata.PackageNotFoundError:
        return ""
    # Its module is called ``page``, and so may be one of somebody else's that is found first.
    module = importlib.util.find_spec("page")
    own = Path(str(distribution.locate_file("page/__init__.py")))
    if module is None or module.origin is None or not own.exists() or not own.samefile(module.origin):
        return ""
    return f"{_CHECKER} {distribution.version}"


def make_checked(  # noqa: PLR0913 - what a file is made of, and what is told on the way
    plan: Plan,
    metadata: Metadata,
    path: Path,
    *,
    profiles: Iterable[Profile] = tuple(Profile),
    scratch: Path | None = None,
    workers: Workers | None = None,
    progress: Callable[[Message], object] = lambda _: None,
) -> tuple[Conformance, ReadBack]:
    """Join what ``plan`` holds to the file ``path``, and return what of ``profiles`` it satisfies, and what it says.

    It claims what it satisfies, and nothing where nobody can check.

    Args:
        plan: What the file is made of.
        metadata: What it says of itself.
        path: Where it is written.
        profiles: What to hold it against.
        scratch: A folder in which each bilag is checked by itself, to find which of them breaks a rule; ``None``
            where the file is a bilag.
        workers: See ``run``.
        progress: Is told what is being done.

    Raises:
        StyringsdialogError: The file that was read back is not as it was planned.
    """
    claims = tuple(profiles) if checker() else ()
    progress(message("package.step-joining"))
    _join(plan, metadata, path, claims, workers)
    progress(message("package.step-checking"))
    # The longest first. Claims that are withdrawn afterwards are nothing that is read back.
    jobs = [read_back_job(path, plan, workers), *check_jobs([path], claims, workers)]
    read, *checked = run_on(jobs, workers)
    conformance = _conformance(claims, [verdict_of(outcome) for outcome in checked])
    if claims:
        conformance = settle_claims(path, metadata, claims, workers, whole=conformance)
    if scratch is not None:
        conformance = blame_bilag(conformance, plan, metadata, scratch, workers)
    conformance = _without_lost_texts(conformance, plan, metadata, path)
    read_back = read_back_of(read)
    if read_back.problems:
        raise error_for(read_back.problems)
    return conformance, read_back


def _join(plan: Plan, metadata: Metadata, path: Path, claims: Sequence[Profile], workers: Workers | None) -> None:
    """Write the file of ``plan``, as it was joined before or as it is joined now."""
    if workers is None or workers.store is None:
        assemble(plan, metadata=metadata, path=path, claims=claims)
        return
    question = made_of(assemble, (plan, metadata, claims), path.parent)
    if not workers.store.outcome(question):
        assemble(plan, metadata=metadata, path=path, claims=claims)
        workers.store.keep(question, Outcome(ending=Ending.ANSWERED, value=str(path)))


def conformance_of(
    path: Path, profiles: Iterable[Profile] = tuple(Profile), workers: Workers | None = None
) -> Conformance:
    """Return what of ``profiles`` the file at ``path`` satisfies, and what it breaks of the others."""
    asked = tuple(profiles) if checker() else ()
    (verdicts,) = check_files([path], asked, workers)
    return _conformance(asked, verdicts)


def _conformance(profiles: Sequence[Profile], answers: Sequence[Verdict]) -> Conformance:
    """Return what ``answers`` say of a file, in the order of ``profiles``."""
    verdicts = list(zip(profiles, answers, strict=True))
    return Conformance(
        checker=checker(),
        satisfied=tuple(profile for profile, verdict in verdicts if not verdict.findings and not verdict.unchecked),
        findings=tuple(finding for _, verdict in verdicts for finding in verdict.findings),
        reasons=tuple((profile, verdict.unchecked) for profile, verdict in verdicts if verdict.unchecked),
    )


def settle_claims(
    path: Path,
    metadata: Metadata,
    made_with: Sequence[Profile] = tuple(Profile),
    workers: Workers | None = None,
    *,
    whole: Conformance | None = None,
) -> Conformance:
    """Leave in the package at ``path`` the identifiers of what it satisfies, and return what checking gave.

    The package claims every profile of ``made_with`` when it comes here, because a profile wants its own
    identifier to be there. What it breaks is withdrawn in place, which moves no byte: a packet of metadata has one
    length whatever it claims. The file is then checked again as it now stands, until it
    satisfies all that it claims. ``whole`` is what it satisfies as it comes here, where that is known.
    """
    claims = tuple(made_with)
    whole = remaining = whole or conformance_of(path, claims, workers)
    # A claim is withdrawn, never added: a profile wants its own identifier to be there.
    while remaining.satisfied != claims:
        # Each round leaves fewer claims, so that it ends.
        _replace(path, xmp_packet(metadata, claims), xmp_packet(metadata, remaining.satisfied))
        claims = remaining.satisfied
        remaining = conformance_of(path, claims, workers)
    return attrs.evolve(
        whole,
        satisfied=claims,
        findings=tuple(dict.fromkeys((*whole.findings, *remaining.findings))),
        reasons=tuple(dict.fromkeys((*whole.reasons, *remaining.reasons))),
    )


def _without_lost_texts(conformance: Conformance, plan: Plan, metadata: Metadata, path: Path) -> Conformance:
    """Withdraw the claim to be accessible where alternative texts of originals were lost: no checker sees that."""
    losers = [section for section in plan.sections if any(part.lost_alt for part in section.parts)]
    if not losers or not conformance.checker:
        return conformance
    kept = tuple(profile for profile in conformance.satisfied if profile is not Profile.UA1)
    _replace(path, xmp_packet(metadata, conformance.satisfied), xmp_packet(metadata, kept))
    numbers = tuple(section.number for section in losers if section.number is not None)
    lost = Finding(profile=Profile.UA1, rule=_LOST, message=_LOST_WORDS, count=len(losers), bilag=numbers)
    return attrs.evolve(conformance, satisfied=kept, findings=(*conformance.findings, lost))


def _replace(path: Path, old: bytes, new: bytes) -> None:
    assert len(old) == len(new)
    # Mapped and not read, because a package may have hundreds of megabytes.
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as content:
        start = content.find(old)
        assert start >= 0, "the package holds the packet that was written into it"
        content[start : start + len(old)] = new


def blame_bilag(
    conformance: Conformance, plan: Plan, metadata: Metadata, work: Path, workers: Workers | None = None
) -> Conformance:
    """Return ``conformance`` with the numbers of those bilag that break each rule.

    A checker tells of a file, not of its pages: so each bilag is put into a file of its own, made
    as the package is, and checked alone. What no bilag breaks alone is left without a number.

    Args:
        conformance: Of the whole package.
        plan: Of the whole package.
        metadata: Of the whole package.
        work: A folder for the files.
        workers: See ``run``.
    """
    if not conformance.findings:
        return conformance
    failed = tuple(dict.fromkeys(finding.profile for finding in conformance.findings))
    numbers: dict[tuple[Profile, str], list[BilagNumber]] = {}
    paths: dict[BilagNumber, Path] = {}
    for section in plan.sections:
        if section.number is not None and section.own_pages:
            paths[section.number] = path = work / f"alone-{section.number}.pdf"
            # It claims everything, as the package did: a missing identifier would be a finding of its own.
            _join(_alone(section, plan), metadata, path, tuple(Profile), workers)
    for number, verdicts in zip(paths, check_files(tuple(paths.values()), failed, workers), strict=True):
        for finding in (finding for verdict in verdicts for finding in verdict.findings):
            numbers.setdefault((finding.profile, finding.rule), []).append(number)
        paths[number].unlink()
    return attrs.evolve(
        conformance,
        findings=tuple(
            attrs.evolve(finding, bilag=tuple(numbers.get((finding.profile, finding.rule), ())))
            for finding in conformance.findings
        ),
    )


def _alone(section: PlannedSection, plan: Plan) -> Plan:
    """Return the plan of a package that is one section; links to others lead to its start."""
    own = plan_package([attrs.evolve(section, aliases=())], short_title=section.title, journal=())
    others = tuple(target for target in plan.destinations if target not in own.destinations)
    return plan_package([attrs.evolve(section, aliases=others)], short_title=section.title, journal=())
