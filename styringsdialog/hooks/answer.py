"""A plugin's world: everything of a plugin's that runs, runs under ``answer_plain``.

Plain data goes in and comes out, so that the same call can be made in this process or in
one of its own. What comes out is not trusted by the other side (``contribute``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from styringsdialog.content.html import Images
from styringsdialog.content.markdown import parse_markdown
from styringsdialog.content.templating import Templates
from styringsdialog.errors import (
    BilagFileError,
    ContentError,
    EditionError,
    Fault,
    PluginError,
    Problem,
    StyringsdialogError,
)
from styringsdialog.hooks.allowed import allowed_file, shown
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.contribution import Body, ContributedBilag, Contribution, PluginFacts
from styringsdialog.hooks.guard import Origin, guarded
from styringsdialog.hooks.provenance import with_provenance
from styringsdialog.hooks.providers import Provider
from styringsdialog.hooks.registry import LoadedPlugin, load
from styringsdialog.hooks.settings import structure_settings
from styringsdialog.hooks.spec import BILAG_FOLDER, BilagRequest
from styringsdialog.hooks.watching import UNWATCHED, Note, Watch
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.places import UnfitError
from styringsdialog.loading.reading import read_text_file
from styringsdialog.model.bilag import (
    Bilag,
    BlocksContents,
    FileContents,
    MarkdownContents,
    TemplateContents,
    Visibility,
)
from styringsdialog.model.blocks import Blocks
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.people import Contributor

__all__ = ["Question", "answer_plain", "breaches"]

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LONGEST_KEY = 100
_LONGEST_TITLE = 1_000
"""Characters; a title that fills a page helps nobody."""


@attrs.frozen(kw_only=True)
class Question:
    """What a plugin's world is asked: whose bilag, made by whom, from what.

    Attributes:
        conference: Without the settings of other contributors.
        place: The contributor's index in conference.toml.
        folder: The contributor's data folder; ``None`` when there is none.
        roots: The folders that files and pictures may come from.
        traced: Whether to note what the hooks get and give.
    """

    provider: Provider
    conference: Conference
    place: int
    folder: Path | None
    roots: tuple[Path, ...]
    stage: Stage
    audience: Audience
    traced: bool = False

    @property
    def contributor(self) -> Contributor:
        """Give the contributor who is asked."""
        return self.conference.contributors[self.place]

    def origin(self, hook: str, watch: Watch = UNWATCHED) -> Origin:
        """Give whom to name when ``hook`` goes wrong."""
        return Origin(self.provider, hook, self.contributor.id, watch)

    def shown(self, path: Path) -> str:
        """Give ``path`` as messages say it."""
        return shown(path, edition=self.conference.folder, roots=self.roots)


def answer_plain(question: Plain, note: Note = UNWATCHED.note) -> Plain:
    """Give the ``Contribution`` to a ``Question``, both as plain data; a plugin's faults stand in it.

    Args:
        question: What is asked.
        note: Is told of each step, in plain data: see ``watching``.
    """
    asked: Question = from_plain(Question, question)
    origin = asked.origin("", Watch(note, asked.traced))
    contribution = _answer(asked, origin)
    origin.watch.at("answer")
    return to_plain(contribution)


def _answer(question: Question, origin: Origin) -> Contribution:
    provider = question.provider
    facts = PluginFacts(name=provider.name, distribution=provider.distribution, version=provider.version)
    nothing = Contribution(contributor_id=question.contributor.id, plugin=facts)
    try:
        plugin = load(origin)
        facts = attrs.evolve(facts, title=plugin.info.name)
        request = _request(question, plugin)
        templates = _Contents(question, request, plugin)
        if problems := _checked(plugin, request):
            return attrs.evolve(nothing, plugin=facts, problems=problems)
        answer = plugin.bilag(request)
        bilag = guarded(origin.at("bilag"), lambda: _accepted(answer, origin.at("bilag")), passing=(PluginError,))
        return attrs.evolve(nothing, plugin=facts, bilag=tuple(map(templates.contributed, bilag)))
    except StyringsdialogError as error:
        return attrs.evolve(nothing, plugin=facts, problems=error.problems)


def _request(question: Question, plugin: LoadedPlugin) -> BilagRequest[Any]:
    kind = plugin.settings_type()
    settings = question.contributor.settings

    # The class is the plugin's, and so are its converters and validators; what is wrong with
    # the table is not.
    structured = guarded(
        plugin.origin.at("settings_type"),
        lambda: structure_settings(settings, kind, place=question.place, plugin=question.provider.name),
        passing=(EditionError,),
    )
    return BilagRequest(
        conference=question.conference,
        contributor=question.contributor,
        settings=structured,
        folder=question.folder,
        stage=question.stage,
        audience=question.audience,
    )


def _checked(plugin: LoadedPlugin, request: BilagRequest[Any]) -> tuple[Problem, ...]:
    """Give what the plugin finds wrong, with its origin before each place."""
    found = plugin.check(request)
    origin = plugin.origin.at("check")
    if origin.provider.built_in:
        return found
    return guarded(origin, lambda: tuple(_named(problem, origin) for problem in found), passing=(PluginError,))


def _named(problem: Problem, origin: Origin) -> Problem:
    fault: object = problem.fault
    if not isinstance(fault, Fault) or not _is_text(problem.where, problem.message, problem.hint, problem.dansk):
        raise origin.error("gave a Problem whose fault is no Fault, or whose texts are not text")
    if not problem.message.strip():
        raise origin.error("gave a Problem without a message")
    return attrs.evolve(problem, where=f"{origin}: {problem.where}" if problem.where else str(origin))


def _is_text(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _accepted(bilag: Sequence[Bilag], origin: Origin) -> list[Bilag]:
    """Give ``bilag`` in the order in which they are printed.

    Raises:
        PluginError: A key, a title or another attribute is not as it should be.
    """
    for index, one in enumerate(bilag):
        if type(one.order) is not int:
            raise origin.error(f"gave a bilag at index {index} whose order is not a whole number")
        if not isinstance(one.visibility, Visibility):
            raise origin.error(f"gave a bilag at index {index} whose visibility is no Visibility")
        if not _is_text(one.key, one.title, one.description, one.ask):
            raise origin.error(f"gave a bilag at index {index} whose key, title, description or ask is not text")
    if found := breaches([(one.key, one.title, one.description, one.ask) for one in bilag]):
        message, hint = found
        raise origin.error(message, hint)
    return sorted(bilag, key=lambda one: (one.order, one.key))


def breaches(bilag: Sequence[tuple[str, str, str, str]]) -> tuple[str, str] | None:
    """Give what is wrong with the keys and the texts of a contributor's bilag, and what to do."""
    for key, title, description, ask in bilag:
        if len(key) > _LONGEST_KEY:
            return f"gave a bilag with a key of {len(key)} characters", f"at most {_LONGEST_KEY}"
        if not _KEY.fullmatch(key):
            return f"gave a bilag with the key '{key}'", "small ASCII letters, digits, _ and -"
        for name, text in (("title", title), ("description", description), ("ask", ask)):
            if len(text) > _LONGEST_TITLE:
                return f"gave bilag '{key}' a {name} of {len(text)} characters", f"at most {_LONGEST_TITLE}"
            if any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text):
                return f"gave bilag '{key}' a {name} with a line break or control character", "one line of text"
        if not title.strip():
            return f"gave bilag '{key}' a blank title", ""
    for key, times in Counter(key for key, *_ in bilag).items():
        if times > 1:
            return f"gave {times} bilag with the key '{key}'", "keys are unique for a contributor"
    return None


