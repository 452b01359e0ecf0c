"""From an edition folder to a conference: read, structure, hold against the rules; and back, a blank edition."""

from __future__ import annotations

from styringsdialog.loading.edition import load_conference
from styringsdialog.loading.schema import edition_schema
from styringsdialog.loading.starter import starter_files, unfilled

__all__ = ["edition_schema", "load_conference", "starter_files", "unfilled"]
