"""Calls in fresh processes, several at once: the side that asks, and believes nothing.

Each call is a fork of a fresh interpreter, never of this one: nothing of this process is there to be
spoiled, and nothing of one call reaches the next. That interpreter has loaded modules of our own that calls share, and
nothing else, or nothing at all (``fork_server``); it has seen no call's file.

A call answers the same whether its modules' bytecode is there, is written, or may not be: bytecode is
read and written as everywhere, and a module that has none is compiled and then read as bytecode too, because the
order of a constant set is another one in it.

Linux: what ``warden`` asks of the kernel has not been tried elsewhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import selectors
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

import attrs

from styringsdialog.errors import Remark
from styringsdialog.isolate.fork_server import ForkServer, import_path, server_lost
from styringsdialog.isolate.outcome import Ending, Outcome, Stop
from styringsdialog.isolate.plain import LARGEST, Plain, UnreadableError, read_plain
from styringsdialog.isolate.store import Store
from styringsdialog.isolate.wall import missing
from styringsdialog.messages.message import Where, message

# Seconds after which a warden that has not kept its time is ended itself.
_GRACE: Final = 5

# Bytes that are read of what was printed, and of notes.
_PRINTED: Final = 16 * 1024
_NOTED: Final = 1024 * 1024

# How libraries in C and C++ end a process that gets no more memory.
_GIVES_UP: Final = frozenset({signal.SIGABRT, signal.SIGILL, signal.SIGTRAP})
# Of the limit: who needs more asks for twice as much, and holds what there is until it has been copied.
_FULL: Final = 1 / 3

_FRAME: Final = re.compile(rb'^  File "(?P<file>[^"\n]+)", line (?P<line>\d+)', re.MULTILINE)


@attrs.frozen(kw_only=True)
class Job:
    """One call.

    Attributes:
        target: ``module:function``; the function gets the argument, and a function that takes notes.
        argument: Plain data.
        seconds: After which it is ended.
        megabytes: Of memory that it may use.
        largest: Megabytes that it may write to any one file, its answer and what it prints included.
        read: Files and folders that it may read, beside Python, its modules and the system's libraries.
        listed: Folders in which it may read the names, and nothing else.
        write: Folders that it may write in, beside one that is gone when it is done.
        network: Whether it may make connections.
        hash_seed: Python's, which decides the order of sets; the same each time unless
            somebody wants to see what depends on it.
        content: A digest of all that the answer depends on beside the argument; "" where it is not to be kept.
    """

    target: str
    argument: Plain
    seconds: int
    megabytes: int
    largest: int = 64
    read: tuple[Path, ...] = ()
    listed: tuple[Path, ...] = ()
    write: tuple[Path, ...] = ()
    network: bool = False
    hash_seed: int = 0
    content: str = ""


_KEEPS: Final = {
    "files": message("isolate.keeps-files"),
    "truncation": message("isolate.keeps-truncation"),
    "signals": message("isolate.keeps-signals"),
    "calls": message("isolate.keeps-calls"),
}


def unguarded() -> tuple[Remark, ...]:
    """Return which rights this machine cannot take from the processes here."""
    return tuple(Remark(_KEEPS[name], Where(origin=message("place.machine"))) for name in missing())


def cores() -> int:
    """Return how many processes can run at once."""
    return os.cpu_count() or 1


def run(  # noqa: PLR0913 - what to do, and how its processes are kept and followed
    jobs: Sequence[Job],
    *,
    at_once: int = 1,
    preload: Sequence[str] = (),
    started: Callable[[int], None] | None = None,
    follow: Callable[[int, Outcome], Job | None] | None = None,
    workers: Workers | None = None,
) -> tuple[Outcome, ...]:
    """Return the outcome of each of ``jobs``, in their order; no process is left afterwards but those of ``workers``.

    Args:
        jobs: Calls that need nothing of each other.
        at_once: How many run at a time.
        preload: Modules to load once and not for each job, and functions (``module:function``) to call
            once, which make ready what each job needs; only ours, for functions of ours.
        started: Is told the index of each one that is begun.
        follow: Is told the index and the outcome of each, and returns the job to be done after it, if any, whose
            outcome is the ``follower`` of that one.
        workers: Processes of earlier calls, and where those of this one stay; and answers of earlier calls.

    Raises:
        OSError: No process could be started, or no temporary file written.
    """
    outcomes: dict[int, Outcome] = {}
    waiting = list(enumerate(jobs))

    def ended(index: int, outcome: Outcome) -> None:
        outcomes[index] = outcome
        if follow is not None and index < len(jobs) and (next_job := follow(index, outcome)):
            waiting.insert(0, (index + len(jobs), next_job))

    with contextlib.ExitStack() as stack:
        kept = workers or stack.enter_context(start_workers())
        selector = stack.enter_context(selectors.DefaultSelector())
        running: dict[int, _Process] = {}
        idle: list[_Process] = []
        stack.callback(_end, running, idle)
        while waiting or running:
            while waiting and len(running) < at_once:
                index, job = waiting.pop(0)
                if started is not None and index < len(jobs):
                    started(index)
                if kept.store and job.content and (known := kept.store.outcome(job)):
                    ended(index, known)
                    continue
                ready = next((process for process in idle if process.job.hash_seed == job.hash_seed), None)
                if ready is not None:
                    idle.remove(ready)
                running[index] = process = ready or _Process(kept.server(job.hash_seed, preload), preload)
                process.begin(job)
                selector.register(process.verdicts, selectors.EVENT_READ, index)
            if not running:
                break
            # Each that runs was begun before this: when none has ended by then, all are overdue.
            if not (events := selector.select(max(process.job.seconds for process in running.values()) + _GRACE)):
                for process in running.values():
                    process.kill()
            for key, _ in events:
                selector.unregister(key.fileobj)
                outcome = running[key.data].outcome()
                process = running.pop(key.data)
                if kept.store and process.job.content:
                    kept.store.keep(process.job, outcome)
                ended(key.data, outcome)
                if process.works:
                    idle.append(process)
                else:
                    process.end()
    count = len(jobs)
    return tuple(attrs.evolve(outcomes[index], follower=outcomes.get(index + count)) for index in range(count))


@attrs.frozen(eq=False)
class Workers:
    """Processes that have loaded modules of ours, and nothing else, and a store of what earlier ones answered."""

    store: Store | None = None
    # By the seed of their hashes, and whether they have loaded anything.
    _servers: dict[tuple[int, bool], ForkServer] = attrs.field(factory=dict)

    def server(self, hash_seed: int, preload: Sequence[str]) -> ForkServer:
        """Return the one of ``hash_seed`` that has loaded, or is to load, some modules, or that loads none.

        Raises:
            OSError: No process could be started.
        """
        key = (hash_seed, bool(preload))
        if key in self._servers and not self._servers[key].works:
            self._servers.pop(key).end()
        if key not in self._servers:
            self._servers[key] = ForkServer(hash_seed)
        return self._servers[key]

    def end(self) -> None:
        """End the processes."""
        for server in self._servers.values():
            server.end()


@contextlib.contextmanager
def start_workers(preload: Sequence[str] = ()) -> Iterator[Workers]:
    """Keep what processes have loaded from one ``run`` to the next, and end them afterwards.

    With ``preload``, as for ``run``, that is loaded while this process goes on.
    """
    workers = Workers()
    try:
        if preload:
            # Whoever needs the process meets the same fault, and tells it.
            with contextlib.suppress(OSError):
                workers.server(0, preload).load(preload)
        yield workers
    finally:
        workers.end()


@contextlib.contextmanager
def workers_with(store: Store | None, workers: Workers | None = None) -> Iterator[Workers]:
    """Have answers kept in ``store``: by processes of ``workers`` where there are any, else by others that end here."""
    with contextlib.nullcontext(workers) if workers else start_workers() as processes:
        yield attrs.evolve(processes, store=store)
    if store:
        store.prune()


def _end(running: dict[int, _Process], idle: Sequence[_Process]) -> None:
    """End what has nothing to do any more, or still runs when something went wrong on this side."""
    for process in (*running.values(), *idle):
        process.end()


class _Process:
    """A warden at work, and what it and its worker write."""

    job: Job

    def __init__(self, server: ForkServer, preload: Sequence[str]) -> None:
        """Have ``server`` start one with ``preload``; it waits for its first job."""
        self.works = True
        self._server = server
        self._killed = False
        self._scratch = contextlib.ExitStack()
        with contextlib.ExitStack() as stack:
            self._question, self._printed, self._answer, self._notes, self._stops = self._files = [
                stack.enter_context(tempfile.TemporaryFile(buffering=0)) for _ in range(5)
            ]
            orders, self._orders = os.pipe()
            stack.callback(os.close, self._orders)
            self.verdicts, verdicts = os.pipe()
            stack.callback(os.close, self.verdicts)
            question, printed, *channels = (file.fileno() for file in self._files)
            try:
                self._number = server.fork(preload, [question, printed, orders, *channels, verdicts])
            finally:
                os.close(orders)
                os.close(verdicts)
            self._open = stack.pop_all()

    def begin(self, job: Job) -> None:
        """Have ``job`` done.

        Raises:
            OSError: It cannot be written down.
        """
        self.job = job
        folder = tempfile.TemporaryDirectory(prefix="styringsdialog-", ignore_cleanup_errors=True)
        scratch = self._scratch.enter_context(folder)
        # One offset in each file is shared with those on the other side.
        for file in self._files:
            file.truncate(0)
            file.seek(0)
        question = memoryview(json.dumps(_order(job, scratch)).encode())
        while question:
            question = question[self._question.write(question) :]
        self._question.seek(0)
        # A warden that is gone has closed its verdicts, and the next reading of them shows it.
        with contextlib.suppress(BrokenPipeError):
            os.write(self._orders, b".")

    def kill(self) -> None:
        """End a warden that does not keep its time; its worker goes with it."""
        self._killed = True
        self._signal(signal.SIGKILL)

    def end(self) -> None:
        """See to it that nothing runs any more, and close the files."""
        self.works = False
        self._remove_scratch()
        with self._open:
            self._signal(signal.SIGTERM)  # the warden ends its worker, and all that it left
            with selectors.DefaultSelector() as selector:
                selector.register(self.verdicts, selectors.EVENT_READ)
                # It ends with the warden, and may hold a verdict before.
                while (in_time := selector.select(_GRACE)) and os.read(self.verdicts, 4096):
                    pass
            if not in_time:
                self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        # A server that is gone took its wardens with it, and their numbers may be others'.
        with contextlib.suppress(ProcessLookupError):
            if self._server.works:
                os.kill(self._number, number)

    def _remove_scratch(self) -> None:
        # Folders within each other, deeper than Python removes, are left to whoever sweeps the place.
        with contextlib.suppress(RecursionError):
            self._scratch.close()

    def outcome(self) -> Outcome:
        """Return what came of the call, once there is a verdict, or the warden is gone.

        Raises:
            OSError: The disk is full, and the answer could not be written for that; or the server is gone.
        """
        verdict = self._read_verdict()
        self._remove_scratch()
        status = verdict.get("status")
        self.works = status is not None and not self._killed
        outcome = Outcome(
            ending=Ending.DIED,
            notes=tuple(_notes(self._notes)),
            printed=_beginning(self._printed, _PRINTED).decode(errors="replace"),
            seconds=verdict.get("seconds", 0.0),
            megabytes=verdict.get("megabytes", 0.0),
            strays=verdict.get("strays", 0),
        )
        if verdict.get("late") or self._killed or status == -signal.SIGXCPU:
            why = message("isolate.late", seconds=self.job.seconds)
            return attrs.evolve(outcome, ending=Ending.LATE, why=why, stops=tuple(_stops(self._stops)))
        match status:
            case None if not self._server.works:
                raise server_lost()
            case None:
                return attrs.evolve(outcome, why=message("isolate.ended-its-warden"))
            case 0:
                return self._answered(outcome)
            case 74:
                self._try_to_write()
                return attrs.evolve(outcome, why=message("isolate.closed-its-answer"))
            case _ if status > 0:
                return attrs.evolve(outcome, why=message("isolate.exited", status=status))
        if -status in _GIVES_UP and outcome.megabytes > self.job.megabytes * _FULL:
            return self._out_of_memory(outcome)
        names = {known.value: known.name for known in signal.Signals}
        why = message("isolate.crashed", signal=names.get(-status, f"signal {-status}"))
        return attrs.evolve(outcome, why=why, stops=tuple(_stops(self._stops)))

    def _out_of_memory(self, outcome: Outcome) -> Outcome:
        why = message("isolate.out-of-memory", megabytes=self.job.megabytes)
        return attrs.evolve(outcome, ending=Ending.OUT_OF_MEMORY, why=why)

    def _try_to_write(self) -> None:
        """Find out whether the disk is full on this side as well; what a process says of it is not believed."""
        rest = memoryview(bytes(LARGEST // 512))
        self._answer.seek(0)
        while rest:
            rest = rest[self._answer.write(rest) :]

    def _answered(self, outcome: Outcome) -> Outcome:
        try:
            answer = read_plain(_beginning(self._answer, LARGEST + 1))
        except UnreadableError as error:
            if os.fstat(self._answer.fileno()).st_size == 0:
                return attrs.evolve(outcome, why=message("isolate.did-not-answer"))
            return attrs.evolve(outcome, ending=Ending.UNREADABLE, why=message("isolate.unreadable", why=error.what))
        match answer:
            case {"value": value, **rest} if not rest:
                return attrs.evolve(outcome, ending=Ending.ANSWERED, value=value)
            case {"raised": "MemoryError"}:
                return self._out_of_memory(outcome)
            case {"raised": str(name)}:
                why = message("isolate.no-plain-answer", error=name[:80])
                return attrs.evolve(outcome, ending=Ending.UNREADABLE, why=why)
        return attrs.evolve(outcome, ending=Ending.UNREADABLE, why=message("isolate.not-as-agreed"))

    def _read_verdict(self) -> dict[str, Any]:
        """Return the warden's own word; empty when it was ended before it could speak."""
        data = b""
        while not data.endswith(b"\n") and (piece := os.read(self.verdicts, 4096)):
            data += piece
        verdict: dict[str, Any] = json.loads(data) if data.endswith(b"\n") else {}
        return verdict


