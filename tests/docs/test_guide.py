"""The Danish quick guide: what it says of files and messages is what the program does and says."""

from __future__ import annotations

import re
from pathlib import Path

from docs.pages import ROOT
from support.editions import CONFERENCE, contributor, write_edition
from support.pdf import simple_pdf

from styringsdialog import Fault, Problem, load_conference
from styringsdialog.messages.message import Language, entries, message, text_of
from styringsdialog.pipeline import check_conference
from styringsdialog.report.reasons import reason_in_danish

GUIDE = (ROOT / "docs" / "hurtig-guide.md").read_text("utf-8")


def rows(heading: str) -> list[tuple[str, str]]:
    """Give the first two cells of each row of the table below the one with ``heading``."""
    table = GUIDE.partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| (?!-)(.+?) \| (.+?) \|$", table.partition("\n")[2], re.MULTILINE)


def test_files_get_the_titles_and_the_order_that_the_guide_promises(tmp_path: Path) -> None:
    promised = [(name.strip("`"), title) for name, title in rows("I kalder filen")]
    assert len(promised) == 3
    files = {f"vestby/{name}": simple_pdf("x") if name.endswith("pdf") else "Tekst.\n" for name, _ in promised}
    edition = write_edition(tmp_path, CONFERENCE + contributor("vestby"), dict(reversed(files.items())))
    report = check_conference(load_conference(edition))[0]
    assert [bilag.title for bilag in report.bilag] == [title for _, title in promised]


def test_the_guide_explains_every_reason_for_which_a_file_is_refused_in_the_programs_own_words() -> None:
    # The row of what a file is instead of a PDF explains the same where nobody can tell what it is.
    reasons = {name: entry for name, entry in entries("intake").items() if name != "not-a-pdf"}
    readers = {entry["reader"] for entry in reasons.values() if "reader" in entry}
    limits = entries("compose")
    readers |= {limits[name]["reader"] for name in ("too-slow", "too-much-memory", "reading-crashed")}
    refused = {reader for reader in readers if "{" not in reader}
    refused |= {text_of(message("intake.not-a-pdf-but", kind=message("kinds.html")), Language.DANISH).reader}
    refused |= {reason_in_danish(Problem(Fault.CONTENT, "", ""))}
    assert {message for message, _ in rows("Besked")} == refused
