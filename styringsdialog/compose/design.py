"""What an edition's design is made of: its palette, its templates, and what is wrong with its logo."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from styringsdialog.content import pages
from styringsdialog.content.links import Images
from styringsdialog.content.pages import BilagLine, Delegation, ProgrammeDay
from styringsdialog.content.templating import Templates, core_templates, printable
from styringsdialog.errors import ContentError, EditionError, Fault, MessageError, Problem
from styringsdialog.hooks.border import from_plain, to_plain
from styringsdialog.hooks.contribute import edition_without
from styringsdialog.isolate.plain import Plain
from styringsdialog.isolate.running import Job, Workers, run
from styringsdialog.messages.message import Where, message
from styringsdialog.model.bilag import number_order
from styringsdialog.model.conference import NO_FOLDER, Agreement, Conference, FollowUp, Stage
from styringsdialog.model.sent import Revision, Withdrawn
from styringsdialog.pictures.picture import PictureError
from styringsdialog.pictures.reading import read_picture
from styringsdialog.typeset.setting import FRAME

# The prefix of templates in the edition folder.
_EDITION = "edition"


def templates_of(conference: Conference, workers: Workers) -> Templates:
    """Return the core's templates, with those of the edition, which ``workers`` render, in the place of some."""
    chosen = {f"core/{name}.j2": f"{_EDITION}/{file.path}" for name, file in conference.design.templates.chosen}
    return _Apart(conference, chosen, workers) if chosen else Templates({"core": core_templates()})


class _Apart(Templates):
    """The core's templates, and those of an edition, which may be anybody's: rendered in processes of their own."""

    def __init__(self, conference: Conference, chosen: Mapping[str, str], workers: Workers) -> None:
        self._conference = conference
        self._chosen = dict(chosen)
        self._markup: dict[str, Plain] = {}
        self._workers = workers
        super().__init__({"core": core_templates()}, instead=chosen)

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Return the markup that a template makes of ``context``.

        Raises:
            ContentError: With template and line, whatever happened in it.
            EditionError: It was not ready in its time, or needs too much memory.
        """
        if name not in self._chosen:
            return super().render(name, context)
        limits, folder = self._conference.limits, self._conference.folder
        given = {
            key: attrs.evolve(value, folder=NO_FOLDER) if isinstance(value, Conference) else value
            for key, value in context.items()
        }
        argument: dict[str, Plain] = {
            "folder": str(folder),
            "name": name,
            "chosen": {**self._chosen},
            # Lines of bilag and of those withdrawn are made of both again.
            "context": {key: to_plain(value, _CONTEXT.get(key)) for key, value in given.items() if key != "lines"},
        }
        job = Job(
            target=f"{__name__}:{render_plain.__name__}",
            argument=argument,
            seconds=limits.seconds,
            megabytes=limits.megabytes,
            read=(core_templates(), *edition_without(self._conference)),
            listed=(folder,),
        )
        # A page is drafted several times, and a template of the same values says the same.
        if (asked := json.dumps(argument)) not in self._markup:
            (outcome,) = run([job], preload=[__name__], workers=self._workers)
            if outcome.why is not None:
                raise EditionError.at(
                    Where(file=self._chosen[name].partition("/")[2]), message("content.template-ended", why=outcome.why)
                )
            self._markup[asked] = outcome.value
        if isinstance(markup := self._markup[asked], str):
            return markup
        raise ContentError(from_plain(tuple[Problem, ...], markup))


def render_plain(argument: Plain, _: Callable[[object], None]) -> Plain:
    """Return the markup of a template of an edition's, or its problems: the worker's side."""
    match argument:
        case {"folder": str(folder), "name": str(name), "chosen": dict(chosen), "context": dict(given)}:
            context = {key: from_plain(_CONTEXT.get(key, str), value) for key, value in given.items()}
            if "withdrawn" in context:
                lines = (*context["bilag"], *context["withdrawn"])
                context["lines"] = tuple(sorted(lines, key=lambda line: number_order(line.number)))
            templates = Templates(
                {"core": core_templates(), _EDITION: Path(folder)}, instead=from_plain(Mapping[str, str], chosen)
            )
            # Whatever puts a value into words asks for these, filters of Jinja too; the process ends with the template.
            for kind in (kind for module in list(sys.modules.values()) for kind in vars(module).values()):
                if isinstance(kind, type) and kind.__module__.startswith(_PRINTED_BY_PARTS):
                    kind.__repr__ = printable  # type: ignore[assignment]  # it is replaced on purpose
            try:
                return templates.render(name, context)
            except ContentError as error:
                return to_plain(error.problems, tuple[Problem, ...])
    raise TypeError("a template and its context were to be named")


_PRINTED_BY_PARTS: Final = ("styringsdialog.model.", pages.__name__)

# What the values of a template's context are; all others are text.
_CONTEXT: Final[Mapping[str, Any]] = {
    "conference": Conference,
    "stage": Stage,
    "revision": Revision,
    "days": tuple[ProgrammeDay, ...],
    "places": tuple[str, ...],
    "delegations": tuple[Delegation, ...],
    "held": bool,
    "many": bool,
    "agreements": tuple[Agreement, ...],
    "follow_ups": tuple[FollowUp, ...],
    "bilag": tuple[BilagLine, ...],
    "withdrawn": tuple[Withdrawn, ...],
    "line": BilagLine,
}


def unprintable_logo(conference: Conference) -> tuple[Problem, ...]:
    """Return a problem when the logo is no picture that can be printed."""
    if (logo := conference.design.logo) is None:
        return ()
    try:
        # Read once before anything is typeset: here a fault is told of ``design.logo``, there of a page of the core's.
        read_picture(Images(root=conference.folder).find(logo.path), FRAME)
    except MessageError as error:
        is_picture = isinstance(error, PictureError)
        what = message("pictures.logo", name=logo.path, reason=error.what) if is_picture else error.what
        return (Problem(Fault.EDITION, Where("conference.toml", "design.logo"), what),)
    return ()
