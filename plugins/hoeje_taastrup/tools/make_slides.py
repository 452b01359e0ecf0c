"""Write the slides of the example edition: ``make_slides.py PATH``. The same PDF every time.

What they say is what the minutes say of the oplæg; nobody showed us the real slides. They are
here as a foreign PDF with what such files have: a landscape page, embedded fonts, bookmarks,
links from one page to another, and tags (ISO 32000-1, 14.8), so that they can be read aloud.
"""

from __future__ import annotations

import contextlib
import importlib.resources
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pikepdf
from pikepdf import Array, Dictionary, Name
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
    tags = Tags(canvas)
    _opening(tags)
    _agenda(tags, [slide.title for slide in SLIDES])
    for slide in SLIDES:
        _slide(tags, slide)
    canvas.save()
    _write_tags(path, tags.document)


@attrs.define
class Element:
    """A structure element.

    Attributes:
        kids: Elements, and pieces of pages: the page's number and the piece's on it, from 0.
        link: Whether it is that of the page's next link.
    """

    role: str
    kids: list[Element | tuple[int, int]] = attrs.field(factory=list)
    link: bool = False

    def add(self, role: str, *, link: bool = False) -> Element:
        """Return a new element in this one."""
        kid = Element(role, link=link)
        self.kids.append(kid)
        return kid


@attrs.define
class Tags:
    """A canvas whose pieces are tagged as they are drawn."""

    canvas: Canvas
    document: Element = attrs.field(factory=lambda: Element("Document"))
    page: int = -1
    pieces: int = 0

    def begin(self, title: str) -> None:
        """Start a page that links and the outline can lead to."""
        self.page, self.pieces = self.page + 1, 0
        self.canvas.bookmarkPage(title)
        self.canvas.addOutlineEntry(title, title)

    @contextlib.contextmanager
    def piece(self, element: Element | None) -> Iterator[None]:
        """Make what is drawn meanwhile a piece of ``element``, or of nothing that is read."""
        if element is None:
            self.canvas.addLiteral("/Artifact BMC")
        else:
            self.canvas.addLiteral(f"/{element.role} <</MCID {self.pieces}>> BDC")
            element.kids.append((self.page, self.pieces))
            self.pieces += 1
        yield
        self.canvas.addLiteral("EMC")

    def text(self, text: str, y: float, style: Style, role: str) -> None:
        """Draw a line that is an element by itself."""
        with self.piece(self.document.add(role)):
            _text(self.canvas, text, y, style)


def _write_tags(path: Path, document: Element) -> None:
    """Put the structure tree into the file at ``path`` (ISO 32000-1, 14.7)."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        parents: list[list[pikepdf.Object]] = [[] for _ in pdf.pages]
        links = [(page, annotation) for page in pdf.pages for annotation in page.get("/Annots", [])]
        owners: list[pikepdf.Object] = []

        def written(element: Element, parent: pikepdf.Object) -> pikepdf.Object:
            made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent, K=Array()))
            for kid in element.kids:
                if isinstance(kid, Element):
                    made.K.append(written(kid, made))
                    continue
                page, number = kid
                parents[page].append(made)
                made.K.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=number))
            if element.link:
                page_of_link, annotation = links[len(owners)]
                owners.append(made)
                made.K.append(Dictionary(Type=Name.OBJR, Pg=page_of_link.obj, Obj=annotation))
            return made

        root.K = Array([written(document, root)])
        numbers: list[int | pikepdf.Object] = []
        for page, elements in enumerate(parents):
            pdf.pages[page].StructParents = page
            pdf.pages[page].Tabs = Name.S
            numbers.extend([page, Array(elements)])
        for number, ((_, annotation), owner) in enumerate(zip(links, owners, strict=True), len(parents)):
            annotation.StructParent = number
            numbers.extend([number, owner])
        root.ParentTree = Dictionary(Nums=Array(numbers))
        root.ParentTreeNextKey = len(parents) + len(links)
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.save(path, min_version="1.7", deterministic_id=True)


def _opening(tags: Tags) -> None:
    canvas = tags.canvas
    tags.begin(OPENING.title)
    with tags.piece(None):
        canvas.setFillColor(ACCENT)
        canvas.rect(LEFT, 300, 96, 6, stroke=0, fill=1)
    tags.text(OPENING.title, 340, NAME, "H1")
    tags.text("Julie Kirk Elstrøm, klimamedarbejder", 250, WHO, "P")
    tags.text("Høje-Taastrup Kommune", 214, WHO, "P")
    tags.text("Eksempel: teksten på siderne er fra referatet af konferencen.", 120, NOTE, "P")
    canvas.showPage()


def _agenda(tags: Tags, titles: Sequence[str]) -> None:
    canvas = tags.canvas
    tags.begin(AGENDA)
    tags.text(AGENDA, 430, HEADING, "H1")
    points = tags.document.add("L")
    for number, title in enumerate(titles, 1):
        point = points.add("LI")
        y = 400 - 60 * number
        label = f"{number}. "
        before = canvas.stringWidth(label, WAY.font, WAY.size)
        width = canvas.stringWidth(label + title, WAY.font, WAY.size)
        with tags.piece(point.add("Lbl")):
            _text(canvas, label, y, WAY)
        with tags.piece(point.add("LBody").add("Link", link=True)):
            _text(canvas, title, y, WAY, indent=before)
        with tags.piece(None):
            canvas.setStrokeColor(ACCENT)
            canvas.line(LEFT, y - 5, LEFT + width, y - 5)
        canvas.linkRect(label + title, title, (LEFT, y - 9, LEFT + width, y + 25), Border="[0 0 0]")
    canvas.showPage()


def _slide(tags: Tags, slide: Slide) -> None:
    canvas = tags.canvas
    tags.begin(slide.title)
    tags.text(slide.title, 430, HEADING, "H1")
    points = tags.document.add("L")
    y = 350.0
    for point in slide.points:
        with tags.piece(None):
            canvas.setFillColor(ACCENT)
            canvas.circle(LEFT + 6, y + 9, 5, stroke=0, fill=1)
        with tags.piece(points.add("LI").add("LBody")):
            for line in simpleSplit(point, POINT.font, POINT.size, MEASURE):
                _text(canvas, line, y, POINT, indent=32)
                y -= 38
        y -= 18
    canvas.showPage()


def _text(canvas: Canvas, text: str, y: float, style: Style, *, indent: float = 0) -> None:
    canvas.setFont(style.font, style.size)
    canvas.setFillColor(style.colour)
    canvas.drawString(LEFT + indent, y, text)


if __name__ == "__main__":
    make_slides(Path(sys.argv[1]))
