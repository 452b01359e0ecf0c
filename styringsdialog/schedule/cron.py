"""A crontab, for machines without systemd: crontab(5) as of POSIX, Vixie cron and cronie."""

from __future__ import annotations

import shlex

from styringsdialog.schedule.job import ZONE, NightlyJob


def crontab(job: NightlyJob) -> str:
    """Return the lines for the user's own crontab.

    cron mails whatever is printed, so only what failed prints anything. It starts nothing that was missed while the
    machine was off; the next night then does it, and a comment says how anacron(8) would do it sooner. The minute
    differs from series to series, since cron itself has no random delay but on some systems.
    """
    words = shlex.join(("nice", "-n", "10", *job.words))
    command = f'out=$({words} 2>&1) || printf "%s\\n" "$out"'
    # A ``%`` without a backslash would end the line (crontab, POSIX).
    escaped = command.replace("%", "\\%")
    mail = f'MAILTO="{job.mail}"\n' if job.mail else ""
    # TZ is for the command; cronie also reckons by CRON_TZ when to start it, and other crons pass that over.
    return f"""\
# {job.title}
# Installation som {job.user}: crontab -l | cat - DENNE_FIL | crontab -
# Var maskinen slukket, sker det næste nat. Med anacron sker det, når den tændes; skriv da i /etc/anacrontab:
#   1 15 {job.name} su {shlex.quote(job.user)} -c {shlex.quote(words)}
SHELL=/bin/sh
PATH="{job.path}"
LANG=C.UTF-8
TZ={ZONE}
CRON_TZ={ZONE}
{mail}{job.time.minute} {job.time.hour} * * * {escaped}
"""
