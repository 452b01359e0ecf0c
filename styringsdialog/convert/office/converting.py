"""Office files made into tagged PDF by LibreOffice, with nothing run and nothing fetched.

``soffice`` only ever sees a copy of ours: unpacked within bounds, cut from what stands outside, and with its fields
still. Files in old formats, which cannot be looked into, are first made into OpenDocument by it, and then go the
same way. It is called within a process that has limits of its own (``compose.taking``).
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import attrs
import pikepdf

from styringsdialog.convert.office import words
from styringsdialog.convert.office.fonts import named_fonts, strange_fonts
from styringsdialog.convert.office.found import Found, Lack
from styringsdialog.convert.office.odf import still_odf
from styringsdialog.convert.office.ooxml import still_ooxml
from styringsdialog.convert.office.package import Package, UnusableOfficeError, open_package
from styringsdialog.convert.office.program import (
    INSTALL,
    Filter,
    LateError,
    NoPdfError,
    find_soffice,
    run_soffice,
)
from styringsdialog.convert.office.tags import mend_tags
from styringsdialog.convert.office.type1 import mend_type1
from styringsdialog.errors import BilagFileError
from styringsdialog.intake.compound import is_locked
from styringsdialog.pdf.saving import save

__all__ = ["OFFICE_SUFFIXES", "Converted", "to_pdf"]


@attrs.frozen(kw_only=True)
class _Format:
    """How a kind of file is read: by which program of LibreOffice's and which filter.

    Attributes:
        program: ``impress``, ``writer`` or ``calc``.
        source: The filter's name.
        modern: The suffix of the OpenDocument file that an old one is made into first; empty for others.
    """

    program: str
    source: str
    modern: str = ""


_FORMATS: Final[Mapping[str, _Format]] = {
    ".pptx": _Format(program="impress", source="Impress MS PowerPoint 2007 XML"),
    ".docx": _Format(program="writer", source="MS Word 2007 XML"),
    ".xlsx": _Format(program="calc", source="Calc MS Excel 2007 XML"),
    ".odp": _Format(program="impress", source="impress8"),
    ".odt": _Format(program="writer", source="writer8"),
    ".ods": _Format(program="calc", source="calc8"),
    ".ppt": _Format(program="impress", source="MS PowerPoint 97", modern=".odp"),
    ".doc": _Format(program="writer", source="MS Word 97", modern=".odt"),
    ".xls": _Format(program="calc", source="MS Excel 97", modern=".ods"),
    ".rtf": _Format(program="writer", source="Rich Text Format", modern=".odt"),
}
_ODF: Final = frozenset({".odp", ".odt", ".ods"})

OFFICE_SUFFIXES: Final = frozenset(_FORMATS)

_PLAYED: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".avi", ".wmv", ".mpg", ".mpeg", ".webm", ".mp3", ".m4a", ".wav", ".wma", ".aac", ".ogg"}
)

_AGAIN: Final = "ask for it as a PDF"


@attrs.frozen(kw_only=True)
class Converted:
    """An Office file as a tagged PDF.

    Attributes:
        path: Of the PDF; the same bytes for the same file, by the same LibreOffice.
        found: What the file holds beside what its pages show.
        lack: What only its author can add.
        notes: Both in Danish, for the report.
    """

    path: Path
    found: Found
    lack: Lack
    notes: tuple[str, ...]


def to_pdf(  # noqa: PLR0913 - a file, where it goes, and how
    path: Path, kind: str, work: Path, *, seconds: float, name: str = "", comments: bool = False
) -> Converted:
    """Return ``path``, an Office file, as a tagged PDF in ``work``.

    Args:
        path: The file as it was handed in, whatever it is called; it is not changed.
        kind: One of ``OFFICE_SUFFIXES``: what it is by its content.
        work: A folder that is there.
        seconds: Of time that LibreOffice may take altogether.
        name: What messages call the file; its own name when empty.
        comments: Whether comments and speaker notes are shown too.

    Raises:
        BilagFileError: It is damaged, too large, needs a password or cannot be converted, or LibreOffice is not there.
        OSError: A file cannot be written.
    """
    name = name or path.name
    folder = Path(tempfile.mkdtemp(prefix="office-", dir=work))
    try:
        return _convert(path, kind, folder, seconds=seconds, comments=comments)
    except UnusableOfficeError as error:
        raise BilagFileError.at(name, str(error), error.hint, error.dansk) from error
    except LateError as error:
        message = f"takes too long to convert: {error}"
        raise BilagFileError.at(
            name, message, "raise conference.toml, [limits], file_seconds", words.TOO_SLOW
        ) from error
    except NoPdfError as error:
        raise BilagFileError.at(name, f"cannot be converted: {error}", _AGAIN, words.NOT_CONVERTED) from error
    except pikepdf.PdfError as error:
        message = f"cannot be converted: LibreOffice wrote a damaged PDF: {error}"
        raise BilagFileError.at(name, message, _AGAIN, words.NOT_CONVERTED) from error


def _convert(path: Path, kind: str, folder: Path, *, seconds: float, comments: bool) -> Converted:
    how = _FORMATS[kind]
    if how.modern:
        if is_locked(path, kind):
            raise UnusableOfficeError(
                "is encrypted and needs a password", "ask for it without a password", words.LOCKED
            )
        soffice = _soffice()
        old = folder / f"gammel{kind}"
        shutil.copyfile(path, old)
        reading = Filter(source=how.source, suffix=how.modern[1:])
        # The name of an old format stands for several, and LibreOffice knows the older ones by their content.
        modern = run_soffice(
            soffice, old, (reading, attrs.evolve(reading, source="")), folder=folder, seconds=seconds / 2
        )
        seconds /= 2
        found, fonts, copy = _stilled(modern, how.modern, folder, old=True)
        source = _FORMATS[how.modern].source
    else:
        found, fonts, copy = _stilled(path, kind, folder, old=False)
        soffice = _soffice()
        source = how.source
    writing = Filter(
        source=source, suffix="pdf", target=f"{how.program}_pdf_Export", options=_options(comments=comments)
    )
    if how.program == "impress" and len(found.hidden_slides) == found.slides:
        # LibreOffice would make an empty slide, or show those that are hidden.
        why = "has only hidden slides" if found.slides else "has no slides"
        raise UnusableOfficeError(why, "ask for the file again", words.NO_SLIDES)
    pdf = run_soffice(soffice, copy, (writing, writing), folder=folder, seconds=seconds)
    target = folder / "side.pdf"
    with pikepdf.open(pdf) as opened:
        if how.program == "calc":
            lack = _without_tags(opened)
        else:
            lack = mend_tags(opened, language=found.language if found.slides else "")
        found = attrs.evolve(found, strange_fonts=strange_fonts(opened, fonts))
        mend_type1(opened)
        _name_slides(opened, found)
        _forget_the_hour(opened)
        save(opened, target)
    pdf.unlink()
    return Converted(path=target, found=found, lack=lack, notes=words.notes(found, lack, comments=comments))


def _name_slides(pdf: pikepdf.Pdf, found: Found) -> None:
    """Name the bookmarks of slides without a title by their number in Danish, hidden ones counted."""
    if not found.slides:
        return
    with pdf.open_outline() as outline:
        for page, item in enumerate(outline.root, 1):
            # As LibreOffice calls what has no name.
            if re.fullmatch(r"Slide \d+", item.title or ""):
                item.title = words.slide(found.slide_of(page))


def _forget_the_hour(pdf: pikepdf.Pdf) -> None:
    """Take out what says when the PDF was made, in which the same file's would differ: even its colour profile does."""
    for around, keys in ((pdf.trailer, ("/Info", "/ID", "/DocChecksum")), (pdf.Root, ("/Metadata", "/OutputIntents"))):
        for key in keys:
            if key in around:
                del around[key]


