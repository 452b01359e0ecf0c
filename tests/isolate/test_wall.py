"""The wall: what a worker may not do, tried by functions that do it, each in a process of its own."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pytest

from styringsdialog.isolate import wall
from styringsdialog.isolate.outcome import Outcome
from styringsdialog.isolate.running import Job, run, unguarded

MISSING = wall.missing()

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"this kernel cannot take every right from a process: {', '.join(MISSING)}"
)

READS = {
    "reads another's file": "return open(a['other'] + '/lukket.txt').read()",
    "reads the accounts": "return open('/etc/passwd').read()",
    "reads a home": "return open(a['home'] + '/noegle').read()",
    "reads what lies beside its modules": "return open(a['site'] + '/beside.txt').read()",
    "lists another's folder": "return os.listdir(a['other'])",
    "reads by a link of its own": "os.symlink(a['other'] + '/lukket.txt', 'l'); return open('l').read()",
    "reads by a hard link": "os.link(a['other'] + '/lukket.txt', 'h'); return open('h').read()",
    "moves another's file to itself": "os.rename(a['other'] + '/lukket.txt', 'm'); return open('m').read()",
    "reads another's file by a program": "return subprocess.check_output(['cat', a['other'] + '/lukket.txt']).decode()",
    "reads the host's environment": "return open(f'/proc/{a[\"host\"]}/environ').read()",
    "reads the warden's environment": "return open(f'/proc/{os.getppid()}/environ').read()",
    "reads what the host has open": "return os.readlink(f'/proc/{a[\"host\"]}/fd/1')",
    "reads another's root": "return os.listdir(f'/proc/{a[\"other_process\"]}/root' + a['other'])",
    "reads another's memory": "return open(f'/proc/{a[\"other_process\"]}/mem', 'rb').read(1).hex()",
    "reads memory by a call": (
        "buffer = ctypes.create_string_buffer(8); vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)\n"
        "return call(310 if x86 else 270, a['other_process'], vector, 1, vector, 1, 0)"
    ),
    "traces another": "return call(101 if x86 else 117, 16, a['other_process'], 0, 0)",
    "changes its root": "os.chroot(a['other']); return 'nået'",
    "mounts": "return call(165 if x86 else 40, b'none', b'/mnt', b'tmpfs', 0, None)",
    "joins another's namespace": "return call(308 if x86 else 268, 0, 0)",
    "leaves its namespaces": "return call(272 if x86 else 97, 0x10000000)",
    "makes a process with namespaces of its own": "return call(56 if x86 else 220, 0x10000011, 0, 0, 0, 0)",
    "opens a ring of calls": "return call(425, 8, ctypes.create_string_buffer(120))",
    "loads a program into the kernel": "return call(321 if x86 else 280, 0, ctypes.create_string_buffer(64), 64)",
    "asks for keys": "return call(250 if x86 else 219, 0, -3, 0)",
}
WRITES = {
    "writes outside": "open(a['other'] + '/nyt', 'w').write('x')",
    "writes over another's file": "open(a['other'] + '/lukket.txt', 'w').write('x')",
    "empties another's file": "os.truncate(a['other'] + '/lukket.txt', 0)",
    "removes another's file": "os.unlink(a['other'] + '/lukket.txt')",
    "writes in the folder that it may read": "open(a['own'] + '/nyt', 'w').write('x')",
    "writes beside its modules": "open(a['site'] + '/nyt.py', 'w').write('x')",
    "writes where all may": "open('/tmp/styringsdialog-nyt', 'x').write('x')",
    "makes a pipe": "os.mkfifo('p')",
    "makes a device": "os.mknod('d', 0o60644, os.makedev(1, 1))",
    "opens another's file to all": "os.chmod(a['other'] + '/lukket.txt', 0o777); return is_shut(a)",
    "ends the host": "os.kill(a['host'], 9)",
    "ends its warden": "os.kill(os.getppid(), 9)",
    "ends another": "os.kill(a['other_process'], 9)",
    "connects": "socket.create_connection(('127.0.0.1', a['port']), 2)",
    "sends a packet": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', a['port']))",
    "connects over IPv6": "socket.socket(socket.AF_INET6).connect(('::1', a['port']))",
    "listens": "socket.socket().bind(('127.0.0.1', 0))",
    "asks the kernel about its network": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)",
    "reads every packet": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)",
    "connects to a service of the machine": "socket.socket(socket.AF_UNIX).connect(a['other'] + '/tjeneste')",
    "connects to a service without a file": "socket.socket(socket.AF_UNIX).connect(chr(0) + 'styringsdialog-zoo')",
}
ALLOWED = {
    "reads its own": "return open(a['own'] + '/egen.txt').read()",
    "writes in its own": "open('f', 'w').write('nået'); return open('f').read()",
    "starts a program": "return subprocess.check_output(['echo', 'nået']).decode().strip()",
    "talks to itself": "one, two = socket.socketpair(); one.send('nået'.encode()); return two.recv(9).decode()",
    "ends what it started": "child = subprocess.Popen(['sleep', '9']); child.kill(); child.wait(); return 'nået'",
    "has threads": (
        "seen = []\nthread = threading.Thread(target=seen.append, args=('nået',)); thread.start()\n"
        "thread.join(); return seen[0]"
    ),
    "imports": "import sqlite3, ssl, decimal, zoneinfo; return str(zoneinfo.ZoneInfo('Europe/Copenhagen')) and 'nået'",
}

HEAD = """
import ctypes, os, platform, socket, subprocess, tempfile, threading

library = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"

def call(number, *arguments):
    made = library.syscall(ctypes.c_long(number), *arguments)
    if made < 0: raise OSError(ctypes.get_errno(), "nej")
    if made == 0 and number in (56, 220): os._exit(0)
    return made

def is_shut(a):
    return {"nej": "som før"} if os.stat(a["other"] + "/lukket.txt").st_mode & 0o077 == 0 else "nået"
"""


@attrs.frozen
class Zoo:
    """What became of each function, by its name; and the place, in which nobody was to change anything."""

    outcomes: Mapping[str, Outcome]
    other: Path


def module(functions: Mapping[str, str]) -> str:
    """Return a module whose functions try ``functions`` and say what came of it."""
    bodies = "".join(
        f"\ndef f{number}(a, note):\n    os.chdir(tempfile.gettempdir())\n    try:\n"
        f"{textwrap.indent(body, ' ' * 8)}\n        return 'nået'\n"
        "    except OSError as error: return {'nej': error.errno}\n"
        "    except subprocess.CalledProcessError as error: return {'nej': error.returncode}\n"
        for number, body in enumerate(functions.values())
    )
    return f"{HEAD}{bodies}"


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zoo]:
    """Have all of them try."""
    place = tmp_path_factory.mktemp("zoo")
    own, other, home, site = (place / name for name in ("aa", "bb", "hjem", "moduler"))
    for folder in (own, other, home, site):
        folder.mkdir()
    (own / "egen.txt").write_text("nået", "utf-8")
    (other / "lukket.txt").write_text("KANARIE", "utf-8")
    (other / "lukket.txt").chmod(0o600)
    (home / "noegle").write_text("KANARIE", "utf-8")
    (site / "beside.txt").write_text("KANARIE", "utf-8")
    functions = READS | WRITES | ALLOWED
    (site / "zoo_af_fremmede.py").write_text(module(functions), "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as service,
        socket.socket(socket.AF_UNIX) as unnamed,
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as another,
    ):
        patch.syspath_prepend(site)
        patch.setenv("HOME", str(home))
        service.bind(str(other / "tjeneste"))
        service.listen()
        unnamed.bind("\0styringsdialog-zoo")
        unnamed.listen()
        argument: dict[str, str | int] = {
            "own": str(own),
            "other": str(other),
            "home": str(home),
            "site": str(site),
            "host": os.getpid(),
            "other_process": another.pid,
            "port": server.getsockname()[1],
        }
        jobs = [
            Job(target=f"zoo_af_fremmede:f{n}", argument={**argument}, seconds=60, megabytes=256, read=(own,))
            for n in range(len(functions))
        ]
        outcomes = run(jobs, at_once=2, preload=["json"])
        assert another.poll() is None
        yield Zoo(dict(zip(functions, outcomes, strict=True)), other)
        another.kill()


@pytest.mark.parametrize("name", READS | WRITES)
def test_nothing_reaches_beyond_its_rights(zoo: Zoo, name: str) -> None:
    outcome = zoo.outcomes[name]
    assert isinstance(outcome.value, dict), outcome
    # Refused, and not only done in vain: a program that ran and was refused says so by 1.
    assert outcome.value["nej"] in {errno.EPERM, errno.EACCES, errno.EXDEV, "som før"}, outcome.value


def test_nothing_of_others_has_changed(zoo: Zoo) -> None:
    assert sorted(file.name for file in zoo.other.iterdir()) == ["lukket.txt", "tjeneste"]
    assert (zoo.other / "lukket.txt").read_text("utf-8") == "KANARIE"
    assert (zoo.other / "lukket.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ALLOWED)
def test_what_a_plugin_needs_it_may(zoo: Zoo, name: str) -> None:
    assert zoo.outcomes[name].value == "nået", zoo.outcomes[name]


def test_who_has_the_network_may_connect_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "henter.py").write_text(module({"a": WRITES["connects"], "b": READS["reads the accounts"]}), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as server:
        argument = {"port": server.getsockname()[1]}
        jobs = [Job(target=f"henter:f{n}", argument={**argument}, seconds=60, megabytes=256) for n in range(2)]
        reached, read = run([attrs.evolve(job, network=True) for job in jobs])
    assert reached.value == "nået"
    assert read.value != "nået"


def test_forks_without_end_are_over_with_their_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import os, time\ndef bomb(a, note):\n    for _ in range(300):\n        if os.fork() == 0: time.sleep(600)\n"
    (tmp_path / "bombe.py").write_text(code + "    return 1\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (outcome,) = run([Job(target="bombe:bomb", argument=None, seconds=60, megabytes=256)])
    assert (outcome.value, outcome.strays) == (1, 300)


def test_the_wall_costs_less_than_25_milliseconds_of_the_processor() -> None:
    code = (
        "import sys, time; from styringsdialog.isolate.wall import fence; before = time.process_time();"
        "fence(read=['/usr'], path=sys.path); print(time.process_time() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.025


@pytest.mark.parametrize(
    ("landlock", "is_filtered", "missing"),
    [
        (0, False, ("files", "truncation", "signals", "calls")),
        (2, True, ("truncation", "signals")),
        (5, True, ("signals",)),
        (6, True, ()),
        (7, True, ()),
    ],
)
def test_what_a_kernel_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, landlock: int, missing: tuple[str, ...], *, is_filtered: bool
) -> None:
    monkeypatch.setattr(wall, "landlock", lambda: landlock)
    if not is_filtered:
        monkeypatch.setattr(wall, "_calls", dict)
    assert wall.missing() == missing
    told = [remark.what.code for remark in unguarded()]
    assert told == [f"isolate.keeps-{name}" for name in missing]


def test_an_older_kernel_gives_up_what_it_knows(tmp_path: Path) -> None:
    """By its older versions, which this kernel speaks as well."""
    for abi in range(1, 7):
        code = (
            "import os, struct, sys; from styringsdialog.isolate import wall; wall.landlock = lambda: ABI\n"
            "keeper, info = os.getppid(), struct.pack('=iii116x', 0, 0, -1)\n"
            "group, queued = os.getpgid(keeper), {'x86_64': (129, 297), 'aarch64': (138, 240)}[os.uname().machine]\n"
            "os.setsid()\n"
            "def queue(*call):\n"
            "    if wall._call('syscall', *call, 0, info): raise PermissionError\n"
            "tries = (lambda: open('/etc/passwd'), lambda: os.kill(keeper, 0), lambda: os.killpg(group, 0),\n"
            "    lambda: queue(queued[0], keeper), lambda: queue(queued[1], keeper, keeper))\n"
            "for walled in (False, True):\n"
            "    if walled: wall.fence(read=[], path=sys.path, keepers=[keeper])\n"
            "    for tried in tries:\n"
            "        try: tried(); print('ja')\n"
            "        except PermissionError: print('nej')\n"
        ).replace("ABI", str(abi))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
        assert done.stdout.split() == ["ja"] * 5 + ["nej"] * 5, abi


def test_a_kernel_without_any_of_it_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "landlock", lambda: 0)
    monkeypatch.setattr(wall, "_calls", dict)
    assert wall.fence(path=sys.path) == ("files", "truncation", "signals", "calls")


def test_libreoffice_waits_for_no_disk_and_is_told_that_it_may_write_nowhere(tmp_path: Path) -> None:
    code = (
        "import os\n"
        "from styringsdialog.isolate.wall import settle_office\n"
        "reader, _ = os.pipe()\n"
        "def synced(call):\n"
        "    try: call(reader); return 'answered'\n"
        # What nobody can wait for: the kernel was asked.
        "    except OSError: return 'asked'\n"
        "def told():\n"
        "    return [synced(os.fsync), synced(os.fdatasync), os.access('.', os.W_OK), os.access('.', os.R_OK)]\n"
        "print(told()); settle_office(); print(told())\n"
        "open('fil', 'w').write('x')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    free, settled = done.stdout.splitlines()
    assert free == "['asked', 'asked', True, True]"
    assert settled == "['answered', 'answered', False, True]"
    assert (tmp_path / "fil").read_text() == "x"
