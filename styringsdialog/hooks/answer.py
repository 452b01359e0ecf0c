"""The plugin's side of the border: its settings, and all its code, which runs under ``answer_plain``.

Plain data goes in and comes out, so that the same call can be made in this process or in
one of its own. The host does not trust what comes out (``contribute``).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from styringsdialog.content.links import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.markup import MAX_SIZE, problem_at
from styringsdialog.content.tables import parse_csv
from styringsdialog.content.templating import Templates
from styringsdialog.errors import (
    BilagFileError,
    ContentError,
    EditionError,
    Fault,
    MessageError,
    PluginError,
    Problem,
    Remark,
    RequirementError,
    StyringsdialogError,
)
from styringsdialog.hooks.border import from_plain, make_ready, to_plain
from styringsdialog.hooks.contribute import Asking, Question
from styringsdialog.hooks.contribution import Body, ContributedBilag, Contribution, PluginFacts
from styringsdialog.hooks.guard import UNWATCHED, Note, Origin, Watch, guarded
from styringsdialog.hooks.providers import BUILT_IN
from styringsdialog.hooks.registry import LoadedPlugin, load
from styringsdialog.hooks.spec import BILAG_FOLDER, BilagRequest
from styringsdialog.hooks.vetting import accepted, allowed_file, is_text, is_utf8
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.encoding import NotUtf8Error, other_kind
from styringsdialog.loading.reading import MOST_BYTES, read_text_file
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import Language, Message, Where, message
from styringsdialog.model.bilag import (
    AwaitedContents,
    Bilag,
    BlocksContents,
    Caption,
    ColumnKind,
    FileContents,
    MarkdownContents,
    TemplateContents,
)
from styringsdialog.model.blocks import Blocks, LineBreak, Paragraph, Place, Text
from styringsdialog.model.places import FILE, TomlPath, UnfitError, in_file, problem
from styringsdialog.model.scalars import Readers, read_line, read_lines


def with_provenance(
    problems: Sequence[Problem], plugin: PluginFacts | None, *, contributor: str, key: str
) -> tuple[Problem, ...]:
    """Return ``problems`` of a bilag's contents, each with the plugin that it came from as its origin.

    Those of the built-in plugin stay as they are: its texts are the edition's own files, and their
    path says all. So do those that name a plugin already, and those of files, which somebody
    handed in.
    """
    if plugin is None or plugin.name in BUILT_IN:
        return tuple(problems)
    origin = message(
        "place.plugin-hook-of-contributor", plugin=str(plugin), hook=f"bilag '{key}'", contributor=contributor
    )
    return tuple(
        attrs.evolve(problem, where=attrs.evolve(problem.place, origin=origin))
        if problem.fault is Fault.CONTENT and problem.place.origin is None
        else problem
        for problem in problems
    )


def parse_text(text: str, *, source: str) -> Blocks:
    """Return the paragraphs of ``text``.

    Lines are kept, since nobody can tell an address or a poem from a text that was broken by hand.

    Raises:
        ContentError: It is longer than pages can hold.
    """
    if len(text) > MAX_SIZE:
        raise ContentError((problem_at(Place(source), message("content.too-long", size=len(text), most=MAX_SIZE)),))
    lines = [(number, " ".join(line.split())) for number, line in enumerate(text.split("\n"), 1)]
    paragraphs = []
    for has_words, group in groupby(lines, key=lambda line: bool(line[1])):
        if not has_words:
            continue
        numbered = list(group)
        content = [part for _, line in numbered for part in (LineBreak(), Text(line))]
        # No break before the first.
        paragraphs.append(Paragraph(content=tuple(content[1:]), place=Place(source, numbered[0][0])))
    return tuple(paragraphs)


# Bytes in which the signatures of other kinds of files are looked for.
_HEAD: Final = 16


def text_blocks(
    path: Path, *, where: str, scope: str, images: Images, columns: Mapping[str, ColumnKind]
) -> Blocks | None:
    """Return what the text at ``path`` says; ``None`` where it is not named as one, or is certainly none.

    Args:
        path: A file that was found to be allowed.
        where: What messages call it.
        scope: What the keys of anchors in it begin with.
        images: Where its pictures may come from.
        columns: What was said of the columns of a table, by heading.

    Raises:
        ContentError: It cannot be read as text in UTF-8, is empty, or cannot be printed.
    """
    if _is_something_else(path):
        return None
    match path.suffix.lower():
        case ".md":
            return parse_markdown(_text(path, where), source=where, scope=scope, images=images)
        case ".csv" | ".tsv":
            return parse_csv(_text(path, where), source=where, columns=columns)
        case ".txt":
            return parse_text(_text(path, where), source=where)
    return None


def _is_something_else(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            # A PDF that is called «.txt» goes on as the file that it is.
            return other_kind(file.read(_HEAD)) is not None
    except OSError:
        return False  # told by whoever reads it


def _text(path: Path, where: str) -> str:
    try:
        return read_text_file(path.parent, path.name).text
    except NotUtf8Error as error:
        # Excel saves UTF-8 only as a type of its own, which the message names.
        if path.suffix.lower() == ".csv":
            raise ContentError.at(where, message("edition.csv-not-utf8", reason=error.what)) from None
        raise ContentError.at(where, message("edition.text-not-utf8", reason=error.what)) from None
    except UnfitError as unfit:
        raise ContentError.at(where, unfit.what) from None


class Bodies:
    """Makes a bilag's contents into its body: blocks, or a file."""

    def __init__(self, question: Question, request: BilagRequest[Any], plugin: LoadedPlugin) -> None:
        """Begin for ``plugin``, which was asked ``question`` by way of ``request``."""
        self._question = question
        self._request = request
        self._origin = plugin.origin
        self._scope = f"{question.contributor.id}/"
        self._closed: frozenset[Path] = frozenset()
        self._template_root = plugin.template_root()
        roots = {} if self._template_root is None else {question.provider.name: self._template_root}
        self._templates = Templates(roots)

    def contributed(self, bilag: Sequence[Bilag]) -> tuple[ContributedBilag, ...]:
        """Return each of ``bilag`` with its body, or with the problems that stand in the way of one."""
        contents = [entry.contents for entry in bilag if self._question.asking.keeps_out(entry.visibility)]
        paths = [
            given.path for given in contents if self._question.provider.built_in and isinstance(given, FileContents)
        ]
        # By their names: where a closed one leads must not tell which others are shown.
        self._closed = frozenset(path.parent.resolve() / path.name for path in paths)
        return tuple(map(self._contributed, bilag))

    def _contributed(self, bilag: Bilag) -> ContributedBilag:
        body: Body = None
        problems: tuple[Problem, ...] = ()
        origin = self._origin.at(f"bilag '{bilag.key}'")
        try:
            # Values in it may be the plugin's own, and run its code when they are looked at or printed.
            if not self._question.asking.keeps_out(bilag.visibility):
                body = guarded(origin, lambda: self._body(bilag, origin), passing=(StyringsdialogError,))
        except StyringsdialogError as error:
            provider = self._question.provider
            facts = PluginFacts(name=provider.name, distribution=provider.distribution, version=provider.version)
            problems = with_provenance(error.problems, facts, contributor=self._question.contributor.id, key=bilag.key)
        texts = {name: unicodedata.normalize("NFC", text).strip() for name, text in Caption.of(bilag).texts.items()}
        return ContributedBilag(
            key=bilag.key,
            caption=Caption(**texts),
            visibility=bilag.visibility,
            order=bilag.order,
            comments=bilag.comments,
            flatten=bilag.flatten,
            checked=tuple(bilag.checked),
            not_cpr=bilag.not_cpr,
            body=body,
            problems=problems,
            awaited=any(problem.fault is Fault.REQUIREMENT for problem in problems),
        )

    def _body(self, bilag: Bilag, origin: Origin) -> Body:
        match bilag.contents:
            case TemplateContents():
                return self._template(bilag.contents, origin)
            case MarkdownContents(text, source):
                if not is_text(text, source):
                    raise origin.error(message("hooks.markdown-types"))
                return parse_markdown(text, source=source, scope=self._scope, images=self._pictures())
            case BlocksContents(blocks):
                # There and back: whatever is not a block shows itself in one place.
                return _as_blocks(blocks, origin)
            case FileContents(path, columns):
                return self._file(path, columns, origin)
            case AwaitedContents(reason):
                if not is_text(reason) or reason.splitlines() != [reason] or not reason.strip():
                    raise origin.error(message("hooks.awaited-type"))
                where = Where(origin=origin.message)
                # As a requirement it is no fault of the plugin's: the bilag is owed, and keeps its number.
                raise RequirementError([Problem(Fault.REQUIREMENT, where, message("hooks.awaited", reason=reason))])
        raise origin.error(message("hooks.contents-type", type=type(bilag.contents).__qualname__))

    def _template(self, contents: TemplateContents, origin: Origin) -> Blocks:
        if self._template_root is None:
            raise origin.error(message("hooks.no-template-root"))
        if not is_text(contents.template):
            raise origin.error(message("hooks.template-type"))
        request = self._request
        context = {
            "conference": request.conference,
            "contributor": request.contributor,
            "settings": request.settings,
            # Last: of two values of one name the plugin's own is meant.
            **contents.context,
        }
        name = f"{self._question.provider.name}/{contents.template}"
        return self._templates.parse(name, context, scope=self._scope, images=self._pictures())

    def _pictures(self) -> Images:
        """Return where the plugin's own texts may have their pictures from, as whoever puts them there knows it."""
        question = self._question
        folder = f"{BILAG_FOLDER}/{question.contributor.id}"
        name = (
            message("content.folder-of-contributor-or-plugin", folder=folder, package=package.name)
            if (package := question.provider.package)
            else message("content.folder-of-contributor", folder=folder)
        )
        return Images(root=question.roots, name=name)

    def _file(self, path: object, columns: Mapping[str, ColumnKind], origin: Origin) -> Body:
        if not isinstance(path, Path):
            raise origin.error(message("hooks.path-type", type=type(path).__qualname__))
        where = self._question.shown(path)
        if not is_utf8(path.name):
            raise BilagFileError.at(Where(where), message("hooks.file-name-not-utf8"))
        try:
            file = allowed_file(path, self._question.roots)
        except MessageError as refused:
            raise _refusal(path, refused.what, self._question, origin) from None
        if file in self._closed:
            raise BilagFileError.at(Where(where), message("hooks.file-closed"))
        # Asked before it is opened: what is not on the disk at all may claim any size.
        if file.stat().st_size > MOST_BYTES:
            raise BilagFileError.at(Where(where), message("hooks.file-too-large", most=MOST_BYTES))
        folder = self._question.shown(file.parent)
        # As the file's author sees it: what it shows stands beside it.
        name = (
            message("content.named-folder-of-text", folder=folder)
            if folder != "."
            else message("content.folder-of-text")
        )
        images = Images(root=file.parent, name=name, closed=self._closed)
        blocks = text_blocks(file, where=where, scope=self._scope, images=images, columns=columns)
        return file if blocks is None else blocks


