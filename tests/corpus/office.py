"""Make pages of other people's Office files: ``.venv/bin/python tests/corpus/office.py [SUFFIX…]``.

Reads ``../shared/corpus`` beside the project. Every Office file of it (or those whose names end in one of the
suffixes) is converted, two at a time, taken in and put into a package of its own, which is checked. Prints what
became of each; the exit code is 1 when one crashed or hung, or when of ten simple .pptx and ten simple .docx fewer
than fifteen pass PDF/UA-1, or when one that does not pass names nothing that its author must mend.
"""

from __future__ import annotations

import concurrent.futures
import csv
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import attrs
import pikepdf
from assemble.packages import small_package

from styringsdialog.convert.office.converting import OFFICE_SUFFIXES, to_pdf
from styringsdialog.errors import BilagFileError, Remark
from styringsdialog.intake.pdf import take_in_pdf
from styringsdialog.intake.sniff import sniff

# ruff: noqa: T201 - a command for people

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TEN = 10
ENOUGH = 15
"""Of ten .pptx and ten .docx."""
SECONDS = 60
_FUZZED = ("clusterfuzz", "crash-", "FAIL")


@attrs.frozen(kw_only=True)
class Verdict:
    """What became of a file.

    Attributes:
        refused: Why it became no pages; empty when it did.
        rules: Of PDF/UA-1, that a package with it alone breaks.
        lacks: Whether something is named that only the author can mend.
    """

    path: Path
    seconds: float
    pages: int = 0
    refused: str = ""
    rules: tuple[str, ...] = ()
    lacks: bool = False
    notes: tuple[Remark, ...] = ()


def office_files(suffixes: Sequence[str] = ()) -> list[Path]:
    """Give all Office files of the corpus, or those with one of ``suffixes``."""
    wanted = frozenset(suffixes) or OFFICE_SUFFIXES | {".docm", ".pptm", ".ppsx"}
    return [path for path in map(_path, _rows()) if path.suffix.lower() in wanted]


def simple_files(suffix: str) -> list[Path]:
    """Give ten simple files of one kind, evenly spread over the corpus: the same ones each time.

    Simple are text, lists, tables, pictures and shapes: no charts, SmartArt, other programs' objects, macros,
    tracked changes or hidden slides, and no files that a fuzzer made.
    """
    simple = [
        _path(row)
        for row in _rows()
        if row["path"].endswith(suffix)
        and row["kind"] == "office"
        and row["macros"] == "0"
        and row["tracked"] in {"", "0"}
        and row["hidden_slides"] in {"", "0"}
        and row["slides"] != "0"
        and not row["path"].startswith("_crafted")
        and not any(part in row["path"] for part in _FUZZED)
        and not _is_drawn(_path(row))
    ]
    return [simple[index * len(simple) // TEN] for index in range(TEN)]


def _is_drawn(path: Path) -> bool:
    """Tell whether there are charts, SmartArt or other programs' objects in a file: it is then not simple."""
    with zipfile.ZipFile(path) as archive:
        return any(part in name for name in archive.namelist() for part in ("/charts/", "/diagrams/", "/embeddings/"))


def judge(path: Path) -> Verdict:
    """Give what becomes of ``path``, packed alone."""
    import page  # noqa: PLC0415 - of the extra ``verify``

    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            kind = sniff(path, path.name)
            if kind.suffix not in OFFICE_SUFFIXES:
                return Verdict(path=path, seconds=0, refused=f"it is {kind.name or 'unknown'}")
            converted = to_pdf(path, kind.suffix, work, seconds=SECONDS)
            seconds = time.monotonic() - start
            part = take_in_pdf(converted.path, work / "del.pdf")
            package = small_package(work, converted.path)
        except BilagFileError as error:
            return Verdict(path=path, seconds=time.monotonic() - start, refused=str(error).partition(": ")[2])
        with pikepdf.open(package.path) as pdf:
            assert not pdf.Root.get("/AcroForm")
        report = page.validate_pdf(package.path, profile="ua1")
        rules = sorted({failure.rule_id for failure in report.failures} - _CLAIM)
        return Verdict(
            path=path,
            seconds=seconds,
            pages=len(part.pages),
            rules=tuple(rules),
            lacks=bool(converted.lack.figures or converted.lack.skipped),
            notes=(*converted.notes, *part.notes),
        )


_CLAIM = frozenset({"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"})
"""What is broken by a package that does not claim PDF/UA: small ones for tests do not."""


def main(suffixes: Sequence[str]) -> int:
    """Run everything, print what came of it, and give the exit code."""
    simple = frozenset([*simple_files(".pptx"), *simple_files(".docx")])
    refusals: Counter[str] = Counter()
    good = passed = 0
    silent: list[str] = []
    times: list[float] = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for verdict in pool.map(judge, office_files(suffixes) if suffixes != ["simple"] else sorted(simple)):
            name = verdict.path.relative_to(CORPUS)
            said = verdict.refused or f"{verdict.pages} pages, {', '.join(verdict.rules) or 'passes'}"
            print(f"{verdict.seconds:6.1f} s  {'*' if verdict.path in simple else ' '} {name}: {said}", flush=True)
            for note in verdict.notes:
                print(f"             {note}")
            if verdict.refused:
                refusals[verdict.refused.partition(" (")[0]] += 1
                continue
            times.append(verdict.seconds)
            passed += not verdict.rules
            good += not verdict.rules and verdict.path in simple
            if verdict.rules and not verdict.lacks:
                silent.append(str(name))
    for refusal, count in refusals.most_common():
        print(f"{count:4}  {refusal}")
    times.sort()
    if times:
        print(
            f"{len(times)} converted, {passed} pass; median {times[len(times) // 2]:.1f} s, longest {times[-1]:.1f} s"
        )
    print(f"of ten simple .pptx and ten simple .docx: {good} pass")
    print("do not pass, and name nothing to mend:", *(silent or ["none"]), sep="\n  ")
    return 0 if good >= ENOUGH and not silent else 1


def _rows() -> list[dict[str, str]]:
    with (CORPUS / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _path(row: dict[str, str]) -> Path:
    return CORPUS / row["path"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
