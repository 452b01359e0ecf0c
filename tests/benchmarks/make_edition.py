"""Make an edition of many foreign PDFs: ``python make_edition.py FOLDER FILES PAGES``.

Each file has an embedded font and PAGES pages, each with a bookmark, text, and a picture that no
compression makes smaller (85 kB), so that 600 pages are about 50 MB. The same numbers give the
same bytes. Every third file prints page numbers of its own where the package's footer goes.
"""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

CONTRIBUTORS = 8
PICTURE = 168  # pixels, square, three bytes each
LINES = 14
SENTENCE = "Beboerne mødes på tværs af afdelingerne, og bestyrelsen følger op på det, der er aftalt hvert år."

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


def write_edition(folder: Path, files: int, pages: int) -> None:
    """Write an edition with ``files`` PDFs of ``pages`` pages each into ``folder``."""
    rl_config.useA85 = 0  # slow to make, and undone again below
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    contributors = range(1, min(CONTRIBUTORS, files) + 1)
    for number in contributors:
        (folder / f"bidrag-{number}").mkdir(parents=True)
    for number in range(1, files + 1):
        write_pdf(folder / f"bidrag-{(number - 1) % len(contributors) + 1}" / f"Oplæg {number}.pdf", number, pages)
    toml = CONFERENCE + "".join(CONTRIBUTOR.format(number=number) for number in contributors)
    (folder / "conference.toml").write_text(toml, encoding="utf-8")


def write_pdf(path: Path, number: int, pages: int) -> None:
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
        pdf.save(path, deterministic_id=True)


if __name__ == "__main__":
    write_edition(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
