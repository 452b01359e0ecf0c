"""The checker, asked in processes of its own.

It is made for files that may be anything, and yet one may hang or crash it; what it took for a large one would stay
with this process to the end, and both profiles can be checked at once, beside the read-back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.isolate.outcome import Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, Workers, cores, run
from styringsdialog.loading.inputs import content_of
from styringsdialog.messages.message import Message, message
from styringsdialog.model.conformance import Finding, Profile

# What the checker and the read-back need.
_WARM = (__name__, "page", "styringsdialog.assemble.verify")

SECONDS = 600
MEGABYTES = 4096


@attrs.frozen
class Verdict:
    """What a checker says of a file under one profile.

    Attributes:
        findings: The rules that the file breaks; with none it satisfies the profile, if it was checked.
        unchecked: Why nobody can tell; ``None`` when it was checked.
    """

    findings: tuple[Finding, ...] = ()
    unchecked: Message | None = None


def check_files(
    paths: Sequence[Path], profiles: Sequence[Profile], workers: Workers | None = None
) -> tuple[tuple[Verdict, ...], ...]:
    """Return what the checker, which is installed, says of each of ``paths`` under each of ``profiles``.

    Args:
        paths: The files.
        profiles: In the order of the answers.
        workers: See ``run``.
    """
    outcomes = iter(run_on(check_jobs(paths, profiles, workers), workers))
    return tuple(tuple(verdict_of(next(outcomes)) for _ in profiles) for _ in paths)


def check_jobs(paths: Sequence[Path], profiles: Sequence[Profile], workers: Workers | None) -> list[Job]:
    """Return what is asked of the checker: of each of ``paths`` under each of ``profiles``, in this order."""
    return [
        Job(
            target=f"{__name__}:{check_plain.__name__}",
            argument={"path": str(path.absolute()), "profile": profile.value},
            seconds=SECONDS,
            megabytes=MEGABYTES,
            read=(path,),
            content=content,
        )
        for path, content in zip(paths, [content_of(workers, path) for path in paths], strict=True)
        for profile in profiles
    ]


def run_on(jobs: Sequence[Job], workers: Workers | None) -> tuple[Outcome, ...]:
    """Return the outcomes of ``jobs``, which look at finished files, as many at once as there are cores."""
    return run(jobs, at_once=cores(), preload=_WARM, workers=workers)


def check_plain(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Return a ``Verdict`` as plain data: each rule with the checker's first words on it and how often it is broken.

    Args:
        argument: ``path`` and ``profile``.
    """
    import page  # noqa: PLC0415 - an extra: it may not be installed

    assert isinstance(argument, dict)
    try:
        report = page.validate_pdf(str(argument["path"]), profile=str(argument["profile"]))
    except page.PageError as error:
        return to_plain(Verdict(unchecked=message("package.checker-refuses", words=str(error))))
    except BaseException as error:
        # A panic in the checker, which is written in Rust, is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        return to_plain(Verdict(unchecked=message("package.checker-broke-down")))
    # Reversed, so that of several messages on one rule the first stays.
    messages = {failure.rule_id: failure.message for failure in reversed(report.failures)}
    counts = Counter(failure.rule_id for failure in report.failures)
    # The checker says no and names no rule: the profile counts as unchecked.
    if not counts and not report.is_compliant:
        return to_plain(Verdict(unchecked=message("package.checker-says-nothing")))
    profile = Profile(str(argument["profile"]))
    findings = (
        Finding(profile=profile, rule=rule, message=messages[rule], count=count) for rule, count in counts.items()
    )
    return to_plain(Verdict(findings=tuple(findings)))


def verdict_of(outcome: Outcome) -> Verdict:
    """Return what the checker said in ``outcome``."""
    if outcome.why is not None:
        return Verdict(unchecked=message("package.checker-failed", why=outcome.why))
    verdict: Verdict = from_plain(Verdict, outcome.value)
    return verdict
