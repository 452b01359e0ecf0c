"""The wall around a process that opens what is foreign: rights that it gives up for good, by Landlock and seccomp.

No root is needed, and root is held too. What a kernel lacks is left out and can be named (``missing``); nothing is
stopped for it. Imports nothing but what Python brings: the warden loads this file before anything else.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final


def missing() -> tuple[str, ...]:
    """Return what this kernel cannot take from a process: ``files``, ``truncation``, ``signals``, ``calls``."""
    abi = landlock()
    # PR_GET_SECCOMP fails where the kernel was built without it.
    is_filtered = bool(_calls()) and _call("prctl", 21, 0, 0, 0, 0) >= 0
    taken = {"files": abi >= _FIRST, "truncation": abi >= _TRUNCATING, "signals": abi >= _SCOPED, "calls": is_filtered}
    return tuple(name for name, is_so in taken.items() if not is_so)


def landlock() -> int:
    """Return the version of Landlock's interface; 0 without it."""
    return max(0, _call("syscall", _CREATE, 0, 0, 1)) if sys.platform == "linux" else 0


def fence(  # noqa: PLR0913 - what is left to a process is all that there is to say
    *,
    read: Sequence[str] = (),
    listed: Sequence[str] = (),
    write: Sequence[str] = (),
    path: Sequence[str] = (),
    network: bool = False,
    keepers: Sequence[int] = (),
) -> tuple[str, ...]:
    """Give up, for this process and all that it starts, everything but what is named; return what could not be taken.

    Args:
        read: Files and folders that may be read, and programs in them run.
        listed: Folders in which names may be read.
        write: Folders that may be written in, and read.
        path: Where Python looks for modules.
        network: Whether connections may be made.
        keepers: Processes that may be sent no signal, where only their numbers can tell.
    """
    lacking = missing()
    if sys.platform == "linux":
        # LibreOffice's socket, where ``settle_office`` cannot have it in another place.
        shared = ("/tmp",) if "calls" in lacking else ()  # noqa: S108 - a file is neither read nor written
        # PR_SET_NO_NEW_PRIVS, without which none of the rest is to be had.
        _call("prctl", 38, 1, 0, 0, 0)
        if "files" not in lacking:
            rules = ((read, _READ), (write, _WRITE), (listed, _READ_DIR), (shared, _MAKE_SOCK | _REMOVE))
            named = ((place, access) for places, access in rules for place in places)
            _restrict([*named, *_granted(path, network=network)], network=network)
        if "calls" not in lacking:
            _filter(network=network, keepers=keepers if "signals" in lacking else ())
    return lacking


def settle_office() -> None:
    """Let ``access`` say from here on that nothing may be written in, and let nothing wait for the disk.

    LibreOffice makes a socket in /tmp if that says so, where it may remove nothing, and else where it is told to. It
    waits for the disk a dozen times and more, for files that are gone as soon as it has ended.
    """
    if "calls" not in missing():
        number, place = _calls()["access"]
        awaited = [step for call in _calls()["awaited"] for step in (_step(_EQUAL, call, no=1), _IGNORED)]
        denied = [_step(_EQUAL, number, no=3), _step(_LOAD, place), _step(_EQUAL, os.W_OK, no=1), _REFUSED]
        _install([*awaited, *denied])


_LIBRARY: Final = ctypes.CDLL(None, use_errno=True)


def _call(function: str, *arguments: int | bytes) -> int:
    """Call a function of the C library; each number goes as wide as the kernel reads it."""
    wide = (ctypes.c_long(value) if isinstance(value, int) else value for value in arguments)
    return int(getattr(_LIBRARY, function)(*wide))


# ------------------------------------------------------------------------- Landlock: files, ports, signals

# Its system calls, on every architecture.
_CREATE, _ADD, _RESTRICT = 444, 445, 446

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = (1 << bit for bit in range(4))
_REMOVE, _MAKE_DIR, _MAKE_REG, _MAKE_SOCK = 0b11 << 4, 1 << 7, 1 << 8, 1 << 9
_REFER, _TRUNCATE = 1 << 13, 1 << 14

_READ: Final = _EXECUTE | _READ_FILE | _READ_DIR
# No links, pipes and devices: who reads what was written here may take them for files.
_WRITE: Final = _READ | _WRITE_FILE | _REMOVE | _MAKE_DIR | _MAKE_REG | _MAKE_SOCK | _REFER | _TRUNCATE
_OF_FILES: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE

