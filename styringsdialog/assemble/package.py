"""The package: one file from the plan and the prepared parts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pikepdf

from styringsdialog.assemble.links import lead_links
from styringsdialog.assemble.mending import mend
from styringsdialog.assemble.merge import merge
from styringsdialog.assemble.metadata import write_metadata, write_output_intent
from styringsdialog.assemble.outline import write_outline
from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.sharing import share_streams
from styringsdialog.assemble.stamps import stamp_pages
from styringsdialog.assemble.structure import write_structure
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.model.conformance import Profile
from styringsdialog.pdf.saving import save

__all__ = ["assemble"]


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
        _write_labels(pdf)
        write_structure(pdf, merged, plan)
        stamp_pages(pdf, merged, plan)
        write_metadata(pdf, metadata, claims)
        write_output_intent(pdf)
        share_streams(pdf)
        mend(pdf)
        save(
            pdf,
            path,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            fix_metadata_version=False,
        )


def _write_labels(pdf: pikepdf.Pdf) -> None:
    """Label the pages 1, 2, 3 and so on from the first one."""
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)]))
