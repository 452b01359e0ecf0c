"""Each file is read in a process of its own: what one does to it, no other file notices."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from intake.odd_pdf import write_pdf
from support.office import Sheet, docx, needs_soffice, paragraph, pptx, slide, workbook
from support.pdf import encrypted_pdf, simple_pdf
from support.signed import signed_pdf

from styringsdialog.compose import taking
from styringsdialog.compose.conversion import HandedIn, Taken
from styringsdialog.compose.taking import take_all
from styringsdialog.errors import Fault, Problem
from styringsdialog.isolate.outcome import Ending, Outcome
from styringsdialog.isolate.plain import Plain
from styringsdialog.messages.message import message
from styringsdialog.model.bilag import Caption
from styringsdialog.model.limits import Limits
from styringsdialog.model.parts import PreparedPart

pytestmark = pytest.mark.long  # whole commands: each takes a second or more


def take(folder: Path, *sources: Path, limits: Limits | None = None) -> list[Taken | tuple[Problem, ...]]:
    handed = []
    for index, source in enumerate(sources):
        work = folder / f"arbejde-{index}"
        work.mkdir(parents=True)
        handed.append(HandedIn(path=source, name=source.name, work=work, caption=Caption(title="Oplæg")))
    told: list[str] = []
    taken = take_all(handed, limits or Limits(), started=lambda one: told.append(one.name))
    assert told == [source.name for source in sources]
    return list(taken)


def part_of(taken: Taken | tuple[Problem, ...]) -> PreparedPart:
    assert isinstance(taken, Taken), taken
    assert isinstance(taken.body, PreparedPart)
    return taken.body


def problem_of(taken: Taken | tuple[Problem, ...]) -> Problem:
    assert isinstance(taken, tuple), taken
    (problem,) = taken
    assert problem.fault is Fault.FILE
    assert problem.hint
    assert problem.dansk.endswith(".")
    return problem


def endless(path: Path) -> Path:
    """Write a PDF that takes very long to be looked through, and at no time much memory: 3,000 full pages."""
    page = b"0 0 m 595 842 l S q Q\n" * 20_000

    def shared(pdf: pikepdf.Pdf) -> None:
        pages = list(pdf.pages)
        for other in pages[1:]:
            other.obj.Contents = pages[0].obj.Contents

    return write_pdf(path, page, *[b""] * 2_999, change=shared, compress_streams=True)


def enormous(path: Path) -> Path:
    """Write a small PDF whose one page unpacks to more than a worker may hold."""
    return write_pdf(path, b" " * (200 << 20), compress_streams=True)


def documents(folder: Path, count: int) -> list[Path]:
    made = []
    for number in range(count):
        path = folder / f"oplæg {number}.pdf"
        path.write_bytes(simple_pdf(f"Oplæg {number}", "Side 2", bookmarks=True))
        made.append(path)
    return made


def facts(taken: Sequence[Taken | tuple[Problem, ...]]) -> list[tuple[bytes, object, object]]:
    parts = [part_of(one) for one in taken]
    return [(part.path.read_bytes(), part.pages, part.bookmarks) for part in parts]


def test_bad_files_among_forty_leave_the_others_exactly_as_they_are_without_them(tmp_path: Path) -> None:
    good = documents(tmp_path, 36)
    bad = [tmp_path / name for name in ("tom.pdf", "låst.pdf", "side.pdf")]
    for path, content in zip(bad, (b"", encrypted_pdf("x"), b"<!doctype html><title>Log ind</title>"), strict=True):
        path.write_bytes(content)
    limits = Limits(file_megabytes=160)
    alone = facts(take(tmp_path / "alene", *good, limits=limits))
    mixed = take(
        tmp_path / "blandet",
        *good[:5],
        enormous(tmp_path / "bombe.pdf"),
        *good[5:20],
        *bad,
        *good[20:],
        limits=limits,
    )
    refused = [one for one in mixed if isinstance(one, tuple)]
    assert facts([one for one in mixed if isinstance(one, Taken)]) == alone
    said = [problem_of(one).where for one in refused]
    assert said == ["bombe.pdf", "tom.pdf", "låst.pdf", "side.pdf"]


@needs_soffice
def test_an_office_file_gives_the_same_bytes_alone_and_beside_others_and_whatever_it_is_called(tmp_path: Path) -> None:
    contents = {
        "brev.docx": docx(paragraph("Brev", heading=1) + paragraph("Budget og regnskab")),
        "brev.bin": docx(paragraph("Brev", heading=1) + paragraph("Budget og regnskab")),
        "dias.pptx": pptx(slide("Emne", "Punkt")),
        "tal.xlsx": workbook({"Tal": Sheet(rows=[("Tekst", "Antal"), ("Boliger", 1000)])}),
    }
    files = [tmp_path / name for name in contents]
    for file in files:
        file.write_bytes(contents[file.name])
    alone = [facts(take(tmp_path / f"alene-{file.name}", file)) for file in files]
    together = facts(take(tmp_path / "sammen", *reversed(files)))
    assert [[made] for made in reversed(together)] == alone
    assert alone[0] == alone[1]


def test_a_file_that_takes_too_long_is_named_with_the_limit_and_where_it_stands(tmp_path: Path) -> None:
    late, good = take(tmp_path, endless(tmp_path / "a.pdf"), *documents(tmp_path, 1), limits=Limits(file_seconds=2))
    problem = problem_of(late)
    assert problem.message == "takes longer than 2 seconds to read"
    assert "file_seconds" in problem.hint
    assert problem.what.code == "compose.too-slow"
    assert part_of(good).pages


def test_a_file_that_needs_too_much_memory_is_named(tmp_path: Path) -> None:
    (taken,) = take(tmp_path, enormous(tmp_path / "a.pdf"), limits=Limits(file_megabytes=160))
    problem = problem_of(taken)
    assert "160 MB" in problem.message
    assert problem.what.code == "compose.too-much-memory"


def test_a_file_that_ends_the_process_is_named(tmp_path: Path) -> None:
    handed = HandedIn(path=tmp_path, name="vibo: a.pdf", work=tmp_path, caption=Caption(title="x"))
    outcome = Outcome(ending=Ending.DIED, why=message("isolate.crashed", signal=signal.SIGSEGV.name))
    problem = problem_of(taking._taken(outcome, handed, Limits()))
    assert (problem.where, "SIGSEGV" in problem.message, problem.what.code) == (
        "vibo: a.pdf",
        True,
        "compose.reading-crashed",
    )


@pytest.mark.parametrize(
    ("error", "most"), [(errno.ENOSPC, 1024), (errno.EDQUOT, 1024)], ids=["a full disk", "a full quota"]
)
def test_a_full_disk_is_no_fault_of_the_file(error: int, most: int, tmp_path: Path) -> None:
    handed = HandedIn(path=tmp_path, name="a.pdf", work=tmp_path, caption=Caption(title="x"))
    outcome = Outcome(ending=Ending.ANSWERED, value=_unwritten(error))
    with pytest.raises(OSError, match=os.strerror(error)):
        taking._taken(outcome, handed, Limits(file_megabytes=most))


def test_a_file_that_becomes_larger_than_its_limit_is_named(tmp_path: Path) -> None:
    handed = HandedIn(path=tmp_path, name="a.pdf", work=tmp_path, caption=Caption(title="x"))
    outcome = Outcome(ending=Ending.ANSWERED, value=_unwritten(errno.EFBIG))
    assert "larger than 128 MB" in problem_of(taking._taken(outcome, handed, Limits(file_megabytes=128))).message


def _unwritten(error: int) -> Plain:
    return {"taken": None, "problems": [], "unwritten": error}


@pytest.mark.parametrize(
    "name", ["-o.pdf", "a\nb.pdf", "$(id) 'x' \"y\".pdf", "æ ø å 日本.pdf", "a" * 240 + ".pdf", ".pdf", "CON"]
)
def test_names_with_any_characters_work(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    source.write_bytes(simple_pdf("Hej"))
    assert len(part_of(take(tmp_path / "arbejde", source)[0]).pages) == 1


def test_a_signed_file_is_kept_as_it_was(tmp_path: Path) -> None:
    source = signed_pdf(tmp_path / "a.pdf")
    signed, plain = take(tmp_path, source, *documents(tmp_path, 1))
    assert isinstance(signed, Taken)
    assert part_of(signed).signatures == 1
    assert signed.original is not None
    assert signed.original.read_bytes() == source.read_bytes()
    assert isinstance(plain, Taken)
    assert plain.original is None
