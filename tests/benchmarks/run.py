"""Measure builds as whole processes: ``.venv/bin/python tests/benchmarks/run.py``.

Builds editions of several sizes beside what else could be made of the same files: ``pikepdf`` that opens and saves
them, a bare ``qpdf`` merge, the checker alone on the finished file, LibreOffice alone, ``typst`` and WeasyPrint
with the same text. Prints processor time (user and system, children included), wall-clock time and peak memory of
the largest process: the median of the runs with the least and the most. The cases take turns, after one round that
is not counted, so that ratios hold even where times wander. Without options it measures the example and a share of
M, in less than a minute; ``--full`` measures everything and how cost grows, ``--page`` puts what was printed with
``--json`` into docs/performance.md. The exit code is 1 when a bound is not met, 2 when something cannot be
measured.

``--peers`` names a Python that has typst, weasyprint and pypdf; docs/performance.md says how to make one.
"""

from __future__ import annotations

import argparse
import compileall
import datetime as dt
import functools
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

# ruff: noqa: T201 - a command for people
# reportlab and the like stay out of this process: a child starts as a copy of its parent, and
# the parent's memory would count as the child's peak.

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXAMPLE = ROOT / "docs" / "examples" / "hoeje-taastrup"
PAGE = ROOT / "docs" / "performance.md"
MARKS = ("<!-- measures: begin -->\n", "<!-- measures: end -->\n")
MEGABYTE = 1_000_000
CANNOT_MEASURE = 2
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
SHARE = 0.25


class Run(NamedTuple):
    """What one process took: seconds, seconds, megabytes."""

    cpu: float
    wall: float
    peak: float


class Size(NamedTuple):
    """An edition to measure: what it is, how ``make_edition`` makes it, and what is measured beside its build."""

    what: str
    kind: str
    files: int
    each: int
    peers: Sequence[str]


SIZES: Final[Mapping[str, Size]] = {
    "S": Size("the example", "", 0, 0, ("build", "again", "checker")),
    "M": Size(
        "foreign PDFs of 15 pages",
        "pdf",
        40,
        15,
        ("build", "again", "changed", "pikepdf", "qpdf", "checker", "weasyprint"),
    ),
    "T": Size("pages of text", "text", 200, 1, ("build", "again", "typst", "weasyprint", "checker")),
    "O": Size("Office files", "office", 20, 1, ("build", "again", "libreoffice", "checker")),
    "E": Size("foreign PDFs of 15 pages in each of eight editions", "pdf", 5, 15, ("alone", "pool", "dask")),
    "L": Size(
        "foreign PDFs of 16 pages", "pdf", 200, 16, ("build", "again", "pikepdf", "qpdf", "checker", "weasyprint")
    ),
}
EDITIONS: Final = 8  # of E, or a share of them
PEERS: Final[Mapping[str, str]] = {
    "build": "`styringsdialog build`, with nothing in the store",
    "again": "`styringsdialog build` again, nothing changed",
    "changed": "`styringsdialog build` again, one bilag changed",
    "alone": "`styringsdialog build` of each, one after the other",
    "pool": "`build_many`, a pool of two processes",
    "dask": "`build_many`, two workers of dask.distributed",
    "pikepdf": "pikepdf opens and saves the files",
    "qpdf": "bare `qpdf` merges the files",
    "checker": "the checker alone, both standards in turn",
    "libreoffice": "LibreOffice alone, one start",
    "typst": "`typst`, PDF/UA-1, the same text",
    "weasyprint": "WeasyPrint, PDF/UA-1 (pypdf joins the files)",
}


class Ratio(NamedTuple):
    """How many times ``over`` takes what ``under`` takes; cases are named «size peer».

    ``without`` is taken from ``over``; from ``under`` too where ``without_both`` says so.
    """

    measure: str
    over: str
    under: Sequence[str]
    without: str = ""
    per_page: bool = False
    without_both: bool = False


