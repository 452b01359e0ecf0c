"""Take in all of other people's files: ``.venv/bin/python tests/corpus/intake.py [FAMILY …]``.

Reads ``../shared/corpus`` beside the project, and of it the files of each FAMILY (``pdf``, ``office``,
``image``, ``text``, ``other``), or all. Each goes the way that a bilag goes: a process of its own, two
at once, within the ordinary limits. What has become of it is then held against the original, again in
processes of their own: whether qpdf finds fault with it, whether anything in it acts, and whether each
page looks as the original's, drawn with its form fields. Prints figures, a table of refusals by reason,
and what differs; the exit code is 1 when a bound is not met.
"""

from __future__ import annotations

import contextlib
import csv
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import attrs
import pikepdf
import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from styringsdialog.compose.conversion import HandedIn, Taken
from styringsdialog.compose.taking import take_all
from styringsdialog.errors import BilagFileError, Problem
from styringsdialog.intake.kinds import Family
from styringsdialog.intake.sniff import sniff
from styringsdialog.isolate.outcome import Ending
from styringsdialog.isolate.running import Job, cores, run
from styringsdialog.model.bilag import Caption
from styringsdialog.model.limits import Limits
from styringsdialog.model.parts import PreparedPart
from styringsdialog.typeset.render import typeset

# ruff: noqa: T201 - a command for people

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
ENOUGH_FILES = 0.95
"""Of the PDFs that pikepdf opens without a password, the share that becomes pages."""
ENOUGH_PAGES = 0.995
"""Of those pages, the share that looks as it did."""
_EQUAL = 8
"""Of 255; what differs by no more, nobody sees."""
MOST_MEMORY = 300
"""Megabytes that this process, which never reads a file itself, may take."""

_WIDEST = 2000
"""Pixels; larger pages are drawn smaller."""
_FIRST = 30
"""Pages of one file that are held against the original."""
_ACTS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie"})
_HOLDS = frozenset({"/JavaScript", "/EmbeddedFiles", "/AA", "/OpenAction", "/XFA", "/AcroForm", "/PieceInfo", "/EF"})