class _Contents:
    """Makes a bilag's contents into its body: blocks, or a file."""

    def __init__(self, question: Question, request: BilagRequest[Any], plugin: LoadedPlugin) -> None:
        self._question = question
        self._request = request
        self._origin = plugin.origin
        self._scope = f"{question.contributor.id}/"
        self._template_root = plugin.template_root()
        roots = {} if self._template_root is None else {question.provider.name: self._template_root}
        self._templates = Templates(roots)

    def contributed(self, bilag: Bilag) -> ContributedBilag:
        """Give ``bilag`` with its body, or with the problems that stand in the way of one."""
        body: Body = None
        problems: tuple[Problem, ...] = ()
        origin = self._origin.at(f"bilag '{bilag.key}'")
        try:
            # Values in it may be the plugin's own, and run its code when they are looked at or printed.
            body = guarded(origin, lambda: self._body(bilag, origin), passing=(StyringsdialogError,))
        except StyringsdialogError as error:
            provider = self._question.provider
            facts = PluginFacts(name=provider.name, distribution=provider.distribution, version=provider.version)
            problems = with_provenance(error.problems, facts, contributor=self._question.contributor.id, key=bilag.key)
        return ContributedBilag(
            key=bilag.key,
            title=unicodedata.normalize("NFC", bilag.title).strip(),
            visibility=bilag.visibility,
            order=bilag.order,
            description=unicodedata.normalize("NFC", bilag.description).strip(),
            ask=unicodedata.normalize("NFC", bilag.ask).strip(),
            body=body,
            problems=problems,
        )

    def _body(self, bilag: Bilag, origin: Origin) -> Body:
        match bilag.contents:
            case TemplateContents():
                return self._template(bilag.contents, origin)
            case MarkdownContents(text, source):
                if not _is_text(text, source):
                    raise origin.error("has MarkdownContents that are not text")
                return self._markdown(text, source, self._pictures())
            case BlocksContents(blocks):
                # There and back: whatever is not a block shows itself in one place.
                return _as_blocks(blocks, origin)
            case FileContents(path):
                return self._file(path, origin)
        raise origin.error(f"has contents of type {type(bilag.contents).__qualname__}")

    def _template(self, contents: TemplateContents, origin: Origin) -> Blocks:
        if self._template_root is None:
            raise origin.error("has TemplateContents, but the plugin has no template_root")
        if not _is_text(contents.template):
            raise origin.error("has TemplateContents whose template is not text")
        request = self._request
        context = {
            "conference": request.conference,
            "contributor": request.contributor,
            "settings": request.settings,
            **contents.context,
        }
        name = f"{self._question.provider.name}/{contents.template}"
        return self._templates.parse(name, context, scope=self._scope, images=self._pictures())

    def _markdown(self, text: str, source: str, images: Images) -> Blocks:
        return parse_markdown(text, source=source, scope=self._scope, images=images)

    def _pictures(self) -> Images:
        """Give where the plugin's own texts may have their pictures from, in the words of whoever puts them there."""
        question = self._question
        said = f"the edition's folder {BILAG_FOLDER}/{question.contributor.id}"
        package = question.provider.package
        said = said if package is None else f"{said}, or the plugin's own package {package.name}"
        return Images(root=question.roots, said=said)

    def _file(self, path: object, origin: Origin) -> Body:
        if not isinstance(path, Path):
            raise origin.error(f"has FileContents whose path is of type {type(path).__qualname__}, not a Path")
        where = self._question.shown(path)
        found, wrong = allowed_file(path, self._question.roots)
        if found is None:
            raise _refusal(path, wrong, self._question, origin)
        if found.suffix.lower() != ".md":
            return found
        folder = self._question.shown(found.parent)
        # As the file's author sees it: what it shows stands beside it.
        said = f"the folder {folder}, where the text stands" if folder != "." else "the folder of the text"
        return self._markdown(_text(found, where), where, Images(root=found.parent, said=said))