def _as_blocks(blocks: object, origin: Origin) -> Blocks:
    """Return ``blocks`` made anew from plain data: no object of the plugin's own is left in them.

    Raises:
        PluginError: Something in them is no block.
    """
    try:
        made: Blocks = from_plain(Blocks, to_plain(blocks, Blocks))
    except (MemoryError, RecursionError):
        raise  # told as what they are
    except Exception:  # noqa: BLE001 - values of a plugin's making: anything may be among them
        raise origin.error(message("hooks.no-blocks")) from None
    return made


def _refusal(path: Path, reason: Message, question: Question, origin: Origin) -> StyringsdialogError:
    """Return the error for a file that cannot be taken: a fault of the file where it may stand, else of the plugin."""
    where = question.shown(path)
    if ".." in path.parts or not any(path.is_relative_to(root) for root in question.roots):
        return origin.error(message("hooks.names-file", file=where, reason=reason))
    if path.exists():
        return BilagFileError.at(Where(where), message("hooks.file-refused", reason=reason))
    return BilagFileError.at(Where(where), message("hooks.file-missing", reason=reason))


# A plugin knows what its texts are for: they may hold lines and tabs.
_READERS: Final[Readers] = MappingProxyType({str: read_lines, Path: lambda value: Path(read_line(value))})


