"""Make an edition to measure: ``PYTHONPATH=tests python tests/benchmarks/make_edition.py KIND FOLDER COUNT …``.

The same numbers give the same bytes. What other programs need to make the same is written into the hidden folder
``.peers`` of the edition, which no build reads.
"""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from support.office import Sheet, docx, paragraph, pptx, slide, workbook
from support.tagged_pdf import Words, tag, write_tagged

CONTRIBUTORS = 8
PICTURE = 162  # pixels, square, three bytes each: 3,200 pages stay under the 268 MB that the checker takes
LINES = 14
SENTENCE = "Beboerne mødes på tværs af afdelingerne, og bestyrelsen følger op på det, der er aftalt hvert år."
PAGES = 10  # of a tagged PDF

CONFERENCE = """\
title = "Styringsdialogkonference med mange bilag"
host = "Prøveby Kommune"
start = 2031-05-15T15:00:00
end = 2031-05-15T18:00:00
place = "Rådhuset"
"""
CONTRIBUTOR = """
[[contributors]]
id = "bidrag-{number}"
name = "Boligforening {number}"
kind = "boligorganisation"
plugin = "folder"
[contributors.settings]
path = "bidrag-{number}"
"""


def main() -> None:
    """Write the edition that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make an edition to measure.")
    kinds = {"pdf": write_pdfs, "text": write_text, "office": write_office, "tagged": write_tagged_pdfs}
    parser.add_argument("kind", choices=kinds)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, help="files; of a text, pages")
    parser.add_argument("each", type=int, nargs="?", default=1, help="pages of each PDF; of a tagged one, elements")
    parser.add_argument("--contributors", type=int, default=CONTRIBUTORS, help=f"at most ({CONTRIBUTORS})")
    options = parser.parse_args()
    kinds[options.kind](options.folder, options.count, options.each, options.contributors)


def write_edition(folder: Path, files: int, contributors: int, write: Callable[[Path, int], None]) -> None:
    """Write an edition whose ``files`` come from as many ``contributors``, in turn.

    ``write`` puts one of them, by its number from 1, beside a path that has no ending.
    """
    numbers = range(1, min(contributors, files) + 1)
    for number in numbers:
        (folder / f"bidrag-{number}").mkdir(parents=True)
    for number in range(1, files + 1):
        write(folder / f"bidrag-{(number - 1) % len(numbers) + 1}" / f"Oplæg {number}", number)
    toml = CONFERENCE + "".join(CONTRIBUTOR.format(number=number) for number in numbers)
    _write(folder / "conference.toml", toml)
    (folder / ".peers").mkdir()
    contents = "".join(f"<li>Oplæg {number}</li>" for number in range(1, files + 1))
    front = f"<h1>Styringsdialogkonference</h1><h2>Indhold</h2><ol>{contents}</ol>"
    _write(folder / ".peers" / "text.html", HTML.format(body=front))


def write_pdfs(folder: Path, files: int, pages: int, contributors: int) -> None:
    """Write an edition with ``files`` foreign PDFs of ``pages`` pages each.

    Each has an embedded font, and each page a bookmark, text, and a picture that no compression makes smaller
    (79 kB), so that 600 pages are about 50 MB. Every third file prints page numbers of its own where the package's
    footer goes.
    """
    rl_config.useA85 = 0  # slow to make, and undone again below
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    write_edition(folder, files, contributors, lambda path, number: _write_pdf(path, number, pages))


def _write_pdf(path: Path, number: int, pages: int) -> None:
    """Write one of them; ``number`` decides what its pictures look like."""
    width, height = A4
    noise = random.Random(number)  # noqa: S311 - noise, no secret
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(f"Oplæg {number}")
    for page in range(1, pages + 1):
        canvas.bookmarkPage(f"side-{page}")
        canvas.addOutlineEntry(f"Afsnit {page}", f"side-{page}", level=0)
        canvas.setFont("Vera", 8)
        text = canvas.beginText(50, height - 60)
        for line in range(LINES):
            text.textLine(f"{number}.{page}.{line} {SENTENCE}")
        canvas.drawText(text)
        picture = Image.frombytes("RGB", (PICTURE, PICTURE), noise.randbytes(PICTURE * PICTURE * 3))
        canvas.drawImage(ImageReader(picture), 50, 200, width=400, height=400)
        if number % 3 == 0:
            canvas.drawCentredString(width / 2, 24, str(page))
        canvas.showPage()
    canvas.save()
    # reportlab names its filter in an array, which few others do and which has qpdf compress
    # everything again each time; written once more, the file is as most are.
    with pikepdf.open(drawn) as pdf:
        pdf.save(path.with_suffix(".pdf"), deterministic_id=True)


def write_tagged_pdfs(folder: Path, files: int, elements: int, contributors: int) -> None:
    """Write an edition with ``files`` tagged PDFs of ten pages, each page of which has ``elements`` paragraphs."""

    def write(path: Path, _: int) -> None:
        tops = [tag("P", Words(page)) for page in range(1, PAGES + 1) for _ in range(elements)]
        write_tagged(path.with_suffix(".pdf"), tag("Document", *tops), pages=PAGES, language="da")

    write_edition(folder, files, contributors, write)


def write_office(folder: Path, files: int, _: int, contributors: int) -> None:
    """Write an edition with ``files`` Office files: of five, two from Word, two from PowerPoint, one from Excel."""

    def write(path: Path, number: int) -> None:
        sentences = list(_sentences(random.Random(number), 60))  # noqa: S311 - filling, no secret
        match number % 5:
            case 0:
                rows = [(word, 1000 + row, row / 7) for row, word in enumerate(sentences)]
                path.with_suffix(".xlsx").write_bytes(
                    workbook({"Tal": Sheet(rows=[("Tekst", "Antal", "Andel"), *rows])})
                )
            case 1 | 3:
                body = "".join(
                    paragraph(f"Afsnit {place // 6 + 1}", heading=1) * (place % 6 == 0) + paragraph(text)
                    for place, text in enumerate(sentences)
                )
                path.with_suffix(".docx").write_bytes(docx(body))
            case _:
                slides = (slide(f"Emne {place // 4 + 1}", *sentences[place : place + 4]) for place in range(0, 40, 4))
                path.with_suffix(".pptx").write_bytes(pptx(*slides))

    write_edition(folder, files, contributors, write)


# ------------------------------------------------------------------- one text in three markups

WORDS = """\
afdeling aftale almene ansvar areal beboer beboerdemokrati bestyrelse bolig boligorganisation budget bygning dialog
drift effektivisering ejendom energirenovering fællesskab forbrug fremtid gård helhedsplan henlæggelse husleje indsats
klimatilpasning kommune konference lejer lejlighed lokalplan mål nabo nøgletal opfølgning plads renovering råderum
samarbejde sommerfest styringsdialog tilgængelighed tryghed udearealer udvikling unge ventelisten vedligeholdelse år
økonomi og men for med på til fra ved under mellem samt derfor ofte nu her
""".split()  # noqa: SIM905 - a text reads better than a list
HTML = (
    '<html lang="da"><head><meta charset="utf-8"><title>Tekst</title>'
    "<style>@page {{ size: A4; margin: 25mm }} body {{ font: 11pt/1.4 serif; hyphens: auto }}"
    "</style></head><body>{body}</body></html>"
)
TYPST = """\
#set document(title: "Tekst")
#set page(paper: "a4", margin: 25mm)
#set text(lang: "da", size: 11pt, hyphenate: true)
= Tekst
"""


def write_text(folder: Path, pages: int, _: int, contributors: int) -> None:
    """Write an edition with one text of about ``pages`` pages, and the same text for typst and for WeasyPrint."""
    blocks = [block for page in range(1, pages + 1) for block in _page(page)]
    markdown = "\n\n".join(markdown for markdown, _, _ in blocks)
    write_edition(folder, 1, contributors, lambda path, _: _write(path.with_suffix(".md"), markdown))
    _write(folder / ".peers" / "text.typ", TYPST + "\n\n".join(typst for _, typst, _ in blocks))
    body = "<h1>Tekst</h1>" + "".join(html for _, _, html in blocks)
    _write(folder / ".peers" / "text.html", HTML.format(body=body))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _page(page: int) -> Iterator[tuple[str, str, str]]:
    """Yield what fills about a page, block by block, each as Markdown, typst and HTML."""
    sentences = _sentences(random.Random(page), 60)  # noqa: S311 - filling, no secret
    yield f"## Afsnit {page}", f"== Afsnit {page}", f"<h2>Afsnit {page}</h2>"
    for _ in range(3):
        text = " ".join(next(sentences) for _ in range(5))
        yield text, text, f"<p>{text}</p>"
    items = [next(sentences) for _ in range(4)]
    dashes = "\n".join(f"- {item}" for item in items)
    yield dashes, dashes, "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    rows = [(f"Række {row}", str(page * row), str(page + row)) for row in range(1, 6)]
    head = ("Navn", "Antal", "Andel")
    yield (
        "\n".join(["| Navn | Antal | Andel |", "|---|--:|--:|", *(f"| {' | '.join(row)} |" for row in rows)]),
        f"#table(columns: 3, table.header({', '.join(f'[{name}]' for name in head)}), "
        + ", ".join(f"[{cell}]" for row in rows for cell in row)
        + ")",
        f"<table><thead><tr>{''.join(f'<th scope=col>{name}</th>' for name in head)}</tr></thead><tbody>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        + "</tbody></table>",
    )


def _sentences(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield " ".join(chance.choices(WORDS, k=chance.randint(10, 18))).capitalize() + "."


if __name__ == "__main__":
    main()
