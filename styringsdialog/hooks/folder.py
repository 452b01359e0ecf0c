"""The built-in plugin ``folder``: every file of a folder is a bilag, and nobody has to write code."""

from __future__ import annotations

import contextlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from styringsdialog.danish.collation import sort_key
from styringsdialog.errors import EditionError, Fault, Problem
from styringsdialog.hooks.file_names import is_title_of, key_of, titles_of, unused
from styringsdialog.hooks.spec import API_VERSION, BILAG_FOLDER, BilagRequest, PluginInfo, hookimpl
from styringsdialog.hooks.vetting import is_utf8, printable
from styringsdialog.loading.reading import on_disk
from styringsdialog.loading.sent import read_sent
from styringsdialog.loading.series import HANDING_IN, LISTING, load_listing, misnamed_listings
from styringsdialog.messages.message import Message, Where, message, system_reason
from styringsdialog.model.bilag import Bilag, Caption, FileContents, Visibility
from styringsdialog.model.bilag_toml import FileEntry
from styringsdialog.model.conference import Audience
from styringsdialog.model.places import FILE, in_file, problem
from styringsdialog.model.scalars import Line

# What systems leave behind, in lower case; hidden files and Office's lock files (~$) besides.
_LITTER = frozenset({"desktop.ini", "thumbs.db", HANDING_IN})


@attrs.frozen(kw_only=True)
class FolderSettings:
    """The settings of a contributor whose plugin is ``folder``.

    Attributes:
        path: The folder, relative to the edition; else ``bilag/`` and the contributor's id.
    """

    path: Path | None = None


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
    path = _path(request)
    try:
        folder = on_disk(edition, path).resolve()
        # After links were followed. The edition's own folder would make its texts and its output bilag.
        if path.is_absolute() or folder == edition or not folder.is_relative_to(edition):
            return [_path_problem(request, message("hooks.folder-not-inside", path=str(path)))]
        if not folder.is_dir():
            return [_path_problem(request, message("hooks.folder-missing", path=str(path)))]
        files, names = _files(request), {entry.name for entry in folder.iterdir()}
    except OSError as error:
        return [_path_problem(request, message("hooks.folder-unreadable", path=str(path), reason=system_reason(error)))]
    problems = [
        Problem(Fault.EDITION, Where(printable(f"{path}/{name}")), message("hooks.listing-misnamed", listing=LISTING))
        for name in misnamed_listings(names)
    ]
    # Two names may look the same and differ in how their letters are composed; a listing could name only one.
    problems += [
        Problem(Fault.EDITION, Where(f"{path}/{name}"), message("hooks.same-file-name"))
        for name, count in Counter(unicodedata.normalize("NFC", file.name) for file in files).items()
        if count > 1
    ]
    try:
        listing = _listing(request, files)
    except EditionError as error:
        return [*problems, *error.problems]
    sent = _sent_titles(request)
    # What is wrong with a closed one is told where it is shown.
    told = set(Visibility) if request.audience is Audience.INTERNAL else {Visibility.OPEN}
    unknown = (
        problem(("bilag", index, "replaces"), "hooks.replaces-nothing", file=entry.replaces)
        for index, entry in enumerate(listing.values())
        if entry.replaces and entry.visibility in told and sent and key_of(Path(entry.replaces).stem) not in sent
    )
    return [*problems, *(in_file(wrong, f"{path}/{LISTING}") for wrong in unknown)]


@hookimpl
def bilag(request: BilagRequest[FolderSettings]) -> list[Bilag]:
    """Return every file directly in the folder as a bilag: as ``bilag.toml`` orders them, then by their names.

    All kinds go in: what cannot become pages is then missing in its place, and not overlooked.
    """
    files = _files(request)
    listing = _listing(request, files)
    entries = [(path, listing.get(path.name, FileEntry(file=Line(path.name)))) for path in files]
    # What was sent under another name has the place and the key of that name.
    entries.sort(key=lambda entry: sort_key(entry[1].replaces or entry[0].name))
    # Sorting is stable: those without a number stay in the order of their names.
    entries.sort(key=lambda entry: (entry[1].order is None, entry[1].order or 0))
    entries = [entry for entry in entries if not entry[1].skip]
    keys: dict[Path, str] = {}
    titles: dict[Path, str] = {}
    sent = _sent_titles(request)
    # Open ones first, so that nothing of theirs follows from the names of those that are closed.
    for visibility in Visibility:
        group = [(path, entry) for path, entry in entries if entry.visibility is visibility]
        given = {path: entry.title.strip() for path, entry in group if entry.title.strip()}
        for path, entry in group:
            # Of the name, also where there is a title: what refers to a bilag outlives its title.
            keys[path] = unused(key_of(Path(entry.replaces or path.name).stem), keys.values())
            # One that was sent stays, however its name is read now.
            for title in sent.get(keys[path], ()):
                if is_title_of(title, path.name):
                    given.setdefault(path, title)
        others = [path for path, _ in group if path not in given]
        made = titles_of([path.name for path in others], [*titles.values(), *given.values()])
        titles |= given | {path: made[path.name] for path in others}
    return [
        Bilag(
            key=keys[path],
            contents=FileContents(path, entry.columns),
            visibility=entry.visibility,
            order=order,
            comments=entry.comments,
            flatten=entry.flatten,
            checked=entry.checked,
            not_cpr=entry.not_cpr,
            **attrs.evolve(Caption.of(entry), title=titles[path]).texts,
        )
        for order, (path, entry) in enumerate(entries)
    ]


def _sent_titles(request: BilagRequest[FolderSettings]) -> Mapping[str, Sequence[str]]:
    """Return by key the titles under which the contributor's bilag were sent out, the last one first."""
    titles: defaultdict[str, list[str]] = defaultdict(list)
    with contextlib.suppress(EditionError):  # which the build tells
        for dispatch in reversed(read_sent(request.conference.folder)):
            for section in dispatch.sections:
                contributor, _, key = section.key.removeprefix("bilag:").partition("/")
                if contributor == request.contributor.id and key:
                    titles[key].append(section.title.partition(": ")[2])
    return titles


def _listing(request: BilagRequest[FolderSettings], files: Sequence[Path]) -> Mapping[str, FileEntry]:
    """Return what ``bilag.toml`` says of ``files``, by their names.

    Raises:
        EditionError: With everything that is wrong with it.
    """
    path = _path(request)
    names = [file.name for file in files if is_utf8(file.name)]
    return load_listing(on_disk(request.conference.folder, path), path.as_posix(), names)


def _files(request: BilagRequest[FolderSettings]) -> list[Path]:
    folder = on_disk(request.conference.folder, _path(request))
    files = [
        path
        for path in folder.iterdir()
        if not (path.is_dir() or path.name.startswith((".", "~$")) or path.name.lower() in _LITTER)
        and path.name != LISTING
    ]
    return sorted(files, key=lambda path: sort_key(path.name))


def _path(request: BilagRequest[FolderSettings]) -> Path:
    """Return the contributor's folder, relative to the edition."""
    return request.settings.path or Path(BILAG_FOLDER, request.contributor.id)


def _path_problem(request: BilagRequest[FolderSettings], what: Message) -> Problem:
    index = request.conference.contributors.index(request.contributor)
    return in_file(problem(("contributors", index, "settings", "path"), what), FILE)