# Of each version, how many rights to files it knows, and how many bytes say what is restricted.
_ABIS: Final = ((13, 8), (14, 8), (15, 8), (15, 16), (16, 16), (16, 24))
# The versions from which on files are guarded, also against being emptied, and processes against signals.
_FIRST, _TRUNCATING, _SCOPED = 1, 3, 6

_SYSTEM: Final = (
    *("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/nix/store", "/var/cache/fontconfig"),
    *("/var/lib/libreoffice", "/var/spool/libreoffice", "/etc/libreoffice", "/etc/locale.alias"),
    *("/etc/fonts", "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/mime.types"),
    *("/etc/ssl/openssl.cnf", "/etc/ssl/certs", "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", "/sys/devices/system/cpu"),
    *("/dev/zero", "/dev/random", "/dev/urandom"),
)
# What tells the address of a machine, and whom to believe.
_NAMES: Final = (
    *("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services"),
    *("/etc/pki/tls/certs", "/etc/pki/ca-trust"),
)

_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
_MODULES: Final = (".py", ".pyc", ".so", "-info", ".pth")


def _granted(path: Sequence[str], *, network: bool) -> Iterator[tuple[str, int]]:
    """Return each place that stays open to every process, and what may be done there."""
    here = (sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(sys.executable).resolve().parent))
    libraries = filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep))
    own = str(Path(__file__).resolve().parents[1])
    yield from ((place, _READ) for place in (*_SYSTEM, *here, *libraries, own, *(_NAMES if network else ())))
    yield os.devnull, _READ_FILE | _WRITE_FILE
    for entry in map(Path, dict.fromkeys(path)):
        if not any(map(entry.is_relative_to, here)):
            yield from _importable(entry)


def _importable(entry: Path) -> Iterator[tuple[str, int]]:
    """Return what Python may import from ``entry``: beside it may lie anything, an edition too."""
    if _INSTALLED & set(entry.parts) or entry.is_file():
        yield str(entry), _READ
        return
    with contextlib.suppress(OSError):
        modules = [
            kid
            for kid in entry.iterdir()
            if kid.name.endswith(_MODULES)
            # A package, or one that only holds others (PEP 420).
            or (kid.name.isidentifier() and (any(kid.glob("*.py")) or any(kid.glob("*/__init__.py"))))
        ]
        if modules:
            # Python looks for names in it; what they hold stays shut.
            yield str(entry), _READ_DIR
        yield from ((str(module), _READ) for module in modules)


def _restrict(granted: Sequence[tuple[str, int]], *, network: bool) -> None:
    known, size = _ABIS[min(landlock(), len(_ABIS)) - 1]
    handled = (1 << known) - 1
    # Neither binds nor connects; reaches no abstract socket and sends no signal to whom it did not start.
    restricted = struct.pack("=QQQ", handled, 0 if network else 0b11, 0b11)[:size]
    ruleset = _call("syscall", _CREATE, restricted, size, 0)
    for place, access in granted:
        with contextlib.suppress(OSError):
            file = os.open(place, os.O_PATH | os.O_CLOEXEC)
            allowed = access & handled & (handled if stat.S_ISDIR(os.fstat(file).st_mode) else _OF_FILES)
            _call("syscall", _ADD, ruleset, 1, struct.pack("=Qi", allowed, file), 0)
            os.close(file)
    # A container may say that there is Landlock and let nobody use it: then this fails as well, and nothing is stopped.
    _call("syscall", _RESTRICT, ruleset, 0)


# ----------------------------------------------------------------------------- seccomp: calls to the kernel

# What a call gets for an answer: that it may not, that there is none such, and that all is well, with nothing done.
_REFUSED, _UNKNOWN, _IGNORED = (
    struct.pack("=HBBI", 0x06, 0, 0, 0x00050000 | number) for number in (errno.EPERM, errno.ENOSYS, 0)
)

_LOAD, _EQUAL, _GREATER, _ANY_BIT = 0x20, 0x15, 0x35, 0x45
_NEW_NAMESPACES: Final = 0x7E020000
# From this number on: those of x32, by which a filter of numbers could be passed.
_FOREIGN_CALLS: Final = 0x40000000


