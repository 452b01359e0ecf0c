"""What the package says of itself, the same in Info and in XMP (ISO 32000-1, 14.3)."""

from __future__ import annotations

import datetime as dt

import attrs
import pikepdf

__all__ = ["Metadata", "write_metadata"]


@attrs.frozen(kw_only=True)
class Metadata:
    """Title, author and so on.

    Attributes:
        language: BCP 47.
        modified: When the edition last changed, with or without a time zone; the file's creation
            date as well. Never the clock.
    """

    title: str
    author: str
    subject: str
    modified: dt.datetime
    language: str = "da-DK"
    producer: str = "styringsdialog"


def write_metadata(pdf: pikepdf.Pdf, metadata: Metadata) -> None:
    """Write ``metadata`` into ``pdf``, and how it is opened: with its title and its bookmarks."""
    pdf.Root.Lang = pikepdf.String(metadata.language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    moment = metadata.modified.replace(microsecond=0)
    date = pikepdf.String(_pdf_date(moment))
    info = {
        "/Title": pikepdf.String(metadata.title),
        "/Author": pikepdf.String(metadata.author),
        "/Subject": pikepdf.String(metadata.subject),
        "/Producer": pikepdf.String(metadata.producer),
        "/CreationDate": date,
        "/ModDate": date,
    }
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(info))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = metadata.title
        xmp["dc:creator"] = [metadata.author]
        xmp["dc:description"] = metadata.subject
        xmp["dc:language"] = {metadata.language}
        xmp["pdf:Producer"] = metadata.producer
        xmp["xmp:CreateDate"] = moment.isoformat()
        xmp["xmp:ModifyDate"] = moment.isoformat()
        xmp["xmp:MetadataDate"] = moment.isoformat()


def _pdf_date(moment: dt.datetime) -> str:
    """Give a date as in ISO 32000-1, 7.9.4; without a time zone when it has none."""
    offset = moment.utcoffset()
    if offset is None:
        return f"{moment:D:%Y%m%d%H%M%S}"
    ahead = int(offset.total_seconds()) // 60
    if not ahead:
        return f"{moment:D:%Y%m%d%H%M%S}Z"
    return f"{moment:D:%Y%m%d%H%M%S}{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02}'{abs(ahead) % 60:02}'"
