"""The last package of a series that went well, to hold the next one against."""

from __future__ import annotations

from styringsdialog.model.conference import Stage
from styringsdialog.series.editions import SeriesFolder
from styringsdialog.series.state import read_mark, stage_place
from styringsdialog.series.surroundings import LastBuild
from styringsdialog.versions.shelf import current_version

__all__ = ["last_build"]


def last_build(found: SeriesFolder) -> LastBuild | None:
    """Give the newest edition's package, the referat's before the other; nothing when none was made yet."""
    for edition in reversed(found.editions):
        for stage in reversed(Stage):
            version = current_version(stage_place(edition, stage))
            manifests = sorted(version.folder.glob("*.manifest.json")) if version else ()
            for path in manifests:
                if manifest := read_mark(path):
                    return LastBuild.from_manifest(edition.name, manifest)
    return None
