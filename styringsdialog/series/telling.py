"""What a series says to people: its days, its deadlines, what is due, as messages and line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language, Message, message
from styringsdialog.model.conference import Stage
from styringsdialog.series.dates import Candidate, Reason, ReasonKind
from styringsdialog.series.deadlines import Deadline, Milestone
from styringsdialog.series.decisions import Action, Work
from styringsdialog.series.editions import SHORT_NOTICE, SeriesFolder, days_of_notice

__all__ = [
    "PACKAGES",
    "action_message",
    "candidate_lines",
    "deadline_label",
    "deadline_lines",
    "reason_message",
    "status_lines",
]

PACKAGES: Final = {
    Stage.INFORMATIONSPAKKE: message("series.package-informationspakke"),
    Stage.REFERAT: message("series.package-referat"),
}
"""What the package of each stage is called."""

_LABELS: Final = {
    Milestone.SAVE_THE_DATE: message("series.label-save-the-date"),
    Milestone.INVITATION: message("series.label-invitation"),
    Milestone.REGISTRATION: message("series.label-registration"),
    Milestone.REMINDER: message("series.label-reminder"),
    Milestone.BILAG: message("series.label-bilag"),
    Milestone.DISPATCH: message("series.label-dispatch"),
    Milestone.CONFERENCE: message("series.label-conference"),
    Milestone.REFERAT: message("series.label-referat"),
    Milestone.FOLLOW_UP: message("series.label-follow-up"),
    Milestone.NEXT_EDITION: message("series.label-next-edition"),
}


def deadline_label(deadline: Deadline) -> Message:
    """Return what falls on the day: «Rykker for bilag (2)»."""
    label = _LABELS[deadline.milestone]
    return message("series.numbered-label", label=label, number=deadline.number) if deadline.number else label


def action_message(action: Action) -> Message:
    """Return what is due: «2030: brev: Rykker for bilag (1) (fra 7. maj 2030)»."""
    return message("series.due", edition=action.edition, work=_work(action), date=action.due.isoformat())


def _work(action: Action) -> Message:
    if action.deadline:
        return message("series.due-letter", label=deadline_label(action.deadline))
    if action.work is Work.REHEARSAL:
        return message("series.due-rehearsal")
    if action.stage is Stage.REFERAT:
        return message("series.due-referat-again") if action.again else message("series.due-referat")
    return message("series.due-informationspakke-again") if action.again else message("series.due-informationspakke")


def reason_message(reason: Reason) -> Message:
    """Return what speaks for or against a day."""
    title, date = reason.title, reason.date.isoformat() if reason.date else ""
    match reason.kind:
        case ReasonKind.RHYTHM:
            return message("series.reason-rhythm", years=reason.number, date=date)
        case ReasonKind.OFF_RHYTHM:
            return message("series.reason-off-rhythm", weeks=reason.number, date=date)
        case ReasonKind.PARITY:
            return message("series.reason-parity", year=reason.number)
        case ReasonKind.WEEKDAY:
            return message("series.reason-weekday", weekday=title)
        case ReasonKind.SAME_WEEKDAY:
            return message("series.reason-same-weekday")
        case ReasonKind.OTHER_WEEKDAY:
            return message("series.reason-other-weekday", weekday=title)
        case ReasonKind.WEEKEND:
            return message("series.reason-weekend")
        case ReasonKind.CLOSED:
            return message("series.reason-closed", title=title)
        case ReasonKind.BRIDGE:
            return message("series.reason-bridge")
        case ReasonKind.NEXT_TO_CLOSED:
            return message("series.reason-next-to-closed", title=title, date=date)
        case ReasonKind.AUTUMN_HOLIDAY:
            return message("series.reason-autumn-holiday")
        case ReasonKind.SCHOOL_HOLIDAY:
            return message("series.reason-school-holiday", title=title)
        case ReasonKind.EVENT:
            return message("series.reason-event", title=title)
        case ReasonKind.SEASON:
            return message("series.reason-season", title=title)
        case ReasonKind.ELECTION:
            return message("series.reason-election", date=date)
        case ReasonKind.NEW_COUNCIL:
            return message("series.reason-new-council", date=date)
        case ReasonKind.DEADLINE_IN_HOLIDAY:
            assert reason.milestone
            holiday = title or message("series.reason-autumn-holiday")
            return message("series.reason-deadline", label=_LABELS[reason.milestone], date=date, holiday=holiday)
        case ReasonKind.FREE:
            return message("series.reason-free")


def status_lines(series: SeriesFolder, today: dt.date, language: Language) -> Iterator[str]:
    """Return the editions that are not over, with their deadlines, and days for the next one."""
    yield str(series.series.title)
    for edition in series.editions:
        if edition.deadlines[-1].date >= today:
            heading = message(
                "series.edition",
                name=edition.name,
                title=str(edition.conference.title),
                date=edition.first.isoformat(),
            )
            yield from ("", text_of(heading, language).what)
            yield from deadline_lines(edition.deadlines, today, language)
            if days_of_notice(edition) < SHORT_NOTICE:
                yield f"  {text_of(message('series.short-notice', days=SHORT_NOTICE), language).sentence}"
    yield ""
    if not series.editions:
        yield text_of(message("series.no-editions"), language).sentence
        return
    yield f"{text_of(message('series.proposals'), language).what}:"
    yield from candidate_lines(series.proposals(), language)


def candidate_lines(candidates: Sequence[Candidate], language: Language) -> list[str]:
    """Return the days that are proposed, each with what speaks for it and against it."""
    lines = []
    for number, candidate in enumerate(candidates, start=1):
        date = text_of(message("series.long-date", date=candidate.date.isoformat()), language).what
        lines.append(f"  {number}. {date}")
        lines += [f"     + {text_of(reason_message(reason), language).what}" for reason in candidate.pro]
        lines += [f"     - {text_of(reason_message(reason), language).what}" for reason in candidate.contra]
    return lines


def deadline_lines(deadlines: Sequence[Deadline], today: dt.date, language: Language) -> list[str]:
    """Return the deadlines as a table: what, which day, and how long until then."""
    cells = [
        (
            deadline_label(deadline),
            message("series.long-date", date=deadline.date.isoformat()),
            _when(deadline.date, today),
        )
        for deadline in deadlines
    ]
    rows = [[text_of(cell, language).what for cell in row] for row in cells]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"  {first:<{widths[0]}}  {second:<{widths[1]}}  {third}" for first, second, third in rows]


def _when(date: dt.date, today: dt.date) -> Message:
    """Return how far ``date`` is from ``today``: «om 12 dage», «i dag», «for 3 dage siden»."""
    days = (date - today).days
    if days == 0:
        return message("series.today")
    return message("series.in-days", days=days) if days > 0 else message("series.days-ago", days=-days)
