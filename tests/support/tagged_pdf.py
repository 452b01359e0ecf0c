"""Tagged PDFs, written for the test that needs them, and joined without the rest of a package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pikepdf

from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.model.parts import PreparedPart
from styringsdialog.tags.grafting import graft
from styringsdialog.tags.tables import StructureTables


@attrs.frozen
class Words:
    """Marked content on a page, from 1; in a form that the page draws, when so said."""

    page: int = 1
    in_form: bool = False


@attrs.frozen
class WebLink:
    """A link annotation on a page, from 1."""

    page: int = 1


@attrs.frozen
class Tag:
    """A structure element; ``entries`` stand in it as they are."""

    role: str
    kids: tuple[Tag | Words | WebLink, ...] = ()
    entries: Mapping[str, Any] = attrs.field(factory=dict)

    @property
    def size(self) -> int:
        """Count this element and those within it."""
        return 1 + sum(kid.size for kid in self.kids if isinstance(kid, Tag))


def tag(role: str, *kids: Tag | Words | WebLink, **entries: Any) -> Tag:
    """Give an element; strings become text."""
    return Tag(
        role,
        kids,
        {f"/{key}": pikepdf.String(value) if isinstance(value, str) else value for key, value in entries.items()},
    )


def write_tagged(
    path: Path,
    *tops: Tag,
    pages: int = 1,
    root: Mapping[str, Any] | None = None,
    language: str = "",
    change: Callable[[pikepdf.Pdf, list[Any]], None] | None = None,
) -> Path:
    """Write a PDF with these elements; ``change`` gets the file, and all elements in order, and has the last word."""
    with pikepdf.new() as pdf:
        writer = _Writer(pdf, pages)
        tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        tree.K = pikepdf.Array([writer.element(top, tree) for top in tops])
        for key, value in (root or {}).items():
            tree[f"/{key}"] = value
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        if language:
            pdf.Root.Lang = pikepdf.String(language)
        writer.finish()
        if change:
            change(pdf, writer.elements)
        pdf.save(path, static_id=True)
    return path


class _Writer:
    def __init__(self, pdf: pikepdf.Pdf, pages: int) -> None:
        self.pdf = pdf
        self.elements: list[Any] = []
        self.code: dict[int, list[str]] = {number: [] for number in range(1, pages + 1)}
        self.marks: Counter[int] = Counter()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        self.fonts = pdf.make_indirect(pikepdf.Dictionary(F1=font))
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842)).obj
            page.Resources = pikepdf.Dictionary(Font=self.fonts, XObject=pikepdf.Dictionary())
            page.Annots = pikepdf.Array()
            # A file's own keys are of no use to anybody; these are wrong.
            page.StructParents = 7

    def element(self, one: Tag, parent: Any) -> Any:
        element = self.pdf.make_indirect(
            pikepdf.Dictionary({"/S": pikepdf.Name(f"/{one.role}"), "/P": parent, **one.entries})
        )
        self.elements.append(element)
        kids = []
        for kid in one.kids:
            match kid:
                case Tag():
                    kids.append(self.element(kid, element))
                case Words():
                    kids.append(self.words(kid, element))
                case WebLink():
                    kids.append(self.link(kid))
        if kids:
            element.K = pikepdf.Array(kids)
        return element

    def words(self, one: Words, element: Any) -> Any:
        page = self.pdf.pages[one.page - 1].obj
        if one.in_form:
            form = self.pdf.make_stream(
                b"/Span <</MCID 0>> BDC BT /F1 9 Tf (form) Tj ET EMC",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([0, 0, 99, 99]),
                Resources=pikepdf.Dictionary(Font=self.fonts),
                StructParents=7,
            )
            name = f"/X{len(page.Resources.XObject.keys())}"
            page.Resources.XObject[name] = form
            self.code[one.page].append(f"{name} Do")
            return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=page, Stm=form, MCID=0)
        number = self.marks[one.page]
        self.marks[one.page] += 1
        self.code[one.page].append(f"/Span <</MCID {number}>> BDC BT /F1 9 Tf 72 {800 - 9 * number} Td (ord) Tj ET EMC")
        if "/Pg" not in element:
            element.Pg = page
        if element.Pg.objgen == page.objgen:
            return number
        return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=page, MCID=number)

    def link(self, one: WebLink) -> Any:
        page = self.pdf.pages[one.page - 1].obj
        annotation = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=pikepdf.Array([72, 700, 99, 720]),
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://example.org/")),
                StructParent=7,
            )
        )
        page.Annots.append(annotation)
        return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=page, Obj=annotation)

    def finish(self) -> None:
        for number, code in self.code.items():
            self.pdf.pages[number - 1].obj.Contents = self.pdf.make_stream("\n".join(code).encode())


def take_in(folder: Path, *sources: Path) -> list[PreparedPart]:
    """Take in ``sources``, and what is written about their pages with them."""
    return [take_in_pdf(source, folder / f"klar-{index}.pdf", comments=True) for index, source in enumerate(sources)]


def join(path: Path, parts: Sequence[PreparedPart]) -> Path:
    """Write the pages of ``parts`` to ``path``, each part's tags under an element ``Part`` of the one Document."""
    job = pikepdf.Job(["qpdf", "--empty", "--pages", *(str(part.path) for part in parts), "--", "-"])
    pdf: Any = job.create_pdf()  # type: ignore[no-untyped-call]  # pikepdf's stub gives no type
    with pdf:
        tables = StructureTables(pdf)
        root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        document = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, P=root))
        root.K = document
        kids = []
        pages = [page.obj for page in pdf.pages]
        for part in parts:
            own, pages = pages[: len(part.pages)], pages[len(part.pages) :]
            kids.append(pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Part, P=document)))
            graft(own, kids[-1], tables)
        document.K = pikepdf.Array(kids)
        tables.write(root)
        pdf.Root.StructTreeRoot = root
        pdf.save(path, deterministic_id=True)
    return path
