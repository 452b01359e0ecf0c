"""Hold publishing against every fault it must survive: ``python tests/publishing/faults.py [--share N] [--seed N]``.

Kills before and after each file operation, kills at random moments of a whole build, a full disk at each
operation and each byte, a place that may not be written, several at once. After each fault a reader meets the old
version or the new one, whole; then the next run succeeds and leaves nothing behind. Prints the table of what was
tried, and ends with 1 when a rule was broken. ``--share 10`` tries every tenth.

Children are forked, so that a trial costs what it does and not what loading the libraries costs.
"""

from __future__ import annotations

import argparse
import builtins
import contextlib
import errno
import fcntl
import io
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

from styringsdialog.errors import OutputError
from styringsdialog.loading.series import load_conference
from styringsdialog.pipeline import build_version
from styringsdialog.versions.shelf import current_version, kept_versions, publish_version

# ruff: noqa: T201 - it speaks to the person who runs it

Files = dict[str, bytes]

OLD: Files = {"pakke.report.md": b"gammel", "pakke.manifest.json": b"{}", "pakke.pdf": b"%PDF gammel"}
NEW: Files = {"pakke.report.md": b"ny", "pakke.manifest.json": b'{"ny": 1}', "pakke.pdf": b"%PDF ny " * 40}

_WRITES = ("mkdir", "rename", "replace", "symlink", "fsync", "rmdir", "unlink")
_GROWS = frozenset({"mkdir", "rename", "replace", "symlink", "fsync", "open", "write", "flush"})
"""What a full disk refuses; it still removes."""

_SUCCEEDED, _REFUSED, _BROKEN = 0, 6, 70


@attrs.define
class Row:
    """What was tried of one kind of fault, and what stood afterwards."""

    fault: str
    tried: int = 0
    old: int = 0
    new: int = 0
    mended: int = 0
    broken: list[str] = attrs.field(factory=list)


Point = Callable[[str, bool], None]
"""Is called with the name of each file operation, before it and (``True``) after it."""


