"""The built-in plugin ``folder``: every file of a folder is a bilag, and nobody has to write code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import attrs

from styringsdialog.danish.collation import sort_key
from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import EditionError, Fault, Problem
from styringsdialog.hooks.spec import API_VERSION, BilagRequest, PluginInfo, hookimpl
from styringsdialog.loading.bilag_toml import LISTING, load_listing, looks_like_a_listing
from styringsdialog.messages.message import Message, message, system_reason
from styringsdialog.messages.place import Where
from styringsdialog.model.bilag import Bilag, Caption, FileContents
from styringsdialog.model.bilag_toml import FileEntry
from styringsdialog.model.places import FILE, in_file, problem
from styringsdialog.model.values import Line

__all__ = ["FolderSettings"]

# What systems leave behind, in lower case; hidden files and Office's lock files (~$) besides.
_LITTER = frozenset({"desktop.ini", "thumbs.db"})

# «2. », «10_», «2030-05-16 » before the name proper; not the 3 of «3D-print».
_NUMBERING = re.compile(r"(?:\d+(?:[\s._–-]+|$))+")

# A name that a file had before it became another one: «Indstilling.docx.pdf».
_FORMER = re.compile(
    r"(?<=.)\.(?:pdf|docx?|pptx?|xlsx?|od[tps]|rtf|csv|tsv|txt|md|png|jpe?g|tiff?|webp)$", re.IGNORECASE
)

# Underscores, and what no title can hold.
_SPACES = re.compile(r"[_\x00-\x1f\x7f-\x9f]")


@attrs.frozen(kw_only=True)
class FolderSettings:
    """The settings of a contributor whose plugin is ``folder``.

    Attributes:
        path: The folder, relative to the edition.
    """

    path: Path


@hookimpl
def plugin_info() -> PluginInfo:
    """Return what the plugin is."""
    return PluginInfo(id="folder", name="Filer fra en mappe", api=API_VERSION)


@hookimpl
def settings_type() -> type[FolderSettings]:
    """Return the class of its settings."""
    return FolderSettings


@hookimpl
def check(request: BilagRequest[FolderSettings]) -> list[Problem]:
    """Return what is wrong with the folder itself."""
    edition = request.conference.folder.resolve()
    path = request.settings.path
    try:
        folder = (edition / path).resolve()
        if path.is_absolute() or folder == edition or not folder.is_relative_to(edition):
            return [_path_problem(request, message("hooks.folder-not-inside", path=str(path)))]
        if not folder.is_dir():
            return [_path_problem(request, message("hooks.folder-missing", path=str(path)))]
        files = _files(request)
    except OSError as error:
        return [_path_problem(request, message("hooks.folder-unreadable", path=str(path), reason=system_reason(error)))]
    problems = [
        Problem(Fault.FILE, Where(f"{path}/{ascii(file.name)[1:-1]}"), message("hooks.file-name-not-utf8"))
        for file in files
        if _is_undecoded(file.name)
    ]
    problems += [
        Problem(Fault.EDITION, Where(f"{path}/{file.name}"), message("hooks.listing-misnamed", listing=LISTING))
        for file in files
        if looks_like_a_listing(file.name)
    ]
    try:
        _listing(request, files)
    except EditionError as error:
        problems += error.problems
    return problems


@hookimpl
def bilag(request: BilagRequest[FolderSettings]) -> list[Bilag]:
    """Return every file directly in the folder as a bilag: as ``bilag.toml`` orders them, then by their names.

    All kinds go in: what cannot become pages is then missing in its place, and not overlooked.
    """
    files = _files(request)
    listing = _listing(request, files)
    entries = [(path, listing.get(path.name, FileEntry(file=Line(path.name)))) for path in files]
    # Sorting is stable: those without a number stay in the order of their names.
    entries.sort(key=lambda entry: (entry[1].order is None, entry[1].order or 0))
    bilag_by_key: dict[str, Bilag] = {}
    for order, (path, entry) in enumerate(entries):
        if entry.skip:
            continue
        named = _title(_FORMER.sub("", path.stem))
        # Of the name, also where there is a title: what refers to a bilag outlives its title.
        key = _unused(slug(named) or "bilag", bilag_by_key)
        caption = attrs.evolve(Caption.of(entry), title=entry.title.strip() or named)
        bilag_by_key[key] = Bilag(
            key=key,
            contents=FileContents(path, entry.columns),
            visibility=entry.visibility,
            order=order,
            comments=entry.comments,
            **caption.texts,
        )
    return list(bilag_by_key.values())


def _listing(request: BilagRequest[FolderSettings], files: Sequence[Path]) -> Mapping[str, FileEntry]:
    """Return what ``bilag.toml`` says of ``files``, by their names.

    Raises:
        EditionError: With everything that is wrong with it.
    """
    path = request.settings.path
    names = [file.name for file in files if not _is_undecoded(file.name)]
    return load_listing(request.conference.folder / path, path.as_posix(), names)


def _files(request: BilagRequest[FolderSettings]) -> list[Path]:
    folder = request.conference.folder / request.settings.path
    files = [
        path for path in folder.iterdir() if not path.is_dir() and not _is_litter(path.name) and path.name != LISTING
    ]
    return sorted(files, key=lambda path: sort_key(path.name))


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _is_undecoded(name: str) -> bool:
    """Tell whether Python found bytes in ``name`` that are no UTF-8, and keeps them as lone surrogates (PEP 383)."""
    return any(unicodedata.category(char) == "Cs" for char in name)


def _title(stem: str) -> str:
    """Return a file's name as a title: «02_budget for 2030» is «Budget for 2030»."""
    text = " ".join(_SPACES.sub(" ", unicodedata.normalize("NFC", stem)).split())
    name = text[match.end() :] if (match := _NUMBERING.match(text)) else text
    title = name or text or stem
    return title[0].upper() + title[1:]


def _unused(key: str, used: Collection[str]) -> str:
    """Return ``key``, or ``key-2`` and so on when it is taken."""
    number = 1
    unused = key
    while unused in used:
        number += 1
        unused = f"{key}-{number}"
    return unused


def _path_problem(request: BilagRequest[FolderSettings], what: Message) -> Problem:
    index = request.conference.contributors.index(request.contributor)
    return in_file(problem(("contributors", index, "settings", "path"), what), FILE)
