"""One run at a time: a lock on the folder of the series, which goes when its holder does, however that was."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from styringsdialog.errors import OutputError
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where
from styringsdialog.messages.system import system_reason

__all__ = ["alone_with"]


@contextlib.contextmanager
def alone_with(folder: Path) -> Iterator[bool]:
    """Return whether no other process is at work on the series in ``folder``, and keep others out meanwhile.

    The lock (``flock``) is on the folder itself: nothing is written for it, and nothing is left of it.

    Raises:
        OutputError: The folder cannot be opened.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        what = message("series.folder-unreadable", reason=system_reason(error))
        raise OutputError.at(Where(file=str(folder)), what) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # some network drives have no locks: better to run than never to
            pass
        yield True
    finally:
        os.close(handle)
