"""What a series says to people: its days, its deadlines, what is due, and the letters that it sends or proposes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from styringsdialog.danish.calendar import working_days_between
from styringsdialog.danish.dates import day, long_date, period
from styringsdialog.danish.lists import join
from styringsdialog.deliveries import Delivery, DeliveryStatus
from styringsdialog.messages.message import Language, Message, message, text_of
from styringsdialog.messages.showing import in_markdown, shown, shown_lines
from styringsdialog.model.conference import Conference, Stage
from styringsdialog.model.people import Contributor
from styringsdialog.series.dates import Candidate, Reason, ReasonKind
from styringsdialog.series.decisions import Action, Deadline, Milestone, Work, date_of
from styringsdialog.series.editions import Edition, SeriesFolder

# Working days: a council's members have their agenda at least so long before (kommunestyrelsesloven § 8, stk. 4).
_SHORT_NOTICE: Final = 4
# What the package of each stage is called.
PACKAGES: Final = {
    Stage.INFORMATIONSPAKKE: message("series.package-informationspakke"),
    Stage.REFERAT: message("series.package-referat"),
}

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
    title, number, date = reason.title, reason.number, reason.date.isoformat() if reason.date else ""
    label = _LABELS[reason.milestone] if reason.milestone else ""
    holiday = title or message("series.reason-autumn-holiday")
    return {
        ReasonKind.RHYTHM: message("series.reason-rhythm", years=number, date=date),
        ReasonKind.OFF_RHYTHM: message("series.reason-off-rhythm", weeks=number, date=date),
        ReasonKind.PARITY: message("series.reason-parity", year=number),
        ReasonKind.WEEKDAY: message("series.reason-weekday", weekday=title),
        ReasonKind.SAME_WEEKDAY: message("series.reason-same-weekday"),
        ReasonKind.OTHER_WEEKDAY: message("series.reason-other-weekday", weekday=title),
        ReasonKind.WEEKEND: message("series.reason-weekend"),
        ReasonKind.CLOSED: message("series.reason-closed", title=title),
        ReasonKind.BRIDGE: message("series.reason-bridge"),
        ReasonKind.NEXT_TO_CLOSED: message("series.reason-next-to-closed", title=title, date=date),
        ReasonKind.AUTUMN_HOLIDAY: message("series.reason-autumn-holiday"),
        ReasonKind.SCHOOL_HOLIDAY: message("series.reason-school-holiday", title=title),
        ReasonKind.EVENT: message("series.reason-event", title=title),
        ReasonKind.SEASON: message("series.reason-season", title=title),
        ReasonKind.ELECTION: message("series.reason-election", date=date),
        ReasonKind.NEW_COUNCIL: message("series.reason-new-council", date=date),
        ReasonKind.DEADLINE_IN_HOLIDAY: message("series.reason-deadline", label=label, date=date, holiday=holiday),
        ReasonKind.FREE: message("series.reason-free"),
    }[reason.kind]


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
            # Participants have the package for as many working days before the conference.
            if working_days_between(date_of(edition.deadlines, Milestone.DISPATCH), edition.first) < _SHORT_NOTICE:
                yield f"  {text_of(message('series.short-notice', days=_SHORT_NOTICE), language).sentence}"
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
    rows = [
        [
            text_of(cell, language).what
            for cell in (
                deadline_label(deadline),
                message("series.long-date", date=deadline.date.isoformat()),
                _when(deadline.date, today),
            )
        ]
        for deadline in deadlines
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    return [f"  {first:<{widths[0]}}  {second:<{widths[1]}}  {third}" for first, second, third in rows]


def _when(date: dt.date, today: dt.date) -> Message:
    """Return how far ``date`` is from ``today``: «om 12 dage», «i dag», «for 3 dage siden»."""
    if (days := (date - today).days) == 0:
        return message("series.today")
    return message("series.in-days", days=days) if days > 0 else message("series.days-ago", days=-days)


def letter(edition: Edition, deadline: Deadline, *, reminders: str, proposed: tuple[Candidate, ...]) -> str:
    """Return what is written on ``deadline``.

    Args:
        edition: Whose day it is.
        deadline: The day.
        reminders: For those who owe a bilag; only asked for where bilag are concerned.
        proposed: Days for the next conference.
    """
    conference = edition.conference
    held = f"{period(conference.start, conference.end)}, {conference.place}"
    match deadline.milestone:
        case Milestone.SAVE_THE_DATE:
            lines = _mail(
                conference,
                f"Sæt kryds i kalenderen: {long_date(conference.start.date())}",
                [
                    f"{conference.host} holder konferencen «{conference.title}» {held}.",
                    "",
                    "Sæt kryds i kalenderen. Invitation og program følger.",
                ],
            )
        case Milestone.INVITATION:
            until = date_of(edition.deadlines, Milestone.REGISTRATION)
            bilag = date_of(edition.deadlines, Milestone.BILAG)
            lines = _mail(
                conference,
                f"Invitation: {conference.title} {long_date(conference.start.date())}",
                [
                    f"Vi inviterer jer til {conference.title}. Den holdes {held}.",
                    "",
                    f"Tilmeld jer senest den {day(until)}. Bilag skal være hos os senest den {day(bilag)}.",
                ],
            )
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
            agreed = (*(item.what for item in conference.agreements), *(task.what for task in conference.follow_ups))
            lines = [
                *_note(f"Opfølgning på konferencen den {day(conference.start.date())}"),
                *(
                    ["Det blev aftalt:", "", *(f"- {what}" for what in agreed), "", "Er det gjort?"]
                    if agreed
                    else ["Se i referatet, hvad der blev aftalt, og om det er gjort."]
                ),
            ]
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


# What stands between two letters.
BETWEEN: Final = "\n\n----\n\n"


def reminders(conference: Conference, delivered: Sequence[Delivery]) -> str:
    """Return in Danish an e-mail to each contributor whose bilag are awaited or failed; empty for nobody."""
    letters = [
        "\n".join(_reminder(conference, delivery))
        for delivery in delivered
        if delivery.status in {DeliveryStatus.AWAITED, DeliveryStatus.FAILED}
    ]
    return shown_lines(BETWEEN.join(letters))


def _reminder(conference: Conference, delivery: Delivery) -> list[str]:
    contributor = delivery.contributor
    meeting = f"konferencen {long_date(conference.start.date())}"
    if delivery.status is DeliveryStatus.AWAITED:
        sentences = [f"Vi mangler jeres bilag til {meeting}."]
    else:
        sentences = [
            f"Vi kan ikke få alle jeres bilag med til {meeting}.",
            *(in_markdown(f"{shown(name)}: {reason}" if name else reason) for name, reason in delivery.lacking),
            "Send det igen, når det er rettet.",
        ]
    if delivery.titles:
        titles = [in_markdown(f"«{shown(title)}»") for title in delivery.titles]
        sentences.append(f"Følgende er modtaget: {join(titles)}.")
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
        return [f"Fristen var den {date}. Vi vil gerne have bilagene hurtigst muligt."]
    when = {0: f"i dag, den {date}", 1: f"i morgen, den {date}"}.get(days_left, f"den {date}, om {days_left} dage")
    return [f"Fristen er {when}."]
