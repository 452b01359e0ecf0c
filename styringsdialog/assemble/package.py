"""The package: one file from the plan and the prepared parts."""

from __future__ import annotations

from pathlib import Path

from styringsdialog.assemble.labels import write_labels
from styringsdialog.assemble.links import lead_links
from styringsdialog.assemble.merge import merge
from styringsdialog.assemble.metadata import Metadata, write_metadata
from styringsdialog.assemble.outline import write_outline
from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.stamps import stamp_pages
from styringsdialog.intake.saving import save

__all__ = ["Metadata", "assemble"]


def assemble(plan: Plan, *, metadata: Metadata, path: Path) -> None:
    """Write the package of ``plan`` to ``path``.

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
        write_labels(pdf)
        stamp_pages(pdf, merged, plan)
        write_metadata(pdf, metadata)
        save(pdf, path, min_version="1.7")
