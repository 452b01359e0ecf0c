"""The versions of one package on a disk: published whole, numbered, marked as sent, and never changed afterwards.

``PLACE/versions/0001``, ``0002`` … are complete folders, and ``PLACE/current`` leads to the last that was
published. Numbers count; a clock that was moved back changes nothing.

A lock (``flock``) is on a folder itself: nothing has to be written for it or cleared away, and the system gives it back
when its holder dies, however that was.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import attrs

from styringsdialog.loading.sent import SENT_FILE, read_sent, sent_as_text
from styringsdialog.messages.message import message
from styringsdialog.model.sent import Dispatch
from styringsdialog.publish import make_folders, opened_folder, output_errors, publish, sync_folder, write_synced
from styringsdialog.report.build import BuildReport

_SHELF = "versions"
_NAME = re.compile(r"\d{4,}", re.ASCII)

# The name of the pointer: a symbolic link or, where there are none, a text file of one line.
_CURRENT = "current"
_output_errors = partial(
    output_errors,
    told=lambda reason: message("package.version-cannot-be-written", reason=reason, current=_CURRENT),
)


@attrs.frozen(kw_only=True)
class Version:
    """One published version.

    Attributes:
        number: From 1, in the order of publishing.
        folder: Where its files stand.
        fresh: Whether this publishing made it current; false when it was that already.
    """

    number: int
    folder: Path
    fresh: bool = False


def publish_version(
    files: Mapping[str, bytes | Path], place: Path, *, private: Callable[[str], bool] = lambda _: False
) -> Version:
    """Make ``files`` (name to bytes, or to a file to copy) the current version in ``place``, and return it.

    The files are written into a folder aside and synced; that folder is renamed to the next number; last,
    the pointer ``current`` is replaced. Each of these steps either happened or did not, so that whoever reads
    meets the old version or the new one, whole, whenever this process is killed or the disk is full. The next
    call takes up what is whole and removes what is not.

    The same files as in the current version, or in one that was made and never became current, are no new
    version. So a call may be repeated after any fault, and repeating one that succeeded changes nothing.

    Processes that publish in one place take turns. Where there is no lock for that (on some network
    drives), what a killed process left is not removed, since it may be another's work; readers are as safe.

    Args:
        files: At least one; a name may have a folder in it, as in ``x-bilag/Bilag 1.pdf``.
        place: A folder for the versions of this one package, made when it is not there. Folders
            and files get the permissions that the umask leaves, so others read what they may read elsewhere.
        private: Tells of a name whether its file, and the folder in which such files stand, is its owner's alone.

    Raises:
        OutputError: It cannot be written there. What was current is so still.
    """
    with _output_errors(place), _alone(place) as shelf:
        versions = kept_versions(place)
        if (current := current_version(place)) and _holds(current.folder, files):
            return current
        with aside_in(shelf) as aside:
            # Made by a process that was killed before anybody was led to it.
            if versions and _holds(versions[-1].folder, files):
                return _made_current(place, versions[-1], aside)
            return _shelved(files, place, aside, private, versions[-1].number + 1 if versions else 1)


@contextlib.contextmanager
def workplace(place: Path) -> Iterator[Path]:
    """Return an empty folder for making the next version of ``place``; it is gone afterwards.

    Of a process that is killed the next call, or the next publishing, removes it, but never one that is in use.

    Raises:
        OutputError: It cannot be made there.
    """
    with contextlib.ExitStack() as stack:
        with _output_errors(place), _alone(place) as shelf:
            work = stack.enter_context(aside_in(shelf))
        yield work


def current_version(place: Path) -> Version | None:
    """Return the version that ``current`` leads to; nothing when none was published, or it is gone."""
    pointed = pointed_at(place)
    return next((version for version in kept_versions(place) if f"{_SHELF}/{version.folder.name}" == pointed), None)


def kept_versions(place: Path) -> tuple[Version, ...]:
    """Return every version in ``place``, the first published first; a folder of another name is none."""
    try:
        folders = [path for path in (place / _SHELF).iterdir() if _NAME.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return ()
    versions = [Version(number=int(path.name), folder=path) for path in folders]
    # By number and not by name, by which 10000 would come before 9999.
    return tuple(sorted(versions, key=lambda version: version.number))


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[Path]:
    """Return the shelf of ``place``, made and cleared, with nobody else at work on it."""
    shelf = place / _SHELF
    if not shelf.is_dir():
        shelf.mkdir(parents=True, exist_ok=True)
        # A new folder is on the disk for good only when the one that it stands in is synced (fsync(2)).
        sync_folder(place)
    with opened_folder(shelf) as handle:
        # Waits until no other process is at work there; some network drives have no such lock.
        if locked(handle, wait=True):
            clear_asides(shelf)
        yield shelf


def _shelved(
    files: Mapping[str, bytes | Path], place: Path, aside: Path, private: Callable[[str], bool], number: int
) -> Version:
    package = aside / "package"
    # The innermost first, so that each is synced after those within it.
    folders = sorted({package, *((package / name).parent for name in files)}, reverse=True)
    package.mkdir()
    make_folders(files, package, private)
    for name, content in files.items():
        write_synced(package / name, content, private=private(name))
    for folder in folders:
        sync_folder(folder)
    version = _renamed(package, place / _SHELF, number)
    try:
        sync_folder(place / _SHELF)
        return _made_current(place, version, aside)
    except OSError:
        # Nobody was led to it. Where even this fails, it is whole, and the next call finds it.
        if current_version(place) != version:
            with contextlib.suppress(OSError):
                version.folder.rename(package)
        raise


def _renamed(package: Path, shelf: Path, number: int) -> Version:
    """Return the folder its number, or the next that is free: without a lock, another process may be as far."""
    while True:
        folder = shelf / f"{number:04}"
        try:
            # No folder is ever renamed onto one that holds something (POSIX, rename).
            package.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            number += 1
        else:
            return Version(number=number, folder=folder)


def _made_current(place: Path, version: Version, aside: Path) -> Version:
    pointer = aside / _CURRENT
    _write_pointer(pointer, f"{_SHELF}/{version.folder.name}")
    pointer.replace(place / _CURRENT)
    sync_folder(place)
    return attrs.evolve(version, fresh=True)


def _holds(folder: Path, files: Mapping[str, bytes | Path]) -> bool:
    """Tell whether ``folder`` holds exactly ``files``."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    return there.keys() == files.keys() and all(
        path.is_file() and path.read_bytes() == _bytes(files[name]) for name, path in there.items()
    )


