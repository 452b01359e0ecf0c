"""Hold other people's tags against what a package keeps of them: ``.venv/bin/python tests/corpus/tags.py``.

Reads ``../shared/corpus`` beside the project. Every tagged PDF of it goes into packages alone, twice,
and between the two files that were made to clash; an independent reader then looks for each of its
elements under its Part, for keys that dangle, and for content that is neither in the tree nor
decoration. Those that claim PDF/UA-1 and pass it also go into packages by twos and by tens, which are
checked. Prints a table; the exit code is 1 when a bound is not met.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import attrs
import pikepdf
from assemble.packages import small_package
from support.editions import CONFERENCE, contributor, write_edition
from support.marking import unmarked
from support.structure import elements_said, missing, read_structure, source_said

from styringsdialog.errors import BilagFileError
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.loading.series import load_conference
from styringsdialog.pipeline import build_package

# ruff: noqa: T201 - a command for people

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
CLASHING = (CORPUS / "_crafted" / "tag_conflict_a.pdf", CORPUS / "_crafted" / "tag_conflict_b.pdf")
ENOUGH = 0.99
"""Of the tagged files that open, the share that keeps every element."""


@attrs.frozen
class Outcome:
    """What became of a file's elements.

    Attributes:
        elements: In the file, each counted once.
        missing: Of these, not under the Part in their order.
        reason: Why the file was refused, its tree dropped, or elements pruned.
        complaints: What is wrong with the package's tree, and what its pages show outside it.
    """

    elements: int
    missing: int
    reason: str = ""
    complaints: tuple[str, ...] = ()


def tagged_files() -> list[Path]:
    """Give all files of the corpus that open and have a structure tree."""
    with (CORPUS / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["struct"] == "1" and row["pikepdf"] == "ok"]
    return [CORPUS / row["path"] for row in rows]


def passing_files() -> list[Path]:
    """Give those files that claim PDF/UA-1 and pass it alone."""
    with (CORPUS / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        found = [CORPUS / row["path"] for row in csv.DictReader(file) if row["pdfua"] == "1" and row["pikepdf"] == "ok"]
    return [path for path in (*found, *sorted((CORPUS / "_faults").glob("05-*.pdf"))) if passes(path)]


def passes(path: Path) -> bool:
    """Tell whether the checker finds nothing that PDF/UA-1 forbids."""
    import page  # noqa: PLC0415 - of the extra ``verify``

    return bool(page.validate_pdf(path, profile="ua1").is_compliant)


def carry(folder: Path, *bilag: Path) -> list[Outcome]:
    """Put ``bilag`` into a package, and give what became of each one's elements."""
    try:
        parts = [take_in_pdf(one, folder / f"alene-{index}.pdf") for index, one in enumerate(bilag)]
    except BilagFileError as error:
        return [Outcome(0, 0, f"refused: {error}")]
    package = small_package(folder, *bilag)
    outcomes = []
    with pikepdf.open(package.path) as pdf:
        tree = read_structure(pdf)
        complaints = (*tree.complaints, *unmarked(pdf))
        owners = [one for one in tree.elements if one.depth == 2 and one.role == "Part"]
        for source, part, owner in zip(bilag, parts, owners, strict=True):
            with pikepdf.open(source) as original:
                wanted = source_said(original)
            lost = missing(wanted, elements_said(pdf, tree.beneath(owner)))
            reason = next((str(note.what) for note in part.notes if note.what.code == "intake.tags-lost"), "")
            outcomes.append(Outcome(len(wanted), lost, reason, complaints))
    return outcomes


def build(folder: Path, *bilag: Path) -> Path:
    """Build an edition whose bilag are ``bilag``, through the plugin that takes files from a folder."""
    files: dict[str, str | bytes] = {f"a/{index:02} bilag.pdf": one.read_bytes() for index, one in enumerate(bilag)}
    edition = write_edition(folder / "udgave", CONFERENCE + contributor("a"), files)
    report = build_package(load_conference(edition), folder / "ud")
    return folder / "ud" / f"{report.stem}.pdf"


def groups(files: Sequence[Path], pairs: int, tens: int) -> Iterator[tuple[Path, ...]]:
    """Give neighbours, ``pairs`` other pairs and ``tens`` tens of ``files``, the same ones each time."""
    chance = random.Random(4)  # noqa: S311 - a sample, no secret
    yield from zip(files, (*files[1:], files[0]), strict=True)
    for size, count in ((2, pairs), (10, tens)):
        for _ in range(count):
            yield tuple(chance.sample(list(files), size))


def main() -> int:
    """Run everything, print the table, and give the exit code."""
    ways = {"alone": lambda path: (path,), "twice": lambda path: (path, path), "clashing": _between}
    good = True
    files = tagged_files()
    named: dict[str, str] = {}
    print(f"{'way':10}{'files':>8}{'whole':>8}{'elements':>10}{'missing':>9}{'complaints':>12}")
    for way, bilag in ways.items():
        count: Counter[str] = Counter()
        for path in files:
            with tempfile.TemporaryDirectory() as work:
                outcomes = carry(Path(work), *bilag(path))
            own = outcomes[len(outcomes) // 2]
            count["whole"] += not own.missing and not own.reason.startswith("refused")
            count["elements"] += own.elements
            count["missing"] += own.missing
            count["complaints"] += len(own.complaints)
            if own.missing or own.reason or own.complaints:
                named[path.name] = "; ".join(filter(None, (own.reason, *own.complaints[:1])))
        print(
            f"{way:10}{len(files):8}{count['whole']:8}{count['elements']:10}{count['missing']:9}{count['complaints']:12}"
        )
        good = good and count["whole"] >= ENOUGH * len(files) and not count["complaints"]
    for name, reason in sorted(named.items()):
        print(f"  {name}: {reason or 'elements are missing'}")
    passing = passing_files()
    tried = failed = 0
    for group in groups(passing, pairs=20, tens=30):
        with tempfile.TemporaryDirectory() as work:
            tried += 1
            if not passes(build(Path(work), *group)):
                failed += 1
                print("  fails:", ", ".join(path.name for path in group))
    print(f"PDF/UA-1: {tried - failed} of {tried} packages of {len(passing)} passing files pass")
    return 0 if good and not failed else 1


def _between(path: Path) -> tuple[Path, ...]:
    return (CLASHING[0], path, CLASHING[1])


if __name__ == "__main__":
    sys.exit(main())