def structure_settings(settings: Mapping[str, object], kind: type[Any] | None, *, place: int, plugin: str) -> Any:
    """Return ``settings`` as an instance of ``kind``; ``None`` when the plugin has no settings.

    Args:
        settings: The contributor's table.
        kind: From ``settings_type()``.
        place: The contributor's index in conference.toml.
        plugin: The plugin's name, for messages.

    Raises:
        EditionError: With everything that is wrong with the table.
        Exception: What the class itself raises that is neither ``ValueError`` nor ``TypeError``.
    """
    path: TomlPath = ("contributors", place, "settings")
    if kind is None:
        if settings:
            unasked = [problem((*path, key), "edition.plugin-without-settings", plugin=plugin) for key in settings]
            raise EditionError([in_file(problem, FILE) for problem in unasked])
        return None
    structured, problems = structure_table(kind, settings, _READERS, path=path)
    if problems:
        raise EditionError(problems)
    return structured


def answer_plain(question: Plain, note: Note = UNWATCHED.note) -> Plain:
    """Return the ``Contribution`` to a ``Question``, both as plain data; a plugin's faults stand in it.

    Args:
        question: What is asked.
        note: Is told of each step, in plain data: see ``tracing``.
    """
    request: Question = from_plain(Question, question)
    # Before the plugin is imported, which may look at the clock then.
    _prepare(request.asking)
    origin = request.origin("", Watch(note, request.asking.traced))
    contribution = _answer(request, origin)
    # From here on no code of the plugin's runs, and what goes wrong is no hook's.
    origin.watch.at("answer")
    return to_plain(contribution)


