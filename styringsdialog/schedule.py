"""What makes a machine run a series every night: unit files for systemd, or a crontab.

Unit files are a service, its timer, one that tells when it failed, and one that mails what is to be done:
systemd.unit(5), systemd.service(5), systemd.timer(5), systemd.exec(5). A crontab is for machines without systemd:
crontab(5) as of POSIX, Vixie cron and cronie.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shlex
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

import attrs

from styringsdialog.danish.identifiers import slug
from styringsdialog.errors import GAPS_EXIT_CODE, OutputError
from styringsdialog.messages.message import Where, message
from styringsdialog.model.series import Notify

# Where days begin and end, whatever zone the machine is in.
ZONE: Final = "Europe/Copenhagen"

# The most by which a start is put off by chance, so that not all machines of a house start at once.
DELAY: Final = dt.timedelta(minutes=20)

# How long a night's work may take; what is not done by then is done the next night.
LIMIT: Final = dt.timedelta(hours=6)

# Between three and half past four nothing happens twice or not at all: clocks are moved from two to three.
_EARLIEST: Final = 3 * 60 + 10
_SPREAD: Final = 80


@attrs.frozen(kw_only=True)
class NightlyJob:
    """One series that is run every night.

    Attributes:
        series: Its folder, absolute.
        command: The program with what stands before its arguments; the first is an absolute path.
        path: The ``PATH`` with which programs such as ``soffice`` are found.
        user: Who does it.
        mail: Who is told when it fails; empty leaves that to the system's log.
        time: When it starts, in ``ZONE``.
        network: Whether a contributor's plugin may reach the network.
        notify: How what a person must do is mailed.
    """

    series: PurePath
    command: tuple[str, ...]
    path: str
    user: str
    mail: str = ""
    time: dt.time
    network: bool = False
    notify: Notify = attrs.field(factory=Notify)

    def __attrs_post_init__(self) -> None:
        """Refuse what no unit file or crontab can hold.

        Raises:
            OutputError: There is a quotation mark, a line break or another control character in it.
        """
        for text in (str(self.series), *self.command, self.path, self.user, self.mail, self.notify.password_file):
            if not text.isprintable() or '"' in text:
                raise OutputError.at(Where(path=repr(text)), message("cli.not-for-a-unit-file"))

    @property
    def name(self) -> str:
        """Return the name that unit files and tasks have: ``styringsdialog-vores-serie``."""
        return f"styringsdialog-{slug(self.series.name)[:60].strip('-') or 'serie'}"

    @property
    def words(self) -> tuple[str, ...]:
        """Return the whole command, word by word."""
        return (*self.command, "run", str(self.series))

    @property
    def title(self) -> str:
        """Return what the job is, for the people who look after the machine."""
        return f"Styringsdialog: nattens arbejde med {self.series.name}"


def quiet_time(series: PurePath) -> dt.time:
    """Return a time of the night for ``series``: always the same for it, and another for most others."""
    # SHA-256, because Python's own hash of a text is another one in each process; a path may hold bytes that are no
    # UTF-8.
    spread = int.from_bytes(hashlib.sha256(str(series).encode("utf-8", "surrogateescape")).digest()[:4], "big")
    after_midnight = _EARLIEST + spread % _SPREAD
    return dt.time(after_midnight // 60, after_midnight % 60)


# The hour that one night in spring does not have (directive 2000/84/EC: the last Sunday of March).
_SKIPPED = 2


def systemd_units(job: NightlyJob) -> Mapping[str, str]:
    """Return the unit files, by name, as they go into ``/etc/systemd/system``.

    A night on which the machine was off is caught up with when it is on again (``Persistent``).
    """
    return {
        f"{job.name}.service": _service(job),
        f"{job.name}.timer": _timer(job),
        f"{job.name}-fejl.service": _failed(job),
        **({f"{job.name}-besked.service": _notice(job)} if job.notify.to else {}),
    }


def _started(job: NightlyJob, *more: str) -> str:
    """Return how ``job`` is started, and what it finds when it is."""
    variables = {"PATH": job.path, "LANG": "C.UTF-8", "TZ": ZONE, "XDG_CACHE_HOME": f"/var/cache/{job.name}"}
    places = (job.series, PurePath(job.words[0]))
    in_a_home = any(place.is_relative_to(home) for place in places for home in ("/home", "/root", "/run/user"))
    # A oneshot service is starting for as long as it works: TimeoutStartSec is its limit (systemd.service).
    return f"""\
Type=oneshot
User={_percent(job.user)}
ExecStart={_command(*_startable((*job.words, *more)))}
Environment={" ".join(_quoted(f"{name}={value}") for name, value in variables.items())}
TimeoutStartSec={LIMIT.total_seconds():.0f}
Nice=10
IOSchedulingClass=idle
ProtectHome={"read-only" if in_a_home else "yes"}
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
"""


def _service(job: NightlyJob) -> str:
    # The notice is wanted, and comes after it (``_notice``), so that it is told in whatever way the night ended.
    return f"""\
[Unit]
Description={_percent(job.title)}
OnFailure={job.name}-fejl.service
{f"Wants={job.name}-besked.service" if job.notify.to else ""}

