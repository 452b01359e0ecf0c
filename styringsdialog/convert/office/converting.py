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

from styringsdialog.convert.office.facts import Lack, OfficeFacts, Sheet
from styringsdialog.convert.office.figures import describe_tables
from styringsdialog.convert.office.fonts import asked_fonts, named_fonts, strange_fonts
from styringsdialog.convert.office.odf import still_odf
from styringsdialog.convert.office.ooxml import still_ooxml
from styringsdialog.convert.office.package import UnusableOfficeError, open_package
from styringsdialog.convert.office.program import (
    INSTALL,
    Filter,
    LateError,
    NoPdfError,
    find_soffice,
    run_soffice,
)
from styringsdialog.convert.office.remarks import remarks_on
from styringsdialog.convert.office.rtf import still_rtf
from styringsdialog.convert.office.sheets import fit_sheets
from styringsdialog.convert.office.tags import mend_tags
from styringsdialog.convert.office.type1 import mend_type1
from styringsdialog.convert.office.words import is_danish
from styringsdialog.errors import BilagFileError, Remark
from styringsdialog.intake.compound import is_locked
from styringsdialog.messages.message import Where, message
from styringsdialog.pdf.objects import discard
from styringsdialog.pdf.saving import save


@attrs.frozen(kw_only=True)
class _Format:
    """How a kind of file is read: by which program of LibreOffice's and which filter.

    Attributes:
        program: ``impress``, ``writer`` or ``calc``.
        source: The filter's name.
        modern: The suffix of the OpenDocument file that it is made into first, if nobody can look into it; empty
            where there is no need.
        home: The folder that the parts of one that can be looked into stand in.
    """

    program: str
    source: str
    modern: str = ""
    home: str = ""

    def is_readable(self, path: Path) -> bool:
        """Tell whether the file at ``path`` can be looked into by others than LibreOffice."""
        if not self.home:
            return not self.modern
        try:
            with zipfile.ZipFile(path) as archive:
                names = [name.replace("\\", "/") for name in archive.namelist()]
                return any(name.startswith(self.home) or name == "_rels/.rels" for name in names)
        except zipfile.BadZipFile:
            return True


