"""Who has handed in, who is late, and what stands where a bilag will come."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support.editions import CONFERENCE, contributor, note_of, run, write_edition
from support.pdf import page_texts
from support.series import series_with

pytestmark = pytest.mark.long  # whole commands, or LibreOffice: each takes a second or more


def owing(key: str, *, name: str = "", contact: str = "") -> str:
    """Give a contributor with a deadline."""
    lines = 'plugin = "folder"\ndeadline = 2031-04-24\n' + (f'contact = "{contact}"\n' if contact else "")
    return contributor(key, name=name).replace('plugin = "folder"\n', lines)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """Give an edition with one contributor of each kind."""
    toml = (
        CONFERENCE
        + owing("leveret")
        + contributor("tom")
        + owing("fejl")
        + owing("ventet", name="Boligforeningen Østerå", contact="Åse <aase@eksempel.dk>")
    )
    files: dict[str, str | bytes] = {
        "leveret/1 ord.md": "Ord.",
        "leveret/2 tal.md": "Tal.",
        "tom/.keep": "",
        "fejl/godt.md": "Godt.",
        "fejl/slemt.pdf": b"ingen pdf",
        "ventet/.keep": "",
    }
    return write_edition(tmp_path / "udgave", toml, files)


def status(edition: Path, *arguments: str) -> dict[str, Any]:
    done = run("status", edition, "--json", *arguments)
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def test_each_contributor_is_delivered_empty_failed_or_awaited(edition: Path) -> None:
    data = status(edition, "--today", "2031-04-20")
    found = {one["id"]: one for one in data["contributors"]}
    assert {key: one["status"] for key, one in found.items()} == {
        "leveret": "delivered",
        "tom": "empty",
        "fejl": "failed",
        "ventet": "awaited",
    }
    assert found["leveret"]["bilag"] == ["Ord", "Tal"]
    assert found["fejl"]["bilag"] == ["Godt"]
    assert [problem["code"] for problem in found["fejl"]["problems"]] == [5]
    assert (found["tom"]["deadline"], found["tom"]["days_left"]) == (None, None)
    assert (found["ventet"]["deadline"], found["ventet"]["days_left"]) == ("2031-04-24", 4)
    assert (data["complete"], data["today"]) == (False, "2031-04-20")


@pytest.mark.parametrize(
    ("today", "days", "said"),
    [
        ("2031-04-20", "4 left", "Fristen er den 24. april 2031, om 4 dage."),
        ("2031-04-23", "1 left", "Fristen er i morgen, den 24. april 2031."),
        ("2031-04-24", "today", "Fristen er i dag, den 24. april 2031."),
        ("2031-05-01", "7 late", "Fristen var den 24. april 2031. Vi vil gerne have bilagene hurtigst muligt."),
    ],
)
def test_days_are_counted_from_today(edition: Path, today: str, days: str, said: str) -> None:
    table = run("status", edition, "--today", today)
    (line,) = [line for line in table.stdout.splitlines() if "Østerå" in line]
    assert re.split(" {2,}", line) == ["Boligforeningen Østerå", "awaited", "24 April 2031", days]
    assert " ".join(run("status", edition, "--mail", "--today", today).stdout.split()).count(said) == 2


def test_the_mail_goes_to_those_who_owe_something_and_says_what(edition: Path) -> None:
    text = run("status", edition, "--mail", "--today", "2031-04-20").stdout
    letters = text.split("\n\n----\n\n")
    assert [letter.splitlines()[0] for letter in letters] == ["Til: FEJL", "Til: Åse <aase@eksempel.dk>"]
    assert letters[1] == (
        "Til: Åse <aase@eksempel.dk>\n"
        "Emne: Bilag til konferencen torsdag den 15. maj 2031\n"
        "\n"
        "Kære Boligforeningen Østerå\n"
        "\n"
        "Vi mangler jeres bilag til konferencen torsdag den 15. maj 2031. "
        "Fristen er den 24. april 2031, om 4 dage.\n"
        "\n"
        "Med venlig hilsen\n"
        "Prøveby Kommune\n"
    )
    assert "«Slemt» (slemt.pdf): Filen er" in letters[0]
    assert "Følgende er modtaget: «Godt»." in letters[0]


def test_when_all_is_there_nobody_is_written_to(tmp_path: Path) -> None:
    edition = write_edition(tmp_path, CONFERENCE + owing("a"), {"a/ord.md": "Ord."})
    assert status(edition)["complete"]
    assert run("status", edition, "--mail").stdout == "There is nothing to remind anybody of.\n"


def test_a_bilag_that_is_awaited_stops_a_build_and_is_the_editions_to_settle(tmp_path: Path) -> None:
    toml = CONFERENCE + owing("ventet") + contributor("vibo")
    edition = write_edition(tmp_path / "udgave", toml, {"ventet/.keep": "", "vibo/ord.md": "Ord."})
    done = run("build", edition, "-o", tmp_path / "ud")
    assert (done.returncode, (tmp_path / "ud").exists()) == (8, False)
    assert "conference.toml: contributors[0].deadline" in done.stderr
    # Without a deadline none is an answer.
    (edition / "conference.toml").write_text(toml.replace("deadline = 2031-04-24\n", ""), "utf-8")
    assert run("build", edition, "-o", tmp_path / "ud").returncode == 0


def test_with_keep_going_its_place_says_what_will_come_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    toml = CONFERENCE + owing("ventet", name="Boligforeningen Østerå") + contributor("vibo")
    edition = write_edition(tmp_path / "udgave", toml, {"ventet/.keep": "", "vibo/ord.md": "Ord."})
    done = run("build", edition, "-o", tmp_path / "ud", "--keep-going")
    assert done.returncode == 9
    (pdf,) = (tmp_path / "ud").glob("*.pdf")
    (divider,) = [text for text in page_texts(pdf) if "Afventer bilag fra" in text]
    assert "Afventer bilag fra Boligforeningen Østerå Fristen for aflevering er den 24. april 2031." in " ".join(
        divider.split()
    )
    assert "Bilaget mangler" not in divider
    manifest = json.loads(pdf.with_suffix(".manifest.json").read_text("utf-8"))
    assert [(one["number"], one["status"]) for one in manifest["bilag"]] == [(1, "awaited"), (2, "delivered")]
    assert manifest["without_bilag"] == []
    assert "Bilaget afventes." in note_of(pdf)
    # When it comes, the others' numbers are the same.
    (edition / "ventet" / "ord.md").write_text("Ord.", "utf-8")
    assert run("build", edition, "-o", tmp_path / "ud").returncode == 0
    complete = json.loads(pdf.with_suffix(".manifest.json").read_text("utf-8"))
    assert [(one["number"], one["target"]) for one in complete["bilag"]][1] == (2, "bilag:vibo/ord")


def test_the_package_does_not_depend_on_the_day_on_which_it_is_built(tmp_path: Path) -> None:
    # A deadline that has long passed is treated as one that lies ahead.
    made = []
    for year in (1990, 2090):
        toml = CONFERENCE + owing("ventet").replace("2031-04-24", f"{year}-04-24")
        edition = write_edition(tmp_path / str(year), toml, {"ventet/.keep": ""})
        assert run("build", edition, "-o", tmp_path / f"ud-{year}", "--keep-going").returncode == 9
        (pdf,) = (tmp_path / f"ud-{year}").glob("*.pdf")
        made.append(" ".join(page_texts(pdf)).replace(str(year), "ÅR"))
    assert made[0] == made[1]


def test_what_is_asked_of_an_edition_is_not_asked_of_a_series_and_the_other_way_round(tmp_path: Path) -> None:
    series_with(tmp_path, "2030-05-16")
    assert run("status", tmp_path, "--mail").returncode == 2
    assert run("status", tmp_path / "2030", "--due").returncode == 2
