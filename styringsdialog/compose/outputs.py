"""What a build leaves: one writer for each format, and the order in which their files are published."""

from __future__ import annotations

from typing import Final

from styringsdialog.compose.separate import Made, Output, Writer, separate_bilag
from styringsdialog.report.build import BuildReport
from styringsdialog.report.note import danish_note, danish_page


def _signed_originals(made: Made, output: Output) -> Output:
    """Return ``output`` with the signed files as they were handed in."""
    return output.with_files(
        {made.order.original_name(bilag.number): bilag.original for bilag in made.bilag if bilag.original}
    )


def _note(made: Made, output: Output) -> Output:
    """Return ``output`` with the report in Danish, as text and as a page for a browser."""
    place = f"{made.order.secretary}{output.report.stem}.report"
    pages = {".md": danish_note(output.report), ".html": danish_page(output.report)}
    return output.with_files({f"{place}{suffix}": page.encode() for suffix, page in pages.items()})


def _manifest(made: Made, output: Output) -> Output:
    """Return ``output`` with the report as JSON: for the secretary, and without faults for the public."""
    name = f"{output.report.stem}.manifest.json"
    manifests = {f"{made.order.secretary}{name}": output.report.manifest()}
    if not made.order.is_internal:
        manifests[name] = output.report.manifest(public=True)
    return output.with_files({place: manifest.encode() for place, manifest in manifests.items()})


def _package(made: Made, output: Output) -> Output:
    """Return ``output`` with the package itself."""
    return output.with_files({f"{output.report.stem}.pdf": made.path})


# A new format is a writer here. What stands beside the package comes before the report and the manifest, which tell
# of it; the PDF is last, because publishing replaces it last: when it is new, all are.
_WRITERS: Final[tuple[Writer, ...]] = (_signed_originals, separate_bilag, _note, _manifest, _package)


def written(made: Made, report: BuildReport) -> Output:
    """Return every file that a build leaves of the package ``made``, the PDF last, and the report on all of them."""
    output = Output(report=report)
    for writer in _WRITERS:
        output = writer(made, output)
    return output
