"""What is made of a package that was made and checked: among it each bilag as a PDF of its own, for records systems."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final

import attrs

from styringsdialog.assemble.conformance import make_checked
from styringsdialog.assemble.plan import Plan, plan_package
from styringsdialog.assemble.xmp import Metadata
from styringsdialog.compose.bilag import NumberedBilag
from styringsdialog.compose.layout import Press
from styringsdialog.compose.sections import Draft
from styringsdialog.compose.wanted import Order
from styringsdialog.danish.identifiers import file_words
from styringsdialog.isolate.running import Workers
from styringsdialog.loading.inputs import file_digest
from styringsdialog.messages.message import Message, message
from styringsdialog.model.bilag import BilagNumber
from styringsdialog.report.build import BuildReport, SeparateReport


@attrs.frozen(kw_only=True)
class Made:
    """A package that was made and checked, with what it was made of.

    Attributes:
        path: Of the PDF.
        metadata: As the PDF has it.
        press: What its sections were typeset by.
        work: The folder for more files.
        progress: Is told what is being done.
        workers: See ``run``.
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
    workers: Workers


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


# Returns the output so far with one format more.
Writer = Callable[[Made, Output], Output]


# What such a file is called; another one in the same folder is not ours.
_NAME: Final = re.compile(r"Bilag [1-9]\d*[a-z]* - .+\.pdf")

# Characters of a title in a file's name: paths end at 260 on some systems.
_LONGEST: Final = 80


def separate_bilag(made: Made, output: Output) -> Output:
    """Return ``output`` with each bilag that is there in a file of its own, where that is wanted.

    A file holds the bilag's own pages without its divider, and at their foot its number and title
    and «Side 3 af 14», counted in the file. What a text says of pages in the package («side 27»)
    it still says; a link that would lead out of the file is words alone. Each file is checked by itself,
    and claims what it satisfies: one may be an archive's although the package is not.

    Raises:
        StyringsdialogError: A file that was read back is not as it was meant.
    """
    if not made.order.options.separate:
        return output
    made.progress(message("package.step-separating"))
    reports: list[SeparateReport] = []
    files: dict[str, Path] = {}
    for draft in made.drafts:
        if draft.number is not None and len(draft.parts) > draft.own_from:
            path = made.work / f"separate-{draft.number}.pdf"
            report = _write(draft, draft.number, made, path)
            reports.append(report)
            files[report.name] = path
    return attrs.evolve(output.with_files(files), report=attrs.evolve(output.report, separate=tuple(reports)))


def _write(draft: Draft, number: BilagNumber, made: Made, path: Path) -> SeparateReport:
    """Write one bilag to ``path``, and return what the report says of the file."""
    section = made.press.alone(draft, made.plan.references)
    plan = plan_package([section], short_title=draft.title, journal=(), mark=made.order.mark)
    # The title in the place of its own page number, and not as a bilag's, because then it could not be shortened.
    footers = tuple(attrs.evolve(footer, left=draft.title, bilag=False) for footer in plan.footers)
    plan = attrs.evolve(plan, footers=footers)
    # Without ``edition`` its XMP does not claim to be a package, and no revision is read from it.
    conformance, _ = make_checked(
        plan,
        attrs.evolve(made.metadata, edition="", title=made.order.marked(draft.title)),
        path,
        workers=made.workers,
    )
    return SeparateReport(
        number=number,
        name=f"{made.order.apart}/{_name(draft, made.order)}",
        pages=plan.pages,
        size=path.stat().st_size,
        sha256=file_digest(path),
        conformance=conformance,
    )


def _name(draft: Draft, order: Order) -> str:
    title = file_words(draft.title.partition(": ")[2])[:_LONGEST].strip(" -")
    return f"Bilag {draft.number} - {title or 'uden titel'}{' (intern)' if order.is_internal else ''}.pdf"


def left_over(place: Path, order: Order, names: Collection[str]) -> tuple[Path, ...]:
    """Return the files in ``place`` that an earlier run of the package left and this one does not."""
    beside = rf"{re.escape(order.stem)}\.(?:report\.md|manifest\.json|bilag-\w+-underskrevet\.pdf)"
    patterns = {order.apart: _NAME, "": re.compile(beside), order.secretary: re.compile(beside)}
    return tuple(
        path
        for folder, pattern in patterns.items()
        # Sorted, because a folder is listed in no order of its own.
        for path in (sorted((place / folder).iterdir()) if (place / folder).is_dir() else ())
        if pattern.fullmatch(path.name) and path.relative_to(place).as_posix() not in names
    )
