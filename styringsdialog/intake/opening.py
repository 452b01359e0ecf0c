"""Other people's PDF opened, or why it cannot be opened."""

from __future__ import annotations

import contextlib
import io
import mmap
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pikepdf

from styringsdialog.errors import BilagFileError, Remark, StyringsdialogError
from styringsdialog.intake.catalog import rebuild_page_tree
from styringsdialog.intake.kinds import UNKNOWN, Family, Kind
from styringsdialog.intake.pdfium import rewritten
from styringsdialog.intake.sniff import has_pdf_header, kind_of, read_ends
from styringsdialog.messages.message import Where, message
from styringsdialog.pdf.objects import dictionary, listed

# Of one file: joining takes some 25 kB of memory for each, and a few bytes can claim millions.
MOST_PAGES = 5_000

REPAIRED = Remark(message("intake.repaired"))

# Bytes at the end within which readers look for the last lines (Adobe's implementation note 18).
_LAST_LINES = 1000
_OBJECT = re.compile(rb"\b[0-9]+ [0-9]+ obj\b")
# What a page has from the nodes above it where it has none of its own (ISO 32000-1, 7.7.3.4).
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")

_ENCRYPTED = re.compile(rb"/Encrypt(?=\s*(?:<<|\d+\s+\d+\s+R))")

# What qpdf says where it has walked the page tree by itself, when the table of objects was pieced together.
_PAGES_LOST = "Pages tree includes non-dictionary object"

# What qpdf says where it guesses: the length of a stream, a table, an object.
_MENDED = re.compile("recover|reconstruct|treat(?:ing|ed) as null|ignoring|expected [0-9]+ [0-9]+ obj")


@attrs.frozen
class OpenedPdf:
    """An open file with at least one page.

    Attributes:
        notes: What happened when it was opened.
        warnings: What qpdf said of it, one on a line.
    """

    pdf: pikepdf.Pdf
    notes: tuple[Remark, ...]
    warnings: str


def open_pdf(source: Path, name: str) -> OpenedPdf:
    """Open ``source``, which messages call ``name``; the caller closes it.

    Raises:
        BilagFileError: It is not there, no PDF, empty, cut off, without pages, or needs a password.
    """
    ends = read_ends(source, name)
    kind = kind_of(source, ends)
    if kind.family is not Family.PDF and kind is not UNKNOWN:
        raise not_a_pdf(name, kind)
    end = _end(source)
    try:
        # Readers look for the last lines at the end of the file, and some programs put other things behind them.
        pdf, again = _opened(source, end if end is not None and end < ends.size - _LAST_LINES else 0)
    except pikepdf.PasswordError as error:
        raise BilagFileError.at(Where(file=name), message("intake.encrypted")) from error
    except pikepdf.PikepdfError as error:
        raise _unopened(name, ends.head, reason(error, source), has_end=bool(end)) from error
    try:
        return _read(pdf, name, again=again, end=end)
    # Whoever gets an ``OpenedPdf`` closes it; when there is none, nobody else would.
    except BaseException:
        pdf.close()
        raise


def _opened(source: Path, end: int) -> tuple[pikepdf.Pdf, bool]:
    """Return the file that ends at ``end``, 0 for the whole, and whether it is as PDFium wrote it anew.

    PDFium does so where qpdf cannot read it as it is.

    Raises:
        pikepdf.PikepdfError: Nobody can read it, or it needs a password.
    """
    try:
        # Some page trees cannot even be walked before they are mended.
        pdf = pikepdf.open(io.BytesIO(source.read_bytes()[:end]) if end else source, inherit_page_attributes=False)
        _ = pdf.Root
    except pikepdf.PasswordError:
        # ISO 32000-1, 7.6.5: what is neither a stream nor a text of the file itself needs no password.
        with contextlib.suppress(pikepdf.PdfError):
            # As long as before, so that the offsets in the table of objects hold.
            opened = io.BytesIO(_ENCRYPTED.sub(b"/Encrypx", source.read_bytes()))
            pdf = pikepdf.open(opened, inherit_page_attributes=False)
            said = dictionary(pdf.trailer.get("/Encrypx"))
            # Only attachments are locked, and those are taken out anyway.
            if "/EFF" in said and all(str(said.get(key, "/Identity")) == "/Identity" for key in ("/StmF", "/StrF")):
                return pdf, False
        raise
    except pikepdf.PikepdfError:
        if (copy := rewritten(source)) is not None:
            with contextlib.suppress(pikepdf.PikepdfError):
                return pikepdf.open(copy, inherit_page_attributes=False), True
        raise
    return pdf, False


