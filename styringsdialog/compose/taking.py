"""Files become pages in processes of their own: one that hangs, crashes or eats memory costs only itself."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.compose.conversion import HandedIn, Taken, take
from styringsdialog.compose.ledger import Held, hold_plain
from styringsdialog.convert.office.program import find_soffice
from styringsdialog.errors import Fault, Problem, Remark, StyringsdialogError
from styringsdialog.hooks.border import from_plain, make_ready, to_plain
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, Workers, cores, run
from styringsdialog.loading.inputs import content_of
from styringsdialog.messages.message import Where, message
from styringsdialog.model.limits import Limits

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

# What it takes to read an Office file, and how the names of most begin to end.
_OFFICE: Final = ("styringsdialog.convert.office.converting",)
_NAMED_OFFICE: Final = (".doc", ".od", ".ppt", ".rtf", ".xls")


@attrs.frozen(kw_only=True)
class _Answer:
    """What a worker says of one file; as plain data it goes over the border.

    Attributes:
        taken: What it has become.
        problems: Why it has become nothing.
        unwritten: The number of the error that kept something from being written; 0 for none.
    """

    taken: Taken | None = None
    problems: tuple[Problem, ...] = ()
    unwritten: int = 0


def take_all(
    handed: Sequence[HandedIn], limits: Limits, *, started: Callable[[HandedIn], None], workers: Workers | None = None
) -> tuple[Taken | tuple[Problem, ...], ...]:
    """Return what becomes of each file, or why nothing does; as many are read at once as there are cores.

    What becomes of one depends on its own bytes, and neither on the others nor on their order.

    Args:
        handed: The files, each with a work folder that is there.
        limits: How much the reading of one may use.
        started: Is told of each when it is begun.
        workers: See ``run``; of files that are closed nothing is kept.

    Raises:
        OSError: The disk is full.
    """
    soffice = find_soffice()
    # Where the program lies itself: what the search path leads to is a link as a rule.
    office = () if soffice is None else (soffice.resolve().parents[1],)

    def job(file: HandedIn, target: str, argument: Plain, *contents: Path) -> Job:
        return Job(
            target=target,
            argument=argument,
            seconds=limits.file_seconds,
            megabytes=limits.file_megabytes,
            largest=limits.file_megabytes,
            read=(file.path, *office),
            write=(file.work,),
            content="" if file.closed else content_of(workers, *contents),
        )

    def follow(index: int, outcome: Outcome) -> Job | None:
        """Return the job that holds a file against its pages; in a process of its own it costs at most itself."""
        # What did not become pages has nothing to be held against, and of pictures words were left out by intent.
        answer = from_plain(_Answer, outcome.value) if outcome.ending is Ending.ANSWERED else _Answer()
        if answer.taken is None or answer.taken.body is None or handed[index].flatten:
            return None
        held = Held(file=handed[index].path, name=handed[index].name, pages=answer.taken.body.path)
        return job(
            handed[index], f"{hold_plain.__module__}:{hold_plain.__name__}", to_plain(held), held.file, held.pages
        )

    outcomes = run(
        [job(file, f"{__name__}:{take_plain.__name__}", to_plain(file), file.path) for file in handed],
        at_once=cores(),
        # Before the forks, which share what is made here; most packages have no Office files.
        preload=[f"{__name__}:{warm_up.__name__}", *(_OFFICE if any(map(_is_named_office, handed)) else ())],
        started=lambda index: started(handed[index]),
        follow=follow,
        workers=workers,
    )
    return tuple(_taken(outcome, file, limits) for outcome, file in zip(outcomes, handed, strict=True))


def _is_named_office(handed: HandedIn) -> bool:
    """Tell whether a file is called as Office files are; what it is, its worker finds out."""
    return handed.path.suffix.lower().startswith(_NAMED_OFFICE)


def warm_up() -> None:
    """Make ready what each file needs, whatever it is."""
    make_ready(HandedIn, Held, _Answer, tuple[Remark, ...])


def take_plain(argument: Plain, note: Callable[[object], None]) -> Plain:
    """Return what becomes of a ``HandedIn``, both as plain data: the worker's side."""
    handed: HandedIn = from_plain(HandedIn, argument)
    try:
        taken = take(handed)
    except StyringsdialogError as error:
        # Perhaps only this once: a program may have been too slow.
        note("nothing")
        return to_plain(_Answer(problems=error.problems))
    except OSError as error:
        # Only a full disk is the host's affair; whatever else happens in the worker counts as a crash on this file.
        if error.errno not in _FULL:
            raise
        note("unwritten")
        # As a number, because an exception does not cross the border.
        return to_plain(_Answer(unwritten=error.errno))
    return to_plain(_Answer(taken=taken))


def _taken(outcome: Outcome, handed: HandedIn, limits: Limits) -> Taken | tuple[Problem, ...]:
    """Return what a worker's answer says; what it wrote is used only where there is an answer."""
    if outcome.ending is not Ending.ANSWERED:
        return (_failure(outcome, handed, limits),)
    answer: _Answer = from_plain(_Answer, outcome.value)
    if answer.unwritten:
        if not _is_too_large(answer.unwritten, limits):
            # A full disk ends the build: all other files would meet it too.
            raise OSError(answer.unwritten, os.strerror(answer.unwritten), str(handed.work))
        return (
            Problem(
                Fault.FILE,
                Where(file=handed.name),
                message("compose.becomes-too-large", megabytes=limits.file_megabytes),
            ),
        )
    if answer.taken is None:
        return answer.problems
    missing: tuple[Remark, ...] = ()
    # A ledger that was too slow or crashed costs its remarks alone: the pages are good.
    if outcome.follower is not None and outcome.follower.ending is Ending.ANSWERED:
        missing = from_plain(tuple[Remark, ...], outcome.follower.value)
    return attrs.evolve(answer.taken, notes=(*answer.taken.notes, *missing))


def _is_too_large(error: int, limits: Limits) -> bool:
    """Tell whether it was the limit on the worker's files that was met, and not one on this process too."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    ours = limits.file_megabytes * 1024 * 1024
    return error == errno.EFBIG and (allowed == resource.RLIM_INFINITY or allowed >= ours)


def _failure(outcome: Outcome, handed: HandedIn, limits: Limits) -> Problem:
    """Return why a worker has not answered."""
    assert outcome.why is not None
    what = {
        Ending.LATE: message("compose.too-slow", seconds=limits.file_seconds),
        Ending.OUT_OF_MEMORY: message("compose.too-much-memory", megabytes=limits.file_megabytes),
    }.get(outcome.ending, message("compose.reading-crashed", why=outcome.why))
    return Problem(Fault.FILE, Where(file=handed.name), what)
