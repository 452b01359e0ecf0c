"""`check FILE`: what would become of one file, and what its author can mend."""

from __future__ import annotations

import json
from pathlib import Path

from support.editions import run
from support.pdf import simple_pdf


def test_a_file_that_can_be_taken_is_told_with_its_pages_and_what_its_author_can_mend(tmp_path: Path) -> None:
    file = tmp_path / "Årsberetning 2030.pdf"
    file.write_bytes(simple_pdf("Et", "To"))
    done = run("check", file, "--lang", "da")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Årsberetning 2030.pdf: kan tages med, 2\N{NO-BREAK SPACE}sider\n")
    assert "Bed om filen igen, gemt som tagget (tilgængelig) PDF." in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_file_that_cannot_be_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "billede.heic"
    file.write_bytes(b"\0\0\0\x18ftypheic")
    done = run("check", file, "--lang", "da")
    assert done.returncode == 5
    assert "billede.heic: er et HEIC-billede" in done.stderr
    assert "gemmes som JPEG og sendes igen" in done.stderr


def test_the_same_as_data(tmp_path: Path) -> None:
    file = tmp_path / "tal.csv"
    file.write_text("Konto;Beløb\n1234;5\n", "utf-8")
    data = json.loads(run("check", file, "--json").stdout)
    assert (data["ok"], data["exit_code"], [bilag["title"] for bilag in data["bilag"]]) == (True, 0, ["Tal"])
