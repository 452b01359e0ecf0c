"""A task for the Task Scheduler of Windows, as XML (Task Scheduler Schema 1.2, MS-TSCH 2.5)."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from styringsdialog.schedule.job import DELAY, LIMIT, NightlyJob

__all__ = ["windows_task"]

_SPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"

_EVENT = 1
"""Our event's number in the application log."""


def windows_task(job: NightlyJob) -> str:
    """Give the task, for ``schtasks /Create /TN NAME /XML FILE``.

    It starts as soon as it can when the machine was off (``StartWhenAvailable``). The declaration names no encoding:
    Windows itself writes such files as UTF-16, and takes UTF-8 as well as long as nothing else is claimed. The time is
    the machine's own, since Windows gives a program no other zone.
    """
    ET.register_namespace("", _SPACE)
    task = ET.Element(_name("Task"), {"version": "1.2"})
    _fill(task, "RegistrationInfo", {"URI": f"\\{job.name}", "Description": job.title})
    # A date long ago: what counts is the time of the day.
    begins = {"StartBoundary": f"2024-01-01T{job.time:%H:%M}:00", "Enabled": "true"}
    trigger = _fill(
        ET.SubElement(task, _name("Triggers")), "CalendarTrigger", {**begins, "RandomDelay": _duration(DELAY.seconds)}
    )
    _fill(trigger, "ScheduleByDay", {"DaysInterval": "1"})
    principal = {"UserId": job.user, "LogonType": "S4U", "RunLevel": "LeastPrivilege"}
    _fill(ET.SubElement(task, _name("Principals")), "Principal", principal).set("id", "Author")
    _fill(
        task,
        "Settings",
        {
            "MultipleInstancesPolicy": "IgnoreNew",
            "DisallowStartIfOnBatteries": "false",
            "StopIfGoingOnBatteries": "false",
            "StartWhenAvailable": "true",
            "ExecutionTimeLimit": _duration(LIMIT.seconds),
            "Priority": "8",
        },
    )
    actions = ET.SubElement(task, _name("Actions"), {"Context": "Author"})
    arguments = f'-NoProfile -NonInteractive -Command "{_script(job)}"'
    _fill(actions, "Exec", {"Command": "powershell.exe", "Arguments": arguments})
    ET.indent(task)
    return '<?xml version="1.0"?>\n' + ET.tostring(task, encoding="unicode") + "\n"


def _script(job: NightlyJob) -> str:
    """Give what PowerShell does: the job and, when it fails, a line in the log that administrators watch."""
    notice = f"Det lykkedes ikke: {job.title}"
    event = f"eventcreate /L APPLICATION /T ERROR /SO styringsdialog /ID {_EVENT} /D {_quoted(notice)}"
    environment = f"$env:PATH = {_quoted(job.path)}; $env:PYTHONUTF8 = '1'"
    return (
        f"{environment}; & {' '.join(map(_quoted, job.words))}; "
        f"$code = $LASTEXITCODE; if ($code -ne 0) {{ {event}; exit $code }}"
    )


def _quoted(text: str) -> str:
    """Give ``text`` as a literal of PowerShell; it also takes the typographic apostrophes for quotation marks."""
    for mark in "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}":
        text = text.replace(mark, mark * 2)
    # A quotation mark would end the argument that the script is; no name on Windows has one.
    return "'" + text.replace('"', '\\"') + "'"


def _duration(seconds: int) -> str:
    return f"PT{seconds // 60}M"


def _name(tag: str) -> str:
    return f"{{{_SPACE}}}{tag}"


def _fill(parent: ET.Element, tag: str, texts: dict[str, str]) -> ET.Element:
    """Give a new element ``tag`` in ``parent`` with an element for each of ``texts``."""
    element = ET.SubElement(parent, _name(tag))
    for name, text in texts.items():
        ET.SubElement(element, _name(name)).text = text
    return element