[Service]
# En pakke, hvor der mangler bilag, er lavet.
SuccessExitStatus={GAPS_EXIT_CODE}
{_started(job, *(("--notice", "keep") if job.notify.to else ()))}
# Hvad arbejdet må: skrive i serien og i sin egen mappe til mellemresultater, og intet andet.
ProtectSystem=strict
ReadWritePaths={_quoted(str(job.series))}
CacheDirectory={job.name}
CacheDirectoryMode=0700
{f"InaccessiblePaths={_quoted(f'-{job.series / job.notify.password_file}')}" if job.notify.password_file else ""}
TasksMax=512
MemoryMax=75%

# Er network = true for en leverandør i conference.toml, må den på nettet: lav så filerne igen.
{_NETWORKED if job.network else _OFFLINE}
{_CLOSED}"""


_NETWORKED: Final = "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"
_OFFLINE: Final = """\
PrivateNetwork=yes
IPAddressDeny=any
RestrictAddressFamilies=AF_UNIX"""

# Without MemoryDenyWriteExecute, which LibreOffice does not start under. Workers give up more rights of their own
# (landlock(7), seccomp(2)), and must be able to.
_CLOSED: Final = """\
NoNewPrivileges=yes
CapabilityBoundingSet=
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RemoveIPC=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service landlock_create_ruleset landlock_add_rule landlock_restrict_self memfd_create seccomp
SystemCallErrorNumber=EPERM
"""

_SENDING: Final = f"ProtectSystem=strict\n{_NETWORKED}\n{_CLOSED}"
_READING: Final = f"ProtectSystem=strict\n{_OFFLINE}\n{_CLOSED}"
_MAILING: Final = """\
# Posten lægges i en kø i /var og sendes af et program, der må have sin gruppes rettigheder.
ProtectSystem=full
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""


def _timer(job: NightlyJob) -> str:
    # When clocks go forward there is no such hour, and systemd would leave out that night (systemd.time).
    forward = f"OnCalendar=Sun *-03-25..31 03:{job.time:%M}:00 {ZONE}\n" if job.time.hour == _SKIPPED else ""
    # With its zone, because that of the machine may be UTC.
    return f"""\
[Unit]
Description={_percent(job.title)}

[Timer]
OnCalendar=*-*-* {job.time:%H:%M}:00 {ZONE}
{forward}Persistent=true
RandomizedDelaySec={DELAY.total_seconds():.0f}
AccuracySec=60

[Install]
WantedBy=timers.target
"""


def _failed(job: NightlyJob) -> str:
    unit = f"{job.name}.service"
    subject = f"Det lykkedes ikke: {job.title}"
    if job.mail:
        # What the unit said, with the reason last; mail(1) sends standard input.
        script = 'journalctl --unit "$1" --lines 100 --no-pager --output cat | mail -s "$2" "$3"'
    else:
        script = 'printf "%s\\n" "$2. Se: journalctl --unit $1" | systemd-cat --identifier "$3" --priority err'
    command = _command("/bin/sh", "-c", script, "sh", unit, subject, job.mail or "styringsdialog")
    return f"""\
[Unit]
Description={_percent(subject)}

[Service]
Type=oneshot
ExecStart={command}

# Den læser, hvad kørslen sagde, og aldrig serien selv.
InaccessiblePaths={_quoted(f"-{job.series}")}
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
{_MAILING if job.mail else _READING}"""


def _notice(job: NightlyJob) -> str:
    seen = (_quoted(str(job.series / name)) for name in ("series.toml", job.notify.password_file) if name)
    # sendmail puts mail into a queue with rights of its own; the way to a server needs none.
    return f"""\
[Unit]
Description={_percent(f"{job.title}: mail om det, der skal gøres")}
After={job.name}.service

[Service]
{_started(job, "--notice", "only")}
# Den ser af serien kun beskeden og series.toml, og kun den må læse adgangskoden.
TemporaryFileSystem={_quoted(f"{job.series}:ro")}
BindReadOnlyPaths={" ".join(seen)}
BindPaths={_quoted(f"-{job.series / 'packages' / 'notice'}")}
{_SENDING if job.notify.server else _MAILING}"""


def _startable(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``words`` with a program that systemd starts: its own path holds no quotes, ``$`` or backslash."""
    return ("/bin/sh", "-c", 'exec "$0" "$@"', *words) if set(words[0]) & set("'\"\\$") else words


def _command(*words: str) -> str:
    """Return a command line; in quotes too, ``$`` would begin a variable (systemd.service, Command lines)."""
    return " ".join(_quoted(word).replace("$", "$$") for word in words)


def _quoted(text: str) -> str:
    """Return ``text`` as one word (systemd.syntax, Quoting), and no specifier in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_percent(escaped)}"'


def _percent(text: str) -> str:
    """Return ``text`` with no specifier in it (systemd.unit, Specifiers)."""
    return text.replace("%", "%%")


def crontab(job: NightlyJob) -> str:
    """Return the lines for the user's own crontab.

    cron mails whatever is printed, so only what failed prints anything. It starts nothing that was missed while the
    machine was off; the next night then does it, and a comment says how anacron(8) would do it sooner. The minute
    differs from series to series, since cron itself has no random delay but on some systems.
    """
    words = shlex.join(("nice", "-n", "10", *job.words))
    # A ``%`` without a backslash would end the line (crontab, POSIX).
    escaped = f'out=$({words} 2>&1) || printf "%s\\n" "$out"'.replace("%", "\\%")
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
