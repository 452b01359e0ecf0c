"""PDFs that somebody has signed, as far as their structure goes."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
from intake.odd_pdf import TEXT, write_pdf

_PLACE = 10**9


def signed_pdf(path: Path) -> Path:
    """Write a PDF with one page and one digital signature that fits its bytes and that nobody could verify."""

    def sign(pdf: pikepdf.Pdf) -> None:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            # One value in DER, and room for a longer one.
            Contents=pikepdf.String(b"\x30\x82\x00\x40" + bytes(range(0x80, 0xC0)) + bytes(36)),
            ByteRange=pikepdf.Array([0, _PLACE, _PLACE, _PLACE]),
        )
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String("underskrift"),
                V=signature,
                Rect=pikepdf.Array([0, 0, 0, 0]),
            )
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        pdf.pages[0].obj.Annots = pikepdf.Array([field])

    write_pdf(path, TEXT, change=sign, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    # As whoever signs does: the range is written where room was kept for it, once all else is known.
    data = path.read_bytes()
    contents = re.search(rb"<3082[0-9a-f]+>", data)
    assert contents is not None
    before, after = contents.span()
    kept = f"[ 0 {_PLACE} {_PLACE} {_PLACE} ]".encode()
    written = f"[ 0 {before} {after} {len(data) - after} ]".encode().ljust(len(kept))
    assert kept in data
    path.write_bytes(data.replace(kept, written))
    return path
