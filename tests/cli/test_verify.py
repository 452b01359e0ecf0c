"""``verify`` tells whether a package is the one that its manifest describes, and whether it can be made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.editions import CONFERENCE, contributor, run, write_edition

TOML = CONFERENCE + contributor("vibo")
STEM = "proeveby-kommune-2031-informationspakke"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give an edition and its package."""
    folder = tmp_path_factory.mktemp("proeve")
    edition = write_edition(folder / "2031", TOML, {"vibo/plan.md": "# Plan\n\nEn plan.\n"})
    done = run("build", edition, "-o", folder / "ud")
    assert done.returncode == 0, done.stderr
    return edition, folder / "ud" / f"{STEM}.pdf"


@pytest.fixture
def package(built: tuple[Path, Path], tmp_path: Path) -> Path:
    """Give a copy of the package, with its manifest, to be tampered with."""
    for kind in (".pdf", ".manifest.json"):
        (tmp_path / f"{STEM}{kind}").write_bytes(built[1].with_suffix(kind).read_bytes())
    return tmp_path / f"{STEM}.pdf"


def verified(*arguments: str | Path) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """Give the exit code, each claim by its key, and everything."""
    done = run("verify", *arguments, "--json")
    data = json.loads(done.stdout)
    assert data["exit_code"] == done.returncode
    claims = {one["key"]: one for one in (data.get("proof") or {}).get("claims", ())}
    return done.returncode, claims, data


def test_a_package_is_the_one_that_its_manifest_describes(built: tuple[Path, Path]) -> None:
    code, claims, data = verified(built[1])
    assert code == 0
    assert {key: one["held"] for key, one in claims.items()} == {"sha256": True, "identity": True}
    assert claims["identity"]["detail"] == f"{STEM}, revision 1"
    assert set(data["proof"]["inputs"]) == {"vibo/plan.md"}


def test_it_can_be_made_again_with_the_same_bytes(built: tuple[Path, Path]) -> None:
    code, claims, _ = verified(built[1], "--against", built[0])
    assert code == 0
    assert [one["held"] for one in claims.values()] == [True] * 6


def test_the_table_can_be_read(built: tuple[Path, Path]) -> None:
    said = run("verify", built[1]).stdout
    assert "  yes  the file is the one that the manifest describes" in said
    assert "made from 1 file, by " in said


def test_a_byte_that_was_changed_is_seen(package: Path) -> None:
    package.write_bytes(package.read_bytes() + b"\n")
    code, claims, _ = verified(package)
    assert (code, claims["sha256"]["held"], claims["identity"]["held"]) == (8, False, True)


def test_another_packages_manifest_is_seen(package: Path) -> None:
    path = package.with_suffix(".manifest.json")
    path.write_text(path.read_text("utf-8").replace('"number": 1,\n    "date"', '"number": 2,\n    "date"'), "utf-8")
    code, claims, _ = verified(package)
    assert (code, claims["identity"]["held"]) == (8, False)


def test_without_a_manifest_nothing_is_claimed_of_it(package: Path) -> None:
    package.with_suffix(".manifest.json").unlink()
    code, claims, _ = verified(package)
    assert (code, claims["manifest"]["held"]) == (0, None)
    done = run("verify", package, "--against", package.parent)
    assert (done.returncode, "no manifest" in done.stderr) == (8, True)


@pytest.mark.parametrize("content", ["{}", "[]", "ikke JSON", '{"pdf": 1, "revision": 2}'])
def test_a_damaged_manifest_is_named(package: Path, content: str) -> None:
    package.with_suffix(".manifest.json").write_text(content, "utf-8")
    done = run("verify", package)
    assert (done.returncode, "manifest.json" in done.stderr, "Traceback" in done.stderr) == (5, True, False)


def test_what_differs_is_named_when_the_bytes_do(built: tuple[Path, Path], package: Path, tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "2031", TOML, {"vibo/plan.md": "# Plan\n\nEn anden plan.\n"})
    path = package.with_suffix(".manifest.json")
    manifest = json.loads(path.read_text("utf-8"))
    manifest["versions"]["reportlab"] = "3.0"
    path.write_text(json.dumps(manifest), "utf-8")
    code, claims, _ = verified(package, "--against", edition)
    assert code == 8
    assert claims["inputs"]["detail"] == "vibo/plan.md is another"
    assert "reportlab 3.0 is now" in claims["versions"]["detail"]
    assert (claims["rebuilt"]["held"], "inputs, versions differ" in claims["rebuilt"]["detail"]) == (False, True)
    assert built[0] != edition


@pytest.mark.long
def test_a_revision_is_made_again_as_of_its_day(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "2031", TOML, {"vibo/plan.md": "# Plan\n\nEn plan.\n"})
    run("build", edition, "-o", tmp_path / "et", "--distribute", "--today", "2031-04-01")
    (edition / "vibo" / "nyt.md").write_text("# Nyt\n\nNoget nyt.\n", "utf-8")
    run("build", edition, "-o", tmp_path / "to", "--distribute", "--today", "2031-04-10")
    code, claims, _ = verified(tmp_path / "to" / f"{STEM}.pdf", "--against", edition)
    assert (code, claims["identity"]["detail"]) == (0, f"{STEM}, revision 2")