RATIOS: Final = (
    *(Ratio("cpu", f"{size} again", (f"{size} build",)) for size in SIZES),
    Ratio("cpu", "M changed", ("M build",), without="M checker", without_both=True),
    Ratio("cpu", "E pool", ("E alone",)),
    Ratio("cpu", "E dask", ("E alone",)),
    Ratio("wall", "E pool", ("E alone",)),
    Ratio("wall", "E dask", ("E alone",)),
    Ratio("cpu", "M build", ("M pikepdf",), without="M checker"),
    Ratio("wall", "M build", ("M qpdf", "M checker")),
    Ratio("cpu", "M weasyprint", ("M build",)),
    Ratio("wall", "O build", ("O libreoffice",)),
    Ratio("cpu", "T build", ("T typst",), per_page=True),
    Ratio("cpu", "T weasyprint", ("T build",), per_page=True),
    Ratio("cpu", "L build", ("L pikepdf",), without="L checker"),
    Ratio("wall", "L build", ("L qpdf", "L checker")),
    Ratio("cpu", "L weasyprint", ("L build",)),
    Ratio("cpu", "L build", ("M build",), per_page=True),
)


class Growth(NamedTuple):
    """Editions in which one thing alone is more from each to the next: the numbers that ``make_edition`` gets."""

    kind: str
    steps: Sequence[int]
    numbers: Sequence[str]
    of_each: int = 1


GROWTH: Final[Mapping[str, Growth]] = {
    # What is counted is a step times ``of_each``.
    "pages": Growth("pdf", (2, 8, 32, 96), ("8", "{step}"), of_each=8),
    "files": Growth("pdf", (8, 32, 96, 192), ("{step}", "1")),
    "contributors": Growth("pdf", (2, 8, 24, 48), ("48", "1", "--contributors={step}")),
    "elements": Growth("tagged", (2, 16, 64, 192), ("4", "{step}"), of_each=40),
}


class Bound(NamedTuple):
    """The most that the median of a measure may be; seconds are those of the machine of ``LOOP_SECONDS``."""

    case: str
    measure: str
    limit: float


UNITS = {"cpu": "s", "wall": "s", "peak": "MB"}
NAMES = {"cpu": "processor s", "wall": "wall s", "peak": "peak MB"}
LOOP = "total = 0\nfor number in range(20_000_000): total += number"
LOOP_SECONDS = 0.72
"""What ``LOOP`` takes of a processor where the bounds were set; a slower machine is given its share."""
BOUNDS = (Bound("S build", "cpu", 2.0), Bound("S build", "peak", 150.0))


def main() -> int:
    """Measure, print, and give the exit code."""
    parser = argparse.ArgumentParser(description="Measure builds beside what else could be made of the same files.")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each case (5); of L a third of them")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["S", "M"], help="which editions (S M)")
    parser.add_argument("--share", type=float, default=SHARE, help=f"of the files or pages of each ({SHARE})")
    parser.add_argument("--growth", action="store_true", help="also fit how cost grows")
    parser.add_argument("--full", action="store_true", help="all sizes, whole, and how cost grows")
    parser.add_argument("--peers", default=sys.executable, help="a Python with typst, weasyprint and pypdf (this one)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--page", nargs="+", type=Path, help="measure nothing: write these results into the page")
    options = parser.parse_args()
    if options.page:
        results = [json.loads(file.read_text("utf-8")) for file in options.page]
        PAGE.write_text(with_measures(PAGE.read_text("utf-8"), results), encoding="utf-8")
        return 0
    sizes, share = (list(SIZES), 1.0) if options.full else (options.sizes, options.share)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.peers, options.runs)
        result = bench.measured(sizes, share, growth=options.growth or options.full)
    print(json.dumps(result, indent=2) if options.json else as_text(result))
    return 0 if all(bound["met"] for bound in result["bounds"]) else 1


