"""The program that runs in the new process: a server that forks wardens, each of which forks a worker for each job.

Server and warden hold nothing of other people's: in them nothing but the standard library is loaded, and
what the server was told to load of ours. The worker calls the function. Its warden outlives it, and
ends it when its time is over, and then everything that it left behind: orphans, even those with a session of their
own, become the warden's children (Linux, prctl(2) PR_SET_CHILD_SUBREAPER).

It is started as a file, not as a module, so that nothing of the package is loaded with it,
and by itself it imports nothing but what Python brings, and ``wall``. ``fork_server`` is the other side of the
server, and ``running`` that of the warden.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import functools
import gc
import importlib
import json
import marshal
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36

# Megabytes of address space beyond the limit on memory: libraries reserve more than they use.
_HEADROOM = 4096

# That a worker may start, beyond all that run.
_MOST_PROCESSES = 512

# The part of its time after which it is written down where a worker is, in case it goes on until the end.
_WARNING = 0.9


# As it was before anybody could put something else in its place.
_ENCODE = json.dumps


def main(host: int, requests: int) -> None:
    """Load what each message names, and fork a warden for the files that come with it.

    Args:
        host: The process that asks.
        requests: A socket with the bounds of messages: a file with JSON comes, with the files of ``_keep_watch`` or
            without; the number of the warden goes back, or that of the error (errno(3)), less than 0. When it ends,
            nothing more is to be done.
    """
    # A thread that blocks SIGALRM, or a program that ignores SIGCHLD, hands that on: no limit of time would hold, and
    # the numbers of ended wardens would be given away.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _load_source_as_bytecode()
    # Found without loading the package around it.
    loader = SourceFileLoader("wall", str(Path(__file__).with_name("wall.py")))
    wall = ModuleType(loader.name)
    wall.__file__ = loader.path
    loader.exec_module(wall)
    _die_with(host)
    # What a warden leaves that was killed becomes this one's, and ends with it.
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    ready: set[str] = set()
    with socket.socket(fileno=requests) as server:
        keepers = (os.getpid(), host)
        while True:
            message, files, _, _ = socket.recv_fds(server, 1, 8)
            if not message:
                break
            loading, *files = files
            with open(loading, "rb") as stream:  # noqa: PTH123 - a descriptor, and no path
                _prepare(json.load(stream), ready)
            if files:
                try:
                    # Ended ones are not waited for: so nobody else gets the number of one.
                    warden = os.fork()
                except OSError as error:
                    warden = -(error.errno or 1)
                if warden == 0:
                    server.close()
                    _keep_watch(keepers, wall, *files)
                for file in files:
                    os.close(file)
                server.send(str(warden).encode())
    # What they took counts as taken by the one who asked, once they are waited for.
    _swept()


def _keep_watch(keepers: tuple[int, int], wall: Any, question: int, printed: int, *files: int) -> NoReturn:
    """Do one job for each byte of ``orders``, as ``question`` then describes it; never comes back.

    Args:
        keepers: The server, and the process that asks.
        wall: The module.
        question: A file, which becomes standard input.
        printed: A file, which becomes standard output and standard error.
        files: ``orders``: nothing more is to be done when it ends; ``answer``: for the
            function's answer; ``notes``: for what it notes on its way, one JSON value on each line; ``stops``: for
            where the worker was when it was stopped or died, as ``faulthandler`` writes it; ``verdicts``: for the
            warden's own word on how the worker ended, one JSON value on each line.
    """
    orders, answer, notes, stops, verdicts = files
    for file, place in ((question, 0), (printed, 1), (printed, 2)):
        os.dup2(file, place)
    os.close(question)
    os.close(printed)
    server, _ = keepers
    _die_with(server)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    warden = os.getpid()
    leave = functools.partial(_leave, server, "")
    while os.read(orders, 1):
        with open(0, "rb", closefd=False) as stream:
            job: dict[str, Any] = json.load(stream)
        leave = functools.partial(_leave, server, job["scratch"])
        signal.signal(signal.SIGTERM, leave)
        worker = os.fork()
        if worker == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(verdicts)
            os.close(orders)
            _work(job, (warden, *keepers), wall, (answer, notes, stops))
        verdict, ended = _watched(worker, job["seconds"])
        # One that came just now is lost, but then ``orders`` ends too.
        signal.signal(signal.SIGTERM, leave)
        if ended:
            break  # nobody reads it
        _write(verdicts, json.dumps(verdict).encode() + b"\n")
    leave()


def _die_with(parent: int) -> None:
    """Have this process ended when ``parent`` ends, from which it was started."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)  # it was gone before it could be told to take this process with it


def _leave(server: int, scratch: str, *_: object) -> NoReturn:
    """End, and remove what the host can remove no more where it took the server with it."""
    if os.getppid() != server:
        import shutil  # noqa: PLC0415 - every other process would wait for it in vain

        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


def _load_source_as_bytecode() -> None:
    """Make a module that is compiled here the same as one that is read from bytecode.

    Bytecode holds the elements of a constant set in an order of its own, and a set read from it may be walked in
    another order than one that was compiled just now. So a module's first call, which finds no bytecode, could
    answer something else than its second. What was compiled is written and read once, in memory, before it runs.
    """
    compiled = SourceFileLoader.source_to_code

    def source_to_code(self: SourceFileLoader, data: Any, path: Any, **options: Any) -> Any:
        return marshal.loads(marshal.dumps(compiled(self, data, path, **options)))  # noqa: S302 - our own, of just now

    # On the class: whoever finds a module, an editable install's finder too, loads its source by this.
    SourceFileLoader.source_to_code = source_to_code  # type: ignore[assignment,method-assign]  # it is replaced on purpose


