"""Letters as drafts that a mail program opens (RFC 5322), with the meeting for the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from styringsdialog.series.telling import BETWEEN

_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def mail_drafts(letters: str, calendar: bytes = b"") -> Iterator[bytes]:
    """Return each letter in ``letters`` that is to somebody as a draft, the same bytes each time.

    Args:
        letters: Each with «Til:» and «Emne:» above an empty line; one to nobody is for whoever runs the series.
        calendar: A calendar file to send with them; none when empty.
    """
    for letter in letters.split(BETWEEN):
        head, _, body = letter.partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        if "Til" not in fields:
            continue
        mail = EmailMessage(policy=SMTP)
        # Who has no address in conference.toml is left for the sender to fill in.
        mail["To"] = ", ".join(_ADDRESS.findall(fields["Til"]))
        mail["Subject"] = fields.get("Emne", "")
        # What Outlook and others open for writing and not for reading.
        mail["X-Unsent"] = "1"
        mail.set_content(body.strip() + "\n", cte="quoted-printable")
        if calendar:
            mail.add_attachment(calendar, maintype="text", subtype="calendar", filename="konferencen.ics")
            # The library makes one by chance otherwise.
            mail.set_boundary("styringsdialog-del")
        yield mail.as_bytes()