class Bench:
    """Makes editions in a folder, and measures what is made of them."""

    def __init__(self, work: Path, peers: str, runs: int) -> None:
        """Work in the empty folder ``work``, with the Python ``peers`` for what is not ours."""
        self.work = work
        self.caches = work / "caches"
        # As whoever installs a wheel has it: else each process compiles all of the library first.
        compileall.compile_dir(ROOT / "styringsdialog", quiet=1)
        self.python = {name: peers if name in {"typst", "weasyprint"} else sys.executable for name in PEERS}
        self.runs = runs
        self.versions = {**self._versions(peers), **self._versions(sys.executable)}
        for name in ("qpdf", "soffice"):
            if shutil.which(name):
                done = subprocess.run([name, "--version"], capture_output=True, encoding="utf-8", check=True)
                self.versions[name] = next(word for word in done.stdout.split() if word[0].isdigit())
        if "pypdf" not in self._versions(peers):
            self.versions.pop("weasyprint", None)
        self.missing = [name for name, needed in _NEEDED.items() if needed not in self.versions]

    def _versions(self, python: str) -> dict[str, str]:
        done = subprocess.run(
            [python, HERE / "peers.py", "versions"], capture_output=True, encoding="utf-8", check=True
        )
        return dict(line.split() for line in done.stdout.splitlines())

    def measured(self, sizes: Sequence[str], share: float, *, growth: bool) -> dict[str, Any]:
        """Return everything that is printed, as plain data."""
        others = Others()
        cases: dict[str, Callable[[], Sequence[str | Path]]] = {"loop": lambda: [sys.executable, "-c", LOOP]}
        editions = {}
        for name in sizes:
            edition, editions[name] = self._edition(name, share)
            for peer in SIZES[name].peers:
                if peer not in self.missing:
                    # Asked for when its turn comes: what is checked is there only after it was built.
                    cases[f"{name} {peer}"] = functools.partial(self._command, peer, name, edition)
        counted: dict[str, list[Run]] = {case: [] for case in cases}
        # What is counted once is not warmed up; L takes minutes, and is measured as it first comes, and less often.
        uncounted = int(self.runs > 1)
        for turn in range(uncounted + self.runs):
            for case, command in cases.items():
                is_large = case.startswith("L ")
                if not is_large or turn < max(1, self.runs // 3):
                    run = measure(command())
                    if is_large or turn >= uncounted:
                        counted[case].append(run)
        spreads = {case: spread(runs) for case, runs in counted.items()}
        grown = {what: self._grown(what, share) for what in GROWTH} if growth else {}
        return {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "python": ".".join(map(str, sys.version_info[:3])),
            "cores": os.cpu_count(),
            "others": others.share(),
            "versions": self.versions,
            "missing": [name for name in self.missing if any(name in SIZES[size].peers for size in sizes)],
            "runs": self.runs,
            "editions": editions,
            "pages": self._pages(cases),
            "cases": spreads,
            "growth": grown,
            "bounds": [
                {**bound._asdict(), "found": value, "met": value <= bound.limit}
                for bound in BOUNDS
                if bound.case in spreads
                for value in [_at_usual_speed(spreads, bound)]
            ],
        }

    def _edition(self, name: str, share: float) -> tuple[Path, dict[str, Any]]:
        """Make the edition of a size, and give it with what is told of it."""
        size = SIZES[name]
        if not size.kind:
            return EXAMPLE, {"what": size.what, "count": None, "megabytes": None}
        count = max(1, round(size.files * share))
        editions = max(2, round(EDITIONS * share)) if "pool" in size.peers else 0
        for number in range(editions):
            self._made(f"{name}/{number}", size.kind, count, size.each)
        edition = self.work / name if editions else self._made(name, size.kind, count, size.each)
        total = sum(path.stat().st_size for path in _files(edition))
        return edition, {"what": size.what, "count": count, "megabytes": round(total / MEGABYTE, 1)}

    def _made(self, name: str, kind: str, *numbers: object) -> Path:
        edition = self.work / name
        command = [*map(str, (sys.executable, HERE / "make_edition.py", kind, edition, *numbers))]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(HERE.parent)})
        return edition

    def _command(self, peer: str, name: str, edition: Path) -> Sequence[str | Path]:
        """Return the command line of a case."""
        files, output = _files(edition), self.work / f"{name}-{peer}"
        match peer:
            case "build":
                return self._cold(edition, output)
            case "again":
                return _build(edition, self.work / f"{name}-build", self.caches)
            case "changed":
                subprocess.run([self.python[peer], HERE / "peers.py", "shorten", files[0]], check=True)
                return _build(edition, self.work / f"{name}-build", self.caches)
            case "alone" | "pool" | "dask":
                arguments: Sequence[str | Path] = [output, *sorted(edition.iterdir())]
            case "qpdf":
                return ["qpdf", "--empty", "--pages", *files, "--", f"{output}.pdf"]
            case "libreoffice":
                profile = f"-env:UserInstallation={(self.work / 'profile').as_uri()}"
                return ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", output, *files]
            case "checker":
                arguments = sorted((self.work / f"{name}-build").glob("*.pdf"))
            case "pikepdf":
                output.mkdir(exist_ok=True)
                arguments = [output, *files]
            case "typst":
                arguments = [edition / ".peers" / "text.typ", f"{output}.pdf"]
            case "weasyprint":
                joined = files if SIZES[name].kind == "pdf" else []
                arguments = [edition / ".peers" / "text.html", f"{output}.pdf", *joined]
        return [self.python[peer], HERE / "peers.py", peer, *arguments]

    def _cold(self, edition: Path, output: Path) -> Sequence[str | Path]:
        """Return the command line of a build that finds nothing in the store."""
        shutil.rmtree(self.caches, ignore_errors=True)
        return _build(edition, output, self.caches)

    def _pages(self, cases: Mapping[str, object]) -> dict[str, int]:
        """Return how many pages each case made that makes one PDF."""
        made = {case: self.work / f"{case.replace(' ', '-')}.pdf" for case in cases}
        made |= {
            case: next((self.work / case.replace(" ", "-")).glob("*.pdf")) for case in cases if case.endswith(" build")
        }
        made = {case: path for case, path in made.items() if path.exists()}
        command = [*map(str, (sys.executable, HERE / "peers.py", "pages", *made.values()))]
        counted = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split()
        return dict(zip(made, map(int, counted), strict=True))

    def _grown(self, what: str, share: float) -> dict[str, Any]:
        """Return what builds take as there is more of ``what``, and the exponent of it."""
        growth = GROWTH[what]
        steps = sorted({max(1, round(step * share)) for step in growth.steps})
        editions = {
            step: self._made(f"{what}-{step}", growth.kind, *(part.format(step=step) for part in growth.numbers))
            for step in steps
        }
        runs: dict[int, list[float]] = {step: [] for step in steps}
        for _ in range(max(1, (self.runs + 1) // 2)):
            for step, edition in editions.items():
                runs[step].append(measure(self._cold(edition, self.work / "grown")).cpu)
        for edition in editions.values():
            shutil.rmtree(edition)
        points = [(step * growth.of_each, statistics.median(runs[step])) for step in steps]
        return {"points": points, "exponent": exponent(points)}


_NEEDED: Final[Mapping[str, str]] = {
    "pikepdf": "pikepdf",
    "qpdf": "qpdf",
    "checker": "page-validation",
    "dask": "distributed",
    "libreoffice": "soffice",
    "typst": "typst",
    "weasyprint": "weasyprint",
}


def _build(edition: Path, output: Path, caches: Path) -> Sequence[str | Path]:
    return ["env", f"XDG_CACHE_HOME={caches}", sys.executable, "-m", "styringsdialog", "build", edition, "-o", output]


def _files(edition: Path) -> list[Path]:
    """Return the files that contributors handed in."""
    return sorted(edition.glob("**/bidrag-*/*"))


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


class Others:
    """What other work the machine had, from now on: on a machine that is shared, times wander."""

    def __init__(self) -> None:
        """Begin."""
        self._start = self._now()

    def share(self) -> float | None:
        """Return the share of the machine's processor time that was not ours; nothing where nobody tells."""
        all_then, busy_then, ours_then = self._start
        all_now, busy_now, ours_now = self._now()
        if all_now == all_then:
            return None
        return round(max(0.0, (busy_now - busy_then - (ours_now - ours_then)) / (all_now - all_then)), 2)

    @staticmethod
    def _now() -> tuple[float, float, float]:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        ours = sum(usage.ru_utime + usage.ru_stime for usage in used)
        try:
            first = Path("/proc/stat").read_text("ascii").splitlines()[0]
        except OSError:
            return 0.0, 0.0, ours
        # user nice system idle iowait irq softirq steal: proc(5).
        ticks = [int(number) / os.sysconf("SC_CLK_TCK") for number in first.split()[1:9]]
        return sum(ticks), sum(ticks) - ticks[3] - ticks[4], ours


def spread(runs: Sequence[Run]) -> dict[str, dict[str, float]]:
    """Return median, least and most of each measure."""
    return {
        name: {"median": statistics.median(values), "min": min(values), "max": max(values)}
        for name, values in zip(Run._fields, zip(*runs, strict=True), strict=True)
    }


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """Return k where cost grows as n to the k, fitted to all but the first of ``points``; ``None`` where none fits.

    What the first one costs, and has, is taken from the others: it is what a build costs anyhow. 1 is in proportion.
    """
    (least, base), *rest = points
    logs = [(math.log(n - least), math.log(cost - base)) for n, cost in rest if cost > base]
    if len({x for x, _ in logs}) < 2:
        return None
    return round(statistics.linear_regression(*zip(*logs, strict=True)).slope, 2)


def ratios(result: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Return each ratio whose cases were measured: what is held against what, in which measure, and how many times."""
    cases, pages = result["cases"], result["pages"]
    for ratio in RATIOS:
        named = {ratio.over, *ratio.under, *filter(None, [ratio.without])}
        if not named <= cases.keys():
            continue
        over = _median(cases, ratio.over, ratio.measure)
        under = sum(_median(cases, case, ratio.measure) for case in ratio.under)
        without = f" without {ratio.without}" if ratio.without else ""
        label = f"{ratio.over}{without} over {' + '.join(ratio.under)}{without if ratio.without_both else ''}"
        if ratio.without:
            over -= _median(cases, ratio.without, ratio.measure)
        if ratio.without_both:
            under -= _median(cases, ratio.without, ratio.measure)
        if ratio.per_page:
            over, under, label = over / pages[ratio.over], under / pages[ratio.under[0]], f"{label}, per page"
        yield label, ratio.measure, over / under


def _median(cases: Mapping[str, Any], case: str, measure: str) -> float:
    value: float = cases[case][measure]["median"]
    return value


def _at_usual_speed(spreads: Mapping[str, Mapping[str, Mapping[str, float]]], bound: Bound) -> float:
    """Return the median that ``bound`` is about, in seconds of the machine where the bounds were set."""
    median = spreads[bound.case][bound.measure]["median"]
    return median / max(1, spreads["loop"]["cpu"]["median"] / LOOP_SECONDS) if UNITS[bound.measure] == "s" else median


# ---------------------------------------------------------------------------- in words


def about(result: Mapping[str, Any]) -> str:
    """Return in a sentence or two on what machine it was measured."""
    others = result["others"]
    shared = "" if others is None else f"; other work had {others:.0%} of its processor time"
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    text = (
        f"{result['date']}, Python {result['python']}, {result['cores']} cores{shared}. "
        f"A loop of Python that took {LOOP_SECONDS} s of a processor where the bounds were set took "
        f"{_median(result['cases'], 'loop', 'cpu'):.2f}. "
        f"Median of {result['runs']} runs (least–most), of L of {max(1, result['runs'] // 3)}. {versions}."
    )
    return text + "".join(f" Not installed, and so not measured: {name}." for name in result["missing"])


def edition_text(name: str, edition: Mapping[str, Any]) -> str:
    """Return in words what the edition of a size is."""
    count = f"{edition['count']} " if edition["count"] else ""
    size = f", {edition['megabytes']} MB" if edition["megabytes"] else ""
    return f"{name}: {count}{edition['what']}{size}"


def as_text(result: Mapping[str, Any]) -> str:
    """Return the result as a table for people."""
    lines = [about(result), *(edition_text(*item) for item in result["editions"].items()), ""]
    lines.append(f"{'':14}" + "".join(f"{name:>22}" for name in NAMES.values()) + f"{'pages':>8}")
    for case, measures in result["cases"].items():
        cells = [f"{cell(values, 0 if name == 'peak' else 2):>22}" for name, values in measures.items()]
        lines.append(f"{case:14}{''.join(cells)}{result['pages'].get(case, ''):>8}")
    lines += ["", *(f"{label}, {NAMES[measure]}: {value:.2f}" for label, measure, value in ratios(result))]
    lines += [f"cost grows with {what}: {grown_text(grown)}" for what, grown in result["growth"].items()]
    lines += ["", f"Bounds in seconds of a machine on which the loop takes {LOOP_SECONDS} s:"]
    for bound in result["bounds"]:
        unit = UNITS[bound["measure"]]
        told = f"{bound['case']}, {bound['measure']}: {bound['found']:.2f} {unit}, at most {bound['limit']:g} {unit}"
        lines.append(f"{told}: {'met' if bound['met'] else 'NOT MET'}")
    return "\n".join(lines)


def with_measures(page: str, results: Sequence[Mapping[str, Any]]) -> str:
    """Return ``page`` with ``results`` between its two marks."""
    begin, end = MARKS
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{''.join(map(_as_markdown, results))}\n{end}{after}"


def _as_markdown(result: Mapping[str, Any]) -> str:
    lines = [
        "",
        about(result),
        "",
        "| size | what | processor s | wall s | peak MB | pages |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for name, edition in result["editions"].items():
        lines.append(f"| **{name}** | **{edition_text(name, edition).partition(': ')[2]}** | | | | |")
        for case, measures in result["cases"].items():
            size, _, peer = case.partition(" ")
            if size == name and peer:
                cells = [cell(values, 0 if measure == "peak" else 2) for measure, values in measures.items()]
                lines.append(f"| | {PEERS[peer]} | {' | '.join(cells)} | {result['pages'].get(case, '')} |")
    lines += ["", "| held against each other | in | times |", "|---|---|--:|"]
    lines += [f"| {label} | {NAMES[measure]} | {value:.2f} |" for label, measure, value in ratios(result)]
    if result["growth"]:
        lines += ["", "| cost grows with | processor s | exponent |", "|---|---|--:|"]
        for what, grown in result["growth"].items():
            points = ", ".join(f"{n}: {cost:.2f}" for n, cost in grown["points"])
            lines.append(f"| {what} | {points} | {'–' if grown['exponent'] is None else grown['exponent']} |")
    return "\n".join(lines) + "\n"


def grown_text(grown: Mapping[str, Any]) -> str:
    """Return the measures of growth on one line."""
    points = ", ".join(f"{n}: {cost:.2f} s" for n, cost in grown["points"])
    return f"{points}; exponent {grown['exponent']}"


def cell(values: Mapping[str, float], decimals: int) -> str:
    """Return median, least and most in few characters."""
    return f"{values['median']:.{decimals}f} ({values['min']:.{decimals}f}–{values['max']:.{decimals}f})"


if __name__ == "__main__":
    sys.exit(main())
