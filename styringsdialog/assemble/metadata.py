"""What the package says of itself, the same in Info and in XMP (ISO 32000-1, 14.3), and what its colours mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pikepdf
from PIL import ImageCms

from styringsdialog.assemble.xmp import Metadata, xmp_packet
from styringsdialog.model.conformance import Profile

__all__ = ["write_metadata", "write_output_intent"]


def write_metadata(pdf: pikepdf.Pdf, metadata: Metadata, claims: Collection[Profile]) -> None:
    """Write ``metadata`` and ``claims`` into ``pdf``, and how it is opened: with its title and its bookmarks."""
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
    packet = pdf.make_stream(xmp_packet(metadata, claims), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    pdf.Root.Metadata = packet


def write_output_intent(pdf: pikepdf.Pdf) -> None:
    """Say that the colours of ``pdf`` are sRGB (ISO 19005-2, 6.2.3)."""
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String("sRGB"),
                Info=pikepdf.String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_stream(_srgb(), N=3),
            )
        ]
    )


_MADE = slice(24, 36)
"""Date and time in a profile's header (ICC.1, 7.2.8)."""


def _srgb() -> bytes:
    """Return the sRGB profile without the time of day at which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE] = bytes(12)
    return bytes(profile)


def _pdf_date(moment: dt.datetime) -> str:
    """Return a date as in ISO 32000-1, 7.9.4; without a time zone when it has none."""
    offset = moment.utcoffset()
    if offset is None:
        return f"{moment:D:%Y%m%d%H%M%S}"
    ahead = int(offset.total_seconds()) // 60
    if not ahead:
        return f"{moment:D:%Y%m%d%H%M%S}Z"
    return f"{moment:D:%Y%m%d%H%M%S}{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02}'{abs(ahead) % 60:02}'"
