"""Write the slides of the example edition: ``make_slides.py PATH``. The same PDF every time.

What they say is what the minutes say of the oplæg; nobody showed us the real slides. They are
here as a foreign PDF with what such files have: a landscape page, embedded fonts, bookmarks,
and links from one page to another.
"""

from __future__ import annotations

import importlib.resources
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# Slide programs' 16:9, in points.
WIDTH, HEIGHT = 960.0, 540.0
LEFT, MEASURE = 72.0, 760.0
TEXT, ACCENT, QUIET = HexColor("#1a1a1a"), HexColor("#1f5c3a"), HexColor("#595959")
REGULAR, SEMIBOLD = "SourceSansPro-Regular", "SourceSansPro-Semibold"


@attrs.frozen
class Style:
    """How a line looks; sizes in points."""

    font: str
    size: float
    colour: Color


NAME = Style(SEMIBOLD, 54, ACCENT)
HEADING = Style(SEMIBOLD, 38, ACCENT)
POINT = Style(REGULAR, 28, TEXT)
WAY = Style(REGULAR, 28, ACCENT)
WHO = Style(REGULAR, 26, TEXT)
NOTE = Style(REGULAR, 18, QUIET)


@attrs.frozen
class Slide:
    """One page.

    Attributes:
        points: A paragraph each.
    """

    title: str
    points: tuple[str, ...] = ()


OPENING = Slide("Den grønne omstilling")
AGENDA = "Det handler om"
SLIDES = (
    Slide(
        "Kommunens arbejde",
        (
            "Hvordan kommunen arbejder med den grønne omstilling",
            "Hvilke indsatser kommunen fokuserer på",
        ),
    ),
    Slide(
        "Samarbejdet med den almene boligsektor",
        (
            "De samarbejdsflader, kommunen har haft med den almene boligsektor i løbet af årene",
            "Kommunen ønsker fortsat et godt samarbejde om den grønne omstilling",
        ),
    ),
    Slide(
        "Workshop i efteråret",
        (
            "Klimateamet vil gerne stå for at facilitere en workshop i efteråret",
            "Formålet er at finde frem til fælles projekter omkring den grønne omstilling",
            "Meld gerne tilbage til Julie Kirk Elstrøm, hvis det kunne have interesse",
        ),
    ),
)


def make_slides(path: Path) -> None:
    """Write the slides to ``path``."""
    fonts = importlib.resources.files("font_source_sans_pro") / "files"
    for name in (REGULAR, SEMIBOLD):
        with (fonts / f"{name}.ttf").open("rb") as file:
            registerFont(TTFont(name, file))
    # The stubs take the font's name for a number; without it Helvetica would be named, and not embedded.
    canvas = Canvas(
        str(path),
        pagesize=(WIDTH, HEIGHT),
        invariant=1,
        initialFontName=REGULAR,  # type: ignore[arg-type] # the stubs are wrong
        lang="da-DK",
    )
    canvas.setTitle(OPENING.title)
    canvas.setAuthor("Høje-Taastrup Kommune")
    canvas.setSubject("Eksempel")
    canvas.setCreator(Path(__file__).name)
    _opening(canvas)
    _agenda(canvas, [slide.title for slide in SLIDES])
    for slide in SLIDES:
        _slide(canvas, slide)
    canvas.save()


def _opening(canvas: Canvas) -> None:
    _begin(canvas, OPENING.title)
    canvas.setFillColor(ACCENT)
    canvas.rect(LEFT, 300, 96, 6, stroke=0, fill=1)
    _text(canvas, OPENING.title, 340, NAME)
    _text(canvas, "Julie Kirk Elstrøm, klimamedarbejder", 250, WHO)
    _text(canvas, "Høje-Taastrup Kommune", 214, WHO)
    _text(canvas, "Eksempel: teksten på siderne er fra referatet af konferencen.", 120, NOTE)
    canvas.showPage()


def _agenda(canvas: Canvas, titles: Sequence[str]) -> None:
    _begin(canvas, AGENDA)
    _text(canvas, AGENDA, 430, HEADING)
    for number, title in enumerate(titles, 1):
        y = 400 - 60 * number
        line = f"{number}. {title}"
        _text(canvas, line, y, WAY)
        width = canvas.stringWidth(line, WAY.font, WAY.size)
        canvas.setStrokeColor(ACCENT)
        canvas.line(LEFT, y - 5, LEFT + width, y - 5)
        canvas.linkRect(line, title, (LEFT, y - 9, LEFT + width, y + 25), Border="[0 0 0]")
    canvas.showPage()


def _slide(canvas: Canvas, slide: Slide) -> None:
    _begin(canvas, slide.title)
    _text(canvas, slide.title, 430, HEADING)
    y = 350.0
    for point in slide.points:
        canvas.setFillColor(ACCENT)
        canvas.circle(LEFT + 6, y + 9, 5, stroke=0, fill=1)
        for line in simpleSplit(point, POINT.font, POINT.size, MEASURE):
            _text(canvas, line, y, POINT, indent=32)
            y -= 38
        y -= 18
    canvas.showPage()


def _begin(canvas: Canvas, title: str) -> None:
    """Start a page that links and the outline can lead to."""
    canvas.bookmarkPage(title)
    canvas.addOutlineEntry(title, title)


def _text(canvas: Canvas, text: str, y: float, style: Style, *, indent: float = 0) -> None:
    canvas.setFont(style.font, style.size)
    canvas.setFillColor(style.colour)
    canvas.drawString(LEFT + indent, y, text)


if __name__ == "__main__":
    make_slides(Path(sys.argv[1]))
