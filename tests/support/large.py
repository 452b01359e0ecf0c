"""A large edition, made: more of everything than a conference has, with long names and long words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

from support.editions import EXAMPLE, write_edition

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

[design]
accent = "#a3195b"
logo = "logo.png"
logo_text = "Prøveby Kommune: en bro over en å"

[design.templates]
bilagsoversigt = "templates/oversigt.j2"
"""

_TEXTS = {
    "invitation.md": 'Kære alle\n\nVi inviterer til "konference" - se <del:program> og <bilag:organisation-1>.\n',
    "velkomst.md": "Velkommen til en konference med 1.234 kr. i kassen og 10 % af de almene boliger.\n",
    "referat.md": f'## Åbning\n\nBorgmesteren sagde «velkommen» og “tak”. {LONG_WORD} sagde "ja".\n',
}


_TEMPLATE = '{% include "core/bilagsoversigt.j2" %}\n<p class="muted">{{ bilag | length }} bilag i alt.</p>\n'


def _logo() -> bytes:
    """Give a picture with a clear ground, as logos have."""
    image = Image.new("RGBA", (840, 240), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.arc((20, 40, 420, 440), 180, 360, fill=(163, 25, 91, 255), width=36)
    pen.rectangle((0, 200, 840, 220), fill=(26, 26, 26, 255))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _slides(pages: int) -> bytes:
    """Give the example's slides, of which there are five, over and over: pages with fonts, colours and links."""
    stream = io.BytesIO()
    with pikepdf.open(EXAMPLE / "bilag" / "hoeje_taastrup" / "den-groenne-omstilling.pdf") as slides:
        made = pikepdf.new()
        for number in range(pages):
            made.pages.append(slides.pages[number % len(slides.pages)])
        made.save(stream)
    return stream.getvalue()


def write_large_edition(folder: Path) -> Path:
    """Write the edition and give its folder."""
    files: dict[str, str | bytes] = {**_TEXTS, "logo.png": _logo(), "templates/oversigt.j2": _TEMPLATE}
    for number in range(1, CONTRIBUTORS + 1):
        own = f"organisation-{number}"
        files[f"{own}/bilag.pdf"] = _slides(number)
        files[f"{own}/oversigt.md"] = f"# Oversigt\n\n{LONG_WORD} og § 164, stk. 2.\n"
    return write_edition(folder, "\n".join(_lines()), files)


def _lines() -> Iterator[str]:
    yield _HEAD
    for number in range(1, CONTRIBUTORS + 1):
        yield f'[[contributors]]\nid = "organisation-{number}"\nname = "{_organisation(number)}"'
        yield 'kind = "boligorganisation"\nplugin = "folder"'
        yield f'ask = "{LONG_NAME}, udviklingskonsulent, tlf. 12 34 56 {number:02}"'
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
        name = f"{LONG_NAME} {number + 1}" if number % 25 == 0 else f"Deltager {number + 1} Prøvesen"
        yield f'[[participants]]\nname = "{name}"\norganisation = "{_organisation(number % 14 + 1)}"'
        yield f'title = "{LONG_WORD if number % 40 == 0 else "afdelingsbestyrelsesformand"}"'
        yield f'administrator = "{"DAB" if number % 14 % 3 == 0 else ""}"'
        yield f'status = "{"afbud" if number % 20 == 7 else "absent" if number % 50 == 9 else "present"}"'
    years = ["2027", "2029", "2031"]
    for title, unit, columns in (("Almene boliger", "boliger", years), ("Resultat", "mio. kr.", ["Drift", "Henlagt"])):
        yield f'[[key_figures]]\ntitle = "{title} i {LONG_WORD}"\nunit = "{unit}"\nsource = "Prøveby Kommune"'
        yield f"columns = {columns}".replace("'", '"')
        for number in range(3):
            made = (1234.5 - 400 * number, 310.25 - 290 * number, "nan" if number == 1 else 980 + 75 * number)
            values = ", ".join(map(str, made[: len(columns)]))
            yield f'[[key_figures.rows]]\nlabel = "{_organisation(number)}"\nvalues = [{values}]'
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