def _as_blocks(blocks: object, origin: Origin) -> Blocks:
    """Give ``blocks`` made anew from what they say.

    Raises:
        PluginError: Something in them is no block.
    """
    try:
        made: Blocks = from_plain(Blocks, to_plain(blocks, Blocks))
    except (MemoryError, RecursionError):
        raise  # told as what they are
    except Exception:  # noqa: BLE001 - values of a plugin's making: anything may be among them
        raise origin.error("has BlocksContents that hold something else than blocks") from None
    return made


def _refusal(path: Path, wrong: str, question: Question, origin: Origin) -> StyringsdialogError:
    """Give the error for a file that cannot be taken: the file's own when it stands where it may, else the plugin's."""
    where = question.shown(path)
    if ".." in path.parts or not any(path.is_relative_to(root) for root in question.roots):
        return origin.error(f"names the file {where}, which {wrong}")
    if path.exists():
        return BilagFileError.at(where, f"the file {wrong}", "put the file itself there, not a link or a folder")
    return BilagFileError.at(where, f"the file {wrong}", "put it there, or mend what names it")


def _text(path: Path, where: str) -> str:
    """Give what a Markdown file says.

    Raises:
        ContentError: It cannot be read as text in UTF-8, or is empty.
    """
    try:
        return read_text_file(path.parent, path.name).text
    except UnfitError as unfit:
        raise ContentError.at(where, unfit.message, unfit.hint) from None
