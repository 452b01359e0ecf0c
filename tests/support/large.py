"""A large edition, made: more of everything than a conference has, with long names and long words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from support.editions import write_edition
from support.pdf import simple_pdf

CONTRIBUTORS, PARTICIPANTS, ITEMS = 12, 150, 40

LONG_WORD = "Boligorganisationsbestyrelsesmedlemsuddannelseskoordinatoren"
LONG_NAME = "Anna-Christina Magdalene von Prøvestrup-Eksempelsen Østergaard Ågesen"
_NAMES = ("AAB Prøveby", "Øst", "Ældreboligselskabet", "Aaby Boligforening", "Lille Å", "Nørre Have", "Zenit")
_TALKS = 8

_HEAD = """\
title = "Styringsdialogkonference om fællesskaber, klimatilpasning og byudvikling i de almene boligområder"
host = "Prøveby Kommune"
start = 2031-05-15T08:30:00
end = 2031-05-16T16:00:00
place = "Prøveby Kongres- og Kulturcenter, Rådhuspladsen 1, 9999 Prøveby"
recurrence = "hvert andet år"
updated = 2031-04-01
quotes = "»…«"
invitation = "invitation.md"
welcome = "velkomst.md"
referat = "referat.md"

[journal]
sagsbehandler = "prøve"
doknr = "12345-31"
sagsnr = "31/4318"
"""

_TEXTS = {
    "invitation.md": 'Kære alle\n\nVi inviterer til "konference" - se <del:program> og <bilag:organisation-1>.\n',
    "velkomst.md": "Velkommen til en konference med 1.234 kr. i kassen og 10 % af de almene boliger.\n",
    "referat.md": f'## Åbning\n\nBorgmesteren sagde «velkommen» og “tak”. {LONG_WORD} sagde "ja".\n',
}


def write_large_edition(folder: Path) -> Path:
    """Write the edition and give its folder."""
    files: dict[str, str | bytes] = dict(_TEXTS)
    for number in range(1, CONTRIBUTORS + 1):
        own = f"organisation-{number}"
        files[f"{own}/bilag.pdf"] = simple_pdf(*(f"Side {page}" for page in range(1, number + 1)))
        files[f"{own}/oversigt.md"] = f"# Oversigt\n\n{LONG_WORD} og § 164, stk. 2.\n"
    return write_edition(folder, "\n".join(_lines()), files)


def _lines() -> Iterator[str]:
    yield _HEAD
    for number in range(1, CONTRIBUTORS + 1):
        yield f'[[contributors]]\nid = "organisation-{number}"\nname = "{_organisation(number)}"'
        yield 'kind = "boligorganisation"\nplugin = "folder"'
        yield f'[contributors.settings]\npath = "organisation-{number}"'
    for theme in (1, 2):
        yield f'[[themes]]\nkey = "tema-{theme}"\ntitle = "Tema {theme}: {LONG_WORD}"'
        for number in range(theme, _TALKS + 1, 2):
            yield f'[[themes.talks]]\nkey = "oplaeg-{number}"\ntitle = "Oplæg {number} om fællesskaber i hverdagen"'
            yield f'bilag = "organisation-{number}"'
            yield f'[[themes.talks.speakers]]\nname = "{LONG_NAME}"\ntitle = "chefkonsulent"'
            yield f'organisation = "{_organisation(number)}"'
    for number in range(ITEMS):
        yield from _item(number)
    for number in range(PARTICIPANTS):
        name = LONG_NAME if number % 25 == 0 else f"Deltager {number + 1} Prøvesen"
        yield f'[[participants]]\nname = "{name}"\norganisation = "{_organisation(number % 14 + 1)}"'
        yield f'title = "{LONG_WORD if number % 40 == 0 else "afdelingsbestyrelsesformand"}"'
        yield f'administrator = "{"DAB" if number % 14 % 3 == 0 else ""}"'
        yield f'status = "{"afbud" if number % 20 == 7 else "absent" if number % 50 == 9 else "present"}"'
    for number in range(1, 7):
        yield f'[[agreements]]\nwhat = "Aftale {number}: kommunen og organisationerne mødes om anvisning og udlejning"'
        yield f'parties = ["Prøveby Kommune", "{_organisation(number)}", "{_organisation(number + 1)}"]'
        yield 'when = "inden 1. september 2031"'
        yield f'[[follow_ups]]\nwhat = "Opfølgning {number}: meld tilbage om fælles projekter"\ncontact = "{LONG_NAME}"'
        yield 'when = "senest 1. juni 2031"' if number % 2 else 'condition = "hvis det har interesse"'


def _organisation(number: int) -> str:
    name = _NAMES[number % len(_NAMES)]
    return f"{name} {number}" if number != 5 else f"{name} {number}, den selvejende almene ældreboliginstitution"


def _item(number: int) -> Iterator[str]:
    day, slot = divmod(number, ITEMS // 2)
    start = 8 * 60 + 30 + slot * 20
    yield "[[programme]]"
    yield f"start = {start // 60:02}:{start % 60:02}:00\nend = {(start + 20) // 60:02}:{(start + 20) % 60:02}:00"
    if day and not slot:
        yield "day = 2031-05-16"
    if number < _TALKS:
        yield f'talk = "oplaeg-{number + 1}"\nplace = "Store sal"'
    elif number % 5 == 0:
        yield 'kind = "pause"\ntitle = "Kaffe og frugt"'
    elif number % 7 == 0:
        yield f'kind = "gruppearbejde"\ntitle = "Hvordan får {LONG_WORD} flere med?"\nplace = "Lokale 1-14"'
    else:
        yield f'title = "Punkt {number}: {LONG_WORD} fortæller"\nplace = "Byrådssalen"'
