"""What is written to people, in Danish: reminders, the letters of each day, and notes to whoever sends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from styringsdialog.danish.dates import day, long_date, period
from styringsdialog.danish.lists import counted, join
from styringsdialog.deliveries import Delivery, DeliveryStatus
from styringsdialog.messages.catalogue import text_of
from styringsdialog.messages.message import Language, message
from styringsdialog.messages.showing import in_markdown, shown, shown_lines
from styringsdialog.model.conference import Conference
from styringsdialog.model.people import Contributor
from styringsdialog.series.dates import Candidate
from styringsdialog.series.deadlines import Deadline, Milestone
from styringsdialog.series.editions import Edition
from styringsdialog.series.telling import candidate_lines

__all__ = ["letter", "reminders"]


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
    return shown_lines("\n".join(lines) + "\n")


def _note(subject: str) -> list[str]:
    return [f"Emne: {subject}", ""]


def _mail(conference: Conference, subject: str, body: list[str]) -> list[str]:
    # The name where there is no address, so that nobody is left out of the list by mistake.
    to = "; ".join(contributor.contact or contributor.name for contributor in conference.contributors) or "(modtagerne)"
    return [f"Til: {to}", f"Emne: {subject}", "", *body, "", "Med venlig hilsen", str(conference.host)]


def _held(conference: Conference) -> str:
    return f"{period(conference.start, conference.end)}, {conference.place}"


def _save_the_date(conference: Conference) -> list[str]:
    return _mail(
        conference,
        f"Sæt kryds i kalenderen: {long_date(conference.start.date())}",
        [
            f"{conference.host} holder konferencen «{conference.title}» {_held(conference)}.",
            "",
            "Sæt kryds i kalenderen. Invitation og program følger.",
        ],
    )


def _invitation(edition: Edition) -> list[str]:
    conference = edition.conference
    until = _date_of(edition, Milestone.REGISTRATION)
    bilag = _date_of(edition, Milestone.BILAG)
    return _mail(
        conference,
        f"Invitation: {conference.title} {long_date(conference.start.date())}",
        [
            f"I inviteres til konferencen «{conference.title}» {_held(conference)}.",
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


def reminders(conference: Conference, delivered: Sequence[Delivery]) -> str:
    """Return in Danish an e-mail to each contributor whose bilag are awaited or failed; empty for nobody."""
    letters = [
        "\n".join(_reminder(conference, delivery))
        for delivery in delivered
        if delivery.status in {DeliveryStatus.AWAITED, DeliveryStatus.FAILED}
    ]
    return shown_lines("\n\n----\n\n".join(letters))


def _reminder(conference: Conference, delivery: Delivery) -> list[str]:
    contributor = delivery.contributor
    meeting = f"konferencen {long_date(conference.start.date())}"
    if delivery.status is DeliveryStatus.AWAITED:
        sentences = [f"Vi mangler jeres bilag til {meeting}."]
    else:
        reasons = (in_markdown(f"{shown(name)}: {reason}" if name else reason) for name, reason in delivery.lacking)
        sentences = [
            f"Vi kan ikke få alle jeres bilag med til {meeting}.",
            *reasons,
            "Send det igen, når det er rettet.",
        ]
    if delivery.titles:
        titles = [f"«{in_markdown(shown(title))}»" for title in delivery.titles]
        sentences.append(f"Det her er i orden: {join(titles)}.")
    return [
        f"Til: {contributor.contact or contributor.name}",
        f"Emne: Bilag til {meeting}",
        "",
        f"Kære {contributor.name}",
        "",
        " ".join([*sentences, *_time_left(contributor, delivery.days_left)]),
        "",
        "Med venlig hilsen",
        str(conference.host),
    ]


def _time_left(contributor: Contributor, days_left: int | None) -> list[str]:
    if contributor.deadline is None or days_left is None:
        return []
    date = day(contributor.deadline)
    if days_left < 0:
        return [f"Fristen var den {date}, så send bilagene nu."]
    when = "i dag" if days_left == 0 else f"om {counted(days_left, 'dag', 'dage')}"
    return [f"Fristen er den {date}, {when}."]
