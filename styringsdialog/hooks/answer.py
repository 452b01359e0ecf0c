"""The plugin's side of the border: its settings, and all its code, which runs under ``answer_plain``.

Plain data goes in and comes out, so that the same call can be made in this process or in
one of its own. The host does not trust what comes out (``contribute``).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

from styringsdialog.errors import EditionError, Fault, PluginError, Problem, Remark, StyringsdialogError
from styringsdialog.hooks.accepting import accepted, is_text
from styringsdialog.hooks.bodies import Bodies
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.contribution import Contribution, PluginFacts
from styringsdialog.hooks.guard import Origin, guarded
from styringsdialog.hooks.question import Asking, Question
from styringsdialog.hooks.registry import LoadedPlugin, load
from styringsdialog.hooks.spec import BilagRequest
from styringsdialog.hooks.tracing import UNWATCHED, Note, Watch
from styringsdialog.isolate.plain import Plain
from styringsdialog.loading.structuring import structure_table
from styringsdialog.messages.message import Language, message
from styringsdialog.model.bilag import Caption
from styringsdialog.model.places import FILE, TomlPath, in_file, problem
from styringsdialog.model.scalars import Readers, read_line, read_lines

__all__ = ["answer_plain", "structure_settings"]


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
        note: Is told of each step, in plain data: see ``watching``.
    """
    request: Question = from_plain(Question, question)
    # Before the plugin is imported, which may look at the clock then.
    _prepare(request.asking)
    origin = request.origin("", Watch(note, request.asking.traced))
    contribution = _answer(request, origin)
    # From here on no code of the plugin's runs, and what goes wrong is no hook's.
    origin.watch.at("answer")
    return to_plain(contribution)


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
