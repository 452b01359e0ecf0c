"""The benchmark command runs; what it finds is judged where the machine is quiet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from benchmarks.run import GROWTH, MARKS, PAGE, PEERS, RATIOS, SIZES, exponent, ratios, with_measures
from hypothesis import given
from hypothesis import strategies as st

HERE = Path(__file__).parent


def make_edition(kind: str, folder: Path, *numbers: int) -> Path:
    command = [*map(str, (sys.executable, HERE / "make_edition.py", kind, folder, *numbers))]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(HERE.parent)})
    return folder


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    # Each size but the largest, which differs from another by its numbers alone, and a little of how cost grows.
    options = ["--runs", "1", "--sizes", "S", "M", "T", "O", "E", "--share", "0.02", "--growth", "--json"]
    done = subprocess.run(
        [sys.executable, HERE / "run.py", *options], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode in (0, 1), done.stderr
    measured = json.loads(done.stdout)
    assert done.returncode == (0 if all(bound["met"] for bound in measured["bounds"]) else 1)
    assert isinstance(measured, dict)
    return measured


@pytest.mark.long
def test_every_case_is_measured_in_all_three_ways_or_named_as_missing(result: dict[str, Any]) -> None:
    wanted = {f"{size} {peer}" for size in "SMTOE" for peer in SIZES[size].peers}
    assert result["cases"].keys() - {"loop"} == {case for case in wanted if case.split()[1] not in result["missing"]}
    for measures in result["cases"].values():
        assert set(measures) == {"cpu", "wall", "peak"}
        for values in measures.values():
            assert 0 < values["min"] <= values["median"] <= values["max"]
    # A Python process that makes pages: less than this is not the child's own memory.
    assert result["cases"]["M build"]["peak"]["min"] > 20
    assert all(result["pages"][f"{size} build"] > 4 for size in "SMTO")
    assert all(len(result["growth"][what]["points"]) >= 1 for what in GROWTH)
    assert 0 <= result["others"] <= 1


@pytest.mark.long
def test_the_result_stands_on_the_page_between_its_marks(result: dict[str, Any]) -> None:
    begin, end = MARKS
    page = with_measures(f"before\n{begin}old\n{end}after\n", [result])
    assert (page.split(begin)[0], page.split(end)[1]) == ("before\n", "after\n")
    assert "old" not in page
    for peer in {case.split()[1] for case in result["cases"] if " " in case}:
        assert PEERS[peer] in page
    for name in result["missing"]:
        assert f"Not installed, and so not measured: {name}." in page
    # Made again from the same, it is the same.
    assert with_measures(page, [result]) == page


def test_the_page_has_the_sizes_and_everything_that_is_measured_beside_them() -> None:
    _, _, made = PAGE.read_text("utf-8").partition(MARKS[0])
    assert MARKS[1] in made
    # The largest takes minutes, and is not measured each time.
    for name in SIZES.keys() - {"L"}:
        assert f"**{name}**" in made
        assert all(PEERS[peer] in made for peer in SIZES[name].peers)
    assert all(f"| {what} |" in made for what in GROWTH)


def test_a_ratio_holds_what_was_measured_against_the_sum_of_others() -> None:
    cases = {
        f"{size} {peer}": {measure: {"median": value} for measure in ("cpu", "wall")}
        for size in SIZES
        for peer, value in {
            "build": 9.0,
            "again": 0.9,
            "changed": 3.0,
            "checker": 1.0,
            "pikepdf": 2.0,
            "qpdf": 3.0,
            "typst": 1.5,
        }.items()
    }
    pages = {"T build": 30, "T typst": 20, "L build": 10, "M build": 5}
    ratio_by_name = {(label, measure): value for label, measure, value in ratios({"cases": cases, "pages": pages})}
    assert ratio_by_name["M build without M checker over M pikepdf", "cpu"] == 4
    assert ratio_by_name["M build over M qpdf + M checker", "wall"] == 9 / 4
    assert ratio_by_name["T build over T typst, per page", "cpu"] == pytest.approx((9 / 30) / (1.5 / 20))
    assert ratio_by_name["L build over M build, per page", "cpu"] == 0.5
    assert ratio_by_name["S again over S build", "cpu"] == pytest.approx(0.1)
    assert ratio_by_name["M changed without M checker over M build without M checker", "cpu"] == 0.25
    # What has not been measured is left out.
    assert len(ratio_by_name) == len([ratio for ratio in RATIOS if {ratio.over, *ratio.under} <= cases.keys()])


@given(power=st.floats(0.5, 3), factor=st.floats(0.001, 10), base=st.floats(0.1, 10))
def test_an_exponent_is_that_of_the_growth_above_the_first(power: float, factor: float, base: float) -> None:
    steps = (10, 110, 1010, 10010)
    points = [(float(n), base + factor * (n - steps[0]) ** power) for n in steps]
    assert exponent(points) == pytest.approx(power, abs=0.02)


def test_an_exponent_that_cannot_be_told_is_none() -> None:
    assert exponent([(1, 2.0)]) is None
    assert exponent([(1, 2.0), (2, 3.0)]) is None
    assert exponent([(1, 2.0), (2, 1.9), (4, 2.5)]) is None


def test_the_made_edition_has_the_files_it_was_asked_for(tmp_path: Path) -> None:
    files = sorted(make_edition("pdf", tmp_path / "edition", 3, 2).rglob("*.pdf"))
    assert [(path.parent.name, path.stem) for path in files] == [(f"bidrag-{n}", f"Oplæg {n}") for n in (1, 2, 3)]
    for path in files:
        assert path.stat().st_size > 2 * 78_000
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 2


def test_a_tagged_edition_has_the_elements_it_was_asked_for(tmp_path: Path) -> None:
    (path,) = make_edition("tagged", tmp_path / "edition", 1, 7).rglob("*.pdf")
    with pikepdf.open(path) as pdf:
        assert len(pdf.Root.StructTreeRoot.K[0].K) == 7 * len(pdf.pages)


def test_the_same_text_is_there_for_every_typesetter(tmp_path: Path) -> None:
    edition = make_edition("text", tmp_path / "edition", 2)
    texts = [(edition / "bidrag-1" / "Oplæg 1.md"), *(edition / ".peers").iterdir()]
    words = [path.read_text("utf-8").count("boligorganisation") for path in texts]
    assert len(set(words)) == 1
    assert words[0] > 2


@pytest.mark.parametrize("kind", ["pdf", "text", "office", "tagged"])
def test_the_made_edition_is_the_same_each_time(kind: str, tmp_path: Path) -> None:
    first, second = (make_edition(kind, tmp_path / name, 5) for name in "ab")
    paths = [path for path in first.rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes()