def _bytes(content: bytes | Path) -> bytes:
    return content.read_bytes() if isinstance(content, Path) else content


def _write_pointer(path: Path, target: str) -> None:
    """Write at ``path`` a pointer that says ``target``, relative to where it is going to stand.

    A symbolic link, so that a web server or a person follows it. Some network drives have none: there it is a text
    file of the same name, so that either replaces the other.

    Raises:
        OSError: Neither can be written.
    """
    try:
        path.symlink_to(target, target_is_directory=True)
    except OSError as unlinked:
        try:
            write_synced(path, f"{target}\n".encode())
        except OSError as error:
            # A full disk refuses both, and says so of the file; why there is no link matters less.
            raise error from unlinked


def pointed_at(place: Path) -> str:
    """Return what the pointer in ``place`` says, with forward slashes; empty when there is none."""
    path = place / _CURRENT
    try:
        return path.readlink().as_posix() if path.is_symlink() else path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def mark_sent(report: BuildReport, date: dt.date) -> bool:
    """Write into the edition's folder that the package of ``report`` was sent out on ``date``.

    Bilag then keep their numbers, and a package that says anything else is the next revision. Marking twice is
    marking once, also on another day, and a job that was killed before this may be run again.

    Args:
        report: Of a package that stands where it was published.
        date: The day that the next revision names as the one on which this was sent.

    Returns:
        Whether it was not marked already.

    Raises:
        EditionError: The edition's record of what was sent is damaged.
        OutputError: It cannot be written.
    """
    folder = report.conference.folder
    sent = read_sent(folder)
    before = [dispatch for dispatch in sent if (dispatch.stage, dispatch.audience) == (report.stage, report.audience)]
    # Revisions of one stage for one audience are counted from 1, and none is left out.
    if report.revision.number <= len(before):
        return False
    new = Dispatch(
        stage=report.stage,
        audience=report.audience,
        revision=report.revision.number,
        date=date,
        sha256=report.sha256,
        sections=report.sections,
    )
    publish({SENT_FILE: sent_as_text((*sent, new)).encode()}, folder)
    return True


# Begins the name of a folder in which a process, whose number follows, is at work.
_PREFIX = ".making-"


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
