"""The three plugins of this project and the example edition that they serve."""

from __future__ import annotations

import ast
import runpy
import tomllib
from pathlib import Path

import pytest
from support.editions import EXAMPLE, PROJECT

from styringsdialog import Blocks, Table
from styringsdialog.hooks.contribute import Asking, contribute
from styringsdialog.loading.series import load_conference
from styringsdialog.testing import describe_pdf

PLUGINS = PROJECT / "plugins"
SEED = PROJECT / "tests" / "data" / "referat.txt"
NUMBERS = {"dab": 1, "hoeje_taastrup": 2, "vibo": 3}


def bodies() -> dict[str, Blocks | Path]:
    """Give the body of each contributor's one bilag."""
    found: dict[str, Blocks | Path] = {}
    conference = load_conference(EXAMPLE)
    for one in conference.contributors:
        contribution = contribute(conference, one, Asking())
        assert contribution.problems == ()
        (bilag,) = contribution.bilag
        assert bilag.problems == ()
        assert bilag.body is not None
        found[one.id] = bilag.body
    return found


def test_the_three_plugins_give_a_template_a_pdf_and_markdown_with_a_table() -> None:
    found = bodies()
    assert list(found) == list(NUMBERS)
    assert isinstance(found["dab"], tuple)
    assert found["hoeje_taastrup"] == EXAMPLE.resolve() / "bilag/hoeje_taastrup/den-groenne-omstilling.pdf"
    assert isinstance(found["vibo"], tuple)
    assert any(isinstance(block, Table) for block in found["vibo"])


def test_the_minutes_stand_word_for_word() -> None:
    text = (EXAMPLE / "referat.md").read_text("utf-8")
    for name, number in NUMBERS.items():
        text = text.replace(f"<bilag:{name}>", f"bilag {number}").replace(f"<Bilag:{name}>", f"Bilag {number}")
    said = text.replace("## ", "").split()
    # The title is printed by the template, the journal fields by the footer.
    seed = SEED.read_text("utf-8").removeprefix("Referat styringsdialogkonference")
    seed = seed.replace("Sagsbehandler Doknr. Sagsnr.\nlouisehjul", "")
    assert said == seed.split()


def test_the_headings_of_the_minutes_are_headings() -> None:
    lines = (EXAMPLE / "referat.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "## Baggrund",
        "## Fællesskaber",
        "## Den grønne omstilling",
    ]


def test_the_example_says_that_it_is_one_and_invents_nobody() -> None:
    data = tomllib.loads((EXAMPLE / "conference.toml").read_text("utf-8"))
    assert "eksempel" in data["notice"]
    assert "pladsholder" in data["place"]
    assert data["journal"] == {"sagsbehandler": "louisehjul", "doknr": "", "sagsnr": ""}
    seed = SEED.read_text("utf-8")
    speakers = [speaker for theme in data["themes"] for talk in theme["talks"] for speaker in talk["speakers"]]
    assert [speaker["name"] for speaker in speakers] == [
        "Michael Wulff",
        "Julie Kirk Elstrøm",
        "Morten Rosenvold Villadsen",
    ]
    assert all(speaker["name"] in seed for speaker in speakers)
    assert [theme["title"] for theme in data["themes"]] == ["Fællesskaber", "Den grønne omstilling"]


def test_the_slides_are_what_their_script_writes(tmp_path: Path) -> None:
    script = runpy.run_path(str(PLUGINS / "hoeje_taastrup" / "tools" / "make_slides.py"))
    script["make_slides"](tmp_path / "slides.pdf")
    committed = EXAMPLE / "bilag/hoeje_taastrup/den-groenne-omstilling.pdf"
    # Read, not compared by bytes: compression differs between builds of zlib.
    assert describe_pdf(tmp_path / "slides.pdf") == describe_pdf(committed)


@pytest.mark.parametrize("plugin", sorted(path.name for path in PLUGINS.iterdir() if path.is_dir()))
def test_a_plugin_imports_from_the_host_what_it_promises_and_nothing_else(plugin: str) -> None:
    sources = [path for path in (PLUGINS / plugin).rglob("*.py") if "tests" not in path.parts]
    assert sources
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not [name for name in names if name.startswith("styringsdialog.")], path


@pytest.mark.parametrize("plugin", sorted(path.name for path in PLUGINS.iterdir() if path.is_dir()))
def test_a_plugin_is_a_distribution_of_its_own(plugin: str) -> None:
    data = tomllib.loads((PLUGINS / plugin / "pyproject.toml").read_text("utf-8"))
    (package,) = data["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert data["project"]["entry-points"]["styringsdialog"] == {plugin: package}
    assert (PLUGINS / plugin / package / "py.typed").is_file()
    assert (PLUGINS / plugin / "README.md").is_file()
