"""The files that a package is made from, each with its hash; and what a store is asked by such hashes."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.errors import OutputError, Remark
from styringsdialog.isolate.running import Job, Workers
from styringsdialog.loading.reading import on_disk, open_plain
from styringsdialog.messages.message import Where, message
from styringsdialog.model.blocks import Figure, Place
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Contributor
from styringsdialog.model.tree import members

# Ends the name of the folder beside a package with what is never published.
SECRETARY: Final = "-til-sekretaeren"

# Ends the name of what stands beside every package; a folder that holds one is output.
_MADE: Final = (".manifest.json", SECRETARY)


def input_digests(folder: Path, names: Iterable[str] | None = None) -> Mapping[str, str]:
    """Return the SHA-256 of files in the edition ``folder``, by their paths in it, in order.

    Paths are NFC, and have forward slashes. What is no plain file in the folder has none, nor has one that is too
    large: nothing is read from a pipe, a device or a link that leads out.

    Args:
        folder: Of the edition.
        names: Of the files, relative to it or absolute. Which of them a plugin reads only the plugin knows, so
            without names it is all but hidden files, what editors leave, and folders into which packages were built.
    """
    root = folder.resolve()
    paths = {path for name in set(_names(folder) if names is None else names) if (path := _plain(root, name))}
    by_name = {unicodedata.normalize("NFC", path.relative_to(root).as_posix()): path for path in paths}
    return {name: file_digest(by_name[name]) for name in sorted(by_name)}


def passed_over(conference: Conference) -> Iterator[Remark]:
    """Return a remark for each file that is none to read; those that stand among bilag are told as bilag."""
    root = conference.folder.resolve()
    folders = tuple(bilag_folders(conference))
    yield from (
        Remark(message("edition.input-passed-over"), Where(name.encode(errors="backslashreplace").decode()))
        for name in sorted(_names(conference.folder))
        if not any((root / name).is_relative_to(folder) for folder in folders) and _plain(root, name) is None
    )


def _plain(root: Path, name: str) -> Path | None:
    """Return the plain file that ``name`` is, or leads to within ``root``; nothing where it is something else."""
    try:
        path = on_disk(root, name).resolve(strict=True)
        # A name that is no UTF-8 has no place in a manifest.
        name.encode()
        if not path.is_relative_to(root):
            return None
        open_plain(path).close()
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links in a ring, before Python 3.13
        return None
    return path


def bilag_folders(conference: Conference) -> Iterator[Path]:
    """Return the folders in the edition that contributors' files are in, each with its links resolved."""
    for contributor in conference.contributors:
        yield from filter(Path.is_dir, own_folders(conference.folder, contributor))


def own_folders(edition: Path, contributor: Contributor) -> list[Path]:
    """Return the folders in ``edition`` that are the contributor's: by settings of whatever plugin, and by its name."""
    named = (contributor.settings.get("path"), f"bilag/{contributor.id}")
    folders = [on_disk(edition, path).resolve() for path in named if isinstance(path, str)]
    return [folder for folder in folders if folder != edition and folder.is_relative_to(edition)]


def refuse_as_output(place: Path, conference: Conference) -> None:
    """Refuse a folder whose files the edition is made from: packages put there would become bilag, or hide them.

    Raises:
        OutputError: ``place`` is such a folder.
    """
    edition = conference.folder.resolve()
    real = place.resolve()
    beside = {
        (edition / text.path).parent.resolve()
        for text in (conference.invitation, conference.welcome, conference.referat)
        if text is not None
    }
    folders = set(bilag_folders(conference))
    among_bilag = any(real.is_relative_to(folder) for folder in folders)
    above = real.is_relative_to(edition) and any(folder.is_relative_to(real) for folder in (*folders, *beside, edition))
    if among_bilag or above:
        raise OutputError.at(Where(file=str(place)), message("package.output-among-inputs"))


def _names(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        if any(name.endswith(_MADE) for name in (*files, *folders)):
            # In place, because os.walk goes on into what is left in the list.
            folders.clear()
            continue
        folders[:] = [name for name in folders if not _is_litter(name)]
        yield from ((Path(place) / name).relative_to(folder).as_posix() for name in files if not _is_litter(name))


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~")) or name.endswith("~")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the plain file at ``path`` (FIPS 180-4), hexadecimal.

    Raises:
        OSError: It cannot be read, or is something else.
    """
    # A package of our own may be larger than what is taken in.
    with open_plain(path, most=sys.maxsize) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def content_of(workers: Workers | None, *files: Path) -> str:
    """Return a digest of ``files``; "" where no answer is kept, or where one cannot be read, which its reader tells."""
    if workers is None or workers.store is None:
        return ""
    try:
        return " ".join(map(file_digest, files))
    except OSError:
        return ""


def made_of(maker: Callable[..., object], what: object, folder: Path) -> Job:
    """Return what a store is asked for: the files that ``maker``, a function of ours, made of ``what`` in ``folder``.

    Raises:
        OSError: A file that it is made of cannot be read.
    """
    return Job(
        target=f"{maker.__module__}:{maker.__name__}",
        argument=None,
        seconds=0,
        megabytes=0,
        write=(folder,),
        content=hashlib.sha256(said_by(what).encode()).hexdigest(),
    )


# Attributes that are younger than packages that were sent: where they say nothing, a section is what it was.
_LATER: Final = frozenset({"decimals", "label"})


def said_by(value: object) -> str:
    """Return all that ``value`` says, without where it was written; a file as its SHA-256.

    Raises:
        OSError: A file cannot be read.
    """
    said: list[str] = []
    _say(value, said)
    return "\n".join(said)


def _say(value: object, said: list[str]) -> None:
    # No generator, because each of a tree of hundreds of thousands of values would pass through all above it.
    match value:
        case str() | int() | None:
            said.append(repr(value))
            return
        # Where a block was written is no part of what it says: a line put in above changes nothing below.
        case Place():
            return
        case Path():
            said.append(file_digest(value))
        case Figure():
            # The picture and not its path, which is another one on each machine.
            said.append(file_digest(Path(value.path)))
            _say((value.alt, value.caption), said)
            return
        case tuple():
            # With its length, or words that move from one list to the next would give the same digest.
            said.append(f"({len(value)}")
        case _ if attrs.has(type(value)):
            said.append(type(value).__name__)
        case _:
            said.append(repr(value))
    for name, inner in members(value):
        if inner or name not in _LATER:
            _say(inner, said)
