"""Put finished files into place: each whole or not at all, the most important one last."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from styringsdialog.errors import OutputError
from styringsdialog.messages.message import Message, Where, message, system_reason


def publish(
    files: Mapping[str, bytes | Path],
    folder: Path,
    *,
    leftovers: Iterable[Path] = (),
    private: Callable[[str], bool] = lambda _: False,
) -> tuple[Path, ...]:
    """Write ``files`` (name to bytes, or to a file to copy) into ``folder`` and return their paths.

    A name may have a folder in it: ``x-bilag/Bilag 1.pdf``.

    All are first written beside their place and synced; only when every one is safe on the disk
    are they renamed into place, in the order given. So the last one is the witness: when it is
    new, all are, and ``leftovers`` of an earlier run are gone, with folders that they leave empty.
    Whatever fails, what stood there before stands there still.

    Those whose names are ``private`` only their owner may read, and a new folder in ``folder`` that holds no others
    only its owner may enter; the rest have the permissions that the umask leaves.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """
    with output_errors(folder):
        folders = sorted({folder, *((folder / name).parent for name in files)})
        folder.mkdir(parents=True, exist_ok=True)
        make_folders(files, folder, private)
    with contextlib.ExitStack() as staged:
        waiting = []
        for name, content in files.items():
            with output_errors(folder / name):
                waiting.append(
                    (staged.enter_context(_staged(folder, name, content, private=private(name))), folder / name)
                )
        # The last one waits until the leftovers are gone: it stands for all of them.
        *others, last = waiting
        for temporary, place in others:
            with output_errors(place):
                temporary.replace(place)
        for leftover in leftovers:
            with output_errors(leftover):
                leftover.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # it holds something else, or is still in use
                leftover.parent.rmdir()
        with output_errors(last[1]):
            last[0].replace(last[1])
        for place in folders:
            with output_errors(place):
                sync_folder(place)
    return tuple(place for _, place in waiting)


@contextlib.contextmanager
def _staged(folder: Path, name: str, content: bytes | Path, *, private: bool) -> Iterator[Path]:
    """Return a synced temporary file with ``content``; it is gone afterwards unless it was renamed."""
    # The process number keeps two builds at once apart; tempfile would make it unreadable for others.
    place = folder / name
    temporary = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        write_synced(temporary, content, private=private)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def make_folders(names: Iterable[str], folder: Path, private: Callable[[str], bool]) -> None:
    """Make the folders in ``folder`` that the files ``names`` stand in; what is all private nobody else may enter.

    Raises:
        OSError: One cannot be made.
    """
    inside = {name.rpartition("/")[0]: private(name) for name in names if "/" in name}
    for name in sorted(inside):
        (folder / name).mkdir(mode=0o700 if inside[name] else 0o777, exist_ok=True)


def write_synced(path: Path, content: bytes | Path, *, private: bool = False) -> None:
    """Write ``content``, or a copy of the file that it is, to ``path``, and wait until the disk has it.

    Args:
        path: Replaced when it is there.
        content: What it is to hold.
        private: Whether nobody but its owner may read it.

    Raises:
        OSError: It cannot be read or written.
    """
    mode = 0o600 if private else 0o666
    # Opened with its mode, so that nobody can read it before it has it.
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, stream)
        else:
            stream.write(content)
        # fsync takes what the system holds, and not what Python still does.
        stream.flush()
        os.fsync(stream.fileno())


@contextlib.contextmanager
def opened_folder(folder: Path, flags: int = os.O_DIRECTORY) -> Iterator[int]:
    """Return a handle of ``folder``, refusing what is none; with ``os.O_RDONLY``, of whatever stands there.

    Raises:
        OSError: It is not there, or may not be read.
    """
    handle = os.open(folder, flags)
    try:
        yield handle
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make what was renamed in ``folder`` durable.

    Raises:
        OSError: The disk has not taken it.
    """
    with opened_folder(folder) as handle:
        os.fsync(handle)


@contextlib.contextmanager
def output_errors(
    place: Path,
    told: Callable[[Message], Message] = lambda reason: message("package.cannot-be-written", reason=reason),
) -> Iterator[None]:
    """Raise ``OutputError`` at ``place`` where the system refuses something; ``told`` makes a message of its reason."""
    try:
        yield
    except OSError as error:
        raise OutputError.at(Where(file=str(place)), told(system_reason(error))) from error
