"""The package: one file from the plan and the prepared parts, with its metadata and its bookmarks."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

import pikepdf
from PIL import ImageCms

from styringsdialog.assemble.mending import mend
from styringsdialog.assemble.merge import MergedPages, lead_links, merge
from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.sharing import share_streams
from styringsdialog.assemble.stamps import stamp_pages
from styringsdialog.assemble.structure import write_structure
from styringsdialog.assemble.xmp import Metadata, xmp_packet
from styringsdialog.model.conformance import Profile
from styringsdialog.model.parts import Bookmark
from styringsdialog.pdf.saving import save


def write_outline(pdf: pikepdf.Pdf, merged: MergedPages, bookmarks: Sequence[Bookmark]) -> None:
    """Write ``bookmarks``, whose pages count in the package; sections are seen at once, what is in them on demand."""
    if not bookmarks:
        return
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines))
    _hang(pdf, merged, root, bookmarks)
    root.Count = len(bookmarks)
    pdf.Root.Outlines = root


def _hang(pdf: pikepdf.Pdf, merged: MergedPages, parent: pikepdf.Dictionary, bookmarks: Sequence[Bookmark]) -> None:
    items = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Title=pikepdf.String(bookmark.title), Parent=parent, Dest=merged.destination(bookmark.anchor)
            )
        )
        for bookmark in bookmarks
    ]
    for item, after in itertools.pairwise(items):
        item.Next, after.Prev = after, item
    parent.First, parent.Last = items[0], items[-1]
    for item, bookmark in zip(items, bookmarks, strict=True):
        if bookmark.children:
            _hang(pdf, merged, item, bookmark.children)
            # A negative count: closed, with so many beneath it.
            item.Count = -len(bookmark.children)


def write_metadata(pdf: pikepdf.Pdf, metadata: Metadata, claims: Collection[Profile]) -> None:
    """Write ``metadata`` and ``claims`` into ``pdf``, and how it is opened: with its title and its bookmarks."""
    # ISO 14289-1, 7.2 asks for the language, and 7.1 for the title to be shown in place of the file's name.
    pdf.Root.Lang = pikepdf.String(metadata.language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
    # PDF's dates have no fractions of a second (ISO 32000-1, 7.9.4), and XMP is to say the same.
    date = pikepdf.String(_pdf_date(metadata.modified.replace(microsecond=0)))
    info = {
        "/Title": pikepdf.String(metadata.title),
        "/Author": pikepdf.String(metadata.author),
        "/Subject": pikepdf.String(metadata.subject),
        "/Producer": pikepdf.String(metadata.producer),
        "/CreationDate": date,
        "/ModDate": date,
    }
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(info))
    pdf.Root.Metadata = pdf.make_stream(
        xmp_packet(metadata, claims), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def write_output_intent(pdf: pikepdf.Pdf) -> None:
    """Say that the colours of ``pdf`` are sRGB (ISO 19005-2, 6.2.3)."""
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                # The name is the same in every part of ISO 19005.
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String("sRGB"),
                Info=pikepdf.String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_stream(_srgb(), N=3),
            )
        ]
    )


# Date and time in a profile's header (ICC.1, 7.2.8).
_MADE = slice(24, 36)


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


def assemble(plan: Plan, *, metadata: Metadata, path: Path, claims: Collection[Profile] = ()) -> None:
    """Write the package of ``plan`` to ``path``, with the identifiers of ``claims`` in it.

    The bytes depend on the prepared files, the plan and the metadata, and on nothing else.

    Raises:
        StyringsdialogError: A link leads to something the plan does not know, or a prepared file
            has other pages than it says.
        OSError: The file cannot be written.
    """
    pdf, merged = merge(plan)
    with pdf:
        lead_links(merged, plan)
        write_outline(pdf, merged, plan.bookmarks)
        # The pages are labelled 1, 2, 3 and so on from the first one.
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
        # Before the stamps: pages without tags are enclosed whole, and what is drawn later stays an artifact.
        write_structure(pdf, merged, plan)
        stamp_pages(pdf, merged, plan)
        write_metadata(pdf, metadata, claims)
        write_output_intent(pdf)
        # After the last stream is written; ``mend`` comes last, because it settles the bytes that are saved.
        share_streams(pdf)
        mend(pdf)
        save(
            pdf,
            path,
            min_version="1.7",
            # qpdf would pack object streams itself, with a carriage return at the end of one in 256 (see ``mend``).
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            # pikepdf would write the version into the XMP packet, whose bytes ``settle_claims`` has to find again.
            fix_metadata_version=False,
        )
