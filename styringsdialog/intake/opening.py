"""Other people's PDF opened, or why it cannot be opened."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import attrs
import pikepdf

from styringsdialog.errors import BilagFileError, Remark, StyringsdialogError
from styringsdialog.intake.kinds import UNKNOWN, Family, Kind
from styringsdialog.intake.sniff import has_pdf_header, kind_of, read_ends
from styringsdialog.messages.message import message
from styringsdialog.messages.place import Where
from styringsdialog.pdf.objects import dictionary

__all__ = ["MOST_PAGES", "REPAIRED", "OpenedPdf", "not_a_pdf", "open_pdf", "reason", "was_mended"]

MOST_PAGES = 5_000
"""Of one file: joining takes some 25 kB of memory for each, and a few bytes can claim millions."""

REPAIRED = Remark(message("intake.repaired"))

_ENCRYPTED = re.compile(rb"/Encrypt(?=\s*(?:<<|\d+\s+\d+\s+R))")

_MENDED = re.compile("recover|reconstruct|treat(?:ing|ed) as null|ignoring|expected [0-9]+ [0-9]+ obj")
"""What qpdf says where it guesses: the length of a stream, a table, an object."""


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
    # A file that ends before its last lines has lost an unknown part of its content, even
    # where the rest of it can be pieced together; one that has lost only its first line has not.
    has_end = b"%%EOF" in ends.tail
    try:
        pdf = _opened(source)
    except pikepdf.PasswordError as error:
        raise BilagFileError.at(Where(file=name), message("intake.encrypted")) from error
    except pikepdf.PdfError as error:
        raise _unopened(name, ends.head, reason(error, source), has_end=has_end) from error
    try:
        pages = len(pdf.pages)
        # Asking for the warnings takes them away.
        warnings = "\n".join(map(str, pdf.get_warnings()))
        return OpenedPdf(pdf, _examined(pdf, pages, warnings, name, has_end=has_end), warnings)
    except BaseException:
        pdf.close()
        raise


def _opened(source: Path) -> pikepdf.Pdf:
    """Return ``source``, opened; one in which files within the file alone are encrypted as if nothing were.

    ISO 32000-1, 7.6.5: what is neither a stream nor a text of the file itself needs no password.
    """
    try:
        return pikepdf.open(source)
    except pikepdf.PasswordError:
        with contextlib.suppress(pikepdf.PdfError):
            pdf = pikepdf.open(io.BytesIO(_ENCRYPTED.sub(b"/Encrypx", source.read_bytes())))
            said = dictionary(pdf.trailer.get("/Encrypx"))
            if "/EFF" in said and all(str(said.get(key, "/Identity")) == "/Identity" for key in ("/StmF", "/StrF")):
                return pdf
        raise


def not_a_pdf(name: str, kind: Kind) -> StyringsdialogError:
    """Return the error for a file that is of ``kind`` and cannot become pages."""
    if kind.name is None:
        return BilagFileError.at(Where(file=name), message("intake.not-a-pdf"))
    return BilagFileError.at(Where(file=name), message("intake.not-a-pdf-but", kind=kind.name))


def reason(error: Exception, source: Path) -> str:
    """Return a library's message without the path in it, on one line."""
    text = " ".join(str(error).replace(str(source), "").split()).strip(" :")
    return text or type(error).__name__


def was_mended(pdf: pikepdf.Pdf) -> bool:
    """Tell whether qpdf has read something in ``pdf`` otherwise than it is written, since it was last asked."""
    warnings = "\n".join(map(str, pdf.get_warnings()))
    return _MENDED.search(warnings) is not None


def _unopened(name: str, head: bytes, why: str, *, has_end: bool) -> StyringsdialogError:
    """Return the error for a file that qpdf refused because of ``why``."""
    place = Where(file=name)
    if "encryption" in why or "password" in why:
        return BilagFileError.at(place, message("intake.encrypted-in-an-unknown-way"))
    if not has_pdf_header(head):
        return not_a_pdf(name, UNKNOWN)
    if not has_end:
        return BilagFileError.at(place, message("intake.cut-off"))
    return BilagFileError.at(place, message("intake.damaged", reason=why))


def _examined(pdf: pikepdf.Pdf, pages: int, warnings: str, name: str, *, has_end: bool) -> tuple[Remark, ...]:
    """Return what is to be said of an open file.

    Raises:
        BilagFileError: It is not whole, or has no pages or too many.
    """
    place = Where(file=name)
    rebuilt = "reconstruct" in warnings
    lost = "Pages tree includes non-dictionary object" in warnings
    if rebuilt and not has_end:
        raise BilagFileError.at(place, message("intake.cut-off"))
    if rebuilt and lost:
        raise BilagFileError.at(place, message("intake.pages-lost"))
    if not pages:
        raise BilagFileError.at(place, message("intake.no-pages"))
    if pages > MOST_PAGES:
        raise BilagFileError.at(place, message("intake.too-many-pages", pages=pages, most=MOST_PAGES))
    notes = []
    if rebuilt or lost:
        notes.append(REPAIRED)
    if pdf.is_encrypted:
        notes.append(Remark(message("intake.unlocked")))
    return tuple(notes)
