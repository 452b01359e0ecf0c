"""A package that was made, and what is left of it for those who asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import attrs

from styringsdialog.assemble.plan import Plan
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.layout import Press
from styringsdialog.compose.sections import Draft
from styringsdialog.compose.wanted import Order
from styringsdialog.messages.message import Message
from styringsdialog.report.build import BuildReport


@attrs.frozen(kw_only=True)
class Made:
    """A package that was made and checked, with what it was made of.

    Attributes:
        path: Of the PDF.
        metadata: As the PDF has it.
        press: What its sections were typeset by.
        work: The folder for more files.
        progress: Is told what is being done.
    """

    order: Order
    bilag: tuple[NumberedBilag, ...]
    drafts: tuple[Draft, ...]
    plan: Plan
    path: Path
    metadata: Metadata
    press: Press
    work: Path
    progress: Callable[[Message], None]


@attrs.frozen(kw_only=True)
class Output:
    """What a build leaves.

    Attributes:
        report: On the package and on what stands beside it.
        files: By name, which may have a folder in it: bytes, or a file to copy. They are published in this order.
    """

    report: BuildReport
    files: Mapping[str, bytes | Path] = attrs.field(factory=dict)

    def with_files(self, files: Mapping[str, bytes | Path]) -> Output:
        """Return the output with ``files`` after the others."""
        return attrs.evolve(self, files={**self.files, **files})


Writer = Callable[[Made, Output], Output]
"""Returns the output so far with one format more."""