def _prepare(loading: dict[str, Any], ready: set[str]) -> None:
    """Load what each worker would load for itself, and call what makes it ready, unless that is done."""
    for name in loading["preload"]:
        if name in ready:
            continue
        sys.path[:] = loading["path"]
        module, _, function = name.partition(":")
        # The worker meets the same fault, and tells it.
        with contextlib.suppress(Exception):
            loaded = _loaded(module)
            if function:
                getattr(loaded, function)()
        ready.add(name)


# ---------------------------------------------------------------------- the warden


def _watched(worker: int, seconds: int) -> tuple[dict[str, object], bool]:
    """Wait for ``worker``, at most ``seconds``, and give how it ended, and whether the warden is to end as well.

    Nothing of the worker runs any more then.
    """
    reasons: list[int] = []

    def stop(number: int, _: object) -> None:
        reasons.append(number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.signal(signal.SIGTERM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _, status, usage = os.wait4(worker, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    # Its number may be another's from here on.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    verdict: dict[str, object] = {
        "status": os.waitstatus_to_exitcode(status),
        "late": signal.SIGALRM in reasons,
        "seconds": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss / 1024,
        "strays": _swept(),
    }
    return verdict, signal.SIGTERM in reasons


def _swept() -> int:
    """End every process that is left, and give how many there were."""
    ended: set[int] = set()
    while True:
        try:
            # As a rule nobody is left, and to look for them in /proc takes longer than to be told so.
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return len(ended)
        for child in _children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        # What the dead leave in turn become children here: the next time round.
        child, _ = os.waitpid(-1, 0)
        ended.add(child)


def _children() -> Iterator[int]:
    """Return the warden's children; Linux tells them in /proc."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # proc_pid_stat(5): «pid (comm) state ppid …», and comm may hold anything.
            if int(stat.read_text(errors="replace").rpartition(")")[2].split()[1]) == os.getpid():
                yield int(stat.parent.name)


def _prctl(option: int, value: int) -> None:
    """Ask something of the Linux kernel; elsewhere nothing happens, and orphans are not found."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


# ---------------------------------------------------------------------- the worker


def _work(job: dict[str, Any], keepers: tuple[int, ...], wall: Any, channels: tuple[int, int, int]) -> NoReturn:
    """Call the function and write down what it gives; never comes back."""
    status = 70  # sysexits.h, EX_SOFTWARE
    answer, notes, _ = channels
    try:
        _settle(job, keepers, wall, channels)
        told = _called(job, functools.partial(_note, notes))
        status = 74  # EX_IOERR
        _write(answer, told)
        status = 0
    finally:
        # At once: threads that stay, handlers at exit and finalizers are the plugin's, and nobody waits for them.
        os._exit(status)


def _called(job: dict[str, Any], note: Callable[[object], None]) -> bytes:
    """Return the answer, or what the call raised, as JSON."""
    module, _, name = job["target"].partition(":")
    try:
        return _ENCODE({"value": getattr(_loaded(module), name)(job["argument"], note)}).encode()
    except MemoryError:
        return b'{"raised": "MemoryError"}'
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is told to the other side, and the process ends
        return _ENCODE({"raised": type(error).__name__}).encode()


def _loaded(name: str) -> Any:
    """Return a module of ours.

    Nothing becomes garbage while it is loaded, and looking for some would take a tenth of the time.
    """
    gc.disable()
    try:
        return importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()


def _settle(job: dict[str, Any], keepers: tuple[int, ...], wall: Any, channels: tuple[int, ...]) -> None:
    """Make the process ready for code that is not trusted."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keepers[0]:
        os._exit(1)
    # A group of its own: a signal to its whole group does not reach the warden.
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for channel in channels:
        os.set_inheritable(channel, False)
    # Whatever asks for a place to write or for a home gets the folder that is gone when the job is done.
    os.environ["TMPDIR"] = os.environ["HOME"] = job["scratch"]
    _limit(job["seconds"], job["megabytes"], job["largest"])
    # Before there are threads: each gives up its rights for itself, and for those that it starts.
    places = {name: job[name] for name in ("read", "listed", "path")}
    wall.fence(**places, write=[*job["write"], job["scratch"]], network=job["network"], keepers=keepers)
    *_, stops = channels
    faulthandler.enable(stops)
    faulthandler.dump_traceback_later(job["seconds"] * _WARNING, file=stops)
    sys.path[:] = job["path"]
    sys.argv[:] = [""]


def _limit(seconds: int, megabytes: int, largest: int) -> None:
    """Set what the kernel holds the worker, and each process it starts, to."""
    # Private memory that is written to (Linux 4.7); shared mappings count as address space only.
    memory = megabytes * 1024 * 1024
    limits = {
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_AS: memory + _HEADROOM * 1024 * 1024,
        # The second line behind the warden's own clock: threads may use every core all the time.
        resource.RLIMIT_CPU: seconds * (os.cpu_count() or 1) + 1,
        resource.RLIMIT_FSIZE: largest * 1024 * 1024,
        resource.RLIMIT_CORE: 0,
    }
    # Of all processes of this user: more than there are is more than anybody starts who reads a file. Root is not held.
    with contextlib.suppress(OSError, ValueError):
        tasks = Path("/proc/loadavg").read_text().split()[3].partition("/")[2]
        limits[resource.RLIMIT_NPROC] = int(tasks) + _MOST_PROCESSES
    for kind, value in limits.items():
        _, hard = resource.getrlimit(kind)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (lowest, lowest))


def _note(file: int, note: object) -> None:
    """Write ``note``, which is plain data, on a line of its own, at once: it is there whatever happens next."""
    # Whoever closed the file goes on without notes.
    with contextlib.suppress(OSError):
        _write(file, _ENCODE(note).encode() + b"\n")


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
