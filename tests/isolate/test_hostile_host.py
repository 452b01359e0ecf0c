"""Calls asked for by a process that others left in an odd state, and the fork server met by what ends processes."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.editions import CONFERENCE, contributor, write_edition

from styringsdialog.errors import OutputError
from styringsdialog.isolate import fork_server
from styringsdialog.isolate.outcome import Ending
from styringsdialog.isolate.running import Job, run, start_workers
from styringsdialog.loading.series import load_conference
from styringsdialog.messages.message import Language
from styringsdialog.pipeline import build_package

CODE = """
import errno, os, subprocess, time

def answer(argument, note):
    return 1

def loop(argument, note):
    while True:
        pass

def refuse_forks():
    def refused():
        raise OSError(errno.EAGAIN, "")
    os.fork = refused

def name_the_warden(argument, note):
    with open(argument, "w") as file:
        file.write(str(os.getppid()))

def leave_a_program(argument, note):
    program = subprocess.Popen(["sleep", "120"], start_new_session=True)
    note(program.pid)
    with open(argument, "w") as file:
        file.write(str(os.getppid()))
    time.sleep(20)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a module with functions to call."""
    name = f"hostile_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(CODE)
    monkeypatch.syspath_prepend(str(tmp_path))
    return name


def job(target: str, argument: str = "", seconds: int = 2, write: tuple[Path, ...] = ()) -> Job:
    return Job(target=target, argument=argument, seconds=seconds, megabytes=512, write=write)


@contextlib.contextmanager
def blocked(*signals: signal.Signals) -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_time_is_kept_where_the_asking_thread_blocks_signals(module: str) -> None:
    with blocked(signal.SIGALRM, signal.SIGTERM):
        (outcome,) = run([job(f"{module}:loop")])
    assert outcome.ending is Ending.LATE


def test_a_call_ends_at_once_where_the_asking_thread_blocks_signals(module: str) -> None:
    start = time.monotonic()
    with blocked(signal.SIGALRM, signal.SIGTERM):
        (outcome,) = run([job(f"{module}:answer")])
    assert outcome.value == 1
    assert time.monotonic() - start < 4


def test_a_call_answers_where_ended_children_are_ignored(module: str) -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        (outcome,) = run([job(f"{module}:answer")])
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert outcome.value == 1


def test_the_path_of_modules_may_be_long(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a socket takes in one message (net.core.wmem_default, 212992 bytes)."""
    for number in range(3000):
        monkeypatch.setattr(sys, "path", [*sys.path, f"/intet/{'x' * 100}/{number}"])
    (outcome,) = run([job(f"{module}:answer", seconds=10)])
    assert outcome.value == 1


def test_nothing_is_left_of_a_worker_whose_warden_was_killed(module: str, tmp_path: Path) -> None:
    told = tmp_path / "warden"
    call = job(f"{module}:leave_a_program", str(told), seconds=20, write=(tmp_path,))
    with when_told(told, lambda warden: os.kill(warden, signal.SIGKILL)):
        (outcome,) = run([call])
    (program,) = outcome.notes
    assert isinstance(program, int)
    with pytest.raises(ProcessLookupError):
        os.kill(program, 0)


def test_a_server_that_was_ended_is_a_fault_of_the_machine_and_not_of_the_call(module: str, tmp_path: Path) -> None:
    told = tmp_path / "warden"
    call = job(f"{module}:leave_a_program", str(told), seconds=20, write=(tmp_path,))
    with (
        when_told(told, lambda warden: os.kill(parent_of(warden), signal.SIGKILL)),
        pytest.raises(ChildProcessError, match="No child processes"),
    ):
        run([call])


def test_a_server_that_does_not_answer_is_given_up(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork_server, "_PATIENCE", 1)
    told = tmp_path / "warden"
    call = job(f"{module}:name_the_warden", str(told), write=(tmp_path,))
    with start_workers() as workers:
        run([call], workers=workers)
        server = workers.server(0, ())
        os.kill(parent_of(int(told.read_text())), signal.SIGSTOP)
        with pytest.raises(ChildProcessError):
            run([call], workers=workers)
        assert not server.works
        assert run([call], workers=workers)[0].ending is Ending.ANSWERED


def test_a_process_that_the_system_does_not_give_is_told_as_such_and_the_next_may_be_given(module: str) -> None:
    with start_workers() as workers:
        for _ in range(2):
            with pytest.raises(BlockingIOError, match="Resource temporarily unavailable"):
                run([job(f"{module}:answer")], preload=[f"{module}:refuse_forks"], workers=workers)
        assert run([job(f"{module}:answer")], workers=workers)[0].value == 1


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ECHILD])
def test_a_build_says_that_a_process_was_not_to_be_had_and_not_that_a_disk_is_full(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conference = load_conference(
        write_edition(tmp_path / "e", CONFERENCE + contributor("vibo"), {"vibo/a.md": "# A\n"})
    )

    def refused(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fork_server.ForkServer, "fork", refused)
    with pytest.raises(OutputError) as raised:
        build_package(conference, tmp_path / "ud")
    (problem,) = raised.value.problems
    assert problem.what.code == "package.no-process"
    assert "en proces kan ikke startes" in problem.text(Language.DANISH).what
    assert not (tmp_path / "ud").exists()


@contextlib.contextmanager
def when_told(told: Path, act: Callable[[int], None]) -> Iterator[None]:
    """Do something with the process that ``told`` names, once it is there."""

    def wait() -> None:
        while not (told.is_file() and (text := told.read_text())):
            time.sleep(0.05)
        act(int(text))

    thread = threading.Thread(target=wait)
    thread.start()
    yield
    thread.join()


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
