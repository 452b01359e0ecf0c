"""Who has handed in what, and who owes a bilag; ``series.telling`` writes to them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from styringsdialog.compose.bilag import NumberedBilag, is_awaited, number_bilag
from styringsdialog.compose.design import templates_of
from styringsdialog.compose.layout import Press
from styringsdialog.compose.makers import store_in
from styringsdialog.compose.sections import Material, draft_sections
from styringsdialog.errors import Problem
from styringsdialog.hooks.contribute import Asking, contributions
from styringsdialog.isolate.running import workers_with
from styringsdialog.messages.message import Message, message
from styringsdialog.model.conference import Audience, Conference, Stage
from styringsdialog.model.people import Contributor
from styringsdialog.report.reasons import file_of, own_step


class DeliveryStatus(enum.StrEnum):
    """How far a contributor is.

    A contributor who answers that there are no bilag is awaited when it has a deadline, passed or not,
    and empty when it has none.
    """

    DELIVERED = "delivered"
    EMPTY = "empty"
    FAILED = "failed"
    AWAITED = "awaited"


@attrs.frozen(kw_only=True)
class Delivery:
    """How far one contributor is.

    Attributes:
        titles: Of the bilag that are there and can be printed.
        days_left: Until the deadline: 0 on the day itself, negative afterwards; ``None`` without a deadline.
        problems: Why something is missing.
        lacking: What is missing by title and file, each with the reasons and what to do, in Danish; for a contributor
            who failed as a whole it has no name.
    """

    contributor: Contributor
    status: DeliveryStatus
    titles: tuple[str, ...] = ()
    days_left: int | None = None
    problems: tuple[Problem, ...] = ()
    lacking: tuple[tuple[str, str], ...] = ()

    def as_data(self) -> dict[str, object]:
        """Return the delivery as plain data for JSON."""
        contributor = self.contributor
        return {
            "id": contributor.id,
            "name": contributor.name,
            "contact": contributor.contact,
            "status": self.status.value,
            "deadline": contributor.deadline.isoformat() if contributor.deadline else None,
            "days_left": self.days_left,
            "bilag": list(self.titles),
            "problems": [problem.as_data() for problem in self.problems],
        }


def deliveries(
    conference: Conference,
    work: Path,
    *,
    today: dt.date,
    progress: Callable[[Message], None],
    store: Path | None = None,
) -> tuple[Delivery, ...]:
    """Ask every contributor, try what they give as a build would, and give how far each is.

    Args:
        conference: From ``load_conference``.
        work: An empty folder for prepared files.
        today: What days are counted from.
        progress: Is told what is being done.
        store: As for ``build_package``.
    """
    with workers_with(store_in(store)) as workers:
        answers = contributions(
            conference,
            conference.contributors,
            # INTERNAL, because closed bilag are owed as the others are.
            Asking(audience=Audience.INTERNAL),
            started=lambda contributor: progress(message("package.step-asking", name=str(contributor.name))),
            workers=workers,
        )
        bilag = number_bilag(conference, answers, work, audience=Audience.INTERNAL, progress=progress, workers=workers)
        templates = templates_of(conference, workers)
        material = Material(conference=conference, stage=Stage.INFORMATIONSPAKKE, bilag=bilag, templates=templates)
        # Typeset for trial, because a file that is there may still be one that cannot be printed.
        faults = Press(conference, work).proof(draft_sections(material))
    tried = [numbered.missing(faults[numbered.target]) if numbered.target in faults else numbered for numbered in bilag]
    return tuple(
        _delivery(
            contributor,
            [numbered for numbered in tried if numbered.contributor.id == contributor.id],
            awaited=is_awaited(contributor, contribution),
            today=today,
        )
        for contributor, contribution in zip(conference.contributors, answers, strict=True)
    )


def _delivery(contributor: Contributor, bilag: Sequence[NumberedBilag], *, awaited: bool, today: dt.date) -> Delivery:
    problems = tuple(problem for numbered in bilag for problem in numbered.problems)
    # A bilag that its contributor announces is awaited, not wrong; one that failed beside it is.
    status = DeliveryStatus.FAILED if problems else DeliveryStatus.DELIVERED if bilag else DeliveryStatus.EMPTY
    if awaited or (problems and all(numbered.awaited for numbered in bilag if numbered.problems)):
        status = DeliveryStatus.AWAITED
    return Delivery(
        contributor=contributor,
        status=status,
        titles=tuple(numbered.caption.title for numbered in bilag if not numbered.problems),
        days_left=(contributor.deadline - today).days if contributor.deadline else None,
        problems=problems,
        lacking=tuple(
            (
                "" if numbered.contribution.problems else _named(numbered),
                " ".join(dict.fromkeys([*numbered.line.missing, *map(own_step, numbered.problems)])).strip(),
            )
            for numbered in bilag
            if numbered.problems
        ),
    )


def _named(bilag: NumberedBilag) -> str:
    files = [name for name in dict.fromkeys(map(file_of, bilag.problems)) if name]
    return f"«{bilag.caption.title}» ({', '.join(files)})" if files else f"«{bilag.caption.title}»"
