"""Answers of earlier calls, kept by all that they depend on: the same question is not asked twice.

An entry is one file, named by a digest of the question and of whatever answers it. It begins with a digest of the
rest, so that a damaged one is as good as none. Nothing here may stop a build: what cannot be read or written is
answered anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.messages.showing import with_texts

if TYPE_CHECKING:
    from styringsdialog.isolate.plain import Plain
    from styringsdialog.isolate.running import Job

# Bytes that are kept at most, those that were used last.
_MOST: Final = 2_000_000_000

# Bytes that are held at a time.
_PIECE: Final = 1 << 20


@attrs.frozen
class Store:
    """A folder with answers; several may use it at once.

    Attributes:
        folder: Made when something is kept; only its owner may enter it.
        made_with: All that answers calls, in versions: what another one answered is another answer.
    """

    folder: Path
    made_with: str

    def outcome(self, job: Job) -> Outcome | None:
        """Return what came of ``job`` before, with its files where it would write them; ``None`` if nobody knows."""
        with contextlib.suppress(OSError, ValueError, LookupError):
            entry = self._entry(job)
            with entry.open("rb") as file:
                digest = file.readline()
                start = file.tell()
                if _digest(file) != digest:
                    return None
                file.seek(start)
                value, sizes = json.loads(file.readline())
                for name, size in sizes:
                    with (job.write[0] / name).open("wb") as target:
                        # A package may have hundreds of megabytes.
                        for done in range(0, size, _PIECE):
                            target.write(file.read(min(_PIECE, size - done)))
            # What was used last goes last.
            os.utime(entry)
            return Outcome(ending=Ending.ANSWERED, value=with_texts(value, partial(_put, places=_places(job))))
        return None

    def keep(self, job: Job, outcome: Outcome) -> None:
        """Keep what came of ``job``, if it is an answer, and the files that the answer names.

        Whoever noted something on its way met what is not in the question: that answer is not kept.
        """
        if outcome.ending is not Ending.ANSWERED or outcome.notes:
            return
        named: list[str] = []
        with_texts(outcome.value, named.append)
        value = _taken(outcome.value, job)
        with contextlib.suppress(OSError, ValueError):
            own = [path for path in sorted(job.write[0].rglob("*")) if str(path) in named] if job.write else []
            sizes = [(path.relative_to(job.write[0]).as_posix(), path.stat().st_size) for path in own]
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            entry = self._entry(job)
            # Gone whatever happens, so that a full disk keeps no beginning of an entry; a link makes it stay.
            with tempfile.NamedTemporaryFile(dir=self.folder) as file:
                # Its place, until it is known.
                start = file.write(_digest(io.BytesIO()))
                file.write(json.dumps([value, sizes]).encode() + b"\n")
                for path in own:
                    with path.open("rb") as source:
                        shutil.copyfileobj(source, file)
                file.seek(start)
                digest = _digest(file)
                file.seek(0)
                file.write(digest)
                file.flush()
                entry.unlink(missing_ok=True)
                os.link(file.name, entry)

    def prune(self, most: int = _MOST) -> int:
        """Remove what was not used for longest beyond ``most`` bytes, and return how many are left."""
        kept = 0
        with contextlib.suppress(OSError):
            entries = [(entry.stat(), entry) for entry in self.folder.iterdir()]
            for facts, entry in sorted(entries, key=lambda pair: pair[0].st_mtime, reverse=True):
                if kept + facts.st_size > most:
                    entry.unlink(missing_ok=True)
                else:
                    kept += facts.st_size
        return kept

    def _entry(self, job: Job) -> Path:
        facts = self.folder.stat()
        # Whoever else may write there could say what a file of ours has become.
        if facts.st_uid != os.getuid() or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PermissionError(self.folder)
        question = [self.made_with, job.target, job.content, _taken(job.argument, job)]
        return self.folder / hashlib.sha256(json.dumps(question).encode()).hexdigest()


def _digest(file: Any) -> bytes:
    """Return the line that tells what ``file`` holds from where it stands to its end."""
    return f"{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode()


# Folders and files have other names in each build, so that a text that begins with one is written with its number.


def _places(job: Job) -> Sequence[str]:
    return [str(place) for place in (*job.write, *job.read)]


def _taken(value: Plain, job: Job) -> Any:
    return with_texts(value, partial(_take, places=_places(job)))


def _take(text: str, places: Sequence[str]) -> str:
    within = (number for number, place in enumerate(places) if text == place or text.startswith(f"{place}/"))
    number = next(within, None)
    return f"={text}" if number is None else f"{number}{text[len(places[number]) :]}"


def _put(text: str, places: Sequence[str]) -> str:
    return text[1:] if text.startswith("=") else places[int(text[0])] + text[1:]
