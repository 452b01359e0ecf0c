"""What was sent out is kept: its numbers, and what is told of changes since."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from support.editions import CONFERENCE, contributor, run, write_edition
from support.pdf import page_texts, words

from styringsdialog.errors import EditionError
from styringsdialog.loading.sent import SENT_FILE, read_sent
from styringsdialog.loading.series import load_conference
from styringsdialog.model.conference import Audience, Stage
from styringsdialog.model.options import BuildOptions
from styringsdialog.pipeline import build_package, build_version
from styringsdialog.report.build import BuildReport
from styringsdialog.versions.shelf import mark_sent

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more

TOML = CONFERENCE + contributor("dab") + contributor("vibo")
FILES = {"dab/tal.md": "# Tal\n\nEt.\n", "vibo/plan.md": "# Plan\n\nEn plan.\n", "vibo/kort.md": "# Kort\n\nEt.\n"}
FIRST_DAY, SECOND_DAY = dt.date(2031, 4, 1), dt.date(2031, 4, 10)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return write_edition(tmp_path / "2031", TOML, FILES)


def build(edition: Path, date: dt.date | None = None, stage: Stage = Stage.INFORMATIONSPAKKE) -> BuildReport:
    return build_package(load_conference(edition), edition.parent / "ud", BuildOptions(revised=date, stage=stage))


def send(edition: Path, date: dt.date) -> BuildReport:
    report = build(edition, date)
    mark_sent(report, date)
    return report


def text(report: BuildReport) -> str:
    return " ".join(" ".join(words(page)) for page in page_texts(report.pdf))


def numbers(report: BuildReport) -> dict[str, int | str]:
    return {one.target.removeprefix("bilag:"): one.number for one in report.bilag}


def test_the_first_package_says_nothing_of_revisions(edition: Path) -> None:
    report = send(edition, FIRST_DAY)
    assert report.revision.number == 1
    assert "Revideret" not in text(report)
    assert "Ændringer" not in text(report)


def test_what_was_sent_and_has_not_changed_is_built_with_the_same_bytes(edition: Path) -> None:
    first, version = build_version(load_conference(edition), edition.parent / "pakke")
    assert mark_sent(first, FIRST_DAY)
    again, same = build_version(load_conference(edition), edition.parent / "pakke", BuildOptions(revised=SECOND_DAY))
    assert (again.sha256, same.folder, same.fresh) == (first.sha256, version.folder, False)
    assert not mark_sent(again, SECOND_DAY)
    assert [one.date for one in read_sent(edition)] == [FIRST_DAY]


def test_a_revision_says_so_on_the_cover_and_lists_what_changed_with_pages(edition: Path) -> None:
    send(edition, FIRST_DAY)
    (edition / "vibo" / "plan.md").write_text("# Plan\n\nEn anden plan.\n", "utf-8")
    (edition / "vibo" / "kort.md").unlink()
    (edition / "dab" / "nyt.md").write_text("# Nyt\n\nNoget nyt.\n", "utf-8")
    report = build(edition, SECOND_DAY)
    assert numbers(report) == {"dab/tal": 1, "vibo/plan": 3, "dab/nyt": 4}
    cover, _, changes, *_ = (" ".join(words(page)) for page in page_texts(report.pdf))
    assert "Revideret den 10. april 2031 · udgave 2" in cover
    # The pages of a bilag begin with its divider.
    pages = {bilag.number: f"side {bilag.first_page}–{bilag.first_page + bilag.pages}" for bilag in report.bilag}
    assert "erstatter den, der blev sendt ud den 1. april 2031" in changes
    assert f"Bilag 3: Plan er ændret, {pages[3]} (før 2 sider)." in changes
    assert f"Bilag 4: Nyt er kommet til, {pages[4]}." in changes
    assert "Bilag 2 er udgået." in changes
    assert "Bilag 1" not in changes
    overview = next(page for page in page_texts(report.pdf) if "Bilagsoversigt" in page and "Titel" in page)
    assert "Bilag 2 er udgået" in " ".join(words(overview))


def test_a_revision_satisfies_the_standards_and_its_bytes_come_again(edition: Path) -> None:
    send(edition, FIRST_DAY)
    (edition / "vibo" / "kort.md").unlink()
    second = send(edition, SECOND_DAY)
    assert [profile.value for profile in second.conformance.satisfied] == ["ua1", "2a"]
    assert (second.revision.number, build(edition).sha256) == (2, second.sha256)
    # What was sent first can be made again from what was known then.
    (edition / "vibo" / "kort.md").write_text(FILES["vibo/kort.md"], "utf-8")
    first = read_sent(edition)[0]
    again = build_package(load_conference(edition), edition.parent / "gen", BuildOptions(sent=()))
    assert again.sha256 == first.sha256


def test_moving_words_about_in_a_file_is_a_change_and_moving_the_file_up_is_none(edition: Path) -> None:
    send(edition, FIRST_DAY)
    toml = (edition / "conference.toml").read_text("utf-8")
    (edition / "conference.toml").write_text(f"# En bemærkning\n\n{toml}", "utf-8")
    (edition / "vibo" / "plan.md").write_text("\n\n# Plan\n\nEn plan.\n", "utf-8")
    assert build(edition).revision.number == 1
    (edition / "vibo" / "plan.md").write_text("# Plan\n\nPlan en.\n", "utf-8")
    assert build(edition).revision.number == 2


def test_the_referat_has_revisions_of_its_own_and_the_numbers_that_were_sent_before_the_meeting(edition: Path) -> None:
    send(edition, FIRST_DAY)
    toml = (edition / "conference.toml").read_text("utf-8")
    (edition / "conference.toml").write_text('referat = "referat.md"\n' + toml, "utf-8")
    (edition / "referat.md").write_text("Der blev talt.\n", "utf-8")
    (edition / "dab" / "tal.md").unlink()
    report = build(edition, stage=Stage.REFERAT)
    assert (report.revision.number, numbers(report)) == (1, {"vibo/kort": 2, "vibo/plan": 3})
    assert "Bilag 1 er udgået" in text(report)


def test_letters_are_printed_wherever_the_number_is(edition: Path) -> None:
    with (edition / "conference.toml").open("a", encoding="utf-8") as stream:
        stream.write('[output]\nlate_bilag = "bogstav"\nrequire = ["ua1", "2a"]\n')
    send(edition, FIRST_DAY)
    (edition / "dab" / "vækst.md").write_text("# Vækst\n\nNoget nyt.\n", "utf-8")
    report = build_package(load_conference(edition), edition.parent / "ud", BuildOptions(separate=True))
    assert list(numbers(report).items()) == [("dab/tal", 1), ("dab/vaekst", "1a"), ("vibo/kort", 2), ("vibo/plan", 3)]
    assert "Bilag 1a" in text(report)
    assert "Bilag 1a · side 1 af 1" in text(report)
    assert [file.name for file in report.files if "1a" in file.name] == ["Bilag 1a - Vaekst.pdf"]


def test_a_closed_bilag_that_was_withdrawn_is_not_named(edition: Path) -> None:
    internal = build_package(load_conference(edition), edition.parent / "ud", BuildOptions(audience=Audience.INTERNAL))
    mark_sent(internal, FIRST_DAY)
    (edition / "vibo" / "kort.md").unlink()
    assert "Kort" not in text(build(edition))


def test_the_manifest_tells_revision_sections_and_inputs(edition: Path) -> None:
    report = build(edition)
    manifest = json.loads(report.pdf.with_suffix(".manifest.json").read_text("utf-8"))
    assert manifest["revision"]["number"] == 1
    # Only what the public is shown: of settings and listings not even a digest.
    assert set(manifest["inputs"]) == {name for name in FILES if name.endswith(".md")}
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in manifest["inputs"].values())
    assert {one["target"] for one in manifest["sections"]} >= {"del:forside", "bilag:dab/tal"}


def test_the_command_marks_and_says_so(edition: Path, tmp_path: Path) -> None:
    arguments = ("build", edition, "-o", tmp_path / "ud", "--distribute", "--today", "2031-04-01")
    first, again = run(*arguments), run(*arguments)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert first.stdout.endswith("\nmarked as sent out\n")
    assert again.stdout.endswith("\nwas marked as sent out before\n")
    assert read_sent(edition)[0].date == FIRST_DAY
    assert json.loads(run(*arguments, "--json").stdout)["newly_marked_as_sent"] is False


def test_a_draft_is_not_sent_out(edition: Path, tmp_path: Path) -> None:
    toml = edition / "conference.toml"
    toml.write_text("draft = true\n" + toml.read_text("utf-8"), encoding="utf-8")
    done = run("build", edition, "-o", tmp_path / "ud", "--distribute")
    assert done.returncode == 2
    assert "conference.toml: draft: a draft is not sent out" in done.stderr
    assert not (tmp_path / "ud").exists()


@pytest.mark.parametrize(
    "record", ["", "[]", '{"format": 2, "sent": []}', '{"format": 1, "sent": [{"stage": "x"}]}', '{"format": 1}', "\0"]
)
def test_a_damaged_record_is_named_and_nothing_is_built(edition: Path, record: str) -> None:
    (edition / SENT_FILE).write_text(record, "utf-8")
    with pytest.raises(EditionError, match=re.escape(SENT_FILE)):
        build(edition)