def _order(job: Job, scratch: str) -> Plain:
    return {
        "target": job.target,
        "argument": job.argument,
        "seconds": job.seconds,
        "megabytes": job.megabytes,
        "largest": job.largest,
        **{name: [str(place.absolute()) for place in getattr(job, name)] for name in ("read", "listed", "write")},
        "network": job.network,
        "scratch": scratch,
        # As here, whatever put it there: what can be imported on this side can be on that.
        "path": import_path(),
    }


def _beginning(file: IO[bytes], most: int) -> bytes:
    """Return what ``file`` holds from its start, without moving where the other side writes."""
    data = bytearray()
    while len(data) < most and (piece := os.pread(file.fileno(), most - len(data), len(data))):
        data += piece
    return bytes(data)


def _notes(file: IO[bytes]) -> Iterator[Plain]:
    """Return the notes that are whole; the process may have died in the middle of one."""
    *lines, _ = _beginning(file, _NOTED).split(b"\n")
    for line in lines:
        with contextlib.suppress(UnreadableError):
            yield read_plain(line)


def _stops(file: IO[bytes]) -> Iterator[Stop]:
    """Return the frames that ``faulthandler`` wrote down last: of the thread that crashed, else of the main one."""
    _, mark, text = _beginning(file, _NOTED).rpartition(b"Current thread 0x")
    if not mark:
        text = text.rpartition(b"Thread 0x")[2]
    for match in _FRAME.finditer(text.partition(b"\n\n")[0]):
        # Everything but ASCII is written as Python escapes it.
        yield Stop(match["file"].decode("unicode_escape", errors="replace"), int(match["line"]))