@contextlib.contextmanager
def watched(point: Point) -> Iterator[None]:
    """Call ``point`` around every operation with which publishing changes the disk, or takes a lock."""

    def around(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            point(name, False)
            result = function(*arguments, **named)
            point(name, True)
            return result

        return call

    class Stream(io.FileIO):
        """A file without a buffer of its own, so that each write is an operation."""

        def write(self, data: Any) -> int:
            point("write", False)
            # In two halves: a file may be cut off anywhere.
            half = len(data) // 2
            written = (super().write(data[:half]) or 0) if half else 0
            point("write", False)
            written += super().write(data[half:]) or 0
            point("write", True)
            return written

    plain = io.open

    def opened(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if not set(mode) & set("wxa+"):
            return plain(file, mode, *arguments, **named)
        point("open", False)
        stream: Any = Stream(file, mode.replace("b", "").replace("t", ""))
        point("open", True)
        return stream if "b" in mode else io.TextIOWrapper(stream, encoding="utf-8", write_through=True)

    patched = [(os, name, around(name, getattr(os, name))) for name in _WRITES]
    patched += [(fcntl, "flock", around("flock", fcntl.flock)), (io, "open", opened), (builtins, "open", opened)]
    kept = [(holder, name, getattr(holder, name)) for holder, name, _ in patched]
    for holder, name, function in patched:
        setattr(holder, name, function)
    try:
        yield
    finally:
        for holder, name, function in kept:
            setattr(holder, name, function)


def in_child(action: Callable[[], object]) -> int:
    """Do ``action`` in a child and give its exit code; minus the signal when one ended it."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    code = _BROKEN
    try:
        action()
        code = _SUCCEEDED
    except OutputError:
        code = _REFUSED
    except BaseException:  # noqa: BLE001 - a child has nobody above it who could be told
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def operations(place: Path) -> list[tuple[str, bool]]:
    """Give every point around the operations of publishing ``NEW`` in a copy of ``place``."""
    found: list[tuple[str, bool]] = []
    copy = place.with_name("numbered")
    shutil.copytree(place, copy, symlinks=True)
    with watched(lambda name, after: found.append((name, after))):
        publish_version(NEW, copy)
    shutil.rmtree(copy)
    return found


def held(place: Path) -> Files | None:
    """Give what a reader meets in ``place``; nothing when nothing was published yet."""
    current = current_version(place)
    return read(current.folder) if current else None


def read(folder: Path) -> Files:
    """Give the files of ``folder``, by their paths in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def judge(
    row: Row, what: str, place: Path, mend: Callable[[], object], *, before: Files | None = OLD, after: Files = NEW
) -> None:
    """Hold ``place`` as a fault left it against the rules, then as the next run leaves it."""
    row.tried += 1
    found = held(place)
    if found == after:
        row.new += 1
    elif found == before:
        row.old += 1
    else:
        row.broken.append(f"{what}: a reader meets neither the old version nor the new one")
    if any(read(version.folder) not in (before, after) for version in kept_versions(place)):
        row.broken.append(f"{what}: a numbered version is not whole")
    code = in_child(mend)
    expected = {f"{number + 1:04}" for number in range(1 if before is None else 2)}
    names = {path.name for path in (place / "versions").iterdir()}
    if code != _SUCCEEDED or held(place) != after:
        row.broken.append(f"{what}: the next run did not publish the new version (exit {code})")
    elif names != expected or {path.name for path in place.iterdir()} != {"current", "versions"}:
        row.broken.append(f"{what}: the next run left {sorted(names - expected)} behind")
    else:
        row.mended += 1


@contextlib.contextmanager
def shelf(scratch: Path, before: Files | None) -> Iterator[Path]:
    """Give a place in which ``before`` is published; it is gone afterwards."""
    place = Path(tempfile.mkdtemp(dir=scratch)) / "pakke"
    place.mkdir()
    if before is not None:
        publish_version(before, place)
    yield place
    shutil.rmtree(place.parent)


def killed(scratch: Path, before: Files | None, share: int) -> Row:
    """Kill publishing before and after each of its file operations."""
    row = Row("killed around each operation" + (", first version" if before is None else ""))
    with shelf(scratch, before) as place:
        points = operations(place)
    for index in range(0, len(points), share):
        with shelf(scratch, before) as place:
            code = in_child(lambda place=place, index=index: _with_fault(place, index, kill))  # type: ignore[misc]  # mypy has no name for such a lambda
            what = f"{'after' if points[index][1] else 'before'} {points[index][0]} ({index})"
            if code != -signal.SIGKILL:
                row.broken.append(f"{what}: was not killed but ended with {code}")
            judge(row, what, place, lambda place=place: publish_version(NEW, place), before=before)  # type: ignore[misc]  # as above
    return row


def kill() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int) -> Callable[[], None]:
    """Give what raises the system's error ``number``."""

    def raised() -> None:
        raise OSError(number, os.strerror(number))

    return raised


def _with_fault(place: Path, at: int, fault: Callable[[], None], *, onwards: bool = False) -> None:
    """Publish ``NEW`` with ``fault`` at the point ``at``, and if ``onwards`` at all after it that need room."""
    count = -1

    def point(name: str, _after: bool) -> None:  # noqa: FBT001 - as Point says
        nonlocal count
        count += 1
        if count == at or (onwards and count > at and name in _GROWS):
            fault()

    with watched(point):
        publish_version(NEW, place)


def full_disk(scratch: Path, share: int, *, onwards: bool) -> Row:
    """Let the disk be full at each operation that needs room: for once, or from there on."""
    row = Row(f"disk full {'from' if onwards else 'at'} each operation{' on' if onwards else ''}")
    with shelf(scratch, OLD) as place:
        points = operations(place)
    grows = [index for index, (name, after) in enumerate(points) if name in _GROWS and not after]
    for index in grows[::share]:
        with shelf(scratch, OLD) as place:
            fault = refuse(errno.ENOSPC)
            code = in_child(lambda: _with_fault(place, index, fault, onwards=onwards))  # noqa: B023 - it is called at once
            _judge_refused(row, f"{points[index][0]} ({index})", place, code)
    return row


def small_files(scratch: Path, share: int) -> Row:
    """Let the system itself refuse every byte after the n-th of a file (RLIMIT_FSIZE), for each n."""
    row = Row("no byte beyond each length")
    largest = max(map(len, NEW.values()))

    def publish(place: Path, limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        publish_version(NEW, place)

    for limit in range(0, largest, share):
        with shelf(scratch, OLD) as place:
            code = in_child(lambda: publish(place, limit))  # noqa: B023 - it is called at once
            _judge_refused(row, f"{limit} bytes", place, code)
    return row


def _judge_refused(row: Row, what: str, place: Path, code: int) -> None:
    left = [path.name for path in (place / "versions").iterdir() if not path.name.isdigit()]
    if code not in (_SUCCEEDED, _REFUSED):
        row.broken.append(f"{what}: ended with {code}, and not with a message")
    if code == _SUCCEEDED and held(place) != NEW:
        row.broken.append(f"{what}: said that it succeeded, and did not")
    if left:
        row.broken.append(f"{what}: left {left} behind")
    judge(row, what, place, lambda: publish_version(NEW, place))


def read_only(scratch: Path) -> Row:
    """Publish where nothing may be written: as one without the right, and on a disk that is read-only."""
    row = Row("read-only place")
    with shelf(scratch, OLD) as place:
        folders = [place, place / "versions"]

        def without_rights() -> None:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            publish_version(NEW, place)

        scratch.chmod(0o755)
        place.parent.chmod(0o755)
        for folder in folders:
            folder.chmod(0o555)
        code = in_child(without_rights)
        for folder in folders:
            folder.chmod(0o755)
        _judge_refused(row, "without the right", place, code)
        if code != _REFUSED:
            row.broken.append("without the right: was not refused")
    with shelf(scratch, OLD) as place:
        code = in_child(lambda: _with_fault(place, 0, refuse(errno.EROFS), onwards=True))
        _judge_refused(row, "read-only disk", place, code)
    return row


def clock_back(scratch: Path) -> Row:
    """Publish when all that was published before is, by the clock, of the future."""
    row = Row("clock moved back")
    with shelf(scratch, OLD) as place:
        for path in (*place.rglob("*"), place):
            os.utime(path, (4102444800, 4102444800), follow_symlinks=False)  # the year 2100
        judge(row, "from 2100", place, lambda: publish_version(NEW, place))
    return row


def at_once(scratch: Path, rounds: int) -> Row:
    """Let four processes publish the same new version at one moment."""
    row = Row("four at once")
    for number in range(rounds):
        with shelf(scratch, OLD) as place:
            pids = []
            for _ in range(4):
                pid = os.fork()
                if not pid:
                    try:
                        publish_version(NEW, place)
                    except BaseException:  # noqa: BLE001 - as in in_child
                        os._exit(_BROKEN)
                    os._exit(_SUCCEEDED)
                pids.append(pid)
            codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
            if any(codes):
                row.broken.append(f"round {number}: ended with {codes}")
            judge(row, f"round {number}", place, lambda place=place: publish_version(NEW, place))  # type: ignore[misc]  # as above
    return row


def random_kills(scratch: Path, tries: int, seed: int) -> Row:
    """Kill builds of an edition that differs from the published one, each at a moment of its own."""
    row = Row("killed at a random moment of a build")
    edition = _edition(scratch / "udgave")
    temporary = scratch / "tmp"
    temporary.mkdir()
    tempfile.tempdir = str(temporary)
    original = scratch / "oprindelig"

    def build(place: Path) -> None:
        build_version(load_conference(edition), place)

    if in_child(lambda: build(original)):
        row.broken.append("the old version could not be built")
        return row
    (edition / "vibo" / "plan.md").write_text("# Plan\n\nEn *rettet* plan.\n", encoding="utf-8")
    before = held(original)
    trial = scratch / "forsoeg"
    shutil.copytree(original, trial, symlinks=True)
    begun = time.monotonic()
    in_child(lambda: build(trial))
    whole = time.monotonic() - begun
    after = held(trial)
    assert before is not None
    assert after is not None
    assert before != after
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    for number in range(tries):
        shutil.rmtree(trial)
        shutil.copytree(original, trial, symlinks=True)
        moment = moments.uniform(0, whole * 1.1)
        pid = os.fork()
        if not pid:
            with contextlib.suppress(BaseException):
                build(trial)
            os._exit(_SUCCEEDED)
        time.sleep(moment)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        judge(row, f"{number}: after {moment:.3f} s", trial, lambda: build(trial), before=before, after=after)
        if left := list(temporary.iterdir()):
            row.broken.append(f"{number}: after {moment:.3f} s: left {left} behind")
    return row


def _edition(folder: Path) -> Path:
    (folder / "vibo").mkdir(parents=True)
    (folder / "vibo" / "plan.md").write_text("# Plan\n\nEn plan.\n", encoding="utf-8")
    (folder / "conference.toml").write_text(
        'title = "Konference"\nhost = "Prøveby Kommune"\nplace = "Rådhuset"\n'
        "start = 2031-05-15T15:00:00\nend = 2031-05-15T18:00:00\n"
        '[[contributors]]\nid = "vibo"\nname = "VIBO"\nkind = "boligorganisation"\nplugin = "folder"\n'
        '[contributors.settings]\npath = "vibo"\n',
        encoding="utf-8",
    )
    return folder


def table(rows: Sequence[Row]) -> str:
    """Give what was tried as text."""
    lines = [("fault", "tried", "old stood", "new stood", "mended by the next run", "broken")]
    lines += [
        (row.fault, str(row.tried), str(row.old), str(row.new), str(row.mended), str(len(row.broken))) for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def main() -> int:
    """Try everything and give the exit code."""
    parser = argparse.ArgumentParser(description="Hold publishing against every fault it must survive.")
    parser.add_argument("--share", type=int, default=1, help="try every N-th fault of those that are many")
    parser.add_argument("--kills", type=int, default=200, help="how many builds to kill at random moments")
    parser.add_argument("--seed", type=int, default=2030, help="of the random moments")
    given = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="publishing-"))
    try:
        rows = [
            killed(scratch, OLD, given.share),
            killed(scratch, None, given.share),
            full_disk(scratch, given.share, onwards=False),
            full_disk(scratch, given.share, onwards=True),
            small_files(scratch, given.share),
            read_only(scratch),
            clock_back(scratch),
            at_once(scratch, max(1, 20 // given.share)),
        ]
        rows.append(random_kills(scratch, given.kills, given.seed))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(table(rows))
    broken = [f"{row.fault}: {one}" for row in rows for one in row.broken]
    print(*broken, sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
