"""What a series says to people, in Danish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from styringsdialog.danish.dates import day, long_date
from styringsdialog.danish.lists import counted
from styringsdialog.model.conference import Stage
from styringsdialog.series.dates import Candidate, Reason, ReasonKind
from styringsdialog.series.deadlines import Deadline, Milestone
from styringsdialog.series.decisions import Action, Work

__all__ = ["action_text", "candidate_lines", "deadline_label", "deadline_lines", "reason_text", "when"]

_LABELS: Final = {
    Milestone.SAVE_THE_DATE: "Datoen meldes ud",
    Milestone.INVITATION: "Invitationen sendes",
    Milestone.REGISTRATION: "Sidste dag for tilmelding",
    Milestone.REMINDER: "Rykker for bilag",
    Milestone.BILAG: "Sidste dag for bilag",
    Milestone.DISPATCH: "Informationspakken sendes ud",
    Milestone.CONFERENCE: "Konferencen",
    Milestone.REFERAT: "Referatet sendes ud",
    Milestone.FOLLOW_UP: "Opfølgning på aftalerne",
    Milestone.NEXT_EDITION: "Den næste konference planlægges",
}


def deadline_label(deadline: Deadline) -> str:
    """Give what falls on the day: «Rykker for bilag (2)»."""
    number = f" ({deadline.number})" if deadline.number else ""
    return f"{_LABELS[deadline.milestone]}{number}"


def deadline_lines(deadlines: Sequence[Deadline], today: dt.date) -> list[str]:
    """Give the deadlines as a table: what, which day, and how long until then."""
    rows = [(deadline_label(one), long_date(one.date), when(one.date, today)) for one in deadlines]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"  {first:<{widths[0]}}  {second:<{widths[1]}}  {third}" for first, second, third in rows]


def when(date: dt.date, today: dt.date) -> str:
    """Give how far ``date`` is from ``today``: «om 12 dage», «i dag», «for 3 dage siden»."""
    days = (date - today).days
    if days == 0:
        return "i dag"
    distance = counted(abs(days), "dag", "dage")
    return f"om {distance}" if days > 0 else f"for {distance} siden"


def candidate_lines(found: Sequence[Candidate]) -> list[str]:
    """Give the days that are proposed, each with what speaks for it and against it."""
    lines = []
    for number, one in enumerate(found, start=1):
        lines.append(f"  {number}. {long_date(one.date)}")
        lines += [f"     + {reason_text(reason)}" for reason in one.pro]
        lines += [f"     - {reason_text(reason)}" for reason in one.contra]
    return lines


def reason_text(reason: Reason) -> str:
    """Give a reason as a Danish phrase."""
    title, date = reason.title, reason.date
    match reason.kind:
        case ReasonKind.RHYTHM if date:
            return f"omkring {counted(reason.number, 'år', 'år')} efter den seneste, {day(date)}"
        case ReasonKind.OFF_RHYTHM if date:
            return f"{counted(reason.number, 'uge', 'uger')} fra den sædvanlige tid, {day(date)}"
        case ReasonKind.PARITY:
            return f"{reason.number} følger rytmen fra de tidligere konferencer"
        case ReasonKind.WEEKDAY:
            return f"{title} er en af de foretrukne ugedage"
        case ReasonKind.SAME_WEEKDAY:
            return "samme ugedag som sidst"
        case ReasonKind.OTHER_WEEKDAY:
            return f"{title} er ikke en af de foretrukne ugedage"
        case ReasonKind.CLOSED:
            return f"lukket: {title}"
        case ReasonKind.NEXT_TO_CLOSED if date:
            return f"lige op ad {title} den {day(date)}"
        case ReasonKind.SCHOOL_HOLIDAY:
            return f"skoleferie: {title}"
        case ReasonKind.EVENT:
            return f"falder sammen med: {title}"
        case ReasonKind.SEASON:
            return f"i tiden for: {title}"
        case ReasonKind.ELECTION if date:
            return f"kommunalvalg den {day(date)}"
        case ReasonKind.NEW_COUNCIL if date:
            return f"nyt byråd efter valget den {day(date)}"
        case ReasonKind.DEADLINE_IN_HOLIDAY if date and reason.milestone:
            return (
                f"«{_LABELS[reason.milestone]}» den {day(date)} falder i {title or 'uge 42, skolernes efterårsferie'}"
            )
    return _PLAIN[reason.kind]


_PLAIN: Final = {
    ReasonKind.WEEKEND: "falder i en weekend",
    ReasonKind.BRIDGE: "en enkelt arbejdsdag mellem fridage",
    ReasonKind.AUTUMN_HOLIDAY: "uge 42, skolernes efterårsferie",
    ReasonKind.FREE: "ingen kendte helligdage, ferier, valg eller møder i vejen",
}


def action_text(action: Action) -> str:
    """Give what is due: «2030: Informationspakken bygges (skulle være sket 7. maj 2030)»."""
    if action.deadline:
        what = f"brev: {deadline_label(action.deadline)}"
    elif action.work is Work.REHEARSAL:
        what = "generalprøve"
    else:
        name = "referatet" if action.stage is Stage.REFERAT else "informationspakken"
        what = f"{name} bygges igen, fordi noget er ændret" if action.again else f"{name} bygges"
    return f"{action.edition}: {what} (fra {day(action.due)})"
