"""Folders in which a process works aside, and how the next one knows those of processes that are gone.

A lock (``flock``) is on the folder itself: nothing has to be written for it or cleared away, and the system gives
it back when its holder dies, however that was.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from styringsdialog.publish import opened_folder

# Begins the name of a folder in which a process, whose number follows, is at work.
_PREFIX = ".making-"


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Wait until no other process is at work in ``folder`` itself, and keep others waiting.

    Returns whether it holds: some network drives have no such lock.

    Raises:
        OSError: The folder is not there or may not be read.
    """
    with opened_folder(folder) as handle:
        yield bool(locked(handle, wait=True))


@contextlib.contextmanager
def aside_in(shelf: Path) -> Iterator[Path]:
    """Return an empty folder in ``shelf`` that is known to be in use, and gone afterwards.

    To be entered by one who is alone in ``shelf``: until it is locked, it looks like one that was left behind.

    Raises:
        OSError: It cannot be made.
    """
    # Where there are no locks, one may be left from an earlier process with this number.
    for number in itertools.count():
        path = shelf / f"{_PREFIX}{os.getpid()}-{number}"
        with contextlib.suppress(FileExistsError):
            path.mkdir(0o700)
            break
    with opened_folder(path) as handle:
        try:
            # On a disk without locks it stays unlocked, but there nobody clears anything away either.
            locked(handle, wait=False)
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


def clear_asides(shelf: Path) -> None:
    """Remove the folders of processes that are gone; to be called by one who is alone in ``shelf``.

    Raises:
        OSError: One cannot be removed.
    """
    for path in shelf.glob(f"{_PREFIX}*"):
        with opened_folder(path) as handle:
            if locked(handle, wait=False):
                shutil.rmtree(path)


def locked(handle: int, *, wait: bool) -> bool | None:
    """Return whether the folder ``handle`` is this process's now; ``None`` where the disk has no locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if isinstance(error, BlockingIOError) else None
    return True
