"""PDFs that somebody has signed, as far as their structure goes."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from intake.odd_pdf import TEXT, write_pdf


def signed_pdf(path: Path) -> Path:
    """Write a PDF with one page and one digital signature that nobody could verify."""

    def sign(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String("underskrift"),
                V=pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=pikepdf.String("0" * 100)),
                Rect=pikepdf.Array([0, 0, 0, 0]),
            )
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        pdf.pages[0].obj.Annots = pikepdf.Array([field])

    return write_pdf(path, TEXT, change=sign)