@attrs.frozen
class Verdict:
    """What became of a file.

    Attributes:
        pages: That it gave; 0 when it was refused.
        same: Of those that were drawn, how many look as they did.
        drawn: How many were.
        compared: Whether PDFium could draw the original at all, where that was asked for.
        reasons: Why it was refused.
        faults: What must not be.
    """

    path: Path
    pages: int = 0
    same: int = 0
    drawn: int = 0
    compared: bool = True
    reasons: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def corpus_files(families: Sequence[str] = ()) -> list[Path]:
    """Give the files of the corpus that are of one of ``families``, or all, in the order of the index."""
    with (CORPUS / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        paths = [CORPUS / row["path"] for row in csv.DictReader(file)]
    return [path for path in paths if path.is_file() and (not families or family_of(path) in families)]


def family_of(path: Path) -> str:
    """Give the way that the file at ``path`` goes."""
    try:
        kind = sniff(path, path.name)
    except BilagFileError:
        return Family.OTHER.name.lower()
    return kind.family.name.lower()


def _opening() -> set[Path]:
    """Give the PDFs that pikepdf opens without a password, as the index says."""
    with (CORPUS / "INDEX.csv").open(encoding="utf-8", newline="") as file:
        return {CORPUS / row["path"] for row in csv.DictReader(file) if row["pikepdf"] == "ok"}


def verdicts(files: Sequence[Path], folder: Path, told: Callable[[str], None]) -> Iterator[Verdict]:
    """Take ``files`` in with work folders in ``folder``, and give what became of each, in their order."""
    handed = []
    for index, path in enumerate(files):
        work = folder / str(index)
        work.mkdir()
        # Comments go along: that what is seen stays seen is then held against all that is seen.
        handed.append(
            HandedIn(
                path=path, name=path.name, work=work, caption=Caption(title=path.stem, alt="Et billede."), comments=True
            )
        )
    limits = Limits()
    taken = take_all(handed, limits, started=lambda one: told(one.path.relative_to(CORPUS).as_posix()))
    parts: dict[int, Path] = {}
    found = []
    for index, (one, result) in enumerate(zip(handed, taken, strict=True)):
        found.append(_verdict(one, result))
        if isinstance(result, Taken) and isinstance(result.body, PreparedPart):
            parts[index] = result.body.path
    looked = _asked("look", [(index, str(files[index]), str(path)) for index, path in parts.items()])
    pdfs = [(index, str(files[index]), str(path)) for index, path in parts.items() if family_of(files[index]) == "pdf"]
    compared = _asked("compare", pdfs)
    for index, told_of in looked.items():
        faults = ["could not be looked at"] if told_of is None else told_of
        found[index] = attrs.evolve(found[index], faults=(*found[index].faults, *faults))
    for index, told_of in compared.items():
        # PDFium itself hangs or ends on some of the originals.
        same, drawn = told_of or (0, 0)
        found[index] = attrs.evolve(found[index], same=same, drawn=drawn, compared=told_of is not None)
    yield from found


def _asked(name: str, files: Sequence[tuple[int, str, str]]) -> dict[int, Any]:
    """Give what the function ``name`` says of each original and prepared file; nothing where it did not come so far."""
    jobs = [
        Job(
            target=f"corpus.intake:{name}",
            argument=[original, prepared],
            seconds=120,
            megabytes=4096,
            read=(Path(original), Path(prepared)),
        )
        for _, original, prepared in files
    ]
    outcomes = run(jobs, at_once=cores(), preload=["corpus.intake"])
    return {
        index: outcome.value if outcome.ending is Ending.ANSWERED else None
        for (index, _, _), outcome in zip(files, outcomes, strict=True)
    }


def _verdict(handed: HandedIn, result: Taken | tuple[Problem, ...]) -> Verdict:
    if isinstance(result, tuple):
        faults = [] if result and all(one.message and one.dansk for one in result) else ["no reason, or none in Danish"]
        faults += [str(one) for one in result if "cannot be read: the process" in one.message]
        return Verdict(handed.path, reasons=tuple(_reason(one) for one in result), faults=tuple(faults))
    # Of blocks it is typesetting that makes pages.
    body = result.body or typeset(result.blocks, title=handed.caption.title, path=handed.work / "set.pdf")
    return Verdict(handed.path, pages=len(body.pages))


def _reason(problem: Problem) -> str:
    """Give a reason without what is this file's alone."""
    said, _, detail = problem.message.partition(": ")
    if said.startswith("is damaged"):
        return said if not detail.startswith("some") else problem.message
    return "".join("n" if character.isdigit() else character for character in problem.message)


def look(argument: Any, _: object) -> list[str]:
    """Give what is wrong with a prepared file: the worker's side."""
    original, prepared = argument
    faults = _active(Path(prepared))
    # A picture or a content that was damaged stays so, and qpdf says it of both files.
    if (said := _qpdf(prepared)) and not _qpdf(original):
        faults.append(f"qpdf --check: {said[-200:]}")
    return faults


def compare(argument: Any, _: object) -> list[int]:
    """Give how many of the first pages look the same in both files, and how many were drawn: the worker's side."""
    original, prepared = argument
    return list(_alike(original, prepared))


def _qpdf(path: str) -> str:
    """Give what qpdf finds wrong; nothing when nothing is."""
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, errors="replace", check=False)  # noqa: S607 - on the PATH, as its users have it
    return " ".join((done.stdout + done.stderr).split()) if done.returncode else ""


def _active(path: Path) -> list[str]:
    """Give the names of all that acts, or holds a file, in any object of the PDF."""
    found: set[str] = set()
    with pikepdf.open(path) as pdf:
        for one in pdf.objects:
            waiting: list[Any] = [one]
            while waiting:
                thing = waiting.pop()
                if isinstance(thing, pikepdf.Array):
                    waiting += [kid for kid in thing if _stands_in(kid)]
                elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                    found |= {key for key in thing.keys() if key in _HOLDS}  # noqa: SIM118 - a PDF dictionary
                    if str(thing.get("/S", "")) in _ACTS:
                        found.add(str(thing.S))
                    waiting += [kid for kid in _values(thing) if _stands_in(kid)]
    return [f"has {name}" for name in sorted(found)]


def _values(holder: Any) -> Iterator[Any]:
    for key in holder.keys():  # noqa: SIM118 - a PDF dictionary
        # In a damaged file a name may be none that Python can say.
        with contextlib.suppress(TypeError):
            yield holder.get(key)


