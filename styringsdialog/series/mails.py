"""Mails (RFC 5322): letters as drafts that a mail program opens, and the notice of a night, which is sent."""

from __future__ import annotations

import datetime as dt
import hashlib
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

from styringsdialog.errors import OutputError
from styringsdialog.messages.message import Language, Message, Where, message, system_reason, text_of
from styringsdialog.model.series import ADDRESS, Notify
from styringsdialog.series.telling import BETWEEN


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
        mail["To"] = ", ".join(ADDRESS.findall(fields["Til"]))
        mail["Subject"] = fields.get("Emne", "")
        # What Outlook and others open for writing and not for reading.
        mail["X-Unsent"] = "1"
        mail.set_content(body.strip() + "\n", cte="quoted-printable")
        if calendar:
            mail.add_attachment(calendar, maintype="text", subtype="calendar", filename="konferencen.ics")
            # The library makes one by chance otherwise.
            mail.set_boundary("styringsdialog-del")
        yield mail.as_bytes()


# Seconds that a mail server may take for one answer.
_PATIENCE: Final = 60

# By what smtplib and the system raise; the first that fits.
_REASONS: Final = (
    (smtplib.SMTPAuthenticationError, message("series.mail-login")),
    (smtplib.SMTPNotSupportedError, message("series.mail-not-supported")),
    (smtplib.SMTPServerDisconnected, message("series.mail-cut-off")),
    (ssl.SSLError, message("series.mail-certificate")),
    (socket.gaierror, message("series.mail-no-such-server")),
    (TimeoutError, message("series.mail-no-answer")),
    (ConnectionRefusedError, message("series.mail-refused")),
    (subprocess.SubprocessError, message("series.mail-program")),
    # A server's name or a password that cannot be written as the protocol has it.
    (UnicodeError, message("series.mail-letters")),
)


def notice(title: str, told: str, notify: Notify, written: dt.datetime) -> EmailMessage:
    """Return the mail that says ``told``, what a person must do in the series ``title``."""
    mail = EmailMessage(policy=SMTP)
    sender = notify.sender or notify.to[0]
    for name, value in {
        "From": sender,
        "To": ", ".join(notify.to),
        "Subject": text_of(message("series.notice-subject", title=title), Language.DANISH).what,
        "Date": written,
        # The same each time it is tried, so that a server that has it already does not deliver it twice.
        "Message-ID": f"<{hashlib.sha256(f'{written}{told}'.encode()).hexdigest()[:32]}@{sender.partition('@')[2]}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no machine tells it who is away
    }.items():
        mail[name] = value
    mail.set_content(told, cte="quoted-printable")
    return mail


def send(mail: EmailMessage, notify: Notify, password: Path, sendmail: str) -> None:
    """Send ``mail``; a password is sent only where the way is closed to others.

    Raises:
        OutputError: Somebody did not get it.
    """
    try:
        if notify.server:
            _hand_in(mail, notify, password)
        else:
            subprocess.run(  # noqa: S603 - the machine's own
                [sendmail, "-i", "-t"], input=mail.as_bytes(), check=True, capture_output=True, timeout=_PATIENCE
            )
    # smtplib's own errors are OSErrors; ValueError takes in what cannot be encoded.
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        place = Where(file=getattr(error, "filename", None) or notify.server or sendmail)
        raise OutputError.at(place, message("series.mail-not-sent", reason=_reason(error))) from error


def _hand_in(mail: EmailMessage, notify: Notify, password: Path) -> None:
    closed = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(notify.server, notify.port, timeout=_PATIENCE, context=closed)
        if notify.port == smtplib.SMTP_SSL_PORT
        else smtplib.SMTP(notify.server, notify.port, timeout=_PATIENCE)
    ) as server:
        server.ehlo_or_helo_if_needed()
        if notify.port != smtplib.SMTP_SSL_PORT and (notify.user or server.has_extn("starttls")):
            server.starttls(context=closed)
        if notify.user:
            server.login(notify.user, password.read_text(encoding="utf-8").strip("\r\n"))
        if refused := server.send_message(mail):
            raise smtplib.SMTPRecipientsRefused(refused)


def _reason(error: Exception) -> Message:
    """Return why ``error`` came: in the server's own words where it gave any and it is none of the usual reasons."""
    answers = getattr(error, "recipients", {"": (getattr(error, "smtp_code", ""), getattr(error, "smtp_error", b""))})
    said = "; ".join(f"{to} {code} {words.decode('utf-8', 'replace')}".strip() for to, (code, words) in answers.items())
    return (
        next((reason for kind, reason in _REASONS if isinstance(error, kind)), None)
        or (message("series.mail-answer", answer=said) if said else None)
        or system_reason(error)
    )
