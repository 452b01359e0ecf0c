"""Letters as drafts for a mail program."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

import icalendar

from styringsdialog.series.mails import mail_drafts

LETTER = "Til: Åse Prøve, aase@eksempel.dk; VIBO\nEmne: Rykker for bilag\n\nKære Åse\n\nVi mangler jeres bilag.\n"


def opened(draft: bytes) -> EmailMessage:
    message = email.message_from_bytes(draft, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_letter_is_a_draft_with_who_it_is_to_and_its_danish_text() -> None:
    (draft,) = mail_drafts(LETTER)
    mail = opened(draft)
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == ("aase@eksempel.dk", "Rykker for bilag", "1")
    body = mail.get_body()
    assert body is not None
    assert body.get_content().split() == ["Kære", "Åse", "Vi", "mangler", "jeres", "bilag."]


def test_each_letter_is_a_draft_and_a_note_to_the_one_who_runs_the_series_is_none() -> None:
    assert len(list(mail_drafts(f"{LETTER}\n\n----\n\n{LETTER}"))) == 2
    assert not list(mail_drafts("Emne: Den næste konference\n\nDisse dage kunne bruges.\n"))


def test_the_meeting_goes_with_it_and_the_bytes_are_the_same_each_time() -> None:
    calendar = icalendar.Calendar.new(prodid="-//prøve//", uid="1").to_ical()
    (draft,) = mail_drafts(LETTER, calendar)
    assert [draft] == list(mail_drafts(LETTER, calendar))
    (attached,) = opened(draft).iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "konferencen.ics")
    assert icalendar.Calendar.from_ical(attached.get_content())["uid"] == "1"
