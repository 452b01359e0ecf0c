"""Page labels: what viewers call a page, which here is its number (ISO 32000-1, 12.4.2)."""

from __future__ import annotations

import pikepdf

__all__ = ["write_labels"]


def write_labels(pdf: pikepdf.Pdf) -> None:
    """Label the pages 1, 2, 3 and so on from the first one."""
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
