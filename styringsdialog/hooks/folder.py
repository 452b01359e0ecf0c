"""The built-in plugin ``folder``: every file of a folder is a bilag, and nobody has to write code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

import attrs

from styringsdialog.danish.collation import sort_key
from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import Fault, Problem
from styringsdialog.hooks.spec import API_VERSION, BilagRequest, PluginInfo, hookimpl
from styringsdialog.loading.places import problem
from styringsdialog.model.bilag import Bilag, FileContents

__all__ = ["FolderSettings"]

# What systems leave behind, in lower case; hidden files and Office's lock files (~$) besides.
_LITTER = frozenset({"desktop.ini", "thumbs.db"})

# «2. », «10_», «2030-05-16 » before the name proper; not the 3 of «3D-print».
_NUMBERING = re.compile(r"(?:\d+(?:[\s._–-]+|$))+")


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
    """Give what the plugin is."""
    return PluginInfo(id="folder", name="Filer fra en mappe", api=API_VERSION)


@hookimpl
def settings_type() -> type[FolderSettings]:
    """Give the class of its settings."""
    return FolderSettings


@hookimpl
def check(request: BilagRequest[FolderSettings]) -> list[Problem]:
    """Give what is wrong with the folder itself."""
    edition = request.conference.folder.resolve()
    path = request.settings.path
    try:
        folder = (edition / path).resolve()
        if path.is_absolute() or folder == edition or not folder.is_relative_to(edition):
            return [_problem(request, f"'{path}' is not a folder inside the edition")]
        if not folder.is_dir():
            return [_problem(request, f"the edition has no folder '{path}'", "make it, or mend the name")]
        files = _files(request)
    except OSError as error:
        return [_problem(request, f"the folder '{path}' cannot be read: {error.strerror}")]
    return [
        Problem(Fault.FILE, f"{path}/{ascii(file.name)[1:-1]}", "the file's name is not UTF-8", "give it another name")
        for file in files
        if _is_undecoded(file.name)
    ]


@hookimpl
def bilag(request: BilagRequest[FolderSettings]) -> list[Bilag]:
    """Give every file directly in the folder as a bilag, in natural Danish order of their names.

    All kinds go in: what cannot become pages is then missing in its place, and not overlooked.
    """
    found: dict[str, Bilag] = {}
    for order, path in enumerate(_files(request)):
        title = _title(path.stem)
        key = _unused(slug(title) or "bilag", found)
        found[key] = Bilag(key=key, title=title, contents=FileContents(path), order=order)
    return list(found.values())


def _files(request: BilagRequest[FolderSettings]) -> list[Path]:
    folder = request.conference.folder / request.settings.path
    files = [path for path in folder.iterdir() if not path.is_dir() and not _is_litter(path.name)]
    return sorted(files, key=lambda path: sort_key(path.name))


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _is_undecoded(name: str) -> bool:
    """Tell whether Python found bytes in ``name`` that are no UTF-8, and keeps them as lone surrogates (PEP 383)."""
    return any(unicodedata.category(char) == "Cs" for char in name)


def _title(stem: str) -> str:
    """Give a file's name as a title: «02_budget for 2030» is «Budget for 2030»."""
    text = " ".join(_SPACES.sub(" ", unicodedata.normalize("NFC", stem)).split())
    name = text[match.end() :] if (match := _NUMBERING.match(text)) else text
    title = name or text or stem
    return title[0].upper() + title[1:]


def _unused(key: str, used: Collection[str]) -> str:
    """Give ``key``, or ``key-2`` and so on when it is taken."""
    number = 1
    unused = key
    while unused in used:
        number += 1
        unused = f"{key}-{number}"
    return unused


def _problem(request: BilagRequest[FolderSettings], message: str, hint: str = "") -> Problem:
    place = request.conference.contributors.index(request.contributor)
    return problem(("contributors", place, "settings", "path"), message, hint)
