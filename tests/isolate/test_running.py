from __future__ import annotations

import compileall
import contextlib
import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.running import Job, run, start_workers
from styringsdialog.messages.message import message

FUNCTIONS = """
import os, signal, sys, time

def echo(argument, note): return argument
def notes(argument, note):
    for one in argument: note(one)
    os._exit(3)
def environment(argument, note): return dict(os.environ)
def imported(argument, note): return sorted(sys.modules)
def order(argument, note):
    return [list({"dab", "vibo", "aab", "kab"}), list({"Åben by", "ø", ("a", "b"), 1, "dab", 2.5})]
def limits(argument, note):
    import resource
    return [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_CORE, resource.RLIMIT_DATA)]
def stdin(argument, note): return sys.stdin.read()
def give_up(argument, note):
    kept = bytearray(argument << 20)
    os.abort()
def sleep(argument, note):
    print(os.getpid(), flush=True)
    open(argument, "w").write(str(os.getpid()))
    time.sleep(1000)
def name_the_warden(argument, note):
    if argument is None: return argument
    open(argument, "w").write(str(os.getppid()))
    time.sleep(1000)
"""


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a function that calls one of the functions above in a process of its own."""
    (tmp_path / "fremmed.py").write_text(FUNCTIONS, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    def call(name: str, argument: Any = None, **changes: Any) -> Outcome:
        job = Job(target=f"fremmed:{name}", argument=argument, seconds=30, megabytes=256)
        (outcome,) = run([attrs.evolve(job, **changes)])
        return outcome

    return call


def test_plain_data_go_there_and_back(call: Any) -> None:
    plain: dict[str, Any] = {"æ": [None, True, 1, 1.5, "ø\n\u2028", {}]}
    outcome = call("echo", plain)
    assert (outcome.ending, outcome.value) == (Ending.ANSWERED, plain)
    assert outcome.megabytes > 5


@pytest.mark.parametrize(("held", "ending"), [(0, Ending.DIED), (150, Ending.OUT_OF_MEMORY)])
def test_a_library_that_gives_up_with_its_memory_full_needed_more(held: int, ending: Ending, call: Any) -> None:
    assert call("give_up", held).ending is ending


def test_notes_are_there_of_a_process_that_died(call: Any) -> None:
    outcome = call("notes", [{"at": "bilag"}, "ø"])
    assert outcome.notes == ({"at": "bilag"}, "ø")
    assert outcome.why == message("isolate.exited", status=3)


def test_a_disk_that_is_full_is_told_as_such(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    with pytest.raises(OSError, match="No space left"):
        call("echo")


def test_secrets_of_the_environment_stay_outside(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "hemmelig")
    monkeypatch.setenv("HTTPS_PROXY", "https://bruger:kode@vaert.example")
    assert set(call("environment").value) <= {
        *("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ"),
        *("PYTHONUTF8", "PYTHONHASHSEED"),
    }


@pytest.mark.parametrize("unwritten", [True, False], ids=["without bytecode", "with bytecode from the second on"])
def test_the_order_of_a_set_is_the_same_each_time_and_another_with_another_seed(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, unwritten: bool
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", unwritten)
    first = [call("order", hash_seed=seed).value for seed in range(6)]
    # No worker writes beside what it imports: others import it too.
    assert not (tmp_path / "__pycache__").exists()
    if not unwritten:
        compileall.compile_file(tmp_path / "fremmed.py", quiet=2)
    assert [call("order", hash_seed=seed).value for seed in range(6)] == first
    assert len({tuple(map(str, order)) for order in first}) > 1


def test_nothing_is_loaded_but_what_is_needed(call: Any) -> None:
    loaded = set(call("imported").value)
    assert not loaded & {"styringsdialog", "attr", "pytest", "reportlab", "pikepdf"}


def test_a_contributors_process_loads_nothing_that_makes_pages() -> None:
    code = (
        "import sys, styringsdialog.hooks.answer\n"
        "print([name for name in ('reportlab', 'pikepdf', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_kernel_holds_the_limits(call: Any) -> None:
    assert call("limits").value == [0, 256 * 1024 * 1024]


def test_standard_input_is_empty(call: Any) -> None:
    assert call("stdin").value == ""


def test_outcomes_come_in_the_order_of_the_jobs(call: Any) -> None:
    assert call("echo").ending is Ending.ANSWERED
    jobs = [Job(target="fremmed:echo", argument=n, seconds=30, megabytes=256) for n in range(5)]
    started: list[int] = []
    assert [outcome.value for outcome in run(jobs, at_once=2, started=started.append)] == [0, 1, 2, 3, 4]
    assert started == [0, 1, 2, 3, 4]


def test_what_is_loaded_beforehand_is_loaded_once_and_no_call_sees_another(call: Any, tmp_path: Path) -> None:
    assert call("echo").ending is Ending.ANSWERED
    (tmp_path / "egen.py").write_text(
        "import os\nloaded_by = os.getpid()\nseen = []\n"
        "def see(argument, note):\n"
        "    seen.append(argument)\n"
        "    if argument == 2: os.kill(os.getpid(), 9)\n"
        "    return [loaded_by, os.getppid(), seen]\n"
    )
    jobs = [Job(target="egen:see", argument=n, seconds=30, megabytes=256) for n in range(5)]
    outcomes = run(jobs, preload=["egen"])
    assert [outcome.ending for outcome in outcomes] == [Ending.DIED if n == 2 else Ending.ANSWERED for n in range(5)]
    told: list[Any] = [outcome.value for outcome in outcomes if outcome.ending is Ending.ANSWERED]
    assert len({(by, warden) for by, warden, _ in told}) == 1
    assert all(by != warden for by, warden, _ in told)
    assert [seen for _, _, seen in told] == [[0], [1], [3], [4]]


@pytest.fixture
def see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Return a call that tells which process has loaded its module, and which it is itself."""
    (tmp_path / "egen.py").write_text(
        "import os\nloaded_by = os.getpid()\ndef see(argument, note): return [loaded_by, os.getpid()]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    return Job(target="egen:see", argument=None, seconds=30, megabytes=256)


def test_what_is_loaded_serves_later_runs_too_and_calls_that_want_nothing_see_nothing_of_it(see: Job) -> None:
    with start_workers(["egen"]) as workers:
        told: list[Any] = [run([see], preload=["egen"], workers=workers)[0].value for _ in range(3)]
        alone: Any = run([see], workers=workers)[0].value
    assert len({loaded_by for loaded_by, _ in told}) == 1
    assert len({process for _, process in told}) == 3
    assert alone[0] == alone[1]


def test_a_server_that_is_gone_is_started_anew_and_else_it_is_a_fault_of_the_system(see: Job) -> None:
    with start_workers() as workers:
        before: Any = run([see], preload=["egen"], workers=workers)[0].value
        server = workers.server(0, ["egen"])
        os.kill(before[0], signal.SIGKILL)
        _wait(lambda: not server.works)
        with pytest.raises(ChildProcessError, match="No child processes"):
            server.fork(["egen"], [])
        after: Any = run([see], preload=["egen"], workers=workers)[0].value
    assert before[0] != after[0]


def test_what_a_call_takes_of_the_processor_counts_as_taken_by_the_one_who_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "egen.py").write_text(
        "import time\ndef burn(argument, note):\n    while time.process_time() < 1: pass\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    before = _taken_by_children()
    (outcome,) = run([Job(target="egen:burn", argument=None, seconds=30, megabytes=256)])
    assert outcome.ending is Ending.ANSWERED
    assert _taken_by_children() - before > 0.9


def _taken_by_children() -> float:
    """Return seconds of processor time."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def test_what_makes_ready_is_called_once_and_its_fault_is_nobodys(call: Any, tmp_path: Path) -> None:
    assert call("echo").ending is Ending.ANSWERED
    (tmp_path / "egen.py").write_text(
        "calls = []\n"
        "def ready(): calls.append(1)\n"
        "def broken(): raise ValueError\n"
        "def see(argument, note): return calls\n"
    )
    jobs = [Job(target="egen:see", argument=n, seconds=30, megabytes=256) for n in range(3)]
    outcomes = run(jobs, preload=["egen:broken", "egen:ready", "findes_ikke"])
    assert [outcome.value for outcome in outcomes] == [[1], [1], [1]]


def test_a_warden_that_was_ended_between_two_calls_costs_one_of_them_and_no_more(call: Any, tmp_path: Path) -> None:
    assert call("echo").ending is Ending.ANSWERED
    told = tmp_path / "nummer"
    jobs = [
        Job(target="fremmed:name_the_warden", argument=argument, seconds=30, megabytes=256, write=(tmp_path,))
        for argument in (None, str(told), None, None)
    ]
    with _signalled(told, signal.SIGKILL):
        endings = [outcome.ending for outcome in run(jobs, preload=["fremmed"])]
    assert endings == [Ending.ANSWERED, Ending.DIED, Ending.ANSWERED, Ending.ANSWERED]


def test_a_file_larger_than_is_allowed_cannot_be_written(call: Any, tmp_path: Path) -> None:
    assert call("echo").ending is Ending.ANSWERED
    (tmp_path / "egen.py").write_text(
        "def write(argument, note):\n"
        "    try:\n"
        "        with open(argument, 'wb', buffering=0) as file:\n"
        "            while True: file.write(bytes(1 << 20))\n"
        "    except OSError as error: return error.errno\n"
    )
    place = tmp_path / "stor"
    job = Job(target="egen:write", argument=str(place), seconds=30, megabytes=256, largest=3, write=(tmp_path,))
    (outcome,) = run([job])
    assert (outcome.value, place.stat().st_size) == (errno.EFBIG, 3 << 20)


def test_a_function_that_is_not_there_is_told(call: Any) -> None:
    assert call("ingen").why == message("isolate.no-plain-answer", error="AttributeError")


@pytest.mark.long
def test_a_warden_that_was_stopped_does_not_keep_anybody_waiting(call: Any, tmp_path: Path) -> None:
    told = tmp_path / "nummer"
    with _signalled(told, signal.SIGSTOP):
        outcome = call("name_the_warden", str(told), seconds=1, write=(tmp_path,))
    assert (outcome.ending, outcome.why) == (Ending.LATE, message("isolate.late", seconds=1))


@contextlib.contextmanager
def _signalled(told: Path, number: signal.Signals) -> Iterator[None]:
    """Send ``number`` to the process that ``told`` names, once it is there: no worker can."""

    def send() -> None:
        _wait(lambda: told.exists() and told.read_text() != "")
        os.kill(int(told.read_text()), number)

    thread = threading.Thread(target=send)
    thread.start()
    yield
    thread.join()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_one_who_asked_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "fremmed.py").write_text(FUNCTIONS, "utf-8")
    told = tmp_path / "nummer"
    code = (
        # Whoever is started in the background by a shell has SIGINT ignored.
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from pathlib import Path; from styringsdialog.isolate.running import Job, run;"
        f"place = {str(tmp_path)!r}; sys.path.insert(0, place);"
        f"run([Job(target='fremmed:sleep', argument={str(told)!r}, seconds=1000, megabytes=256, write=(Path(place),))])"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL) as host:
        _wait(lambda: told.exists() and told.read_text() != "")
        host.send_signal(number)
    worker = int(told.read_text())
    _wait(lambda: not Path(f"/proc/{worker}").exists())


def _wait(condition: Any) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(f"still not so after 30 seconds, process {os.getpid()}")
