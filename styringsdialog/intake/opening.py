"""Open other people's PDF, or say in one sentence why it cannot be opened."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pikepdf

from styringsdialog.errors import BilagFileError, StyringsdialogError
from styringsdialog.intake import words
from styringsdialog.intake.ends import read_ends
from styringsdialog.intake.kinds import UNKNOWN, Family, Kind
from styringsdialog.intake.sniff import has_pdf_header, kind_of

__all__ = ["MOST_PAGES", "OpenedPdf", "not_a_pdf", "open_pdf", "reason", "was_mended"]

MOST_PAGES = 5_000
"""Of one file: joining takes some 25 kB of memory for each, and a few bytes can claim millions."""

_MENDED = re.compile("recover|reconstruct|treat(?:ing|ed) as null|ignoring|expected [0-9]+ [0-9]+ obj")
"""What qpdf says where it guesses: the length of a stream, a table, an object."""

_AGAIN = "ask for the file again"


@attrs.frozen
class OpenedPdf:
    """An open file with at least one page.

    Attributes:
        notes: What happened when it was opened, in Danish.
        warnings: What qpdf said of it, one on a line.
    """

    pdf: pikepdf.Pdf
    notes: tuple[str, ...]
    warnings: str


def open_pdf(source: Path, name: str) -> OpenedPdf:
    """Open ``source``, which messages call ``name``; the caller closes it.

    Raises:
        BilagFileError: It is not there, no PDF, empty, cut off, without pages, or needs a password.
    """
    found = read_ends(source, name)
    head = found.head
    kind = kind_of(source, found)
    if kind.family is not Family.PDF and kind is not UNKNOWN:
        raise not_a_pdf(name, kind)
    # A file that ends before its last lines has lost an unknown part of its content, even
    # where the rest of it can be pieced together; one that has lost only its first line has not.
    ends = b"%%EOF" in found.tail
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError as error:
        hint = "ask for it without a password"
        raise BilagFileError.at(name, "is encrypted and needs a password", hint, words.ENCRYPTED) from error
    except pikepdf.PdfError as error:
        raise _unopened(name, head, reason(error, source), ends=ends) from error
    try:
        pages = len(pdf.pages)
        # Asking for the warnings takes them away.
        warnings = "\n".join(map(str, pdf.get_warnings()))
        return OpenedPdf(pdf, _examined(pdf, pages, warnings, name, ends=ends), warnings)
    except BaseException:
        pdf.close()
        raise


def not_a_pdf(name: str, kind: Kind) -> StyringsdialogError:
    """Give the error for a file that is of ``kind`` and cannot become pages."""
    message = f"is not a PDF: it looks like {kind.english}" if kind.english else "is not a PDF"
    return BilagFileError.at(name, message, "ask for it as a PDF", words.not_a_pdf(kind.dansk))


def reason(error: Exception, source: Path) -> str:
    """Give a library's message without the path in it, on one line."""
    said = " ".join(str(error).replace(str(source), "").split()).strip(" :")
    return said or type(error).__name__


def was_mended(pdf: pikepdf.Pdf) -> bool:
    """Tell whether qpdf has read something in ``pdf`` otherwise than it is written, since it was last asked."""
    said = "\n".join(map(str, pdf.get_warnings()))
    return _MENDED.search(said) is not None


def _unopened(name: str, head: bytes, why: str, *, ends: bool) -> StyringsdialogError:
    if "encryption" in why or "password" in why:
        message = "is encrypted in a way that cannot be opened"
        hint, dansk = "ask for it without protection", words.ENCRYPTED
    elif not has_pdf_header(head):
        return not_a_pdf(name, UNKNOWN)
    elif not ends:
        message, hint, dansk = "is cut off: its end is missing", _AGAIN, words.CUT_OFF
    else:
        message, hint, dansk = f"is damaged and cannot be read: {why}", _AGAIN, words.BROKEN
    return BilagFileError.at(name, message, hint, dansk)


def _examined(pdf: pikepdf.Pdf, pages: int, warnings: str, name: str, *, ends: bool) -> tuple[str, ...]:
    """Give what is to be said of an open file; raise when it is not whole."""
    rebuilt = "reconstruct" in warnings
    lost = "Pages tree includes non-dictionary object" in warnings
    if rebuilt and not ends:
        raise BilagFileError.at(name, "is cut off: its end is missing", _AGAIN, words.CUT_OFF)
    if rebuilt and lost:
        raise BilagFileError.at(name, "is damaged: some of its pages are missing", _AGAIN, words.PAGES_LOST)
    if not pages:
        raise BilagFileError.at(name, "has no pages", _AGAIN, words.NO_PAGES)
    if pages > MOST_PAGES:
        message = f"has {pages} pages, and {MOST_PAGES} are the most that a bilag may have"
        raise BilagFileError.at(name, message, "ask for it in parts", words.too_many_pages(MOST_PAGES))
    notes = []
    if rebuilt or lost:
        notes.append(words.REPAIRED)
    if pdf.is_encrypted:
        notes.append(words.UNLOCKED)
    return tuple(notes)
