"""Measure builds as whole processes: ``.venv/bin/python tests/benchmarks/run.py``.

Builds the example, and a made edition of foreign PDFs, beside a bare ``qpdf`` merge of the same
files. Prints processor time (user and system, children included), wall-clock time and peak
memory of the largest process: the median of the runs with the least and the most. The cases
take turns, after one round that is not counted, so that ratios hold even where times wander.
The exit code is 1 when a bound is not met, 2 when something cannot be measured.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# ruff: noqa: T201 - a command for people
# reportlab and the like stay out of this process: a child starts as a copy of its parent, and
# the parent's memory would count as the child's peak.

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parents[1] / "docs" / "examples" / "hoeje-taastrup"
MEGABYTE = 1_000_000
CANNOT_MEASURE = 2
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Run(NamedTuple):
    """What one process took: seconds, seconds, megabytes."""

    cpu: float
    wall: float
    peak: float


class Bound(NamedTuple):
    """The most that the median of a measure may be; seconds are those of the machine of ``LOOP_SECONDS``."""

    case: str
    measure: str
    limit: float


UNITS = {"cpu": "s", "wall": "s", "peak": "MB"}
LOOP = "total = 0\nfor number in range(20_000_000): total += number"
LOOP_SECONDS = 0.72
"""What ``LOOP`` takes of a processor where the bounds were set; a slower machine is given its share."""
BOUNDS = (Bound("example", "cpu", 2.0), Bound("example", "peak", 150.0))


def main() -> int:
    """Measure, print, and give the exit code."""
    parser = argparse.ArgumentParser(description="Measure builds beside a bare qpdf merge.")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each case (5)")
    parser.add_argument("--files", type=int, default=40, help="foreign PDFs in the made edition (40)")
    parser.add_argument("--pages", type=int, default=15, help="pages of each (15)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measure_all(Path(folder), options.runs, options.files, options.pages)
    print(json.dumps(result, indent=2) if options.json else as_text(result))
    return 0 if all(bound["met"] for bound in result["bounds"]) else 1


def measure_all(work: Path, runs: int, files: int, pages: int) -> dict[str, Any]:
    """Give everything that is printed, as plain data."""
    edition = work / "edition"
    subprocess.run([sys.executable, HERE / "make_edition.py", edition, str(files), str(pages)], check=True)
    pdfs = sorted(edition.rglob("*.pdf"))
    build = [sys.executable, "-m", "styringsdialog", "build"]
    cases: dict[str, Sequence[str | Path]] = {
        "loop": [sys.executable, "-c", LOOP],
        "example": [*build, EXAMPLE, "-o", work / "example"],
        "many": [*build, edition, "-o", work / "many"],
    }
    if shutil.which("qpdf"):
        cases["qpdf"] = ["qpdf", "--empty", "--pages", *pdfs, "--", work / "qpdf.pdf"]
    rounds = [{case: measure(command) for case, command in cases.items()} for _ in range(runs + 1)]
    spreads = {case: spread([each[case] for each in rounds[1:]]) for case in cases}
    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        "runs": runs,
        "edition": {
            "files": files,
            "pages": files * pages,
            "megabytes": round(sum(pdf.stat().st_size for pdf in pdfs) / MEGABYTE, 1),
        },
        "cases": spreads,
        "ratios": ratios(spreads),
        "bounds": [
            {**bound._asdict(), "found": found, "met": found <= bound.limit}
            for bound in BOUNDS
            for found in [_at_usual_speed(spreads, bound)]
        ],
    }


def measure(command: Sequence[str | Path]) -> Run:
    """Run ``command`` to its end and give what it took; a command that fails ends the measuring."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            print(output.read().decode(errors="replace"), f"failed: {command}", file=sys.stderr)
            raise SystemExit(CANNOT_MEASURE)
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * MAXRSS_UNIT / MEGABYTE)


def spread(runs: Sequence[Run]) -> dict[str, dict[str, float]]:
    """Give median, least and most of each measure."""
    return {
        name: {"median": statistics.median(values), "min": min(values), "max": max(values)}
        for name, values in zip(Run._fields, zip(*runs, strict=True), strict=True)
    }


def ratios(spreads: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, float] | None:
    """Give how many times the bare merge the build of the made edition takes; nothing without qpdf."""
    if "qpdf" not in spreads:
        return None
    return {name: spreads["many"][name]["median"] / spreads["qpdf"][name]["median"] for name in Run._fields}


def _at_usual_speed(spreads: Mapping[str, Mapping[str, Mapping[str, float]]], bound: Bound) -> float:
    """Give the median that ``bound`` is about, in seconds of the machine where the bounds were set."""
    median = spreads[bound.case][bound.measure]["median"]
    return median / max(1, spreads["loop"]["cpu"]["median"] / LOOP_SECONDS) if UNITS[bound.measure] == "s" else median


def as_text(result: Mapping[str, Any]) -> str:
    """Give the result as a table for people."""
    edition = result["edition"]
    lines = [
        f"Python {result['python']}; median of {result['runs']} (least–most)",
        f"many: {edition['files']} PDFs, {edition['pages']} pages, {edition['megabytes']} MB",
        "",
        f"{'':10}{'processor s':>22}{'wall s':>22}{'peak MB':>22}",
    ]
    for case, measures in result["cases"].items():
        cells = [f"{cell(values, 0 if name == 'peak' else 2):>22}" for name, values in measures.items()]
        lines.append(f"{case:10}{''.join(cells)}")
    if result["ratios"] is None:
        lines += ["", "qpdf is not installed: nothing to compare with (Debian, Ubuntu: apt-get install qpdf)"]
    else:
        lines.append(f"{'many/qpdf':10}" + "".join(f"{ratio:>22.1f}" for ratio in result["ratios"].values()))
    lines += ["", f"Bounds in seconds of a machine on which the loop takes {LOOP_SECONDS} s:"]
    for bound in result["bounds"]:
        unit = UNITS[bound["measure"]]
        found = f"{bound['case']}, {bound['measure']}: {bound['found']:.2f} {unit}, at most {bound['limit']:g} {unit}"
        lines.append(f"{found}: {'met' if bound['met'] else 'NOT MET'}")
    return "\n".join(lines)


def cell(values: Mapping[str, float], decimals: int) -> str:
    """Give median, least and most in few characters."""
    return f"{values['median']:.{decimals}f} ({values['min']:.{decimals}f}–{values['max']:.{decimals}f})"


if __name__ == "__main__":
    sys.exit(main())
