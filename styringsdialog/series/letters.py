"""What is written to people on each day, in Danish: letters to be sent, and notes to whoever sends them."""

from __future__ import annotations

import datetime as dt

from styringsdialog.danish.dates import day, long_date, period
from styringsdialog.danish.lists import as_in_running_text
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language, message
from styringsdialog.model.conference import Conference
from styringsdialog.series.dates import Candidate
from styringsdialog.series.deadlines import Deadline, Milestone
from styringsdialog.series.editions import Edition
from styringsdialog.series.telling import candidate_lines

__all__ = ["letter"]


def letter(edition: Edition, deadline: Deadline, *, reminders: str, proposed: tuple[Candidate, ...]) -> str:
    """Return what is written on ``deadline``.

    Args:
        edition: Whose day it is.
        deadline: The day.
        reminders: For those who owe a bilag; only asked for where bilag are concerned.
        proposed: Days for the next conference.
    """
    conference = edition.conference
    match deadline.milestone:
        case Milestone.SAVE_THE_DATE:
            lines = _save_the_date(conference)
        case Milestone.INVITATION:
            lines = _invitation(edition)
        case Milestone.REGISTRATION:
            lines = [
                *_note(f"Tilmeldingen slutter den {day(deadline.date)}"),
                "Giv mødestedet besked om antallet, og skriv deltagerne i conference.toml.",
            ]
        case Milestone.REFERAT:
            lines = [
                *_note(f"Referatet skulle sendes ud den {day(deadline.date)}"),
                "Det er endnu ikke skrevet. Skriv det i den fil, som referat i conference.toml nævner; pakken",
                "bygges af sig selv den næste nat.",
            ]
        case Milestone.FOLLOW_UP:
            lines = _follow_up(conference)
        case Milestone.NEXT_EDITION:
            lines = [
                *_note("Den næste konference skal planlægges"),
                "Disse dage kunne bruges, den bedste først:",
                "",
                *candidate_lines(proposed, Language.DANISH),
                "",
                f"Åbn den næste udgave med: styringsdialog init MAPPE --from {edition.name} --date DATO",
            ]
        case _:
            return f"{reminders or text_of(message('series.nobody-owes-anything'), Language.DANISH).sentence}\n"
    return "\n".join(lines) + "\n"


def _note(subject: str) -> list[str]:
    return [f"Emne: {subject}", ""]


def _mail(conference: Conference, subject: str, body: list[str]) -> list[str]:
    to = "; ".join(contributor.contact or contributor.name for contributor in conference.contributors) or "(modtagerne)"
    return [f"Til: {to}", f"Emne: {subject}", "", *body, "", "Med venlig hilsen", str(conference.host)]


def _save_the_date(conference: Conference) -> list[str]:
    title = as_in_running_text(str(conference.title))
    return _mail(
        conference,
        f"Sæt kryds i kalenderen: {long_date(conference.start.date())}",
        [
            f"{conference.host} holder {title} {period(conference.start, conference.end)}, {conference.place}.",
            "",
            "Sæt kryds i kalenderen. Invitation og program følger.",
        ],
    )


def _invitation(edition: Edition) -> list[str]:
    conference = edition.conference
    title = as_in_running_text(str(conference.title))
    until = _date_of(edition, Milestone.REGISTRATION)
    bilag = _date_of(edition, Milestone.BILAG)
    return _mail(
        conference,
        f"Invitation: {conference.title} {long_date(conference.start.date())}",
        [
            f"I inviteres til {title} {period(conference.start, conference.end)}, {conference.place}.",
            "",
            f"Meld jer til senest den {day(until)}. Bilag skal være hos os senest den {day(bilag)}.",
        ],
    )


def _follow_up(conference: Conference) -> list[str]:
    lines = _note(f"Opfølgning på konferencen den {day(conference.start.date())}")
    agreed = [*(agreement.what for agreement in conference.agreements), *(task.what for task in conference.follow_ups)]
    if not agreed:
        return [*lines, "Se i referatet, hvad der blev aftalt, og om det er gjort."]
    return [*lines, "Det blev aftalt:", "", *(f"- {what}" for what in agreed), "", "Er det gjort?"]


def _date_of(edition: Edition, milestone: Milestone) -> dt.date:
    return next(deadline.date for deadline in edition.deadlines if deadline.milestone is milestone)