def _without_tags(pdf: pikepdf.Pdf) -> Lack:
    """Take the tags from a workbook's pages: LibreOffice tags the margins and the charts, and none of the cells.

    Said to be tagged, they would be read aloud without their numbers.
    """
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    return Lack()


def _soffice() -> Path:
    """Return where LibreOffice is.

    Raises:
        UnusableOfficeError: It is not there.
    """
    soffice = find_soffice()
    if soffice is None:
        message = "is an Office file, and LibreOffice, which makes pages of it, is not installed"
        raise UnusableOfficeError(message, f"{INSTALL}; or ask for it as a PDF", words.NO_PROGRAM)
    return soffice


def _stilled(path: Path, kind: str, folder: Path, *, old: bool) -> tuple[Found, frozenset[str], Path]:
    """Return what the file at ``path`` holds, the fonts that it names, and the copy that may be opened."""
    copy = folder / f"bilag{kind}"
    try:
        with zipfile.ZipFile(path) as archive:
            package = open_package(archive)
            found = attrs.evolve(_still(package, kind, old=old), embedded=_embedded(package), played=_played(package))
            fonts = named_fonts(package)
            package.write(copy)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        message = "is damaged: its parts cannot be found"
        raise UnusableOfficeError(message, "open it, save it anew, and send it again", words.DAMAGED) from error
    return found, fonts, copy


def _embedded(package: Package) -> int:
    """Return how many files of other programs stand in the file."""
    return sum("/embeddings/" in name for name in package.parts)


def _played(package: Package) -> int:
    """Return how many sounds and films stand in the file."""
    return sum(PurePosixPath(name).suffix.lower() in _PLAYED for name in package.parts)


def _still(package: Package, kind: str, *, old: bool) -> Found:
    return still_odf(package, old=old) if kind in _ODF else still_ooxml(package)


def _options(*, comments: bool) -> Mapping[str, bool | int]:
    """Return how the PDF is written: tagged, as one sees it, with its fonts and bookmarks, and without forms."""
    return {
        "SelectPdfVersion": 2,
        "UseTaggedPDF": True,
        "PDFUACompliance": True,
        "ExportBookmarks": True,
        "ExportFormFields": False,
        "ExportNotes": comments,
        "ExportNotesPages": comments,
        "ExportNotesInMargin": False,
        "ExportHiddenSlides": False,
        "IsSkipEmptyPages": True,
        "EmbedStandardFonts": True,
        "ReduceImageResolution": True,
        "MaxImageResolution": 300,
    }