def _read(pdf: pikepdf.Pdf, name: str, *, again: bool, end: int | None) -> OpenedPdf:
    """Return an open file with all that is to be said of it; ``again`` when it is as PDFium wrote it.

    A file that ends before its last lines has lost an unknown part of its content, even where the rest of it can be
    pieced together, unless nothing is missing that it refers to. One that has lost only its first line has not.

    Raises:
        BilagFileError: It is not whole, or has no pages or too many.
    """
    tree = dictionary(pdf.Root.get("/Pages"))
    if "/Kids" not in tree:
        # Some programs name the first page there.
        tree = dictionary(tree.get("/Parent"))
    claimed = tree.get("/Count")
    leaves = list(_leaves(pdf, tree, {}, set()))
    rebuild_page_tree(pdf, [page for page in leaves if page is not None])
    # Asking for the pages makes qpdf say what is wrong with them, and asking for the warnings takes them away.
    pages = len(pdf.pages)
    warnings = "\n".join(map(str, pdf.get_warnings()))
    rebuilt = again or "reconstruct" in warnings
    in_doubt = again or (rebuilt and not end)
    lost = end == 0 or (in_doubt and (claimed != len(leaves) or any(thing is None for thing in pdf.objects)))
    missing = [number for number, page in enumerate(leaves, 1) if page is None]
    if lost and not end:
        why = message("intake.cut-off")
    elif lost or (rebuilt and (missing or _PAGES_LOST in warnings)):
        why = message("intake.pages-lost")
    elif not pages:
        why = message("intake.no-pages")
    elif pages > MOST_PAGES:
        why = message("intake.too-many-pages", pages=pages, most=MOST_PAGES)
    else:
        notes = (
            (again or _MENDED.search(warnings), REPAIRED),
            (missing, Remark(message("intake.missing-pages", pages=missing))),
            (pdf.is_encrypted, Remark(message("intake.unlocked"))),
        )
        return OpenedPdf(pdf, tuple(note for is_so, note in notes if is_so), warnings)
    raise BilagFileError.at(Where(file=name), why)


def _end(source: Path) -> int | None:
    """Return where the file at ``source`` ends; ``None`` where it does not say, and 0 where an object begins behind it.

    In the second case it was cut off in a change that was added to it.
    """
    # Mapped and not read: as a rule only the last lines are looked at. ``read_ends`` refused an empty file.
    with source.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if (mark := max(map(data.rfind, (b"%%EOF", b"startxref")))) < 0:
            return None
        # As much as the last lines may have.
        return 0 if _OBJECT.search(data, mark) else mark + len(b"startxref\n0123456789\n%%EOF\n")


def _leaves(
    pdf: pikepdf.Pdf, node: pikepdf.Dictionary, inherited: Mapping[str, object], met: set[tuple[int, int]]
) -> Iterator[pikepdf.Dictionary | None]:
    """Yield the pages beneath ``node`` with all that they inherit; ``None`` for one that is named and not there.

    A node that leads back to one that was ``met`` names no page either.
    """
    met.add(node.objgen)
    inherited = {**inherited, **{key: _shared(pdf, node[key]) for key in _INHERITED if key in node}}
    for kid in listed(node.get("/Kids")):
        if not isinstance(kid, pikepdf.Dictionary) or kid.objgen in met:
            yield None
        elif "/Kids" in kid:
            yield from _leaves(pdf, kid, inherited, met)
        else:
            for key, value in inherited.items():
                if key not in kid:
                    kid[key] = value
            yield kid


def _shared(pdf: pikepdf.Pdf, value: object) -> object:
    """Return ``value`` as several pages may hold it."""
    # One object for all pages that inherit it, in place of a copy in each.
    return pdf.make_indirect(value) if isinstance(value, pikepdf.Array | pikepdf.Dictionary) else value


def not_a_pdf(name: str, kind: Kind) -> StyringsdialogError:
    """Return the error for a file that is of ``kind`` and cannot become pages."""
    what = message("intake.not-a-pdf-but", kind=kind.name) if kind.name else message("intake.not-a-pdf")
    return BilagFileError.at(Where(file=name), what)


def reason(error: Exception, source: Path) -> str:
    """Return a library's message without the path in it, on one line."""
    text = " ".join(str(error).replace(str(source), "").split()).strip(" :")
    return text or type(error).__name__


def was_mended(pdf: pikepdf.Pdf) -> bool:
    """Tell whether qpdf has read something in ``pdf`` otherwise than it is written, since it was last asked."""
    return _MENDED.search("\n".join(map(str, pdf.get_warnings()))) is not None


def _unopened(name: str, head: bytes, why: str, *, has_end: bool) -> StyringsdialogError:
    """Return the error for a file that qpdf refused because of ``why``."""
    # qpdf has no error of its own for ways of encryption that it does not know, only these words.
    if is_locked := "encryption" in why or "password" in why:
        what = message("intake.encrypted-in-an-unknown-way")
    else:
        what = message("intake.damaged", reason=why) if has_end else message("intake.cut-off")
    is_pdf = is_locked or has_pdf_header(head)
    return BilagFileError.at(Where(file=name), what) if is_pdf else not_a_pdf(name, UNKNOWN)