def _stands_in(thing: Any) -> bool:
    """Tell whether ``thing`` holds others, and is no object of its own, which is looked at anyway."""
    return isinstance(thing, pikepdf.Array | pikepdf.Dictionary) and not thing.is_indirect


def _alike(original: str, prepared: str) -> tuple[int, int]:
    """Give how many of the first pages look the same in both files, and how many were drawn."""
    try:
        viewed, printed = pypdfium2.PdfDocument(original), pypdfium2.PdfDocument(original)
    except pypdfium2.PdfiumError:
        return 0, 0
    with viewed, printed, pypdfium2.PdfDocument(prepared) as finished:
        viewed.init_forms()
        if len(viewed) != len(finished):
            return 0, max(len(viewed), len(finished))
        compared = []
        for number in range(min(len(viewed), _FIRST)):
            before, after = _drawn(viewed, number), _drawn(finished, number)
            # What PDFium cannot draw of the original is not held against anything.
            if before is not None:
                compared.append(_same(before, after) or _same(_flattened(printed, number), after))
        return sum(compared), len(compared)


def _flattened(document: Any, number: int) -> Image.Image | None:
    """Give a page with its fields as they were saved: of those that no form leads to, a viewer shows nothing."""
    with contextlib.closing(document[number]) as page:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    return _drawn(document, number)


def _same(before: Image.Image | None, after: Image.Image | None) -> bool:
    """Tell whether two pages look the same."""
    if before is None or after is None or before.size != after.size:
        return False
    return max(ImageChops.difference(before, after).tobytes()) <= _EQUAL


def _drawn(document: Any, number: int) -> Image.Image | None:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        scale = min(1.0, _WIDEST / max(*page.get_size(), 1))
        # Otherwise PDFium smooths the text of fields in another way than that of pages.
        bitmap = page.render(scale=scale, may_draw_forms=True, optimize_mode="lcd")
        image: Image.Image = bitmap.to_pil()
        return image.convert("RGB")
    except (pypdfium2.PdfiumError, ValueError):
        return None
    finally:
        page.close()


def main(families: Sequence[str]) -> int:
    """Run everything, print the figures, and give the exit code."""
    files = corpus_files(families)
    if not files:
        print(f"nothing to read in {CORPUS}")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        found = list(verdicts(files, Path(folder), lambda name: print(f"  {name}", file=sys.stderr)))
    opening = _opening()
    opened = [one for one in found if one.path in opening]
    pages = [one for one in opened if one.pages]
    drawn, same = sum(one.drawn for one in pages), sum(one.same for one in pages)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    reasons = Counter(reason for one in found for reason in one.reasons)
    print(f"files               {len(found)}")
    print(f"became pages        {sum(bool(one.pages) for one in found)}")
    print(f"refused             {sum(bool(one.reasons) for one in found)}")
    print(f"without a verdict   {sum(not one.pages and not one.reasons for one in found)}")
    if opened:
        print(f"PDFs that open      {len(opened)}, pages of {len(pages)} ({len(pages) / len(opened):.1%})")
    if drawn:
        print(f"pages drawn         {drawn}, the same {same} ({same / drawn:.2%})")
    print(f"this process        {memory} MB")
    print("\nrefused because")
    for reason, count in reasons.most_common():
        print(f"{count:6}  {reason}")
    print("\nopens, but gave no pages")
    for one in opened:
        if not one.pages:
            print(f"  {one.path.relative_to(CORPUS)}: {'; '.join(one.reasons)}")
    print("\nlooks different")
    for one in pages:
        if one.same != one.drawn:
            print(f"  {one.path.relative_to(CORPUS)}: {one.drawn - one.same} of {one.drawn} pages")
    print("\nPDFium cannot draw the original")
    for one in pages:
        if not one.compared:
            print(f"  {one.path.relative_to(CORPUS)}")
    faults = [(one.path, fault) for one in found for fault in one.faults]
    print(f"\nfaults: {len(faults)}")
    for path, fault in faults:
        print(f"  {path.relative_to(CORPUS)}: {fault}")
    good = not faults and memory < MOST_MEMORY and all(one.pages or one.reasons for one in found)
    good = good and len(pages) >= ENOUGH_FILES * len(opened) and same >= ENOUGH_PAGES * drawn
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