_FORMATS: Final[Mapping[str, _Format]] = {
    ".pptx": _Format(program="impress", source="Impress MS PowerPoint 2007 XML", modern=".odp", home="ppt/"),
    ".docx": _Format(program="writer", source="MS Word 2007 XML", modern=".odt", home="word/"),
    ".xlsx": _Format(program="calc", source="Calc MS Excel 2007 XML", modern=".ods", home="xl/"),
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


# How the PDF is written, with or without notes: tagged, as one sees it, with its fonts and bookmarks, without forms.
_OPTIONS: Final = {
    "SelectPdfVersion": 2,
    "UseTaggedPDF": True,
    "PDFUACompliance": True,
    "ExportBookmarks": True,
    "ExportFormFields": False,
    "ExportNotesInMargin": False,
    "ExportHiddenSlides": False,
    "IsSkipEmptyPages": True,
    "EmbedStandardFonts": True,
    "ReduceImageResolution": True,
    "MaxImageResolution": 300,
}


@attrs.frozen(kw_only=True)
class Converted:
    """An Office file as a tagged PDF.

    Attributes:
        path: Of the PDF; the same bytes for the same file, by the same LibreOffice.
        facts: What the file holds beside what its pages show.
        lack: What only its author can add.
        notes: Both as remarks.
    """

    path: Path
    facts: OfficeFacts
    lack: Lack
    notes: tuple[Remark, ...]


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
    place = Where(file=name or path.name)
    folder = Path(tempfile.mkdtemp(prefix="office-", dir=work))
    try:
        return _convert(path, kind, folder, seconds=seconds, comments=comments)
    except UnusableOfficeError as error:
        raise BilagFileError.at(place, error.what) from error
    except LateError as error:
        raise BilagFileError.at(place, message("office.too-slow", reason=error.what)) from error
    except NoPdfError as error:
        raise BilagFileError.at(place, message("office.not-converted", reason=error.what)) from error
    except pikepdf.PdfError as error:
        damage = message("office.damaged-output", reason=str(error))
        raise BilagFileError.at(place, message("office.not-converted", reason=damage)) from error


def _convert(path: Path, kind: str, folder: Path, *, seconds: float, comments: bool) -> Converted:
    how = _FORMATS[kind]
    if not how.is_readable(path):
        if is_locked(path, kind):
            raise UnusableOfficeError(message("intake.encrypted"))
        soffice = _soffice()
        old = folder / f"gammel{kind}"
        # What nobody can look into, an old format as a rule, becomes OpenDocument first, which is then stilled.
        outside = 0
        if kind == ".rtf":
            still, outside = still_rtf(path.read_bytes())
            old.write_bytes(still)
        else:
            shutil.copyfile(path, old)
        reading = Filter(source=how.source, suffix=how.modern[1:])
        # The name of an old format stands for several, and LibreOffice knows the older ones by their content.
        modern = run_soffice(
            soffice, old, (reading, attrs.evolve(reading, source="")), folder=folder, seconds=seconds / 2
        )
        seconds /= 2
        facts, fonts, copy = _stilled(modern, how.modern, folder, old=True)
        facts = attrs.evolve(facts, outside=facts.outside + outside)
        source = _FORMATS[how.modern].source
    else:
        facts, fonts, copy = _stilled(path, kind, folder, old=False)
        soffice = _soffice()
        source = how.source
        if how.program == "calc":
            seconds /= 2
            copy = _in_open_document(soffice, copy, source, folder, seconds=seconds)
            source = _FORMATS[".ods"].source
    if how.program == "calc":
        sheets, copy = _fitted(copy, facts.frozen)
        facts = attrs.evolve(facts, sheets=sheets)
    writing = Filter(
        source=source,
        suffix="pdf",
        target=f"{how.program}_pdf_Export",
        options={**_OPTIONS, "ExportNotes": comments, "ExportNotesPages": comments},
    )
    if how.program == "impress" and len(facts.hidden_slides) == facts.slides:
        # LibreOffice would make an empty slide, or show those that are hidden.
        raise UnusableOfficeError(message("office.only-hidden-slides") if facts.slides else message("office.no-slides"))
    pdf = run_soffice(soffice, copy, (writing, writing), folder=folder, seconds=seconds)
    target = folder / "side.pdf"
    with pikepdf.open(pdf) as opened:
        if how.program == "calc" and not any(picture.alt for picture in facts.pictures):
            # LibreOffice tags the margins and the charts of a workbook, and none of the cells: said to be tagged, they
            # would be read aloud without their numbers.
            discard(opened.Root, "/StructTreeRoot", "/MarkInfo")
            lack = Lack()
        else:
            lack = mend_tags(opened, language=facts.language if facts.slides else "", pictures=facts.pictures)
            describe_tables(opened, facts.tables)
        lack = attrs.evolve(lack, cells=how.program == "calc" and "/StructTreeRoot" in opened.Root)
        strange, missing = strange_fonts(opened, *fonts)
        facts = attrs.evolve(facts, strange_fonts=strange, missing_fonts=missing)
        mend_type1(opened)
        _name_slides(opened, facts)
        # What differs from one conversion of a file to the next; even its colour profile holds a date.
        discard(opened.trailer, "/Info", "/ID", "/DocChecksum")
        discard(opened.Root, "/Metadata", "/OutputIntents")
        save(opened, target)
    pdf.unlink()
    return Converted(path=target, facts=facts, lack=lack, notes=remarks_on(facts, lack, comments=comments))


def _name_slides(pdf: pikepdf.Pdf, facts: OfficeFacts) -> None:
    """Name the bookmarks of slides without a title by their number in Danish, hidden ones counted."""
    if not facts.slides:
        return
    with pdf.open_outline() as outline:
        for page, item in enumerate(outline.root, 1):
            # As LibreOffice calls what has no name.
            if re.fullmatch(r"Slide \d+", item.title or ""):
                item.title = f"Dias {facts.slide_of(page)}"


def _soffice() -> Path:
    """Return where LibreOffice is.

    Raises:
        UnusableOfficeError: It is not there.
    """
    if (soffice := find_soffice()) is None:
        raise UnusableOfficeError(message("office.no-program", install=INSTALL))
    return soffice


def _stilled(
    path: Path, kind: str, folder: Path, *, old: bool
) -> tuple[OfficeFacts, tuple[frozenset[str], frozenset[str]], Path]:
    """Return what the file at ``path`` holds, the fonts that it names and asks for, and the copy that may be opened."""
    copy = folder / f"bilag{kind}"
    try:
        with zipfile.ZipFile(path) as archive:
            package = open_package(archive)
            facts = attrs.evolve(
                still_odf(package, old=old) if kind in _ODF else still_ooxml(package),
                embedded=sum("/embeddings/" in name for name in package.parts),
                played=sum(PurePosixPath(name).suffix.lower() in _PLAYED for name in package.parts),
                danish=is_danish(package),
            )
            fonts = named_fonts(package), asked_fonts(package)
            package.write(copy)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise UnusableOfficeError(message("office.parts-not-found")) from error
    return facts, fonts, copy


def _in_open_document(soffice: Path, copy: Path, source: str, folder: Path, *, seconds: float) -> Path:
    """Return a workbook as LibreOffice reads it: in OpenDocument each cell says what it shows."""
    apart = folder / "ark"
    apart.mkdir()
    reading = Filter(source=source, suffix="ods")
    return run_soffice(soffice, copy, (reading, reading), folder=apart, seconds=seconds)


def _fitted(copy: Path, frozen: Mapping[str, tuple[int, int]]) -> tuple[tuple[Sheet, ...], Path]:
    """Return the sheets of a workbook that LibreOffice wrote, and the copy in which they fit on pages."""
    fitted = copy.with_name("sider.ods")
    with zipfile.ZipFile(copy) as archive:
        package = open_package(archive)
        sheets = fit_sheets(package, frozen)
        package.write(fitted)
    return sheets, fitted