def warm_up() -> None:
    """Make ready what each question needs, whoever is asked: of ours alone, before anything of a plugin is there."""
    make_ready(Question, Contribution)


def _prepare(asking: Asking) -> None:
    """Give the process, which ends with the answer, the day and the bytecode that ``asking`` names."""
    if asking.days:
        import time_machine  # noqa: PLC0415 - for a plugin on trial only

        time_machine.travel(dt.timedelta(days=asking.days)).start()
    if not asking.bytecode:
        sys.pycache_prefix = os.devnull  # no folder: nothing is read from it, and nothing written


def _answer(question: Question, origin: Origin) -> Contribution:
    provider = question.provider
    facts = PluginFacts(name=provider.name, distribution=provider.distribution, version=provider.version)
    nothing = Contribution(contributor_id=question.contributor.id, plugin=facts)
    try:
        plugin = load(origin)
        facts = attrs.evolve(facts, title=plugin.info.name)
        request = _request(question, plugin)
        bodies = Bodies(question, request, plugin)
        checked = _checked(plugin, request)
        remarks = (*plugin.remarks, *(entry for entry in checked if isinstance(entry, Remark)))
        nothing = attrs.evolve(nothing, plugin=facts, remarks=remarks)
        # The contract (``spec.check``): with problems ``bilag`` is not called; remarks keep nothing back.
        if problems := tuple(entry for entry in checked if isinstance(entry, Problem)):
            return attrs.evolve(nothing, problems=problems)
        # Before it is looked at: what is wrong with a closed bilag is for the internal package to tell.
        answer = [
            attrs.evolve(entry, **Caption.of(entry).closed.texts)
            if question.asking.keeps_out(entry.visibility)
            else entry
            for entry in plugin.bilag(request)
        ]
        # Guarded, because texts and orders may be of classes of the plugin's, whose code runs when they are compared.
        bilag = guarded(origin.at("bilag"), lambda: accepted(answer, origin.at("bilag")), passing=(PluginError,))
        return attrs.evolve(nothing, bilag=bodies.contributed(bilag))
    except StyringsdialogError as error:
        return attrs.evolve(nothing, plugin=facts, problems=error.problems)


def _request(question: Question, plugin: LoadedPlugin) -> BilagRequest[Any]:
    kind = plugin.settings_type()

    # The class is the plugin's, and so are its converters and validators; what is wrong with
    # the table is not.
    structured = guarded(
        plugin.origin.at("settings_type"),
        lambda: structure_settings(
            question.contributor.settings, kind, place=question.place, plugin=question.provider.name
        ),
        passing=(EditionError,),
    )
    return BilagRequest(
        conference=question.conference,
        contributor=question.contributor,
        settings=structured,
        folder=question.folder,
        stage=question.asking.stage,
        audience=question.asking.audience,
    )


def _checked(plugin: LoadedPlugin, request: BilagRequest[Any]) -> tuple[Problem | Remark, ...]:
    """Return what the plugin finds wrong and what it remarks, each with the plugin as its origin."""
    entries = plugin.check(request)
    origin = plugin.origin.at("check")
    if origin.provider.built_in:
        return entries
    return guarded(origin, lambda: tuple(_with_origin(entry, origin) for entry in entries), passing=(PluginError,))


def _with_origin(entry: Problem | Remark, origin: Origin) -> Problem | Remark:
    fault: object = entry.fault if isinstance(entry, Problem) else Fault.PLUGIN
    texts = [value for _, value in entry.what.arguments] if entry.what.code in {"words.own", "words.remark"} else []
    if not isinstance(fault, Fault) or not is_text(entry.place.file, entry.place.path, *texts):
        raise origin.error(message("hooks.problem-types"))
    if not entry.text(Language.ENGLISH).what.strip():
        raise origin.error(message("hooks.problem-without-message"))
    place = attrs.evolve(entry.place, origin=origin.message)
    return attrs.evolve(entry, where=place) if isinstance(entry, Problem) else attrs.evolve(entry, place=place)
