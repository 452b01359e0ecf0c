"""The process that others are forks of: it has loaded modules of ours, and nothing else."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from styringsdialog.isolate.plain import Plain

_PROGRAM: Final = Path(__file__).with_name("warden.py")

# What Python itself and the programs that a plugin may start need; tokens, passwords and
# proxies stay here.
_KEPT: Final = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

# The same for everybody, so that a function's answer does not depend on who asks.
_SET: Final = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Europe/Copenhagen", "PYTHONUTF8": "1"}

# Seconds in which it loads what it is told to, on a slow disk too.
_PATIENCE: Final = 60
# Seconds in which it ends by itself once its wardens have.
_GRACE: Final = 5


class ForkServer:
    """A fresh interpreter that forks wardens (``warden``, the other side of this one)."""

    def __init__(self, hash_seed: int) -> None:
        """Start one whose sets have the order of ``hash_seed``.

        Raises:
            OSError: No process could be started.
        """
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        # With the bounds of messages, so that files come with the message that they were sent with.
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._requests.settimeout(_PATIENCE)
        with theirs:
            self._popen = subprocess.Popen(  # noqa: S603 - our own program, in the interpreter that runs us
                [*_interpreter(), str(_PROGRAM), str(os.getpid()), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**kept, **_SET, "PYTHONHASHSEED": str(hash_seed)},
                start_new_session=True,  # Ctrl-C is for this process, which then ends that one
            )

    @property
    def works(self) -> bool:
        """Whether it is still there."""
        return self._popen.poll() is None

    def load(self, names: Sequence[str], files: Sequence[int] = ()) -> None:
        """Have modules loaded, and functions (``module:function``) called; nobody waits for it.

        Raises:
            OSError: It is gone.
        """
        # In a file, because a message holds little more than 200 kilobytes, and names of folders may be long.
        with tempfile.TemporaryFile(buffering=0) as file:
            file.write(json.dumps({"preload": [*names], "path": import_path()}).encode())
            file.seek(0)
            socket.send_fds(self._requests, [b"."], [file.fileno(), *files])

    def fork(self, names: Sequence[str], files: Sequence[int]) -> int:
        """Return the number of a warden that works on ``files``, once ``names`` are loaded.

        The number stays its own until the server ends.

        Raises:
            OSError: The server is gone, does not answer, or cannot start another process.
        """
        try:
            self.load(names, files)
            number = int(self._requests.recv(64))
        # A pipe that breaks is elsewhere a reader who has had enough, and no fault.
        except (ConnectionError, TimeoutError, ValueError) as error:
            # And waited for, so that nobody takes it for one that works.
            self._popen.kill()
            self._popen.wait()
            raise server_lost() from error
        if number < 0:
            raise OSError(-number, os.strerror(-number))
        return number

    def end(self) -> None:
        """End it, and wardens that are left."""
        self._requests.close()
        try:
            self._popen.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()


def server_lost() -> OSError:
    """Return the error of a server that is gone: nobody but the system, or who manages it, can have ended it."""
    return ChildProcessError(errno.ECHILD, os.strerror(errno.ECHILD))


def import_path() -> list[Plain]:
    """Return where modules are looked for: what can be imported on this side can be on that."""
    return [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - entries may be archives


def _interpreter() -> Iterator[str]:
    """Return the command for this interpreter as it runs here."""
    yield sys.executable
    yield "-P"  # the program's own folder is not searched for modules
    yield "-u"  # what was printed is there, even of a process that died
    if sys.dont_write_bytecode:
        yield "-B"