# The numbers of calls (asm/unistd.h), and of ``access`` where in the call's data it is said what is asked for.
#
# ``awaited``: fsync and fdatasync.
# ``refused``: tracing and reading of processes, mounts, modules, keys, clocks, namespaces, BPF, performance events.
# ``ignored``: owners, modes, times and attributes of files, which Landlock does not guard.
# ``signals``: kill, tkill, tgkill, rt_sigqueueinfo and rt_tgsigqueueinfo, whose first argument is a process.
_CALLS: Final[Mapping[str, Mapping[str, tuple[int, ...]]]] = {
    "x86_64": {
        "audit": (0xC000003E,),
        "access": (21, 24),
        "awaited": (74, 75),
        "socket": (41,),
        "connect": (42,),
        "clone": (56,),
        "signals": (62, 129, 200, 234, 297),
        "refused": (
            *(101, 103, 155, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175, 176, 179, 227),
            *(246, 248, 249, 250, 272, 298, 300, 303, 304, 305, 308, 310, 311, 312, 313, 320, 321, 323),
        ),
        "ignored": (90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280),
    },
    "aarch64": {
        "audit": (0xC00000B7,),
        "access": (48, 32),
        "awaited": (82, 83),
        "socket": (198,),
        "connect": (203,),
        "clone": (220,),
        "signals": (129, 130, 131, 138, 240),
        "refused": (
            *(39, 40, 41, 51, 60, 89, 97, 104, 105, 106, 112, 116, 117, 142, 161, 162, 170, 171, 217, 218, 219, 224),
            *(225, 241, 262, 264, 265, 266, 268, 270, 271, 272, 273, 280, 282, 294),
        ),
        "ignored": (5, 6, 7, 14, 15, 16, 52, 53, 54, 55, 88),
    },
}
# Signals by pidfd, io_uring, mounts by file, other processes' files and memory: one number on all.
_REFUSED_EVERYWHERE: Final = (424, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 440, 442, 467)
_IGNORED_EVERYWHERE: Final = (452, 463, 466, 469)
_CLONE3: Final = 435


def _calls() -> Mapping[str, tuple[int, ...]]:
    """Return the numbers of this machine; nothing where they are not known."""
    is_wide = sys.platform == "linux" and sys.maxsize > 1 << 32
    return _CALLS.get(os.uname().machine, {}) if is_wide else {}


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """Return one instruction of BPF (linux/filter.h), which passes over ``yes`` or ``no`` others."""
    return struct.pack("=HBBI", code, yes, no, value)


def _filter(*, network: bool, keepers: Sequence[int]) -> None:
    calls = _calls()
    answers = {
        **dict.fromkeys((*calls["refused"], *_REFUSED_EVERYWHERE, *(() if network else calls["connect"])), _REFUSED),
        **dict.fromkeys((*calls["ignored"], *_IGNORED_EVERYWHERE), _IGNORED),
        # Its flags stand in memory, where no filter looks: C libraries then ask by ``clone``.
        _CLONE3: _UNKNOWN,
    }
    program = [
        *(_step(_GREATER, _FOREIGN_CALLS, no=1), _REFUSED),
        *(step for call, answer in answers.items() for step in (_step(_EQUAL, call, no=1), answer)),
    ]
    families = (1, 2, 10) if network else (1,)
    # Less than 0 stands for a group of processes, and -1 for all.
    processes = (*keepers, *(-os.getpgid(keeper) for keeper in keepers), -1)
    spared = [step for process in processes for step in (_step(_EQUAL, process & 0xFFFFFFFF, no=1), _REFUSED)]
    allowed = [_step(_EQUAL, family, yes=len(families) - place) for place, family in enumerate(families)]
    # By the first argument; then the number is looked at again.
    by_argument = [
        (calls["socket"], [*allowed, _REFUSED]),
        (calls["clone"], [_step(_ANY_BIT, _NEW_NAMESPACES, no=1), _REFUSED]),
        *(((call,), spared) for call in calls["signals"] if keepers),
    ]
    for (call,), steps in by_argument:
        program += [_step(_EQUAL, call, no=len(steps) + 2), _step(_LOAD, 16), *steps, _step(_LOAD, 0)]
    _install(program)


def _install(program: Sequence[bytes]) -> None:
    """Have the kernel hold every call from here on against ``program``; what it does not answer is let through."""
    (audit,) = _calls()["audit"]
    steps = [
        *(_step(_LOAD, 4), _step(_EQUAL, audit, yes=1), _REFUSED, _step(_LOAD, 0)),
        *program,
        _step(0x06, 0x7FFF0000),
    ]
    code = ctypes.create_string_buffer(b"".join(steps))
    # PR_SET_NO_NEW_PRIVS, without which there are no filters; PR_SET_SECCOMP, by a filter.
    _call("prctl", 38, 1, 0, 0, 0)
    _call("prctl", 22, 2, struct.pack("@HP", len(steps), ctypes.addressof(code)), 0, 0)
