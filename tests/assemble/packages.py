"""Small packages for tests, assembled from real files."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from pathlib import Path

import attrs

from styringsdialog.assemble.package import assemble
from styringsdialog.assemble.plan import Plan, PlannedSection, plan_package
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.blocks import Blocks, Contents, ContentsEntry, Heading, Link, Paragraph, Text
from styringsdialog.model.parts import PreparedPart
from styringsdialog.typeset.render import typeset

METADATA = Metadata(
    title="Informationspakke: Blåbærgrød",
    author="Prøveby Kommune",
    subject="torsdag den 15. maj 2031",
    modified=dt.datetime(2031, 5, 15, 15, 0),  # noqa: DTZ001 - an edition's wall-clock time
)
JOURNAL = (("Sagsbehandler", "louisehjul"), ("Doknr.", ""), ("Sagsnr.", "00.16.00-P35-1-30"))


@attrs.frozen(kw_only=True)
class Package:
    """A finished package and its plan."""

    path: Path
    plan: Plan


def words(*texts: str) -> Blocks:
    """Give a paragraph for each of ``texts``."""
    return tuple(Paragraph(content=(Text(text),)) for text in texts)


def set_part(folder: Path, name: str, blocks: Blocks) -> PreparedPart:
    """Typeset ``blocks``."""
    return typeset(blocks, title=name, path=folder / f"{name}.pdf")


def pack(folder: Path, *sections: PlannedSection, title: str = "Styringsdialogkonference") -> Package:
    """Assemble ``sections``."""
    plan = plan_package(sections, short_title=title, journal=JOURNAL)
    assemble(plan, metadata=METADATA, path=folder / "package.pdf")
    return Package(path=folder / "package.pdf", plan=plan)


def small_package(folder: Path, *bilag: Path, numbers: Sequence[int] | None = None) -> Package:
    """Assemble a cover, contents, a section of text, and ``bilag``, each with a divider.

    Args:
        folder: An empty one.
        bilag: Foreign files.
        numbers: What the lines of the contents print; what is right, when nothing else is said.
    """
    cover = set_part(folder, "forside", words("Forside"))
    text: Blocks = (
        Heading(level=2, content=(Text("Et tema"),), anchor="tema:et"),
        *([Paragraph(content=(Text("Se "), Link("bilag:b1", (Text("bilag 1"),)), Text(".")))] if bilag else ()),
    )
    referat = set_part(folder, "referat", text)
    sections = [PlannedSection(key="del:referat", title="Referat", parts=(referat,))]
    for index, source in enumerate(bilag, 1):
        divider = set_part(folder, f"skilleblad-{index}", (*words(f"Bilag {index}"), back()))
        own = take_in_pdf(source, folder / f"bilag-{index}.pdf")
        sections.append(
            PlannedSection(
                key=f"bilag:b{index}/fil", title=f"Bilag {index}: Fil", parts=(divider, own), number=index, own_from=1
            )
        )
    contents = set_part(folder, "indhold", (_contents(sections, 3, numbers),))
    if len(contents.pages) > 1:
        contents = set_part(folder, "indhold", (_contents(sections, 2 + len(contents.pages), numbers),))
    return pack(
        folder,
        PlannedSection(key="del:forside", title="Forside", parts=(cover,)),
        PlannedSection(key="del:indhold", title="Indhold", parts=(contents,)),
        *sections,
    )


def back() -> Paragraph:
    """Give the link back to the contents."""
    return Paragraph(content=(Link("del:indhold", (Text("Til indholdsfortegnelsen"),)),))


def _contents(sections: Sequence[PlannedSection], first: int, numbers: Sequence[int] | None) -> Contents:
    lengths = (sum(len(part.pages) for part in section.parts) for section in sections)
    pages = numbers or list(itertools.accumulate(lengths, initial=first))
    return Contents(
        entries=tuple(
            ContentsEntry(title=(Text(section.title),), target=section.key, page=str(page), note="Prøveby")
            for section, page in zip(sections, pages, strict=False)
        )
    )
